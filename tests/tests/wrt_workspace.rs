//! The workspace in the shape of WRT, built and run by Cargo: attribute, build script, metadata, sections and profile.

use std::path::{Path, PathBuf};

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Run, cargo};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("wrt")
}

fn run(variables: &[(&str, &str)], features: &[&str]) -> Run {
    let mut arguments = vec!["run", "--locked", "--verbose"];
    arguments.extend(features);
    cargo(&folder(), variables, &arguments)
}

/// One test, because its runs share what is built.
#[test]
fn it_shows_what_is_in_force_and_in_use() {
    let built = run(&[], &[]);
    assert!(built.success, "{}", built.stderr);
    assert_eq!(
        built.stdout,
        "wrt-runtime: 33554432 bytes (memory_budget.toml:2)\nwrt-debug: 2097152 bytes (preset)\n\
         total: 134217728 bytes (memory_budget.toml:7)\n"
    );
    assert!(run(&[], &[]).is_fresh());
    let production = run(&[("WRT_BUDGET_PROFILE", "production")], &[]);
    assert!(production.stdout.contains("wrt-debug: 262144 bytes (memory_budget.toml:25)"), "{}", production.stderr);
    let overridden = run(&[("WRT_TOTAL_BUDGET", "256MB")], &[]);
    assert!(overridden.stdout.contains("total: 268435456 bytes (WRT_TOTAL_BUDGET)"), "{}", overridden.stderr);
    let refused = run(&[("WRT_TOTAL_BUDGET", "64MB")], &[]);
    assert!(
        refused.stderr.contains("error: Total crate budgets (100.5MB) exceed system budget (64MB)"),
        "{}",
        refused.stderr
    );

    let monitored = run(&[], &["--features", "memory-monitoring"]);
    assert!(monitored.success, "{}", monitored.stderr);
    for line in [
        "Crate wrt-runtime: 65536/33554432 bytes (0%)",
        "Crate wrt-component: 12582912/25165824 bytes (50%)",
        "Crate wrt-host: 0/4194304 bytes (0%)",
    ] {
        assert!(monitored.stdout.lines().any(|printed| printed == line), "{}", monitored.stdout);
    }

    // As the documentation builds it for a closer look.
    let debugged = run(&[], &["--features", "memory-monitoring,memory-debug,budget-tracking"]);
    assert!(debugged.success, "{}", debugged.stderr);
    assert!(
        debugged.stdout.contains("2 live charges of ")
            && debugged.stdout.contains("to wrt-runtime at wrt-component/src/main.rs:"),
        "{}",
        debugged.stdout
    );
}

/// Every crate uses the memory system: one line in a test says so.
#[test]
fn its_own_test_passes() {
    let tested = cargo(&folder(), &[], &["test", "--locked", "--package", "wrt-foundation", "--test", "workspace"]);
    assert!(tested.success && tested.stdout.contains("1 passed"), "{}{}", tested.stdout, tested.stderr);
}

#[test]
fn its_build_script_is_the_documented_one() {
    let script = std::fs::read_to_string(folder().join("wrt-foundation/build.rs")).expect("a build script");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&script), words(DOCUMENTED_SCRIPT));
}
