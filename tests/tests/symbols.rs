//! What reaches a program: nothing without a feature, one static with `memory-monitoring`.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::fs;

use memory_budgets_tests::sandbox::Sandbox;

/// The functions and objects in the assembly of a library that has a budgets module and nothing else.
fn emitted(name: &str, features: &str) -> Vec<String> {
    let sandbox = Sandbox::new(name);
    let manifest = fs::read_to_string(sandbox.path("app/Cargo.toml")).expect("written");
    sandbox.write("app/Cargo.toml", &manifest.replace(" }\n", &format!(", features = [{features}] }}\n")));
    sandbox.remove("app/src/main.rs");
    sandbox.write("app/src/lib.rs", "#![no_std]\n#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    let assembly = sandbox.path("app.s");
    let emit = format!("--emit=asm={}", assembly.display());
    let run =
        sandbox.cargo_in("app", &["rustc", "--release", "--config", "profile.release.codegen-units = 1", "--", &emit]);
    assert!(run.success, "{}", run.stderr);
    let text = fs::read_to_string(assembly).expect("assembly");
    text.lines().filter_map(|line| line.trim().strip_prefix(".type").map(|symbol| symbol.trim().to_owned())).collect()
}

#[test]
fn nothing_without_a_feature() {
    assert_eq!(emitted("nothing-without-a-feature", ""), Vec::<String>::new());
}

#[test]
fn one_ledger_with_monitoring() {
    let symbols = emitted("one-ledger-with-monitoring", "\"memory-monitoring\"");
    let objects: Vec<_> = symbols.iter().filter(|symbol| symbol.ends_with("@object")).collect();
    assert!(objects.len() == 1 && objects[0].contains("MEMORY_SYSTEM"), "{symbols:?}");
}
