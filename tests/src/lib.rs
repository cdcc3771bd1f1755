//! The attribute as a library of this workspace uses it, and the means to run Cargo on other workspaces.

pub mod markdown;
pub mod sandbox;

/// The budgets that the tests look at: the file is the workspace's own `memory_budget.toml`.
#[memory_budgets::memory_budgets(derive(Default))]
pub mod budgets {}

/// The middle of the values; of an even number, the upper one of the two in the middle.
///
/// # Panics
/// Where there are none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
