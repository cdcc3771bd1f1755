//! `total_budget = "sum"`: the total is what the crates come to, on every target.

use std::fmt::Write as _;

use memory_budgets_validator::{
    BudgetConfig, Finding, Kind, Outcome, Request, Target, size, validate, validate_budgets,
};
use proptest::prelude::*;

#[memory_budgets::memory_budgets(
    env = false,
    toml = "
preset = 'none'
prefix = 'app'
total_budget = 'sum'
strict_mode = true
[crates.app-net]
budget = '4MB'
[crates.app-ui]
budget = '1MB'
[profile.qm]
app-net = '2MB'
[profile.fixed]
total_budget = '16MB'
[profile.again]
total_budget = 'sum'
app-ui = '3MB'
[target.'cfg(any(unix, windows))']
app-ui = '512KB'
[target.'cfg(not(any(unix, windows)))']
app-net = '1GB'
"
)]
mod budgets {}

#[memory_budgets::memory_budgets(
    env = false,
    profile = "small",
    toml = "
preset = 'none'
total_budget = '64MB'
[crates.app]
budget = '4MB'
[profile.small]
total_budget = 'sum'
app = '2MB'
"
)]
mod of_profile {}

#[memory_budgets::memory_budgets(
    env = false,
    toml = "
preset = 'none'
total_budget = '64MB'
[crates.app]
budget = '4MB'
[target.'cfg(any(unix, windows))']
total_budget = 'sum'
[target.'cfg(any(not(unix), unix))']
app = '3MB'
"
)]
mod of_section {}

use budgets::Profile;

const MB: usize = 1 << 20;

#[test]
fn the_total_follows_the_sections() {
    assert_eq!(budgets::TOTAL_CRATE_BUDGETS, 4 * MB + MB / 2);
    assert_eq!(budgets::TOTAL_SYSTEM_BUDGET, budgets::TOTAL_CRATE_BUDGETS);
    assert_eq!(budgets::TOTAL_BUDGET_ORIGIN, "sum (inline toml:4)");
    assert_eq!((of_section::TOTAL_SYSTEM_BUDGET, of_section::TOTAL_BUDGET_ORIGIN), (3 * MB, "sum (inline toml:7)"));
}

#[test]
fn profiles_have_sums_of_their_own() {
    // The section is the host's, and goes over each profile.
    let totals = [2 * MB + MB / 2, 16 * MB, 4 * MB + MB / 2];
    assert_eq!(Profile::ALL.map(Profile::total), totals);
    assert_eq!((of_profile::TOTAL_SYSTEM_BUDGET, of_profile::TOTAL_BUDGET_ORIGIN), (2 * MB, "sum (inline toml:7)"));
    assert_eq!(of_profile::Profile::Small.total(), 2 * MB);
}

fn request(text: &str, target: Option<Target>) -> Request {
    Request { inline: Some(text.to_owned()), target, environment: Some(Vec::new()), ..Request::default() }
}

fn open(text: &str) -> Outcome {
    validate(&request(text, None))
}

fn target(width: u32) -> Target {
    let cfgs = format!("unix\nboard_0\nboard_2\ntarget_arch=\"arm\"\ntarget_pointer_width=\"{width}\"\n");
    Target::from_rustc_cfg("some-target", &cfgs).expect("it has a pointer width")
}

