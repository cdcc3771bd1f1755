//! What the names of crates begin with: the presets of WRT and Kiln, a prefix of one's own, and none.

use std::ffi::OsString;

use memory_budgets_validator::{Kind, Outcome, Request, Severity, validate};

#[memory_budgets::memory_budgets(env = false, toml = "preset = 'kiln'")]
mod kiln {}

#[memory_budgets::memory_budgets(
    env = false,
    toml = "
preset = 'none'
prefix = 'my-app'
total_budget = '4MB'
[crates.my-app-net]
budget = '1MB'
[crates.my-app]
budget = '1MB'
[crates.other]
budget = '1MB'
"
)]
mod app {}

fn resolve(toml: &str, variables: &[(&str, &str)]) -> Outcome {
    let inline = Some(toml.to_owned());
    let environment = Some(variables.iter().map(|(name, value)| (OsString::from(name), value.into())).collect());
    validate(&Request { inline, environment, ..Request::default() })
}

fn kinds(outcome: &Outcome) -> Vec<Kind> {
    outcome.findings.iter().map(|finding| finding.kind).collect()
}

const APP: &str =
    "preset = 'none'\ntotal_budget = '4MB'\n[crates.app-net]\nbudget = '1MB'\n[profile.small]\napp-net = 1024\n";

#[test]
fn kiln_has_its_own_names() {
    use kiln::CrateId;
    assert_eq!(CrateId::COUNT, 16);
    assert_eq!((CrateId::Runtime.name(), CrateId::Runtime.short_name()), ("kiln-runtime", "runtime"));
    assert_eq!((kiln::RUNTIME_BUDGET, kiln::TOTAL_MEMORY_BUDGET), (16 << 20, 65 << 20 | 512 << 10));
    assert_eq!("kiln-helper".parse(), Ok(CrateId::Helper));
    assert_eq!(format!("{:?}", CrateId::Component), "Component");
}

#[test]
fn a_prefix_is_taken_off() {
    use app::CrateId;
    assert_eq!(format!("{:?}", CrateId::ALL), "[Net, MyApp, Other]");
    assert_eq!(CrateId::ALL.map(CrateId::short_name), ["net", "my-app", "other"]);
    assert_eq!(app::NET_BUDGET + app::MY_APP_BUDGET + app::OTHER_BUDGET, 3 << 20);
}

#[test]
fn variables_follow_the_prefix() {
    for (preset, prefix) in [("preset = 'wrt'", "WRT"), ("preset = 'kiln'", "KILN"), (APP, "MEMORY")] {
        let outcome = resolve(preset, &[(&format!("{prefix}_TOTAL_BUDGET"), "1GB")]);
        assert_eq!(kinds(&outcome), [], "{prefix}");
        assert_eq!(outcome.plan.total.base.bytes, 1 << 30);
        assert!(outcome.watch.variables.contains(&format!("{prefix}_BUDGET_PROFILE")));
    }
    let outcome = resolve(APP, &[("MEMORY_BUDGET_PROFILE", "small")]);
    assert_eq!((kinds(&outcome), outcome.plan.crates[0].budget.base.bytes), (vec![], 1024));
    let prefixed = format!("prefix = 'app'\n{APP}");
    let outcome =
        resolve(&prefixed, &[("APP_BUDGET_PROFILE", "small"), ("APP_TOTAL_BUDGET", "1GB"), ("APP_NET_BUDGET", "2KB")]);
    assert_eq!((kinds(&outcome), outcome.plan.crates[0].budget.base.bytes), (vec![], 2048));
    assert_eq!(outcome.plan.total.base.bytes, 1 << 30);
}

/// Nothing that a configuration without a preset consults is called after somebody else's project, but for the two names that
/// the file may be given by.
#[test]
fn a_stranger_meets_no_other_name() {
    let outcome = resolve(APP, &[]);
    let others: Vec<_> =
        outcome.watch.variables.iter().filter(|name| name.contains("WRT") || name.contains("KILN")).collect();
    assert_eq!(others, ["WRT_MEMORY_BUDGET_FILE", "KILN_MEMORY_BUDGET_FILE"]);
}

#[test]
fn old_spellings_are_said_and_watched() {
    for (preset, old, new) in [
        ("", "WRT_BUDGET_WRT_RUNTIME", "WRT_RUNTIME_BUDGET"),
        ("preset = 'kiln'", "KILN_BUDGET_KILN_RUNTIME", "KILN_RUNTIME_BUDGET"),
        ("preset = 'kiln'", "WRT_RUNTIME_BUDGET", "KILN_RUNTIME_BUDGET"),
        ("preset = 'kiln'", "WRT_TOTAL_BUDGET", "KILN_TOTAL_BUDGET"),
    ] {
        let outcome = resolve(preset, &[(old, "8MB")]);
        assert_eq!(kinds(&outcome), [Kind::UnknownVariable], "{old}");
        assert_eq!(outcome.findings[0].solution, format!("Did you mean {new}?"));
    }
    // Before one is set, too: setting it is noticed by a build that compiles nothing else anew.
    assert!(resolve("", &[]).watch.variables.contains(&"WRT_BUDGET_WRT_RUNTIME".to_owned()));
}

#[test]
fn another_modules_variables_are_not_reported() {
    let set = [
        ("WRT_TOTAL_BUDGET", "1GB"),
        ("WRT_RUNTIME_BUDGET", "8MB"),
        ("KILN_BUDGET_PROFILE", "x"),
        ("MEMORY_BUDGET_LINKER", "cc"),
    ];
    assert_eq!(kinds(&resolve(APP, &set)), []);
}

