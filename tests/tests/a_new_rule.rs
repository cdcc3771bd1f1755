//! Adding a rule by the README's steps alone, in a copy of the packages: a kind and a row with its function, and nothing else.

use std::fs;
use std::path::Path;

use memory_budgets_tests::sandbox::{self, Run, repository};
use tempfile::TempDir;

const KINDS: &str = "
    Outsized \"outsized\" Error,
    Outweighs \"outweighs\" Error,
    LittleLeft \"little-left\" Warning,
";

const ROWS: &str = "
    Rule {
        kind: Kind::Outsized,
        title: \"{crate} budget ({left}) is larger than the whole system budget ({right}) of {sum} in use\",
        solution: \"Reduce {crate} budget\",
        check: outsized,
    },
    Rule {
        kind: Kind::Outweighs,
        title: \"{crate} budget ({left}) is larger than all together ({right})\",
        solution: \"Count again\",
        check: outweighs,
    },
    Rule {
        kind: Kind::LittleLeft,
        title: \"Crate budgets ({left}) leave little of platform limit ({right}) for {target}\",
        solution: \"Reduce crate budgets for {targets}\",
        check: little_left,
    },
";

const FUNCTIONS: &str = "
fn outsized(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.crates.len() {
        verdict.require(Budget(i).at_most(Total).blaming(Budget(i)).beside(\"the total\", Total));
    }
}

fn outweighs(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.crates.len() {
        verdict.require(Budget(i).at_most(Sum).blaming(Budget(i)));
    }
}

fn little_left(plan: &Plan, verdict: &mut Verdict<'_>) {
    for i in 0..plan.limits.len() {
        verdict.require(Sum.at_most(Limit(i)).blaming(Limit(i)).with_the_largest());
    }
}
";

/// A copy of what a user compiles, and a package that uses it.
struct Copy {
    folder: TempDir,
}

impl Copy {
    fn new() -> Copy {
        let copy = Copy { folder: tempfile::tempdir().expect("a temporary folder") };
        let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("the workspace has one");
        let (before, rest) = manifest.split_once("members = [").expect("its members are listed");
        let (_, after) = rest.split_once(']').expect("the list ends");
        let members = "members = [\"macros\", \"runtime-support\", \"validator\"]\n[workspace.metadata]";
        copy.write("w/Cargo.toml", &format!("{before}{members}{after}"));
        for package in ["macros", "runtime-support", "validator"] {
            copy_folder(&repository().join(package), &copy.path(&format!("w/{package}")));
        }
        copy.write(
            "user/Cargo.toml",
            "[workspace]\n[package]\nname = \"a-new-rule\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
             [dependencies]\nmemory-budgets = { path = '../w/runtime-support' }\n",
        );
        copy.write("user/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
        fs::copy(repository().join("Cargo.lock"), copy.path("user/Cargo.lock")).expect("the lock file");
        copy
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        sandbox::write(&self.path(path), text);
    }

    /// Puts a text before a line of a file.
    fn add(&self, path: &str, text: &str, before: &str) {
        let file = read(&self.path(path));
        assert_eq!(file.matches(before).count(), 1, "{path}: {before}");
        self.write(path, &file.replace(before, &format!("{text}{before}")));
    }

    fn check(&self, configuration: &str) -> Run {
        self.write("user/memory_budget.toml", configuration);
        sandbox::cargo(&self.path("user"), &[], &["check"])
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("readable")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("readable")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("writable");
        }
    }
}

#[test]
fn a_kind_and_a_row_are_all() {
    let copy = Copy::new();
    copy.add("w/validator/src/findings/kind.rs", KINDS, "    // integration\n");
    copy.add("w/validator/src/rules/mod.rs", ROWS, "];\n\n/// The sum of the crate budgets is at most");
    copy.add("w/validator/src/rules/mod.rs", FUNCTIONS, "/// The kinds of the rules.\n");

    // Its words, at the place that it blames, and what it names beside.
    let base = "preset = 'none'\ntotal_budget = '2MB'\n[crates.app]\nbudget = '4MB'\n[crates.net]\nbudget = '1KB'\n";
    let run = copy.check(base);
    let stderr = &run.stderr;
    assert!(
        stderr.contains("error: app budget (4MB) is larger than the whole system budget (2MB) of 4097KB in use"),
        "{stderr}"
    );
    for line in
        ["Solution: Reduce app budget", "--> memory_budget.toml:4:10", "the total:", "--> memory_budget.toml:2:16"]
    {
        assert!(stderr.contains(line), "{line}: {stderr}");
    }

    // Where the target decides, by the compiler.
    let run = copy.check(&base.replace("'4MB'", "'1MB'").replace("2MB'", "4MB'").replace(
        "[crates.app]",
        "[target.'cfg(any(unix, windows))']\napp = '5MB'\ntotal_budget = '4.5MB'\n[crates.app]",
    ));
    let stderr = &run.stderr;
    let title = "app budget (5MB) is larger than the whole system budget (4.5MB) of 5121KB in use";
    assert!(stderr.contains(&format!("evaluation panicked: {title}")), "{stderr}");
    assert!(
        stderr.contains("--> memory_budget.toml:4:7") && stderr.contains("--> memory_budget.toml:5:16"),
        "{stderr}"
    );

    // A warning over the sections, and over the targets that a limit holds for.
    let sections = |count: usize| -> String {
        let section = |i| format!("[target.'cfg(not(board_{i}))']\napp = '1MB'\nplatform_limit = '1MB'\n");
        base.replace("'4MB'", "'1MB'") + &(0..count).map(section).collect::<String>()
    };
    let run = copy.check(
        &sections(2)
            .replace("2MB'", "1MB'")
            .replace("'1KB'", "'0KB'")
            .replace("platform_limit = '1MB'", "platform_limit = '1023KB'"),
    );
    assert!(run.stderr.contains("error[E0080]"), "the total itself is above these limits: {}", run.stderr);
    let warning = "Crate budgets (1MB) leave little of platform limit (1023KB) for not(board_1)";
    assert!(run.stderr.contains("warning: ") && run.stderr.contains(warning), "{}", run.stderr);
    // And where the sections are too many to be followed.
    let run = copy.check(&sections(9));
    let lost = "error: platform_limit cannot be followed through 9 [target] sections that change budgets";
    assert_eq!(run.stderr.matches(lost).count(), 1, "{}", run.stderr);

    // Where it holds, it is asserted once more: as a support crate that finds fault with everything shows.
    let holds = base.replace("'2MB'", "'8MB'");
    let run = copy.check(&holds);
    assert!(run.success && !run.stderr.contains("warning"), "{}", run.stderr);
    let assertions = "w/runtime-support/src/generated/assertions.rs";
    copy.add(
        assertions,
        "if true { return Some(message(names[0], origins[0], left as u128, right as u128, parts)); }",
        "if left > right {",
    );
    copy.add(
        assertions,
        "if true { Some(message(\"\", \"\", left, right, parts)) } else ",
        "if left <= right { None }",
    );
    let run = copy.check(&holds);
    let title = "app budget (4MB) is larger than the whole system budget (8MB) of 4097KB in use";
    assert!(run.stderr.contains(&format!("evaluation panicked: {title}")), "{}", run.stderr);
    for title in [
        "app budget (4MB) is larger than all together (4097KB)",
        "net budget (1KB) is larger than all together (4097KB)",
    ] {
        assert!(run.stderr.contains(&format!("evaluation panicked: {title}")), "{title}: {}", run.stderr);
    }
}
