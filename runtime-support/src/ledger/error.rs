//! What the ledger refuses.

use core::{error, fmt};

use crate::message::{Message, size_message, verb};

/// A size as a message shows it.
fn size(bytes: usize) -> Message<32> {
    size_message(bytes as u64)
}

/// A charge that does not fit its crate's budget.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "
/// #     preset = 'none'
/// #     total_budget = '64KB'
/// #     [crates.app]
/// #     budget = '32KB'
/// #     [crates.net]
/// #     budget = '16KB'
/// # ")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// let _charge = memory.charge(CrateId::App, 24 * 1024)?;
/// let error = memory.charge(CrateId::App, 9 * 1024).unwrap_err();
/// assert_eq!((error.requested, error.used, error.budget), (9 * 1024, 24 * 1024, 32 * 1024));
/// println!("{error}"); // app is refused 9KB: 24KB of its budget of 32KB are in use
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetExceeded {
    /// The package's name.
    pub crate_name: &'static str,
    /// The bytes asked for.
    pub requested: usize,
    /// The bytes in use when it was refused.
    pub used: usize,
    /// The budget in bytes.
    pub budget: usize,
}

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (requested, used, budget) = (size(self.requested), size(self.used), size(self.budget));
        let (name, requested, used, budget) = (self.crate_name, requested.as_str(), used.as_str(), budget.as_str());
        write!(f, "{name} is refused {requested}: {used} of its budget of {budget} {} in use", verb(self.used))
    }
}

impl error::Error for BudgetExceeded {}

/// A release of more bytes than there are to be released: that were [kept](crate::Charge::keep), or that a guard holds.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// let memory = MemorySystem::validated();
/// let mut charge = memory.charge(CrateId::Runtime, 1000)?;
/// assert_eq!(charge.shrink(1001).unwrap_err().left, 1000);
/// assert_eq!(memory.release(CrateId::Runtime, 1).unwrap_err().left, 0); // the guard has them, and none is kept
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotCharged {
    /// The package's name.
    pub crate_name: &'static str,
    /// The bytes to be released.
    pub released: usize,
    /// The bytes that are there to be released. What a guard holds only that guard releases.
    pub left: usize,
}

impl fmt::Display for NotCharged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (released, left) = (size(self.released), size(self.left));
        let (name, released, left) = (self.crate_name, released.as_str(), left.as_str());
        write!(f, "{name} cannot release {released}: {left} {} left to release", verb(self.left))
    }
}

impl error::Error for NotCharged {}

/// A budget that cannot be lowered: see [`Ledger::lower_budget`](crate::Ledger::lower_budget).
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// use memory_budgets::NotLoweredReason;
///
/// let memory = MemorySystem::validated();
/// let _charge = memory.charge(CrateId::Runtime, 4096)?;
/// let error = memory.lower_budget(CrateId::Runtime, 4095).unwrap_err();
/// assert_eq!(error.reason, NotLoweredReason::InUse { used: 4096 });
/// assert_eq!((error.requested, error.budget), (4095, 16 << 20)); // the budget stays
/// # Ok::<(), memory_budgets::BudgetExceeded>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotLowered {
    /// The package's name.
    pub crate_name: &'static str,
    /// The budget that was asked for, in bytes.
    pub requested: usize,
    /// The budget in force, in bytes.
    pub budget: usize,
    /// Why not.
    pub reason: NotLoweredReason,
}

/// Why a budget cannot be lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotLoweredReason {
    /// It would be raised.
    Raised,
    /// More is in use.
    InUse {
        /// The bytes in use.
        used: usize,
    },
    /// A budget of this ledger is being lowered at this moment: by another thread, or by what an interrupt has interrupted.
    Busy,
    /// The budget that the ledger was made with is larger than half of what its atomic word counts; such a one stays as it is.
    TooLarge,
}

impl fmt::Display for NotLowered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (requested, budget) = (size(self.requested), size(self.budget));
        let (name, requested, budget) = (self.crate_name, requested.as_str(), budget.as_str());
        write!(f, "{name} budget cannot be lowered from {budget} to {requested}: ")?;
        match self.reason {
            NotLoweredReason::Raised => f.write_str("that is more"),
            NotLoweredReason::InUse { used } => write!(f, "{} {} in use", size(used).as_str(), verb(used)),
            NotLoweredReason::Busy => f.write_str("a budget is being lowered already"),
            NotLoweredReason::TooLarge => f.write_str("it was made larger than half of the address space"),
        }
    }
}

impl error::Error for NotLowered {}

/// A total that the crate budgets do not fit: see [`Ledger::new`](crate::Ledger::new) and
/// [`with_budgets`](crate::Ledger::with_budgets).
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "
/// #     preset = 'none'
/// #     total_budget = '64KB'
/// #     [crates.app]
/// #     budget = '32KB'
/// #     [crates.net]
/// #     budget = '16KB'
/// # ")]
/// # pub mod budgets {}
/// # use budgets::MemorySystem;
/// let error = MemorySystem::with_budgets([3000, 2000], 4096).unwrap_err();
/// assert_eq!((error.sum, error.total), (5000, 4096));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TotalExceeded {
    /// The sum of the crate budgets in bytes; the largest `usize` where that does not hold it.
    pub sum: usize,
    /// The total in bytes.
    pub total: usize,
}

impl fmt::Display for TotalExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sum, total) = (size(self.sum), size(self.total));
        let more = if self.sum == usize::MAX { " or more" } else { "" };
        write!(f, "Total crate budgets ({}{more}) exceed system budget ({})", sum.as_str(), total.as_str())
    }
}

impl error::Error for TotalExceeded {}
