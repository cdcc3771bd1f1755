#[memory_budgets::memory_budgets(profile = 3, strict_mode = "yes", env, derive(A<B>), crate = 5, records = -1)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
