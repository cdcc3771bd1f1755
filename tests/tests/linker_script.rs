//! Limits that are taken from a linker script.

use std::fs;
use std::path::Path;

use memory_budgets_tests::sandbox::Sandbox;
use memory_budgets_validator::{Outcome, Request, Target, validate};

const BUDGETS: &str = "preset = 'none'\ntotal_budget = '100KB'\n[crates.app]\nbudget = '10KB'\n";
const LIMIT: &str = "platform_limit = { linker_script = 'memory.x', region = 'RAM' }\n";
const SCRIPT: &str =
    "MEMORY\n{\n  FLASH : ORIGIN = 0x08000000, LENGTH = 1M\n  RAM : ORIGIN = 0x20000000, LENGTH = 64K + 32K\n}\n";

fn on(folder: &Path, target: &str) -> Outcome {
    let printed = format!("target_arch=\"{target}\"\ntarget_pointer_width=\"32\"\n");
    let target = Target::from_rustc_cfg(target, &printed).expect("it has a width");
    validate(&Request { manifest_dir: Some(folder.to_owned()), target: Some(target), ..Request::default() })
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}

fn package(configuration: &str, script: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "Cargo.toml", "[package]\nname = 'app'\n");
    write(folder.path(), "memory_budget.toml", configuration);
    write(folder.path(), "memory.x", script);
    folder
}

fn messages(outcome: &Outcome) -> Vec<String> {
    let line = |finding: &memory_budgets_validator::Finding| {
        format!("{}: {} ({})", finding.kind.name(), finding.title, finding.position().unwrap_or_default())
    };
    outcome.findings.iter().map(line).collect()
}

#[test]
fn the_length_is_the_limit() {
    let folder = package(&format!("{LIMIT}{BUDGETS}"), SCRIPT);
    let outcome = on(folder.path(), "arm");
    assert_eq!(
        messages(&outcome),
        ["platform: Total budget (100KB) exceeds platform limit (96KB) for every target (memory_budget.toml:3:16)"]
    );
    let label = &outcome.findings[0].labels[0];
    assert_eq!((&*label.text, label.origin.position().as_deref()), ("the platform limit", Some("memory.x:4:39")));
    let regions: Vec<_> =
        outcome.regions.iter().map(|region| (region.name.as_str(), region.origin, region.length)).collect();
    assert_eq!(regions, [("FLASH", 0x0800_0000, 1 << 20), ("RAM", 0x2000_0000, 96 << 10)]);
    assert!(outcome.watch.files.iter().any(|file| file.ends_with("memory.x")), "{:?}", outcome.watch.files);

    write(folder.path(), "memory.x", &SCRIPT.replace("32K", "36K"));
    assert!(on(folder.path(), "arm").findings.is_empty());
}

#[test]
fn a_target_section_has_a_script_of_its_own() {
    let sections = "[target.'cfg(target_arch = \"arm\")']\nplatform_limit = { linker_script = 'boards/a.x', region = 'RAM' }\n\
                    [target.'cfg(target_arch = \"riscv32\")']\nplatform_limit = { linker_script = 'boards/b.x', region = 'DRAM' }\n";
    let folder = package(&format!("{BUDGETS}{sections}"), "");
    write(folder.path(), "boards/a.x", "INCLUDE sizes.x\nMEMORY { RAM : ORIGIN = 0, LENGTH = SIZE }");
    write(folder.path(), "boards/sizes.x", "SIZE = 64K;");
    write(folder.path(), "boards/b.x", "MEMORY { DRAM : ORIGIN = 0, LENGTH = 1M }");
    let arm = on(folder.path(), "arm");
    assert_eq!(arm.findings.len(), 1);
    assert!(
        messages(&arm)[0].starts_with("platform: Total budget (100KB) exceeds platform limit (64KB)"),
        "{:?}",
        messages(&arm)
    );
    assert_eq!(arm.regions.len(), 1);
    let read: Vec<_> = arm.watch.files.iter().filter(|file| file.extension().is_some_and(|end| end == "x")).collect();
    assert_eq!(read.len(), 3, "{read:?}");
    assert!(on(folder.path(), "riscv32").findings.is_empty());
}

