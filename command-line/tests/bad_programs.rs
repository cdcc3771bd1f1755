//! Files that are no programs, and programs that contradict themselves: an error, never a panic, a hang or more memory than a few times
//! the file.

#![allow(clippy::cast_possible_truncation, reason = "a test may")]

mod support;

use std::fs::File;
use std::path::Path;
use std::process::Command;

use cargo_memory_budget::measure::{self, MeasureError, Measurement, Options};
use proptest::prelude::*;
use support::elf::{Made, MadeSection, MadeSymbol, NOBITS, OBJECT, WRITTEN};

fn program(bytes: &[u8]) -> Result<Measurement, MeasureError> {
    let mut options = Options::default();
    options.types = 10;
    measure::program(bytes, &options)
}

fn refused(bytes: &[u8]) -> String {
    program(bytes).expect_err("it cannot be measured").to_string()
}

fn ram(measurement: &Measurement, name: &str) -> u64 {
    measurement.crates.iter().filter(|row| row.name == name).map(|row| row.share.bytes.ram).sum()
}

#[test]
fn every_width_and_byte_order() {
    for (is_64, big) in [(false, false), (false, true), (true, false), (true, true)] {
        let measurement = program(&Made { is_64, big, ..Made::default() }.bytes()).expect("a program");
        assert_eq!(
            (ram(&measurement, "app"), measurement.unattributed.bytes.ram, measurement.total.ram),
            (100, 28, 128)
        );
        assert_eq!((measurement.architecture.as_str(), measurement.total.flash), ("arm", 64));
    }
}

#[test]
fn what_is_no_program_is_named() {
    let object = Made { kind: 1, ..Made::default() }.bytes();
    let core = Made { kind: 4, ..Made::default() }.bytes();
    let stripped = Made { symbols: Vec::new(), ..Made::default() }.bytes();
    for (bytes, what) in [
        (&b""[..], "it is an empty file, and no program"),
        (b"!<arch>\n", "it is an archive of objects, and no program"),
        (b"\0asm\x01\0\0\0", "it is a WebAssembly module, which is not supported yet"),
        (b"MZ\x90\0", "it is a PE program, which is not supported yet"),
        (b"\xcf\xfa\xed\xfe\x07\0\0\x01", "it is a Mach-O program, which is not supported yet"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02", "it is a Mach-O program, which is not supported yet"),
        (b"\xca\xfe\xba\xbf\0\0\0\x02", "it is a Mach-O program, which is not supported yet"),
        (b"#!/bin/sh\n", "it is no ELF file, and no program"),
        (b"\x7fELF", "its contents contradict each other"),
        (b"\x7fELF\x02\x01\x01", "its contents contradict each other"),
        (&object, "it is an object file that is not linked yet, and no program"),
        (&core, "it is a core dump, and no program"),
        (&stripped, "it has no symbols"),
    ] {
        let error = refused(bytes);
        assert!(error.starts_with(what), "{what}: {error}");
    }
}

/// Cut off anywhere it is refused, for the tables stand at its end.
#[test]
fn truncated() {
    for is_64 in [false, true] {
        let whole = Made { is_64, ..Made::default() }.bytes();
        for length in 0..whole.len() {
            assert!(program(&whole[..length]).is_err(), "{length} of {}", whole.len());
        }
    }
}

#[test]
fn sections_beyond_all_addresses() {
    let bss = |address: u64, size: u64| MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address, size };
    for sections in
        [vec![bss(u64::MAX - 10, 100)], vec![bss(0, u64::MAX)], vec![bss(0, 1 << 62), bss(0, 1 << 62), bss(0, 1 << 62)]]
    {
        let made = Made { is_64: true, sections, ..Made::default() };
        assert!(refused(&made.bytes()).contains("goes beyond all addresses"));
    }
    // As large as it may be, and nothing is reserved for it here.
    let made = Made { is_64: true, sections: vec![bss(0, 1 << 62)], ..Made::default() };
    assert_eq!(program(&made.bytes()).expect_err("its symbol lies elsewhere"), MeasureError::Stripped);
    let mut made = Made { is_64: true, sections: vec![bss(0x2000, 1 << 62)], ..Made::default() };
    made.symbols[0].section = 1;
    assert_eq!(program(&made.bytes()).expect("a program").total.ram, 1 << 62);
    let code = MadeSection { name: ".text", kind: NOBITS, flags: 6, address: 0x1000, size: 64 };
    let made = Made { sections: vec![code], ..Made::default() };
    assert!(refused(&made.bytes()).contains("the contents of .text were taken out"));
}

