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
#[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
mod allocator;
mod atomic;
mod charge;
#[cfg(feature = "memory-debug")]
mod debug;
mod error;
#[cfg(all(test, loom))]
mod models;
#[cfg(feature = "budget-tracking")]
mod tracking;
mod usage;

use core::marker::PhantomData;
use core::panic::Location;

use account::Account;
#[cfg(feature = "allocator-api2")]
pub use allocator::BudgetedAlloc;
#[cfg(all(feature = "global-allocator", not(target_os = "none")))]
pub use allocator::ThreadStorage;
#[cfg(feature = "global-allocator")]
pub use allocator::{
    BudgetedGlobalAlloc, DefaultStorage, ProgramStorage, ScopeStorage, ScopeWord, ScopedFuture, scope, scope_future,
};
pub use charge::Charge;
#[cfg(feature = "memory-debug")]
pub use debug::{Leak, LeakReport, Pattern, Records, UsagePatterns};
pub use error::{BudgetExceeded, NotCharged, TotalExceeded};
#[cfg(feature = "defmt")]
pub use tracking::defmt_warning;
#[cfg(feature = "log")]
pub use tracking::log_warning;
#[cfg(feature = "budget-tracking")]
pub use tracking::{BudgetWarning, Hook, HookAlreadySet, WarningKind};
pub use usage::{Usage, UsageReport};

use crate::BudgetedCrate;

