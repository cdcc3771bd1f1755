//! How a ledger is made: of which budgets, and with which total.

use core::marker::PhantomData;

use super::account::Account;
use super::atomic::AtomicUsize;
use super::refusal::LastRefusal;
#[cfg(feature = "budget-tracking")]
use super::tracking;
use super::{Ledger, TotalExceeded, debug};
use crate::BudgetedCrate;
use crate::crates::{fit, sum_of};

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    maybe_const! {
        /// The ledger of the budgets as they are declared, which the compiler has checked against the total. Nothing is charged
        /// in it.
        ///
        /// All that a static needs is `static MEMORY: MemorySystem = MemorySystem::validated();`. Where the enum was written by
        /// hand, the program does not compile with budgets that come to more than its `TOTAL`, nor with an `N` that is not the
        /// number of its crates.
        ///
        /// ```
        /// # #[memory_budgets::memory_budgets(toml = "")]
        /// # pub mod budgets {}
        /// use budgets::{CrateId, MemorySystem};
        ///
        /// static MEMORY: MemorySystem = MemorySystem::validated();
        ///
        /// let charge = MEMORY.charge(CrateId::Runtime, 4096)?;
        /// assert_eq!(MEMORY.used(), 4096);
        /// # drop(charge);
        /// # Ok::<(), memory_budgets::BudgetExceeded>(())
        /// ```
        ///
        /// A total that the budgets do not fit:
        ///
        /// ```compile_fail,E0080
        /// use memory_budgets::{BudgetedCrate, Ledger};
        ///
        /// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        /// enum Task { Control, Telemetry }
        ///
        /// impl BudgetedCrate for Task {
        ///     const ALL: &'static [Task] = &[Task::Control, Task::Telemetry];
        ///     const BUDGETS: &'static [usize] = &[4096, 1024];
        ///     const TOTAL: usize = 5000; // 120 bytes short
        ///     fn index(self) -> usize { self as usize }
        ///     fn name(self) -> &'static str { "task" }
        /// }
        ///
        /// static MEMORY: Ledger<Task, 2> = Ledger::validated();
        /// ```
        #[must_use]
        pub fn validated() -> Self {
            const { assert!(C::REFUSED || fit(C::BUDGETS, C::TOTAL), "the budgets come to more than the total") };
            Self::of(C::BUDGETS, C::TOTAL)
        }
    }

    maybe_const! {
        /// A ledger of the declared budgets with another total.
        ///
        /// That the crate budgets come to no more than the total is all that makes the total hold: used is at most the
        /// budget for every crate. Therefore no counter is shared between crates.
        ///
        /// ```
        /// # #[memory_budgets::memory_budgets(toml = "")]
        /// # pub mod budgets {}
        /// use budgets::{MemorySystem, TOTAL_CRATE_BUDGETS};
        ///
        /// let memory = MemorySystem::new(TOTAL_CRATE_BUDGETS)?; // nothing beyond the crates' own
        /// assert_eq!(memory.total(), TOTAL_CRATE_BUDGETS);
        /// let error = MemorySystem::new(TOTAL_CRATE_BUDGETS - 1).unwrap_err();
        /// assert_eq!((error.sum, error.total), (TOTAL_CRATE_BUDGETS, TOTAL_CRATE_BUDGETS - 1));
        /// # Ok::<(), memory_budgets::TotalExceeded>(())
        /// ```
        ///
        /// # Errors
        /// [`TotalExceeded`] where `total` in bytes is smaller than the sum of the crate budgets.
        pub fn new(total: usize) -> Result<Self, TotalExceeded> {
            // Where the compiler has refused the budgets, what is built of them is not the next thing to fail.
            if C::REFUSED { Ok(Self::of(C::BUDGETS, total)) } else { Self::checked(C::BUDGETS, total) }
        }
    }

    maybe_const! {
        /// A ledger of other budgets than the declared ones, in bytes by `CrateId as usize`: those of a profile that is chosen when
        /// the program starts, or of a manifest that it loads.
        ///
        /// ```
        /// # #[memory_budgets::memory_budgets(toml = "
        /// #     preset = 'none'
        /// #     total_budget = '64KB'
        /// #     [crates.app]
        /// #     budget = '48KB'
        /// #     [profile.asil-b]
        /// #     app = '16KB'
        /// # ")]
        /// # pub mod budgets {}
        /// use budgets::{CrateId, MemorySystem, Profile};
        ///
        /// let profile: Profile = "asil-b".parse()?;
        /// let memory = MemorySystem::with_budgets(*profile.budgets(), profile.total())?;
        /// assert_eq!(memory.usage(CrateId::App).budget, 16 * 1024);
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        ///
        /// # Errors
        /// [`TotalExceeded`] where `total` in bytes is smaller than the sum of the budgets.
        pub fn with_budgets(budgets: [usize; N], total: usize) -> Result<Self, TotalExceeded> {
            Self::checked(&budgets, total)
        }
    }

    maybe_const! {
        fn checked(budgets: &[usize], total: usize) -> Result<Self, TotalExceeded> {
            match sum_of(budgets) {
                Some(sum) if sum <= total => Ok(Self::of(budgets, total)),
                Some(sum) => Err(TotalExceeded { sum, total }),
                None => Err(TotalExceeded { sum: usize::MAX, total }),
            }
        }
    }

    maybe_const! {
        fn of(budgets: &[usize], total: usize) -> Self {
            const {
                assert!(N == C::COUNT && N == C::BUDGETS.len(), "a ledger has one account for each crate");
                assert!(C::GENERATED || N == listed::<C>(), "a ledger has one account for each crate in `ALL`");
            };
            let memory = Ledger {
                accounts: accounts(budgets),
                total,
                lowering: AtomicUsize::new(0),
                last_refusal: LastRefusal::new(),
                #[cfg(feature = "budget-tracking")]
                tracking: tracking::Tracking::new(),
                debugging: debug::Debugging::new(),
                crates: PhantomData,
            };
            #[cfg(feature = "budget-tracking")]
            let memory = memory.with_threshold(tracking::THRESHOLD);
            memory
        }
    }
}

/// A function, because a constant would look at the list whether it is asked for or not.
const fn listed<C: BudgetedCrate>() -> usize {
    C::ALL.len()
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
