//! The reports in other forms.

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4\n[crates.net]\nbudget = 5",
    env = false
)]
mod budgets {}

const JSON: &str = "{\"schema\":1,\"crates\":[\
    {\"name\":\"app\",\"used\":3,\"peak\":3,\"budget\":4,\"live\":1,\"refused\":1},\
    {\"name\":\"net\",\"used\":0,\"peak\":5,\"budget\":5,\"live\":0,\"refused\":0}],\
    \"used\":3,\"peak\":8,\"total\":12}";

fn with_report(check: impl Fn(&memory_budgets::UsageReport<budgets::CrateId, 2>)) {
    let memory = budgets::MemorySystem::new(12).expect("they fit");
    let _three = memory.charge(budgets::CrateId::App, 3).expect("it fits");
    assert!(memory.charge(budgets::CrateId::App, 3).is_err());
    drop(memory.charge(budgets::CrateId::Net, 5));
    check(&memory.report());
}

#[test]
fn json_without_serde() {
    with_report(|report| assert_eq!(report.json().to_string(), JSON));
}

#[cfg(feature = "serde")]
#[test]
fn json_with_serde() {
    with_report(|report| assert_eq!(serde_json::to_string(report).expect("JSON"), JSON));
}

/// The names of an enum that was written by hand may be anything.
#[test]
fn names_that_need_escapes() {
    use memory_budgets::{BudgetedCrate, Ledger};

    const NAME: &str = "\"\\\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f}é/ ";
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Odd;
    impl BudgetedCrate for Odd {
        const ALL: &'static [Odd] = &[Odd];
        const BUDGETS: &'static [usize] = &[1];
        fn index(self) -> usize {
            0
        }
        fn name(self) -> &'static str {
            NAME
        }
    }
    static MEMORY: Ledger<Odd, 1> = Ledger::validated();
    let json = MEMORY.report().json().to_string();
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["crates"][0]["name"], NAME);
    assert!(json.contains(r#""\"\\\n\r\t\b\f\u0001\u001f"#) && json.contains("é/ \""), "{json}");
    #[cfg(feature = "serde")]
    assert_eq!(serde_json::to_string(&MEMORY.report()).expect("JSON"), json);
}
