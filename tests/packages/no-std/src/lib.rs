//! A crate without the standard library, with the attribute through a re-export and several modules of it.
#![no_std]
#![forbid(unsafe_code)]

/// As a framework would pass the support crate on.
pub mod framework {
    pub use memory_budgets as memory;
}

#[framework::memory::memory_budgets(crate = crate::framework::memory, env = false, toml = "")]
pub mod preset {}

macro_rules! budgets_module {
    ($visibility:vis $name:ident) => {
        #[memory_budgets::memory_budgets(env = false, toml = "preset = 'none'\ntotal_budget = 1024\ncrates.one.budget = 1024")]
        $visibility mod $name {}
    };
}

budgets_module!(pub one);
budgets_module!(another);

/// The attribute works in a function too.
#[must_use]
pub fn largest() -> usize {
    #[memory_budgets::memory_budgets(env = false, toml = "")]
    mod local {}
    local::CRATE_BUDGETS.into_iter().fold(0, usize::max).max(another::ONE_BUDGET)
}
