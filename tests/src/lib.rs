//! The attribute as a library of this workspace uses it, and the means to run Cargo on other workspaces.

pub mod sandbox;

/// The budgets that the tests look at: the file is the workspace's own `memory_budget.toml`.
#[wrt_memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {}
