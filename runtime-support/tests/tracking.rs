//! Warnings: a threshold is reached, a charge is refused.
#![cfg(feature = "budget-tracking")]
#![allow(clippy::panic, reason = "panics are what is tested")]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "a ledger keeps a reference to its hook")]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use memory_budgets::{BudgetWarning, Hook, HookAlreadySet, WarningKind};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = 1000\n[crates.app]\nbudget = 100\n[crates.net]\nbudget = 7\n[crates.idle]\nbudget = 0",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

static NOTE: Hook<CrateId> = |warning| SEEN.with_borrow_mut(|seen| seen.push(warning.to_string()));

fn seen() -> Vec<String> {
    SEEN.take()
}

fn ledger(hook: &'static Hook<CrateId>) -> MemorySystem {
    let memory = MemorySystem::new(1000).expect("they fit");
    memory.set_hook(hook).expect("the first one");
    memory
}

#[test]
fn once_for_each_crossing() {
    let memory = ledger(&NOTE);
    let first = memory.charge(CrateId::App, 79).expect("it fits");
    assert!(seen().is_empty());
    let second = memory.charge(CrateId::App, 1).expect("it fits");
    assert_eq!(seen(), ["app has reached 80% of its budget: 80 bytes of 100 bytes are in use"]);
    let third = memory.charge(CrateId::App, 20).expect("it fits");
    assert!(seen().is_empty(), "it is above already");
    drop((third, second));
    let _again = memory.charge(CrateId::App, 21).expect("it fits");
    assert_eq!(seen().len(), 1, "it has been below in between");
    drop(first);
    // Of seven bytes, 80% are 5.6: six.
    let _five = memory.charge(CrateId::Net, 5).expect("it fits");
    assert!(seen().is_empty());
    let _six = memory.charge(CrateId::Net, 1).expect("it fits");
    assert_eq!(seen().len(), 1);
    assert!(memory.charge(CrateId::Idle, 0).is_ok() && seen().is_empty());
}

#[test]
fn every_refusal() {
    let memory = ledger(&NOTE);
    assert!(memory.charge(CrateId::App, 101).is_err() && memory.charge(CrateId::App, usize::MAX).is_err());
    let seen = seen();
    assert_eq!(seen[0], "app is refused 101 bytes: 0 bytes of 100 bytes are in use");
    assert_eq!((seen.len(), memory.usage(CrateId::App).refused), (2, 2));
}

/// What is in use may reach the threshold without a charge, and goes by the new one from then on.
#[test]
fn the_threshold_of_a_lowered_budget() {
    let memory = ledger(&NOTE);
    let mut charge = memory.charge(CrateId::App, 39).expect("it fits");
    memory.lower_budget(CrateId::App, 50).expect("less is in use");
    assert!(seen().is_empty());
    charge.try_grow(1).expect("it fits");
    assert_eq!(seen(), ["app has reached 80% of its budget: 40 bytes of 50 bytes are in use"]);
    memory.lower_budget(CrateId::App, 45).expect("less is in use");
    assert!(seen().is_empty(), "it has been reached already");
    charge.shrink(20).expect("it holds more");
    memory.lower_budget(CrateId::App, 25).expect("less is in use");
    assert_eq!(seen(), ["app has reached 80% of its budget: 20 bytes of 25 bytes are in use"]);
    assert!(memory.lower_budget(CrateId::App, 19).is_err() && charge.try_grow(6).is_err());
    assert_eq!(seen(), ["app is refused 6 bytes: 20 bytes of 25 bytes are in use"]);
    // Within a budget of the budget nobody is warned.
    let part = memory.sub_budget(CrateId::Net, 5).expect("it fits");
    assert!(part.charge(6).is_err() && part.charge(5).is_ok() && seen().is_empty());
    drop(part);
    memory.lower_budget(CrateId::Net, 0).expect("nothing is in use");
    assert!(seen().is_empty(), "nothing has reached nothing");
}

