//! The workspace in the shape of WRT, built and run by Cargo: attribute, build script, metadata, sections, and its levels of
//! safety as profiles, of which the program chooses one.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Run, cargo};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("wrt")
}

/// The runs of a test share what is built, and go by themselves.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut all = vec!["run", "--locked", "--verbose"];
    all.extend(arguments);
    cargo(&folder(), variables, &all)
}

#[test]
fn it_shows_what_is_in_force_and_in_use() {
    let _alone = alone();
    let built = run(&[], &[]);
    assert!(built.success, "{}", built.stderr);
    assert_eq!(
        built.stdout,
        "wrt-runtime: 33554432 bytes (memory_budget.toml:2)\nwrt-debug: 2097152 bytes (preset)\n\
         total: 134217728 bytes (memory_budget.toml:7)\n"
    );
    assert!(run(&[], &[]).is_fresh());

    // A level is chosen when the program starts: nothing is built for it.
    for (level, expected) in [
        ("qm", ["qm: Standard, 26912896 bytes", "runtime: 8000000 bytes", "16KB for wrt-platform: true"]),
        ("asil-a", ["asil-a: Sampling, 11728896 bytes", "runtime: 1024000 bytes", "16KB for wrt-platform: true"]),
        ("asil-b", ["asil-b: Full, 10320896 bytes", "runtime: 512000 bytes", "16KB for wrt-platform: true"]),
        ("asil-c", ["asil-c: Redundant, 9616896 bytes", "runtime: 256000 bytes", "16KB for wrt-platform: true"]),
        ("asil-d", ["asil-d: Redundant, 9264896 bytes", "runtime: 128000 bytes", "16KB for wrt-platform: false"]),
    ] {
        let chosen = run(&[], &["--", level]);
        assert!(chosen.is_fresh(), "{}", chosen.stderr);
        for line in expected {
            assert!(chosen.stdout.lines().any(|printed| printed == line), "{level}: {}", chosen.stdout);
        }
        // What a level does not name.
        assert!(chosen.stdout.contains("\nformat: 2097152 bytes\n"), "{}", chosen.stdout);
    }
    let unknown = run(&[], &["--", "asil-e"]);
    assert!(!unknown.success && unknown.stderr.contains("asil-e is none of qm, asil-a, asil-b, asil-c, asil-d"));

    // Or it is selected for a build; the other levels stay what they are.
    let selected = run(&[("WRT_BUDGET_PROFILE", "asil-c")], &["--", "asil-b"]);
    for line in ["wrt-runtime: 256000 bytes (memory_budget.toml:76)", "runtime: 512000 bytes"] {
        assert!(selected.stdout.lines().any(|printed| printed == line), "{}{}", selected.stdout, selected.stderr);
    }
    let overridden = run(&[("WRT_TOTAL_BUDGET", "256MB"), ("WRT_RUNTIME_BUDGET", "48MB")], &["--", "asil-b"]);
    for line in ["total: 268435456 bytes (WRT_TOTAL_BUDGET)", "asil-b: Full, 10320896 bytes", "runtime: 512000 bytes"] {
        assert!(overridden.stdout.lines().any(|printed| printed == line), "{}{}", overridden.stdout, overridden.stderr);
    }
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
            && debugged.stdout.contains("to wrt-runtime at wrtd/src/main.rs:"),
        "{}",
        debugged.stdout
    );
}

/// A number that is wrong in a level that nobody has selected stops the build, whichever is.
#[test]
fn every_level_is_checked_in_every_build() {
    let _alone = alone();
    let file = std::fs::read_to_string(folder().join("memory_budget.toml")).expect("the file");
    let wrong = file.replace("wrt-runtime = 128_000", "wrt-runtime = 127_999");
    assert_eq!(wrong.matches("127_999").count(), 1, "in the strictest level");
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("wrong.toml");
    std::fs::write(&path, wrong).expect("writable");
    let path = path.to_str().expect("a name in UTF-8");
    for profile in [None, Some("qm")] {
        let mut variables = vec![("MEMORY_BUDGET_FILE", path)];
        variables.extend(profile.map(|profile| ("WRT_BUDGET_PROFILE", profile)));
        let run = cargo(&folder(), &variables, &["check", "--locked", "--package", "wrt-foundation"]);
        for part in ["wrt-runtime budget (127999 bytes) below minimum requirement (125KB)", "in the profile \"asil-d\""]
        {
            assert!(!run.success && run.stderr.contains(part), "{profile:?}: {}", run.stderr);
        }
    }
}

/// Every crate uses the memory system: one line in a test says so.
#[test]
fn its_own_test_passes() {
    let _alone = alone();
    let tested = cargo(&folder(), &[], &["test", "--locked", "--package", "wrt-foundation", "--test", "workspace"]);
    assert!(tested.success && tested.stdout.contains("1 passed"), "{}{}", tested.stdout, tested.stderr);
}

#[test]
fn its_build_script_is_the_documented_one() {
    let script = std::fs::read_to_string(folder().join("wrt-foundation/build.rs")).expect("a build script");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&script), words(DOCUMENTED_SCRIPT));
}
