#[memory_budgets::memory_budgets]
#[memory_budgets::memory_budgets(env = false)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