#[test]
fn another_threshold_and_one_hook() {
    static OTHER: Hook<CrateId> = |_| {};
    let memory = MemorySystem::new(1000).expect("they fit").with_threshold(50);
    let before = memory.charge(CrateId::App, 50).expect("there is no hook yet");
    drop(before);
    memory.set_hook(&NOTE).expect("the first one");
    assert_eq!(memory.set_hook(&OTHER), Err(HookAlreadySet));
    let _half = memory.charge(CrateId::App, 50).expect("it fits");
    assert_eq!(seen(), ["app has reached 50% of its budget: 50 bytes of 100 bytes are in use"]);
    let never = MemorySystem::new(1000).expect("they fit").with_threshold(0);
    never.set_hook(&NOTE).expect("the first one");
    let _all = never.charge(CrateId::App, 100).expect("it fits");
    assert!(seen().is_empty());
    // Nor is more than all, be it more than there are addresses.
    let most = usize::MAX - 1;
    let beyond = MemorySystem::with_budgets([most, 0, 0], most).expect("they fit").with_threshold(200);
    beyond.set_hook(&NOTE).expect("the first one");
    let _all = beyond.charge(CrateId::App, most).expect("it fits");
    assert!(seen().is_empty());
}

/// The charge during which a hook panics is not made.
#[test]
fn a_hook_that_panics() {
    static PANIC: Hook<CrateId> = |warning| panic!("{warning}");
    let memory = ledger(&PANIC);
    for _ in 0..3 {
        let charged = catch_unwind(AssertUnwindSafe(|| drop(memory.charge(CrateId::App, 90))));
        assert!(charged.is_err(), "each time: the last panic has not silenced it");
        let usage = memory.usage(CrateId::App);
        assert_eq!((usage.used, usage.live), (0, 0));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| drop(memory.charge(CrateId::App, 101)))).is_err());
    assert_eq!(memory.usage(CrateId::App).refused, 1);
    // Nor is the growth.
    let mut held = memory.charge(CrateId::App, 10).expect("it fits");
    for _ in 0..3 {
        assert!(catch_unwind(AssertUnwindSafe(|| held.try_grow(80))).is_err());
        assert_eq!((held.bytes(), memory.usage(CrateId::App).used), (10, 10));
    }
    drop(held);
    assert_eq!((memory.usage(CrateId::App).used, memory.usage(CrateId::App).live), (0, 0));
}

#[test]
fn one_byte_is_in_use() {
    let memory = MemorySystem::with_budgets([100, 1, 0], 1000).expect("they fit");
    memory.set_hook(&NOTE).expect("the first one");
    let _one = memory.charge(CrateId::Net, 1).expect("it fits");
    assert!(memory.charge(CrateId::Net, 1).is_err());
    assert_eq!(
        seen(),
        [
            "net has reached 80% of its budget: 1 byte of 1 byte is in use",
            "net is refused 1 byte: 1 byte of 1 byte is in use"
        ]
    );
}

static SHARED: MemorySystem = match MemorySystem::new(1000) {
    Ok(memory) => memory,
    Err(_) => unreachable!(),
};
static KINDS: Mutex<Vec<WarningKind>> = Mutex::new(Vec::new());

/// It is not called for what it does to the same crate itself, and for other crates it is.
#[test]
fn a_hook_that_charges() {
    static AGAIN: Hook<CrateId> = |warning: &BudgetWarning<CrateId>| {
        KINDS.lock().expect("no panic").push(warning.kind);
        assert!(SHARED.charge(warning.crate_id, usize::MAX).is_err());
        let rest = SHARED.charge(warning.crate_id, 1);
        drop(rest);
        if warning.crate_id == CrateId::App {
            assert!(SHARED.charge(CrateId::Net, 8).is_err());
        }
    };
    SHARED.set_hook(&AGAIN).expect("the first one");
    let _most = SHARED.charge(CrateId::App, 85).expect("it fits");
    let kinds = std::mem::take(&mut *KINDS.lock().expect("no panic"));
    assert_eq!(kinds, [WarningKind::Threshold { percent: 80 }, WarningKind::Refused { requested: 8 }]);
    assert_eq!((SHARED.usage(CrateId::App).used, SHARED.usage(CrateId::App).refused), (85, 1));
    assert_eq!(SHARED.usage(CrateId::Net).refused, 2);
}

#[cfg(feature = "log")]
#[test]
fn warnings_in_the_log() {
    struct Lines;
    static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    impl log::Log for Lines {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, record: &log::Record<'_>) {
            LINES.lock().expect("no panic").push(format!("{} {}", record.level(), record.args()));
        }
        fn flush(&self) {}
    }
    log::set_logger(&Lines).expect("the first one");
    log::set_max_level(log::LevelFilter::Warn);
    let memory = ledger(&(memory_budgets::log_warning as Hook<CrateId>));
    assert!(memory.charge(CrateId::Net, 8).is_err());
    assert_eq!(*LINES.lock().expect("no panic"), ["WARN net is refused 8 bytes: 0 bytes of 7 bytes are in use"]);
}
