//! Profiles as tables of one `CrateId`, and every rule about each of them, selected or not.

use memory_budgets_validator::{Finding, Kind, Outcome, Request, Severity, validate};

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

#[memory_budgets::memory_budgets(
    env = false,
    toml = "
preset = 'none'
total_budget = '8MB'
[crates.app]
budget = '4MB'
[profile.type]
[profile.crate]
[profile.async]
[profile.r-try]
[profile.all]
[profile.core]
[profile.option]
"
)]
mod keywords {}

/// A keyword is none once it is a variant.
#[test]
fn profiles_named_like_keywords() {
    use keywords::Profile;
    assert_eq!(format!("{:?}", Profile::ALL), "[Type, Crate, Async, RTry, All, Core, Option]");
    assert_eq!("crate".parse(), Ok(Profile::Crate));
    for name in ["self", "Self", "SELF", "ALL", "COUNT", "'2d'", "''", "'a b'", "'é'", "_"] {
        let outcome = resolve(&format!("[profile.{name}]\n"), None);
        let expected = if name == "SELF" { vec![] } else { vec![(Kind::InvalidProfile, Some(1))] };
        let found: Vec<_> = outcome.findings.iter().map(|finding| (finding.kind, finding.line())).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn profiles_that_differ_in_case_alone() {
    for (second, says) in [
        ("Lab", "The profiles \"Lab\" and \"lab\" come to the same variant of `Profile`"),
        ("LAB", "The profiles \"LAB\" and \"lab\" differ in case alone"),
        ("LaB", "The profiles \"LaB\" and \"lab\" differ in case alone"),
    ] {
        let outcome = resolve(&format!("[profile.lab]\n[profile.{second}]\n"), None);
        let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
        assert_eq!((finding.kind, &*finding.title, finding.line()), (Kind::ProfileCollision, says, Some(2)));
        assert_eq!(finding.labels[0].origin.line(), Some(1));
    }
    assert!(resolve("[profile.lab]\n[profile.lab-b]\n[profile.la-b]\n", None).findings.is_empty());
    let outcome = resolve("[profile.lab]\n", Some("LAB"));
    assert_eq!(outcome.findings[0].solution, "Did you mean \"lab\"?");
}

/// Each profile by its own strictness, and what is wrong whichever is selected by that of the one that is.
#[test]
fn profiles_of_two_strictnesses() {
    let text = "safety_margin = '20%'\n[target.'cfg(target_os = \"qnx\")']\nplatform_limit = '1GB'\n\
                [profile.strict]\nstrict_mode = true\n[profile.loose]\nstrict_mode = false\n";
    let severities = |selected: Option<&str>| {
        let found = resolve(text, selected).findings;
        found.iter().map(|finding| (finding.kind, finding.severity)).collect::<Vec<_>>()
    };
    let (error, warning) = (Severity::Error, Severity::Warning);
    let of_margin = |severity| (Kind::Margin, severity);
    assert_eq!(severities(Some("strict")), [(Kind::UnknownTargetValue, error), of_margin(error)]);
    for selected in [None, Some("loose")] {
        let found = severities(selected);
        assert_eq!(found[0], (Kind::UnknownTargetValue, warning));
        assert!(found.contains(&of_margin(warning)), "{found:?}");
    }
    let twice = text.replace("strict_mode = true\n", "strict_mode = true\nstrict_mode = false\n");
    assert_eq!(resolve(&twice, None).findings[0].kind, Kind::Malformed);
    let wrong = resolve(&text.replace("= true", "= 'yes'"), None);
    assert_eq!(wrong.findings.iter().find(|finding| finding.kind == Kind::WrongType).and_then(Finding::line), Some(5));
}
