//! Charges that come while a budget is being lowered: when the word says so already, and the threshold does not.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "a ledger keeps a reference to its hook")]

extern crate std;

use std::string::{String, ToString};
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

#[test]
fn what_has_not_reached_the_threshold_is_none() {
    let seen = || core::mem::take(&mut *SEEN.lock().expect("no panic"));
    let memory = crate::Ledger::<Only, 1>::validated();
    memory.set_hook(&NOTE).expect("the first one");
    let account = &memory.accounts[0];
    let held = memory.charge(Only, 40 * KB).expect("it fits");
    let before = account.lower(256 * KB).ok().expect("less is in use");
    drop(memory.charge(Only, 60 * KB).expect("it fits"));
    assert_eq!(seen(), [""; 0], "39 % are in use");
    // What has reached it is one.
    drop(memory.charge(Only, 170 * KB).expect("it fits"));
    assert_eq!(seen(), ["only has reached 80% of its budget: 210KB of 256KB are in use"]);
    assert!(!memory.lower_threshold(account, before));
    drop(memory.charge(Only, 170 * KB).expect("it fits"));
    assert_eq!(seen().len(), 1);
    // What is refused meanwhile is told by the same budget as what is in use.
    let _ = account.lower(128 * KB).ok().expect("less is in use");
    let refused = memory.charge(Only, 100 * KB).expect_err("88 KB are left");
    assert_eq!((refused.used, refused.budget), (40 * KB, 128 * KB));
    drop(held);
}
