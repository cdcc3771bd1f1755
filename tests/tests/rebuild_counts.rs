//! An edit builds what it built before there were budgets: counted, in a workspace with them and in the same without.

use std::collections::BTreeSet;
use std::fs;

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, cargo, quoted, repository, write};
use serde_json::Value;
use tempfile::TempDir;

/// Who depends on whom: everybody on `base`, where the budgets are, and the program on all.
const MEMBERS: [(&str, &[&str]); 4] =
    [("base", &[]), ("middle", &["base"]), ("leaf", &["middle", "base"]), ("program", &["leaf", "middle", "base"])];

/// A workspace of four packages, whose names begin with `prefix`: packages of all tests share a target folder.
struct Workspace {
    folder: TempDir,
    prefix: &'static str,
}

impl Workspace {
    fn new(prefix: &'static str, base: &str, base_manifest: &str) -> Self {
        let workspace = Workspace { folder: tempfile::tempdir().expect("a temporary folder"), prefix };
        workspace.write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"base\", \"middle\", \"leaf\", \"program\"]\nresolver = \"2\"\n",
        );
        fs::copy(repository().join("Cargo.lock"), workspace.folder.path().join("Cargo.lock")).expect("the lock file");
        for (name, dependencies) in MEMBERS {
            let lines: Vec<String> = dependencies
                .iter()
                .map(|on| format!("{on} = {{ package = \"{prefix}-{on}\", path = \"../{on}\" }}\n"))
                .collect();
            let more = if name == "base" { base_manifest } else { "" };
            let manifest = format!(
                "[package]\nname = \"{prefix}-{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\n{}{more}",
                lines.concat()
            );
            workspace.write(&format!("{name}/Cargo.toml"), &manifest);
            match name {
                "base" => workspace.write("base/src/lib.rs", base),
                "program" => workspace.write("program/src/main.rs", "fn main() {}\n"),
                _ => workspace.write(&format!("{name}/src/lib.rs"), "pub fn own() {}\n"),
            }
        }
        workspace
    }

    fn with_budgets(prefix: &'static str, script: &str) -> Self {
        let path = |path: &str| quoted(&repository().join(path));
        let manifest = format!(
            "memory-budgets = {{ path = {} }}\n[build-dependencies]\nwrt-memory-validator = {{ path = {} }}\n",
            path("runtime-support"),
            path("validator/aliases/wrt")
        );
        let workspace = Workspace::new(
            prefix,
            "#[memory_budgets::memory_budgets]\nmod budgets {}\npub use budgets::*;\n",
            &manifest,
        );
        workspace.write("base/build.rs", script);
        let crates =
            ["middle", "leaf"].map(|name| format!("[crates.{prefix}-{name}]\nbudget = 1\nmemory_system = true\n"));
        let file = format!("preset = \"none\"\nprefix = \"{prefix}\"\ntotal_budget = \"1MB\"\n{}", crates.concat());
        workspace.write("memory_budget.toml", &file);
        workspace
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.folder.path().join(path), text);
    }

    /// Gives the source of a package another content.
    fn edit(&self, name: &str, times: usize) {
        let path = self.folder.path().join(name).join(if name == "program" { "src/main.rs" } else { "src/lib.rs" });
        let before = fs::read_to_string(&path).expect("written");
        write(&path, &format!("{before}pub fn edit_{times}() {{}}\n"));
    }

    /// What Cargo says that it has built, the names without their prefix, and the build script's run as one of its own.
    fn built(&self) -> BTreeSet<String> {
        let run = cargo(self.folder.path(), &[], &["build", "--message-format", "json"]);
        assert!(run.success, "{}{}", run.stderr, run.stdout);
        let messages = run.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let artifacts =
            messages.filter(|message| message["reason"] == "compiler-artifact" && message["fresh"] == false);
        artifacts
            .map(|message| {
                let name = message["target"]["name"].as_str().expect("a name").replace('_', "-");
                name.strip_prefix(&format!("{}-", self.prefix)).map_or(name.clone(), str::to_owned)
            })
            .collect()
    }
}

#[test]
fn an_edit_builds_what_it_built_without_budgets() {
    let plain = Workspace::new("counted-plain", "pub const BUDGET: usize = 1;\n", "");
    let budgeted = Workspace::with_budgets("counted-budgeted", DOCUMENTED_SCRIPT);
    for workspace in [&plain, &budgeted] {
        assert!(workspace.built().is_superset(&set(&["base", "middle", "leaf", "program"])));
        assert_eq!(workspace.built(), set(&[]), "nothing has changed");
    }
    for (times, (edited, expected)) in [
        ("program", &["program"][..]),
        ("leaf", &["leaf", "program"]),
        ("middle", &["leaf", "middle", "program"]),
        ("base", &["base", "leaf", "middle", "program"]),
        ("leaf", &["leaf", "program"]),
    ]
    .into_iter()
    .enumerate()
    {
        for workspace in [&plain, &budgeted] {
            workspace.edit(edited, times + 1);
            assert_eq!(workspace.built(), set(expected), "{}: {edited}", workspace.prefix);
            assert_eq!(workspace.built(), set(&[]), "{}: {edited}", workspace.prefix);
        }
    }
    // The file is the base's.
    let file = fs::read_to_string(budgeted.folder.path().join("memory_budget.toml")).expect("written");
    budgeted.write("memory_budget.toml", &file.replace("1MB", "2MB"));
    assert_eq!(budgeted.built(), set(&["base", "leaf", "middle", "program"]));
}

/// What a script asks for that wants to know of every edit: the price that its documentation names.
#[test]
fn a_script_that_checks_the_integration_is_run_at_every_edit() {
    let script = DOCUMENTED_SCRIPT.replace(".unwrap_or_default()", ".unwrap_or_default().integration_check(true)");
    let workspace = Workspace::with_budgets("counted-checked", &script);
    assert!(workspace.built().contains("leaf"));
    assert_eq!(workspace.built(), set(&[]));
    workspace.edit("leaf", 1);
    assert_eq!(workspace.built(), set(&["base", "leaf", "middle", "program"]));
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
