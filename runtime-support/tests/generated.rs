//! What generated code calls, where the program runs and not the compiler: values at the edges, and texts that do not fit.

use memory_budgets::__private as support;
use memory_budgets::{BudgetedCrate, UnknownProfile};
use support::Part;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\nprefix = 'x'\ntotal_budget = 9\n[crates.x-app]\nbudget = 4\npurpose = 'runs'\n\
            [crates.net]\nbudget = 5\nvariant = 'Radio'\n[profile.small]\nnet = 1\n[profile.large]\nnet = 5",
    env = false
)]
mod budgets {}

use budgets::{CrateId, Profile};

fn text<const N: usize>(parts: &[Part<'_>]) -> String {
    support::violation::<N>(1, 0, parts).expect("1 is more than 0").as_str().to_owned()
}

#[test]
fn amounts_become_what_the_target_counts() {
    assert_eq!([0, 1, 7, usize::MAX as u128].map(support::bytes), [0, 1, 7, usize::MAX]);
    let beyond = usize::MAX as u128 + 1;
    assert_eq!([beyond, beyond + 1, u128::MAX].map(support::bytes), [usize::MAX; 3]);
    assert_eq!(support::budgets(&[3, 0, 1 << 20]), [3, 0, 1 << 20]);
    assert_eq!(support::sum(&[]), 0);
    assert_eq!(support::address_space(), usize::MAX as u64);
}

#[test]
fn a_list_holds_what_is_in_it() {
    assert!([1, 4, 9].iter().all(|&index| support::contains(&[1, 4, 9], index)));
    assert!([0, 2, 10].iter().all(|&index| !support::contains(&[1, 4, 9], index)));
    assert!(!support::contains(&[], 0));
}

#[test]
fn an_entry_is_found_or_empty() {
    const LIST: &[(usize, &str)] = &[(1, "one"), (4, "four"), (9, "nine")];
    let all: Vec<_> = (0..11).map(|index| support::entry(LIST, index)).collect();
    assert_eq!(all, ["", "one", "", "", "four", "", "", "", "", "nine", ""]);
    assert_eq!(support::entry(&[], 0), "");
}

#[test]
fn a_name_loses_its_prefix_and_nothing_else() {
    for (name, prefix, short) in [
        ("x-app", "x", "app"),
        ("x-", "x", ""),
        ("x", "x", "x"),
        ("y-app", "x", "y-app"),
        ("xyapp", "x", "xyapp"),
        ("x-app", "", "x-app"),
        ("ab-c", "a", "ab-c"),
        ("ax-c", "ab", "ax-c"),
    ] {
        assert_eq!(support::short_name(name, prefix), short, "{name} without {prefix}");
    }
}

fn of<C: BudgetedCrate>(id: C) -> (usize, &'static str, usize) {
    (id.index(), id.name(), id.budget())
}

#[test]
fn all_that_is_generated_is_there_at_run_time() {
    assert_eq!(support::all::<CrateId, 2>(), [CrateId::App, CrateId::Radio]);
    assert_eq!(support::all::<CrateId, 1>(), [CrateId::App]);
    assert_eq!(
        (0..3).map(support::from_index::<CrateId>).collect::<Vec<_>>(),
        [Some(CrateId::App), Some(CrateId::Radio), None]
    );
    assert_eq!(CrateId::ALL.map(CrateId::purpose), ["runs", ""]);
    assert_eq!(CrateId::ALL.map(of), [(0, "x-app", 4), (1, "net", 5)]);
    assert_eq!((support::find::<CrateId>("net"), support::find::<CrateId>("x").is_err()), (Ok(CrateId::Radio), true));
    assert_eq!((CrateId::Radio.fits(5), CrateId::Radio.fits(6)), (true, false));
    assert_eq!(
        ["small", "large", "other"].map(str::parse),
        [Ok(Profile::Small), Ok(Profile::Large), Err(UnknownProfile)]
    );
}

#[test]
fn a_message_takes_whole_texts_alone() {
    assert_eq!(text::<4>(&[Part::Text("abcd")]), "abcd");
    assert_eq!(text::<4>(&[Part::Text("abcde")]), "");
    assert_eq!(text::<4>(&[Part::Text("abc"), Part::Text("éa"), Part::Text("d")]), "abcd");
    assert_eq!(text::<4>(&[Part::Text("ab"), Part::Text("cde"), Part::Text("cd"), Part::Text("")]), "abcd");
}

#[test]
fn a_message_names_the_target() {
    let space = usize::MAX as u128 + 1;
    assert_eq!(text::<64>(&[Part::Width, Part::Text(" "), Part::Space]), format!("{} {}GB", usize::BITS, space >> 30));
}

#[test]
fn what_is_equal_violates_nothing() {
    let first = |left: &[u64], right: &[u64]| {
        support::first_violation::<64>(&["a", "b"], &["", ""], left, right, &[Part::Crate])
            .map(|message| message.as_str().to_owned())
    };
    assert_eq!(first(&[2, 4], &[2, 4]), None);
    assert_eq!(first(&[2, 4], &[2, 3]).as_deref(), Some("b"));
    assert_eq!(first(&[3, 4], &[2, 3]).as_deref(), Some("a"));
    assert!(support::violation::<64>(2, 2, &[]).is_none());
}

#[test]
#[should_panic = "6 bytes exceed the budget of net (5 bytes) by 1 byte\n\nSolution: Use at most 5 bytes, or increase net budget \
                  to at least 6 bytes\n\nthe budget is from inline toml:8"]
fn more_than_the_budget_fails() {
    CrateId::Radio.__budgets_assert(6);
}

#[test]
#[should_panic = "(4 bytes) by 2 bytes\n\nSolution: Use at most 4 bytes, or increase x budget to at least 6 bytes\n\n\
                  the budget is from the preset"]
fn the_preset_is_named_as_elsewhere() {
    support::over_budget::<512>("x", 6, 4, "preset");
}

#[test]
fn the_budget_itself_does_not_fail() {
    CrateId::Radio.__budgets_assert(5);
}
