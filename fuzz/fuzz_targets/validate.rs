//! Bytes as a configuration file, a manifest, an environment and a target at once: whatever they are, the validator answers,
//! and what it answers holds together.
//!
//! The four texts are separated by the byte 0xFF, which no UTF-8 holds.

#![no_main]

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use memory_budgets_validator::{Finding, Outcome, Predicate, Request, Severity, Target, validate};

/// A package to write the texts into.
static PACKAGE: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));

fuzz_target!(|input: &[u8]| {
    let mut texts = input.split(|&byte| byte == 0xff);
    let [file, manifest, environment, target] = std::array::from_fn(|_| texts.next().unwrap_or_default());
    write("memory_budget.toml", file);
    write("Cargo.toml", &[b"[package]\nname = \"fuzzed\"\n", manifest].concat());
    let request = Request {
        manifest_dir: Some(PACKAGE.path().to_owned()),
        environment: Some(variables(environment)),
        ..Request::default()
    };
    for target in [None, read_target(target)] {
        let request = Request { target, ..request.clone() };
        let mut outcome = None;
        let steps = memory_budgets_validator::work::during(|| outcome = Some(validate(&request)));
        let outcome = outcome.expect("it has run");
        assert!(steps <= 20_000_000 + 2_000 * input.len() as u64, "{steps} steps for {} bytes", input.len());
        check(&outcome, &request);
    }
});

fn write(name: &str, text: &[u8]) {
    let path = PACKAGE.path().join(name);
    if text.is_empty() {
        let _ = fs::remove_file(path);
    } else {
        fs::write(path, text).expect("the folder is writable");
    }
}

/// `NAME=value` on each line.
fn variables(text: &[u8]) -> Vec<(OsString, OsString)> {
    let lines = text.split(|&byte| byte == b'\n').filter_map(|line| {
        let equals = line.iter().position(|&byte| byte == b'=')?;
        Some((line[..equals].to_vec(), line[equals + 1..].to_vec()))
    });
    lines.map(|(name, value)| (OsString::from_vec(name), OsString::from_vec(value))).collect()
}

/// What `rustc --print cfg` shows; of a 64-bit target, unless it says otherwise.
fn read_target(text: &[u8]) -> Option<Target> {
    let text = String::from_utf8_lossy(text);
    let wide = format!("{text}\ntarget_pointer_width=\"64\"");
    Target::from_rustc_cfg("fuzzed", &text).or_else(|_| Target::from_rustc_cfg("fuzzed", &wide)).ok()
}

fn check(outcome: &Outcome, request: &Request) {
    let plan = &outcome.plan;
    assert!(!plan.crates.is_empty());
    let mut names = HashSet::new();
    for entry in &plan.crates {
        for name in [&entry.variant, &entry.constant] {
            assert!(names.insert(name), "{name} twice");
            let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
            assert!(!name.is_empty() && name.chars().all(letters) && !name.starts_with(|c: char| c.is_ascii_digit()));
        }
    }
    for section in &plan.sections {
        let printed = format!("cfg({section})");
        assert_eq!(Predicate::parse(&printed).as_ref(), Ok(section), "{printed}");
    }

    let failed = outcome.findings.iter().any(|finding| finding.severity == Severity::Error);
    if !failed && request.target.is_some() {
        assert!(plan.sum(&[]) <= plan.total_under(&[]), "the crates exceed the total");
        assert!(outcome.assertions.is_settled());
    }

    let mut last = (0, 0);
    for finding in &outcome.findings {
        let text = finding.to_string();
        assert!(text.len() < 8000, "{text}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        if let Some(place) = place(finding, "memory_budget.toml") {
            assert!(last <= place, "{text} comes after {last:?}");
            last = place;
        }
    }
}

/// Line and column in a file of this name.
fn place(finding: &Finding, file: &str) -> Option<(usize, usize)> {
    let position = finding.position()?;
    let (line, column) = position.strip_prefix(file)?.strip_prefix(':')?.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
