//! The example files of WRT and of Kiln, which nobody here wrote, in the workspaces of their shapes. They belong to another
//! folder, and where that is not there nothing is tested, which is said.

use std::fs;
use std::path::Path;

use memory_budgets_tests::sandbox::{Run, cargo, repository};

/// Builds the memory system of a workspace with an example file after these lines, and has it print what is in force.
/// `None` where the file is not there.
fn with(example: &str, lines: &str, workspace: &str, variables: &[(&str, &str)]) -> Option<Run> {
    let path = repository().join("../shared/real").join(example);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    let place = tempfile::tempdir().expect("a temporary folder");
    let copy = place.path().join("memory_budget.toml");
    fs::write(&copy, lines.to_owned() + &text).expect("writable");
    let mut all = vec![("MEMORY_BUDGET_FILE", copy.to_str().expect("a name in UTF-8"))];
    all.extend(variables);
    let package = format!("{workspace}-foundation");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(workspace);
    Some(cargo(&folder, &all, &["run", "--locked", "--package", &package, "--example", "budgets"]))
}

/// The file of a project says what its document does, and is right under the build script and the attribute in strict mode.
fn works(example: &str, lines: &str, prefix: &str) {
    let Some(run) = with(example, lines, prefix, &[]) else { return };
    assert!(run.success && !run.stderr.contains("warning"), "{}", run.stderr);
    let first = 10 + lines.lines().count();
    for (name, budget, line) in [("foundation", 8 << 20, 0), ("runtime", 16 << 20, 3), ("error", 256 << 10, 42)] {
        // How the file is called depends on whether the repository shares a folder with it.
        let (start, end) =
            (format!("{prefix}-{name} {name} {budget} "), format!("memory_budget.toml:{}", first + line));
        let expected = |printed: &str| printed.starts_with(&start) && printed.ends_with(&end);
        assert!(run.stdout.lines().any(expected), "{start}{end}\n{}", run.stdout);
    }
    assert!(run.stdout.ends_with(&format!("{prefix}-helper helper 262144 preset\ntotal 68681728 preset\n")));
    assert_eq!(run.stdout.lines().count(), 17);

    // What both files recommend is an old spelling, and is not passed over.
    let (old, new) = (prefix.to_uppercase() + "_BUDGET_" + &prefix.to_uppercase() + "_RUNTIME", "_RUNTIME_BUDGET");
    let run = with(example, lines, prefix, &[(&old, "33554432")]).expect("it was there");
    let meant = format!("Did you mean {}{new}?", prefix.to_uppercase());
    assert!(!run.success && run.stderr.contains(&meant), "{}", run.stderr);
}

#[test]
fn wrts_as_it_is() {
    works("memory_budget.toml.example", "", "wrt");
}

#[test]
fn kilns_with_one_line() {
    works("kiln_memory_budget.toml.example", "preset = \"kiln\"\n", "kiln");
}

/// Without that line the file is refused, and the message says which line is missing.
#[test]
fn kilns_without_it() {
    let Some(run) = with("kiln_memory_budget.toml.example", "", "kiln", &[]) else { return };
    assert!(!run.success && run.stderr.contains("Write `preset = \"kiln\"` at the top of the file"), "{}", run.stderr);
}
