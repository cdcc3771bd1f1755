use memory_budgets::{BudgetedCrate, Ledger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Control,
    Telemetry,
}

impl BudgetedCrate for Task {
    const ALL: &'static [Task] = &[Task::Control, Task::Telemetry];
    const BUDGETS: &'static [usize] = &[usize::MAX, 1];
    const TOTAL: usize = usize::MAX;

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        "task"
    }
}

// The sum wraps to nothing.
static WRAPS: Ledger<Task, 2> = Ledger::validated();

fn main() {
    let _ = WRAPS.used();
}
