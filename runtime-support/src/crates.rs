//! The trait of every generated `CrateId`, and what is no crate's name.

use core::{error, fmt};

/// What every generated `CrateId` can do, for code that works with any of them.
///
/// ```
/// use memory_budgets::BudgetedCrate;
///
/// fn largest<C: BudgetedCrate>() -> Option<&'static str> {
///     C::ALL.iter().max_by_key(|id| id.budget()).map(|id| id.name())
/// }
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// assert_eq!(largest::<budgets::CrateId>(), Some("wrt-runtime"));
/// ```
pub trait BudgetedCrate: Copy + Eq + fmt::Debug + 'static {
    /// How many crates have a budget.
    const COUNT: usize;
    /// All of them, in the order of their indices.
    const ALL: &'static [Self];
    /// Their budgets in bytes, where a constant needs them.
    #[doc(hidden)]
    const BUDGETS: &'static [usize];

    /// The position in [`ALL`](Self::ALL), from 0.
    fn index(self) -> usize;
    /// The package's name.
    fn name(self) -> &'static str;
    /// The budget in bytes.
    fn budget(self) -> usize;
}

/// A text that is no budgeted crate's name: the error of `CrateId::from_str`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCrate;

impl fmt::Display for UnknownCrate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no crate of this name has a memory budget")
    }
}

impl error::Error for UnknownCrate {}

/// A text that is no profile's name: the error of `Profile::from_str`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownProfile;

impl fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration has no profile of this name")
    }
}

impl error::Error for UnknownProfile {}
