//! The trait of every `CrateId`, and what is no crate's name.

use core::{error, fmt};

/// What has budgets by crate: every generated `CrateId`, and whatever a program lists by hand.
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
///
/// # By hand
///
/// A program that does without the attribute writes this for an enum of its own; the rest has defaults. Nothing checks these
/// numbers but [`Ledger::validated`](crate::Ledger::validated) and its kin: that there is one budget for each crate, and that
/// they come to no more than the total. A crate whose index is none of a ledger's is refused every charge.
///
/// ```
/// use memory_budgets::{BudgetedCrate, Ledger};
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// enum Task { Control, Telemetry }
///
/// impl BudgetedCrate for Task {
///     const ALL: &'static [Task] = &[Task::Control, Task::Telemetry];
///     const BUDGETS: &'static [usize] = &[4096, 1024];
///     const TOTAL: usize = 8192;
///     fn index(self) -> usize { self as usize }
///     fn name(self) -> &'static str { ["control", "telemetry"][self as usize] }
/// }
///
/// static MEMORY: Ledger<Task, 2> = Ledger::validated();
/// let charge = MEMORY.charge(Task::Control, 4000)?;
/// assert_eq!((MEMORY.used(), MEMORY.total()), (4000, 8192));
/// # drop(charge);
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
pub trait BudgetedCrate: Copy + Eq + fmt::Debug + 'static {
    /// How many crates have a budget.
    const COUNT: usize = Self::ALL.len();
    /// All of them, in the order of their indices.
    const ALL: &'static [Self];
    /// Their budgets in bytes, in the same order.
    const BUDGETS: &'static [usize];
    /// The total budget in bytes; their sum, where nothing else is said.
    const TOTAL: usize = match sum_of(Self::BUDGETS) {
        Some(sum) => sum,
        None => usize::MAX,
    };
    /// Whether the compiler has refused these budgets. No program comes of them, and nothing else fails for the same reason.
    #[doc(hidden)]
    const REFUSED: bool = false;
    /// Whether the attribute has made the lists, so that they are of one length. The list of all crates is then not looked at
    /// without need, which takes the compiler time quadratic in their number.
    #[doc(hidden)]
    const GENERATED: bool = false;

    /// The position in [`ALL`](Self::ALL), from 0.
    fn index(self) -> usize;
    /// The package's name.
    fn name(self) -> &'static str;
    /// The budget in bytes; 0 where `BUDGETS` has none at this index.
    #[inline]
    fn budget(self) -> usize {
        Self::BUDGETS.get(self.index()).copied().unwrap_or(0)
    }
}

/// The sum of budgets in bytes; `None` where a `usize` does not hold it.
pub(crate) const fn sum_of(budgets: &[usize]) -> Option<usize> {
    let mut sum = 0usize;
    let mut i = 0;
    while i < budgets.len() {
        sum = match sum.checked_add(budgets[i]) {
            Some(sum) => sum,
            None => return None,
        };
        i += 1;
    }
    Some(sum)
}

/// Whether budgets come to no more than a total.
pub(crate) const fn fit(budgets: &[usize], total: usize) -> bool {
    matches!(sum_of(budgets), Some(sum) if sum <= total)
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
