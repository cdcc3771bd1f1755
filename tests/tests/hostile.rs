//! Names, paths and values that would change a terminal, or fill it: what is said of them is plain and short.

use std::fs;
use std::path::Path;

use memory_budgets_validator::{Outcome, Request, validate};

/// Red letters, a change of direction, a line's end, and what nobody sees.
const HOSTILE: &str = "\u{1b}[31m\u{202e}\r\n\u{200b}\u{9b}1m\u{2066}";

fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !(c.is_control() || "\u{202e}\u{200b}\u{2066}".contains(c)))
}

/// Everything that an outcome may print.
fn check(outcome: &Outcome, expected: &str) {
    let kinds: Vec<_> = outcome.findings.iter().map(|finding| finding.kind.name()).collect();
    assert!(kinds.contains(&expected), "{expected} is not among {kinds:?}");
    let texts = outcome.findings.iter().map(ToString::to_string);
    let origins = outcome.plan.crates.iter().map(|entry| entry.budget.base.origin.short());
    for text in texts.chain(origins).chain([outcome.plan.total.base.origin.short()]) {
        assert!(is_plain(&text), "{expected}: {text:?}");
        assert!(text.len() < 5000, "{expected}: {} bytes", text.len());
    }
}

fn of_package(folder: &Path, variables: &[(&str, &str)]) -> Request {
    let environment = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Request { manifest_dir: Some(folder.to_owned()), environment: Some(environment), ..Request::default() }
}

/// A text in TOML that comes to `HOSTILE` and a long rest.
fn toml(text: &str) -> String {
    let escaped: Vec<String> = HOSTILE.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    format!("\"{}{text}{}\"", escaped.concat(), "x".repeat(10_000))
}

#[test]
fn in_a_file() {
    let text = toml("");
    for (kind, file) in [
        ("unknown-key", format!("{text} = 1")),
        ("unknown-key", format!("[profile.{text}]\n{text} = 1")),
        ("unknown-key", format!("[crates.wrt-host]\n{text} = 1")),
        ("invalid-crate-name", format!("[crates.{text}]\nbudget = 1")),
        ("invalid-variant", format!("[crates.wrt-host]\nvariant = {text}")),
        ("invalid-predicate", format!("[target.{text}]\ntotal_budget = 1")),
        ("invalid-size", format!("total_budget = {text}")),
        ("invalid-size", format!("total_budget = {}", toml("").replacen('"', "\"1", 1))),
        ("invalid-margin", format!("safety_margin = {text}")),
        ("unknown-preset", format!("preset = {text}")),
        ("wrong-type", format!("strict_mode = {text}")),
        ("wrong-type", format!("profile.{text} = 1")),
        ("malformed", format!("{text} = 1\n{text} = 2")),
        ("malformed", format!("a = {HOSTILE}")),
        ("unknown-target-value", format!("[target.'cfg(target_os = \"qnx{}\")']", "x".repeat(1000))),
        ("unknown-target-name", format!("[target.'cfg(unix = \"{}\")']", "x".repeat(1000))),
    ] {
        check(&validate(&Request { inline: Some(file), ..Request::default() }), kind);
    }
    let profiles = format!("[profile.{text}]\n");
    let request = Request { inline: Some(profiles), profile: Some(HOSTILE.repeat(1000)), ..Request::default() };
    check(&validate(&request), "unknown-profile");
}

#[test]
fn in_variables() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"a\"\n").expect("writable");
    let long = HOSTILE.repeat(1000);
    for (kind, name, value) in [
        ("invalid-size", "WRT_RUNTIME_BUDGET", long.as_str()),
        ("unknown-variable", &format!("WRT_{long}_BUDGET"), "1"),
        ("unknown-profile", "WRT_BUDGET_PROFILE", &long),
        ("missing-file", "WRT_MEMORY_BUDGET_FILE", HOSTILE),
        ("unreadable-file", "WRT_MEMORY_BUDGET_FILE", &long),
    ] {
        check(&validate(&of_package(folder.path(), &[(name, value)])), kind);
    }
}

#[test]
fn in_paths_and_manifests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let package = folder.path().join(format!("a{HOSTILE}b")).join("c");
    fs::create_dir_all(&package).expect("such a folder may exist");
    let write = |name: &str, text: &str| fs::write(package.join(name), text).expect("writable");
    let manifest = "[package]\nname = \"a\"\n[package.metadata.memory_validation]\n";

    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").expect("writable");
    write("Cargo.toml", manifest);
    check(&validate(&of_package(&package, &[])), "no-file");
    write("memory_budget.toml", "colour = 1\ntotal_budget = \"128MB\"");
    check(&validate(&of_package(&package, &[])), "unknown-key");
    write("memory_budget.toml", "= =");
    check(&validate(&of_package(&package, &[])), "malformed");
    fs::write(package.join("memory_budget.toml"), b"\xff").expect("writable");
    check(&validate(&of_package(&package, &[])), "not-utf8");
    write("Cargo.toml", &format!("{manifest}config_file = {}", toml("")));
    check(&validate(&of_package(&package, &[])), "unreadable-file");
    write("Cargo.toml", &format!("{manifest}config_file = {}", toml("").replace(&"x".repeat(10_000), "x")));
    check(&validate(&of_package(&package, &[])), "missing-file");
    write("Cargo.toml", &format!("{manifest}{} = 1", toml("")));
    check(&validate(&of_package(&package, &[])), "unknown-key");
    let named = Request { config_file: Some(format!("{HOSTILE}.toml")), ..of_package(&package, &[]) };
    check(&validate(&named), "missing-file");
    fs::create_dir(package.join(format!("{HOSTILE}.toml"))).expect("writable");
    check(&validate(&named), "unreadable-file");
}
