use memory_budgets::{BudgetedCrate, Ledger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Control,
    Telemetry,
}

impl BudgetedCrate for Task {
    const ALL: &'static [Task] = &[Task::Control, Task::Telemetry];
    const BUDGETS: &'static [usize] = &[4096, 1024];
    const TOTAL: usize = 5120;

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        "task"
    }
}

// One account more than there are crates, and one less.
static TOO_MANY: Ledger<Task, 3> = Ledger::validated();
static TOO_FEW: Ledger<Task, 1> = Ledger::validated();

fn main() {
    let _ = TOO_MANY.used() + TOO_FEW.used();
}
