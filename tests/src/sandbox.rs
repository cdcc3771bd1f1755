//! A workspace in a folder of its own, and real runs of Cargo in it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;

/// A workspace that is removed when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
    name: String,
    variables: Vec<(String, String)>,
}

/// What a run of Cargo printed.
#[derive(Debug)]
pub struct Run {
    /// Whether it succeeded.
    pub success: bool,
    /// What the program printed.
    pub stdout: String,
    /// What Cargo and the compiler printed.
    pub stderr: String,
}

impl Run {
    /// Whether Cargo had nothing to build.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        !self
            .stderr
            .lines()
            .any(|line| line.trim_start().starts_with("Dirty") || line.trim_start().starts_with("Compiling"))
    }

    /// The errors of the compiler, Cargo's own last word left out.
    #[must_use]
    pub fn errors(&self) -> Vec<&str> {
        let errors = self.stderr.lines().filter(|line| line.starts_with("error"));
        errors.filter(|line| !line.starts_with("error: could not compile")).collect()
    }
}

impl Sandbox {
    /// A workspace of one package in the folder `app`, which prints wrt-runtime's budget in bytes, its origin, and the
    /// total. The package's name has to be its own: all sandboxes share a target folder.
    ///
    /// # Panics
    /// Where the temporary folder cannot be written.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sandbox = Sandbox { folder, name: name.to_owned(), variables: Vec::new() };
        sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\"]\nresolver = \"2\"\n");
        sandbox.package("app", "");
        // The versions that this workspace was built with are those at hand.
        fs::copy(repository().join("Cargo.lock"), sandbox.path("Cargo.lock")).expect("the lock file");
        sandbox
    }

    /// Adds a package like `app`, with `more` at the end of its manifest.
    pub fn package(&self, path: &str, more: &str) {
        let name = if path == "app" { &self.name } else { path.rsplit('/').next().unwrap_or(path) };
        let support = quoted(&repository().join("runtime-support"));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
             [dependencies]\nmemory-budgets = {{ path = {support} }}\n{more}"
        );
        self.write(&format!("{path}/Cargo.toml"), &manifest);
        self.write(&format!("{path}/src/main.rs"), MAIN);
    }

    /// Gives `app` the build script of WRT's documentation, or another, and a program that prints the total in bytes, its
    /// origin, and what the script has handed on.
    pub fn build_script(&self, script: &str, more: &str) {
        let validator = quoted(&repository().join("validator/aliases/wrt"));
        let build = format!("[build-dependencies]\nwrt-memory-validator = {{ path = {validator} }}\n");
        self.package("app", &format!("{build}{more}"));
        self.write("app/build.rs", script);
        self.write("app/src/main.rs", MAIN_OF_BUILD_SCRIPT);
    }

    /// Writes a file, with the folders above it.
    ///
    /// # Panics
    /// Where it cannot be written.
    pub fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// Removes a file.
    ///
    /// # Panics
    /// Where there is none.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file was there");
    }

    /// A path in the sandbox.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Sets an environment variable for the runs to come.
    pub fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Takes an environment variable back.
    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(set, _)| set != name);
    }

    /// Runs Cargo in a folder of the sandbox, with no budget variable but those that were set.
    #[must_use]
    pub fn cargo_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let variables: Vec<(&str, &str)> = self.variables.iter().map(|(name, value)| (&**name, &**value)).collect();
        cargo(&self.path(folder), &variables, arguments)
    }

    /// Builds and runs `app`.
    #[must_use]
    pub fn run(&self) -> Run {
        self.cargo_in("app", &["run", "--verbose"])
    }

    /// Runs `app`, which has to be up to date.
    ///
    /// # Panics
    /// Where something is built, or it fails.
    pub fn assert_fresh(&self) {
        let run = self.run();
        assert!(run.success && run.is_fresh(), "{}", run.stderr);
    }

    /// Builds and runs `app`, which has to succeed; gives what it printed.
    ///
    /// # Panics
    /// Where it fails.
    #[must_use]
    pub fn prints(&self) -> String {
        let run = self.run();
        assert!(run.success, "{}", run.stderr);
        run.stdout.trim_end().to_owned()
    }
}

/// Runs Cargo in a folder, with no budget variable but these.
///
/// # Panics
/// Where Cargo cannot be started.
#[must_use]
pub fn cargo(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.ends_with("_BUDGET") || name.starts_with("WRT_") || name.starts_with("CARGO_PKG_") {
            command.env_remove(name.as_ref());
        }
    }
    // One target folder for all: what they depend on is built once.
    command.env("CARGO_TARGET_DIR", repository().join("target").join("sandboxes")).env_remove("RUSTFLAGS");
    let output = command
        .envs(variables.iter().copied())
        .args(arguments)
        .envs([("CARGO_NET_OFFLINE", "true"), ("CARGO_TERM_COLOR", "never")])
        .current_dir(folder)
        .output();
    let output = output.expect("cargo runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { success: output.status.success(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// Writes a file, with the folders above it.
///
/// # Panics
/// Where it cannot be written.
pub fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}

/// A path as a string of TOML, whatever is in it.
#[must_use]
pub fn quoted(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

/// The root of this workspace.
///
/// # Panics
/// Never: this package is in one.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is a member of a workspace")
}

/// The build script of WRT's documentation, as it stands there.
pub const DOCUMENTED_SCRIPT: &str = r#"
use wrt_memory_validator::{validate_budgets, BudgetConfig};

fn main() {
    let config = BudgetConfig::from_file("memory_budget.toml")
        .unwrap_or_default();

    validate_budgets(&config)
        .expect("Memory budget validation failed");

    // Generate budget constants
    println!("cargo:rustc-env=WRT_TOTAL_BUDGET={}", config.total_budget);
}
"#;

const MAIN_OF_BUILD_SCRIPT: &str = "#[memory_budgets::memory_budgets]
mod budgets {}
fn main() {
    println!(
        \"{} {} {}\",
        budgets::TOTAL_SYSTEM_BUDGET,
        budgets::TOTAL_BUDGET_ORIGIN,
        option_env!(\"WRT_TOTAL_BUDGET\").unwrap_or(\"nothing\")
    );
}
";

const MAIN: &str = "#[memory_budgets::memory_budgets]
mod budgets {}
use budgets::{CrateId, TOTAL_SYSTEM_BUDGET};
fn main() {
    println!(\"{} {} {TOTAL_SYSTEM_BUDGET}\", CrateId::Runtime.budget(), CrateId::Runtime.origin());
}
";
