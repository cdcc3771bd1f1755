//! The attribute in its place.

use core::sync::atomic::AtomicBool;

#[memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {
    impl crate::Named for CrateId {
        fn name(&self) -> &'static str {
            let whole = CrateId::name(*self);
            whole.strip_prefix("app-").unwrap_or(whole)
        }
    }
}

pub use budgets::*;

const fn unseen(_: CrateId) -> AtomicBool {
    AtomicBool::new(false)
}

/// Whether each crate was seen.
pub static SEEN: [AtomicBool; CrateId::COUNT] = map_crates!(unseen);
