//! One file for two boards, which a feature tells apart, and for two profiles.

#![no_std]

#[memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::NODE_NET_BUDGET;

/// As large as the board allows.
pub struct Network {
    /// A frame each.
    pub buffers: [[u8; 1024]; NODE_NET_BUDGET / 1024],
}

#[cfg(test)]
mod tests {
    use super::*;
    use budgets::{CrateId, Profile};

    #[test]
    fn the_board_decides() {
        let (net, total) = if cfg!(feature = "large-board") { (64, 96) } else { (8, 24) };
        assert_eq!(size_of::<Network>(), net * 1024);
        assert_eq!(budgets::TOTAL_SYSTEM_BUDGET, total * 1024);
        // In every profile, whichever is selected.
        assert_eq!(Profile::Production.budget(CrateId::NodeNet), net * 1024);
        assert_eq!(Profile::Production.total(), total * 1024);
    }

    #[test]
    fn the_profile_decides() {
        assert_eq!((budgets::NODE_LOG_BUDGET, Profile::Production.budget(CrateId::NodeLog)), (8192, 2048));
    }
}
