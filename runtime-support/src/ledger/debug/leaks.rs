//! What is still charged, oldest first, and by whom.

use core::fmt;
use core::marker::PhantomData;
use core::panic::Location;

use super::records::{Record, Table};
use crate::BudgetedCrate;
use crate::message::size_message;

/// A charge that has not been returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Leak<C> {
    /// The crate that it is charged to.
    pub crate_id: C,
    /// How many bytes.
    pub bytes: usize,
    /// Which charge of the ledger it was, from 1.
    pub sequence: usize,
    /// The call of [`charge`](crate::Ledger::charge); `None` where the table had no room for another call site.
    pub location: Option<&'static Location<'static>>,
}

/// The charges that are live. It prints grouped by call site and crate.
pub struct LeakReport<C> {
    table: Table,
    crates: PhantomData<fn() -> C>,
}

impl<C: BudgetedCrate> LeakReport<C> {
    pub(crate) fn new(table: Table) -> Self {
        LeakReport { table, crates: PhantomData }
    }

    /// The live charges, oldest first, as they are while this is called.
    pub fn iter(&self) -> impl Iterator<Item = Leak<C>> {
        let mut last = 0;
        core::iter::from_fn(move || {
            let (_, record) = self.table.oldest(last, |_| true)?;
            last = record.sequence;
            Some(self.leak(&record))
        })
    }

    /// Whether nothing is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.live().next().is_none()
    }

    /// How many charges found no room in the table, so that nothing is known of them.
    #[must_use]
    pub fn untracked(&self) -> usize {
        self.table.untracked()
    }

    fn leak(&self, record: &Record) -> Leak<C> {
        Leak {
            crate_id: C::ALL[record.crate_index],
            bytes: record.bytes,
            sequence: record.sequence,
            location: self.table.location(record.site),
        }
    }
}

impl<C: BudgetedCrate> fmt::Display for LeakReport<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |bytes: usize| size_message(bytes as u64);
        let (count, bytes) = self.table.live().fold((0, 0), |(count, bytes), record| (count + 1, bytes + record.bytes));
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        write!(f, "{count} live charge{} of {}", plural(count), size(bytes).as_str())?;
        if self.untracked() > 0 {
            write!(f, ", and {} that found no room in the table", self.untracked())?;
        }
        let mut last = 0;
        while let Some((_, first)) = self.table.oldest(last, |_| true) {
            last = first.sequence;
            let group = |record: &Record| record.site == first.site && record.crate_index == first.crate_index;
            // The oldest of a group stands for it.
            if self.table.live().any(|record| group(&record) && record.sequence < first.sequence) {
                continue;
            }
            let members = self.table.live().filter(group);
            let (count, bytes) = members.fold((0, 0), |(count, bytes), record| (count + 1, bytes + record.bytes));
            let leak = self.leak(&first);
            write!(
                f,
                "\n  {} in {count} charge{} to {} at ",
                size(bytes).as_str(),
                plural(count),
                leak.crate_id.name()
            )?;
            match leak.location {
                Some(location) => write!(f, "{location}")?,
                None => f.write_str("a call site that found no room in the table")?,
            }
        }
        Ok(())
    }
}

impl<C: BudgetedCrate> fmt::Debug for LeakReport<C> {
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
    impl<C: BudgetedCrate> Serialize for LeakReport<C> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }
}