/// The ledger of a program: how much of its budget every crate is using. The attribute names the one for its `CrateId`
/// `MemorySystem`, so that `N`, the number of crates, need not be written.
///
/// Never is more than a budget in use, whatever threads and interrupts do, and a charge that fits is never refused. Each
/// crate's bytes are one atomic word, changed by compare and exchange; no lock is taken and nothing is allocated, so that
/// interrupt handlers may charge too.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
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
pub struct Ledger<C: 'static, const N: usize> {
    accounts: [Account; N],
    #[cfg(feature = "budget-tracking")]
    tracking: tracking::Tracking<C>,
    #[cfg(feature = "memory-debug")]
    debugging: debug::Debugging<N>,
    crates: PhantomData<fn() -> C>,
}

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    maybe_const! {
        /// A ledger in which nothing is charged.
        ///
        /// That the crate budgets come to no more than the total is all that makes the total hold: used is at most the
        /// budget for every crate. Therefore no counter is shared between crates.
        ///
        /// # Errors
        /// [`TotalExceeded`] where `total` in bytes is smaller than the sum of the crate budgets.
        pub fn new(total: usize) -> Result<Self, TotalExceeded> {
            match sum_of(C::BUDGETS) {
                Some(sum) if sum <= total => Ok(Self::unchecked()),
                Some(sum) => Err(TotalExceeded { sum, total }),
                None => Err(TotalExceeded { sum: usize::MAX, total }),
            }
        }
    }

    maybe_const! {
        /// For where the sum is checked elsewhere.
        #[doc(hidden)]
        #[must_use]
        pub fn unchecked() -> Self {
            const { assert!(N == C::COUNT, "a ledger has one account for each crate") };
            let memory = Ledger {
                accounts: accounts(C::BUDGETS),
                #[cfg(feature = "budget-tracking")]
                tracking: tracking::Tracking::new(),
                #[cfg(feature = "memory-debug")]
                debugging: debug::Debugging::new(),
                crates: PhantomData,
            };
            #[cfg(feature = "budget-tracking")]
            let memory = memory.with_threshold(tracking::THRESHOLD);
            memory
        }
    }

    /// Charges bytes to a crate until the guard is dropped. Zero bytes always fit.
    ///
    /// # Errors
    /// [`BudgetExceeded`] where they do not fit the budget; nothing but the count of refusals has changed then.
    #[inline]
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn charge(&self, crate_id: C, bytes: usize) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        #[cfg(feature = "memory-debug")]
        let location = Some(core::panic::Location::caller());
        #[cfg(not(feature = "memory-debug"))]
        let location = None;
        self.charge_from(crate_id, bytes, location)
    }

    /// Charges bytes for somebody else.
    #[inline]
    fn charge_from(
        &self,
        crate_id: C,
        bytes: usize,
        location: Option<&'static Location<'static>>,
    ) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        let Some(account) = self.account(crate_id) else { return Err(self.refuse(crate_id, bytes, 0)) };
        match account.charge(bytes) {
            Ok(used) => {
                let guard = Charge::new(self, crate_id, bytes, location);
                self.has_charged(crate_id, account, bytes, used);
                Ok(guard)
            }
            Err(used) => Err(self.refuse(crate_id, bytes, used)),
        }
    }

    /// Returns bytes that were [kept](Charge::keep). One release goes with one charge: it takes one from
    /// [`Usage::live`], whatever the number of bytes.
    ///
    /// # Errors
    /// [`NotCharged`] where fewer bytes are in use; nothing but the count of refusals has changed then.
    #[inline]
    pub fn release(&self, crate_id: C, bytes: usize) -> Result<(), NotCharged> {
        self.give_back(crate_id, bytes)?;
        #[cfg(feature = "memory-debug")]
        self.debugging.released(crate_id.index(), bytes);
        Ok(())
    }

    /// Returns bytes, and leaves their record to the caller.
    #[inline]
    fn give_back(&self, crate_id: C, bytes: usize) -> Result<(), NotCharged> {
        match self.account(crate_id).map(|account| account.release(bytes)) {
            Some(Ok(_)) => {
                #[cfg(feature = "memory-debug")]
                self.debugging.returned(crate_id.index());
                Ok(())
            }
            refused => Err(self.refuse_release(crate_id, bytes, refused.and_then(Result::err).unwrap_or(0))),
        }
    }

    /// What follows a charge, with its guard made: a hook may panic.
    #[inline]
    #[cfg_attr(not(feature = "budget-tracking"), allow(clippy::unused_self))]
    fn has_charged(&self, crate_id: C, account: &Account, bytes: usize, used: usize) {
        #[cfg(feature = "budget-tracking")]
        if account.crosses(bytes, used) {
            self.warn_of_threshold(crate_id, account, used);
        }
        let _ = (crate_id, account, bytes, used);
    }

    /// Takes more bytes for a live charge.
    #[cfg(feature = "allocator-api2")]
    fn grow(&self, crate_id: C, more: usize) -> Result<(), BudgetExceeded> {
        let Some(account) = self.account(crate_id) else { return Err(self.refuse(crate_id, more, 0)) };
        match account.grow(more) {
            Ok(used) => {
                let growth = Growth { account, bytes: more };
                self.has_charged(crate_id, account, more, used);
                core::mem::forget(growth);
                Ok(())
            }
            Err(used) => Err(self.refuse(crate_id, more, used)),
        }
    }

    /// Returns some bytes of a live charge.
    #[cfg(feature = "allocator-api2")]
    fn shrink(&self, crate_id: C, less: usize) {
        if let Some(Err(used)) = self.account(crate_id).map(|account| account.shrink(less)) {
            self.refuse_release(crate_id, less, used);
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
        let budget = account.map_or(0, Account::budget);
        let refused = BudgetExceeded { crate_name: crate_id.name(), requested, used, budget };
        if let Some(account) = account {
            account.refuse();
            #[cfg(feature = "budget-tracking")]
            self.warn_of_refusal(crate_id, account, &refused);
        }
        refused
    }

    #[cold]
    fn refuse_release(&self, crate_id: C, released: usize, used: usize) -> NotCharged {
        if let Some(account) = self.account(crate_id) {
            account.refuse();
        }
        NotCharged { crate_name: crate_id.name(), released, used }
    }
}

/// Bytes that a live charge has just been given; dropping it takes them back: a hook has panicked.
#[cfg(feature = "allocator-api2")]
struct Growth<'m> {
    account: &'m Account,
    bytes: usize,
}

#[cfg(feature = "allocator-api2")]
impl Drop for Growth<'_> {
    fn drop(&mut self) {
        let _ = self.account.shrink(self.bytes);
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

/// `None` where a `usize` does not hold it.
const fn sum_of(budgets: &[usize]) -> Option<usize> {
    let mut sum = 0usize;
    let mut i = 0;
    while i < budgets.len() {
        sum = match sum.checked_add(budgets[i]) {
            Some(sum) => sum,
            None => return None,
        };
        i += 1;
    }
    Some(sum)
}

/// The usage of every crate.
impl<C: BudgetedCrate, const N: usize> core::fmt::Debug for Ledger<C, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let report = self.report();
        f.debug_map().entries(report.iter().map(|(id, usage)| (id.name(), *usage))).finish()
    }
}
