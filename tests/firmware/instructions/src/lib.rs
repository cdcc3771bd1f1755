//! What the ledger does for a charge and for its return: a test counts the instructions of these functions.

#![no_std]

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '64KB'\n[crates.app]\nbudget = '32KB'\n[crates.net]\nbudget = '16KB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

/// What returns bytes when it is dropped.
pub type Charged = memory_budgets::Charge<'static, CrateId, { CrateId::COUNT }>;

/// A charge that fits is all in line.
#[inline(never)]
pub fn measured_charge(bytes: usize) -> Option<Charged> {
    MEMORY.charge(CrateId::Net, bytes).ok()
}

/// The return of a charge.
#[inline(never)]
pub fn measured_release(charged: Charged) {
    drop(charged);
}

/// A charge that is left to a release by hand, and the release.
#[inline(never)]
pub fn measured_by_hand(charged: Charged) -> bool {
    let bytes = charged.keep();
    MEMORY.release(CrateId::Net, bytes).is_ok()
}
