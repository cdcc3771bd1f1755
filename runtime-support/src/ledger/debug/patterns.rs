//! How a crate uses memory: the sizes it asks for, and what budget would do.

use super::super::Usage;
use super::super::atomic::{AtomicUsize, Ordering::Relaxed, Statistic};
use crate::BudgetedCrate;

/// One bucket for requests of no bytes, and one for each power of two.
pub(crate) const BUCKETS: usize = usize::BITS as usize + 1;

/// What is counted for a crate.
pub(crate) struct Counts {
    histogram: [Statistic; BUCKETS],
    largest: Statistic,
    /// The most of the high-water marks that were begun anew.
    highest: Statistic,
    charges: Statistic,
    releases: Statistic,
    /// Bytes that were released by hand in other sizes than they were charged in, less those that were kept without a record.
    pub(super) loose: AtomicUsize,
}

#[cfg(not(all(test, loom)))]
pub(super) const fn counts<const N: usize>() -> [Counts; N] {
    [const { Counts::new() }; N]
}

#[cfg(all(test, loom))]
pub(super) fn counts<const N: usize>() -> [Counts; N] {
    core::array::from_fn(|_| Counts::new())
}

impl Counts {
    maybe_const! {
        fn new() -> Counts {
            Counts {
                histogram: [const { Statistic::new(0) }; BUCKETS],
                largest: Statistic::new(0),
                highest: Statistic::new(0),
                charges: Statistic::new(0),
                releases: Statistic::new(0),
                loose: AtomicUsize::new(0),
            }
        }
    }

    pub(crate) fn charged(&self, bytes: usize) {
        self.requested(bytes);
        self.charges.fetch_add(1, Relaxed);
    }

    pub(crate) fn requested(&self, bytes: usize) {
        let bucket = bytes.checked_ilog2().map_or(0, |log| log as usize + 1);
        self.histogram[bucket].fetch_add(1, Relaxed);
        self.largest.fetch_max(bytes, Relaxed);
    }

    pub(crate) fn reached(&self, peak: usize) {
        self.highest.fetch_max(peak, Relaxed);
    }

    /// A part of a charge has become one: no request was made for it.
    pub(crate) fn split(&self) {
        self.charges.fetch_add(1, Relaxed);
    }

    pub(crate) fn released(&self) {
        self.releases.fetch_add(1, Relaxed);
    }

    pub(crate) fn pattern(&self, usage: &Usage) -> Pattern {
        Pattern {
            histogram: core::array::from_fn(|i| self.histogram[i].load(Relaxed)),
            largest: self.largest.load(Relaxed),
            charges: self.charges.load(Relaxed),
            releases: self.releases.load(Relaxed),
            peak: self.highest.load(Relaxed).max(usage.peak),
        }
    }
}

/// How a crate has used memory since the ledger was made.
///
/// A request is a charge that was granted, or one that has grown, of what it then had: a vector that grows from 8 bytes to 1MB
/// has asked for each size on the way, as it does of an allocator.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// for bytes in [100, 120, 4000] {
///     drop(memory.charge(CrateId::Runtime, bytes)?);
/// }
/// let patterns = memory.usage_patterns();
/// let (_, pattern) = patterns.iter().find(|(id, _)| *id == CrateId::Runtime).unwrap();
/// let sizes: Vec<_> = pattern.histogram().map(|bucket| (bucket.smallest, bucket.largest, bucket.charges)).collect();
/// assert_eq!(sizes, [(64, 127, 2), (2048, 4095, 1)]);
/// assert_eq!(pattern.recommendation_with_margin(0), 4096); // the peak in whole KB
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pattern {
    histogram: [usize; BUCKETS],
    /// The largest request in bytes.
    pub largest: usize,
    /// How many charges were granted; a part that was split off is one.
    pub charges: usize,
    /// How many returns there were: of a charge, or of a part of one that is released by hand in parts. So they may be more than
    /// the charges.
    pub releases: usize,
    /// The most bytes that have been in use at a time, of all high-water marks that there have been: it may be more than a
    /// budget that was lowered.
    pub peak: usize,
}

