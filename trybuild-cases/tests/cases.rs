//! Compile-fail cases: a module that must not compile, its configuration, and what the compiler prints.
//!
//! `cases/FOLDER/NAME.rs` is compiled with `NAME.toml` as the workspace's `memory_budget.toml` and the variables of
//! `NAME.env`; `NAME.stderr` is the expected output. Every finding of the validator has a case of its name.
//!
//! After a change of wording: `TRYBUILD=overwrite cargo test -p trybuild-cases`, and read the difference.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use memory_budgets_validator::{validate, BudgetConfig, Kind, Request, Target};

/// The compiler whose exact output the `.stderr` files hold; with any other one the key lines are compared.
const BLESSED: &str = "rustc 1.95.";

/// Kinds that no case here can show, and the test that shows them.
const ELSEWHERE: [(Kind, &str); 13] = [
    (Kind::UnknownCrate, "tests/tests/integration.rs"),
    (Kind::ForeignBudget, "tests/tests/foreign_budgets.rs"),
    (Kind::UndecidedSection, "tests/tests/build_script.rs"),
    (Kind::NoManifestDir, "tests/tests/without_cargo.rs"),
    (Kind::AddressSpace, "tests/tests/targets.rs"),
    (Kind::NotIntegrated, "tests/tests/integration.rs"),
    (Kind::Unbudgeted, "tests/tests/integration.rs"),
    (Kind::UnpackagedFile, "command-line/tests/check.rs"),
    (Kind::LinkerScript, "tests/tests/linker_script.rs"),
    (Kind::OverBudget, "command-line/tests/measured.rs"),
    (Kind::OverTotal, "command-line/tests/measured.rs"),
    (Kind::OverLimit, "command-line/tests/measured.rs"),
    (Kind::Undecided, "command-line/tests/measured.rs"),
];

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> = files().into_iter().filter(|file| file.extension() == Some(OsStr::new("rs"))).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = |folder: &Path| {
        fs::read_dir(folder)
            .expect("the folder is part of the package")
            .map(|entry| entry.expect("readable").path())
            .collect::<Vec<_>>()
    };
    entries(&root).iter().flat_map(|folder| entries(folder)).collect()
}

fn variables(case: &Path) -> Vec<(OsString, OsString)> {
    let text = fs::read(case.with_extension("env")).unwrap_or_default();
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let equals = line.iter().position(|&byte| byte == b'=').expect("NAME=value");
            (OsStr::from_bytes(&line[..equals]).to_owned(), OsStr::from_bytes(&line[equals + 1..]).to_owned())
        })
        .collect()
}

/// A case's configuration; one file is too large to keep.
fn configuration(case: &Path) -> Option<Vec<u8>> {
    let mut text = fs::read(case.with_extension("toml")).ok()?;
    if case.ends_with("file/file-too-large.rs") {
        text.extend(std::iter::repeat_n(b'#', 1 << 20));
    }
    Some(text)
}

#[test]
fn cases_fail_as_expected() {
    // trybuild compiles in a workspace of its own; the configuration goes into its root.
    let workspace =
        Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests").join("trybuild").join("trybuild-cases");
    fs::create_dir_all(&workspace).expect("the target folder is writable");
    let configured = workspace.join("memory_budget.toml");
    let version =
        Command::new(env::var_os("RUSTC").unwrap_or("rustc".into())).arg("--version").output().expect("rustc runs");
    let exact = version.stdout.starts_with(BLESSED.as_bytes());
    for case in cases() {
        match configuration(&case) {
            Some(text) => fs::write(&configured, text).expect("writable"),
            None => drop(fs::remove_file(&configured)),
        }
        let variables = variables(&case);
        for (name, value) in &variables {
            env::set_var(name, value);
        }
        if exact {
            // An absolute path would lose line and column.
            let relative = case.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("cases are in the package");
            trybuild::TestCases::new().compile_fail(relative);
        } else {
            compare_key_lines(&case, &workspace);
        }
        for (name, _) in &variables {
            env::remove_var(name);
        }
    }
}

/// For compilers that word their own part of the output differently: ours has to be the same.
fn compare_key_lines(case: &Path, workspace: &Path) {
    let support = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime-support");
    let support = support.display().to_string(); // quoted as TOML quotes it
    let manifest = format!(
        "[package]\nname = \"case\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n\
         [dependencies]\nmemory-budgets = {{ path = {support:?} }}\n"
    );
    fs::create_dir_all(workspace.join("src")).expect("writable");
    fs::write(workspace.join("Cargo.toml"), manifest).expect("writable");
    fs::copy(case, workspace.join("src/main.rs")).expect("writable");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{} compiles", case.display());
    let expected = fs::read_to_string(case.with_extension("stderr")).expect("every case has one");
    for line in expected.lines().map(str::trim) {
        let ours = line.starts_with("Solution:")
            || line.contains("memory_budget.toml:")
            || line.starts_with("from the environment");
        assert!(!ours || printed.contains(line), "{}: missing `{line}` in:\n{printed}", case.display());
    }
    let errors = |text: &str| text.matches("\nerror").count() + usize::from(text.starts_with("error"));
    let closing = 1; // "could not compile", which trybuild leaves out
    assert_eq!(errors(&printed), errors(&expected) + closing, "{}:\n{printed}", case.display());
}

