//! Whole expansions, as rustfmt would show them. To accept a change: `UPDATE_EXPECT=1 cargo test -p memory-budgets-macros`.

use std::path::Path;

use expect_test::expect_file;
use proc_macro2::TokenStream;

use crate::expand::expand;

fn expansion(args: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("the test's own tokens");
    let expanded = expand(tokens(args), tokens("pub mod budgets {}"));
    // What is watched depends on where the workspace lies, and its length would decide where lines are broken.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").display().to_string();
    let literal = format!("{root:?}");
    let anywhere = expanded.to_string().replace(literal.trim_matches('"'), "ROOT");
    prettyplease::unparse(&syn::parse_str(&anywhere).expect("an expansion is valid Rust"))
}

#[test]
fn defaults() {
    expect_file!["../snapshots/defaults.rs"].assert_eq(&expansion("env = false, toml = \"\""));
}

#[test]
fn a_declared_crate() {
    let args = r##"derive(Default), env = false, toml = r#"
        preset = "none"
        total_budget = "8MB"
        [crates.wrt-wasi]
        budget = "4MB"
        min = "1MB"
        purpose = "WASI host functions"
        [crates.app]
        budget = 1000
        variant = "Engine"
    "#"##;
    expect_file!["../snapshots/declared.rs"].assert_eq(&expansion(args));
}

#[test]
fn target_sections() {
    let args = r##"env = false, crate = crate::support, toml = r#"
        preset = "none"
        total_budget = "8MB"
        safety_margin = "50%"
        [crates.app]
        budget = "4MB"
        max = "6GB"
        [crates.lib]
        budget = "1MB"
        min = "2MB"
        [target.'cfg(target_arch = "arm")']
        total_budget = "4MB"
        platform_limit = "6MB"
        app = "2MB"
        lib = "2MB"
        [target.'cfg(board_a)']
        app = "5GB"
    "#"##;
    expect_file!["../snapshots/target_sections.rs"].assert_eq(&expansion(args));
}

#[test]
fn a_total_that_is_the_sum() {
    let args = r##"env = false, toml = r#"
        preset = "none"
        total_budget = "sum"
        platform_limit = "16MB"
        [crates.app]
        budget = "4MB"
        [profile.small]
        app = "1MB"
        [profile.fixed]
        total_budget = "8MB"
        [target.'cfg(target_arch = "arm")']
        app = "2MB"
        [target.'cfg(unix)']
        total_budget = "sum"
    "#"##;
    expect_file!["../snapshots/sum.rs"].assert_eq(&expansion(args));
}

#[test]
fn limits_of_a_section() {
    let args = r##"env = false, toml = r#"
        preset = "none"
        total_budget = "8MB"
        [crates.app]
        budget = "4MB"
        min = "2MB"
        [crates.wrt-host]
        budget = "1MB"
        [target.'cfg(target_arch = "arm")'.crates.app]
        budget = "1MB"
        min = "1MB"
        max = "3MB"
        [target.'cfg(windows)'.crates.wrt-host]
        max = "512KB"
        [target.'cfg(board)']
        wrt-host = "256KB"
    "#"##;
    expect_file!["../snapshots/limits.rs"].assert_eq(&expansion(args));
}

#[test]
fn after_an_error() {
    let args = r##"env = false, speed = 3, toml = r#"
        preset = "none"
        total_budget = "8MB"
        [crates.app]
        budget = "4mb"
        [crates.wrt-self]
        budget = "1MB"
        [target.'cfg(unix)']
        wrt-self = "2MB"
    "#"##;
    expect_file!["../snapshots/after_an_error.rs"].assert_eq(&expansion(args));
}

/// A file that cannot be read leaves the preset's names, and nothing to fail a second time.
#[test]
fn after_a_broken_file() {
    let expanded = expansion("env = false, toml = \"[crates.app]\\nbudget = = 3\"");
    assert_eq!(expanded.matches("compile_error").count(), 1);
    assert!(expanded.contains("App = 16") && !expanded.contains("violation"), "{expanded}");
}

#[test]
fn the_same_input_gives_the_same_output() {
    let args = "env = false, toml = \"total_budget = '64MB'\"";
    assert_eq!(expansion(args), expansion(args));
}
