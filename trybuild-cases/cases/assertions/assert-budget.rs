#[wrt_memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::CrateId;

wrt_memory_budgets::assert_budget!(CrateId::Component, 64 * 1024);
wrt_memory_budgets::assert_budget!(CrateId::Component, 16 * 1024 * 1024);

fn main() {}
