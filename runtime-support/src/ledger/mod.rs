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
#[cfg(not(feature = "memory-debug"))]
#[path = "without_debug.rs"]
mod debug;
mod error;
mod json;
mod lower;
mod making;
#[cfg(all(test, loom))]
mod models;
#[cfg(any(kani, all(test, not(loom))))]
mod proofs;
mod refusal;
mod sub_budget;
mod table;
#[cfg(feature = "budget-tracking")]
mod tracking;
mod turn;
mod usage;

use core::marker::PhantomData;
use core::panic::Location;
use core::ptr;

use account::{Account, Reading};
#[cfg(feature = "allocator-api2")]
pub use allocator::BudgetedAlloc;
#[cfg(all(feature = "global-allocator", not(target_os = "none")))]
pub use allocator::ThreadStorage;
#[cfg(feature = "global-allocator")]
pub use allocator::{
    BudgetedGlobalAlloc, DefaultStorage, ProgramStorage, ScopeStorage, ScopeWord, ScopedFuture, scope, scope_future,
};
use atomic::AtomicUsize;
pub use charge::Charge;
#[cfg(feature = "memory-debug")]
pub use debug::{Bucket, Leak, LeakReport, Pattern, Records, UsagePatterns};
pub use error::{BudgetExceeded, NotCharged, NotLowered, NotLoweredReason, TotalExceeded};
use refusal::{LastRefusal, Refused};
pub use sub_budget::SubBudget;
#[cfg(feature = "defmt")]
pub use tracking::defmt_warning;
#[cfg(feature = "log")]
pub use tracking::log_warning;
#[cfg(feature = "budget-tracking")]
pub use tracking::{BudgetWarning, Hook, HookAlreadySet, WarningKind};
pub use usage::{Rows, Usage, UsageReport};

use crate::BudgetedCrate;

