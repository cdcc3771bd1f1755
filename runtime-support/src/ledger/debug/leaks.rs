//! What is still charged, oldest first, and by whom.

use core::fmt;
use core::marker::PhantomData;
use core::panic::Location;

use super::super::atomic::Ordering::Relaxed;
use super::patterns::Counts;
use super::records::{Record, Table, surplus};
use crate::BudgetedCrate;
use crate::message::size_message;

/// A charge that has not been returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Leak<C> {
    /// The crate that it is charged to.
    pub crate_id: C,
    /// How many bytes; what was released by hand in part is not counted.
    pub bytes: usize,
    /// Which charge of the ledger it was, from 1.
    pub sequence: usize,
    /// The call of [`charge`](crate::Ledger::charge); `None` where the table had no room for another call site.
    pub location: Option<&'static Location<'static>>,
}

/// The charges that are live. It prints grouped by call site and crate.
pub struct LeakReport<'m, C> {
    table: Table,
    counts: &'m [Counts],
    untracked: usize,
    crates: PhantomData<fn() -> C>,
}

impl<'m, C: BudgetedCrate> LeakReport<'m, C> {
    pub(super) fn new(table: Table, counts: &'m [Counts], untracked: usize) -> Self {
        LeakReport { table, counts, untracked, crates: PhantomData }
    }

    /// The live charges, oldest first, as they are while this is called.
    pub fn iter(&self) -> impl Iterator<Item = Leak<C>> {
        let mut last = 0;
        core::iter::from_fn(move || {
            let leak = self.next(last)?;
            last = leak.sequence;
            Some(leak)
        })
    }

    /// Whether nothing is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.next(0).is_none()
    }

    /// How many charges found no room in the table, so that nothing is known of them.
    #[must_use]
    pub fn untracked(&self) -> usize {
        self.untracked
    }

    /// The oldest live charge after one with this number.
    fn next(&self, after: usize) -> Option<Leak<C>> {
        let (_, record) = self.table.oldest(after, |_| true)?;
        Some(self.leak(&record))
    }

    fn leak(&self, record: &Record) -> Leak<C> {
        Leak {
            crate_id: C::ALL[record.crate_index],
            bytes: self.left(record),
            sequence: record.sequence(),
            location: self.table.location(record.site),
        }
    }

    /// How many bytes of a record are live: of what was released in other sizes all is the oldest one's that is larger. The others
    /// have come later, or were larger when it was released: they would be gone.
    fn left(&self, record: &Record) -> usize {
        let loose = surplus(self.counts[record.crate_index].loose.load(Relaxed));
        let is_larger = |other: &Record| {
            other.bytes > loose && other.is_released_by_hand() && other.crate_index == record.crate_index
        };
        if loose == 0 || !is_larger(record) {
            return record.bytes;
        }
        let is_older = |other: Record| is_larger(&other) && other.sequence() < record.sequence();
        if self.table.live().any(is_older) { record.bytes } else { record.bytes - loose }
    }
}

impl<C: BudgetedCrate> fmt::Display for LeakReport<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |bytes: usize| size_message(bytes as u64);
        let sum = |(count, bytes), record: Record| (count + 1, bytes + self.left(&record));
        let (count, bytes) = self.table.live().fold((0, 0), sum);
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        write!(f, "{count} live charge{} of {}", plural(count), size(bytes).as_str())?;
        if self.untracked() > 0 {
            write!(f, ", and {} that found no room in the table", self.untracked())?;
        }
        let mut last = 0;
        while let Some((_, record)) = self.table.oldest(last, |_| true) {
            last = record.sequence();
            let group = |other: &Record| other.site == record.site && other.crate_index == record.crate_index;
            // The oldest of a group stands for it.
            if self.table.live().any(|other| group(&other) && other.sequence() < record.sequence()) {
                continue;
            }
            let (count, bytes) = self.table.live().filter(group).fold((0, 0), sum);
            let first = self.leak(&record);
            write!(
                f,
                "\n  {} in {count} charge{} to {} at ",
                size(bytes).as_str(),
                plural(count),
                first.crate_id.name()
            )?;
            match first.location {
                Some(location) => write!(f, "{location}")?,
                None => f.write_str("a call site that found no room in the table")?,
            }
        }
        Ok(())
    }
}

impl<C: BudgetedCrate> fmt::Debug for LeakReport<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(feature = "serde")]
mod serde {
    use serde::ser::{Serialize, SerializeStruct, Serializer};

    use core::panic::Location;

    use super::{Leak, LeakReport};
    use crate::BudgetedCrate;

    impl<C: BudgetedCrate> Serialize for Leak<C> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut leak = serializer.serialize_struct("Leak", 6)?;
            leak.serialize_field("crate", self.crate_id.name())?;
            leak.serialize_field("bytes", &self.bytes)?;
            leak.serialize_field("sequence", &self.sequence)?;
            leak.serialize_field("file", &self.location.map(Location::file))?;
            leak.serialize_field("line", &self.location.map(Location::line))?;
            leak.serialize_field("column", &self.location.map(Location::column))?;
            leak.end()
        }
    }

    /// A list, oldest first.
    impl<C: BudgetedCrate> Serialize for LeakReport<'_, C> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }
}
