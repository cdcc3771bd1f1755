//! An enum, a table beside it, and totals that somebody has added up.

/// The crates with a budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CrateId {
    /// The application itself.
    #[default]
    Core = 0,
    /// The network.
    Net = 1,
    /// The log.
    Log = 2,
}

/// How many there are.
pub const CRATE_COUNT: usize = 3;
/// Their budgets in bytes.
pub const CRATE_BUDGETS: [usize; CRATE_COUNT] = [4 * 1024 * 1024, 1536 * 1024, 256 * 1024];
/// The total in bytes.
#[cfg(target_arch = "arm")]
pub const TOTAL_MEMORY_BUDGET: usize = 6 * 1024 * 1024;
/// The total in bytes.
#[cfg(not(target_arch = "arm"))]
pub const TOTAL_MEMORY_BUDGET: usize = 8 * 1024 * 1024;

/// What the careful configuration changes.
pub const CAREFUL_BUDGETS: [(CrateId, usize); 1] = [(CrateId::Net, 512 * 1024)];

/// The crate with this number.
#[must_use]
pub const fn numbered(index: usize) -> Option<CrateId> {
    match index {
        0 => Some(CrateId::Core),
        1 => Some(CrateId::Net),
        2 => Some(CrateId::Log),
        _ => None,
    }
}

impl crate::Named for CrateId {
    fn name(&self) -> &'static str {
        match self {
            CrateId::Core => "core",
            CrateId::Net => "net",
            CrateId::Log => "log",
        }
    }
}
