//! Charges that come while a budget is being lowered: before the word says so, and as soon as it does.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "a ledger keeps a reference to its hook")]

extern crate std;

use std::string::{String, ToString as _};
use std::sync::Mutex;
use std::vec::Vec;

use super::Hook;
use crate::BudgetedCrate;

const KB: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Only;

impl BudgetedCrate for Only {
    const ALL: &'static [Only] = &[Only];
    const BUDGETS: &'static [usize] = &[1024 * KB];

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "only"
    }
}

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
static NOTE: Hook<Only> = |warning| SEEN.lock().expect("no panic").push(warning.to_string());

fn seen() -> Vec<String> {
    core::mem::take(&mut *SEEN.lock().expect("no panic"))
}

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn ledger() -> crate::Ledger<Only, 1> {
    let memory = crate::Ledger::validated();
    memory.set_hook(&NOTE).expect("the first one");
    memory
}

/// The threshold is that of the budget in force, whatever is prepared for the next one.
#[test]
fn each_charge_goes_by_the_budget_that_it_was_made_in() {
    let _alone = ONE_AT_A_TIME.lock();
    let memory = ledger();
    let account = &memory.accounts[0];
    let charge = |bytes| drop(memory.charge(Only, bytes).expect("it fits"));
    let held = memory.charge(Only, 40 * KB).expect("it fits");
    let lowered = account.lower(256 * KB, |generation, withheld| {
        memory.prepare_threshold(account, generation, withheld);
        charge(779 * KB);
        assert_eq!(seen(), [""; 0], "less than 80% of 1MB");
        charge(800 * KB);
        assert_eq!(seen(), ["only has reached 80% of its budget: 840KB of 1MB are in use"]);
    });
    assert_eq!(lowered.ok(), Some((1024 * KB, 40 * KB)));
    charge(164 * KB);
    assert_eq!(seen(), [""; 0], "less than 80% of 256KB");
    charge(165 * KB);
    assert_eq!(seen(), ["only has reached 80% of its budget: 205KB of 256KB are in use"]);
    // What is refused meanwhile is told by the same budget as what is in use.
    let _ = account.lower(128 * KB, |_, _| {}).ok().expect("less is in use");
    let refused = memory.charge(Only, 100 * KB).expect_err("88 KB are left");
    assert_eq!((refused.used, refused.budget), (40 * KB, 128 * KB));
    drop(held);
}

/// Whoever lowers a budget warns of what was in use at that step, and of no more: what comes later is told by who charges it.
#[test]
fn a_charge_that_comes_in_time_has_its_own_warning() {
    let _alone = ONE_AT_A_TIME.lock();
    let memory = ledger();
    let mut held = memory.charge(Only, 700 * KB).expect("it fits");
    let account = &memory.accounts[0];
    let mut first = true;
    let lowered = account.lower(900 * KB, |generation, withheld| {
        memory.prepare_threshold(account, generation, withheld);
        if core::mem::take(&mut first) {
            held.try_grow(120 * KB).expect("it fits");
        }
    });
    let (before, used) = lowered.ok().expect("less is in use");
    assert_eq!((before, used), (1024 * KB, 820 * KB), "the second attempt");
    assert_eq!(seen(), ["only has reached 80% of its budget: 820KB of 1MB are in use"]);
    memory.has_lowered(Only, account, used, 900 * KB, before);
    assert_eq!(seen(), [""; 0], "it had reached the old threshold already");
    for (used, warned) in [(719, false), (720, true), (819, true), (820, false)] {
        memory.has_lowered(Only, account, used * KB, 900 * KB, before);
        assert_eq!(seen().len(), usize::from(warned), "{used}");
    }
}
