//! Rebuilt when something that was read has changed, and only then: real runs of Cargo.

use memory_budgets_tests::sandbox::Sandbox;

const DEFAULT: &str = "16777216 preset 68681728";

#[test]
fn an_edit_of_the_file() {
    let sandbox = Sandbox::new("an-edit-of-the-file");
    sandbox.write("memory_budget.toml", "\"wrt-runtime\" = \"8MB\"\n");
    assert_eq!(sandbox.prints(), "8388608 memory_budget.toml:1 68681728");
    sandbox.assert_fresh();
    sandbox.write("memory_budget.toml", "\n\"wrt-runtime\" = \"4MB\"\n");
    assert_eq!(sandbox.prints(), "4194304 memory_budget.toml:2 68681728");
    sandbox.write("memory_budget.toml", "\"wrt-runtime\" = \"2MB\"\n");
    let run = sandbox.run();
    assert_eq!(run.errors(), ["error: wrt-runtime budget (2MB) below minimum requirement (4MB)"]);
    assert!(run.stderr.contains(" --> memory_budget.toml:1:17"), "{}", run.stderr);
    sandbox.write("memory_budget.toml", "\"wrt-runtime\" = \"5MB\"\n");
    assert_eq!(sandbox.prints(), "5242880 memory_budget.toml:1 68681728");
    // Deleted: the preset is in force again.
    sandbox.remove("memory_budget.toml");
    assert_eq!(sandbox.prints(), DEFAULT);
    sandbox.assert_fresh();
}

#[test]
fn what_is_not_read_rebuilds_nothing() {
    let mut sandbox = Sandbox::new("what-is-not-read-rebuilds-nothing");
    sandbox.write("memory_budget.toml", "");
    assert_eq!(sandbox.prints(), DEFAULT);
    sandbox.write("notes.toml", "\"wrt-runtime\" = \"8MB\"\n");
    sandbox.write("app/README.md", "A word.\n");
    sandbox.set("UNRELATED", "1");
    sandbox.set("ERROR_BUDGET", "a percentage, and somebody else's");
    sandbox.assert_fresh();
}

#[test]
fn a_variable() {
    let mut sandbox = Sandbox::new("a-variable");
    assert_eq!(sandbox.prints(), DEFAULT);
    sandbox.set("WRT_RUNTIME_BUDGET", "8MB");
    assert_eq!(sandbox.prints(), "8388608 WRT_RUNTIME_BUDGET 68681728");
    sandbox.assert_fresh();
    sandbox.set("WRT_RUNTIME_BUDGET", "9 MB");
    assert_eq!(sandbox.prints(), "9437184 WRT_RUNTIME_BUDGET 68681728");
    sandbox.set("WRT_TOTAL_BUDGET", "128MB");
    assert_eq!(sandbox.prints(), "9437184 WRT_RUNTIME_BUDGET 134217728");
    sandbox.unset("WRT_RUNTIME_BUDGET");
    sandbox.unset("WRT_TOTAL_BUDGET");
    assert_eq!(sandbox.prints(), DEFAULT);
    // A warning about a variable goes when the variable does.
    sandbox.set("WRT_TOTAL_BUDGET", "128MB");
    sandbox.set("WRT_RUNTME_BUDGET", "8MB");
    let run = sandbox.run();
    assert!(run.success && run.stderr.contains("Did you mean WRT_RUNTIME_BUDGET?"), "{}", run.stderr);
    sandbox.unset("WRT_RUNTME_BUDGET");
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("Did you mean"), "{}", run.stderr);
}

#[test]
fn a_profile_and_a_file_named_by_variables() {
    let mut sandbox = Sandbox::new("a-profile-and-a-file-named-by-variables");
    sandbox.write("conf/board.toml", "[profile.production]\n\"wrt-runtime\" = \"8MB\"\n");
    sandbox.set("WRT_MEMORY_BUDGET_FILE", "conf/board.toml");
    assert_eq!(sandbox.prints(), DEFAULT);
    sandbox.set("WRT_BUDGET_PROFILE", "production");
    assert_eq!(sandbox.prints(), "8388608 conf/board.toml:2 68681728");
    sandbox.write("conf/board.toml", "[profile.production]\n\n\"wrt-runtime\" = \"7MB\"\n");
    assert_eq!(sandbox.prints(), "7340032 conf/board.toml:3 68681728");
    sandbox.set("WRT_MEMORY_BUDGET_FILE", "conf/none.toml");
    assert_eq!(sandbox.run().errors(), ["error: The file conf/none.toml does not exist"]);
}