fn kinds(outcome: &Outcome) -> Vec<Kind> {
    outcome.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn a_build_script_knows_it() {
    let text = "total_budget = 'sum'\n[target.'cfg(target_arch = \"arm\")']\nwrt-runtime = '4MB'\n[profile.p]\nwrt-host = '2MB'\n";
    let config = BudgetConfig::from_request(request(text, Some(target(64))));
    assert_eq!((config.total_budget, &*config.total_origin), (105 << 19, "sum (inline toml:1)"));
    let profile = config.profile("p");
    assert_eq!(profile.total_budget, 101 << 19);
    // The platform limit of ARM is 32MB.
    let error = validate_budgets(&profile).expect_err("the crates come to more than the platform has");
    assert!(error.findings().iter().all(|finding| finding.kind == Kind::Platform), "{error}");
    // Where the target is not known it is what the crates come to outside of sections.
    assert_eq!(BudgetConfig::from_request(request(text, None)).total_budget, 129 << 19);
}

#[test]
fn the_total_cannot_fail_and_limits_still_apply() {
    let of_32_bits = "preset = 'none'\ntotal_budget = 'sum'\n[crates.a]\nbudget = '3GB'\n[crates.b]\nbudget = '2GB'\n";
    let outcome = validate(&request(of_32_bits, Some(target(32))));
    let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!(
        finding.to_string(),
        "Total budget (5GB) does not fit the address space of a 32-bit target\n\n\
         Solution: Reduce total budget below 4GB for this target\n\n --> inline toml:2:16\n  |\n2 | total_budget = 'sum'\n  |                ^^^^^\n\n\
         the largest budgets:\n  a 3GB (inline toml:4)\n  b 2GB (inline toml:6)"
    );
    assert_eq!(kinds(&validate(&request(of_32_bits, Some(target(64))))), []);
    // More than any 64 bits count.
    let mut large = "preset = 'none'\ntotal_budget = 'sum'\n".to_owned();
    for i in 0..3 {
        let _ = write!(large, "[crates.c{i}]\nbudget = {}\n", size::MAX);
    }
    let outcome = validate(&request(&large, Some(target(64))));
    assert!(outcome.findings[0].title.starts_with("Total budget (27670116110564327421 bytes) does not"));
    assert_eq!((kinds(&outcome).as_slice(), outcome.plan.total.base.bytes), (&[Kind::AddressSpace][..], u64::MAX));

    let outcome = open("total_budget = 'sum'\nplatform_limit = '64MB'\n");
    assert_eq!(kinds(&outcome), [Kind::Platform]);
    assert_eq!(outcome.findings[0].title, "Total budget (64.5MB) exceeds platform limit (64MB) for every target");
}

/// A section or a profile may have a total of its own under one that is the sum, and the other way round.
#[test]
fn a_size_and_a_sum() {
    let text = "total_budget = 'sum'\n[target.'cfg(unix)']\ntotal_budget = '64MB'\n[target.'cfg(board_1)']\ntotal_budget = 'sum'\n";
    let outcome = validate(&request(text, Some(target(64))));
    assert_eq!(kinds(&outcome), [Kind::Total, Kind::Platform]);
    assert_eq!(outcome.findings[0].line(), Some(3));
    let later = text.replace("board_1", "board_2");
    assert_eq!(kinds(&validate(&request(&later, Some(target(64))))), [Kind::Platform]);
    let outcome = open(text);
    let rule = outcome.assertions.rules.iter().find(|rule| rule.words.kind == Kind::Total).expect("a rule");
    assert_eq!((rule.open.len(), rule.settled.len()), (1, 0));
    for (matching, total) in [([false, false], 129 << 19), ([true, false], 64 << 20), ([true, true], 129 << 19)] {
        assert_eq!(outcome.plan.total_under(&matching), total);
    }
    // Nothing is left to say of a total that is the sum everywhere.
    let rules = open("total_budget = 'sum'\n[target.'cfg(unix)']\nwrt-host = '8MB'\n").assertions.rules;
    assert!(rules.iter().all(|rule| rule.words.kind != Kind::Total || rule.open.is_empty()));
}

#[test]
fn a_variable_is_a_number() {
    let with = |name: &str, value: &str| {
        let environment = Some(vec![(name.into(), value.into())]);
        validate(&Request { environment, ..request("total_budget = 'sum'\n", None) })
    };
    let outcome = with("WRT_TOTAL_BUDGET", "sum");
    let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    let said =
        "WRT_TOTAL_BUDGET \"sum\" is not a size: it has to be a number: only total_budget in the file can be \"sum\"";
    assert_eq!((finding.kind, &*finding.title), (Kind::InvalidSize, said));
    // A number takes the place of the sum, and a crate's changes it.
    let outcome = with("WRT_TOTAL_BUDGET", "64MB");
    assert_eq!((kinds(&outcome).as_slice(), outcome.plan.total.base.bytes), (&[Kind::Total][..], 64 << 20));
    let outcome = with("WRT_RUNTIME_BUDGET", "128MB");
    assert_eq!((kinds(&outcome).as_slice(), outcome.plan.total.base.bytes), (&[][..], 353 << 19));
    assert_eq!(outcome.plan.total.base.said(), "sum (inline toml:1)");
}

#[test]
fn a_margin_cannot_be_kept() {
    let text = "total_budget = 'sum'\nsafety_margin = '0%'\n[profile.p]\ntotal_budget = 'sum'\n\
                [target.'cfg(unix)']\ntotal_budget = 'sum'\n[profile.q]\ntotal_budget = '1GB'\n";
    for strict_mode in [None, Some(true)] {
        let outcome = validate(&Request { strict_mode, ..request(text, None) });
        let found: Vec<_> = outcome.findings.iter().map(|finding| (finding.kind, finding.line())).collect();
        assert_eq!(found, [1, 4, 6].map(|line| (Kind::MarginOfSum, Some(line))));
        for finding in &outcome.findings {
            let [label] = finding.labels.as_slice() else { unreachable!("{finding}") };
            assert_eq!((&*label.text, label.origin.position().as_deref()), ("the margin", Some("inline toml:2:17")));
        }
    }
    // A variable does not mend the file.
    let environment = Some(vec![("WRT_TOTAL_BUDGET".into(), "1GB".into())]);
    let outcome = validate(&Request { environment, ..request("safety_margin = '1%'\ntotal_budget = 'sum'", None) });
    assert_eq!(kinds(&outcome), [Kind::MarginOfSum]);
}

#[test]
fn almost_the_word() {
    for text in ["'Sum'", "'SUM'", "' sum '"] {
        let outcome = open(&format!("total_budget = {text}"));
        let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
        assert!(finding.solution.starts_with("Write \"sum\"; "), "{finding}");
        let applied = finding.edit.as_ref().expect("a word").applied();
        assert_eq!(kinds(&open(&applied)), []);
    }
    for text in ["'all'", "true", "['sum']", "{ sum = true }"] {
        let outcome = open(&format!("total_budget = {text}"));
        let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
        assert!(finding.solution.ends_with(", or \"sum\": what the crates come to"), "{finding}");
    }
    // A budget, a limit and a crate's bounds are numbers.
    let other =
        "wrt-host = 'sum'\nplatform_limit = 'sum'\n[crates.wrt-debug]\nmin = 'sum'\n[profile.p]\nwrt-math = 'sum'\n";
    let outcome = open(other);
    assert_eq!(outcome.findings.iter().map(Finding::line).collect::<Vec<_>>(), [1, 2, 4, 6].map(Some));
    assert!(
        outcome.findings.iter().all(|finding| finding.title.ends_with("only total_budget in the file can be \"sum\""))
    );
}

/// What could not be read is no part of a sum that is judged.
#[test]
fn a_sum_that_is_not_known() {
    let outcome = open("total_budget = 'sum'\nplatform_limit = '1MB'\nwrt-host = 'lots'\n");
    assert_eq!(kinds(&outcome), [Kind::InvalidSize]);
    assert!(!outcome.plan.total.readable);
    let outcome = open("preset = 'none'\ntotal_budget = 'sum'\n[crates.a]\n[crates.b]\nbudget = 3\n");
    assert_eq!(kinds(&outcome), [Kind::MissingBudget]);
    assert_eq!(u128::from(outcome.plan.total.base.bytes), outcome.plan.sum(&[]));
}

/// Without a preset it is all that is needed.
#[test]
fn kilns_tables_have_no_total() {
    let outcome = open("preset = 'none'\ntotal_budget = 'sum'\n[crates.kiln-runtime]\nbudget = 100\n");
    assert_eq!((kinds(&outcome).as_slice(), outcome.plan.total.base.bytes), (&[][..], 100));
    let outcome = open("preset = 'none'\n[crates.kiln-runtime]\nbudget = 100\n[profile.p]\ntotal_budget = 'sum'\n");
    assert_eq!(kinds(&outcome), [Kind::MissingTotal]);
    assert!(outcome.findings[0].solution.contains("\"sum\""));
}

/// A configuration of some crates, profiles and sections, each of which changes some budgets; the total is the sum.
fn configuration() -> impl Strategy<Value = String> {
    let budgets = || prop::collection::vec(prop::option::of(0..1u64 << 40), 5);
    let tables = || prop::collection::vec((budgets(), any::<bool>()), 0..4);
    (budgets(), tables(), tables()).prop_map(|(base, profiles, sections)| {
        let mut text = "preset = 'none'\ntotal_budget = 'sum'\n".to_owned();
        for (i, budget) in base.iter().enumerate() {
            let _ = write!(text, "[crates.c{i}]\nbudget = {}\n", budget.unwrap_or(7));
        }
        let mut table = |heading: String, budgets: &[Option<u64>], again: bool| {
            let _ = writeln!(text, "[{heading}]");
            for (i, budget) in budgets.iter().enumerate() {
                if let Some(budget) = budget {
                    let _ = writeln!(text, "c{i} = {budget}");
                }
            }
            if again {
                text.push_str("total_budget = 'sum'\n");
            }
        };
        for (i, (budgets, again)) in profiles.iter().enumerate() {
            table(format!("profile.p{i}"), budgets, *again);
        }
        for (i, (budgets, again)) in sections.iter().enumerate() {
            table(format!("target.'cfg(board_{i})'"), budgets, *again);
        }
        text
    })
}

proptest! {
    #[test]
    fn the_total_is_the_sum_on_every_target(text in configuration(), strict in any::<bool>()) {
        let on_target = Request { strict_mode: Some(strict), ..request(&text, Some(target(64))) };
        let known = validate(&on_target);
        prop_assert_eq!(kinds(&known), []);
        prop_assert!(known.assertions.is_settled());
        let left_open = validate(&Request { target: None, ..on_target });
        prop_assert_eq!(kinds(&left_open), []);
        let plans = |outcome: &Outcome| {
            let profiles = outcome.profiles.iter().map(|profile| profile.plan.clone());
            std::iter::once(outcome.plan.clone()).chain(profiles).collect::<Vec<_>>()
        };
        for (here, there) in plans(&known).iter().zip(plans(&left_open)) {
            let sum: u64 = here.crates.iter().map(|entry| entry.budget.base.bytes).sum();
            prop_assert_eq!(here.total.base.bytes, sum);
            let matching: Vec<bool> = there.sections.iter().map(|section| target(64).matches(section)).collect();
            prop_assert_eq!(there.total_under(&matching), u128::from(sum));
            for scenario in there.scenarios(8, false).expect("fewer than that") {
                prop_assert_eq!(there.total_under(&scenario.matching), there.sum(&scenario.matching));
            }
        }
    }
}
