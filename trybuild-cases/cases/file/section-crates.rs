#[memory_budgets::memory_budgets]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
