//! What layers leave, what stands in, and which targets the rules think of.

use super::{inline, kinds};
use crate::plan::Plan;
use crate::{Request, Target, validate};

const OWN: &str = "preset = 'none'\ntotal_budget = '8MB'\n";

fn budgets(text: &str) -> Vec<u64> {
    inline(text).plan.crates.iter().map(|entry| entry.budget.base.bytes).collect()
}

/// What nobody has said has room in the total, and never less than a minimum or more than a maximum.
#[test]
fn sizes_that_stand_in() {
    const MB: u64 = 1 << 20;
    let open = "[crates.a]\n[crates.b]\n";
    assert_eq!(budgets(&format!("{OWN}{open}")), [MB; 2]);
    assert_eq!(budgets(&format!("preset = 'none'\ntotal_budget = '1MB'\n{open}")), [MB / 2; 2]);
    assert_eq!(budgets(&format!("preset = 'none'\ntotal_budget = 10\n{open}[crates.c]\nbudget = 4\n")), [3, 3, 4]);
    // Without any room they are as usual.
    assert_eq!(budgets(&format!("preset = 'none'\ntotal_budget = 4\n{open}[crates.c]\nbudget = 4\n")), [MB, MB, 4]);
    assert_eq!(budgets(&format!("preset = 'none'\ntotal_budget = 'x'\n{open}")), [MB; 2]);
    assert_eq!(budgets(&format!("{OWN}[crates.a]\nmin = '2MB'\n[crates.b]\nmax = '512KB'\n")), [2 * MB, MB / 2]);
    // A size that could not be read is what it probably means.
    assert_eq!(budgets(&format!("{OWN}[crates.a]\nbudget = '3mb'\n[crates.b]\nbudget = 0\n")), [3 * MB, 0]);
    let total = |text: &str| inline(text).plan.total.base.bytes;
    assert_eq!(total(&format!("preset = 'none'\ntotal_budget = 'x'\n{open}[crates.c]\nbudget = 4\n")), 2 * MB + 4);
    assert_eq!(total(&format!("preset = 'none'\ntotal_budget = '9mb'\n{open}")), 9 * MB);
    let outcome = inline("preset = 'none'\n[crates.a]\nmin = = 1\n");
    assert_eq!((kinds(&outcome), outcome.plan.unsure, outcome.plan.total.readable), (vec!["malformed"], true, false));
    assert!(outcome.plan.crates.iter().all(|entry| entry.budget.base.bytes > 0));
    let sum: u64 = outcome.plan.crates.iter().map(|entry| entry.budget.base.bytes).sum();
    assert!(outcome.plan.total.base.bytes >= sum);
}

#[test]
fn a_sum_is_known_where_all_budgets_are() {
    let readable = |total: &str, budget: &str| {
        let text = format!("preset = 'none'\ntotal_budget = {total}\n[crates.a]\nbudget = {budget}\n");
        inline(&text).plan.total.readable
    };
    assert!(readable("'sum'", "4") && readable("9", "4") && readable("9", "'x'") && !readable("'sum'", "'x'"));
}

/// A section that a build script cannot decide about is a warning, if it sets something.
#[test]
fn what_a_build_script_is_not_told() {
    let target = |cfg: &str| {
        let set = [("TARGET", "arm-none"), ("CARGO_CFG_TARGET_POINTER_WIDTH", "32"), (cfg, "")];
        Target::of_build_script(&super::variables(&set), &|_| None)
    };
    let said = |section: &str| {
        let text = format!("{OWN}[crates.a]\nbudget = 1\n[target.'cfg(panic = \"abort\")']\n{section}\n");
        kinds(&validate(&Request { inline: Some(text), target: target("CARGO_CFG_UNIX"), ..Request::default() }))
    };
    assert_eq!([said("a = 2"), said("total_budget = 9"), said("platform_limit = '1GB'")], [["undecided-section"]; 3]);
    assert_eq!(said(""), [""; 0]);
}

#[test]
fn what_a_section_cannot_say_is_open() {
    let readable = |section: &str| {
        let text = format!("{OWN}[crates.a]\nbudget = 1\n[target.'cfg(unix)']\n{section}\n");
        inline(&text).plan.crates[0].budget.readable
    };
    assert!(readable("a = 2") && readable("total_budget = 'x'") && !readable("a = 'x'") && !readable("a = '2mb'"));
}

#[test]
fn of_two_budgets_the_later_is_one_too_many() {
    let at = |text: &str| {
        let outcome = inline(&format!("{OWN}{text}"));
        assert_eq!(kinds(&outcome), ["duplicate-budget"]);
        (outcome.findings[0].line(), outcome.findings[0].labels[0].origin.line())
    };
    assert_eq!(at("a = 1\n[crates.a]\nbudget = 2\n"), (Some(5), Some(3)));
    assert_eq!(at("crates.a.budget = 2\na = 1\n"), (Some(4), Some(3)));
}

#[test]
fn a_profile_without_a_total_is_reported_once() {
    let text = "preset = 'none'\n[crates.a]\nbudget = 1\n[profile.one]\ntotal_budget = 2\n[profile.two]\n";
    let select = |profile: &str| {
        let request =
            Request { inline: Some(text.to_owned()), profile: Some(profile.to_owned()), ..Request::default() };
        let outcome = validate(&request);
        let notes: Vec<_> = outcome.findings.iter().map(|finding| finding.notes.len()).collect();
        (kinds(&outcome), notes)
    };
    assert_eq!(select("one"), (vec!["missing-total"], vec![1]));
    assert_eq!(select("two"), (vec!["missing-total"], vec![0]));
    // What is wrong with the file whatever is selected is said once, and not for each profile.
    let twice = format!("{text}[crates.b]\n").replace("[profile.two]\n", "");
    let request = Request { inline: Some(twice), profile: Some("one".to_owned()), ..Request::default() };
    assert_eq!(kinds(&validate(&request)), ["missing-budget"]);
}

