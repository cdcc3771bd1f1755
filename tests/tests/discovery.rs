//! Which file is read, and which is not.

use std::path::{Path, PathBuf};

use memory_budgets_tests::sandbox::{self, Sandbox, quoted, repository};
use memory_budgets_validator::{BudgetConfig, Kind, Outcome, Request, Severity, validate};

/// What a package in `app`, of the workspace at `root`, comes to.
fn outcome(root: &Path, config_file: Option<&str>, variables: &[(&str, &str)]) -> Outcome {
    let environment = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    validate(&Request {
        manifest_dir: Some(root.join("app")),
        config_file: config_file.map(str::to_owned),
        environment: Some(environment.collect()),
        ..Request::default()
    })
}

fn workspace(package: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    sandbox::write(&folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"app\"]\n");
    sandbox::write(&folder.path().join("app/Cargo.toml"), &format!("[package]\nname = \"{package}\"\n"));
    folder
}

fn kinds(outcome: &Outcome) -> Vec<Kind> {
    outcome.findings.iter().map(|finding| finding.kind).collect()
}

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

/// Where `..` leads from behind a link is the file system's to say; names and messages stay relative to the root.
#[cfg(unix)]
#[test]
fn a_folder_above_a_link() {
    let workspace = workspace("app");
    let root = workspace.path();
    let write = |path: &str, budget: &str| {
        sandbox::write(&root.join(path), &format!("\"wrt-runtime\" = \"{budget}\"\n"));
    };
    write("b.toml", "1KB");
    write("app/b.toml", "1KB");
    write("else/b.toml", "8MB");
    std::fs::create_dir_all(root.join("else/where/deeper")).expect("writable");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, root.join(at)).expect("writable");
    link("else/where", "link");
    link("../link", "app/link"); // through a link to a link
    link("where/deeper/..", "else/twisted");
    link("round", "round");
    let runtime = |outcome: &Outcome| outcome.plan.crates[1].budget.base.clone();
    for (config_file, variable) in [
        (None, "link/../b.toml"),
        (None, "./link/deeper/../../b.toml"),
        (None, "else/twisted/../b.toml"),
        (Some("link/../b.toml"), ""),
        (Some("../link/../b.toml"), ""),
    ] {
        let outcome =
            outcome(root, config_file, &[("WRT_MEMORY_BUDGET_FILE", variable)][usize::from(variable.is_empty())..]);
        let budget = runtime(&outcome);
        assert_eq!((budget.bytes, &*budget.origin.short()), (8 << 20, "else/b.toml:1"), "{config_file:?} {variable}");
    }
    // The metadata's path is looked up upwards, and each folder on the way is the file system's too.
    sandbox::write(
        &root.join("app/Cargo.toml"),
        "[package]\nname = \"app\"\n[package.metadata.memory_validation]\nconfig_file = \"link/../b.toml\"\n",
    );
    assert_eq!(runtime(&outcome(root, None, &[])).origin.short(), "else/b.toml:1");
    // Nothing is found behind what is not there, although a name alone would lead to a file; and no link in a circle hangs.
    for missing in ["none/../b.toml", "b.toml/../b.toml", "round/../b.toml"] {
        let outcome = outcome(root, None, &[("WRT_MEMORY_BUDGET_FILE", missing)]);
        assert!(matches!(kinds(&outcome)[..], [Kind::MissingFile | Kind::UnreadableFile]), "{:?}", outcome.findings);
        assert!(outcome.findings[0].title.contains(missing), "{}", outcome.findings[0]);
    }
}

/// A package that is named through a link to its workspace gets the names that it has there.
#[cfg(unix)]
#[test]
fn a_workspace_behind_a_link() {
    let workspace = workspace("app");
    sandbox::write(&workspace.path().join("memory_budget.toml"), "\"wrt-runtime\" = \"8MB\"\n");
    std::os::unix::fs::symlink(".", workspace.path().join("here")).expect("writable");
    let outcome = outcome(&workspace.path().join("here/app/.."), None, &[]);
    assert_eq!(outcome.plan.crates[1].budget.base.origin.short(), "memory_budget.toml:1");
    let link = outcome.watch.files.iter().filter(|file| file.starts_with(workspace.path().join("here"))).count();
    assert!(outcome.watch.files.len() > link && link > 0, "both are watched: {:?}", outcome.watch.files);
}

/// No file is read beyond what it may have, whatever it says of itself.
#[cfg(target_os = "linux")]
#[test]
fn files_without_end() {
    let workspace = workspace("app");
    let pipe = workspace.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    std::os::unix::fs::symlink("/proc/self/pagemap", workspace.path().join("link.toml")).expect("writable");
    for path in
        ["/proc/self/pagemap", "/proc/kmsg", "/proc/self/mem", "/dev/zero", "/dev/tty", "pipe", "link.toml", "app"]
    {
        let outcome = outcome(workspace.path(), None, &[("WRT_MEMORY_BUDGET_FILE", path)]);
        assert_eq!(kinds(&outcome), [Kind::UnreadableFile], "{path}");
    }
    let write = |text: &[u8]| std::fs::write(workspace.path().join("memory_budget.toml"), text).expect("writable");
    write(b"");
    assert_eq!(kinds(&outcome(workspace.path(), None, &[])), [], "an empty file is one");
    let mut text = b"total_budget = \"1GB\"\n".to_vec();
    text.resize(1 << 20, b'#');
    write(&text);
    assert_eq!(kinds(&outcome(workspace.path(), None, &[])), []);
    text.push(b'#');
    write(&text);
    assert_eq!(kinds(&outcome(workspace.path(), None, &[])), [Kind::FileTooLarge]);
}

/// Budgets that are somebody else's do not come in silence; a crate of the preset has its own by right.
#[test]
fn no_file_at_all() {
    let foreign = workspace("app");
    let found = outcome(foreign.path(), None, &[]);
    assert_eq!(kinds(&found), [Kind::NoFile]);
    assert_eq!(found.findings[0].severity, Severity::Warning);
    let text = found.findings[0].to_string();
    for part in [
        "`cargo memory-budget init`",
        "`preset = \"none\"`",
        "looked for in app/memory_budget.toml, memory_budget.toml",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // What is wrong with the preset beside the environment is still said.
    assert_eq!(
        kinds(&outcome(foreign.path(), None, &[("WRT_RUNTIME_BUDGET", "1MB")])),
        [Kind::NoFile, Kind::BelowMinimum]
    );
    for own in ["wrt-foundation", "kiln-runtime"] {
        assert_eq!(kinds(&outcome(workspace(own).path(), None, &[])), [], "{own}");
    }
    for other in ["wrt-wasi", "foundation", "my-wrt-runtime", "wrt-"] {
        assert_eq!(kinds(&outcome(workspace(other).path(), None, &[])), [Kind::NoFile], "{other}");
    }
    let request = |manifest_dir: PathBuf| Request { manifest_dir: Some(manifest_dir), ..Request::default() };
    let strict =
        validate(&Request { strict_mode: Some(true), ..request(workspace("wrt-foundation").path().join("app")) });
    assert_eq!((kinds(&strict), strict.findings[0].severity), (vec![Kind::NoFile], Severity::Error));
    // Whoever asks for the preset has it without a word.
    let inline = validate(&Request { inline: Some(String::new()), ..request(foreign.path().join("app")) });
    assert_eq!(kinds(&inline), []);
    // A build script's default carries the warning.
    let config = BudgetConfig::from_request(request(foreign.path().join("app")));
    assert_eq!(config.findings().iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Kind::NoFile]);
}
