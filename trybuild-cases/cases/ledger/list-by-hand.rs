use memory_budgets::{BudgetedCrate, Ledger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Control,
    Telemetry,
}

impl BudgetedCrate for Task {
    const COUNT: usize = 2;
    const ALL: &'static [Task] = &[Task::Control];
    const BUDGETS: &'static [usize] = &[4096, 1024];

    fn index(self) -> usize {
        self as usize
    }

    fn name(self) -> &'static str {
        ["control", "telemetry"][self as usize]
    }
}

static MEMORY: Ledger<Task, 2> = Ledger::validated();

fn main() {
    let _ = (MEMORY.report(), Task::Telemetry);
}
