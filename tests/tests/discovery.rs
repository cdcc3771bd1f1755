//! Which file is read, and which is not.

use memory_budgets_tests::sandbox::{Sandbox, quoted, repository};

fn prints_in(sandbox: &Sandbox, folder: &str) -> String {
    let run = sandbox.cargo_in(folder, &["run"]);
    assert!(run.success, "{}", run.stderr);
    run.stdout.trim_end().to_owned()
}

#[test]
fn the_nearest_file_up_to_the_workspace_root() {
    let sandbox = Sandbox::new("the-nearest-file-up-to-the-workspace-root");
    sandbox.write(
        "work/Cargo.toml",
        "[workspace]\nmembers = [\"group/inner\"]\nexclude = [\"outside\"]\nresolver = \"2\"\n",
    );
    std::fs::copy(sandbox.path("Cargo.lock"), sandbox.path("work/Cargo.lock")).expect("the lock file");
    sandbox.package("work/group/inner", "");
    sandbox.package("work/outside", "");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\"]\nexclude = [\"work\"]\nresolver = \"2\"\n");
    // Above the root: never read.
    sandbox.write("memory_budget.toml", "this is = = not read");
    assert_eq!(prints_in(&sandbox, "work/group/inner"), "16777216 preset 68681728");
    sandbox.write("work/memory_budget.toml", "\"wrt-runtime\" = \"8MB\"\n");
    sandbox.write(
        "work/group/inner/src/main.rs",
        &(std::fs::read_to_string(sandbox.path("work/group/inner/src/main.rs")).expect("written") + "\n"),
    );
    assert_eq!(prints_in(&sandbox, "work/group/inner"), "8388608 memory_budget.toml:1 68681728");
    sandbox.write("work/group/memory_budget.toml", "\"wrt-runtime\" = \"7MB\"\n");
    sandbox.write("work/memory_budget.toml", "\n\"wrt-runtime\" = \"8MB\"\n");
    assert_eq!(prints_in(&sandbox, "work/group/inner"), "7340032 group/memory_budget.toml:1 68681728");
    // An excluded package is in no workspace: its own folder is the boundary.
    assert_eq!(prints_in(&sandbox, "work/outside"), "16777216 preset 68681728");
}

#[test]
fn a_root_that_the_package_names() {
    let sandbox = Sandbox::new("a-root-that-the-package-names");
    sandbox.write("root/Cargo.toml", "[workspace]\nmembers = [\"../member\"]\nresolver = \"2\"\n");
    std::fs::copy(sandbox.path("Cargo.lock"), sandbox.path("root/Cargo.lock")).expect("the lock file");
    sandbox.package("member", "");
    let manifest = std::fs::read_to_string(sandbox.path("member/Cargo.toml")).expect("written");
    sandbox.write("member/Cargo.toml", &manifest.replace("edition", "workspace = \"../root\"\nedition"));
    sandbox.write("root/memory_budget.toml", "\"wrt-runtime\" = \"8MB\"\n");
    assert_eq!(prints_in(&sandbox, "member"), "8388608 memory_budget.toml:1 68681728");
}

/// An application configures a dependency that is not in its workspace, as one from a registry is.
#[test]
fn a_dependency_is_configured_from_cargos_configuration() {
    let sandbox = Sandbox::new("a-dependency-is-configured-from-cargos-configuration");
    let support = quoted(&repository().join("runtime-support"));
    sandbox.write("foundation/Cargo.toml", &format!("[package]\nname = \"wrt-foundation\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\nmemory-budgets = {{ path = {support} }}\n[workspace]\n"));
    sandbox
        .write("foundation/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\npub use budgets::*;\n");
    sandbox.package("app", "wrt-foundation = { path = '../foundation' }\n");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\"]\nexclude = [\"foundation\"]\nresolver = \"2\"\n");
    sandbox.write("app/src/main.rs", "use wrt_foundation::{CRATE_BUDGETS, CrateId};\nmemory_budgets::assert_budget!(CrateId::Runtime, 1024);\nfn main() { println!(\"{} {}\", CRATE_BUDGETS[CrateId::Runtime as usize], CrateId::Runtime.origin()); }\n");
    sandbox.write("board.toml", "\"wrt-runtime\" = \"8MB\"\n");
    assert_eq!(sandbox.prints(), "16777216 preset");
    sandbox
        .write(".cargo/config.toml", "[env]\nWRT_MEMORY_BUDGET_FILE = { value = \"board.toml\", relative = true }\n");
    assert_eq!(sandbox.prints(), "8388608 ../board.toml:1");
}

/// No absolute path and no time reaches the binary: the same sources in two places make the same constants.
#[test]
fn nothing_of_the_machine_is_in_the_constants() {
    let mut sandbox = Sandbox::new("nothing-of-the-machine-is-in-the-constants");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let file = elsewhere.path().join("conf").join("board.toml");
    std::fs::create_dir(elsewhere.path().join("conf")).expect("writable");
    std::fs::write(&file, "\"wrt-runtime\" = \"8MB\"\n").expect("writable");
    sandbox.set("WRT_MEMORY_BUDGET_FILE", file.to_str().expect("UTF-8"));
    let printed = sandbox.prints();
    assert!(printed.contains("board.toml:1") && !printed.contains(file.to_str().expect("UTF-8")), "{printed}");
}

#[test]
fn lints_that_a_workspace_allows_do_not_hide_a_warning() {
    let sandbox = Sandbox::new("lints-that-a-workspace-allows-do-not-hide-a-warning");
    sandbox.package("app", "[lints.rust]\ndeprecated = \"allow\"\n");
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\n");
    let run = sandbox.run();
    assert!(run.success, "{}", run.stderr);
    assert_eq!(run.stderr.matches("with a 20% safety margin").count(), 1, "{}", run.stderr);
}
