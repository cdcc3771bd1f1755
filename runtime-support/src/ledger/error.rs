//! What the ledger refuses.

use core::{error, fmt};

use crate::message::size_message;

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
        let [requested, used, budget] =
            [self.requested, self.used, self.budget].map(|bytes| size_message(bytes as u64));
        let (requested, used, budget) = (requested.as_str(), used.as_str(), budget.as_str());
        write!(f, "{} is refused {requested}: {used} of its budget of {budget} are in use", self.crate_name)
    }
}

impl error::Error for BudgetExceeded {}

/// A release of more bytes than are charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotCharged {
    /// The package's name.
    pub crate_name: &'static str,
    /// The bytes to be released.
    pub released: usize,
    /// The bytes in use.
    pub used: usize,
}

impl fmt::Display for NotCharged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [released, used] = [self.released, self.used].map(|bytes| size_message(bytes as u64));
        write!(f, "{} cannot release {}: {} are in use", self.crate_name, released.as_str(), used.as_str())
    }
}

impl error::Error for NotCharged {}

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
        let [sum, total] = [self.sum, self.total].map(|bytes| size_message(bytes as u64));
        write!(f, "Total crate budgets ({}) exceed system budget ({})", sum.as_str(), total.as_str())
    }
}

impl error::Error for TotalExceeded {}
