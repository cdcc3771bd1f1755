//! Warnings, under every interleaving of a charge and a lowered budget, by loom:
//! `RUSTFLAGS="--cfg loom" cargo test -p memory-budgets --lib --release --features budget-tracking warnings`

#![allow(clippy::trivially_copy_pass_by_ref, reason = "a ledger keeps a reference to its hook")]

use core::cell::Cell;

use loom::sync::Arc;
use loom::thread;

use super::super::models::{Ledger, Only};
use super::{BudgetWarning, Hook};

extern crate std;

std::thread_local! {
    /// How often a model has warned; all its threads are one.
    static WARNINGS: Cell<usize> = const { Cell::new(0) };
}

static COUNT: Hook<Only> = |warning: &BudgetWarning<Only>| {
    assert!(warning.used <= warning.budget && [7, 8, 9, 10].contains(&warning.budget), "{warning:?}");
    WARNINGS.set(WARNINGS.get() + 1);
};

/// Either the charge reaches the threshold of the budget that it finds, or the lowered budget's comes down to what is in use:
/// whoever does it warns, and nobody else.
fn once(held: usize, charged: usize, budget: usize, returned: bool) {
    loom::model(move || {
        WARNINGS.set(0);
        let memory = Arc::new(Ledger::validated());
        memory.set_hook(&COUNT).expect("the first one");
        let _held = memory.charge(Only, held).expect("it fits");
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                let charge = memory.charge(Only, charged).expect("it fits in any case");
                if returned {
                    drop(charge);
                } else {
                    let _ = charge.keep();
                }
            })
        };
        memory.lower_budget(Only, budget).expect("less is in use");
        other.join().expect("no panic");
        assert_eq!(WARNINGS.get(), 1);
    });
}

/// Six bytes are less than 80% of ten, and no less than 80% of seven.
#[test]
fn warnings_of_what_only_the_lowered_budget_calls_much() {
    once(3, 3, 7, false);
}

/// The charge reaches the threshold whichever it is, also where its bytes are gone before anybody looks.
#[test]
fn warnings_of_what_either_budget_calls_much() {
    once(6, 2, 8, false);
    once(6, 3, 9, false);
    once(6, 3, 9, true);
    once(7, 1, 9, false);
}
