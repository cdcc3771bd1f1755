//! Linker scripts in the forms that are almost others.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Folder, kinds};
use crate::findings::{Role, Source};
use crate::parse::linker_script::{Region, regions};

fn read(files: &[(&str, &str)]) -> Result<Vec<Region>, String> {
    let source = |name: &str, text: &str| Arc::new(Source::new(name.to_owned(), Role::Script, text.to_owned()));
    let mut include = |name: &str| match files.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => Ok(source(name, text)),
        None => Err(format!("{name} does not exist")),
    };
    let result = regions(&source(files[0].0, files[0].1), &mut include);
    let result = result.map(|regions| regions.into_iter().map(|(region, _)| region).collect());
    result.map_err(|fault| {
        let text = fault.origin.source_text().unwrap_or_default();
        format!("{} `{text}`: {}", fault.origin.position().unwrap_or_default(), fault.reason)
    })
}

/// The lengths by name, in order.
fn lengths(script: &str) -> Result<Vec<(String, u64)>, String> {
    read(&[("m.x", script)]).map(|all| all.into_iter().map(|region| (region.name, region.length)).collect())
}

fn length(before: &str, text: &str) -> Result<u64, String> {
    lengths(&format!("{before}MEMORY {{ R : o = 0, l = {text} }}")).map(|all| all[0].1)
}

#[test]
fn a_fault_is_shown_at_its_token() {
    for (script, fault) in [
        ("a \"b", "m.x:1:3 `\"`: this is not closed"),
        ("a; /* b", "m.x:1:4 `/`: this is not closed"),
        ("SECTIONS { a ( b }", "m.x:1:10 `{`: this is not closed"),
        ("MEMORY { 1 : o = 0, l = 1 }", "m.x:1:10 `1`: the name of a region is expected, not `1`"),
        ("MEMORY { R (rx) o = 0, l = 1 }", "m.x:1:17 `o`: `:` is expected, not `o`"),
        ("MEMORY { R : o 0, l = 1 }", "m.x:1:14 `o`: `ORIGIN =` is expected, not `o`"),
        ("MEMORY { R : x = 0, l = 1 }", "m.x:1:14 `x`: `ORIGIN =` is expected, not `x`"),
        ("MEMORY { R : o = 0, l 1 }", "m.x:1:21 `l`: `LENGTH =` is expected, not `l`"),
        ("MEMORY { R : o = 0, org = 1 }", "m.x:1:21 `org`: `LENGTH =` is expected, not `org`"),
        ("REGION_ALIAS(a b c)", "m.x:1:13 `(`: `(\"ALIAS\", REGION)` is expected, not `(`"),
        ("REGION_ALIAS(a, b;", "m.x:1:13 `(`: `(\"ALIAS\", REGION)` is expected, not `(`"),
        ("MEMORY { R : o = 0, l = LENGTH(Q) }", "m.x:1:32 `Q`: there is no region `Q`"),
        ("MEMORY { R : o = 0, l = LENGTH(Q }", "m.x:1:31 `(`: `(REGION)` is expected, not `(`"),
        ("MEMORY { R : o = 0 }", "m.x:1:20 `}`: `LENGTH =` is expected, not `}`"),
    ] {
        assert_eq!(lengths(script), Err(fault.to_owned()), "{script}");
    }
}

#[test]
fn what_stands_around_memory_is_passed_over() {
    let region = |length: u64| Ok(vec![("R".to_owned(), length)]);
    for (script, length) in [
        ("MEMORY { R : o = 0, l = 8 } MEMORY", 8),
        ("MEMORY ; MEMORY { R : o = 0, l = 8 }", 8),
        // What a section assigns is no symbol that a length may have, and a later one does not count.
        ("SECTIONS { s = 1; } s = 8; s = 9; MEMORY { R : o = 0, l = s }", 8),
        ("f ( s = 1 ) s = 8; MEMORY { R : o = 0, l = s }", 8),
        ("PROVIDE(s = 8); MEMORY { R : o = 0, l = s }", 8),
        ("PROVIDE s = 8; MEMORY { R : o = 0, l = s }", 8),
        ("1 = 2; s = 8; MEMORY { R : o = 0, l = s }", 8),
        ("s = (2, 3) + 1, t = 8; MEMORY { R : o = 0, l = t }", 8),
        ("s = ((8)); MEMORY { R : o = 0, l = s }", 8),
        ("s == 4; MEMORY { R : o = 0, l = 8 }", 8),
        ("MEMORY { R (rwx!) : o = 0, l = 8 }", 8),
        ("MEMORY { \"R\" : org = 0, len = 8 }", 8),
        ("MEMORY { R : ORIGIN = (0), LENGTH = (8) }", 8),
    ] {
        assert_eq!(lengths(script), region(length), "{script}");
    }
    let two = |script: &str| lengths(script).map(|all| all.iter().map(|(_, length)| *length).collect::<Vec<_>>());
    assert_eq!(two("MEMORY { A : o = 0, l = 1 B : o = 0, l = 2 }"), Ok(vec![1, 2]));
    assert_eq!(two("MEMORY { A : o = 0, l = 1 B (rx) : o = 0, l = 2 }"), Ok(vec![1, 2]));
    assert_eq!(two("MEMORY { A : o = 0, l = (1) B ( rx ) : o = 0, l = 2 }"), Ok(vec![1, 2]));
    assert_eq!(two("MEMORY { A : o = 0, l = 1 } REGION_ALIAS(\"B\", A) REGION_ALIAS(C, A)"), Ok(vec![1, 1, 1]));
}

