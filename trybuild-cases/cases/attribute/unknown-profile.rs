#[memory_budgets::memory_budgets(profile = "prodution")]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
