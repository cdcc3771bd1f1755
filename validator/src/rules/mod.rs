//! Stage 4: the rules. One row in the table and one function each.
//!
//! Every rule has the form `left <= right`. Where both sides are known it is decided here, with a finding if it fails;
//! where the target decides, it is handed on to the compiler. Either way it is asserted again in the generated code.

#[cfg(feature = "measured")]
pub(crate) mod measured;

use crate::findings::catalogue;
use crate::findings::{Edit, Finding, Kind, Origin, Severity};
use crate::plan::{Evidence, Layered, Plan, Scenario};
use crate::target::Target;
use crate::{index, size};

/// One rule.
struct Rule {
    kind: Kind,
    check: fn(&Plan, &mut Verdict<'_>),
}

/// To add a rule: a kind in `findings`, its words in `catalogue`, a row here and a function below.
const RULES: [Rule; 7] = [
    Rule { kind: Kind::Total, check: total },
    Rule { kind: Kind::BelowMinimum, check: minimum },
    Rule { kind: Kind::AboveMaximum, check: maximum },
    Rule { kind: Kind::Platform, check: platform },
    Rule { kind: Kind::AddressSpace, check: address_space },
    Rule { kind: Kind::Limits, check: limits },
    Rule { kind: Kind::Margin, check: margin },
];

/// The sum of the crate budgets is at most the total: crates of 128MB under a total of 64MB fail.
fn total(plan: &Plan, verdict: &mut Verdict<'_>) {
    if sum_is_readable(plan) && plan.total.readable {
        verdict.require(None, Amount::Sum, Amount::Total);
    }
}

/// A crate's budget is at least its minimum: 2MB for wrt-runtime fails, which needs 4MB.
fn minimum(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if let (Some(min), true) = (&entry.min, entry.budget.readable && limits_agree(plan, i)) {
            verdict.require(Some(i), Amount::Bytes(min.bytes), Amount::Budget(i));
        }
    }
}

/// A crate's budget is at most its maximum: 512MB for wrt-runtime fails, which may have 256MB.
fn maximum(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if let (Some(max), true) = (&entry.max, entry.budget.readable && limits_agree(plan, i)) {
            verdict.require(Some(i), Amount::Budget(i), Amount::Bytes(max.bytes));
        }
    }
}

/// The total is at most every platform limit that matches the target: the default 65.5MB fails on ARM, with 32MB.
fn platform(plan: &Plan, verdict: &mut Verdict<'_>) {
    if plan.total.readable {
        for i in 0..plan.limits.len() {
            verdict.require(None, Amount::Total, Amount::Limit(i));
        }
    }
}

/// Each budget and the total can be counted by the target's `usize`: 4GB fails on a 32-bit target.
fn address_space(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if entry.budget.readable {
            verdict.require(Some(i), Amount::Budget(i), Amount::AddressSpace);
        }
    }
    if plan.total.readable {
        verdict.require(None, Amount::Total, Amount::AddressSpace);
    }
}

/// A crate's minimum is at most its maximum.
fn limits(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if let (Some(min), Some(max)) = (&entry.min, &entry.max) {
            verdict.require(Some(i), Amount::Bytes(min.bytes), Amount::Bytes(max.bytes));
        }
    }
}

/// With a `safety_margin` of 20%, the sum of the crate budgets and a fifth of it are at most the total.
///
/// A constant cannot warn; a `cfg` around a warning can, for every combination of the sections that change a size.
fn margin(plan: &Plan, verdict: &mut Verdict<'_>) {
    let Some(margin) = &plan.margin else { return };
    if !plan.strict_mode && plan.changing_sections > SCENARIO_SECTIONS {
        let finding = catalogue::margin_sections(plan.changing_sections, SCENARIO_SECTIONS, &margin.origin);
        verdict.findings.push(finding);
    } else if sum_is_readable(plan) && plan.total.readable {
        verdict.require(None, Amount::SumWithMargin, Amount::Total);
    }
}

fn sum_is_readable(plan: &Plan) -> bool {
    plan.crates.iter().all(|entry| entry.budget.readable)
}

/// Where minimum and maximum exclude each other, no budget is to blame.
fn limits_agree(plan: &Plan, i: usize) -> bool {
    let entry = &plan.crates[i];
    !matches!((&entry.min, &entry.max), (Some(min), Some(max)) if min.bytes > max.bytes)
}

/// One side of a rule, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A number.
    Bytes(u64),
    /// The budget of the crate with this index.
    Budget(usize),
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

/// One application of a rule: `left <= right`.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The rule.
    pub kind: Kind,
    /// The index of the crate that it is about, if it is about one.
    pub of_crate: Option<usize>,
    /// The side that may not be the larger.
    pub left: Amount,
    /// The side that may not be the smaller.
    pub right: Amount,
}

