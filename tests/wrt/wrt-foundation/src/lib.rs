//! The memory system: the one place where the budgets are read. Everything else takes them from here.

#![no_std]
#![forbid(unsafe_code)]

pub mod capabilities;

#[memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {
    impl crate::CrateIdentifier for CrateId {
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

pub use budgets::*;
pub use memory_budgets::{assert_budget, BudgetExceeded, TotalExceeded};

/// What generic code knows a crate by, from before the attribute.
pub trait CrateIdentifier: Copy + Eq + core::hash::Hash + 'static {
    /// Where it stands in a table.
    fn as_index(&self) -> usize;
    /// What people call it: `runtime`. The method of the enum has the package's whole name.
    fn name(&self) -> &'static str;
    /// How many there are.
    fn count() -> usize;
}
