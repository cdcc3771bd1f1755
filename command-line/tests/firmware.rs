//! Firmware with cortex-m-rt, embassy and RTIC, measured; and one that is run in an emulator, with what it has counted.

#![allow(clippy::panic, reason = "a test may")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use serde_json::Value;
use support::boards::{built, built_with, measured};

/// With debug information it is said whose type a task's pool is.
#[test]
fn a_pool_shows_the_crate_of_its_type() {
    let Some(path) = built_with("embassy-tasks", support::TARGET, &["--config", "profile.release.debug=true"]) else {
        return;
    };
    let report = measured(&path, &["-v"]);
    let crates = report["crates"].as_array().expect("crates");
    let own = crates.iter().find(|row| row["name"] == "embassy_tasks").expect("the program's own crate");
    let symbols = own["largest"].as_array().expect("symbols");
    let of_type = |part: &str| {
        let row = symbols.iter().find(|row| row["symbol"].as_str().is_some_and(|name| name.contains(part)));
        row.unwrap_or_else(|| panic!("{symbols:#?}"))["type_crate"].as_str().map(str::to_owned)
    };
    assert_eq!(of_type("POOL").as_deref(), Some("embassy_executor"));
    assert_eq!(of_type("RECEIVED").as_deref(), Some("embassy_sync"));
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

/// A symbol's size as `nm` of binutils says it.
fn size_of_nm(program: &Path, symbol: &str) -> u64 {
    let output = Command::new("nm").args(["-S", "--demangle"]).arg(program).output().expect("binutils are installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.split_whitespace().nth(3) == Some(symbol));
    let size = line.and_then(|line| line.split_whitespace().nth(1));
    size.and_then(|size| u64::from_str_radix(size, 16).ok()).unwrap_or_else(|| panic!("no {symbol} in {text}"))
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
        let ledger = size_of_nm(&path, "board_budgets::MEMORY");
        assert_eq!(ram(&report, "board_budgets", "MEMORY"), (ledger, ledger), "{program}");
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
