//! Warnings while the program runs: a threshold is reached, a charge is refused.

#[cfg(all(test, not(loom)))]
mod lowering;
#[cfg(all(test, loom))]
mod models;

use core::fmt;

use once_cell::race::OnceRef;

use super::account::{Account, Reading, threshold};
use super::{BudgetExceeded, Ledger};
use crate::BudgetedCrate;
use crate::message::{size_message, verb};

/// What is called with every warning. It may charge and release: a warning about a crate that arises while one about the
/// same crate is being handled is left out. So may be one of a charge during which a budget is lowered twice; otherwise a
/// budget that is lowered meanwhile has each warning once. If it panics while a charge is made or grows, that is taken back.
pub type Hook<C> = fn(&BudgetWarning<C>);

/// A crate has reached the threshold of its budget, or was refused a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetWarning<C> {
    /// The crate.
    pub crate_id: C,
    /// What has happened.
    pub kind: WarningKind,
    /// The bytes in use.
    pub used: usize,
    /// The budget in bytes.
    pub budget: usize,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningKind {
    /// The usage has risen to the threshold: once for each time that it does.
    Threshold {
        /// In percent of the budget.
        percent: u8,
    },
    /// A charge was refused.
    Refused {
        /// The bytes asked for.
        requested: usize,
    },
}

impl<C: BudgetedCrate> fmt::Display for BudgetWarning<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [used, budget] = [self.used, self.budget].map(|bytes| size_message(bytes as u64));
        let (name, used, budget, verb) = (self.crate_id.name(), used.as_str(), budget.as_str(), verb(self.used));
        match self.kind {
            WarningKind::Threshold { percent } => {
                write!(f, "{name} has reached {percent}% of its budget: {used} of {budget} {verb} in use")
            }
            WarningKind::Refused { requested } => {
                let requested = size_message(requested as u64);
                write!(f, "{name} is refused {}: {used} of {budget} {verb} in use", requested.as_str())
            }
        }
    }
}

/// A hook that writes every warning to `log`.
#[cfg(feature = "log")]
pub fn log_warning<C: BudgetedCrate>(warning: &BudgetWarning<C>) {
    log::warn!("{warning}");
}

/// A hook that writes every warning to `defmt`, which writes errors alone where the program is built without `DEFMT_LOG=warn`.
#[cfg(feature = "defmt")]
pub fn defmt_warning<C: BudgetedCrate>(warning: &BudgetWarning<C>) {
    let (name, used, budget) = (warning.crate_id.name(), warning.used, warning.budget);
    match warning.kind {
        WarningKind::Threshold { percent } => {
            defmt::warn!(
                "{=str} has reached {=u8}% of its budget: {=usize} of {=usize} bytes",
                name,
                percent,
                used,
                budget
            );
        }
        WarningKind::Refused { requested } => {
            defmt::warn!(
                "{=str} is refused {=usize} bytes: {=usize} of {=usize} in use",
                name,
                requested,
                used,
                budget
            );
        }
    }
}

/// The threshold and the hook of a ledger.
pub(super) struct Tracking<C: 'static> {
    percent: u8,
    hook: OnceRef<'static, Hook<C>>,
}

impl<C> Tracking<C> {
    pub(super) const fn new() -> Self {
        Tracking { percent: 0, hook: OnceRef::new() }
    }
}

/// Where a warning is due if nobody says otherwise, in percent.
pub(super) const THRESHOLD: u8 = 80;

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    maybe_const! {
        /// Sets the threshold in percent of each budget; it is 80 otherwise. 0 never warns, and nothing reaches more than 100.
        ///
        /// ```
        /// # #[memory_budgets::memory_budgets(toml = "")]
        /// # pub mod budgets {}
        /// # use budgets::{CrateId, MemorySystem};
        /// use memory_budgets::Hook;
        /// use std::sync::atomic::{AtomicUsize, Ordering};
        ///
        /// static WARNINGS: AtomicUsize = AtomicUsize::new(0);
        /// static COUNT: Hook<CrateId> = |_| { WARNINGS.fetch_add(1, Ordering::Relaxed); };
        /// static MEMORY: MemorySystem = MemorySystem::validated().with_threshold(50);
        ///
        /// MEMORY.set_hook(&COUNT)?;
        /// drop(MEMORY.charge(CrateId::Runtime, (8 << 20) - 1)?); // half of 16MB, but for a byte
        /// assert_eq!(WARNINGS.load(Ordering::Relaxed), 0);
        /// drop(MEMORY.charge(CrateId::Runtime, 8 << 20)?);
        /// assert_eq!(WARNINGS.load(Ordering::Relaxed), 1);
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[must_use]
        pub fn with_threshold(mut self, percent: u8) -> Self {
            let percent = if percent > 100 { 0 } else { percent };
            self.tracking.percent = percent;
            let mut i = 0;
            while i < N {
                self.accounts[i].set_threshold(percent);
                i += 1;
            }
            self
        }
    }

    /// Sets what is called with every warning.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};
    /// use memory_budgets::Hook;
    ///
    /// static HOOK: Hook<CrateId> = |warning| eprintln!("{warning}");
    /// let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET)?;
    /// memory.set_hook(&HOOK)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`HookAlreadySet`]: a ledger has one hook, for good.
    pub fn set_hook(&self, hook: &'static Hook<C>) -> Result<(), HookAlreadySet> {
        self.tracking.hook.set(hook).map_err(|()| HookAlreadySet)
    }

    /// Warns of a charge that has [reached](Account::crosses) the threshold.
    #[cold]
    pub(super) fn warn_of_threshold(&self, crate_id: C, account: &Account, reading: Reading) {
        let (used, budget) = account.at(reading);
        self.warn_of_usage(crate_id, account, used, budget);
    }

    pub(super) fn prepare_threshold(&self, account: &Account, generation: usize, withheld: usize) {
        account.prepare_threshold(generation, withheld, self.tracking.percent);
    }

    /// Warns where so many bytes have reached the threshold of a budget that was lowered, and had not reached the old one's.
    pub(super) fn has_lowered(&self, crate_id: C, account: &Account, used: usize, budget: usize, before: usize) {
        let [new, old] = [budget, before].map(|budget| threshold(budget, self.tracking.percent));
        if (new..old).contains(&used) && new > 0 {
            self.warn_of_usage(crate_id, account, used, budget);
        }
    }

    #[cold]
    fn warn_of_usage(&self, crate_id: C, account: &Account, used: usize, budget: usize) {
        let kind = WarningKind::Threshold { percent: self.tracking.percent };
        self.warn(account, BudgetWarning { crate_id, kind, used, budget });
    }

    pub(super) fn warn_of_refusal(&self, crate_id: C, account: &Account, refused: &BudgetExceeded) {
        let kind = WarningKind::Refused { requested: refused.requested };
        self.warn(account, BudgetWarning { crate_id, kind, used: refused.used, budget: refused.budget });
    }

    #[cold]
    fn warn(&self, account: &Account, warning: BudgetWarning<C>) {
        if let Some(hook) = self.tracking.hook.get() {
            // Given back even if the hook panics.
            if let Some(_turn) = account.take_turn() {
                hook(&warning);
            }
        }
    }
}

/// The ledger has a hook already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HookAlreadySet;

impl fmt::Display for HookAlreadySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ledger has a hook already")
    }
}

impl core::error::Error for HookAlreadySet {}
