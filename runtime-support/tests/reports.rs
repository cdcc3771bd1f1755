//! The reports in other forms.
#![cfg(feature = "serde")]

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4\n[crates.net]\nbudget = 5",
    env = false
)]
mod budgets {}

#[test]
fn the_usage_by_name() {
    let memory = budgets::MemorySystem::new(9).expect("they fit");
    let _three = memory.charge(budgets::CrateId::App, 3).expect("it fits");
    assert!(memory.charge(budgets::CrateId::App, 3).is_err());
    assert_eq!(
        serde_json::to_string(&memory.report()).expect("JSON"),
        "{\"app\":{\"used\":3,\"budget\":4,\"peak\":3,\"live\":1,\"refused\":1},\
         \"net\":{\"used\":0,\"budget\":5,\"peak\":0,\"live\":0,\"refused\":0}}"
    );
}
