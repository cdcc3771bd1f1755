//! `min` and `max` in target sections: a board's least is not a PC's.

use memory_budgets_validator::{BudgetConfig, Finding, Kind, Outcome, Request, Target, validate};

#[memory_budgets::memory_budgets(
    env = false,
    toml = "
preset = 'none'
total_budget = 'sum'
[crates.app]
budget = '4MB'
min = '2MB'
[target.'cfg(not(any(unix, windows)))'.crates.app]
budget = '64KB'
min = '32KB'
max = '128KB'
[target.'cfg(any(unix, windows))'.crates.app]
max = '8MB'
"
)]
mod budgets {}

/// A file for both, which used to have the board's minimum for the PC as well.
const PC_AND_BOARD: &str = "\
[target.'cfg(target_os = \"none\")'.crates.wrt-runtime]
budget = '96KB'
min = '64KB'
max = '128KB'
";

fn pc() -> Target {
    target("pc", "unix\ntarget_os=\"linux\"\ntarget_pointer_width=\"64\"\n")
}

fn board() -> Target {
    target("board", "board\ntarget_os=\"none\"\ntarget_pointer_width=\"32\"\n")
}

fn target(name: &str, printed: &str) -> Target {
    Target::from_rustc_cfg(name, printed).expect("it has a pointer width")
}

fn on(target: Option<Target>, text: &str) -> Outcome {
    validate(&Request { inline: Some(text.to_owned()), target, ..Request::default() })
}

fn found(outcome: &Outcome) -> Vec<(Kind, Option<usize>)> {
    outcome.findings.iter().map(|finding| (finding.kind, finding.line())).collect()
}

/// What is found whatever the target is: here, there, and where it is not known.
fn found_everywhere(text: &str) -> Vec<(Kind, Option<usize>)> {
    let texts = |outcome: &Outcome| outcome.findings.iter().map(ToString::to_string).collect::<Vec<_>>();
    let open = on(None, text);
    for target in [pc(), board()] {
        assert_eq!(texts(&on(Some(target), text)), texts(&open));
    }
    found(&open)
}

#[test]
fn the_code_that_is_generated_compiles() {
    assert_eq!(budgets::APP_BUDGET, 4 << 20);
}

#[test]
fn a_pc_and_a_board() {
    assert_eq!(found_everywhere(PC_AND_BOARD), []);
    let runtime = |target| {
        BudgetConfig::from_request(Request {
            inline: Some(PC_AND_BOARD.to_owned()),
            target: Some(target),
            ..Request::default()
        })
        .crates[1]
            .clone()
    };
    assert_eq!(
        (runtime(board()).budget, runtime(board()).min, runtime(board()).max),
        (96 << 10, Some(64 << 10), Some(128 << 10))
    );
    assert_eq!(
        (runtime(pc()).budget, runtime(pc()).min, runtime(pc()).max),
        (16 << 20, Some(4 << 20), Some(256 << 20))
    );
    let plan = on(None, PC_AND_BOARD).plan;
    let min = |matching| plan.crates[1].min_under(matching).map(|min| min.bytes);
    assert_eq!((min(&[false]), min(&[true])), (Some(4 << 20), Some(64 << 10)));
}

#[test]
fn a_section_is_judged_by_its_own_limits() {
    for (size, kind) in [("'32KB'", Kind::BelowMinimum), ("'256KB'", Kind::AboveMaximum)] {
        let text = PC_AND_BOARD.replace("'96KB'", size);
        assert_eq!(found_everywhere(&text), [(kind, Some(2))]);
        let finding = &on(None, &text).findings[0];
        let label = if kind == Kind::BelowMinimum { 3 } else { 4 };
        assert_eq!(finding.labels[0].origin.line(), Some(label), "{finding}");
        // The edit is that of the section, and mends it.
        let mended = finding.edit.as_ref().expect("a size").applied();
        assert_eq!(found_everywhere(&mended), []);
    }
    // By those outside, where it has none.
    let without = PC_AND_BOARD.replace("min = '64KB'\n", "");
    assert_eq!(found_everywhere(&without), [(Kind::BelowMinimum, Some(2)), (Kind::Limits, Some(3))]);
}

/// A section that changes a limit alone sees a budget of somebody else.
#[test]
fn a_budget_that_no_section_changes() {
    let text =
        "[target.'cfg(target_os = \"none\")'.crates.wrt-runtime]\nmin = '24MB'\n[crates.wrt-host]\nbudget = '3MB'\n";
    let outcome = on(None, text);
    let [finding] = outcome.findings.as_slice() else { unreachable!("{:?}", outcome.findings) };
    assert_eq!(finding.title, "wrt-runtime budget (16MB) below minimum requirement (24MB)");
    assert_eq!(finding.labels[0].origin.position().as_deref(), Some("inline toml:2:7"));
    found_everywhere(text);
    // A profile that gives more has the right on its side, and is judged by itself.
    let with_profile =
        format!("{text}[profile.p]\nwrt-runtime = '32MB'\ntotal_budget = 'sum'\n[profile.q]\nwrt-runtime = '20MB'\n");
    let found: Vec<_> = on(None, &with_profile)
        .findings
        .iter()
        .map(|finding| (finding.kind, finding.line(), finding.notes.clone()))
        .collect();
    let note = |name: &str| vec![format!("in the profile \"{name}\"")];
    assert!(found.contains(&(Kind::BelowMinimum, None, Vec::new())), "{found:?}");
    assert!(found.contains(&(Kind::BelowMinimum, Some(9), note("q"))), "{found:?}");
    assert!(!found.iter().any(|(_, _, notes)| *notes == note("p")), "{found:?}");
}