#[test]
fn the_manifests_metadata() {
    let sandbox = Sandbox::new("the-manifests-metadata");
    sandbox.write("conf/budgets.toml", "\"wrt-runtime\" = \"8MB\"\n");
    sandbox.write("app/conf/budgets.toml", "\"wrt-runtime\" = \"7MB\"\n");
    sandbox.write("other.toml", "\"wrt-runtime\" = \"6MB\"\n");
    assert_eq!(sandbox.prints(), DEFAULT);
    let workspace = "[workspace]\nmembers = [\"app\"]\nresolver = \"2\"\n[workspace.metadata.memory_validation]\n";
    sandbox.write("Cargo.toml", &format!("{workspace}config_file = \"other.toml\"\n"));
    assert_eq!(sandbox.prints(), "6291456 other.toml:1 68681728");
    // The package's table goes first, and is looked up from the package upwards.
    sandbox.package("app", "[package.metadata.memory_validation]\nconfig_file = \"conf/budgets.toml\"\n");
    assert_eq!(sandbox.prints(), "7340032 app/conf/budgets.toml:1 68681728");
    sandbox.remove("app/conf/budgets.toml");
    assert_eq!(sandbox.prints(), "8388608 conf/budgets.toml:1 68681728");
    sandbox.package("app", "[package.metadata.memory_validation]\nstrict_mode = true\n");
    sandbox.write("other.toml", "safety_margin = \"10%\"\n");
    let run = sandbox.run();
    assert_eq!(run.errors().len(), 1, "{}", run.stderr);
    assert!(run.errors()[0].contains("with a 10% safety margin"), "{}", run.stderr);
    // What is wrong in a table is reported with its place.
    sandbox
        .package("app", "[package.metadata.memory_validation]\nconfig_flie = \"conf/budgets.toml\"\nstrict_mode = 1\n");
    let run = sandbox.run();
    assert_eq!(run.errors().len(), 2, "{}", run.stderr);
    assert!(
        run.stderr.contains("Did you mean `config_file`?") && run.stderr.contains("--> app/Cargo.toml:"),
        "{}",
        run.stderr
    );
}

/// Cargo looks at the file that a link leads to. It notices an edit of that file, and that it has gone.
#[cfg(unix)]
#[test]
fn what_a_link_leads_to() {
    let sandbox = Sandbox::new("what-a-link-leads-to");
    let link = |to: &str| {
        let at = sandbox.path("memory_budget.toml");
        drop(std::fs::remove_file(&at));
        std::os::unix::fs::symlink(to, at).expect("writable");
    };
    // Older than any build, as a file is that comes out of an archive.
    let write = |path: &str, budget: &str| {
        sandbox.write(path, &format!("\"wrt-runtime\" = \"{budget}\"\n"));
        let file = std::fs::File::options().append(true).open(sandbox.path(path)).expect("written");
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("a time");
    };
    write("releases/1.toml", "8MB");
    write("releases/2.toml", "7MB");
    link("releases/1.toml");
    assert_eq!(sandbox.prints(), "8388608 memory_budget.toml:1 68681728");
    sandbox.assert_fresh();
    link("releases/2.toml");
    sandbox.remove("releases/1.toml");
    assert_eq!(sandbox.prints(), "7340032 memory_budget.toml:1 68681728");
    sandbox.assert_fresh();
    sandbox.write("releases/2.toml", "\n\"wrt-runtime\" = \"6MB\"\n");
    assert_eq!(sandbox.prints(), "6291456 memory_budget.toml:2 68681728");
    sandbox.assert_fresh();
}
