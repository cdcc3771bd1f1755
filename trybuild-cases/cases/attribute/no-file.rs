#[memory_budgets::memory_budgets(strict_mode = true)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
