//! The program that the README runs first.

use std::collections::BTreeSet;

use memory_budgets_tests::sandbox::{cargo, repository};

/// The packages that Cargo compiles for one of this workspace.
fn compiled_for(package: &str, kinds: &str) -> BTreeSet<String> {
    let run = cargo(repository(), &[], &["tree", "--package", package, "--edges", kinds, "--prefix", "none"]);
    assert!(run.success, "{}", run.stderr);
    run.stdout.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// What the tests use is compiled for the tests alone: nobody waits for it to see the budgets.
#[test]
fn compiles_no_more_than_a_consumer_does() {
    let mut compiled = compiled_for("show-budgets", "normal,build,dev");
    assert!(compiled.remove("show-budgets"));
    assert_eq!(compiled, compiled_for("memory-budgets", "normal,build"));
}

/// Whoever sees the budgets for the first time does not wait for what reads programs, nor for a derive.
#[test]
fn the_command_compiles_nothing_that_showing_does_without() {
    let tree = ["tree", "-p", "cargo-memory-budget", "--no-default-features", "--edges", "normal", "--prefix", "none"];
    let run = cargo(repository(), &[], &tree);
    assert!(run.success, "{}", run.stderr);
    let compiled: BTreeSet<&str> = run.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(compiled.contains("clap"), "{compiled:?}");
    for package in ["clap_derive", "gimli", "object", "serde_derive", "sha2", "syn"] {
        assert!(!compiled.contains(package), "{package}");
    }
}

#[test]
fn shows_every_budget_and_its_origin() {
    let run = cargo(repository(), &[], &["run", "--quiet", "--package", "show-budgets"]);
    assert!(run.success, "{}", run.stderr);
    for row in [
        "wrt-runtime             32MB      33554432     25.0%  memory_budget.toml:2",
        "wrt-component           24MB      25165824     18.8%  memory_budget.toml:3",
        "wrt-decoder              4MB       4194304      3.1%  preset",
        "total                  128MB     134217728    100.0%  memory_budget.toml:6",
    ] {
        assert!(run.stdout.lines().any(|line| line == row), "{}", run.stdout);
    }
}
