//! The guard of a charge.

use core::fmt;
use core::mem;
use core::panic::Location;

use super::Ledger;
use crate::BudgetedCrate;

/// Bytes that are charged to a crate; dropping it returns them.
#[must_use = "dropping it returns the bytes at once"]
pub struct Charge<'m, C: BudgetedCrate, const N: usize> {
    memory: &'m Ledger<C, N>,
    crate_id: C,
    bytes: usize,
    /// Its record's slot, if it has one.
    #[cfg(feature = "memory-debug")]
    record: Option<usize>,
}

impl<'m, C: BudgetedCrate, const N: usize> Charge<'m, C, N> {
    /// The guard of bytes that are charged already.
    #[inline]
    pub(super) fn new(
        memory: &'m Ledger<C, N>,
        crate_id: C,
        bytes: usize,
        location: Option<&'static Location<'static>>,
    ) -> Self {
        #[cfg(feature = "memory-debug")]
        let record = location.and_then(|location| memory.debugging.charged(crate_id.index(), bytes, location));
        let _ = location;
        Charge {
            memory,
            crate_id,
            bytes,
            #[cfg(feature = "memory-debug")]
            record,
        }
    }

    /// How many bytes are charged.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The crate that they are charged to.
    #[must_use]
    pub fn crate_id(&self) -> C {
        self.crate_id
    }

    /// Gives the guard up and leaves the bytes charged, until [`Ledger::release`] returns them.
    #[must_use = "these bytes have to be released by hand"]
    #[inline]
    pub fn keep(self) -> usize {
        self.keep_as(0)
    }

    /// Leaves the bytes charged, with a record that is found by a key, or by its size where the key is 0.
    #[inline]
    pub(super) fn keep_as(self, key: usize) -> usize {
        #[cfg(feature = "memory-debug")]
        self.memory.debugging.kept(self.crate_id.index(), self.record, self.bytes, key);
        let _ = key;
        let bytes = self.bytes;
        mem::forget(self);
        bytes
    }
}

impl<C: BudgetedCrate, const N: usize> Drop for Charge<'_, C, N> {
    #[inline]
    fn drop(&mut self) {
        // Refused where somebody has released these bytes by hand, which is counted.
        let _ = self.memory.give_back(self.crate_id, self.bytes);
        #[cfg(feature = "memory-debug")]
        if let Some(slot) = self.record {
            self.memory.debugging.dropped(slot);
        }
    }
}

impl<C: BudgetedCrate, const N: usize> fmt::Debug for Charge<'_, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Charge").field("crate_id", &self.crate_id).field("bytes", &self.bytes).finish()
    }
}
