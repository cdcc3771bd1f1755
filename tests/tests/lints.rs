//! What the consumer's lints say of generated code, and what becomes of our own warnings under them.

use std::ffi::OsStr;
use std::process::Command;
use std::{env, fs};

use memory_budgets_tests::sandbox::{Run, Sandbox, repository};

/// A library that begins with these lines.
fn library(name: &str, before: &str, attributed: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.remove("app/src/main.rs");
    sandbox.write("app/src/lib.rs", &format!("//! A library.\n#![no_std]\n{before}\n{attributed}\n"));
    sandbox
}

/// What the compiler says of it.
fn check(name: &str, before: &str, attributed: &str) -> Run {
    library(name, before, attributed).cargo_in("app", &["check"])
}

/// The first lines of what the compiler says, without its counts.
fn titles(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines();
    let titles = lines.filter(|line| line.starts_with("error") || line.starts_with("warning"));
    titles.filter(|line| !line.contains("could not compile") && !line.contains("generated")).collect()
}

/// The lints of a compiler, of every level.
fn lints_of(compiler: &OsStr) -> Vec<String> {
    let output = Command::new(compiler).args(["-W", "help"]).output();
    let text = String::from_utf8(output.expect("it runs").stdout).expect("UTF-8");
    let words = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let lints = words.filter(|words| words.len() > 2 && matches!(words[1], "allow" | "warn" | "deny"));
    lints.map(|words| words[0].replace('-', "_")).collect()
}

const PUBLIC: &str = "/// The budgets.
#[memory_budgets::memory_budgets(env = false, derive(Default), toml = r#\"
    total_budget = '128MB'
    safety_margin = '1%'
    [crates.wrt-wasi]
    budget = '1MB'
    purpose = 'WASI'
    [target.'cfg(target_arch = \"arm\")']
    total_budget = '96MB'
    wrt-host = '2MB'
    platform_limit = '96MB'
    [profile.production]
    total_budget = '127MB'
\"#)]
pub mod budgets {}
memory_budgets::assert_budget!(budgets::CrateId::Runtime, 1024);
";

/// `forbid` refuses an `allow` as it refuses what the lint is about: neither is in the way of any lint of the compiler.
#[test]
fn every_lint_may_be_forbidden() {
    let lints = lints_of(&env::var_os("RUSTC").unwrap_or("rustc".into()));
    assert!(lints.len() > 150 && lints.iter().any(|lint| lint == "unused_qualifications"), "{lints:?}");
    let forbid = |lints: &[String]| format!("#![forbid({})]\n", lints.join(", "));
    // Some are unstable, and one is for what is linked.
    let alone = check("every-lint-may-be-forbidden-alone", &forbid(&lints), "extern crate memory_budgets as _;");
    let stable: Vec<String> = lints
        .into_iter()
        .filter(|lint| !alone.stderr.contains(&format!("unknown lint: `{lint}`")) && lint != "linker_messages")
        .collect();
    assert!(stable.len() > 150, "{stable:?}");
    let run = check("every-lint-may-be-forbidden", &forbid(&stable), PUBLIC);
    assert!(run.success && titles(&run).is_empty(), "{}", run.stderr);
    let levels = ["warnings", "unused", "nonstandard_style", "future_incompatible", "rust_2018_idioms", "deprecated"];
    let groups = format!("#![forbid({})]\n", levels.join(", "));
    let run = check("every-group-may-be-forbidden", &groups, PUBLIC);
    assert!(run.success && titles(&run).is_empty(), "{}", run.stderr);
}

