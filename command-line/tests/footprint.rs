//! What a ledger costs in RAM and flash: two boards, each with and without every feature.
//!
//! `cargo test -p cargo-memory-budget --test footprint -- --ignored --nocapture` prints the table of the README.

#![allow(clippy::panic, reason = "a test may")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use object::{Object as _, ObjectSection as _, ObjectSymbol as _, SectionKind};
use support::TARGET;
use support::boards::{built_with, measured};

/// A processor with compare-and-swap, and one without: there the atomics are another crate's.
const BOARDS: [(&str, &str); 2] = [(TARGET, ""), ("thumbv6m-none-eabi", "portable-atomic")];
/// What is asked of the ledger, and with which features of `tests/firmware/footprint`.
const ROWS: [(&str, &str); 16] = [
    ("a ledger, a charge and its return", "ledger"),
    ("and a report", "report"),
    ("and a report as text", "printed"),
    ("and a report as JSON", "json"),
    ("`serde`, and a report as JSON by serde-json-core", "serde"),
    ("`packed-ledger`", "report,packed-ledger"),
    ("`memory-monitoring`", "report,memory-monitoring"),
    ("`budget-tracking`", "report,budget-tracking"),
    ("`memory-debug`", "report,memory-debug"),
    ("`memory-debug`, with 16 records", "report,records"),
    ("all of them", "report,packed-ledger,memory-monitoring,budget-tracking,memory-debug"),
    ("all of them, and a report as text", "printed,packed-ledger,memory-monitoring,budget-tracking,memory-debug"),
    ("`budget-tracking` and `log`, with its hook", "report,log"),
    ("`budget-tracking` and `defmt`, with its hook", "report,defmt"),
    ("`global-allocator`, over a heap", "report,global-allocator"),
    ("`allocator-api2`, over a heap", "report,allocator-api2"),
];

/// Every variant of the program has the same file.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// RAM and flash of the program.
fn whole(target: &str, features: &str) -> Option<(u64, u64)> {
    let _alone = ONE_AT_A_TIME.lock();
    let path = built_with("footprint", target, &["--features", features])?;
    let total = measured(&path, &["--target", target])["total"].take();
    let bytes = |memory: &str| total[memory].as_u64().unwrap_or_else(|| panic!("{total:#}"));
    Some((bytes("ram"), bytes("flash")))
}

/// What the ledger adds to the program without it: to one with a heap, where that is what it charges, and to one with a logger,
/// where that is what it warns by.
fn cost(board: (&str, &str), features: &str) -> Option<(u64, u64)> {
    let (target, always) = board;
    let without = match features {
        _ if features.contains("allocator") => "heap,",
        _ if features.ends_with("log") => "log-logger,",
        _ if features.ends_with("defmt") => "defmt-logger,",
        _ => "",
    };
    let before = whole(target, format!("{without}{always}").trim_end_matches(','))?;
    let after = whole(target, format!("{features},{always}").trim_end_matches(','))?;
    let more = |after: u64, before: u64| after.checked_sub(before).unwrap_or_else(|| panic!("{features} takes away"));
    Some((more(after.0, before.0), more(after.1, before.1)))
}

#[test]
#[ignore = "it builds some forty programs, and prints a table"]
fn table() {
    println!("| | RAM, thumbv7em | flash | RAM, thumbv6m | flash |\n| --- | ---: | ---: | ---: | ---: |");
    for (name, features) in ROWS {
        let cells = BOARDS.map(|board| cost(board, features));
        let [Some(first), Some(second)] = cells else { return };
        println!("| {name} | {} | {} | {} | {} |", first.0, first.1, second.0, second.1);
    }
}

/// What the table is made of is there: a ledger has RAM, and a report takes flash and no more RAM.
#[test]
fn a_ledger_has_a_cost() {
    let (Some(ledger), Some(report)) = (cost(BOARDS[0], "ledger"), cost(BOARDS[0], "report")) else { return };
    assert!(ledger.0 > 0 && ledger.1 > 0, "{ledger:?}");
    assert!(report.0 == ledger.0 && report.1 > ledger.1, "{ledger:?} {report:?}");
}

/// The size of a static, and whether its section takes no room in the program's image.
fn symbol(program: &Path, name: &str) -> (u64, bool) {
    let data = fs::read(program).expect("readable");
    let file = object::File::parse(&*data).expect("ELF");
    let named = |symbol: &object::Symbol<'_, '_>| symbol.name().is_ok_and(|known| known.contains(name));
    let symbol = file.symbols().find(|symbol| symbol.size() > 0 && named(symbol));
    let symbol = symbol.unwrap_or_else(|| panic!("no {name} in {}", program.display()));
    let section = symbol.section_index().and_then(|index| file.section_by_index(index).ok()).expect("it is defined");
    let is_bss = section.kind() == SectionKind::UninitializedData;
    assert_eq!(is_bss, section.name() == Ok(".bss"), "{:?}", section.name());
    (symbol.size(), is_bss)
}

/// A board has no cache to share, and gets its counters side by side without asking.
#[test]
fn counters_are_packed_by_default() {
    for (target, always) in BOARDS {
        let size = |features: &str| {
            let _alone = ONE_AT_A_TIME.lock();
            let features = format!("{features},{always}");
            let path = built_with("footprint", target, &["--features", features.trim_end_matches(',')])?;
            Some(symbol(&path, "13board_budgets6MEMORY").0)
        };
        let (Some(default), Some(packed)) = (size("ledger"), size("ledger,packed-ledger")) else { return };
        assert_eq!(default, packed, "{target}");
        assert!(default < 2 * 64, "two crates on cache lines of their own: {default}");
    }
}

/// The records of `memory-debug` take RAM and no flash.
#[test]
fn records_lie_in_bss() {
    let _alone = ONE_AT_A_TIME.lock();
    for (target, always) in BOARDS {
        let features = format!("records,{always}");
        let built = built_with("footprint", target, &["--features", features.trim_end_matches(',')]);
        let Some(path) = built else { return };
        let (size, is_bss) = symbol(&path, "9footprint7RECORDS");
        assert!(is_bss, "{target}");
        // Six words a record, and four for all together.
        assert_eq!(size, 16 * 24 + 16, "{target}");
        // What is not zero at first is in the image: the ledger itself, with its budgets.
        assert!(!symbol(&path, "9footprint6MEMORY").1, "{target}");
    }
}
