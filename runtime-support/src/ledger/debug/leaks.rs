//! What is still charged, oldest first, and by whom.

use core::fmt;
use core::marker::PhantomData;
use core::panic::Location;

use super::super::atomic::Ordering::Relaxed;
use super::patterns::Counts;
use super::records::{Table, surplus};
use super::slot::Record;
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
    /// Which charge of the ledger it was, from 1. After 2^30 charges on 32 bits, and 2^62 on 64, the numbers begin anew with 0.
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

    /// The live charges, oldest first, as they are while this is called. None is missed that is live all the time, however
    /// many have been made; one with more than 805 million charges after it on 32 bits may be taken for a new one.
    pub fn iter(&self) -> impl Iterator<Item = Leak<C>> {
        let first = self.table.first();
        self.records(first).map(move |record| self.leak(first, &record))
    }

    /// Whether nothing is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.live(0).next().is_none()
    }

    /// How many charges found no room in the table, so that nothing is known of them.
    #[must_use]
    pub fn untracked(&self) -> usize {
        self.untracked
    }

    /// The records, oldest first.
    fn records(&self, first: usize) -> impl Iterator<Item = Record> {
        let mut last = None;
        core::iter::from_fn(move || {
            let record = self.table.next(first, last)?;
            last = Some(record.position);
            Some(record)
        })
    }

    fn leak(&self, first: usize, record: &Record) -> Leak<C> {
        Leak {
            crate_id: C::ALL[record.crate_index],
            bytes: self.left(first, record),
            sequence: record.sequence(),
            location: self.table.location(record.site),
        }
    }

    /// How many bytes of a record are live: of what was released in other sizes all is the oldest one's that is larger. The others
    /// have come later, or were larger when it was released: they would be gone.
    fn left(&self, first: usize, record: &Record) -> usize {
        let loose = surplus(self.counts[record.crate_index].loose.load(Relaxed));
        let is_larger = |other: &Record| {
            other.bytes > loose && other.is_released_by_hand() && other.crate_index == record.crate_index
        };
        if loose == 0 || !is_larger(record) {
            return record.bytes;
        }
        let is_older = |other: Record| is_larger(&other) && other.position < record.position;
        if self.table.live(first).any(is_older) { record.bytes } else { record.bytes - loose }
    }
}

impl<C: BudgetedCrate> fmt::Display for LeakReport<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |bytes: usize| size_message(bytes as u64);
        let first = self.table.first();
        // Not more than is charged, as far as all were read at one instant.
        let sum = |(count, bytes): (usize, usize), record: Record| {
            (count + 1, bytes.saturating_add(self.left(first, &record)))
        };
        let (count, bytes) = self.table.live(first).fold((0, 0), sum);
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        write!(f, "{count} live charge{} of {}", plural(count), size(bytes).as_str())?;
        if self.untracked() > 0 {
            write!(f, ", and {} that found no room in the table", self.untracked())?;
        }
        for record in self.records(first) {
            let group = |other: &Record| other.site == record.site && other.crate_index == record.crate_index;
            // The oldest of a group stands for it.
            if self.table.live(first).any(|other| group(&other) && other.position < record.position) {
                continue;
            }
            let (count, bytes) = self.table.live(first).filter(group).fold((0, 0), sum);
            let oldest = self.leak(first, &record);
            write!(
                f,
                "\n  {} in {count} charge{} to {} at ",
                size(bytes).as_str(),
                plural(count),
                oldest.crate_id.name()
            )?;
            match oldest.location {
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