/// The requests of sizes from one power of two to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bucket {
    /// The smallest size in bytes that it stands for.
    pub smallest: usize,
    /// The largest size in bytes that it stands for.
    pub largest: usize,
    /// How many there were: charges, and growths of charges.
    pub charges: usize,
}

impl Pattern {
    pub(crate) const EMPTY: Pattern = Pattern { histogram: [0; BUCKETS], largest: 0, charges: 0, releases: 0, peak: 0 };

    /// How many requests there were of each size: one entry for every power of two that occurs, the smallest first.
    pub fn histogram(&self) -> impl Iterator<Item = Bucket> {
        let size = |i: usize| i.checked_sub(1).map_or(0, |power| 1 << power);
        let occurring = self.histogram.iter().enumerate().filter(|(_, count)| **count > 0);
        occurring.map(move |(i, count)| Bucket {
            smallest: size(i),
            largest: if i == 0 { 0 } else { size(i) - 1 + size(i) },
            charges: *count,
        })
    }

    /// A budget that would have done since the ledger was made, in bytes: the [peak](Self::peak) and a quarter of it, rounded up
    /// to a whole KB. For one that would do from some point on there is [`Usage::peak`], after
    /// [`reset_peaks`](crate::Ledger::reset_peaks).
    ///
    /// [`Usage::peak`]: crate::Usage::peak
    #[must_use]
    pub fn recommendation(&self) -> usize {
        self.recommendation_with_margin(25)
    }

    /// A budget that would do, in bytes, with another margin in percent of the peak.
    #[must_use]
    pub fn recommendation_with_margin(&self, percent: usize) -> usize {
        let bytes = (self.peak as u128 * (100 + percent as u128)).div_ceil(100).next_multiple_of(1024);
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }
}

/// How every crate has used memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsagePatterns<C, const N: usize> {
    rows: [(C, Pattern); N],
}

impl<C: BudgetedCrate, const N: usize> UsagePatterns<C, N> {
    pub(crate) fn new(pattern: impl Fn(C) -> Pattern) -> Self {
        UsagePatterns { rows: core::array::from_fn(|i| (C::ALL[i], pattern(C::ALL[i]))) }
    }

    /// The crates with their patterns, in the order of their indices.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (C, &Pattern)> {
        self.rows.iter().map(|(id, pattern)| (*id, pattern))
    }
}

#[cfg(feature = "serde")]
mod serde {
    use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

    use super::{Bucket, Pattern, UsagePatterns};
    use crate::BudgetedCrate;

    impl Serialize for Bucket {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut row = serializer.serialize_struct("Bucket", 3)?;
            row.serialize_field("smallest", &self.smallest)?;
            row.serialize_field("largest", &self.largest)?;
            row.serialize_field("charges", &self.charges)?;
            row.end()
        }
    }

    impl Serialize for Pattern {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            struct Histogram<'p>(&'p Pattern);
            impl Serialize for Histogram<'_> {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_seq(self.0.histogram())
                }
            }
            let mut row = serializer.serialize_struct("Pattern", 6)?;
            row.serialize_field("histogram", &Histogram(self))?;
            row.serialize_field("largest", &self.largest)?;
            row.serialize_field("charges", &self.charges)?;
            row.serialize_field("releases", &self.releases)?;
            row.serialize_field("peak", &self.peak)?;
            row.serialize_field("recommendation", &self.recommendation())?;
            row.end()
        }
    }

    /// A map from the crates' names.
    impl<C: BudgetedCrate, const N: usize> Serialize for UsagePatterns<C, N> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(N))?;
            for (id, pattern) in self.iter() {
                map.serialize_entry(id.name(), pattern)?;
            }
            map.end()
        }
    }
}
