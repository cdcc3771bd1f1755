//! One side of a rule: a number of bytes that is known, or that the target decides.

use crate::findings::Origin;
use crate::plan::{Choice, Plan, Said, Value};
use crate::printable::printable;
use crate::size;
use crate::target::Target;

/// One side of a rule, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A number.
    Bytes(u64),
    /// The least that the crate with this index works with.
    Min(usize),
    /// The most that it may be given.
    Max(usize),
    /// Its budget.
    Budget(usize),
    /// Its budget where no target section speaks of it; where one does, a check of this holds.
    Base(usize),
    /// The total budget.
    Total,
    /// The platform limit with this index; without bound for targets that it does not hold for.
    Limit(usize),
    /// The sum of the crate budgets.
    Sum,
    /// The sum with the safety margin, rounded up.
    SumWithMargin,
    /// The largest `usize` of the target.
    AddressSpace,
}

impl Amount {
    /// The index of the crate that it is an amount of, if it is one's.
    #[must_use]
    pub fn of_crate(self) -> Option<usize> {
        match self {
            Amount::Min(i) | Amount::Max(i) | Amount::Budget(i) | Amount::Base(i) => Some(i),
            Amount::Bytes(_)
            | Amount::Total
            | Amount::Limit(_)
            | Amount::Sum
            | Amount::SumWithMargin
            | Amount::AddressSpace => None,
        }
    }

    /// What the file calls it.
    pub(super) fn setting(self, plan: &Plan) -> String {
        match self {
            Amount::Bytes(bytes) => size::print(bytes.into()),
            Amount::Min(i) => format!("{} min", printable(&plan.crates[i].name)),
            Amount::Max(i) => format!("{} max", printable(&plan.crates[i].name)),
            Amount::Budget(i) | Amount::Base(i) => format!("{} budget", printable(&plan.crates[i].name)),
            Amount::Total => "total_budget".to_owned(),
            Amount::Limit(_) => "platform_limit".to_owned(),
            Amount::Sum => "The sum of the crate budgets".to_owned(),
            Amount::SumWithMargin => "safety_margin".to_owned(),
            Amount::AddressSpace => "The address space".to_owned(),
        }
    }

    /// What sections may put in its place.
    #[must_use]
    pub fn overlays(self, plan: &Plan) -> &[(usize, Value)] {
        match self {
            Amount::Min(i) => &plan.crates[i].min_overlays,
            Amount::Max(i) => &plan.crates[i].max_overlays,
            Amount::Budget(i) => &plan.crates[i].budget.overlays,
            Amount::Total => &plan.total.overlays,
            Amount::Bytes(_)
            | Amount::Base(_)
            | Amount::Limit(_)
            | Amount::Sum
            | Amount::SumWithMargin
            | Amount::AddressSpace => &[],
        }
    }

    /// A text for wherever it may have come from; empty for what nobody has written.
    #[must_use]
    pub fn texts(self, plan: &Plan, text: &dyn Fn(&Origin) -> String) -> Choice {
        let mut overlays = Vec::new();
        for (section, value) in self.overlays(plan) {
            overlays.push((*section, text(&value.origin)));
        }
        let base = match self.origin(plan) {
            Some(origin) => text(origin),
            None => String::new(),
        };
        Choice { base, overlays }
    }

    /// Where it came from; for what sections may change, where none of them matches. `None` for what nobody has written.
    #[must_use]
    pub fn origin(self, plan: &Plan) -> Option<&Origin> {
        Some(match self {
            Amount::Min(i) => &plan.crates[i].min.as_ref()?.origin,
            Amount::Max(i) => &plan.crates[i].max.as_ref()?.origin,
            Amount::Budget(i) | Amount::Base(i) => &plan.crates[i].budget.base.origin,
            Amount::Total => &plan.total.base.origin,
            Amount::Limit(i) => &plan.limits[i].value.origin,
            Amount::SumWithMargin => &plan.margin.as_ref()?.origin,
            Amount::Bytes(_) | Amount::Sum | Amount::AddressSpace => return None,
        })
    }

