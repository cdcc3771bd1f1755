//! Stage 4: the rules. One row in the table and one function each.
//!
//! Every rule has the form `left <= right`. Where both sides are known it is decided here, with a finding if it fails;
//! where the target decides, it is handed on to the compiler. Either way it is asserted again in the generated code.

mod amount;
mod check;
mod in_sections;
#[cfg(feature = "measured")]
pub(crate) mod measured;
mod message;
mod verdict;

pub use self::amount::Amount;
use self::amount::Amount::{AddressSpace, Budget, Limit, Max, Min, Sum, SumWithMargin, Total};
pub use self::check::Check;
pub use self::message::{Part, Words};
use self::verdict::Verdict;
pub use self::verdict::{Asserted, Assertions};
use crate::findings::{Finding, Kind, Origin};
use crate::plan::{BudgetedCrate, Plan};

/// One rule.
struct Rule {
    /// What its findings are called; whether they are errors or warnings is the kind's to say.
    kind: Kind,
    /// What is wrong, in one sentence.
    title: &'static str,
    /// How to mend it.
    solution: &'static str,
    /// What it requires.
    check: fn(&Plan, &mut Verdict<'_>),
}

/// To add a rule: a kind in `findings/kind.rs`, a row here and a function below, which says what may be at most what, what is
/// to blame where that fails, and what else to name. The rest follows from these, and a test asks for the rule's compile-fail
/// case and for its row in the README.
///
/// Titles and solutions have places: `{left}` and `{right}`, the sizes compared; `{crate}`, the name of the crate that the
/// check is about; `{sum}`, of the crate budgets; `{margin}`; `{width}` and `{space}`, of the target's addresses; `{target}`
/// and `{targets}`, which a platform limit holds for; `{own}`, the advice to leave the preset where that is what is too large.
const RULES: &[Rule] = &[
    Rule {
        kind: Kind::Total,
        title: "Total crate budgets ({left}) exceed system budget ({right})",
        solution: "Reduce individual crate budgets or increase total budget{own}",
        check: total,
    },
    Rule {
        kind: Kind::BelowMinimum,
        title: "{crate} budget ({right}) below minimum requirement ({left})",
        solution: "Increase {crate} budget to at least {left}",
        check: minimum,
    },
    Rule {
        kind: Kind::AboveMaximum,
        title: "{crate} budget ({left}) above maximum limit ({right})",
        solution: "Reduce {crate} budget to at most {right}",
        check: maximum,
    },
    Rule {
        kind: Kind::Platform,
        title: "Total budget ({left}) exceeds platform limit ({right}) for {target}",
        solution: "Reduce total budget for {targets}",
        check: platform,
    },
    Rule {
        kind: Kind::AddressSpace,
        title: "{crate} budget ({left}) does not fit the address space of a {width}-bit target",
        solution: "Reduce {crate} budget below {space} for this target",
        check: address_space,
    },
    Rule {
        kind: Kind::AddressSpace,
        title: "Total budget ({left}) does not fit the address space of a {width}-bit target",
        solution: "Reduce total budget below {space} for this target",
        check: address_space_of_total,
    },
    Rule {
        kind: Kind::Limits,
        title: "{crate} minimum ({left}) above its maximum ({right})",
        solution: "Lower min or raise max of {crate}",
        check: limits,
    },
    Rule {
        kind: Kind::Margin,
        title: "Crate budgets ({sum}) with a {margin} safety margin ({left}) exceed system budget ({right})",
        solution: "Reduce individual crate budgets, increase total budget, or lower safety_margin{own}",
        check: margin,
    },
];

/// The sum of the crate budgets is at most the total: crates of 128MB under a total of 64MB fail.
fn total(plan: &Plan, verdict: &mut Verdict<'_>) {
    // A total that is the sum on every target holds it there.
    if !plan.total_is_sum() {
        verdict.require(Sum.at_most(Total).blaming(Total).with_the_largest());
    }
}

/// A crate's budget is at least its minimum: 2MB for wrt-runtime fails, which needs 4MB.
fn minimum(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if limits_agree(entry) {
            verdict.require_wherever_said(i, &|_| {
                let check = Min(i).at_most(Budget(i)).blaming(Budget(i)).mended_by(Min(i));
                check.beside_own("the minimum", Min(i))
            });
        }
    }
}

