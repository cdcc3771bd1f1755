//! Every rule again, in constants that stand on their own.

use memory_budgets_validator::{
    Amount, BudgetedCrate, Check, Choice, Evidence, Kind, Origin, Outcome, Plan, Severity, catalogue,
};

use super::{Code, NAMES, ORIGINS, SIZES, TOTAL, allow_cfgs};

/// Room for the numbers of a message, in bytes.
const NUMBERS: usize = 6 * 24;

pub(super) fn assertions(outcome: &Outcome, code: &mut Code) {
    let plan = &outcome.plan;
    let failed = outcome.findings.iter().any(|finding| finding.severity == Severity::Error);
    // After an error the rules are decided already, and would fail here once more.
    if !failed {
        let settled = &outcome.assertions.settled;
        for kind in [Kind::Total, Kind::BelowMinimum, Kind::AboveMaximum, Kind::Platform, Kind::Limits, Kind::Margin] {
            let checks: Vec<&Check> = settled.iter().filter(|check| check.kind == kind).collect();
            if checks.iter().any(|check| check.of_crate.is_some()) {
                for_all(kind, &checks, plan, code);
            } else {
                for check in checks {
                    one(check, plan, code);
                }
            }
        }
    }
    let mut of_any_target = Vec::new();
    for check in &outcome.assertions.open {
        if in_address_loop(check, plan) {
            of_any_target.push(check);
        } else {
            one(check, plan, code);
        }
    }
    if !of_any_target.is_empty() {
        for_all(Kind::AddressSpace, &of_any_target, plan, code);
    }
}

/// Whether a check of the address space can fail for 16-bit targets alone: one loop does for all of those.
fn in_address_loop(check: &Check, plan: &Plan) -> bool {
    let small = |i: usize| plan.crates[i].budget.alternatives().all(|value| u32::try_from(value.bytes).is_ok());
    check.kind == Kind::AddressSpace && check.of_crate.is_some_and(small)
}

/// A rule in one item for all crates; it names the first that breaks it.
fn for_all(kind: Kind, checks: &[&Check], plan: &Plan, code: &mut Code) {
    let (title, solution) = catalogue::template(kind, false);
    let message = message(title, solution);
    let room = message.len() + 3 * longest_of(plan, |entry| entry.name.len()) + longest_origin(plan) + NUMBERS;
    let sides = [(checks[0].left, 0), (checks[0].right, u64::MAX)];
    code.add(format_args!("const _: () = match __budgets::first_violation::<{room}>({NAMES}, "));
    for (i, (side, neutral)) in sides.into_iter().enumerate() {
        match side {
            Amount::Budget(_) => code.add(format_args!("&{SIZES}, ")),
            Amount::AddressSpace if checks.len() == plan.crates.len() => {
                code.add(format_args!("&[__budgets::address_space()], "));
            }
            // One for each crate; where the rule has nothing to say, one that holds.
            _ => {
                let mut amounts = vec![Amount::Bytes(neutral); plan.crates.len()];
                for check in checks {
                    if let Some(of_crate) = check.of_crate {
                        amounts[of_crate] = if i == 0 { check.left } else { check.right };
                    }
                }
                code.add(format_args!("&["));
                code.list(&amounts, |code, side| amount(*side, plan, code));
                code.add(format_args!("], "));
            }
        }
    }
    code.add(format_args!("{message:?}, {ORIGINS})"));
    panic_with_message(code);
}

/// A rule in an item of its own, with the origins that are in force on the target.
fn one(check: &Check, plan: &Plan, code: &mut Code) {
    let (title, solution) = plan.wording(check);
    let message = message(&title, &solution);
    let (_, evidence) = plan.evidence(check);
    let longest =
        |choice: &Choice| choice.overlays.iter().map(|(_, text)| text.len()).fold(choice.base.len(), usize::max);
    let part = |evidence: &Evidence| match evidence {
        Evidence::Text(choice) => longest(choice),
        Evidence::Label(label, origin) => labelled(label, origin).len(),
        Evidence::Largest => 3 * (longest_of(plan, |entry| entry.name.len()) + longest_origin(plan)) + 2 * NUMBERS,
    };
    let room = message.len() + evidence.iter().map(part).sum::<usize>() + NUMBERS;
    code.add(format_args!("{} const _: () = match __budgets::violation::<{room}>(\"\", ", allow_cfgs(plan)));
    for side in [check.left, check.right, Amount::Sum] {
        amount(side, plan, code);
        code.add(format_args!(", "));
    }
    code.add(format_args!("{message:?}, &["));
    code.list(&evidence, |code, evidence| match evidence {
        Evidence::Text(choice) => {
            code.add(format_args!("__budgets::Evidence::Text("));
            code.text(choice, plan);
            code.add(format_args!(")"));
        }
        Evidence::Label(label, origin) => {
            code.add(format_args!("__budgets::Evidence::Text({:?})", labelled(label, origin)));
        }
        Evidence::Largest => code.add(format_args!("__budgets::Evidence::Largest({NAMES}, &{SIZES}, {ORIGINS})")),
    });
    code.add(format_args!("])"));
    panic_with_message(code);
}

/// How a message goes on with an origin beside the one to blame.
fn labelled(label: &str, origin: &Origin) -> String {
    format!("\n\n{}", origin.labelled(label))
}

fn longest_of(plan: &Plan, length: fn(&BudgetedCrate) -> usize) -> usize {
    plan.crates.iter().map(length).max().unwrap_or(0)
}

fn longest_origin(plan: &Plan) -> usize {
    longest_of(plan, |entry| entry.budget.alternatives().map(|value| value.origin.short().len()).max().unwrap_or(0))
}

fn panic_with_message(code: &mut Code) {
    code.add(format_args!(
        "{{
            __budgets::Option::Some(message) => __budgets::panic!(\"{{}}\", message.as_str()),
            __budgets::Option::None => {{}}
        }};"
    ));
}

/// A message up to its origins.
fn message(title: &str, solution: &str) -> String {
    format!("{title}\n\nSolution: {solution}\n\n")
}

fn amount(amount: Amount, plan: &Plan, code: &mut Code) {
    match amount {
        Amount::Bytes(bytes) => code.add(format_args!("{bytes}u64")),
        Amount::Budget(i) => code.size(&plan.crates[i].budget, plan),
        Amount::Total => code.add(format_args!("{TOTAL}")),
        Amount::Limit(i) => {
            let (limit, unlimited) = (plan.limits[i].value.bytes, u64::MAX);
            match &plan.limits[i].predicate {
                None => code.add(format_args!("{limit}u64")),
                Some(only) => {
                    code.add(format_args!("if __budgets::cfg!({only}) {{ {limit}u64 }} else {{ {unlimited}u64 }}"));
                }
            }
        }
        Amount::Sum => code.add(format_args!("__budgets::sum(&{SIZES})")),
        Amount::SumWithMargin => {
            let hundredths = plan.margin.as_ref().map_or(0, |margin| margin.hundredths);
            code.add(format_args!("__budgets::with_margin(__budgets::sum(&{SIZES}), {hundredths}u64)"));
        }
        Amount::AddressSpace => code.add(format_args!("__budgets::address_space()")),
    }
}
