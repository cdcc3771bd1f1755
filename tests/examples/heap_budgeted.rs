//! The loop of allocations with this workspace's accounting; prints the seconds that one of them takes.

mod heap;

use std::alloc::System;

use heap::work;
use memory_budgets::{BudgetedGlobalAlloc, scope};

#[memory_budgets::memory_budgets(toml = "", env = false)]
mod budgets {}

static LEDGER: budgets::MemorySystem = budgets::MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &LEDGER);

fn main() {
    println!("{}", scope(budgets::CrateId::Runtime, work));
}
