//! The workspace of real firmware, `tests/firmware`: built from the registry, and measured.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::{TARGET, has};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("tests").join("firmware")
}

fn target_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target").join("firmware")
}

fn in_workspace(program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.ends_with("_BUDGET") || name.starts_with("WRT_") || (name.starts_with("CARGO_") && name != "CARGO_HOME")
        {
            command.env_remove(name.as_ref());
        }
    }
    command.args(arguments).current_dir(workspace()).env("CARGO_TARGET_DIR", target_folder()).env_remove("RUSTFLAGS");
    command.output().expect("it runs")
}

/// Builds a program; `None`, with a line that says so, where its dependencies are not to be had.
pub fn built(program: &str) -> Option<PathBuf> {
    built_with(program, TARGET, &[])
}

pub fn built_with(program: &str, target: &str, more: &[&str]) -> Option<PathBuf> {
    if !has(target) {
        return None;
    }
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let fetched = in_workspace(&cargo, &["fetch", "--locked", "--target", target, "--config", "net.offline=false"]);
    if !fetched.status.success() {
        eprintln!("skipped: the registry is not to be had: {}", String::from_utf8_lossy(&fetched.stderr));
        return None;
    }
    // Each way to build has a folder of its own, so that no test finds another's program.
    let folder = if more.is_empty() { target_folder() } else { target_folder().join("otherwise") };
    let (package, place) = (format!("{program}@0.0.0"), folder.to_str().expect("UTF-8"));
    let arguments = ["build", "--release", "--locked", "-p", &package, "--target", target, "--target-dir", place];
    let output = in_workspace(&cargo, &[&arguments, more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(folder.join(target).join("release").join(program))
}

pub fn measured(program: &Path, more: &[&str]) -> Value {
    let path = program.to_str().expect("UTF-8");
    let arguments = [&["measure", path, "--format", "json"], more].concat();
    let output = in_workspace(env!("CARGO_BIN_EXE_cargo-memory-budget"), &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