    /// Whether it is there, and all of it could be read. `readable` says so of the sum.
    pub(super) fn is_usable(self, plan: &Plan, readable: bool) -> bool {
        match self {
            Amount::Min(i) => plan.crates[i].min.is_some() || !plan.crates[i].min_overlays.is_empty(),
            Amount::Max(i) => plan.crates[i].max.is_some() || !plan.crates[i].max_overlays.is_empty(),
            Amount::Budget(i) | Amount::Base(i) => plan.crates[i].budget.readable,
            Amount::Total => plan.total.readable,
            Amount::Sum => readable,
            Amount::SumWithMargin => readable && plan.margin.is_some(),
            Amount::Bytes(_) | Amount::Limit(_) | Amount::AddressSpace => true,
        }
    }
}

/// The amounts of targets that match just these sections.
#[derive(Clone, Copy)]
pub(super) struct Case<'p> {
    pub(super) plan: &'p Plan,
    pub(super) matching: &'p [bool],
    /// The sum of the crate budgets.
    pub(super) sum: u128,
    /// How many bits a `usize` has.
    pub(super) width: u32,
    /// What is said of the crate with this index, to be looked at in the place of what is in force.
    pub(super) said: Option<(usize, &'p Said)>,
}

impl<'p> Case<'p> {
    /// The targets that no section matches, or the one target that is known.
    pub(super) fn base(plan: &'p Plan) -> Self {
        let width = plan.target.as_ref().map_or(64, Target::width);
        Case { plan, matching: &[], sum: plan.sum(&[]), width, said: None }
    }

    pub(super) fn bytes(&self, amount: Amount) -> u128 {
        match amount {
            Amount::Bytes(bytes) => bytes.into(),
            Amount::Min(i) => match self.min(i) {
                Some(min) => min.bytes.into(),
                None => 0,
            },
            Amount::Max(i) => match self.max(i) {
                Some(max) => max.bytes.into(),
                None => u128::MAX,
            },
            Amount::Budget(i) => self.budget(i).bytes.into(),
            Amount::Base(i) => self.plan.crates[i].budget.base.bytes.into(),
            Amount::Total => self.plan.total_beside(self.sum, self.matching),
            Amount::Limit(i) => self.plan.limits[i].value.bytes.into(),
            Amount::Sum => self.sum,
            Amount::SumWithMargin => match &self.plan.margin {
                Some(margin) => margin.on_top_of(self.sum),
                None => self.sum,
            },
            Amount::AddressSpace => self.space() - 1,
        }
    }

    /// Where an amount came from; `None` for what nobody has written.
    pub(super) fn origin(&self, amount: Amount) -> Option<&'p Origin> {
        match amount {
            Amount::Min(i) => Some(&self.min(i)?.origin),
            Amount::Max(i) => Some(&self.max(i)?.origin),
            Amount::Budget(i) => Some(&self.budget(i).origin),
            Amount::Total => Some(&self.plan.total.under(self.matching).origin),
            _ => amount.origin(self.plan),
        }
    }

    pub(super) fn budget(&self, i: usize) -> &'p Value {
        match self.said {
            Some((of_crate, Said { budget: Some(budget), .. })) if of_crate == i => budget,
            _ => self.plan.crates[i].budget.under(self.matching),
        }
    }

    fn min(&self, i: usize) -> Option<&'p Value> {
        match self.said {
            Some((of_crate, said)) if of_crate == i => said.min.as_ref(),
            _ => self.plan.crates[i].min_under(self.matching),
        }
    }

    fn max(&self, i: usize) -> Option<&'p Value> {
        match self.said {
            Some((of_crate, said)) if of_crate == i => said.max.as_ref(),
            _ => self.plan.crates[i].max_under(self.matching),
        }
    }

    /// How many bytes addresses can tell apart.
    pub(super) fn space(&self) -> u128 {
        1 << self.width
    }
}
