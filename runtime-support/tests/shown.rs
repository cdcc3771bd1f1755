//! What values show of themselves.
#![cfg(any(feature = "memory-monitoring", feature = "budget-tracking", feature = "memory-debug"))]

use memory_budgets::{UnknownCrate, UnknownProfile};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4\n[crates.net]\nbudget = 5",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};

#[test]
fn names_that_nothing_has() {
    assert_eq!(UnknownCrate.to_string(), "no crate of this name has a memory budget");
    assert_eq!(UnknownProfile.to_string(), "the configuration has no profile of this name");
}

#[test]
fn charges() {
    let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit");
    let charge = memory.charge(CrateId::Net, 3).expect("it fits");
    assert_eq!(format!("{charge:?}"), "Charge { crate_id: Net, bytes: 3 }");
    assert!(!format!("{memory:?}").is_empty());
}

#[test]
#[cfg(feature = "budget-tracking")]
fn a_hook_that_comes_second() {
    let shown = memory_budgets::HookAlreadySet.to_string();
    assert_eq!(shown, "the ledger has a hook already");
}

#[test]
#[cfg(feature = "memory-debug")]
fn what_is_live() {
    use memory_budgets::Records;

    static RECORDS: Records<4> = Records::new();
    let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit").with_records(&RECORDS);
    assert!(memory.leaks().is_empty());
    let charge = memory.charge(CrateId::App, 2).expect("it fits");
    let report = memory.leaks();
    assert!(!report.is_empty());
    let shown = format!("{report:?}");
    assert!(shown.contains("App") && shown.contains('2'), "{shown}");
    drop(charge);
    assert!(memory.leaks().is_empty());
}
