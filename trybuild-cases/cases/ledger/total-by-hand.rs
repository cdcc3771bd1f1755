use memory_budgets::{BudgetedCrate, Ledger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Control,
    Telemetry,
}

impl BudgetedCrate for Task {
    const ALL: &'static [Task] = &[Task::Control, Task::Telemetry];
    const BUDGETS: &'static [usize] = &[4096, 1024];
    const TOTAL: usize = 5119;

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        "task"
    }
}

// One byte more than the total.
static OVER_THE_TOTAL: Ledger<Task, 2> = Ledger::validated();

fn main() {
    let _ = OVER_THE_TOTAL.used();
}
