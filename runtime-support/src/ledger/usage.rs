//! What the ledger says of its accounts.

use core::slice;

use crate::BudgetedCrate;

/// The state of a crate's account, or of all together, in bytes and in charges.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// let charge = memory.charge(CrateId::Runtime, 4 << 20)?;
/// let usage = memory.usage(CrateId::Runtime);
/// assert_eq!((usage.used, usage.budget), (4 << 20, 16 << 20));
/// assert_eq!((usage.percent(), usage.headroom()), (25, 12 << 20));
/// # drop(charge);
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Bytes in use.
    pub used: usize,
    /// The budget in bytes.
    pub budget: usize,
    /// The most bytes that have been in use at a time (the high-water mark).
    pub peak: usize,
    /// Charges that have not been returned.
    pub live: usize,
    /// Requests that were refused: charges that did not fit, and releases of more than was charged.
    pub refused: usize,
}

impl Usage {
    /// How much of the budget is in use, in whole percent, cut off. Of a budget of zero, nothing is 0 and anything is 100.
    #[must_use]
    pub fn percent(&self) -> usize {
        let percent = (self.used as u128 * 100).checked_div(self.budget as u128);
        percent.map_or(if self.used == 0 { 0 } else { 100 }, |percent| usize::try_from(percent).unwrap_or(usize::MAX))
    }

    /// Bytes that can still be charged.
    #[must_use]
    pub fn headroom(&self) -> usize {
        self.budget.saturating_sub(self.used)
    }
}

/// A snapshot of every account: each row is consistent in itself.
///
/// It prints as a table that needs no allocator: a row for each crate, with a bar, and last their sum and the total, with one
/// unit a column. [`json`](Self::json) is the same for programs.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "
/// #     preset = 'none'
/// #     total_budget = '64KB'
/// #     [crates.app]
/// #     budget = '32KB'
/// #     [crates.net]
/// #     budget = '16KB'
/// # ")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// let charge = memory.charge(CrateId::App, 8 * 1024)?;
/// let expected = "\
/// crate  budget  used  peak  percent
/// app      32KB   8KB   8KB      25%  [#####...............]
/// net      16KB   0KB   0KB       0%  [....................]
/// sum      48KB   8KB   8KB      16%  [###.................]
/// total    64KB   8KB   8KB      12%  [##..................]";
/// assert_eq!(memory.report().to_string(), expected);
/// # drop(charge);
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageReport<C, const N: usize> {
    rows: [(C, Usage); N],
    total: usize,
}

impl<C: BudgetedCrate, const N: usize> UsageReport<C, N> {
    pub(super) fn new(total: usize, usage: impl Fn(C) -> Usage) -> Self {
        // A ledger is made with as many accounts as there are crates.
        UsageReport { rows: core::array::from_fn(|i| (C::ALL[i], usage(C::ALL[i]))), total }
    }

    /// The crates with their usage, in the order of their indices.
    pub fn iter(&self) -> Rows<'_, C> {
        Rows(self.rows.iter())
    }

    /// All crates together. The peak is the sum of the peaks, which need not have been reached at the same time, and the
    /// budget is the sum of the budgets: the total may be more, see [`total_budget`](Self::total_budget).
    #[must_use]
    pub fn total(&self) -> Usage {
        self.iter().fold(Usage::default(), |sum, (_, row)| Usage {
            used: sum.used.saturating_add(row.used),
            budget: sum.budget.saturating_add(row.budget),
            peak: sum.peak.saturating_add(row.peak),
            live: sum.live.saturating_add(row.live),
            refused: sum.refused.saturating_add(row.refused),
        })
    }

    /// The total in bytes that the ledger was made with.
    #[must_use]
    pub fn total_budget(&self) -> usize {
        self.total
    }
}

/// The rows of a [`UsageReport`].
#[derive(Clone, Debug)]
pub struct Rows<'r, C>(slice::Iter<'r, (C, Usage)>);

impl<'r, C: Copy> Iterator for Rows<'r, C> {
    type Item = (C, &'r Usage);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(id, usage)| (*id, usage))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<C: Copy> ExactSizeIterator for Rows<'_, C> {}

impl<'r, C: BudgetedCrate, const N: usize> IntoIterator for &'r UsageReport<C, N> {
    type Item = (C, &'r Usage);
    type IntoIter = Rows<'r, C>;

    fn into_iter(self) -> Rows<'r, C> {
        self.iter()
    }
}
