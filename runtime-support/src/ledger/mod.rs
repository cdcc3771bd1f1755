//! The ledger: what every crate has charged of its budget.

/// A function that is constant but in the models of loom, whose atomics are made at run time.
macro_rules! maybe_const {
    ($(#[$attribute:meta])* $visibility:vis fn $($rest:tt)*) => {
        #[cfg(not(all(test, loom)))]
        $(#[$attribute])*
        $visibility const fn $($rest)*
        #[cfg(all(test, loom))]
        $(#[$attribute])*
        $visibility fn $($rest)*
    };
}

mod account;
mod atomic;
mod charge;
mod error;
mod usage;

use core::marker::PhantomData;

use account::Account;
pub use charge::Charge;
pub use error::{BudgetExceeded, NotCharged, TotalExceeded};
pub use usage::{Usage, UsageReport};

use crate::__private::{Table, sum_of};
use crate::BudgetedCrate;

/// The ledger of a program: how much of its budget every crate is using. The attribute names the one for its `CrateId`
/// `MemorySystem`, so that `N`, the number of crates, need not be written.
///
/// Never is more than a budget in use, whatever threads and interrupts do, and a charge that fits is never refused. Each
/// crate's bytes are one atomic word, changed by compare and exchange; no lock is taken and nothing is allocated.
///
/// ```
/// # #[wrt_memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};
///
/// let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET)?;
/// let charge = memory.charge(CrateId::Runtime, 64 * 1024)?; // dropping it returns the bytes
/// let bytes = charge.keep(); // or they stay charged …
/// assert_eq!(memory.usage(CrateId::Runtime).used, 64 * 1024);
/// memory.release(CrateId::Runtime, bytes)?; // … until they are returned by hand
/// assert!(memory.charge(CrateId::Runtime, usize::MAX).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MemorySystem<C, const N: usize> {
    accounts: [Account; N],
    crates: PhantomData<fn() -> C>,
}

impl<C: BudgetedCrate, const N: usize> MemorySystem<C, N> {
    maybe_const! {
        /// A ledger in which nothing is charged.
        ///
        /// That the crate budgets come to no more than the total is all that makes the total hold: used is at most the
        /// budget for every crate. Therefore no counter is shared between crates.
        ///
        /// # Errors
        /// [`TotalExceeded`] where `total` in bytes is smaller than the sum of the crate budgets.
        pub fn new(total: usize) -> Result<Self, TotalExceeded> {
            let sum = sum_of(<C::Table as Table<C>>::BUDGETS);
            if sum > total { Err(TotalExceeded { sum, total }) } else { Ok(Self::unchecked()) }
        }
    }

    maybe_const! {
        /// For where the sum is checked elsewhere.
        #[doc(hidden)]
        #[must_use]
        pub fn unchecked() -> Self {
            const { assert!(N == C::COUNT, "a ledger has one account for each crate") };
            MemorySystem { accounts: accounts(<C::Table as Table<C>>::BUDGETS), crates: PhantomData }
        }
    }

    /// Charges bytes to a crate until the guard is dropped. Zero bytes always fit.
    ///
    /// # Errors
    /// [`BudgetExceeded`] where they do not fit the budget; nothing but the count of refusals has changed then.
    #[inline]
    pub fn charge(&self, crate_id: C, bytes: usize) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        match self.account(crate_id).map(|account| account.charge(bytes)) {
            Some(Ok(_)) => Ok(Charge::new(self, crate_id, bytes)),
            refused => Err(self.refuse(crate_id, bytes, refused.and_then(Result::err).unwrap_or(0))),
        }
    }

    /// Returns bytes that were [kept](Charge::keep). One release goes with one charge: it takes one from
    /// [`Usage::live`], whatever the number of bytes.
    ///
    /// # Errors
    /// [`NotCharged`] where fewer bytes are in use; nothing but the count of refusals has changed then.
    #[inline]
    pub fn release(&self, crate_id: C, bytes: usize) -> Result<(), NotCharged> {
        match self.account(crate_id).map(|account| account.release(bytes)) {
            Some(Ok(_)) => Ok(()),
            refused => Err(self.refuse_release(crate_id, bytes, refused.and_then(Result::err).unwrap_or(0))),
        }
    }

    /// How much a crate is using.
    #[must_use]
    pub fn usage(&self, crate_id: C) -> Usage {
        self.account(crate_id).map(Account::usage).unwrap_or_default()
    }

    /// How much every crate is using.
    #[must_use]
    pub fn report(&self) -> UsageReport<C, N> {
        UsageReport::new(|crate_id| self.usage(crate_id))
    }

    /// `None` for an index that no crate has, which an implementation by hand may return: nothing fits there.
    #[inline]
    fn account(&self, crate_id: C) -> Option<&Account> {
        self.accounts.get(crate_id.index())
    }

    #[cold]
    fn refuse(&self, crate_id: C, requested: usize, used: usize) -> BudgetExceeded {
        let account = self.account(crate_id);
        if let Some(account) = account {
            account.refuse();
        }
        BudgetExceeded { crate_name: crate_id.name(), requested, used, budget: account.map_or(0, Account::budget) }
    }

    #[cold]
    fn refuse_release(&self, crate_id: C, released: usize, used: usize) -> NotCharged {
        if let Some(account) = self.account(crate_id) {
            account.refuse();
        }
        NotCharged { crate_name: crate_id.name(), released, used }
    }
}

#[cfg(not(all(test, loom)))]
const fn accounts<const N: usize>(budgets: &[usize]) -> [Account; N] {
    let mut accounts = [const { Account::new(0) }; N];
    let mut i = 0;
    while i < N {
        accounts[i] = Account::new(budgets[i]);
        i += 1;
    }
    accounts
}

#[cfg(all(test, loom))]
fn accounts<const N: usize>(budgets: &[usize]) -> [Account; N] {
    core::array::from_fn(|i| Account::new(budgets[i]))
}

/// The usage of every crate.
impl<C: BudgetedCrate, const N: usize> core::fmt::Debug for MemorySystem<C, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let report = self.report();
        f.debug_map().entries(report.iter().map(|(id, usage)| (id.name(), *usage))).finish()
    }
}
