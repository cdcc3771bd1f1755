//! What crates may take, and how closely that is looked at: a context is chosen when the program starts.

use crate::CrateId;

/// How closely what is taken is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationLevel {
    Standard,
    Sampling,
    Full,
    Redundant,
}

/// A table of budgets, and how closely it is kept to.
#[derive(Clone, Copy, Debug)]
pub struct MemoryCapabilityContext {
    budgets: &'static [usize; CrateId::COUNT],
    total: usize,
    verification: VerificationLevel,
}

impl MemoryCapabilityContext {
    pub const fn new(budgets: &'static [usize; CrateId::COUNT], total: usize, verification: VerificationLevel) -> Self {
        Self { budgets, total, verification }
    }

    pub const fn budget(&self, id: CrateId) -> usize {
        self.budgets[id as usize]
    }

    pub const fn allows(&self, id: CrateId, bytes: usize) -> bool {
        bytes <= self.budget(id)
    }

    pub const fn total(&self) -> usize {
        self.total
    }

    pub const fn verification(&self) -> VerificationLevel {
        self.verification
    }
}
