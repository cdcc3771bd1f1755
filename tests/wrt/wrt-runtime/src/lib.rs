//! The execution engine.

#![no_std]

pub mod presets;

use wrt_foundation::{CrateId, MemorySystem, TotalExceeded as Error};
use wrt_foundation::{CRATE_BUDGETS, TOTAL_MEMORY_BUDGET};

/// The stack of the engine, in bytes.
pub const STACK: usize = 64 * 1024;

wrt_foundation::assert_budget!(CrateId::Runtime, STACK);

/// As WRT's documentation has it.
pub fn initialize_memory_system() -> Result<(), Error> {
    // Budgets are compile-time validated constants
    let runtime_budget = CRATE_BUDGETS[CrateId::Runtime as usize];
    let foundation_budget = CRATE_BUDGETS[CrateId::Foundation as usize];

    // Initialize with validated budgets
    let memory_system = MemorySystem::new(TOTAL_MEMORY_BUDGET)?;
    debug_assert_eq!(memory_system.usage(CrateId::Runtime).budget, runtime_budget);
    debug_assert_eq!(memory_system.usage(CrateId::Foundation).budget, foundation_budget);
    Ok(())
}
