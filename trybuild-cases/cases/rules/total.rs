#[memory_budgets::memory_budgets]
pub mod budgets {}

// Nothing fails beside it: a ledger that is built of these budgets is not the next thing to be wrong.
static MEMORY: budgets::MemorySystem = budgets::MemorySystem::validated();
static OTHER: budgets::MemorySystem = match budgets::MemorySystem::new(budgets::TOTAL_MEMORY_BUDGET) {
    Ok(memory) => memory,
    Err(_) => panic!("the budgets exceed the total"),
};

fn main() {
    let _ = (MEMORY.used(), OTHER.used());
    let _ = budgets::CrateId::Runtime.budget();
}
