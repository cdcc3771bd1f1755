//! What the rules come to: findings for what is decided here, assertions for the compiler.

use super::amount::{Amount, Case};
use super::check::Check;
use super::message::Words;
use crate::findings::{Finding, Origin, Severity, catalogue, make_errors};
use crate::plan::{Plan, Scenario};
use crate::predicate::Predicate;

/// What a rule leaves to the compiler.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asserted {
    /// What it says where it is broken.
    pub words: Words,
    /// Decided and found to hold: asserted again.
    pub settled: Vec<Check>,
    /// Only the target decides.
    pub open: Vec<Check>,
}

/// What the rules leave to the compiler.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Assertions {
    /// One for each rule, in the order of the table.
    pub rules: Vec<Asserted>,
    /// Warnings for just the targets of a scenario.
    pub conditional: Vec<(Scenario, Finding)>,
}

impl Assertions {
    /// What strict mode does to warnings.
    pub(crate) fn make_errors(&mut self) {
        for (_, finding) in &mut self.conditional {
            make_errors(std::slice::from_mut(finding));
        }
    }

    /// Whether the compiler has nothing left to decide.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.conditional.is_empty() && self.rules.iter().all(|rule| rule.open.is_empty())
    }
}

/// How many target sections a warning is followed through; every one doubles the work.
const SCENARIO_SECTIONS: usize = 8;

/// Takes the checks of one rule after another.
pub(super) struct Verdict<'v> {
    pub(super) plan: &'v Plan,
    pub(super) findings: &'v mut Vec<Finding>,
    assertions: Assertions,
    pub(super) base: Case<'v>,
    /// Whether all budgets could be read.
    readable: bool,
    /// Whether no section changes a budget.
    constant: bool,
    /// With the sum of the crate budgets in each.
    scenarios: Vec<(Scenario, u128)>,
    /// Whether the rule that is speaking has said that it cannot be followed.
    lost: bool,
}

impl<'v> Verdict<'v> {
    pub(super) fn new(plan: &'v Plan, findings: &'v mut Vec<Finding>) -> Self {
        let (mut readable, mut constant) = (true, true);
        for entry in &plan.crates {
            readable &= entry.budget.readable;
            constant &= entry.budget.overlays.is_empty();
        }
        let base = Case::base(plan);
        let (assertions, scenarios) = (Assertions::default(), Vec::new());
        Verdict { plan, findings, assertions, base, readable, constant, scenarios, lost: false }
    }