/// A section that is called after the stack and is not in RAM is none.
#[test]
fn a_stack_in_flash() {
    let mut made = Made::default();
    made.sections.push(MadeSection { name: ".stack_sizes", kind: 1, flags: 2, address: 0x3000, size: 64 });
    made.sections.push(MadeSection { name: ".stack", kind: NOBITS, flags: WRITTEN, address: 0x4000, size: 512 });
    let measurement = program(&made.bytes()).expect("a program");
    let reserved: Vec<_> = measurement.reserved.iter().map(|one| (one.name.as_str(), one.bytes)).collect();
    assert_eq!((reserved, measurement.total.ram), (vec![("stack", 512)], 128 + 512));
}

/// Whatever symbols say of themselves, each byte is counted once.
#[test]
fn symbols_that_overlap_and_wrap() {
    let mut made = Made::default();
    made.symbol("_ZN5inner1A17h0123456789abcdefE", 0x2010, 16, 2); // within POOL
    made.symbol("_ZN4over1B17h0123456789abcdefE", 0x2060, 64, 2); // beyond its end, and beyond the section's
    made.symbol("_ZN4wrap1C17h0123456789abcdefE", 0x2078, u64::from(u32::MAX), 2);
    made.symbol("_ZN5alias1D17h0123456789abcdefE", 0x2010, 16, 2); // the same bytes as A
    made.symbol("_ZN7outside1E17h0123456789abcdefE", 0x9000, 16, 2);
    made.symbol("_ZN4none1F17h0123456789abcdefE", 0x2000, 16, 0); // undefined
    made.symbol("_ZN3abs1G17h0123456789abcdefE", 0x2000, 16, 0xfff1);
    made.symbol("_ZN6common1H17h0123456789abcdefE", 4, 16, 0xfff2);
    made.symbol("_ZN6beyond1I17h0123456789abcdefE", 0x2000, 16, 99);
    let measurement = program(&made.bytes()).expect("a program");
    let shares: Vec<_> = measurement.crates.iter().map(|row| (row.name.as_str(), row.share.bytes.ram)).collect();
    assert_eq!(shares, [("app", 80), ("over", 24), ("alias", 16), ("wrap", 8)]);
    assert_eq!(measurement.total.ram, 128);
}

/// A name is looked at as far as its crate stands, however many symbols share it.
#[test]
fn long_names() {
    let mut made = Made::default();
    let long = format!("_ZN4long1000000{}17h0123456789abcdefE", "x".repeat(1_000_000));
    made.symbol(&long, 0x2064, 4, 2);
    let shared = *made.symbols.last().expect("one");
    made.symbols.extend((0..100_000).map(|_| shared));
    let measurement = program(&made.bytes()).expect("a program");
    assert_eq!(ram(&measurement, "long"), 4);
    assert!(measurement.crates.iter().all(|row| row.share.largest.iter().all(|symbol| symbol.symbol.len() < 600)));
    // One without an end.
    made.names.pop();
    made.names.extend(vec![b'x'; 1 << 20]);
    assert!(program(&made.bytes()).is_ok());
}

/// Symbols within symbols, as deep as there are any.
#[test]
fn a_hundred_thousand_nested_symbols() {
    let size = 400_000;
    let bss = MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address: 0x2000, size };
    let name = Made::default().symbols[0].name;
    let nested = |i: u64| MadeSymbol { name, value: 0x2000 + i, size: size - 2 * i, info: OBJECT, section: 1 };
    let made = Made { sections: vec![bss], symbols: (0..100_000).map(nested).collect(), ..Made::default() };
    let measurement = program(&made.bytes()).expect("a program");
    assert_eq!((ram(&measurement, "app"), measurement.total.ram), (size, size));
}

