//! Findings as data: where they point, and the edits that they carry.

use std::collections::BTreeSet;
use std::fs;

use memory_budgets_tests::sandbox::repository;
use memory_budgets_validator::{Finding, Kind, Origin, Outcome, Request, validate};

fn inline(text: &str) -> Outcome {
    validate(&Request { inline: Some(text.to_owned()), ..Request::default() })
}

#[test]
fn a_finding_says_where_it_is() {
    let outcome =
        inline("\u{feff}# é\r\n[crates.app]\r\npurpose = '€' # €\nbudget = '1MB'\nmin = '2MB'\nmax = '4MB'\n");
    let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!(finding.kind, Kind::BelowMinimum);
    assert_eq!((finding.path(), finding.line(), finding.column()), (Some("inline toml"), Some(4), Some(10)));
    assert_eq!((finding.end_line(), finding.end_column()), (Some(4), Some(15)));
    assert_eq!((finding.source_text(), finding.source_line()), (Some("'1MB'"), Some("budget = '1MB'")));
    assert_eq!(finding.position().as_deref(), Some("inline toml:4:10"));
    let [label] = finding.labels.as_slice() else { unreachable!("{finding}") };
    assert_eq!((&*label.text, label.origin.position().as_deref()), ("the minimum", Some("inline toml:5:7")));

    // A byte order mark is no column, and a multi-line text ends on a line of its own.
    let outcome = inline("\u{feff}wrt-runtme = \"\"\"\n1\n\"\"\"");
    let [key] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!((key.line(), key.column(), key.end_column()), (Some(1), Some(1), Some(11)));
    let outcome = inline("total_budget = \"\"\"\n1\n\"\"\"");
    let [value] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!(
        (value.line(), value.column(), value.end_line(), value.end_column()),
        (Some(1), Some(16), Some(3), Some(4))
    );

    let environment = Some(vec![("WRT_RUNTIME_BUDGET".into(), "2MB".into())]);
    let outcome = validate(&Request { inline: Some(String::new()), environment, ..Request::default() });
    let [variable] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert!(matches!(&variable.origin, Origin::Variable(name) if name == "WRT_RUNTIME_BUDGET"));
    assert_eq!((variable.position().as_deref(), variable.line()), (Some("WRT_RUNTIME_BUDGET"), None));
    let [lost] = &*validate(&Request::default()).findings else { unreachable!("there is no folder") };
    assert_eq!((lost.position(), lost.path()), (None, None));
}

/// The largest budgets are a note, and the other parties labels.
#[test]
fn what_else_it_speaks_of() {
    let outcome = inline("safety_margin = '20%'\ntotal_budget = '65MB'");
    let [margin] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    let largest = "the largest budgets:\n  wrt-runtime 16MB (preset)\n  wrt-component 12MB (preset)\n  wrt-foundation 8MB (preset)";
    assert_eq!(margin.notes, [largest]);
    let [label] = margin.labels.as_slice() else { unreachable!("{margin}") };
    assert_eq!((&*label.text, label.origin.position().as_deref()), ("the margin", Some("inline toml:1:17")));
}

fn edits(outcome: &Outcome) -> Vec<(Kind, &str)> {
    let edits =
        outcome.findings.iter().filter_map(|finding| Some((finding.kind, &*finding.edit.as_ref()?.replacement)));
    edits.collect()
}