    /// Lets one rule say what it requires.
    pub(super) fn of(&mut self, words: Words, check: fn(&Plan, &mut Verdict<'v>)) {
        self.assertions.rules.push(Asserted { words, settled: Vec::new(), open: Vec::new() });
        self.lost = false;
        check(self.plan, self);
    }

    pub(super) fn assertions(self) -> Assertions {
        self.assertions
    }

    /// Requires a check of every target. What is not there, or could not be read, is left out: of the latter there is a
    /// finding already.
    pub(super) fn require(&mut self, check: Check) {
        if !self.is_usable(&check) {
            return;
        }
        if self.is_warning() && self.is_beyond_scenarios(&check) {
            self.report_lost(&check);
        } else if self.is_fixed(check.left) && self.is_fixed(check.right) {
            self.decide(check);
        } else if self.is_warning() {
            self.follow(&check);
        } else {
            self.rule().open.push(check);
        }
    }

    pub(super) fn words(&self) -> Words {
        self.assertions.rules[self.assertions.rules.len() - 1].words
    }

    /// The rule that is speaking; there is one whenever something is required.
    pub(super) fn rule(&mut self) -> &mut Asserted {
        let last = self.assertions.rules.len() - 1;
        &mut self.assertions.rules[last]
    }

    fn is_warning(&self) -> bool {
        self.words().kind.severity() == Severity::Warning && !self.plan.strict_mode
    }

    fn is_usable(&self, check: &Check) -> bool {
        check.left.is_usable(self.plan, self.readable) && check.right.is_usable(self.plan, self.readable)
    }

    /// Whether an amount does not depend on the target, or the target is known.
    fn is_fixed(&self, amount: Amount) -> bool {
        match amount {
            Amount::Bytes(_) | Amount::Base(_) => true,
            Amount::Min(_) | Amount::Max(_) | Amount::Budget(_) => amount.overlays(self.plan).is_empty(),
            Amount::Total => self.plan.total.overlays.is_empty() && (self.constant || !self.plan.total.base.is_sum),
            Amount::Limit(i) => self.plan.limits[i].predicate.is_none() || self.plan.target.is_some(),
            Amount::Sum | Amount::SumWithMargin => self.constant,
            Amount::AddressSpace => self.plan.target.is_some(),
        }
    }

    fn decide(&mut self, check: Check) {
        if self.base.bytes(check.left) <= self.base.bytes(check.right) {
            self.rule().settled.push(check);
        } else {
            self.findings.push(self.words().finding(&check, &self.base));
        }
    }

    /// A constant cannot warn; a `cfg` around a warning can, for every combination of the sections that change a size.
    fn follow(&mut self, check: &Check) {
        if self.scenarios.is_empty() {
            for scenario in self.plan.scenarios(SCENARIO_SECTIONS, false).unwrap_or_default() {
                let sum = self.plan.sum(&scenario.matching);
                self.scenarios.push((scenario, sum));
            }
        }
        let words = self.words();
        for (width, only) in &conditions(check, self.plan) {
            for (scenario, sum) in &self.scenarios {
                let case = Case { matching: &scenario.matching, sum: *sum, width: *width, ..self.base };
                if case.bytes(check.left) > case.bytes(check.right) {
                    let predicate = match (only, &scenario.predicate) {
                        (Some(only), Some(predicate)) => Some(Predicate::All(vec![only.clone(), predicate.clone()])),
                        (only, predicate) => only.as_ref().or(predicate.as_ref()).cloned(),
                    };
                    let scenario = Scenario { predicate, matching: scenario.matching.clone() };
                    self.assertions.conditional.push((scenario, words.finding(check, &case)));
                }
            }
        }
    }

    /// Whether sections decide about a check, and are more than a warning can be followed through. The sections count as
    /// they are written, so that a build script, which knows the target, says what the attribute says.
    fn is_beyond_scenarios(&self, check: &Check) -> bool {
        let varies = |amount| match amount {
            Amount::Budget(_) | Amount::Total | Amount::Sum | Amount::SumWithMargin => true,
            // Written numbers, and what the target alone decides.
            Amount::Bytes(_)
            | Amount::Min(_)
            | Amount::Max(_)
            | Amount::Base(_)
            | Amount::Limit(_)
            | Amount::AddressSpace => false,
        };
        self.plan.changing_sections > SCENARIO_SECTIONS && (varies(check.left) || varies(check.right))
    }

    fn report_lost(&mut self, check: &Check) {
        if std::mem::replace(&mut self.lost, true) {
            return;
        }
        // What asks for the check is named beside what is to blame, if it is not that itself.
        let asks = match check.beside.first() {
            Some(beside) => beside.amount,
            None => check.blamed,
        };
        let origin = self.base.origin(asks).unwrap_or(&Origin::Preset);
        let setting = asks.setting(self.plan);
        let finding = catalogue::too_many_sections(&setting, self.plan.changing_sections, SCENARIO_SECTIONS, origin);
        self.findings.push(finding);
    }
}

/// The targets among which a check may fail, with the width of an address there: those that a limit holds for, or those of
/// each width.
fn conditions(check: &Check, plan: &Plan) -> Vec<(u32, Option<Predicate>)> {
    let mut conditions = vec![(64, None)];
    for &amount in &[check.left, check.right] {
        match amount {
            Amount::Limit(i) => conditions = vec![(64, plan.limits[i].predicate.clone())],
            Amount::AddressSpace => {
                conditions.clear();
                for &width in &[16_u32, 32, 64] {
                    let of = Predicate::Equals("target_pointer_width".to_owned(), width.to_string());
                    conditions.push((width, Some(of)));
                }
            }
            _ => {}
        }
    }
    conditions
}
