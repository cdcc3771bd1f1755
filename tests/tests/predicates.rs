//! Predicates of target sections: what is accepted compiles, and what matches nothing is said.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use memory_budgets_validator::{Outcome, Predicate, Request, validate};

/// Pieces that predicates are made of, right and wrong.
const PIECES: [&str; 46] = [
    "unix",
    "windows",
    "true",
    "false",
    "r#true",
    "r#async",
    "r#unix",
    "r#crate",
    "async",
    "gen",
    "crate",
    "Self",
    "_",
    "__",
    "union",
    "macro_rules",
    "é",
    "1",
    "all",
    "any",
    "not",
    "all(",
    "any(",
    "not(",
    "all()",
    "not(unix)",
    "target(os = \"linux\")",
    "version(\"1.85\")",
    "accessible(core)",
    "overflow_checks",
    "target_os",
    "target_os = \"linux\"",
    "feature = \"\"",
    "feature = \"{left}\"",
    "feature = \"a\\\"b\"",
    "feature = \"\u{202e}\"",
    "feature = \"\u{200b}é'#\"",
    "feature = r\"a\"",
    "feature = 'a'",
    "panic = \"abort\"",
    "/* comment */",
    "\t",
    ",",
    ")",
    "))",
    "::b",
];

/// Every sequence of up to three pieces, and many of up to twelve.
fn candidates() -> Vec<String> {
    let mut candidates = Vec::new();
    for a in PIECES {
        candidates.push(a.to_owned());
        for b in PIECES {
            candidates.push(format!("{a}{b}"));
            candidates.push(format!("all({a}, {b})"));
            candidates.extend(PIECES.map(|c| format!("{a} {b} {c}")));
        }
    }
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % below
    };
    for _ in 0..20_000 {
        let pieces: Vec<_> = (0..=random(12)).map(|_| PIECES[random(PIECES.len())]).collect();
        candidates.push(pieces.join(" "));
    }
    candidates
}

/// What is accepted compiles with this compiler, the oldest and the newest among them, in both editions, in every place
/// where the attribute puts it: what the compiler would refuse is therefore refused here, with its place in the file.
#[test]
fn what_is_accepted_compiles() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut code = String::from("#![deny(warnings)]\n#![allow(unexpected_cfgs, missing_docs)]\n");
    let mut accepted = 0;
    for candidate in candidates() {
        let Ok(predicate) = Predicate::parse(&format!("cfg({candidate})")) else { continue };
        accepted += 1;
        let items = format!(
            "#[cfg_attr({predicate}, doc = \"\")] pub const C{accepted}: bool = cfg!({predicate});\n\
             #[cfg({predicate})] const _: () = ();\n"
        );
        code.push_str(&items);
    }
    assert!(accepted > 1000, "{accepted}");
    fs::write(folder.path().join("all.rs"), code).expect("writable");
    for edition in ["2021", "2024"] {
        let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
        let output = Command::new(rustc)
            .args(["--edition", edition, "--crate-type=lib", "--emit=metadata", "all.rs"])
            .current_dir(folder.path())
            .output()
            .expect("rustc runs");
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}", printed.chars().take(2000).collect::<String>());
    }
}

const CONFIGURATION: &str = "[target.'cfg(any(unxi, borad_a, loom, features = \"small\"))']\ntotal_budget = \"70MB\"\n";

fn of_package(folder: &Path) -> Outcome {
    let manifest_dir = Some(folder.to_owned());
    validate(&Request { manifest_dir, environment: Some(Vec::new()), ..Request::default() })
}

fn titles(outcome: &Outcome) -> Vec<&str> {
    outcome.findings.iter().map(|finding| finding.title.as_str()).collect()
}

/// Names that the package declares are what the build sets, however close they are to the compiler's.
#[test]
fn declared_names_are_taken_as_they_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("writable");
    fs::create_dir(folder.path().join("member")).expect("writable");
    write("memory_budget.toml", CONFIGURATION);
    let package = "[package]\nname = \"a\"\n";
    let lint = "unexpected_cfgs = { level = \"warn\", check-cfg = ['cfg(borad_a, unxi)', 'cfg(features, values(\"small\"))'] }";
    let unxi = "No target has `unxi`: this matches nothing";
    let features = "No target has `features = \"small\"`: this matches nothing";

    write("Cargo.toml", package);
    assert_eq!(titles(&of_package(folder.path())), [unxi, features]);
    write("Cargo.toml", &format!("{package}[lints.rust]\n{lint}"));
    assert!(titles(&of_package(folder.path())).is_empty());
    // Those of a workspace are for members that inherit its lints.
    write("Cargo.toml", &format!("[workspace]\n[workspace.lints.rust]\n{lint}"));
    write("member/Cargo.toml", package);
    assert_eq!(titles(&of_package(&folder.path().join("member"))), [unxi, features]);
    write("member/Cargo.toml", &format!("{package}[lints]\nworkspace = true"));
    assert!(titles(&of_package(&folder.path().join("member"))).is_empty());
    // A lint of another form declares nothing.
    write("member/Cargo.toml", &format!("{package}[lints.rust]\nunexpected_cfgs = \"deny\""));
    assert_eq!(titles(&of_package(&folder.path().join("member"))), [unxi, features]);
}
