//! `diff` compares what was in force with what is, whatever decides about it: files, arguments, variables, Cargo's configuration.

mod sandbox;

use std::fs;
use std::path::Path;

use sandbox::{LINUX, Run, Sandbox};

fn budgets(app: &str) -> String {
    format!("preset = \"none\"\ntotal_budget = \"1MB\"\n[crates.app]\nbudget = \"{app}\"\n")
}

fn source(arguments: &str) -> String {
    format!("#[memory_budgets::memory_budgets({arguments})]\npub mod budgets {{}}\n")
}

fn against_main(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[&["diff", "main", "--deny-growth", "--target", LINUX], more].concat())
}

/// The application is raised from 100KB to 900KB, and the gate is shut.
#[track_caller]
fn is_raised(run: &Run) {
    assert_eq!(run.status, Some(1), "{}{}", run.stdout, run.stderr);
    has_row(run, "app 100KB 900KB +800KB raised");
}

/// One of its lines is this, however wide the columns are.
#[track_caller]
fn has_row(run: &Run, row: &str) {
    let is_it = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") == row;
    assert!(run.stdout.lines().any(is_it), "{}{}", run.stdout, run.stderr);
}

#[track_caller]
fn is_unchanged(run: &Run) {
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("no budget changes"), "{}", run.stdout);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
}

