//! Programs whose sizes are known from their source, measured.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use cargo_memory_budget::measure::{self, Known, Measurement, Options};
use support::{Build, Program, has, run};

const BOARDS: [&str; 2] = ["thumbv7em-none-eabihf", "riscv32imac-unknown-none-elf"];
const HOST: &str = "x86_64-unknown-linux-gnu";

fn measured(program: &Program, libraries: bool) -> Measurement {
    let mut options = Options::default();
    if libraries {
        options.libraries.clone_from(&program.libraries);
    }
    measure::file(&program.path, &options).expect("a program")
}

/// RAM and thread-local bytes of the crates of the fixtures, by name; several versions apart, the smaller first.
fn shares(measurement: &Measurement) -> BTreeMap<String, Vec<(u64, u64)>> {
    let mut shares: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    for row in &measurement.crates {
        if ["app", "depot", "pools", "foreign"].contains(&row.name.as_str()) {
            shares.entry(row.name.clone()).or_default().push((row.share.bytes.ram, row.share.bytes.tls));
        }
    }
    for versions in shares.values_mut() {
        versions.sort_unstable();
    }
    shares
}

/// What is known from the source: everything in `statics.rs`, a generic function's and a trait's static once each.
const APP: u64 = 4096 + 512 + 48_000 + 400 + 1536 + 32 + 300 + 200;

fn expect_shares(build: &Build, program: &Program) {
    let measurement = measured(program, true);
    let tls = if build.is_hosted() { 96 } else { 0 };
    let depot = if build.mangling == "v0" { vec![(1000, 0), (2000, 0)] } else { vec![(3000, 0)] };
    let mut expected = BTreeMap::from([
        ("app".to_owned(), vec![(APP, tls)]),
        ("depot".to_owned(), depot),
        ("pools".to_owned(), vec![(16, 0)]),
        ("foreign".to_owned(), vec![(640 + 320 + 128, 0)]),
    ]);
    assert_eq!(shares(&measurement), expected, "{build:?}");

    // Without the libraries nobody knows whose the assembler's symbols are, but they are counted.
    let alone = measured(program, false);
    expected.insert("foreign".to_owned(), vec![(128, 0)]);
    assert_eq!(shares(&alone), expected, "{build:?}");
    assert_eq!(alone.total, measurement.total);
    let difference = alone.unattributed.bytes.ram - measurement.unattributed.bytes.ram;
    assert_eq!(difference, 640 + 320, "{build:?}");
    let unattributed =
        |name: &str| alone.unattributed.largest.iter().find(|row| row.symbol == name).map(|row| row.bytes);
    assert_eq!((unattributed("foreign_sized"), unattributed("foreign_label")), (Some(640), Some(320)), "{build:?}");
}

/// With the linker's map it is known too, but for what link-time optimisation has put into one object.
fn expect_map(build: &Build, program: &Program) {
    let mut options = Options::default();
    options.debug = false;
    let without = measure::file(&program.path, &options).expect("a program");
    options.map = Some(std::fs::read_to_string(&program.map).expect("the linker's map"));
    let with = measure::file(&program.path, &options).expect("a program");
    let by_map = |name: &str| with.crates.iter().find(|row| row.name == name).map_or(0, |row| row.known.map);
    // On this machine the compiler adds a pointer of its own to the object.
    let expected = if build.fat { vec![0] } else { vec![48_000, 48_008] };
    assert!(expected.contains(&by_map("app")), "{build:?}: {}", by_map("app"));
    assert!(by_map("foreign") == 640 + 320 || build.fat, "{build:?}: {}", by_map("foreign"));
    assert!(with.unattributed.bytes.ram <= without.unattributed.bytes.ram);

    // Without the section it is none of this program.
    let is_bss = |line: &&str| line.starts_with(".bss ") || line.ends_with(" .bss");
    let map = options.map.unwrap_or_default();
    options.map = Some(map.lines().filter(|line| !is_bss(line)).collect::<Vec<_>>().join("\n"));
    let error = measure::file(&program.path, &options).expect_err("another program's map").to_string();
    assert!(error.starts_with("the map is that of another program: it has no .bss of"), "{error}");
}

/// A pool is its declarer's; the debug information says whose type it is.
fn expect_types(build: &Build, program: &Program) {
    let mut options = Options::default();
    options.types = 10;
    let measurement = measure::file(&program.path, &options).expect("a program");
    let app = measurement.crates.iter().find(|row| row.name == "app").expect("app");
    let of_type = |name: &str| {
        let row = app.share.largest.iter().find(|row| row.symbol == name);
        row.unwrap_or_else(|| unreachable!("{name}: {:?}", app.share)).type_crate.as_deref()
    };
    let found = ["app::POOL", "app::WRAPPED", "app::LINKED", "app::ZEROED", "UNMANGLED"].map(of_type);
    assert_eq!(found, [Some("pools"), Some("pools"), Some("core"), None, None], "{build:?}");
    // It is looked for where it is asked for, and nothing else changes.
    let mut without = measurement;
    for row in &mut without.crates {
        row.share.largest.iter_mut().for_each(|symbol| symbol.type_crate = None);
    }
    without.unattributed.largest.iter_mut().for_each(|symbol| symbol.type_crate = None);
    assert_eq!(without, measured(program, false), "{build:?}");
}

