#[memory_budgets::memory_budgets]
pub mod budgets {}

// The file that is malformed may have given it as much.
memory_budgets::assert_budget!(budgets::CrateId::Runtime, 20 * 1024 * 1024);

static MEMORY: budgets::MemorySystem = match budgets::MemorySystem::new(budgets::TOTAL_MEMORY_BUDGET) {
    Ok(memory) => memory,
    Err(_) => panic!("the budgets do not fit the total"),
};

fn main() {
    let _ = &MEMORY;
}
