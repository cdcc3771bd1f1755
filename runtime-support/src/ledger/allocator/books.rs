//! What the allocator has a ledger do beside its accounts.

#[cfg(feature = "memory-debug")]
use core::panic::Location;

use super::super::account::Reading;
use crate::{BudgetedCrate, Ledger};

/// A ledger, whatever enum its crates are.
pub(super) trait Books {
    fn refused(&self, index: usize, bytes: usize, reading: Reading);
    #[cfg(feature = "budget-tracking")]
    fn crossed(&self, index: usize, reading: Reading);
    #[cfg(feature = "memory-debug")]
    fn allocated(&self, index: usize, bytes: usize, key: usize, location: &'static Location<'static>);
    #[cfg(feature = "memory-debug")]
    fn freed(&self, index: usize, key: usize);
    #[cfg(feature = "memory-debug")]
    fn moving(&self, key: usize) -> Option<usize>;
    #[cfg(feature = "memory-debug")]
    fn moved(&self, slot: usize, key: usize, bytes: usize);
    #[cfg(feature = "memory-debug")]
    fn grown(&self, index: usize, bytes: usize);
}

impl<C: BudgetedCrate, const N: usize> Books for Ledger<C, N> {
    fn refused(&self, index: usize, bytes: usize, reading: Reading) {
        let account = self.accounts.get(index).map(|account| (account, reading));
        let _ = self.refuse(C::ALL[index], account, bytes); // nobody is there to take the error
    }

    #[cfg(feature = "budget-tracking")]
    fn crossed(&self, index: usize, reading: Reading) {
        self.warn_of_threshold(C::ALL[index], &self.accounts[index], reading);
    }

    #[cfg(feature = "memory-debug")]
    fn allocated(&self, index: usize, bytes: usize, key: usize, location: &'static Location<'static>) {
        let slot = self.debugging.charged(index, bytes, location);
        self.debugging.kept(index, slot, bytes, key);
    }

    #[cfg(feature = "memory-debug")]
    fn freed(&self, index: usize, key: usize) {
        self.debugging.returned(index);
        self.debugging.table().remove_key(key);
    }

    #[cfg(feature = "memory-debug")]
    fn moving(&self, key: usize) -> Option<usize> {
        self.debugging.table().claim_key(key)
    }

    #[cfg(feature = "memory-debug")]
    fn moved(&self, slot: usize, key: usize, bytes: usize) {
        self.debugging.table().keep_with(slot, key, bytes);
    }

    #[cfg(feature = "memory-debug")]
    fn grown(&self, index: usize, bytes: usize) {
        self.debugging.requested(index, bytes);
    }
}