#[test]
fn numbers_and_operators() {
    for (text, value) in [
        ("0", Ok(0)),
        ("00", Ok(0)),
        ("07", Ok(7)),
        ("0K", Ok(0)),
        ("0x0fK", Ok(15 << 10)),
        ("0X10m", Ok(16 << 20)),
        ("7 % 4", Ok(3)),
        ("6 & 3 | 8", Ok(10)),
        ("1 << 2 + 1", Ok(8)),
        ("64 >> 2 >> 1", Ok(8)),
        ("(1 + 2) * (3 + 1)", Ok(12)),
    ] {
        assert_eq!(length("", text), value, "{text}");
    }
    assert!(length("", "08").is_err() && length("", "1 << 64").is_err() && length("", "1 >> 64").is_err());
    // As deep as is followed, and one deeper.
    let nested = |depth: usize| length("", &format!("{}1{}", "(".repeat(depth), ")".repeat(depth)));
    let deepest = (1..1000).take_while(|&depth| nested(depth).is_ok()).count();
    assert!(deepest > 8 && nested(deepest + 1).is_err_and(|fault| fault.contains("nested too deeply")));
    let chain = |count: usize| {
        let mut script = "s0 = 1;\n".to_owned();
        for i in 1..count {
            let _ = writeln!(script, "s{i} = s{};", i - 1);
        }
        length(&script, &format!("s{}", count - 1))
    };
    assert!(chain(deepest).is_ok() && chain(deepest + 2).is_err());
}

#[test]
fn includes_go_on_behind_their_line() {
    let lengths = |text: &str| {
        read(&[("a.x", text), ("b.x", "s = 8;")]).map(|all| all.into_iter().map(|one| one.length).collect::<Vec<_>>())
    };
    for text in [
        "INCLUDE b.x\nMEMORY { R : o = 0, l = s }",
        "INCLUDE \"b.x\"; MEMORY { R : o = 0, l = s }",
        "INCLUDE b.x /* here */ MEMORY { R : o = 0, l = s }",
        "/* x */ INCLUDE   b.x  \nMEMORY { R : o = 0, l = s }",
    ] {
        assert_eq!(lengths(text), Ok(vec![8]), "{text}");
    }
    assert_eq!(read(&[("a.x", "x = 1;\n INCLUDE c.x")]), Err("a.x:2:2 `INCLUDE`: c.x does not exist".to_owned()));
    // One after the other, without end.
    let mut names = Vec::new();
    for i in 0..300 {
        names.push((format!("f{i}"), format!("INCLUDE f{}", i + 1)));
    }
    let files: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert!(read(&files).is_err_and(|fault| fault.contains("files are included")));
}

#[test]
fn regions_of_scripts_are_listed_once() {
    let limit = |section: &str, script: &str, region: &str| {
        format!("[target.'cfg({section})']\nplatform_limit = {{ linker_script = '{script}', region = '{region}' }}\n")
    };
    let budgets = [
        "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4\n".to_owned(),
        limit("a", "a.x", "RAM"),
        limit("b", "b.x", "CCM"),
        limit("c", "a.x", "RAM"),
    ]
    .concat();
    let folder = Folder::new(&[
        ("Cargo.toml", "[package]\nname = \"app\"\n"),
        ("memory_budget.toml", &budgets),
        ("a.x", "INCLUDE both.x"),
        ("b.x", "INCLUDE both.x\nMEMORY { CCM : o = 0, l = 16 }"),
        ("both.x", "MEMORY { RAM : o = 0, l = 32 }"),
    ]);
    let outcome = folder.validate("");
    let regions: Vec<_> = outcome.regions.iter().map(|region| (region.name.as_str(), region.length)).collect();
    assert_eq!((kinds(&outcome), regions), (vec![], vec![("RAM", 32), ("CCM", 16)]));
    let limits: Vec<u64> = outcome.plan.limits.iter().map(|limit| limit.value.bytes).collect();
    assert_eq!(limits, [32, 16, 32]);
    for script in ["a.x", "b.x", "both.x"] {
        assert_eq!(outcome.watch.files.iter().filter(|file| **file == folder.path(script)).count(), 1, "{script}");
    }
}