#[test]
fn solutions_that_are_edits() {
    for (text, kind, replacement, after) in [
        ("wrt-runtme = '8MB'", Kind::UnknownKey, "wrt-runtime", "wrt-runtime = '8MB'"),
        ("'runtime' = '8MB'", Kind::UnknownKey, "wrt-runtime", "wrt-runtime = '8MB'"),
        ("[crates.wrt-host]\nbugdet = 1", Kind::UnknownKey, "budget", "[crates.wrt-host]\nbudget = 1"),
        ("wrt-runtime = '8mb'", Kind::InvalidSize, "\"8MB\"", "wrt-runtime = \"8MB\""),
        ("wrt-runtime = 8388608.0", Kind::InvalidSize, "\"8388608\"", "wrt-runtime = \"8388608\""),
        ("wrt-runtime = '2MB' # small", Kind::BelowMinimum, "\"4MB\"", "wrt-runtime = \"4MB\" # small"),
        (
            "total_budget = '1GB'\nwrt-math = '8MB'",
            Kind::AboveMaximum,
            "\"4MB\"",
            "total_budget = '1GB'\nwrt-math = \"4MB\"",
        ),
        ("[crates.app]\nbudget = 1\nmin = 1001", Kind::BelowMinimum, "1001", "[crates.app]\nbudget = 1001\nmin = 1001"),
        (
            "[target.thumbv7em-none-eabi]",
            Kind::TargetTriple,
            "'cfg(all(target_arch = \"arm\", target_os = \"none\"))'",
            "[target.'cfg(all(target_arch = \"arm\", target_os = \"none\"))']",
        ),
        (
            "[target.'cfg(all(unix, target_os = \"qnx\"))']",
            Kind::UnknownTargetValue,
            "\"nto\"",
            "[target.'cfg(all(unix, target_os = \"nto\"))']",
        ),
    ] {
        let outcome = inline(text);
        assert_eq!(edits(&outcome), [(kind, replacement)], "{text}");
        let edited = outcome.findings[0].edit.as_ref().map(memory_budgets_validator::Edit::applied);
        assert_eq!(edited.as_deref(), Some(after));
    }
}

/// What leaves a choice, or stands in no file, is no edit.
#[test]
fn solutions_that_are_none() {
    for text in
        ["total_budget = '1MB'", "wrt-runtime = 'lots'", "something = 1", "[crates.app]\nbudget = 1\nmin = 3\nmax = 2"]
    {
        let outcome = inline(text);
        assert!(!outcome.findings.is_empty() && edits(&outcome).is_empty(), "{:?}", outcome.findings);
    }
    let environment = Some(vec![("WRT_RUNTIME_BUDGET".into(), "2MB".into()), ("WRT_HOST_BUDGET".into(), "2mb".into())]);
    let outcome = validate(&Request { inline: Some(String::new()), environment, ..Request::default() });
    assert_eq!((outcome.findings.len(), edits(&outcome).len()), (2, 0));
}

/// Over the configurations of all compile-fail cases: with an edit made, its finding is gone.
#[test]
fn an_edit_mends_what_it_belongs_to() {
    let mut mended = BTreeSet::new();
    for folder in ["file", "rules", "assertions", "environment"] {
        let folder = repository().join("trybuild-cases/cases").join(folder);
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()) {
            let Some(text) = fs::read_to_string(&entry).ok().filter(|_| entry.extension().is_some_and(|e| e == "toml"))
            else {
                continue;
            };
            let same =
                |a: &Finding, b: &Finding| a.kind == b.kind && a.title == b.title && a.position() == b.position();
            for finding in &inline(&text).findings {
                if let Some(edit) = &finding.edit {
                    let after = inline(&edit.applied()).findings;
                    assert!(!after.iter().any(|other| same(other, finding)), "{}: {after:?}", entry.display());
                    mended.insert(finding.kind.name());
                }
            }
        }
    }
    let expected = [
        "above-maximum",
        "below-minimum",
        "invalid-prefix",
        "invalid-size",
        "target-triple",
        "unknown-key",
        "unknown-target-name",
        "unknown-target-value",
    ];
    assert_eq!(mended, BTreeSet::from(expected));
}

/// An edit of a file says where the file lies.
#[test]
fn an_edit_leads_to_the_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("Cargo.toml"), "[package.metadata.memory_validation]\nconfig_fiel = 'b.toml'\n")
        .expect("writable");
    let request = Request { manifest_dir: Some(folder.path().to_owned()), ..Request::default() };
    let outcome = validate(&request);
    let edit = outcome.findings[0].edit.as_ref().expect("a slip of the keyboard");
    assert_eq!((edit.source.file(), &*edit.replacement), (Some(&*folder.path().join("Cargo.toml")), "config_file"));
    fs::write(folder.path().join("Cargo.toml"), "").expect("writable");
    fs::write(folder.path().join("memory_budget.toml"), "wrt-runtime = '2mb'\n").expect("writable");
    let outcome = validate(&request);
    let edit = outcome.findings[0].edit.as_ref().expect("a unit in small letters");
    assert_eq!(edit.source.file(), Some(&*folder.path().join("memory_budget.toml")));
    assert_eq!(outcome.watch.files.len(), 2);
}