/// The sections as `readelf` reads them: name, address, size.
fn sections_of_readelf(program: &Path) -> Vec<(String, u64, u64)> {
    let table = run(Command::new("readelf").arg("-SW").arg(program));
    let mut sections = Vec::new();
    for line in table.lines() {
        let Some((_, row)) = line.split_once(']') else { continue };
        let columns: Vec<&str> = row.split_whitespace().collect();
        let [name, _, address, _, size, _, flags, ..] = columns[..] else { continue };
        let number = |text| u64::from_str_radix(text, 16);
        if let (Ok(address), Ok(size), true) = (number(address), number(size), flags.contains('A')) {
            if size > 0 {
                sections.push((name.to_owned(), address, size));
            }
        }
    }
    sections
}

fn expect_sections(program: &Program) {
    let measurement = measured(program, false);
    let ours: Vec<_> = measurement.sections.iter().map(|row| (row.name.clone(), row.address, row.size)).collect();
    assert_eq!(ours, sections_of_readelf(&program.path));
    for row in &measurement.sections {
        assert_eq!(row.attributed + row.padding + row.reserved + row.unattributed, row.size, "{row:?}");
    }
}

/// A folder's name may have what linkers, maps and shells part words by.
#[test]
fn a_folder_with_any_letters() {
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let folder = support::folder("a, \"b\" it's (c).rlib(d)");
        let build = Build { target: HOST, mangling: "legacy", fat: false };
        let program = build.program_in(&folder);
        expect_shares(&build, &program);
        expect_map(&build, &program);
    }
}

fn builds(target: &'static str) -> Vec<Build> {
    let mut builds = Vec::new();
    for mangling in ["legacy", "v0"] {
        builds.extend([false, true].map(|fat| Build { target, mangling, fat }));
    }
    builds
}

#[test]
fn boards() {
    for target in BOARDS {
        if !has(target) {
            continue;
        }
        for build in builds(target) {
            let program = build.program();
            expect_sections(&program);
            expect_shares(&build, &program);
            expect_map(&build, &program);
            expect_types(&build, &program);
            let measurement = measured(&program, true);
            on_a_board(&build, &measurement);
            if build.mangling == "legacy" {
                how_an_owner_is_known(&measurement);
            }
        }
    }
}

/// What only a board has: initial values in flash, a stack of its own, a vector table.
fn on_a_board(build: &Build, measurement: &Measurement) {
    let memory = |name: &str| measurement.sections.iter().find(|row| row.name == name).map(|row| row.memory.as_str());
    assert_eq!(memory(".data"), Some("ram+flash"), "{build:?}");
    assert_eq!((memory(".bss"), memory(".uninit"), memory(".rodata")), (Some("ram"), Some("ram"), Some("flash")));
    let stack = measurement.reserved.iter().find(|one| one.name == "stack").expect("a stack");
    assert_eq!((stack.bytes, stack.in_section), (2048, true));
    let table = measurement.sections.iter().find(|row| row.name == ".vector_table").expect("a vector table");
    assert_eq!((table.size, table.attributed), (64, 64), "the debug information knows whose it is: {build:?}");
    let statics: u64 = APP + 3000 + 16 + 640 + 320 + 128;
    let rest = measurement.unattributed.bytes.ram + measurement.padding.ram;
    assert_eq!(measurement.total.ram, statics + 2048 + rest, "{build:?}");
    assert_eq!(measurement.unattributed.bytes.ram, 0, "{build:?}: {:?}", measurement.unattributed);
}

#[test]
fn this_machine() {
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        for build in builds(HOST) {
            let program = build.program();
            expect_sections(&program);
            expect_shares(&build, &program);
            expect_map(&build, &program);
            expect_types(&build, &program);
            let measurement = measured(&program, true);
            let memory = |name: &str| measurement.sections.iter().find(|row| row.name == name).map(|row| &*row.memory);
            // Relocated before the program starts, and constant from then on.
            assert_eq!(memory(".data.rel.ro"), Some("flash"), "{build:?}");
            assert_eq!((memory(".data"), memory(".bss"), memory(".tbss")), (Some("ram"), Some("ram"), Some("tls")));
            // What std has is known exactly, whatever mangles the rest.
            let std = measurement.crates.iter().find(|row| row.name == "std").expect("std");
            assert!(std.known.exact > 0 && std.disambiguator.is_some(), "{build:?}: {std:?}");
        }
    }
}

fn how_an_owner_is_known(measurement: &Measurement) {
    let app = measurement.crates.iter().find(|row| row.name == "app").expect("app");
    assert_eq!((app.known.name, app.known.debug, app.known.exact), (APP - 48_000, 48_000, 0));
    let largest: Vec<_> = app.share.largest.iter().map(|row| (row.symbol.as_str(), row.bytes, row.known)).collect();
    assert_eq!(
        largest[..3],
        [("UNMANGLED", 48_000, Known::Debug), ("app::ZEROED", 4096, Known::Name), ("app::POOL", 1536, Known::Name)]
    );
    let foreign = measurement.crates.iter().find(|row| row.name == "foreign").expect("foreign");
    assert_eq!((foreign.known.exact, foreign.known.name), (960, 128));
}
