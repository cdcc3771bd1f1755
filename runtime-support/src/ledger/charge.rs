//! The guard of a charge.

use core::fmt;
use core::mem;
use core::panic::Location;

use super::account::Account;
use super::debug::Noted;
use super::{BudgetExceeded, Ledger, NotCharged};
use crate::BudgetedCrate;

/// Bytes that are charged to a crate, or to a [budget within its budget](Ledger::sub_budget); dropping it returns them.
///
/// It lives no longer than the ledger, or the budget, that it is charged in: this does not compile.
///
/// ```compile_fail,E0597
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let charge = {
///     let memory = MemorySystem::validated();
///     memory.charge(CrateId::Runtime, 64)
/// };
/// drop(charge); // in a ledger that is gone
/// ```
#[must_use = "dropping it returns the bytes at once"]
pub struct Charge<'m, C: BudgetedCrate, const N: usize> {
    memory: &'m Ledger<C, N>,
    account: &'m Account,
    crate_id: C,
    bytes: usize,
    /// Whether it is written down.
    noted: Noted,
}

impl<'m, C: BudgetedCrate, const N: usize> Charge<'m, C, N> {
    /// The guard of bytes that are charged already; without a place in the program it is not recorded.
    #[inline]
    pub(super) fn new(
        memory: &'m Ledger<C, N>,
        account: &'m Account,
        crate_id: C,
        bytes: usize,
        location: Option<&'static Location<'static>>,
    ) -> Self {
        let noted = location.map_or(Noted::Not, |location| memory.debugging.charged(crate_id.index(), bytes, location));
        Charge { memory, account, crate_id, bytes, noted }
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

    pub(super) fn memory(&self) -> &'m Ledger<C, N> {
        self.memory
    }

    /// Charges more bytes, which are returned with the others.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let mut pool = memory.charge(CrateId::Runtime, 4096)?;
    /// pool.try_grow(4096)?;
    /// let part = pool.split(1024)?;
    /// pool.shrink(2048)?;
    /// assert_eq!((pool.bytes(), part.bytes(), memory.used()), (5120, 1024, 6144));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`BudgetExceeded`] where they do not fit the budget; the guard holds what it held then.
    pub fn try_grow(&mut self, more: usize) -> Result<(), BudgetExceeded> {
        self.memory.grow_on(self.account, self.crate_id, more)?;
        if more > 0 {
            self.bytes = self.bytes.wrapping_add(more); // no more than the budget
            self.memory.debugging.grown(self.crate_id.index(), self.noted, self.bytes);
        }
        Ok(())
    }

    /// Returns some of the bytes; all of them leave a charge of nothing.
    ///
    /// # Errors
    /// [`NotCharged`] where the guard holds fewer; nothing has changed then.
    pub fn shrink(&mut self, less: usize) -> Result<(), NotCharged> {
        let left = self.rest_without(less)?;
        self.bytes = left;
        self.account.shrink(less);
        self.memory.debugging.resized(self.noted, left);
        Ok(())
    }

    /// Moves some of the bytes to a guard of their own: what is in use stays the same, in one charge more.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let mut pool = memory.charge(CrateId::Runtime, 4096)?;
    /// let block = pool.split(1024)?;
    /// assert_eq!((pool.bytes(), block.bytes(), memory.used()), (3072, 1024, 4096));
    /// drop(pool); // the block stays charged
    /// assert_eq!(memory.used(), 1024);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NotCharged`] where the guard holds fewer; nothing has changed then.
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn split(&mut self, bytes: usize) -> Result<Charge<'m, C, N>, NotCharged> {
        let left = self.rest_without(bytes)?;
        self.bytes = left;
        self.account.split();
        let debugging = &self.memory.debugging;
        debugging.resized(self.noted, left);
        let noted = debugging.split(self.noted, self.crate_id.index(), bytes, Location::caller());
        Ok(Charge { bytes, noted, ..*self })
    }

    fn rest_without(&self, bytes: usize) -> Result<usize, NotCharged> {
        let not_charged = NotCharged { crate_name: self.crate_id.name(), released: bytes, left: self.bytes };
        self.bytes.checked_sub(bytes).ok_or(not_charged)
    }

    /// Gives the guard up and leaves the bytes charged, until [`Ledger::release`] returns them. How many bytes these are.
    #[must_use = "these bytes have to be released by hand"]
    #[inline]
    pub fn keep(self) -> usize {
        self.memory.debugging.kept(self.crate_id.index(), self.noted, self.bytes, 0);
        self.account.keep(self.bytes);
        let bytes = self.bytes;
        mem::forget(self);
        bytes
    }

    /// Leaves the bytes to whoever has a block of this address, which is not 0.
    #[cfg(feature = "allocator-api2")]
    #[inline]
    pub(super) fn keep_for_block(self, address: usize) {
        self.memory.debugging.kept(self.crate_id.index(), self.noted, self.bytes, address);
        mem::forget(self);
    }
}

impl<C: BudgetedCrate, const N: usize> Drop for Charge<'_, C, N> {
    #[inline]
    fn drop(&mut self) {
        self.account.release(self.bytes);
        self.memory.debugging.dropped(self.crate_id.index(), self.noted);
    }
}

impl<C: BudgetedCrate, const N: usize> fmt::Debug for Charge<'_, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Charge").field("crate_id", &self.crate_id).field("bytes", &self.bytes).finish()
    }
}
