//! What the ledger says of its accounts.

use core::fmt;

use crate::BudgetedCrate;
use crate::message::size_message;

/// The state of a crate's account, or of all together.
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
    /// How much of the budget is in use, in whole percent. Of a budget of zero, nothing is 0 and anything is 100.
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
/// It prints as a table that needs no allocator: a row for each crate, with a bar, and last their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageReport<C, const N: usize> {
    rows: [(C, Usage); N],
}

impl<C: BudgetedCrate, const N: usize> UsageReport<C, N> {
    pub(super) fn new(usage: impl Fn(C) -> Usage) -> Self {
        // A ledger is made with as many accounts as there are crates.
        UsageReport { rows: core::array::from_fn(|i| (C::ALL[i], usage(C::ALL[i]))) }
    }

    /// The crates with their usage, in the order of their indices.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (C, &Usage)> {
        self.rows.iter().map(|(id, usage)| (*id, usage))
    }

    /// All crates together. The peak is the sum of the peaks, which need not have been reached at the same time.
    #[must_use]
    pub fn total(&self) -> Usage {
        self.rows.iter().fold(Usage::default(), |sum, (_, row)| Usage {
            used: sum.used.saturating_add(row.used),
            budget: sum.budget.saturating_add(row.budget),
            peak: sum.peak.saturating_add(row.peak),
            live: sum.live.saturating_add(row.live),
            refused: sum.refused.saturating_add(row.refused),
        })
    }
}

/// How many characters a full bar has.
const BAR: usize = 20;

impl<C: BudgetedCrate, const N: usize> fmt::Display for UsageReport<C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let all = || self.iter().map(|(id, usage)| (id.name(), *usage)).chain([("sum", total)]);
        let names = all().map(|(name, _)| name.len()).fold("crate".len(), usize::max);
        let width = |value: fn(&Usage) -> usize, title: &str| {
            all()
                .map(|(_, usage)| size_message(value(&usage) as u64).as_str().len())
                .max()
                .unwrap_or(0)
                .max(title.len())
        };
        let (budgets, used, peaks) = (
            width(|usage| usage.budget, "budget"),
            width(|usage| usage.used, "used"),
            width(|usage| usage.peak, "peak"),
        );
        write!(f, "{:names$}  {:>budgets$}  {:>used$}  {:>peaks$}  percent", "crate", "budget", "used", "peak")?;
        for (name, usage) in all() {
            let size = |bytes: usize| size_message(bytes as u64);
            write!(
                f,
                "\n{name:names$}  {:>budgets$}  {:>used$}  {:>peaks$}  {:>6}%  [",
                size(usage.budget).as_str(),
                size(usage.used).as_str(),
                size(usage.peak).as_str(),
                usage.percent(),
            )?;
            // Anything in use shows.
            let full = (usage.percent().min(100) * BAR / 100).max(usize::from(usage.used > 0));
            for i in 0..BAR {
                f.write_str(if i < full { "#" } else { "." })?;
            }
            f.write_str("]")?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
mod serde {
    use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

    use super::{Usage, UsageReport};
    use crate::BudgetedCrate;

    impl Serialize for Usage {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut row = serializer.serialize_struct("Usage", 5)?;
            row.serialize_field("used", &self.used)?;
            row.serialize_field("budget", &self.budget)?;
            row.serialize_field("peak", &self.peak)?;
            row.serialize_field("live", &self.live)?;
            row.serialize_field("refused", &self.refused)?;
            row.end()
        }
    }

    /// A map from the crates' names.
    impl<C: BudgetedCrate, const N: usize> Serialize for UsageReport<C, N> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(N))?;
            for (id, usage) in self.iter() {
                map.serialize_entry(id.name(), usage)?;
            }
            map.end()
        }
    }
}
