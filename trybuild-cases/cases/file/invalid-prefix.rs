#[memory_budgets::memory_budgets]
pub mod budgets {}

fn main() {
    // The prefix that was meant is taken off.
    let _ = budgets::CrateId::Net.budget();
}