/// What the rules come to.
#[derive(Clone, Debug, Default)]
pub struct Assertions {
    /// Decided and found to hold: asserted again, one item for each rule.
    pub settled: Vec<Check>,
    /// For the compiler to decide: one item each.
    pub open: Vec<Check>,
    /// Warnings for just the targets of a scenario.
    pub conditional: Vec<(Scenario, Finding)>,
}

/// The kinds of the rules.
pub fn rules() -> impl Iterator<Item = Kind> {
    RULES.iter().map(|rule| rule.kind)
}

/// Runs every rule.
pub(crate) fn check(plan: &Plan, findings: &mut Vec<Finding>) -> Assertions {
    let mut verdict = Verdict { plan, kind: Kind::Total, findings, assertions: Assertions::default() };
    for rule in &RULES {
        verdict.kind = rule.kind;
        (rule.check)(plan, &mut verdict);
    }
    verdict.assertions
}

/// How many target sections a warning is followed through; every one doubles the work.
const SCENARIO_SECTIONS: usize = 8;

struct Verdict<'v> {
    plan: &'v Plan,
    kind: Kind,
    findings: &'v mut Vec<Finding>,
    assertions: Assertions,
}

impl Verdict<'_> {
    fn require(&mut self, of_crate: Option<usize>, left: Amount, right: Amount) {
        let (plan, check) = (self.plan, Check { kind: self.kind, of_crate, left, right });
        if let (Some(left), Some(right)) = (plan.known(left), plan.known(right)) {
            if left <= right {
                self.assertions.settled.push(check);
            } else {
                let everywhere = vec![false; plan.sections.len()];
                self.findings.push(plan.finding(&check, &everywhere));
            }
        } else if check.kind.severity() == Severity::Error || plan.strict_mode {
            self.assertions.open.push(check);
        } else {
            for scenario in plan.scenarios(SCENARIO_SECTIONS).unwrap_or_default() {
                let amount = |amount| plan.amount(amount, &scenario.matching);
                if amount(left) > amount(right) {
                    let finding = plan.finding(&check, &scenario.matching);
                    self.assertions.conditional.push((scenario, finding));
                }
            }
        }
    }
}

impl Plan {
    /// An amount that does not depend on the target.
    #[must_use]
    pub fn known(&self, amount: Amount) -> Option<u128> {
        let fixed = match amount {
            Amount::Bytes(_) => true,
            Amount::Budget(i) => self.crates[i].budget.overlays.is_empty(),
            Amount::Total => self.total.overlays.is_empty(),
            Amount::Limit(i) => self.limits[i].predicate.is_none() || self.target.is_some(),
            Amount::Sum | Amount::SumWithMargin => self.crates.iter().all(|entry| entry.budget.overlays.is_empty()),
            Amount::AddressSpace => self.target.is_some(),
        };
        fixed.then(|| self.amount(amount, &vec![false; self.sections.len()]))
    }

    /// An amount for a target that matches just these sections. The address space counts as that of a 64-bit target.
    fn amount(&self, amount: Amount, matching: &[bool]) -> u128 {
        match amount {
            Amount::Bytes(bytes) => bytes.into(),
            Amount::Budget(i) => self.crates[i].budget.under(matching).bytes.into(),
            Amount::Total => self.total.under(matching).bytes.into(),
            Amount::Limit(i) => self.limits[i].value.bytes.into(),
            Amount::Sum => self.sum(matching),
            Amount::SumWithMargin => {
                with_margin(self.sum(matching), self.margin.as_ref().map_or(0, |margin| margin.hundredths))
            }
            Amount::AddressSpace => self.target.as_ref().map_or(1 << 64, Target::address_space) - 1,
        }
    }

    fn finding(&self, check: &Check, matching: &[bool]) -> Finding {
        let size = |amount| size::print(self.amount(amount, matching));
        let (left, right, sum) = (size(check.left), size(check.right), size(Amount::Sum));
        let width = self.target.as_ref().map_or(64, |target| target.pointer_width).to_string();
        let space = size::print(self.amount(Amount::AddressSpace, matching) + 1);
        let places =
            [("{left}", &*left), ("{right}", &right), ("{sum}", &sum), ("{width}", &width), ("{space}", &space)];
        let fill = |template: &str| filled(template, &places);
        let (title, solution) = self.wording(check);
        let (title, solution) = (fill(&title), fill(&solution));
        let (origin, evidence) = self.evidence(check);
        let blamed = &origin.under(matching);
        let mut finding = Finding::new(check.kind, title, solution, &blamed.origin);
        for part in evidence {
            match part {
                Evidence::Text(..) => {}
                Evidence::Label(label, origin) => finding = finding.and(label, &origin),
                Evidence::Largest => finding.notes.push(self.largest(matching)),
            }
        }
        let limit = match check.kind {
            Kind::BelowMinimum => check.left,
            Kind::AboveMaximum => check.right,
            _ => return finding,
        };
        let edit = Edit::replace(&blamed.origin, size::written(self.amount(limit, matching)));
        finding.with_edit(edit)
    }

