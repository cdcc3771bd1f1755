#[memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::CrateId;

memory_budgets::assert_budget!(CrateId::Component, 64 * 1024);
memory_budgets::assert_budget!(CrateId::Component, 16 * 1024 * 1024);

fn main() {}
