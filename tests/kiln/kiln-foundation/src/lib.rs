//! The memory system. Its modules are called as they were with tables written by hand, so that no path has changed.

#![no_std]
#![forbid(unsafe_code)]

pub mod memory_init;

#[memory_budgets::memory_budgets(derive(Default))]
pub mod budget_aware_provider {
    impl crate::memory_coordinator::CrateIdentifier for CrateId {
        fn as_index(&self) -> usize {
            self.index()
        }

        fn name(&self) -> &'static str {
            self.short_name()
        }

        fn count() -> usize {
            Self::COUNT
        }
    }
}

pub mod memory_coordinator {
    /// What generic code knows a crate by.
    pub trait CrateIdentifier: Copy + Eq + core::hash::Hash + 'static {
        fn as_index(&self) -> usize;
        fn name(&self) -> &'static str;
        fn count() -> usize;
    }
}

pub mod budget_verification {
    use crate::budget_aware_provider::CrateId;
    pub use crate::budget_aware_provider::{CRATE_BUDGETS, TOTAL_MEMORY_BUDGET};

    pub const CRATE_COUNT: usize = CrateId::COUNT;

    pub const fn check_allocation_fits(crate_id: CrateId, size: usize) -> bool {
        crate_id.fits(size)
    }
}

pub use budget_aware_provider::*;
pub use memory_budgets::assert_budget;
