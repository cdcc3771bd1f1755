//! The program's budgets and its ledger; every crate with a budget depends on this one.

#![no_std]

#[memory_budgets::memory_budgets]
mod budgets {}

pub use budgets::*;

/// The ledger of the program.
pub static MEMORY: MemorySystem = MemorySystem::validated();

/// Bytes that are charged until this is dropped.
pub type Charged = memory_budgets::Charge<'static, CrateId, { CrateId::COUNT }>;