/// The ledger of a program: how much of its budget every crate is using. The attribute names the one for its `CrateId`
/// `MemorySystem`, so that `N`, the number of crates, need not be written.
///
/// Never is more than a budget in use, whatever threads and interrupts do, and a charge that fits is never refused. Each
/// crate's bytes are one atomic word, to which a charge is added by compare and exchange; no lock is taken and nothing is
/// allocated, so that interrupt handlers may charge too.
///
/// Every amount is in bytes. Nothing here panics but a hook of the program's, where it has one that does: what cannot be done
/// is an error, whatever the numbers are.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// use budgets::{CrateId, MemorySystem};
///
/// static MEMORY: MemorySystem = MemorySystem::validated();
///
/// let charge = MEMORY.charge(CrateId::Runtime, 64 * 1024)?; // dropping it returns the bytes
/// let bytes = charge.keep(); // or they stay charged …
/// assert_eq!(MEMORY.usage(CrateId::Runtime).used, 64 * 1024);
/// MEMORY.release(CrateId::Runtime, bytes)?; // … until they are returned by hand
/// assert!(MEMORY.charge(CrateId::Runtime, usize::MAX).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Ledger<C: 'static, const N: usize> {
    accounts: [Account; N],
    total: usize,
    /// 1 while a budget is lowered.
    lowering: AtomicUsize,
    last_refusal: LastRefusal,
    #[cfg(feature = "budget-tracking")]
    tracking: tracking::Tracking<C>,
    debugging: debug::Debugging<N>,
    crates: PhantomData<fn() -> C>,
}

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    /// Charges bytes to a crate until the guard is dropped. Zero bytes always fit.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let frame = memory.charge(CrateId::Runtime, 12 << 20)?;
    /// let refused = memory.charge(CrateId::Runtime, 5 << 20).unwrap_err(); // the budget is 16MB
    /// assert_eq!((refused.requested, refused.used, refused.budget), (5 << 20, 12 << 20, 16 << 20));
    /// drop(frame);
    /// assert!(memory.charge(CrateId::Runtime, 5 << 20).is_ok());
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    ///
    /// # Errors
    /// [`BudgetExceeded`] where they do not fit the budget; nothing has changed then but the count of refusals and the
    /// [last refusal](Self::last_refusal).
    #[inline]
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn charge(&self, crate_id: C, bytes: usize) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        self.charge_from(crate_id, bytes, Some(Location::caller()))
    }

    /// Charges bytes for somebody else.
    #[inline]
    fn charge_from(
        &self,
        crate_id: C,
        bytes: usize,
        location: Option<&'static Location<'static>>,
    ) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        match self.account(crate_id) {
            Some(account) => self.charge_on(account, crate_id, bytes, location),
            None => Err(self.refuse(crate_id, None, bytes)),
        }
    }

    /// Charges bytes to an account of a crate: its own, or that of a budget within its budget.
    #[inline]
    fn charge_on<'m>(
        &'m self,
        account: &'m Account,
        crate_id: C,
        bytes: usize,
        location: Option<&'static Location<'static>>,
    ) -> Result<Charge<'m, C, N>, BudgetExceeded> {
        match account.charge(bytes) {
            Ok(reading) => {
                let guard = Charge::new(self, account, crate_id, bytes, location);
                self.has_charged(crate_id, account, bytes, reading);
                Ok(guard)
            }
            Err(reading) => Err(self.refuse(crate_id, Some((account, reading)), bytes)),
        }
    }

    /// Returns bytes that were [kept](Charge::keep). One release goes with one charge: it takes one from
    /// [`Usage::live`], whatever the number of bytes. What a guard holds is the guard's to return.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let bytes = memory.charge(CrateId::Runtime, 4096)?.keep();
    /// assert_eq!(memory.release(CrateId::Runtime, 5000).unwrap_err().left, 4096);
    /// memory.release(CrateId::Runtime, bytes)?;
    /// assert_eq!(memory.used(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NotCharged`] where fewer bytes are kept; nothing but the count of refusals has changed then.
    #[inline]
    pub fn release(&self, crate_id: C, bytes: usize) -> Result<(), NotCharged> {
        match self.account(crate_id).map(|account| account.release_kept(bytes)) {
            Some(Ok(())) => {
                self.debugging.released(crate_id.index(), bytes);
                Ok(())
            }
            refused => {
                let left = refused.and_then(Result::err).unwrap_or(0);
                Err(refuse_release(crate_id, self.account(crate_id), bytes, left))
            }
        }
    }

    /// Returns the bytes of a block.
    #[cfg(feature = "allocator-api2")]
    #[inline]
    fn give_back(&self, crate_id: C, bytes: usize) {
        if let Some(account) = self.account(crate_id) {
            account.release(bytes);
            self.debugging.returned(crate_id.index());
        }
    }

    /// What follows a charge, with its guard made: a hook may panic.
    #[inline]
    #[cfg_attr(not(feature = "budget-tracking"), allow(clippy::unused_self))]
    fn has_charged(&self, crate_id: C, account: &Account, bytes: usize, reading: Reading) {
        #[cfg(feature = "budget-tracking")]
        if account.crosses(bytes, reading) {
            self.warn_of_threshold(crate_id, account, reading);
        }
        let _ = (crate_id, account, bytes, reading);
    }

    /// Takes more bytes for a live charge of a crate's.
    #[cfg(feature = "allocator-api2")]
    fn grow(&self, crate_id: C, more: usize) -> Result<(), BudgetExceeded> {
        match self.account(crate_id) {
            Some(account) => self.grow_on(account, crate_id, more),
            None => Err(self.refuse(crate_id, None, more)),
        }
    }

    /// Takes more bytes for a live charge of an account. A hook that panics takes them back.
    fn grow_on(&self, account: &Account, crate_id: C, more: usize) -> Result<(), BudgetExceeded> {
        match account.grow(more) {
            Ok(reading) => {
                let growth = Growth { account, bytes: more };
                self.has_charged(crate_id, account, more, reading);
                core::mem::forget(growth);
                Ok(())
            }
            Err(reading) => Err(self.refuse(crate_id, Some((account, reading)), more)),
        }
    }

    /// Returns some bytes of a live charge.
    #[cfg(feature = "allocator-api2")]
    fn shrink(&self, crate_id: C, less: usize) {
        if let Some(account) = self.account(crate_id) {
            account.shrink(less);
        }
    }

    /// How much a crate is using, in bytes and in charges.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let charge = memory.charge(CrateId::Runtime, 4 << 20)?;
    /// drop(memory.charge(CrateId::Runtime, 8 << 20)?);
    /// let usage = memory.usage(CrateId::Runtime);
    /// assert_eq!((usage.used, usage.peak, usage.live), (4 << 20, 12 << 20, 1));
    /// # drop(charge);
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    #[must_use]
    pub fn usage(&self, crate_id: C) -> Usage {
        self.account(crate_id).map(Account::usage).unwrap_or_default()
    }

    /// How many bytes all crates together are using. They are asked one after the other: see [`UsageReport`].
    #[must_use]
    pub fn used(&self) -> usize {
        // At most the total, as far as all were asked at one instant.
        self.accounts.iter().fold(0, |sum, account| sum.saturating_add(account.used()))
    }

    /// The total in bytes that the ledger was made with.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// How much every crate is using: rows to go through, a table to print, or JSON.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let charge = memory.charge(CrateId::Runtime, 4 << 20)?;
    /// let report = memory.report();
    /// for (crate_id, usage) in &report {
    ///     println!("{}: {} of {} bytes, at most {}", crate_id.name(), usage.used, usage.budget, usage.peak);
    /// }
    /// assert_eq!(report.total().used, 4 << 20);
    /// # drop(charge);
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    #[must_use]
    pub fn report(&self) -> UsageReport<C, N> {
        UsageReport::new(self.total, |crate_id| self.usage(crate_id))
    }

    /// Begins a new high-water mark for every crate: [`Usage::peak`] is the most that is in use from here on, as in a phase
    /// or a frame of the program. A charge that is made meanwhile may count or not.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// drop(memory.charge(CrateId::Runtime, 8 << 20)?); // while the program starts
    /// memory.reset_peaks();
    /// let frame = memory.charge(CrateId::Runtime, 1024)?;
    /// assert_eq!(memory.usage(CrateId::Runtime).peak, 1024);
    /// # drop(frame);
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    pub fn reset_peaks(&self) {
        for (index, account) in self.accounts.iter().enumerate() {
            self.debugging.ends_peak(index, account);
            account.reset_peak();
        }
    }

    /// What was refused last: a charge, the growth of one, or an allocation of the global allocator's. One that
    /// is refused in the moment in which another is being noted may be left out. `None` where nothing was refused.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// assert_eq!(memory.last_refusal(), None);
    /// assert!(memory.charge(CrateId::Runtime, 17 << 20).is_err());
    /// let refused = memory.last_refusal().unwrap();
    /// assert_eq!((refused.crate_name, refused.requested), ("wrt-runtime", 17 << 20));
    /// ```
    #[must_use]
    pub fn last_refusal(&self) -> Option<BudgetExceeded> {
        let Refused { crate_index, requested, used, budget } = self.last_refusal.get()?;
        let crate_name = C::ALL.get(crate_index)?.name();
        Some(BudgetExceeded { crate_name, requested, used, budget })
    }

    /// `None` for an index that no crate has, which an implementation by hand may return: nothing fits there.
    #[inline]
    fn account(&self, crate_id: C) -> Option<&Account> {
        self.accounts.get(crate_id.index())
    }

    /// Refuses bytes, for which an account of the crate has no room in what was read of it.
    #[cold]
    fn refuse(&self, crate_id: C, account: Option<(&Account, Reading)>, requested: usize) -> BudgetExceeded {
        let Some((account, reading)) = account else {
            return BudgetExceeded { crate_name: crate_id.name(), requested, used: 0, budget: 0 };
        };
        let (used, budget) = account.at(reading);
        let refused = BudgetExceeded { crate_name: crate_id.name(), requested, used, budget };
        account.refuse();
        // A budget within the budget is nobody's but its owner's.
        if self.account(crate_id).is_some_and(|own| ptr::eq(own, account)) {
            self.last_refusal.note(&Refused { crate_index: crate_id.index(), requested, used, budget });
            #[cfg(feature = "budget-tracking")]
            self.warn_of_refusal(crate_id, account, &refused);
        }
        refused
    }
}

#[cold]
fn refuse_release<C: BudgetedCrate>(
    crate_id: C,
    account: Option<&Account>,
    released: usize,
    left: usize,
) -> NotCharged {
    if let Some(account) = account {
        account.refuse();
    }
    NotCharged { crate_name: crate_id.name(), released, left }
}

/// Bytes that a live charge has just been given; dropping it takes them back: a hook has panicked.
struct Growth<'m> {
    account: &'m Account,
    bytes: usize,
}

impl Drop for Growth<'_> {
    fn drop(&mut self) {
        self.account.shrink(self.bytes);
    }
}

/// The usage of every crate.
impl<C: BudgetedCrate, const N: usize> core::fmt::Debug for Ledger<C, N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let report = self.report();
        f.debug_map().entries(report.iter().map(|(id, usage)| (id.name(), *usage))).finish()
    }
}
