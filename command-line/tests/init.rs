//! `init` writes the file that `check` then reads, and no other.

mod sandbox;

use std::fs;

use sandbox::{LINUX, Sandbox};

const NAMED: &str = "memory_validation]\nconfig_file = \"conf/budgets.toml\"\n";

/// Writes this file, which is then in force, and nothing else of its kind; a second time it is left as it is.
fn writes(sandbox: &Sandbox, folder: &str, file: &str) {
    let run = sandbox.run_in(folder, &["init"]);
    assert_eq!(run.status, Some(0), "{file}: {}", run.stderr);
    let text = fs::read_to_string(sandbox.path(file)).expect(file);
    assert!(text.starts_with("#:schema ./memory_budget.schema.json\n"), "{text}");
    let schema = sandbox.path(file).with_file_name("memory_budget.schema.json");
    assert!(schema.exists(), "{}", schema.display());
    for other in ["memory_budget.toml", "conf/budgets.toml", "app/conf/budgets.toml", "app/memory_budget.toml"] {
        assert_eq!(sandbox.path(other).exists(), other == file, "{other}");
    }
    let run = sandbox.run_in(folder, &["check", "--format", "json", "--target", LINUX]);
    assert_eq!((run.status, run.json()["file"].as_str()), (Some(0), Some(file)), "{}", run.stdout);
    fs::write(sandbox.path(file), format!("# mine\n{text}")).expect("writable");
    let run = sandbox.run_in(folder, &["init"]);
    assert_eq!(run.status, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    assert!(sandbox.read(file).starts_with("# mine\n"));
}

#[test]
fn the_default_file_is_the_workspaces() {
    writes(&Sandbox::new(), "", "memory_budget.toml");
    writes(&Sandbox::new(), "app/src", "memory_budget.toml");
    let sandbox = Sandbox::new();
    sandbox.write("app/src/lib.rs", "");
    writes(&sandbox, "", "memory_budget.toml");
}

#[test]
fn a_file_that_a_manifest_names() {
    let root = format!("[workspace]\nmembers = [\"app\", \"app-net\"]\nresolver = \"2\"\n[workspace.metadata.{NAMED}");
    for folder in ["", "app"] {
        for code in ["", "#[memory_budgets::memory_budgets]\nmod b {}\n"] {
            let sandbox = Sandbox::new();
            sandbox.write("Cargo.toml", &root);
            sandbox.write("app/src/lib.rs", code);
            writes(&sandbox, folder, "conf/budgets.toml");
        }
        let sandbox = Sandbox::new();
        sandbox.package("app", &format!("[package.metadata.{NAMED}"));
        sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\nmod b {}\n");
        writes(&sandbox, folder, "app/conf/budgets.toml");
    }
    let sandbox = Sandbox::empty();
    sandbox.write("Cargo.toml", &format!("[package]\nname = \"one\"\nversion = \"0.1.0\"\n[package.metadata.{NAMED}"));
    sandbox.write("src/lib.rs", "");
    writes(&sandbox, "", "conf/budgets.toml");
}

#[test]
fn a_file_that_the_attribute_or_a_variable_names() {
    let sandbox = Sandbox::new();
    sandbox
        .write("app/src/lib.rs", "#[memory_budgets::memory_budgets(config_file = \"conf/budgets.toml\")]\nmod b {}\n");
    writes(&sandbox, "", "app/conf/budgets.toml");
    let mut sandbox = Sandbox::new();
    sandbox.set("MEMORY_BUDGET_FILE", "conf/budgets.toml");
    writes(&sandbox, "", "conf/budgets.toml");
    let sandbox = Sandbox::new();
    sandbox.write(".cargo/config.toml", "[env]\nMEMORY_BUDGET_FILE = \"conf/budgets.toml\"\n");
    writes(&sandbox, "", "conf/budgets.toml");
}

/// Where the attribute holds the configuration, no file would be read.
#[test]
fn no_file_at_all() {
    let sandbox = Sandbox::new();
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets(toml = \"\")]\nmod b {}\n");
    let run = sandbox.run(&["init"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("app has its configuration in the attribute itself"), "{}", run.stderr);
    assert!(!sandbox.path("memory_budget.toml").exists());
}
