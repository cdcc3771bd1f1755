#[memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::CrateId;
use memory_budgets::assert_budget;

// Nothing of this fails beside the errors about the configuration but the last line: that budget is known.
assert_budget!(CrateId::AppNet, 1024 * 1024);
assert_budget!(CrateId::AppCore, 3 * 1024 * 1024);
assert_budget!(CrateId::AppLog, 128 * 1024);

static POOL: [u8; budgets::APP_NET_BUDGET] = [0; budgets::APP_NET_BUDGET];
static REST: [u8; budgets::APP_CORE_BUDGET - 4096] = [0; budgets::APP_CORE_BUDGET - 4096];
const BUFFERS: usize = budgets::APP_CORE_BUDGET / 1024 - 1;
const SHARE: usize = 100 * budgets::APP_NET_BUDGET / budgets::TOTAL_SYSTEM_BUDGET;
const EACH: usize = budgets::TOTAL_SYSTEM_BUDGET / (SHARE + BUFFERS);
const _: () = assert!(CrateId::AppCore.fits(1024 * 1024 * 1024));
const _: () = assert!(budgets::APP_NET_BUDGET >= 1024 * 1024);
const _: () = assert!(budgets::TOTAL_CRATE_BUDGETS <= budgets::TOTAL_SYSTEM_BUDGET);

static MEMORY: budgets::MemorySystem = match budgets::MemorySystem::new(budgets::TOTAL_MEMORY_BUDGET) {
    Ok(memory) => memory,
    Err(_) => panic!("the budgets do not fit the total"),
};

fn main() {
    let _ = (&POOL, &REST, EACH, &MEMORY);
}

assert_budget!(CrateId::AppExact, 2048);
