#[memory_budgets::memory_budgets(env = false, env = true)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