#[test]
fn limits_that_exclude_each_other() {
    let of = |more: &str| found_everywhere(&format!("[crates.app]\nbudget = 4\nmin = 2\nmax = 6\n{more}"));
    let section = "[target.'cfg(windows)'.crates.app]\n";
    assert_eq!(of(&format!("{section}min = 9\nmax = 3\n")), [(Kind::Limits, Some(6))]);
    // The budget outside is not within them either.
    assert_eq!(of(&format!("{section}max = 1\n")), [(Kind::AboveMaximum, Some(2)), (Kind::Limits, Some(6))]);
    assert_eq!(of(&format!("{section}min = 7\n")), [(Kind::BelowMinimum, Some(2)), (Kind::Limits, Some(6))]);
    assert_eq!(of(&format!("{section}budget = 8\nmin = 7\nmax = 9\n")), []);
    // The preset's minimum, and a section's maximum below it: the file's is to blame.
    let text = "[target.'cfg(windows)'.crates.wrt-runtime]\nmax = '1MB'\n";
    assert_eq!(found_everywhere(text), [(Kind::Limits, Some(2)), (Kind::AboveMaximum, None)]);
    // Outside all sections they are judged where they are declared.
    let text = "[crates.app]\nbudget = 4\nmin = 6\nmax = 2\n[target.'cfg(unix)'.crates.app]\nmin = 1\n";
    assert_eq!(found_everywhere(text), [(Kind::Limits, Some(3))]);
}

/// Which sections match together is the target's to say.
#[test]
fn what_only_the_target_decides() {
    let text = "[target.'cfg(target_os = \"none\")'.crates.wrt-runtime]\nmin = '64KB'\n[target.'cfg(board)']\nwrt-runtime = '1MB'\n";
    let open = on(None, text);
    assert_eq!(found(&open), []);
    let of = |kind| open.assertions.rules.iter().find(|rule| rule.words.kind == kind).expect("a rule").open.len();
    assert_eq!((of(Kind::BelowMinimum), of(Kind::AboveMaximum), of(Kind::Limits)), (1, 0, 0));
    assert_eq!(found(&on(Some(board()), text)), []);
    let linux_board = target("linux-board", "board\ntarget_os=\"linux\"\ntarget_pointer_width=\"64\"\n");
    assert_eq!(found(&on(Some(linux_board), text)), [(Kind::BelowMinimum, Some(4))]);
}

#[test]
fn a_variable_takes_the_place_of_the_sections_budgets() {
    let with = |size: &str, target| {
        let environment = Some(vec![("WRT_RUNTIME_BUDGET".into(), size.into())]);
        validate(&Request { inline: Some(PC_AND_BOARD.to_owned()), environment, target, ..Request::default() })
    };
    assert_eq!(found(&with("100KB", Some(board()))), []);
    assert_eq!(found(&with("100KB", Some(pc()))), [(Kind::BelowMinimum, None)]);
    assert_eq!(found(&with("16MB", Some(pc()))), []);
    assert_eq!(found(&with("16MB", Some(board()))), [(Kind::AboveMaximum, None)]);
    // Wrong on every target.
    assert_eq!(found(&with("1KB", None)), [(Kind::BelowMinimum, None)]);
}

/// What is not there, or could not be read, limits nothing, and is reported once.
#[test]
fn bad_input() {
    let section = "[target.'cfg(unix)'.crates.wrt-runtime]\n";
    for (text, kind, line) in [
        ("[target.'cfg(unix)'.crates.wrt-runtme]\nmin = 1\n", Kind::UnknownKey, 1),
        ("[target.'cfg(unix)'.crates.runtime]\nmin = 1\n", Kind::UnknownKey, 1),
        ("[target.'cfg(unix)'.crates.app]\nmin = 1\n", Kind::UnknownKey, 1),
        ("[target.'cfg(unix)'.crates.'a b']\nmin = 1\n", Kind::UnknownKey, 1),
        (&format!("{section}mni = 1\n"), Kind::UnknownKey, 2),
        (&format!("{section}variant = 'A'\n"), Kind::MisplacedKey, 2),
        (&format!("{section}purpose = 'A'\n"), Kind::MisplacedKey, 2),
        (&format!("{section}min = 'lots'\nbudget = 1\nmax = '1mb'\n"), Kind::InvalidSize, 2),
        (&format!("{section}min = 'sum'\n"), Kind::InvalidSize, 2),
        ("[target.'cfg(unix)'.crates]\nwrt-runtime = '8MB'\n", Kind::WrongType, 2),
        ("[target.'cfg(unix)']\ncrates = 1\n", Kind::WrongType, 2),
        ("[target.'cfg(unix)']\nwrt-host = '2MB'\ncrates.wrt-host.budget = '3MB'\n", Kind::DuplicateBudget, 3),
        ("[profile.p.crates.wrt-runtime]\nmin = 1\n", Kind::MisplacedKey, 1),
        ("[target.'cfg(unix']\n[target.'cfg(unix'.crates.wrt-runtime]\nmin = 1\n", Kind::InvalidPredicate, 1),
    ] {
        let found = found_everywhere(text);
        assert_eq!(found[0], (kind, Some(line)), "{text}");
        assert!(found.iter().all(|(other, _)| *other == kind), "{text}: {found:?}");
    }
    let meant = |text: &str| on(None, text).findings.first().and_then(|finding: &Finding| finding.edit.clone());
    let edit = meant("[target.'cfg(unix)'.crates.wrt-runtme]\nmin = 1\n").expect("a name");
    assert_eq!(edit.applied(), "[target.'cfg(unix)'.crates.wrt-runtime]\nmin = 1\n");
    let edit = meant(&format!("{section}mni = 1\n")).expect("a setting");
    assert_eq!(edit.applied(), format!("{section}min = 1\n"));
}
