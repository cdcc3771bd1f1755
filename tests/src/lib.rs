//! The attribute as a library of this workspace uses it: the file is the workspace's own `memory_budget.toml`.

/// The budgets that the tests look at.
#[wrt_memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {}
