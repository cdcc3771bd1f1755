//! A budget within a budget.

use core::fmt;

use super::account::Account;
use super::{BudgetExceeded, Charge, Ledger, NotCharged, Usage, refuse_release};
use crate::BudgetedCrate;

/// A part of a crate's budget with an account of its own: for a component, a connection, a frame. All of it is charged to the
/// crate once, whether it is used or not, and is given back when this is dropped; so its charges ask nobody else.
///
/// What happens within is the owner's own business: it does not appear in the crate's records, warnings and refusals.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// let instance = memory.sub_budget(CrateId::Runtime, 64 * 1024)?;
/// let heap = instance.charge(48 * 1024)?;
/// assert!(instance.charge(17 * 1024).is_err()); // there is more in the crate's budget, but not in this one
/// let frame = instance.sub_budget(1024)?; // to any depth
/// assert_eq!((instance.usage().used, memory.usage(CrateId::Runtime).used), (49 * 1024, 64 * 1024));
/// # drop((heap, frame));
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
pub struct SubBudget<'m, C: BudgetedCrate, const N: usize> {
    account: Account,
    /// What this has of the budget around it.
    whole: Charge<'m, C, N>,
}

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    /// Sets a part of a crate's budget aside, in bytes.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let connection = memory.sub_budget(CrateId::Runtime, 8192)?;
    /// let frame = connection.charge(1500)?;
    /// assert!(connection.charge(8000).is_err()); // as large as it may be, whatever the crate has left
    /// assert_eq!((connection.used(), memory.usage(CrateId::Runtime).used), (1500, 8192));
    /// drop(frame);
    /// drop(connection);
    /// assert_eq!(memory.used(), 0);
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    ///
    /// Neither it nor what is charged in it is left when it is dropped: this does not compile.
    ///
    /// ```compile_fail,E0505
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// let connection = memory.sub_budget(CrateId::Runtime, 8192)?;
    /// let frame = connection.charge(1500)?;
    /// drop(connection);
    /// drop(frame); // in a budget that is gone
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    ///
    /// # Errors
    /// [`BudgetExceeded`] where it does not fit what is left of the budget.
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn sub_budget(&self, crate_id: C, bytes: usize) -> Result<SubBudget<'_, C, N>, BudgetExceeded> {
        Ok(SubBudget { account: Account::new(bytes), whole: self.charge(crate_id, bytes)? })
    }
}

impl<C: BudgetedCrate, const N: usize> SubBudget<'_, C, N> {
    /// Charges bytes until the guard is dropped. Zero bytes always fit.
    ///
    /// # Errors
    /// [`BudgetExceeded`] where they do not fit this budget; its amounts are this budget's.
    #[inline]
    pub fn charge(&self, bytes: usize) -> Result<Charge<'_, C, N>, BudgetExceeded> {
        self.whole.memory().charge_on(&self.account, self.crate_id(), bytes, None)
    }

    /// Returns bytes that were [kept](Charge::keep), as [`Ledger::release`] does.
    ///
    /// # Errors
    /// [`NotCharged`] where fewer bytes are kept; nothing but the count of refusals has changed then.
    #[inline]
    pub fn release(&self, bytes: usize) -> Result<(), NotCharged> {
        let refuse = |left| refuse_release(self.crate_id(), Some(&self.account), bytes, left);
        self.account.release_kept(bytes).map_err(refuse)
    }

    /// Sets a part of this budget aside, in bytes.
    ///
    /// # Errors
    /// [`BudgetExceeded`] where it does not fit what is left of this budget.
    pub fn sub_budget(&self, bytes: usize) -> Result<SubBudget<'_, C, N>, BudgetExceeded> {
        Ok(SubBudget { account: Account::new(bytes), whole: self.charge(bytes)? })
    }

    /// How much of it is in use.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.account.usage()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn budget(&self) -> usize {
        self.whole.bytes()
    }

    /// How many bytes of it are in use.
    #[must_use]
    pub fn used(&self) -> usize {
        self.account.used()
    }

    /// The crate of whose budget it is a part.
    #[must_use]
    pub fn crate_id(&self) -> C {
        self.whole.crate_id()
    }
}

impl<C: BudgetedCrate, const N: usize> fmt::Debug for SubBudget<'_, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubBudget").field("crate_id", &self.crate_id()).field("usage", &self.usage()).finish()
    }
}