/// As many versions of one crate as there are symbols, and as many crates.
#[test]
fn a_hundred_thousand_crates() {
    let size = 400_000;
    for name in [|i: u64| format!("_RNvCs{i}_3app4POOL"), |i: u64| format!("_ZN9c{i:08}4POOL17h0123456789abcdefE")] {
        let bss = MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address: 0x2000, size };
        let mut made = Made { sections: vec![bss], symbols: Vec::new(), ..Made::default() };
        for i in 0..100_000 {
            made.symbol(&name(i + 10), 0x2000 + 4 * i, 4, 1);
        }
        let measurement = program(&made.bytes()).expect("a program");
        assert_eq!((measurement.crates.len(), measurement.unattributed.bytes.ram), (100_000, 0));
    }
}

/// Ranges that overlap, each over all variables that nobody is known to own.
#[test]
fn ranges_over_everything() {
    let (count, size) = (100_000_u32, 400_000);
    let bss = MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address: 0x2000, size };
    let mut made = Made { sections: vec![bss], symbols: Vec::new(), ..Made::default() };
    for i in 0..u64::from(count) {
        made.symbol(&format!("v{i}"), 0x2000 + 4 * i, 4, 1);
    }
    // A unit of the fourth form of DWARF, without entries.
    let info = [&8_u32.to_le_bytes()[..], &4_u16.to_le_bytes(), &0_u32.to_le_bytes(), &[4, 0]].concat();
    let pairs: Vec<u8> = (0..count).flat_map(|_| [0x2000, 400_000]).chain([0, 0]).flat_map(u32::to_le_bytes).collect();
    let length = u32::try_from(12 + pairs.len()).expect("small");
    let head = [&length.to_le_bytes()[..], &2_u16.to_le_bytes(), &0_u32.to_le_bytes(), &[4, 0, 0, 0, 0, 0]].concat();
    made.debug = vec![(".debug_info", info), (".debug_abbrev", vec![0]), (".debug_aranges", [head, pairs].concat())];
    assert_eq!(program(&made.bytes()).expect("a program").unattributed.bytes.ram, size);
}

/// More units than anything else, without entries and with names that go on and on: they are read in little more than the memory that they
/// take in the file.
#[cfg(unix)]
#[test]
fn more_units_than_anything_else() {
    let empty = [&7_u32.to_le_bytes()[..], &4_u16.to_le_bytes(), &0_u32.to_le_bytes(), &[4]].concat();
    let named = |at: u32| {
        let head = [&14_u32.to_le_bytes()[..], &4_u16.to_le_bytes(), &0_u32.to_le_bytes(), &[4]].concat();
        // The first abbreviation; Rust; its name.
        [&head[..], &[1, 0x1c, 0], &at.to_le_bytes()].concat()
    };
    let abbreviations = vec![1, 0x11, 0, 0x13, 0x05, 0x03, 0x0e, 0, 0, 0];
    let names = b"x".repeat(4000).into_iter().chain([0]).collect::<Vec<u8>>().repeat(80);
    for units in [empty.repeat(300_000), (0..300_000).flat_map(named).collect()] {
        let mut made = Made::default();
        made.symbol("nobody", 0x2070, 8, 2);
        made.debug =
            vec![(".debug_info", units), (".debug_abbrev", abbreviations.clone()), (".debug_str", names.clone())];
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("units");
        std::fs::write(&path, made.bytes()).expect("writable");
        let (_, said) = measure_limited(&path);
        assert!(said.contains("Cargo.toml"), "it was measured, and there are no budgets: {said}");
    }
}

