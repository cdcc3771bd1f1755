//! The attribute in its place.

use core::sync::atomic::AtomicBool;

#[memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {
    impl crate::Named for CrateId {
        fn name(&self) -> &'static str {
            self.short_name()
        }
    }
}

pub use budgets::*;

const fn unseen(_: CrateId) -> AtomicBool {
    AtomicBool::new(false)
}

/// The crate with this number.
#[must_use]
pub const fn numbered(index: usize) -> Option<CrateId> {
    CrateId::from_index(index)
}

/// Whether each crate was seen.
pub static SEEN: [AtomicBool; CrateId::COUNT] = map_crates!(unseen);
