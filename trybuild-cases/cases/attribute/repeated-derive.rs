#[memory_budgets::memory_budgets(derive(Debug, ::core::hash::Hash, Default, std::default::Default))]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
