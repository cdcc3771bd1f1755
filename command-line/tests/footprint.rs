//! What a ledger costs in RAM and flash: two boards, each with and without every feature.
//!
//! `cargo test -p cargo-memory-budget --test footprint -- --ignored --nocapture` prints the table of the README.

#![allow(clippy::panic, reason = "a test may")]

mod support;

use std::sync::Mutex;

use support::TARGET;
use support::boards::{built_with, measured};

/// A processor with compare-and-swap, and one without: there the atomics are another crate's.
const BOARDS: [(&str, &str); 2] = [(TARGET, ""), ("thumbv6m-none-eabi", "portable-atomic")];
/// What is asked of the ledger, and with which features of `tests/firmware/footprint`.
const ROWS: [(&str, &str); 9] = [
    ("a ledger, a charge and its return", "ledger"),
    ("and a report", "report"),
    ("and a report as text", "printed"),
    ("`packed-ledger`", "report,packed-ledger"),
    ("`memory-monitoring`", "report,memory-monitoring"),
    ("`budget-tracking`", "report,budget-tracking"),
    ("`memory-debug`", "report,memory-debug"),
    ("all of them", "report,packed-ledger,memory-monitoring,budget-tracking,memory-debug"),
    ("all of them, and a report as text", "printed,packed-ledger,memory-monitoring,budget-tracking,memory-debug"),
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

/// What the ledger adds to the program without it.
fn cost(board: (&str, &str), features: &str) -> Option<(u64, u64)> {
    let (target, always) = board;
    let before = whole(target, always)?;
    let after = whole(target, format!("{features},{always}").trim_end_matches(','))?;
    let more = |after: u64, before: u64| after.checked_sub(before).unwrap_or_else(|| panic!("{features} takes away"));
    Some((more(after.0, before.0), more(after.1, before.1)))
}

#[test]
#[ignore = "it builds twenty programs, and prints a table"]
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