#[test]
fn the_projects_own_examples_are_right_as_they_are() {
    for (preset, prefix) in [("wrt", "wrt"), ("kiln", "kiln")] {
        let lines =
            ["foundation", "runtime", "decoder", "error"].map(|name| format!("\"{prefix}-{name}\" = \"4MB\"\n"));
        let outcome = resolve(&format!("preset = \"{preset}\"\n{}", lines.concat()), &[]);
        assert!(outcome.findings.iter().all(|finding| finding.kind == Kind::AboveMaximum), "{:?}", outcome.findings);
        assert_eq!(outcome.plan.crates[1].budget.base.bytes, 4 << 20);
    }
}

#[test]
fn a_crate_of_the_other_project_says_which_preset_has_it() {
    let outcome = resolve("'kiln-runtime' = '16MB'", &[]);
    assert_eq!(outcome.findings[0].solution, "Write `preset = \"kiln\"` at the top of the file");
    assert_eq!(outcome.findings[0].severity, Severity::Error);
}

#[test]
fn what_is_no_prefix() {
    for prefix in ["'1app'", "''", "' '", "'app net'", "'äpp'", "'-'", "'app-'", "'-app'"] {
        let outcome = resolve(&format!("prefix = {prefix}\n{APP}"), &[]);
        assert_eq!(kinds(&outcome), [Kind::InvalidPrefix], "{prefix}");
        assert_eq!((outcome.findings[0].line(), outcome.findings[0].column()), (Some(1), Some(10)));
    }
    for prefix in ["1", "['app']", "{ of = 'app' }"] {
        let outcome = resolve(&format!("prefix = {prefix}\n{APP}"), &[]);
        assert_eq!((kinds(&outcome), outcome.findings[0].line()), (vec![Kind::WrongType], Some(1)), "{prefix}");
    }
}

/// A prefix that another name begins with, too, takes nothing off that.
#[test]
fn a_prefix_that_is_part_of_another() {
    let crates = "preset = 'none'\ntotal_budget = 'sum'\n[crates.wrt-net]\nbudget = 1\n[crates.wrtd-net]\nbudget = 2\n\
                  [crates.wrt-wrt-net]\nbudget = 3\n[crates.wrt_net]\nbudget = 4\nvariant = 'Other'\n[crates.wrt]\nbudget = 5\n";
    let names = |prefix: &str| {
        let outcome = resolve(&format!("prefix = '{prefix}'\n{crates}"), &[]);
        let of_crates = outcome.plan.crates.iter().map(|entry| (entry.variant.clone(), entry.variable.clone()));
        (kinds(&outcome), of_crates.map(|(variant, variable)| format!("{variant} {variable}")).collect::<Vec<_>>())
    };
    let of_wrt = [
        "Net WRT_NET_BUDGET",
        "WrtdNet WRTD_NET_BUDGET",
        "WrtNet WRT_WRT_NET_BUDGET",
        "Crate_3 WRT_NET_BUDGET",
        "Wrt WRT_BUDGET",
    ];
    assert_eq!(names("wrt"), (vec![Kind::VariableCollision], of_wrt.map(str::to_owned).to_vec()));
    assert_eq!(names("wrtd").1[..2], ["WrtNet WRT_NET_BUDGET", "Net WRTD_NET_BUDGET"]);
    assert_eq!(names("wr").1[..2], ["WrtNet WRT_NET_BUDGET", "WrtdNet WRTD_NET_BUDGET"]);
    // The variables of the longer one are not those of the shorter.
    let of_wrtd =
        format!("prefix = 'wrtd'\n{}", crates.replace("[crates.wrt_net]\nbudget = 4\nvariant = 'Other'\n", ""));
    let outcome = resolve(&of_wrtd, &[("WRTD_TOTAL_BUDGET", "1KB"), ("WRTD_NET_BUDGET", "7"), ("WRT_NET_BUDGET", "8")]);
    assert_eq!((kinds(&outcome), outcome.plan.total.base.bytes), (vec![], 1024));
    assert_eq!(outcome.plan.crates.iter().map(|entry| entry.budget.base.bytes).collect::<Vec<_>>(), [8, 7, 3, 5]);
}

#[test]
fn a_prefix_that_leaves_nothing_of_a_name() {
    let outcome = resolve(
        "preset = 'none'\nprefix = 'app'\ntotal_budget = 'sum'\n[crates.app-]\nbudget = 1\n[crates.app--]\nbudget = 1\nvariant = 'Rest'\n[crates.app]\nbudget = 1\n",
        &[],
    );
    let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!((finding.kind, finding.line()), (Kind::InvalidVariant, Some(4)));
    assert_eq!(finding.title, "app- has nothing behind the prefix to make a variant of");
    assert!(finding.solution.contains("`variant = \"…\"` in `[crates.app-]`"), "{finding}");
}

#[test]
fn two_presets() {
    for (text, kind, line) in [
        ("preset = 'wrt'\npreset = 'kiln'\n", Kind::Malformed, 2),
        ("preset = ['wrt', 'kiln']\n", Kind::WrongType, 1),
        ("preset = 'wrt, kiln'\n", Kind::UnknownPreset, 1),
        ("preset = 'WRT'\n", Kind::UnknownPreset, 1),
        ("preset = 'wrt'\nkiln-runtime = '8MB'\n", Kind::UnknownKey, 2),
        ("preset = 'kiln'\n[profile.p]\nwrt-runtime = '8MB'\n", Kind::UnknownKey, 3),
        ("preset = 'kiln'\n[target.'cfg(unix)'.crates.wrt-runtime]\nmin = '8MB'\n", Kind::UnknownKey, 2),
    ] {
        let outcome = resolve(text, &[]);
        assert_eq!((kinds(&outcome), outcome.findings[0].line()), (vec![kind], Some(line)), "{text}");
    }
}
