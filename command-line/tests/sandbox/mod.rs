//! A workspace in a folder of its own, and runs of the program in it.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "every test uses a part of it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_cargo-memory-budget");
pub const LINUX: &str = "x86_64-unknown-linux-gnu";
pub const ARM: &str = "armv7-unknown-linux-gnueabihf";
pub const THUMB: &str = "thumbv7em-none-eabihf";
pub const RISCV: &str = "riscv32imac-unknown-none-elf";

#[derive(Debug)]
pub struct Sandbox {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    /// A workspace of the package `app`, which carries the attribute, and `app-net`.
    pub fn new() -> Sandbox {
        let sandbox = Sandbox::empty();
        sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"app-net\"]\nresolver = \"2\"\n");
        sandbox.package("app", "");
        sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
        sandbox.package("app-net", "description = \"Networking\"\n");
        sandbox
    }

    pub fn empty() -> Sandbox {
        Sandbox { folder: tempfile::tempdir().expect("a temporary folder"), variables: Vec::new() }
    }

    /// With a configuration.
    pub fn with(text: &str) -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox.write("memory_budget.toml", text);
        sandbox
    }

    pub fn package(&self, path: &str, more: &str) {
        let name = path.rsplit('/').next().expect("a name");
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{more}");
        self.write(&format!("{path}/Cargo.toml"), &manifest);
        self.write(&format!("{path}/src/lib.rs"), "");
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("readable")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = command(&self.path(folder));
        command.args(arguments).envs(self.variables());
        command
    }

    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        Run::of(&self.command(folder, arguments).output().expect("the program runs"))
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments)
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(self.folder.path()).output();
        let output = output.expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub fn commit(&self, message: &str) {
        if !self.path(".git").exists() {
            self.git(&["init", "-q", "-b", "main"]);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }
}

/// The program, with nothing in its environment that it goes by.
pub fn command(folder: &Path) -> Command {
    let mut command = unset(Command::new(PROGRAM));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// A command, with nothing in its environment that the program goes by.
pub fn unset(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let ours = name.contains("BUDGET") || name.starts_with("CARGO_BUILD_") || name.ends_with("RUSTFLAGS");
        if ours || ["COLUMNS", "NO_COLOR", "CARGO_TERM_COLOR", "RUSTC", "GITHUB_ACTIONS"].contains(&&*name) {
            command.env_remove(&name);
        }
    }
    command
}

impl Run {
    pub fn of(output: &Output) -> Run {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Run { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Everything, as a snapshot keeps it.
    pub fn shown(&self, sandbox: &Sandbox) -> String {
        let folder = fs::canonicalize(sandbox.folder.path()).expect("it is there").display().to_string();
        let mut shown = self.stdout.clone();
        if !self.stderr.is_empty() {
            shown.push_str("--- standard error\n");
            shown.push_str(&self.stderr);
        }
        shown.push_str(&format!("--- status {}\n", self.status.unwrap_or(-1)));
        let given = sandbox.folder.path().display().to_string();
        shown.replace(&folder, "FOLDER").replace(&given, "FOLDER").replace(env!("CARGO_PKG_VERSION"), "VERSION")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).expect("it prints JSON")
    }
}

/// The compiler's own target.
pub fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("it has a host").to_owned()
}

/// Asks PyPI's `jsonschema` whether instances are valid against their schemas; `None` where it is not installed, which is an
/// error in CI alone.
pub fn are_valid(cases: &[(serde_json::Value, serde_json::Value)]) -> Option<Vec<Option<String>>> {
    const SCRIPT: &str = "import json, sys, jsonschema
out = []
for schema, instance in json.load(sys.stdin):
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    error = jsonschema.exceptions.best_match(validator(schema).iter_errors(instance))
    out.append(error and error.json_path + ': ' + error.message[:200])
json.dump(out, sys.stdout)";
    let mut python = Command::new("python3");
    python.args(["-W", "ignore", "-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let skipped = |why: &str| {
        assert!(env::var_os("CI").is_none(), "{why}: CI installs it with `pip install jsonschema`");
        eprintln!("skipped: {why}");
        None
    };
    let Ok(mut child) = python.spawn() else { return skipped("python3 does not run") };
    let input = serde_json::to_vec(cases).expect("JSON");
    let written = child.stdin.take().expect("piped").write_all(&input);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("No module named 'jsonschema'") {
        return skipped("jsonschema is not installed");
    }
    assert!(output.status.success() && written.is_ok(), "{said}");
    Some(serde_json::from_slice(&output.stdout).expect("the script prints JSON"))
}