/// The build script says of every configuration what the attribute says of it, word for word.
#[test]
fn build_scripts_say_the_same() {
    let workspace = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &[u8]| fs::write(workspace.path().join(name), text).expect("writable");
    let target = host();
    let mut compared = 0;
    for case in cases() {
        let folder = case.parent().and_then(Path::file_name).unwrap_or_default();
        if folder == "attribute" || folder == "ledger" {
            continue; // about arguments, and about code, which build scripts do not have
        }
        write("Cargo.toml", b"[workspace]\n[package]\nname = \"case\"\n");
        match configuration(&case) {
            Some(text) => write("memory_budget.toml", &text),
            None => drop(fs::remove_file(workspace.path().join("memory_budget.toml"))),
        }
        let config = BudgetConfig::from_request(Request {
            manifest_dir: Some(workspace.path().to_owned()),
            environment: Some(variables(&case)),
            target: Some(target.clone()),
            ..Request::default()
        });
        let limits = &config.outcome().plan.limits;
        let predicates: Vec<_> = limits.iter().filter_map(|limit| limit.predicate.as_ref()).collect();
        let printed = fs::read_to_string(case.with_extension("stderr")).expect("every case has one");
        let mut by_attribute = messages(&printed);
        for finding in config.findings() {
            let text = finding.to_string();
            // The attribute alone does not know the target's name, and says what it goes by.
            let named = format!("for target {}\n", target.triple);
            let same = |message: &String| {
                *message == text
                    || predicates.iter().any(|only| *message == text.replace(&named, &format!("for {only}\n")))
            };
            let Some(found) = by_attribute.iter().position(same) else {
                unreachable!("{}: the attribute does not say\n{text}", case.display());
            };
            by_attribute.remove(found);
            compared += 1;
        }
        // What code asserts by itself is not the build script's to say, and which profile the attribute asks for.
        let of_the_file = |message: &&String| {
            message.contains("Solution: ")
                && !message.contains("exceed the budget of")
                && !message.contains("is asked for")
        };
        let rest: Vec<_> = by_attribute.iter().filter(of_the_file).collect();
        assert!(rest.is_empty(), "{}: the build script does not say {rest:#?}", case.display());
    }
    assert!(compared > 50, "{compared}");
}

/// The messages in a compiler's output, as the validator writes them.
fn messages(printed: &str) -> Vec<String> {
    let mut messages = Vec::new();
    let mut lines = printed.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((level, mut title)) = line.split_once(": ") else { continue };
        if !level.starts_with("error") && level != "warning" {
            continue;
        }
        for before in ["evaluation panicked: ", "use of deprecated macro `budget_warning`: "] {
            title = title.strip_prefix(before).unwrap_or(title);
        }
        let mut message = title.to_owned();
        let mut indentation = 0;
        while let Some(line) = lines.next_if(|line| !line.trim_start().starts_with("--> cases/")) {
            if line.trim_start().starts_with("Solution: ") {
                indentation = line.len() - line.trim_start().len();
            }
            message.push('\n');
            message.push_str(line.get(indentation..).unwrap_or_default());
        }
        messages.push(message.trim_end().to_owned());
    }
    messages
}

/// The target that this test was compiled for, as Cargo would describe it to a build script.
fn host() -> Target {
    let rustc = |arguments: &[&str]| {
        let output = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into())).args(arguments).output();
        String::from_utf8(output.expect("rustc runs").stdout).expect("UTF-8")
    };
    let version = rustc(&["-vV"]);
    let triple = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    Target::from_rustc_cfg(triple, &rustc(&["--print", "cfg"])).expect("rustc names a pointer width")
}

#[test]
fn every_finding_has_a_case() {
    let cases = cases();
    let names: Vec<_> = cases.iter().filter_map(|case| case.file_stem()?.to_str()).collect();
    for kind in Kind::ALL {
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| other == kind);
        let exists = |test: &str| Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(test).is_file();
        let shown = elsewhere.map_or_else(|| names.contains(&kind.name()), |(_, test)| exists(test));
        assert!(shown, "no case is named {}", kind.name());
    }
}

#[test]
fn cases_show_the_finding_they_are_named_for() {
    for case in cases() {
        let name = case.file_stem().and_then(OsStr::to_str).expect("cases have plain names");
        let folder = case.parent().and_then(Path::file_name);
        let (Some(kind), false) =
            (Kind::ALL.iter().find(|kind| kind.name() == name), folder == Some(OsStr::new("attribute")))
        else {
            continue;
        };
        // What needs a real folder is left to the compiler.
        if folder == Some(OsStr::new("assertions"))
            || matches!(
                kind,
                Kind::NotUtf8
                    | Kind::FileTooLarge
                    | Kind::MissingFile
                    | Kind::UnreadableFile
                    | Kind::HandedOnTotal
                    | Kind::HandedOnChoice
                    | Kind::ConflictingFiles
                    | Kind::OverriddenProfile
            )
        {
            continue;
        }
        let text = configuration(&case).map(|text| String::from_utf8(text).expect("UTF-8")).unwrap_or_default();
        let outcome =
            validate(&Request { inline: Some(text), environment: Some(variables(&case)), ..Request::default() });
        let shown: Vec<_> = outcome
            .findings
            .iter()
            .chain(outcome.assertions.conditional.iter().map(|(_, finding)| finding))
            .map(|finding| finding.kind)
            .collect();
        assert!(shown.contains(kind), "{} shows {shown:?}", case.display());
    }
}

#[test]
fn every_rule_is_in_the_readme() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("README.md")).expect("a file");
    let rules: Vec<_> =
        readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(name, _)| name).collect();
    for kind in memory_budgets_validator::rules() {
        assert!(rules.contains(&kind.name()), "the README has no row for {}", kind.name());
    }
}

#[test]
fn no_file_is_an_orphan() {
    for file in files() {
        let extension = file.extension().and_then(OsStr::to_str).unwrap_or_default();
        assert!(matches!(extension, "rs" | "toml" | "env" | "stderr"), "{}", file.display());
        assert!(
            file.with_extension("rs").is_file() && file.with_extension("stderr").is_file(),
            "{} belongs to nothing",
            file.display()
        );
    }
}