    /// A rule's title and solution, with only those places left that depend on the target:
    /// `{left}`, `{right}`, `{sum}`, `{width}` and `{space}`.
    #[must_use]
    pub fn wording(&self, check: &Check) -> (String, String) {
        let (title, solution) = catalogue::template(check.kind, check.of_crate.is_none());
        let name = check.of_crate.map_or("{crate}", |i| &self.crates[i].name);
        let margin = self.margin.as_ref().map_or("", |margin| &margin.text);
        let (target, targets) = match check.right {
            Amount::Limit(i) => {
                let predicate = self.limits[i].predicate.as_ref().map(ToString::to_string);
                let targets = match predicate.as_deref() {
                    None => "every target".to_owned(),
                    Some("target_arch = \"arm\"") => "ARM targets".to_owned(),
                    Some(predicate) => format!("targets matching cfg({predicate})"),
                };
                let triple = self.triple.as_ref().map(|triple| format!("target {triple}"));
                (predicate.map_or_else(|| targets.clone(), |predicate| triple.unwrap_or(predicate)), targets)
            }
            _ => (String::new(), String::new()),
        };
        let places = [("{crate}", name), ("{margin}", margin), ("{targets}", &targets), ("{target}", &target)];
        (filled(title, &places), filled(solution, &places))
    }

    /// The value that is to blame, and the origins of all that the message speaks of.
    #[must_use]
    pub fn evidence(&self, check: &Check) -> (Layered, Vec<Evidence>) {
        let text = |label: &'static str, origin: &Origin| Evidence::Label(label, origin.clone());
        let entry = check.of_crate.map(|i| &self.crates[i]);
        let limit = |value: Option<&crate::plan::Value>, label: &'static str| match value.map(|value| &value.origin) {
            None | Some(Origin::Preset) => Vec::new(),
            Some(origin) => vec![text(label, origin)],
        };
        let (blamed, more) = match (check.kind, entry) {
            (Kind::BelowMinimum, Some(entry)) => (entry.budget.clone(), limit(entry.min.as_ref(), "the minimum")),
            (Kind::AboveMaximum, Some(entry)) => (entry.budget.clone(), limit(entry.max.as_ref(), "the maximum")),
            (Kind::Limits, Some(entry)) => {
                let layered = |value: &Option<crate::plan::Value>| {
                    value.clone().map(|value| Layered::new(value.bytes, value.origin))
                };
                let both = (layered(&entry.min), layered(&entry.max));
                let of_file = matches!(entry.min.as_ref().map(|min| &min.origin), Some(Origin::Preset));
                let (blamed, other, label) =
                    if of_file { (both.1, &entry.min, "the minimum") } else { (both.0, &entry.max, "the maximum") };
                let other = other.iter().map(|value| text(label, &value.origin)).collect();
                (blamed.unwrap_or_else(|| entry.budget.clone()), other)
            }
            (Kind::Platform, _) => {
                let value = match check.right {
                    Amount::Limit(i) => Some(&self.limits[i].value),
                    _ => None,
                };
                (self.total.clone(), limit(value, "the platform limit"))
            }
            (Kind::Total, _) => (self.total.clone(), vec![Evidence::Largest]),
            (Kind::Margin, _) => {
                let margin = self.margin.iter().map(|margin| text("the margin", &margin.origin));
                (self.total.clone(), [Evidence::Largest].into_iter().chain(margin).collect())
            }
            (_, Some(entry)) => (entry.budget.clone(), Vec::new()),
            (_, None) => (self.total.clone(), Vec::new()),
        };
        let mut evidence = vec![Evidence::Text(blamed.texts(|value| value.origin.context()))];
        evidence.extend(more);
        (blamed, evidence)
    }

    /// As the support crate's `violation` writes it, where the compiler decides; a test compares the two.
    fn largest(&self, matching: &[bool]) -> String {
        let bytes = |i: usize| self.crates[i].budget.under(matching).bytes;
        let mut largest = LARGEST.to_owned();
        for i in index::sorted(self.crates.len(), &mut |a, b| bytes(b).cmp(&bytes(a))).into_iter().take(SHOWN) {
            let origin = self.crates[i].budget.under(matching).origin.short();
            let line = format!("\n  {} {} ({origin})", self.crates[i].name, size::print(bytes(i).into()));
            largest.push_str(&line);
        }
        largest
    }
}

/// What a list of the largest budgets begins with.
const LARGEST: &str = "the largest budgets:";
/// How many of them are listed.
const SHOWN: usize = 3;

/// The template with a text in every place that is named.
fn filled(template: &str, places: &[(&str, &str)]) -> String {
    let mut filled = template.to_owned();
    for (place, text) in places {
        filled = filled.replace(place, text);
    }
    filled
}

/// A sum with its margin, rounded up to whole bytes.
fn with_margin(sum: u128, hundredths: u32) -> u128 {
    (sum * (10_000 + u128::from(hundredths))).div_ceil(10_000)
}