#[track_caller]
fn fails(run: &Run, says: &str) {
    assert_eq!(run.status, Some(2), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(says) && run.stdout.is_empty(), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_file_that_cargos_configuration_names() {
    let sandbox = Sandbox::new();
    sandbox.write(
        ".cargo/config.toml",
        "[env]\nMEMORY_BUDGET_FILE = { value = \"config/budgets.conf\", relative = true }\n",
    );
    sandbox.write("config/budgets.conf", &budgets("100KB"));
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("config/budgets.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &[]));
    sandbox.commit("two");
    sandbox.git(&["branch", "old", "HEAD~1"]);
    is_raised(&sandbox.run_in("app", &["diff", "old", "HEAD", "--deny-growth", "--target", LINUX]));
}

#[test]
fn a_file_that_a_variable_names() {
    let mut sandbox = Sandbox::new();
    sandbox.write("budgets.conf", &budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("budgets.conf", &budgets("900KB"));
    let absolute = sandbox.path("budgets.conf").display().to_string();
    sandbox.set("MEMORY_BUDGET_FILE", &absolute);
    is_raised(&against_main(&sandbox, &[]));
    let detour = sandbox.path("app/../budgets.conf").display().to_string();
    sandbox.set("MEMORY_BUDGET_FILE", &detour);
    is_raised(&against_main(&sandbox, &[]));
    sandbox.set("MEMORY_BUDGET_FILE", "budgets.conf");
    is_raised(&against_main(&sandbox, &[]));
    let other = Sandbox::empty();
    other.write("budgets.conf", &budgets("100KB"));
    let outside = other.path("budgets.conf").display().to_string();
    sandbox.set("MEMORY_BUDGET_FILE", &outside);
    fails(&against_main(&sandbox, &[]), "lies outside the repository");
    let _ = other.read("budgets.conf");
}

#[test]
fn budgets_of_cargos_configuration_are_the_repositorys() {
    let mut sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.write(".cargo/config.toml", "[env]\nAPP_BUDGET = \"100KB\"\n");
    sandbox.commit("one");
    sandbox.write(".cargo/config.toml", "[env]\nAPP_BUDGET = \"900KB\"\n");
    is_raised(&against_main(&sandbox, &[]));
    // What is set on this machine is nobody else's.
    sandbox.set("MEMORY_TOTAL_BUDGET", "2MB");
    is_raised(&against_main(&sandbox, &[]));
    sandbox.commit("two");
    is_unchanged(&against_main(&sandbox, &[]));
}

#[test]
fn a_file_that_an_option_names() {
    let sandbox = Sandbox::new();
    sandbox.write("app/budgets.conf", &budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("app/budgets.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &["--config", "app/budgets.conf"]));
    is_raised(
        &sandbox.run_in("app", &["diff", "main", "--deny-growth", "--config", "budgets.conf", "--target", LINUX]),
    );
    let other = Sandbox::empty();
    other.write("budgets.conf", &budgets("100KB"));
    let outside = other.path("budgets.conf").display().to_string();
    fails(&against_main(&sandbox, &["--config", &outside]), "lies outside the repository");
    sandbox.write("new.toml", &budgets("100KB"));
    let run = against_main(&sandbox, &["--config", "new.toml"]);
    assert!(run.stderr.contains("main has no new.toml"), "{}", run.stderr);
}

#[test]
fn the_arguments_of_the_attribute() {
    let sandbox = Sandbox::new();
    let inline = |app: &str| source(&format!("toml = r#\"{}\"#", budgets(app)));
    sandbox.write("app/src/lib.rs", &inline("100KB"));
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("app/src/lib.rs", &inline("900KB"));
    is_raised(&against_main(&sandbox, &[]));

    let profiles = budgets("100KB") + "[profile.big]\napp = \"900KB\"\n";
    let sandbox = Sandbox::with(&profiles);
    sandbox.commit("one");
    sandbox.write("app/src/lib.rs", &source("profile = \"big\""));
    is_raised(&against_main(&sandbox, &[]));
    is_raised(&sandbox.run_in("app", &["diff", "main", "--deny-growth", "--target", LINUX]));

    let sandbox = Sandbox::new();
    sandbox.write("app/src/lib.rs", &source("config_file = \"old.conf\""));
    sandbox.write("app/old.conf", &budgets("100KB"));
    sandbox.commit("one");
    fs::remove_file(sandbox.path("app/old.conf")).expect("it is there");
    sandbox.write("app/src/lib.rs", &source("config_file = \"../budgets/new.conf\""));
    sandbox.write("budgets/new.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &[]));
}

#[test]
fn features_are_those_of_the_revision() {
    let sandbox = Sandbox::with(&(budgets("100KB") + "[target.'cfg(feature = \"big\")']\napp = \"900KB\"\n"));
    sandbox.package("app", "[features]\nbig = []\n");
    sandbox.write("app/src/lib.rs", &source(""));
    sandbox.commit("one");
    sandbox.package("app", "[features]\ndefault = [\"big\"]\nbig = []\nnew = []\n");
    sandbox.write("app/src/lib.rs", &source(""));
    is_raised(&against_main(&sandbox, &[]));
    is_raised(&against_main(&sandbox, &["--features", "new"]));
}

#[test]
fn features_are_those_that_the_members_of_the_revision_turn_on() {
    let big = budgets("100KB") + "[target.'cfg(feature = \"big\")']\napp = \"900KB\"\n";
    let with = |features: &str| format!("[dependencies]\napp = {{ path = \"../app\", features = [{features}] }}\n");
    let carrier = |sandbox: &Sandbox| {
        sandbox.package("app", "[features]\nbig = []\n");
        sandbox.write("app/src/lib.rs", &source(""));
    };
    let sandbox = Sandbox::with(&big);
    carrier(&sandbox);
    sandbox.package("app-net", &with(""));
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.package("app-net", &with("\"big\""));
    is_raised(&against_main(&sandbox, &[]));
    // By itself the application has no such feature, then and now, from wherever it is asked for.
    is_unchanged(&against_main(&sandbox, &["-p", "app"]));
    is_unchanged(&against_main(&sandbox, &["--manifest-path", "app/Cargo.toml"]));
    is_unchanged(&sandbox.run_in("app", &["diff", "main", "--deny-growth", "--target", LINUX]));
    sandbox.commit("two");
    is_unchanged(&against_main(&sandbox, &[]));
    is_unchanged(&against_main(&sandbox, &["-p", "app"]));

    // A member that asks for it where it is asked itself, and a member that is new.
    let sandbox = Sandbox::with(&big);
    carrier(&sandbox);
    sandbox.package("app-net", &(with("") + "[features]\nmore = []\n"));
    sandbox.commit("one");
    sandbox.package("app-net", &(with("") + "[features]\nmore = [\"app/big\"]\n"));
    is_unchanged(&against_main(&sandbox, &[]));
    is_raised(&against_main(&sandbox, &["--features", "more"]));
    is_raised(&against_main(&sandbox, &["--features", "app-net/more"]));
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"app-net\", \"new\"]\nresolver = \"2\"\n");
    sandbox.package("new", &with("\"big\""));
    is_raised(&against_main(&sandbox, &[]));
}

#[test]
fn limits_of_a_linker_script() {
    let file = |more: &str| budgets("100KB") + more;
    let sandbox = Sandbox::new();
    let names_it = "[target.'cfg(unix)']\nplatform_limit = { linker_script = \"memory.x\", region = \"RAM\" }\n";
    sandbox.write("memory_budget.toml", &file(names_it));
    sandbox.write("memory.x", "INCLUDE regions.ld\n");
    sandbox.write("regions.ld", "MEMORY { RAM : ORIGIN = 0x20000000, LENGTH = 2M }\n");
    let check = sandbox.run(&["check", "--target", LINUX]);
    assert_eq!(check.status, Some(0), "{}{}", check.stdout, check.stderr);
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("regions.ld", "MEMORY { RAM : ORIGIN = 0x20000000, LENGTH = 4M }\n");
    let run = against_main(&sandbox, &[]);
    has_row(&run, "platform_limit 2MB 4MB +2MB raised");
}

#[test]
fn a_file_that_is_renamed_or_deleted() {
    let names = |name: &str| {
        format!(
            "[workspace]\nmembers = [\"app\", \"app-net\"]\nresolver = \"2\"\n\
             [workspace.metadata.memory_validation]\nconfig_file = \"{name}\"\n"
        )
    };
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", &names("budgets.conf"));
    sandbox.write("budgets.conf", &budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("Cargo.toml", &names("other.conf"));
    fs::rename(sandbox.path("budgets.conf"), sandbox.path("other.conf")).expect("it is there");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("other.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &[]));
    sandbox.commit("two");
    is_raised(&sandbox.run(&["diff", "HEAD~1", "HEAD", "--deny-growth", "--target", LINUX]));
}

#[test]
fn no_file_is_one_thing_committed_or_not() {
    let sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.commit("one");
    fs::remove_file(sandbox.path("memory_budget.toml")).expect("it is there");
    let now = sandbox.run(&["diff", "main", "--deny-growth", "--target", LINUX]);
    sandbox.commit("two");
    let then = sandbox.run(&["diff", "HEAD~1", "HEAD", "--deny-growth", "--target", LINUX]);
    for (run, name) in [(&now, "the working tree"), (&then, "HEAD")] {
        assert!(run.stderr.contains(&format!("note: {name} has no configuration file")), "{}", run.stderr);
        has_row(run, "app 100KB -100KB removed");
        assert!(!run.stdout.contains("wrt"), "{}", run.stdout);
        assert_eq!(run.status, Some(1), "without budgets nothing is kept from growing: {}", run.stderr);
        assert!(run.stderr.contains("--deny-growth"), "{}", run.stderr);
    }
    let tail = |run: &Run| run.stdout.split_once("\n\n").expect("a headline").1.to_owned();
    assert_eq!(tail(&now), tail(&then));
    is_unchanged_with_notes(&sandbox.run(&["diff", "HEAD", "--deny-growth", "--target", LINUX]));
}

fn is_unchanged_with_notes(run: &Run) {
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("no budget changes"), "{}", run.stdout);
}

#[test]
fn a_refusal_of_git_is_told() {
    let mut sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("no-git-config", "");
    let empty = sandbox.path("no-git-config").display().to_string();
    for (name, value) in
        [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"), ("GIT_CONFIG_GLOBAL", &*empty), ("GIT_CONFIG_NOSYSTEM", "1")]
    {
        sandbox.set(name, value);
    }
    for word in ["main", "git:main"] {
        let run = sandbox.run(&["diff", word, "--target", LINUX]);
        fails(&run, "dubious ownership");
        assert!(run.stderr.contains("safe.directory"), "{}", run.stderr);
    }
}

/// Git tells a hook where the repository is, and takes the current folder for its top.
#[test]
fn in_a_hook_of_a_linked_worktree() {
    let sandbox = Sandbox::empty();
    sandbox.write("firmware/Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    sandbox.write("firmware/src/lib.rs", &source(""));
    sandbox.write("firmware/memory_budget.toml", &budgets("100KB"));
    sandbox.commit("one");
    sandbox.git(&["worktree", "add", "-q", "linked", "-b", "topic"]);
    let program = sandbox::PROGRAM.replace('\\', "/");
    let hook = format!("#!/bin/sh\ncd firmware\n'{program}' diff HEAD --deny-growth --target {LINUX} > ../said 2>&1\n");
    sandbox.write(".git/hooks/pre-commit", &hook);
    executable(&sandbox.path(".git/hooks/pre-commit"));
    let commit = |message: &str| {
        let folder = sandbox.path("linked").display().to_string();
        let arguments = ["-C", &folder, "commit", "-q", "--allow-empty", "-a", "-m", message];
        sandbox.git(&arguments);
    };
    commit("nothing");
    let said = sandbox.read("linked/said");
    assert!(said.contains("no budget changes") && !said.contains("note"), "{said}");
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("ours");
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

#[test]
fn what_cannot_be_read_is_no_number() {
    let sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("memory_budget.toml", &budgets("10kk"));
    let run = against_main(&sandbox, &["-q"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(run.stderr, "error: not all of the working tree can be read, which --deny-growth does not let pass\n");
    has_row(&run, "app 100KB ? unreadable");
    has_row(&run, "sum 100KB ? unreadable");
    assert!(run.stdout.contains("not all of the working tree can be read"), "{}", run.stdout);
    let run = sandbox.run(&["diff", "main", "--target", LINUX, "--format", "markdown"]);
    has_row(&run, "| <code>app</code> | 100KB | ? | | unreadable |");
    assert!(run.stdout.contains("not all of the working tree can be read"), "{}", run.stdout);
    let json = sandbox.run(&["diff", "main", "--target", LINUX, "--format", "json"]).json();
    assert_eq!((&json["complete"], &json["grows"]), (&false.into(), &false.into()));
    let app = &json["changes"][0];
    assert_eq!((&app["before"], &app["after"], &app["change"]), (&102_400.into(), &().into(), &"unreadable".into()));
    // Two that cannot be read are not the same.
    sandbox.commit("two");
    sandbox.write("memory_budget.toml", &budgets("99kk"));
    let run = against_main(&sandbox, &[]);
    has_row(&run, "app ? ? unreadable");
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_limit_that_cannot_be_read_is_not_removed() {
    let sandbox = Sandbox::with(&(budgets("100KB") + "max = \"1MB\"\n"));
    sandbox.commit("one");
    sandbox.write("memory_budget.toml", &(budgets("100KB") + "max = \"1kk\"\n"));
    let run = against_main(&sandbox, &[]);
    has_row(&run, "app max 1MB ? unreadable");
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_gate_that_is_shut_says_why() {
    let sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.commit("one");
    sandbox.write("memory_budget.toml", &budgets("900KB"));
    let run = against_main(&sandbox, &["-q"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(run.stderr, "error: the budgets grow, which --deny-growth does not let pass\n");
}

#[test]
fn cargos_configuration_of_this_machine_is_every_revisions() {
    let sandbox = Sandbox::new();
    sandbox.write(".gitignore", ".cargo\n");
    sandbox.write("config/budgets.conf", &budgets("100KB"));
    let relative = "[env]\nMEMORY_BUDGET_FILE = { value = \"config/budgets.conf\", relative = true }\n";
    sandbox.write(".cargo/config.toml", relative);
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("config/budgets.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &[]));
}

#[test]
fn what_cargos_configuration_includes_counts_as_well() {
    let named = |file: &str| format!("[env]\nMEMORY_BUDGET_FILE = {{ value = \"{file}\", relative = true }}\n");
    for (file, ignored) in [("shared.toml", ""), ("local.toml", "local.toml\n")] {
        let sandbox = Sandbox::new();
        sandbox.write(".gitignore", ignored);
        let includes = format!("include = [{{ path = \"{file}\", optional = true }}]\n");
        sandbox.write(".cargo/config.toml", &includes);
        sandbox.write(&format!(".cargo/{file}"), &named("config/budgets.conf"));
        sandbox.write("config/budgets.conf", &budgets("100KB"));
        sandbox.commit("one");
        is_unchanged(&against_main(&sandbox, &[]));
        sandbox.write("config/budgets.conf", &budgets("900KB"));
        is_raised(&against_main(&sandbox, &[]));
        // What the revision has says itself which file it went by; what it has not is of this machine.
        sandbox.write(&format!(".cargo/{file}"), &named("config/more.conf"));
        sandbox.write("config/more.conf", &budgets("900KB"));
        let run = against_main(&sandbox, &[]);
        match ignored {
            "" => is_raised(&run),
            _ => fails(&run, "main cannot be compared: The file config/more.conf does not exist"),
        }
    }
}

/// What is wrong with a revision is told in its own words, not in those of the folder it is laid out in.
#[test]
fn a_revision_that_cannot_be_read() {
    let mut sandbox = Sandbox::new();
    sandbox.write(".cargo/config.toml", "[env]\nMEMORY_BUDGET_FILE = { value = \"none.toml\", relative = true }\n");
    sandbox.commit("one");
    sandbox.write(".cargo/config.toml", "");
    sandbox.write("memory_budget.toml", &budgets("100KB"));
    fails(&against_main(&sandbox, &[]), "main cannot be compared: The file none.toml does not exist");
    sandbox.write(".cargo/config.toml", "[build\n");
    sandbox.commit("two");
    sandbox.write(".cargo/config.toml", "");
    fails(&against_main(&sandbox, &[]), "main cannot be compared: .cargo/config.toml:1 is not valid TOML");
    sandbox.commit("three");
    sandbox.write("memory_budget.toml", "[broken\n");
    sandbox.commit("four");
    sandbox.write("memory_budget.toml", &budgets("100KB"));
    fails(&against_main(&sandbox, &[]), "main cannot be compared: memory_budget.toml is not valid TOML");
    let other = sandbox.path("no-such.toml").display().to_string();
    sandbox.set("MEMORY_BUDGET_FILE", &other);
    fails(
        &sandbox.run(&["diff", "HEAD~3", "main", "--target", LINUX]),
        "HEAD~3 cannot be compared: The file no-such.toml",
    );
}

#[test]
#[cfg(unix)]
fn links_in_the_repository_are_followed() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new();
    sandbox.write("shared/src/lib.rs", &source("config_file = \"linked.conf\""));
    sandbox.write("configs/budgets.conf", &budgets("100KB"));
    fs::remove_dir_all(sandbox.path("app/src")).expect("it is there");
    symlink("../shared/src", sandbox.path("app/src")).expect("links are made");
    symlink("../configs/budgets.conf", sandbox.path("app/linked.conf")).expect("links are made");
    sandbox.commit("one");
    is_unchanged(&against_main(&sandbox, &[]));
    sandbox.write("configs/budgets.conf", &budgets("900KB"));
    is_raised(&against_main(&sandbox, &[]));
    // One that leads out of the repository leads to what no revision holds.
    let other = Sandbox::empty();
    other.write("budgets.conf", &budgets("100KB"));
    fs::remove_file(sandbox.path("app/linked.conf")).expect("it is there");
    symlink(other.path("budgets.conf"), sandbox.path("app/linked.conf")).expect("links are made");
    sandbox.commit("two");
    fails(&against_main(&sandbox, &[]), "main cannot be compared: The file linked.conf does not exist");
}

#[test]
fn a_workspace_around_the_repository() {
    let sandbox = Sandbox::with(&budgets("100KB"));
    let git =
        |arguments: &[&str]| sandbox.git(&[&["-C", &sandbox.path("app").display().to_string()], arguments].concat());
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "one"]);
    fails(&against_main(&sandbox, &[]), "is not in the repository");
}

#[test]
fn nothing_is_left_behind() {
    let mut sandbox = Sandbox::with(&budgets("100KB"));
    sandbox.commit("one");
    fs::create_dir(sandbox.path("temporary")).expect("writable");
    let temporary = sandbox.path("temporary").display().to_string();
    for name in ["TMPDIR", "TMP", "TEMP"] {
        sandbox.set(name, &temporary);
    }
    sandbox.write("temporary/cargo-memory-budget-1-1000/of/a/killed/process", "");
    is_unchanged(&against_main(&sandbox, &[]));
    assert_eq!(fs::read_dir(&temporary).expect("readable").count(), 0);
}

#[test]
fn every_configuration_of_a_workspace() {
    let sandbox = Sandbox::new();
    sandbox.write("app/memory_budget.toml", &budgets("100KB"));
    sandbox.write("app-net/src/lib.rs", &source(""));
    sandbox.write("app-net/memory_budget.toml", &budgets("100KB").replace("[crates.app]", "[crates.app-net]"));
    sandbox.commit("one");
    let run = against_main(&sandbox, &[]);
    assert_eq!(
        (run.status, run.stdout.matches("no budget changes").count()),
        (Some(0), 2),
        "{}{}",
        run.stdout,
        run.stderr
    );
    sandbox.write("app-net/memory_budget.toml", &budgets("900KB").replace("[crates.app]", "[crates.app-net]"));
    let run = against_main(&sandbox, &[]);
    assert_eq!(run.status, Some(1), "{}{}", run.stdout, run.stderr);
    has_row(&run, "app-net 100KB 900KB +800KB raised");
    has_row(&run, "app-net/memory_budget.toml of app-net");
    assert_eq!(run.stdout.matches("no budget changes").count(), 1, "{}", run.stdout);
    let run = against_main(&sandbox, &["--format", "markdown"]);
    assert!(run.stdout.contains("toml of app\n\nNo budget changes.\n\n#### app-net/"), "{}", run.stdout);
    let json = against_main(&sandbox, &["--format", "json"]).json();
    assert_eq!(
        (&json["changes"][0]["packages"][0], &json["changes"][0]["name"]),
        (&"app-net".into(), &"app-net".into())
    );
    is_unchanged(&against_main(&sandbox, &["-p", "app"]));
    // One that was not there has nothing before it, and one that is gone nothing after.
    fs::remove_file(sandbox.path("app-net/memory_budget.toml")).expect("it is there");
    let run = against_main(&sandbox, &["-p", "app-net"]);
    assert!(run.stderr.contains("the working tree has no configuration file"), "{}", run.stderr);
    assert_eq!(run.status, Some(1));
}

#[test]
fn every_attribute_of_a_package() {
    let sandbox = Sandbox::new();
    let inline = |app: &str| source(&format!("toml = r#\"{}\"#", budgets(app)));
    sandbox.write("app/src/lib.rs", &(inline("50KB") + &inline("100KB").replace("budgets {}", "others {}")));
    sandbox.commit("one");
    sandbox.write("app/src/lib.rs", &(inline("50KB") + &inline("900KB").replace("budgets {}", "others {}")));
    is_raised(&against_main(&sandbox, &[]));
    assert!(against_main(&sandbox, &[]).stdout.contains("no budget changes"));
}
