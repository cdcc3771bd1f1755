//! Profiles as tables of one `CrateId`, and every rule about each of them, selected or not.

use memory_budgets_validator::{Kind, Outcome, Request, Severity, validate};

#[memory_budgets::memory_budgets(
    env = false,
    profile = "asil-b",
    toml = "
preset = 'none'
prefix = 'app'
total_budget = '8MB'
[crates.app-net]
budget = '4MB'
[crates.app-ui]
budget = '1MB'
[profile.qm]
[profile.asil-b]
app-net = '2MB'
[profile.asil-d]
app-net = '1MB'
app-ui = '512KB'
total_budget = '2MB'
[target.'cfg(any(unix, windows))']
app-ui = '256KB'
"
)]
mod budgets {}

use budgets::{CrateId, Profile};

const CHOSEN: &[usize; CrateId::COUNT] = Profile::AsilD.budgets();

#[test]
fn every_profile_is_a_table() {
    assert_eq!(Profile::ALL, [Profile::Qm, Profile::AsilB, Profile::AsilD]);
    assert_eq!(Profile::COUNT, 3);
    // The section is the host's: it goes over the profile.
    assert_eq!(Profile::Qm.budgets(), &[4 << 20, 256 << 10]);
    assert_eq!(Profile::AsilB.budgets(), &budgets::CRATE_BUDGETS);
    assert_eq!(CHOSEN, &[1 << 20, 256 << 10]);
    assert_eq!(Profile::AsilD.budget(CrateId::Net), 1 << 20);
    assert_eq!(Profile::ALL.map(Profile::total), [8 << 20, 8 << 20, 2 << 20]);
}

#[test]
fn profiles_have_names() {
    assert_eq!(Profile::AsilD.to_string(), "asil-d");
    assert_eq!(Profile::AsilD.name().parse(), Ok(Profile::AsilD));
    assert_eq!("asil-c".parse::<Profile>(), Err(memory_budgets::UnknownProfile));
    assert_eq!(format!("{:?} {:>6}|", Profile::Qm, Profile::Qm), "Qm     qm|");
}

#[test]
fn a_ledger_can_have_the_budgets_of_one() {
    let largest = Profile::ALL.iter().map(|profile| profile.budgets().iter().sum::<usize>()).max();
    assert!(largest <= Some(budgets::TOTAL_MEMORY_BUDGET));
}

fn resolve(toml: &str, selected: Option<&str>) -> Outcome {
    let inline = Some(toml.to_owned());
    validate(&Request { inline, profile: selected.map(str::to_owned), ..Request::default() })
}

const WRONG: &str =
    "total_budget = '128MB'\n[profile.small]\nwrt-runtime = '2MB'\n[profile.large]\ntotal_budget = '32MB'\n";

#[test]
fn a_profile_that_is_not_selected_is_checked_at_its_place() {
    let outcome = resolve(WRONG, None);
    let found: Vec<_> = outcome.findings.iter().map(|finding| (finding.kind, finding.line())).collect();
    assert_eq!(found, [(Kind::BelowMinimum, Some(3)), (Kind::Total, Some(5))]);
    assert_eq!(outcome.findings[0].notes, ["in the profile \"small\""]);
    assert!(outcome.findings[1].to_string().contains("\n\nin the profile \"large\""), "{}", outcome.findings[1]);
}

#[test]
fn what_is_wrong_in_every_profile_is_said_once() {
    for selected in [None, Some("a"), Some("b")] {
        let outcome =
            resolve("wrt-runtime = '2MB'\n[profile.a]\nwrt-debug = '1MB'\n[profile.b]\nwrt-debug = '1MB'\n", selected);
        assert_eq!(outcome.findings.len(), 1, "{:?}", outcome.findings);
    }
    let outcome = resolve(WRONG, Some("small"));
    assert_eq!(outcome.findings.iter().filter(|finding| finding.kind == Kind::BelowMinimum).count(), 1);
}

#[test]
fn strictness_is_each_profiles_own() {
    let text = "safety_margin = '100%'\ntotal_budget = '1GB'\n[profile.p]\nstrict_mode = true\ntotal_budget = '65.5MB'\n[profile.q]\ntotal_budget = '66MB'\n";
    let severities: Vec<_> = resolve(text, None).findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
}
