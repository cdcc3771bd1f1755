#[memory_budgets::memory_budgets(toml = "", env = false)]
pub mod budgets {}

use budgets::{CrateId, MemorySystem};
use memory_budgets::{BudgetExceeded, Charge, SubBudget};

type Charged<'m> = Charge<'m, CrateId, { CrateId::COUNT }>;
type Part<'m> = SubBudget<'m, CrateId, { CrateId::COUNT }>;

fn charge_of_a_ledger_that_is_gone() -> Result<Charged<'static>, BudgetExceeded> {
    let memory = MemorySystem::validated();
    memory.charge(CrateId::Runtime, 64)
}

fn part_of_a_ledger_that_is_gone() -> Result<Part<'static>, BudgetExceeded> {
    let memory = MemorySystem::validated();
    memory.sub_budget(CrateId::Runtime, 64)
}

fn charge_of_a_part_that_is_gone(memory: &MemorySystem) -> Result<Charged<'_>, BudgetExceeded> {
    let part = memory.sub_budget(CrateId::Runtime, 64)?;
    part.charge(64)
}

fn part_of_a_part_that_is_gone(memory: &MemorySystem) -> Result<(), BudgetExceeded> {
    let outer = memory.sub_budget(CrateId::Runtime, 64)?;
    let inner = outer.sub_budget(64)?;
    drop(outer);
    drop(inner);
    Ok(())
}

fn split_of_a_part_that_is_gone(memory: &MemorySystem) -> Result<(), BudgetExceeded> {
    let part = memory.sub_budget(CrateId::Runtime, 64)?;
    let mut whole = part.charge(64)?;
    let half = whole.split(32);
    drop(whole);
    drop(part);
    drop(half);
    Ok(())
}

fn kept_twice(memory: &MemorySystem) -> Result<usize, BudgetExceeded> {
    let charge = memory.charge(CrateId::Runtime, 64)?;
    Ok(charge.keep() + charge.keep())
}

fn main() {}
