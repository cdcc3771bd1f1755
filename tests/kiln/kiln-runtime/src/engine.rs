//! The engine, and the level of safety that a program builds it for.

use kiln_foundation::{CrateId, Profile};

/// Whose budgets hold for what is loaded.
#[derive(Clone, Copy, Debug)]
pub struct EngineBuilder {
    level: Profile,
}

impl EngineBuilder {
    pub const fn qm() -> Self {
        Self::with(Profile::Qm)
    }

    pub const fn asil_d() -> Self {
        Self::with(Profile::AsilD)
    }

    pub const fn with(level: Profile) -> Self {
        Self { level }
    }

    /// Whether a module of so many bytes can be decoded and run.
    pub const fn takes(self, bytes: usize) -> bool {
        bytes <= self.level.budget(CrateId::Decoder) && bytes <= self.level.budget(CrateId::Runtime)
    }
}

// Known before anything runs: what fits the strictest level, and what only the loosest.
const _: () = assert!(EngineBuilder::asil_d().takes(32_000) && !EngineBuilder::asil_d().takes(32_001));
const _: () = assert!(EngineBuilder::qm().takes(2_000_000));