fn measure_limited(path: &Path) -> (Option<i32>, String) {
    // 600MB of addresses are a hundred times what it takes.
    let shell = "ulimit -v 600000; exec \"$1\" measure \"$0\"";
    let output = Command::new("sh")
        .args(["-c", shell])
        .arg(path)
        .arg(env!("CARGO_BIN_EXE_cargo-memory-budget"))
        .current_dir(path.parent().expect("a folder"))
        .output();
    let output = output.expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn files_without_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let holes = folder.path().join("holes");
    File::create(&holes).and_then(|file| file.set_len(10 << 30)).expect("a sparse file");
    let (status, said) = measure_limited(&holes);
    assert!(status == Some(2) && said.contains("it is no ELF file"), "{status:?} {said}");

    // A program whose tables are said to be as large as the file.
    let mut made = Made { is_64: true, ..Made::default() }.bytes();
    let headers = u64::from_le_bytes(made[0x28..0x30].try_into().expect("eight")) as usize;
    for section in 3..6 {
        let size = headers + section * 64 + 0x20;
        made[size..size + 8].copy_from_slice(&(9_u64 << 30).to_le_bytes());
    }
    std::fs::write(&holes, &made).expect("writable");
    File::options().write(true).open(&holes).and_then(|file| file.set_len(10 << 30)).expect("a sparse file");
    let (status, said) = measure_limited(&holes);
    assert!(status == Some(2) && said.contains("cannot measure"), "{status:?} {said}");

    // One that is whole, before all the holes.
    std::fs::write(&holes, Made::default().bytes()).expect("writable");
    File::options().write(true).open(&holes).and_then(|file| file.set_len(10 << 30)).expect("a sparse file");
    assert_eq!(measure::file(&holes, &Options::default()).expect("a program").total.ram, 128);

    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    let (status, said) = measure_limited(&pipe);
    assert!(status == Some(2) && said.contains("it is no regular file"), "{status:?} {said}");
    let (status, said) = measure_limited(Path::new("/dev/zero"));
    assert!(status == Some(2) && said.contains("it is no regular file"), "{status:?} {said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Any bytes behind the mark of an ELF file.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut file = b"\x7fELF".to_vec();
        file.extend(bytes);
        let _ = program(&file);
    }

    /// A program with some bytes changed: where it can still be measured, its rows come to its sections, which is checked inside.
    #[test]
    fn some_bytes_changed(is_64: bool, big: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut file = Made { is_64, big, ..Made::default() }.bytes();
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Err(error) = program(&file) {
            prop_assert!(!error.is_defect(), "{error}");
        }
    }

    /// Any symbols: every byte of the section is in one row.
    #[test]
    fn any_symbols(symbols in prop::collection::vec((0x1ff0_u64..0x2090, 0_u64..200, any::<u8>(), 0_u16..5), 0..60)) {
        let mut made = Made::default();
        for (i, (value, size, info, section)) in symbols.into_iter().enumerate() {
            made.symbol(&format!("_ZN5crate{}1X17h0123456789abcdefE", i % 7), value, size, section);
            made.symbols.last_mut().expect("one").info = info;
        }
        match program(&made.bytes()) {
            Ok(measurement) => {
                let crates: u64 = measurement.crates.iter().map(|row| row.share.bytes.ram).sum();
                let rest = measurement.unattributed.bytes.ram + measurement.padding.ram;
                prop_assert_eq!(crates + rest, 128);
            }
            Err(error) => prop_assert!(!error.is_defect(), "{}", error),
        }
    }
}

/// Memory that the segments speak of and no section does would be in no row.
#[test]
fn a_section_taken_out() {
    let build = support::Build { target: support::TARGET, mangling: "legacy", fat: false };
    if !support::has(build.target) {
        return;
    }
    let mut file = std::fs::read(support::board("section-taken-out", &build)).expect("readable");
    assert_eq!(program(&file).expect("a program").total.ram, 100);
    let word = |file: &[u8], at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four"));
    let (headers, count) = (word(&file, 0x20) as usize, usize::from(file[0x30]));
    let is_bss = |header: &usize| (word(&file, header + 4), word(&file, header + 8)) == (NOBITS, WRITTEN as u32);
    let bss = (0..count).map(|i| headers + i * 40).find(is_bss).expect("a section of zeros");
    file[bss + 4] = 0; // a header that is not in use
    assert_eq!(refused(&file).split(": ").next(), Some("a part of its memory is in no section"));
}

/// The same with the debug information of a real program, of which any byte may be wrong.
#[test]
fn debug_information_with_some_bytes_changed() {
    let build = support::Build { target: support::TARGET, mangling: "legacy", fat: false };
    if !support::has(build.target) {
        return;
    }
    let whole = std::fs::read(support::board("debug-information", &build)).expect("readable");
    let mut state: u64 = 7;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..300 {
        let mut file = whole.clone();
        for _ in 0..random() % 200 {
            let place = random() % file.len();
            file[place] = random() as u8;
        }
        if let Err(error) = program(&file) {
            assert!(!error.is_defect(), "{error}");
        }
    }
}