/// All but one: the enum is exhaustive, as whoever writes `CrateId::Runtime as usize` counts on.
#[test]
fn every_lint_of_clippy_may_be_forbidden() {
    if Command::new("clippy-driver").arg("--version").output().is_err() {
        return println!("skipped: clippy is not there");
    }
    let lints = lints_of(OsStr::new("clippy-driver"));
    // The package's metadata are not ours.
    let not_ours = ["clippy::exhaustive_enums", "clippy::cargo_common_metadata"];
    let forbidden = lints.iter().filter(|lint| lint.starts_with("clippy::") && !not_ours.contains(&lint.as_str()));
    let forbidden: Vec<String> = forbidden.map(|lint| format!("#![forbid({lint})]\n")).collect();
    assert!(forbidden.len() > 500, "{}", forbidden.len());
    let sandbox = library("every-lint-of-clippy-may-be-forbidden", &forbidden.concat(), PUBLIC);
    let run = sandbox.cargo_in("app", &["clippy"]);
    assert!(run.success && titles(&run).is_empty(), "{}", run.stderr);
}

/// A name in a predicate that the consumer declares raises nothing, and is in the way of no lint.
#[test]
fn a_declared_name_may_be_in_a_predicate() {
    let sandbox = Sandbox::new("a-declared-name-may-be-in-a-predicate");
    let lint =
        "[lints.rust]\nunexpected_cfgs = { level = 'forbid', check-cfg = ['cfg(board, values(\"a\", \"b\"))'] }\n";
    sandbox.package("app", lint);
    let section = |cfg: &str| format!("[target.'cfg({cfg})']\nwrt-runtime = '8MB'\n");
    let limit = "[target.'cfg(not(board = \"b\"))']\nplatform_limit = '70MB'\n";
    sandbox.write("memory_budget.toml", &(section("board = \"a\"") + limit));
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("unexpected `cfg`"), "{}", run.stderr);
    // A name that nobody declares is not the code's to complain about, as long as that is possible.
    sandbox.write("memory_budget.toml", &section("another_board"));
    let run = sandbox.run();
    assert!(
        !run.success && run.stderr.contains("allow(unexpected_cfgs) incompatible with previous forbid"),
        "{}",
        run.stderr
    );
    sandbox.package("app", "");
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("unexpected `cfg`"), "{}", run.stderr);
}

/// What generated code sets: a lint of clippy's that the enum cannot but raise, for code counts on it being exhaustive; names
/// in a predicate that the consumer has not declared; and in a warning of ours the lint that carries it.
#[test]
fn three_lints_are_set_and_no_other() {
    const LEVELS: [&str; 3] =
        ["#[allow(clippy::exhaustive_enums)]", "#[allow(unexpected_cfgs)]", "#[warn(deprecated)]"];
    let mut seen = std::collections::BTreeSet::new();
    for folder in ["macros/snapshots", "runtime-support/src/generated"] {
        for file in fs::read_dir(repository().join(folder)).expect("a folder") {
            let text = fs::read_to_string(file.expect("readable").path()).expect("a text");
            for line in text.lines().map(str::trim) {
                let level = ["#[allow(", "#[warn(", "#[deny(", "#[expect("].iter().any(|level| line.starts_with(level));
                // The support crate's own code gives its reasons.
                if level && !line.contains("reason = ") {
                    seen.insert(line.to_owned());
                }
            }
        }
    }
    assert!(seen.iter().eq(LEVELS), "{seen:?}");
}

#[test]
fn a_warning_under_every_level() {
    const WARNED: &str =
        "#[memory_budgets::memory_budgets(env = false, toml = \"safety_margin = '50%'\")]\npub mod budgets {}";
    const TEXT: &str = "use of deprecated macro `budget_warning`: Crate budgets (64.5MB) with a 50% safety margin";
    for (name, before, level) in [
        ("a-warning-under-allow", "#![allow(deprecated, unused)]", "warning"),
        ("a-warning-under-deny-warnings", "#![deny(warnings)]", "error"),
        ("a-warning-under-forbid-warnings", "#![forbid(warnings)]", "error"),
        ("a-warning-under-forbid-deprecated", "#![forbid(deprecated)]", "error"),
    ] {
        let run = check(name, before, WARNED);
        let shown = titles(&run).into_iter().filter(|title| title.starts_with(&format!("{level}: {TEXT}"))).count();
        assert_eq!(shown, 1, "{name}: {}", run.stderr);
        assert_eq!(run.success, level == "warning");
    }
}
