//! What the ledger refuses.

use core::{error, fmt};

use crate::message::{Message, size_message};

/// A size as a message shows it.
fn size(bytes: usize) -> Message<32> {
    size_message(bytes as u64)
}

/// A charge that does not fit its crate's budget.
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
        let (requested, used, budget) = (requested.as_str(), used.as_str(), budget.as_str());
        write!(f, "{} is refused {requested}: {used} of its budget of {budget} are in use", self.crate_name)
    }
}

impl error::Error for BudgetExceeded {}

/// A release of more bytes than there are to be released: that were [kept](crate::Charge::keep), or that a guard holds.
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
        let verb = if self.left == 1 { "is" } else { "are" };
        write!(f, "{} cannot release {}: {} {verb} left to release", self.crate_name, released.as_str(), left.as_str())
    }
}

impl error::Error for NotCharged {}

/// A budget that cannot be lowered: see [`Ledger::lower_budget`](crate::Ledger::lower_budget).
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
            NotLoweredReason::InUse { used } => write!(f, "{} are in use", size(used).as_str()),
            NotLoweredReason::Busy => f.write_str("a budget is being lowered already"),
            NotLoweredReason::TooLarge => f.write_str("it was made larger than half of the address space"),
        }
    }
}

impl error::Error for NotLowered {}

/// A total that the crate budgets do not fit.
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
        write!(f, "Total crate budgets ({}) exceed system budget ({})", sum.as_str(), total.as_str())
    }
}

impl error::Error for TotalExceeded {}
