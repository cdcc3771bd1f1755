//! The ledger of a program, as the feature `memory-monitoring` gives it.

#![no_std]

/// The budgets, with a ledger.
#[memory_budgets::memory_budgets(
    env = false,
    records = 3,
    threshold = 60,
    toml = "preset = 'none'\ntotal_budget = '64KB'\n[crates.app]\nbudget = '16KB'\n[crates.net]\nbudget = '4KB'"
)]
pub mod budgets {}

pub use budgets::*;

/// It is known while compiling, as a `#[global_allocator]` needs it.
pub static LEDGER: &MemorySystem = memory_monitor::memory_system();

#[cfg(test)]
mod tests {
    extern crate std;

    use std::string::ToString;
    use std::sync::Mutex;
    use std::vec::Vec;

    use memory_budgets::{Hook, WarningKind};

    use crate::memory_monitor::{get_usage_report, memory_system};
    use crate::{CrateId, LEDGER};

    static SEEN: Mutex<Vec<(CrateId, WarningKind)>> = Mutex::new(Vec::new());
    static NOTE: Hook<CrateId> = |warning| SEEN.lock().expect("no panic").push((warning.crate_id, warning.kind));

    #[test]
    fn one_ledger_for_all() {
        LEDGER.set_hook(&NOTE).expect("the first one");
        assert!(core::ptr::eq(LEDGER, memory_system()));
        let charge = memory_system().charge(CrateId::App, 12 * 1024).expect("it fits");
        let report = get_usage_report();
        let rows: Vec<_> = report.iter().map(|(id, usage)| (id, usage.used, usage.percent())).collect();
        assert_eq!(rows, [(CrateId::App, 12 * 1024, 75), (CrateId::Net, 0, 0)]);
        assert!(report.to_string().contains("app      16KB  12KB  12KB      75%  [###############.....]"), "{report}");
        // With `budget-tracking` it warns at the threshold that the attribute says.
        assert_eq!(*SEEN.lock().expect("no panic"), [(CrateId::App, WarningKind::Threshold { percent: 60 })]);
        // With `memory-debug` it has records, as many as the attribute says.
        assert_eq!(LEDGER.leaks().iter().map(|leak| leak.bytes).collect::<Vec<_>>(), [12 * 1024]);
        let more = [1, 2, 3].map(|bytes| LEDGER.charge(CrateId::Net, bytes).expect("it fits"));
        assert_eq!((LEDGER.leaks().iter().count(), LEDGER.leaks().untracked()), (3, 1));
        drop((charge, more));
        assert_eq!(get_usage_report().total().used, 0);
    }
}
