//! One application of a rule: what is compared, what is to blame, and what else there is to say.

use crate::rules::amount::Amount;

/// One application of a rule: `left <= right`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Check {
    /// The side that may not be the larger.
    pub left: Amount,
    /// The side that may not be the smaller.
    pub right: Amount,
    /// What a message points at.
    pub blamed: Amount,
    /// What else it names the origin of.
    pub(super) beside: Vec<Beside>,
    /// Whether it lists the largest budgets.
    pub(super) largest: bool,
    /// What the blamed amount is set to where that is the solution.
    pub(super) mend: Option<Amount>,
}

/// An amount whose origin a message names beside the one that is to blame.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub(super) label: &'static str,
    pub(super) amount: Amount,
    /// Whether its origin is named where that is the preset, which the user has not written.
    pub(super) always: bool,
}

/// A comparison that has yet to say what is to blame where it fails.
pub(super) struct Claim {
    left: Amount,
    right: Amount,
}

impl Amount {
    /// That this amount is no larger than the other one.
    pub(super) fn at_most(self, right: Amount) -> Claim {
        Claim { left: self, right }
    }
}

impl Claim {
    pub(super) fn blaming(self, blamed: Amount) -> Check {
        let Claim { left, right } = self;
        Check { left, right, blamed, beside: Vec::new(), largest: false, mend: None }
    }
}

impl Check {
    /// Names the origin of another amount too.
    pub(super) fn beside(mut self, label: &'static str, amount: Amount) -> Self {
        self.beside.push(Beside { label, amount, always: true });
        self
    }

    /// Names the origin of another amount too, but where it is the preset's.
    pub(super) fn beside_own(mut self, label: &'static str, amount: Amount) -> Self {
        self.beside.push(Beside { label, amount, always: false });
        self
    }

    /// Lists the crates with the largest budgets.
    pub(super) fn with_the_largest(mut self) -> Self {
        self.largest = true;
        self
    }

    /// Says that the solution is to set the blamed amount to this one.
    pub(super) fn mended_by(mut self, amount: Amount) -> Self {
        self.mend = Some(amount);
        self
    }

    /// The index of the crate that it is about, if it is about one.
    #[must_use]
    pub fn of_crate(&self) -> Option<usize> {
        self.blamed.of_crate().or(self.left.of_crate()).or(self.right.of_crate())
    }

    /// The same of a crate's budget where no section speaks of it.
    pub(super) fn of_the_base(mut self) -> Self {
        for amount in [&mut self.left, &mut self.right, &mut self.blamed] {
            if let Amount::Budget(i) = *amount {
                *amount = Amount::Base(i);
            }
        }
        self
    }
}
