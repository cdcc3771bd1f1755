//! Lowering a budget while the program runs.

use super::account::CannotLower;
use super::turn::Turn;
use super::{Ledger, NotLowered, NotLoweredReason};
use crate::BudgetedCrate;

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    /// Lowers a crate's budget to so many bytes, for good: as a manifest wants it that is loaded when the program runs. Never is
    /// more than the lowered budget in use after the call, not even by a charge that was being made meanwhile. The crate's high-water
    /// mark begins anew. A budget that is already as asked for stays so.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// memory.lower_budget(CrateId::Runtime, 8 << 20)?;
    /// assert_eq!(memory.usage(CrateId::Runtime).budget, 8 << 20);
    /// assert!(memory.charge(CrateId::Runtime, (8 << 20) + 1).is_err());
    /// assert!(memory.lower_budget(CrateId::Runtime, 9 << 20).is_err()); // never up again
    /// # Ok::<(), memory_budgets::NotLowered>(())
    /// ```
    ///
    /// # Errors
    /// [`NotLowered`], and the budget stays as it is: where it would be raised, where more is in use, and where another is being
    /// lowered at the same time.
    pub fn lower_budget(&self, crate_id: C, bytes: usize) -> Result<(), NotLowered> {
        let error = |budget, reason| NotLowered { crate_name: crate_id.name(), requested: bytes, budget, reason };
        let Some(account) = self.account(crate_id) else { return Err(error(0, NotLoweredReason::Raised)) };
        let Some(turn) = Turn::take(&self.lowering) else {
            return Err(error(account.budget(), NotLoweredReason::Busy));
        };
        self.debugging.ends_peak(crate_id.index(), account);
        let lowered = account.lower(bytes, |generation, withheld| {
            #[cfg(feature = "budget-tracking")]
            self.prepare_threshold(account, generation, withheld);
            let _ = (generation, withheld);
        });
        drop(turn);
        let (before, used) = match lowered {
            Ok(lowered) => lowered,
            Err(CannotLower::Raised(budget)) => return Err(error(budget, NotLoweredReason::Raised)),
            Err(CannotLower::InUse(used)) => return Err(error(account.budget(), NotLoweredReason::InUse { used })),
            Err(CannotLower::TooLarge(budget)) => return Err(error(budget, NotLoweredReason::TooLarge)),
        };
        // What was below the threshold may have reached it, without a charge.
        #[cfg(feature = "budget-tracking")]
        self.has_lowered(crate_id, account, used, bytes, before);
        let _ = (before, used);
        Ok(())
    }
}