/// A crate's budget is at most its maximum: 512MB for wrt-runtime fails, which may have 256MB.
fn maximum(plan: &Plan, verdict: &mut Verdict<'_>) {
    for (i, entry) in plan.crates.iter().enumerate() {
        if limits_agree(entry) {
            verdict.require_wherever_said(i, &|_| {
                let check = Budget(i).at_most(Max(i)).blaming(Budget(i)).mended_by(Max(i));
                check.beside_own("the maximum", Max(i))
            });
        }
    }
}

/// The total is at most every platform limit that matches the target: the default 65.5MB fails on ARM, with 32MB.
fn platform(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.limits.len() {
        let check = of_total(Total.at_most(Limit(i)).blaming(Total), plan);
        verdict.require(check.beside_own("the platform limit", Limit(i)));
    }
}

/// Each budget can be counted by the target's `usize`: 4GB fails on a 32-bit target.
fn address_space(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.crates.len() {
        verdict.require(Budget(i).at_most(AddressSpace).blaming(Budget(i)));
    }
}

/// And so can the total.
fn address_space_of_total(plan: &Plan, verdict: &mut Verdict<'_>) {
    verdict.require(of_total(Total.at_most(AddressSpace).blaming(Total), plan));
}

/// Where the total is what the crates come to, the largest of them are to blame.
fn of_total(check: Check, plan: &Plan) -> Check {
    if plan.total_may_be_sum() { check.with_the_largest() } else { check }
}

/// A crate's minimum is at most its maximum. The one to blame is the one that the file sets.
fn limits(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.crates.len() {
        verdict.require_wherever_said(i, &|said| match &said.min {
            Some(min) if !matches!(min.origin, Origin::Preset) => {
                Min(i).at_most(Max(i)).blaming(Min(i)).beside("the maximum", Max(i))
            }
            _ => Min(i).at_most(Max(i)).blaming(Max(i)).beside("the minimum", Min(i)),
        });
    }
}

/// With a `safety_margin` of 20%, the sum of the crate budgets and a fifth of it are at most the total.
fn margin(_: &Plan, verdict: &mut Verdict<'_>) {
    let check = SumWithMargin.at_most(Total).blaming(Total).with_the_largest();
    verdict.require(check.beside("the margin", SumWithMargin));
}

/// Where minimum and maximum exclude each other, no budget is to blame.
fn limits_agree(entry: &BudgetedCrate) -> bool {
    !matches!((&entry.outside.min, &entry.outside.max), (Some(min), Some(max)) if min.bytes > max.bytes)
}

/// The kinds of the rules.
#[cfg(feature = "build-script")]
pub fn rules() -> impl Iterator<Item = Kind> {
    RULES.iter().map(|rule| rule.kind)
}

/// Runs every rule.
pub(crate) fn check(plan: &Plan, findings: &mut Vec<Finding>) -> Assertions {
    let mut verdict = Verdict::new(plan, findings);
    for rule in RULES {
        verdict.of(Words { kind: rule.kind, title: rule.title, solution: rule.solution }, rule.check);
    }
    verdict.assertions()
}

#[cfg(test)]
mod tests {
    use super::{RULES, message};

    #[test]
    fn every_place_is_known() {
        for rule in RULES {
            for place in message::places(rule.title).chain(message::places(rule.solution)) {
                assert!(message::is_place(place), "{}: there is no place {{{place}}}", rule.kind.name());
            }
        }
    }
}
