#[memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::CrateId;

// What is not known is not exceeded.
memory_budgets::assert_budget!(CrateId::AppNet, 1024 * 1024);
const _: () = assert!(CrateId::AppNet.fits(1024 * 1024));

fn main() {}
