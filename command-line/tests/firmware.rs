//! Firmware with cortex-m-rt, embassy and RTIC, measured; and one that is run in an emulator, with what it has counted.

#![allow(clippy::panic, reason = "a test may")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use serde_json::Value;
use support::{TARGET, has};

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
fn built(program: &str) -> Option<PathBuf> {
    if !has(TARGET) {
        return None;
    }
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let fetched = in_workspace(&cargo, &["fetch", "--locked", "--target", TARGET, "--config", "net.offline=false"]);
    if !fetched.status.success() {
        eprintln!("skipped: the registry is not to be had: {}", String::from_utf8_lossy(&fetched.stderr));
        return None;
    }
    let output = in_workspace(&cargo, &["build", "--release", "--locked", "-p", &format!("{program}@0.0.0")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(target_folder().join(TARGET).join("release").join(program))
}

fn measured(program: &Path, more: &[&str]) -> Value {
    let path = program.to_str().expect("UTF-8");
    let arguments = [&["measure", path, "--format", "json"], more].concat();
    let output = in_workspace(env!("CARGO_BIN_EXE_cargo-memory-budget"), &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// RAM of a crate and of one of its symbols.
fn ram(report: &Value, name: &str, symbol: &str) -> (u64, u64) {
    let crates = report["crates"].as_array().expect("crates");
    let row = crates.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name} in {report:#}"));
    let symbols = row["largest"].as_array().expect("symbols");
    let bytes = symbols.iter().filter(|row| row["symbol"].as_str().is_some_and(|known| known.contains(symbol)));
    (row["ram"].as_u64().expect("a number"), bytes.map(|row| row["bytes"].as_u64().expect("a number")).sum())
}

/// `.data` and `.bss` as `size` of binutils counts them.
fn ram_of_size(program: &Path) -> u64 {
    let output = Command::new("size").arg(program).output().expect("binutils are installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let row = text.lines().nth(1).unwrap_or_default();
    let numbers: Vec<u64> = row.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    numbers[1] + numbers[2]
}

/// With link-time optimisation and without debug information every byte of RAM has an owner all the same.
#[test]
fn every_byte_of_ram_has_an_owner() {
    for (program, owner, symbol) in [
        ("pools", "pools", "::VAR"),
        ("embassy-tasks", "embassy_tasks", "POOL"),
        ("rtic-tasks", "rtic_tasks", "__rtic_internal"),
        ("arena", "arena", "ARENA"),
    ] {
        let Some(path) = built(program) else { return };
        let report = measured(&path, &[]);
        assert_eq!(report["total"]["unattributed"], 0, "{program}: {report:#}");
        assert_eq!(report["total"]["ram"], ram_of_size(&path), "{program}");
        let (of_crate, of_symbol) = ram(&report, owner, symbol);
        // Task pools and resources of a macro are its caller's.
        assert!(of_symbol > 0 && of_crate >= of_symbol, "{program}: {report:#}");
        assert_eq!(ram(&report, "board_budgets", "MEMORY"), (128, 128));
        let member = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|one| one["title"].as_str().is_some_and(|title| title.starts_with(program)));
        assert!(!member, "{program} is exempt");
    }
}

/// What the program prints over semihosting is what `--peaks` takes.
#[test]
fn an_emulated_board_says_what_it_has_used() {
    let Some(path) = built("report") else { return };
    if Command::new("qemu-system-arm").arg("--version").output().is_err() {
        eprintln!("skipped: qemu-system-arm is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let usage = folder.path().join("usage.json");
    fs::write(&usage, emulate(&path)).expect("writable");
    let report = measured(&path, &["--peaks", usage.to_str().expect("UTF-8")]);
    let crates = report["crates"].as_array().expect("crates");
    let peak = |name: &str| {
        crates.iter().find(|row| row["name"] == name).map(|row| (row["peak"].clone(), row["verdict"].clone()))
    };
    assert_eq!(peak("radio"), Some((3000.into(), "fits".into())));
    assert_eq!(peak("sensor"), Some((1000.into(), "fits".into())));
    assert_eq!(report["total"]["peak"], 4000);
}

fn emulate(program: &Path) -> String {
    let mut emulator = Command::new("qemu-system-arm")
        .args(["-machine", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none"])
        .args(["-semihosting-config", "enable=on,target=native", "-kernel"])
        .arg(program)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the emulator runs");
    for _ in 0..600 {
        if emulator.try_wait().expect("it is our own").is_some() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    let _ = emulator.kill();
    let output = emulator.wait_with_output().expect("it has ended");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
