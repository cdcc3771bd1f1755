#[memory_budgets::memory_budgets]
pub mod budgets {}

// The key that is misspelt may have given it as much.
memory_budgets::assert_budget!(budgets::CrateId::Runtime, 20 * 1024 * 1024);

fn main() {}