/// What is wrong with a limit is all that is said of it: nothing is compared with it.
#[test]
fn what_is_wrong_has_a_place() {
    let message = |limit: &str, script: &str| {
        let folder = package(&format!("{limit}{BUDGETS}"), script);
        let outcome = on(folder.path(), "arm");
        assert_eq!(outcome.findings.len(), 1, "{:?}", messages(&outcome));
        messages(&outcome).remove(0)
    };
    for (limit, script, expected) in [
        (
            LIMIT,
            "MEMORY { RAM : ORIGIN = 0, LENGTH = 64Q }",
            "linker-script: This linker script gives no limit: `64Q` is no number (memory.x:1:37)",
        ),
        (
            LIMIT,
            "MEMORY { ROM : ORIGIN = 0, LENGTH = 64K }",
            "linker-script: The linker script has no region `RAM` (memory_budget.toml:1:57)",
        ),
        (LIMIT, "", "linker-script: The linker script has no region `RAM` (memory_budget.toml:1:57)"),
        (
            LIMIT,
            "INCLUDE memory.x",
            "linker-script: This linker script gives no limit: memory.x includes itself (memory.x:1:1)",
        ),
        (
            LIMIT,
            "\nINCLUDE other.x",
            "linker-script: This linker script gives no limit: there is no file other.x beside it (memory.x:2:1)",
        ),
        (
            &LIMIT.replace("memory.x", "none.x"),
            "",
            "missing-file: The file none.x does not exist (memory_budget.toml:1:36)",
        ),
        (
            "platform_limit = { region = 'RAM' }\n",
            "",
            "linker-script: platform_limit does not name its linker_script (memory_budget.toml:1:18)",
        ),
        (
            "platform_limit = { linker_script = 'memory.x' }\n",
            "",
            "linker-script: platform_limit does not name its region (memory_budget.toml:1:18)",
        ),
        (
            &LIMIT.replace("'RAM'", "'FLASH', regoin = 'X'"),
            SCRIPT,
            "unknown-key: `regoin` is no setting of platform_limit (memory_budget.toml:1:66)",
        ),
        (
            &LIMIT.replace("'RAM'", "1"),
            SCRIPT,
            "wrong-type: `region` takes a string, not an integer (memory_budget.toml:1:57)",
        ),
    ] {
        assert_eq!(message(limit, script), expected);
    }
}

#[cfg(unix)]
#[test]
fn a_script_that_is_no_file() {
    let folder = package(&format!("{LIMIT}{BUDGETS}"), "");
    let path = folder.path().join("memory.x");
    fs::remove_file(&path).expect("it was there");
    fs::create_dir(&path).expect("writable");
    assert!(messages(&on(folder.path(), "arm"))[0].contains("memory.x: it is a folder"));
    fs::remove_dir(&path).expect("it was there");
    std::os::unix::fs::symlink("/dev/zero", &path).expect("writable");
    assert!(messages(&on(folder.path(), "arm"))[0].contains("memory.x: it is no regular file"));
    fs::remove_file(&path).expect("it was there");
    fs::write(&path, vec![b' '; (1 << 20) + 1]).expect("writable");
    assert!(messages(&on(folder.path(), "arm"))[0].starts_with("file-too-large: memory.x is larger than 1MB"));
    fs::write(&path, b"MEMORY { \xff }").expect("writable");
    assert!(messages(&on(folder.path(), "arm"))[0].starts_with("not-utf8: memory.x is not UTF-8"));
}

/// The compiler says it too, and notices when the script changes.
#[test]
fn a_script_is_watched() {
    let sandbox = Sandbox::new("a-script-is-watched");
    sandbox.write("memory_budget.toml", "platform_limit = { linker_script = 'memory.x', region = 'RAM' }\n");
    sandbox.write("memory.x", "MEMORY { RAM : ORIGIN = 0, LENGTH = 128M }\n");
    let run = sandbox.run();
    assert!(run.success, "{}", run.stderr);
    sandbox.assert_fresh();
    sandbox.write("memory.x", "MEMORY { RAM : ORIGIN = 0, LENGTH = 64M }\n");
    let run = sandbox.run();
    assert_eq!(
        run.errors(),
        ["error: Total budget (65.5MB) exceeds platform limit (64MB) for every target"],
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("--> memory.x:1:37"), "{}", run.stderr);
    sandbox.write("memory.x", "MEMORY { RAM : ORIGIN = 0, LENGTH = 128M }\n");
    assert!(sandbox.run().success);
}