#[test]
fn scenarios_are_every_combination() {
    let plan = |text: &str| -> Plan { inline(&format!("{OWN}[crates.a]\nbudget = 1\n{text}")).plan };
    let three = plan(
        "[target.'cfg(x)']\na = 2\n[target.'cfg(y)']\nplatform_limit = '9MB'\n[target.'cfg(z)']\ntotal_budget = '7MB'\n",
    );
    let matching: Vec<_> =
        three.scenarios(2, true).expect("two change a size").into_iter().map(|one| one.matching).collect();
    let of = |x, z| vec![x, false, z];
    assert_eq!(matching, [of(false, false), of(true, false), of(false, true), of(true, true)]);
    let shown: Vec<_> = three.scenarios(8, true).expect("two are fewer").into_iter().map(|one| one.predicate).collect();
    let shown: Vec<_> = shown.iter().map(|one| one.as_ref().map(ToString::to_string).unwrap_or_default()).collect();
    assert_eq!(shown, ["all(not(x), not(z))", "all(x, not(z))", "all(not(x), z)", "all(x, z)"]);
    assert!(three.scenarios(1, true).is_none());
    let none = plan("").scenarios(0, true).expect("none changes a size");
    assert_eq!((none.len(), none[0].predicate.is_none(), none[0].matching.len()), (1, true, 0));
}

/// Warnings about targets that only the compiler knows say which targets, and the sizes there.
#[test]
fn warnings_of_sections() {
    let conditional = |text: &str| -> Vec<(String, String)> {
        let outcome = inline(text);
        let of = |(scenario, finding): &(crate::plan::Scenario, crate::Finding)| {
            (scenario.predicate.as_ref().map(ToString::to_string).unwrap_or_default(), finding.title.clone())
        };
        outcome.assertions.conditional.iter().map(of).collect()
    };
    let text = "preset = 'none'\ntotal_budget = 12\nsafety_margin = '20%'\n[crates.a]\nbudget = 10\n";
    let with_11 = "Crate budgets (11 bytes) with a 20% safety margin (14 bytes) exceed system budget (12 bytes)";
    assert_eq!(conditional(text), []);
    assert_eq!(conditional(&format!("{text}[target.'cfg(x)']\na = 11\n")), [("x".to_owned(), with_11.to_owned())]);
    let outcome = inline(&format!("{text}[target.'cfg(x)']\na = 9\n"));
    assert!(outcome.assertions.conditional.is_empty() && !outcome.assertions.is_settled());
    let target = Target::from_rustc_cfg("arm-none", "target_pointer_width=\"32\"\n").ok();
    let decided = validate(&Request { inline: Some(text.to_owned()), target, ..Request::default() });
    assert!(decided.assertions.is_settled());
    // A rule that is open and no warning, and the other way round.
    let open = inline("preset = 'none'\ntotal_budget = 12\n[crates.a]\nbudget = 10\n[target.'cfg(x)']\na = 11\n");
    assert!(open.assertions.conditional.is_empty() && !open.assertions.is_settled());
}

#[test]
fn sections_are_checked_whatever_the_target_is() {
    let text = |min: u64, base: u64, section: u64| {
        format!("{OWN}[crates.a]\nbudget = {base}\nmin = {min}\n[target.'cfg(x)']\na = {section}\n")
    };
    assert_eq!(kinds(&inline(&text(4, 4, 4))), [""; 0]);
    assert_eq!(kinds(&inline(&text(4, 4, 3))), ["below-minimum"]);
    // The base alone is too small: whether some target has it is the compiler's to say.
    let outcome = inline(&text(4, 3, 4));
    assert_eq!((kinds(&outcome), outcome.assertions.is_settled()), (vec![], false));
    assert!(!inline(&text(4, 3, 3)).findings.is_empty());
    // What is equal has been found to hold, and is not left open.
    let open = |text: &str| {
        let outcome = inline(text);
        let of_minimum = |rule: &&crate::for_macros::Asserted| rule.words.kind == crate::Kind::BelowMinimum;
        let rule = outcome.assertions.rules.iter().find(of_minimum).expect("a rule");
        (rule.settled.len(), rule.open.len())
    };
    assert_eq!([open(&text(4, 4, 4)), open(&text(4, 3, 4)), open(&text(4, 4, 3))], [(1, 0), (0, 1), (0, 0)]);
}

#[test]
fn whoever_declares_little_is_told_of_the_preset() {
    let solution = |own: u64, total: u64| {
        let text = format!("total_budget = {total}\n[crates.own]\nbudget = {own}\n");
        let findings = inline(&text).findings;
        findings.iter().find(|finding| finding.kind == crate::Kind::Total).map(|finding| finding.solution.clone())
    };
    let advised = |own: u64| solution(own, 1).is_some_and(|solution| solution.contains("preset = \"none\""));
    let of_preset: u64 = budgets("").iter().sum();
    assert!(advised(1) && advised(of_preset - 1));
    assert!(!advised(of_preset) && !advised(of_preset + 1));
}

#[test]
fn a_target_has_a_name_and_a_width() {
    let environment = |set: &[(&str, &str)]| Target::of_build_script(&super::variables(set), &|_| None);
    let (name, width) = (("TARGET", "arm"), ("CARGO_CFG_TARGET_POINTER_WIDTH", "32"));
    assert!(environment(&[name, width]).is_some());
    assert!(environment(&[name]).is_none() && environment(&[width]).is_none() && environment(&[]).is_none());
    assert!(environment(&[name, ("CARGO_CFG_TARGET_POINTER_WIDTH", "wide")]).is_none());
}
