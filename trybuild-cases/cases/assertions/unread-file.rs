#[memory_budgets::memory_budgets]
pub mod budgets {}

// The file that is malformed may have given it as much.
memory_budgets::assert_budget!(budgets::CrateId::Runtime, 20 * 1024 * 1024);

fn main() {}
