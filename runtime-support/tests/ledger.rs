//! The ledger by itself, with no feature.

use memory_budgets::{BudgetedCrate, NotLoweredReason, TotalExceeded, Usage};

const KB: usize = 1024;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = 100\n[crates.idle]\nbudget = 0",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};

fn ledger() -> MemorySystem {
    MemorySystem::validated()
}

fn used_peak_live_refused(usage: Usage) -> (usize, usize, usize, usize) {
    (usage.used, usage.peak, usage.live, usage.refused)
}

/// A static needs no initialiser.
static LEDGER: MemorySystem = MemorySystem::validated();

#[test]
fn charges_and_releases() {
    let app = CrateId::App;
    let first = LEDGER.charge(app, 40 * KB).expect("it fits");
    assert_eq!((first.bytes(), first.crate_id()), (40 * KB, app));
    let second = LEDGER.charge(app, 24 * KB).expect("it fits to the last byte");
    assert_eq!(used_peak_live_refused(LEDGER.usage(app)), (64 * KB, 64 * KB, 2, 0));
    let refused = LEDGER.charge(app, 1).expect_err("nothing is left");
    assert_eq!((refused.crate_name, refused.requested, refused.used, refused.budget), ("app", 1, 64 * KB, 64 * KB));
    assert_eq!(refused.to_string(), "app is refused 1 byte: 64KB of its budget of 64KB are in use");
    drop(first);
    assert_eq!(used_peak_live_refused(LEDGER.usage(app)), (24 * KB, 64 * KB, 1, 1));
    let bytes = second.keep();
    assert_eq!(used_peak_live_refused(LEDGER.usage(app)), (24 * KB, 64 * KB, 1, 1));
    LEDGER.release(app, bytes).expect("they are charged");
    assert_eq!(used_peak_live_refused(LEDGER.usage(app)), (0, 64 * KB, 0, 1));
    assert_eq!(LEDGER.usage(CrateId::Net), ledger().usage(CrateId::Net), "no other account has changed");
}

#[test]
fn requests_at_the_edges() {
    let memory = ledger();
    for id in CrateId::ALL {
        for bytes in [usize::MAX, usize::MAX - 1, isize::MAX as usize, id.budget() + 1] {
            assert!(memory.charge(id, bytes).is_err());
        }
        let nothing = memory.charge(id, 0).expect("no bytes always fit");
        let all = memory.charge(id, id.budget()).expect("a whole budget fits");
        let still_nothing = memory.charge(id, 0).expect("no bytes always fit");
        assert!(memory.charge(id, usize::MAX).is_err());
        assert_eq!(used_peak_live_refused(memory.usage(id)), (id.budget(), id.budget(), 3, 5));
        drop((nothing, all, still_nothing));
        assert_eq!(used_peak_live_refused(memory.usage(id)), (0, id.budget(), 0, 5));
    }
}

#[test]
fn a_release_of_more_than_was_kept() {
    let memory = ledger();
    let error = memory.release(CrateId::App, 1).expect_err("nothing is charged");
    assert_eq!((error.crate_name, error.released, error.left), ("app", 1, 0));
    assert_eq!(error.to_string(), "app cannot release 1 byte: 0 bytes are left to release");
    // What a guard holds nobody else releases.
    let guard = memory.charge(CrateId::App, KB).expect("it fits");
    for bytes in [1, KB, KB + 1, usize::MAX] {
        assert!(memory.release(CrateId::App, bytes).is_err());
    }
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (KB, KB, 1, 5));
    let _ = memory.charge(CrateId::App, 100).expect("it fits").keep();
    assert_eq!(memory.release(CrateId::App, 101).expect_err("fewer are kept").left, 100);
    memory.release(CrateId::App, 100).expect("they are kept");
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (KB, KB + 100, 1, 6));
    drop(guard);
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (0, KB + 100, 0, 6));
    // In parts: the last one is the release of the charge that is left.
    let _ = memory.charge(CrateId::App, 3 * KB).expect("it fits").keep();
    for _ in 0..3 {
        memory.release(CrateId::App, KB).expect("kept");
    }
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (0, 3 * KB, 0, 6));
    // Charges of nothing are charges too.
    let nothing = memory.charge(CrateId::App, 0).expect("it fits").keep();
    assert_eq!(memory.usage(CrateId::App).live, 1);
    memory.release(CrateId::App, nothing).expect("kept");
    memory.release(CrateId::App, nothing).expect("no bytes are always there");
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (0, 3 * KB, 0, 6));
}

#[test]
fn charges_that_change_their_size() {
    let memory = ledger();
    let app = CrateId::App;
    let mut pool = memory.charge(app, KB).expect("it fits");
    pool.try_grow(KB).expect("it fits");
    pool.try_grow(0).expect("nothing fits");
    let refused = pool.try_grow(62 * KB + 1).expect_err("one byte too many");
    assert_eq!((refused.requested, refused.used, refused.budget), (62 * KB + 1, 2 * KB, 64 * KB));
    assert!(pool.try_grow(usize::MAX).is_err());
    assert_eq!(pool.bytes(), 2 * KB);
    assert_eq!(used_peak_live_refused(memory.usage(app)), (2 * KB, 2 * KB, 1, 2));
    let part = pool.split(KB / 2).expect("it holds more");
    assert_eq!((pool.bytes(), part.bytes(), part.crate_id()), (KB + KB / 2, KB / 2, app));
    assert_eq!(used_peak_live_refused(memory.usage(app)), (2 * KB, 2 * KB, 2, 2));
    let error = pool.split(2 * KB).expect_err("it holds less");
    assert_eq!(error.to_string(), "app cannot release 2KB: 1.5KB are left to release");
    assert!(pool.shrink(usize::MAX).is_err());
    pool.shrink(KB).expect("it holds more");
    pool.shrink(0).expect("nothing");
    assert_eq!((pool.bytes(), memory.usage(app).used), (KB / 2, KB));
    // A part is a charge like any other: kept, released, emptied.
    let _ = part.keep();
    let mut rest = pool.split(KB / 2).expect("all of it");
    rest.shrink(KB / 2).expect("all of it");
    drop((pool, rest));
    assert_eq!(used_peak_live_refused(memory.usage(app)), (KB / 2, 2 * KB, 1, 2));
    memory.release(app, KB / 2).expect("kept");
    assert_eq!(used_peak_live_refused(memory.usage(app)), (0, 2 * KB, 0, 2));
}

#[test]
fn a_budget_within_a_budget() {
    let memory = ledger();
    let app = CrateId::App;
    assert!(memory.sub_budget(app, 64 * KB + 1).is_err());
    let _before = memory.charge(app, 4 * KB).expect("it fits");
    let outer = memory.sub_budget(app, 60 * KB).expect("all that is left");
    assert_eq!(used_peak_live_refused(memory.usage(app)), (64 * KB, 64 * KB, 2, 1));
    assert_eq!((outer.budget(), outer.used(), outer.crate_id()), (60 * KB, 0, app));
    let refused = outer.charge(60 * KB + 1).expect_err("one byte too many");
    assert_eq!((refused.crate_name, refused.used, refused.budget), ("app", 0, 60 * KB));
    // To any depth, and at each of them no more than what is around it has left.
    let inner = outer.sub_budget(50 * KB).expect("it fits");
    assert!(outer.sub_budget(10 * KB + 1).is_err());
    let innermost = inner.sub_budget(40 * KB).expect("it fits");
    let mut charge = innermost.charge(30 * KB).expect("it fits");
    charge.try_grow(10 * KB).expect("it fits");
    assert!(charge.try_grow(1).is_err() && charge.split(40 * KB + 1).is_err());
    let kept = charge.keep();
    assert!(innermost.release(kept + 1).is_err());
    innermost.release(kept / 2).expect("kept");
    assert_eq!(used_peak_live_refused(innermost.usage()), (20 * KB, 40 * KB, 0, 2));
    assert_eq!((innermost.used(), inner.used(), outer.used()), (20 * KB, 40 * KB, 50 * KB));
    assert_eq!(used_peak_live_refused(inner.usage()), (40 * KB, 40 * KB, 1, 0));
    assert_eq!(used_peak_live_refused(outer.usage()), (50 * KB, 50 * KB, 1, 2));
    assert_eq!(used_peak_live_refused(memory.usage(app)), (64 * KB, 64 * KB, 2, 1), "nothing within is the crate's");
    assert_eq!(memory.last_refusal().map(|refused| refused.requested), Some(64 * KB + 1));
    // What is kept within is given back with the whole.
    drop(innermost);
    assert_eq!(inner.used(), 0);
    drop(inner);
    assert_eq!(outer.used(), 0);
    let nothing = outer.sub_budget(0).expect("nothing fits");
    drop(nothing.charge(0).expect("nothing fits"));
    assert!(nothing.charge(1).is_err());
    drop(nothing);
    assert!(format!("{outer:?}").starts_with("SubBudget { crate_id: App, usage: Usage { used: 0, budget: 61440"));
    drop(outer);
    assert_eq!(used_peak_live_refused(memory.usage(app)), (4 * KB, 64 * KB, 1, 1));
}

#[test]
fn a_budget_that_is_lowered() {
    let memory = ledger();
    let app = CrateId::App;
    let held = memory.charge(app, 10 * KB).expect("it fits");
    drop(memory.charge(app, 40 * KB).expect("it fits"));
    memory.lower_budget(app, 64 * KB).expect("as it is");
    memory.lower_budget(app, 32 * KB).expect("less is in use");
    // What was reached under another budget is no mark of this one.
    assert_eq!(used_peak_live_refused(memory.usage(app)), (10 * KB, 10 * KB, 1, 0));
    assert_eq!((memory.usage(app).budget, memory.total()), (32 * KB, 1024 * KB));
    assert!(memory.charge(app, 22 * KB + 1).is_err());
    assert_eq!(memory.last_refusal().map(|refused| (refused.used, refused.budget)), Some((10 * KB, 32 * KB)));
    let rest = memory.charge(app, 22 * KB).expect("it fits to the last byte");
    assert_eq!(used_peak_live_refused(memory.usage(app)), (32 * KB, 32 * KB, 2, 1));
    let error = memory.lower_budget(app, 32 * KB - 1).expect_err("more is in use");
    assert_eq!((error.requested, error.budget), (32 * KB - 1, 32 * KB));
    assert_eq!(error.reason, NotLoweredReason::InUse { used: 32 * KB });
    assert_eq!(error.to_string(), "app budget cannot be lowered from 32KB to 32767 bytes: 32KB are in use");
    for higher in [32 * KB + 1, 64 * KB, usize::MAX] {
        let error = memory.lower_budget(app, higher).expect_err("never up");
        assert_eq!((error.reason, error.budget), (NotLoweredReason::Raised, 32 * KB));
    }
    drop((held, rest));
    for less in (0..32).rev() {
        memory.lower_budget(app, less * KB).expect("nothing is in use");
        assert_eq!(memory.usage(app), Usage::clone(&memory.usage(app)));
        assert_eq!((memory.usage(app).used, memory.usage(app).budget), (0, less * KB));
        let rest = memory.charge(app, less * KB).expect("it fits");
        let refused = memory.charge(app, less * KB + 1).expect_err("one byte too many");
        assert_eq!((refused.used, refused.budget), (less * KB, less * KB));
        drop(rest);
    }
    assert_eq!(memory.usage(CrateId::Net).budget, 100, "no other one");
    let huge = MemorySystem::with_budgets([usize::MAX, 0, 0], usize::MAX).expect("it fits");
    drop(huge.charge(app, usize::MAX).expect("it fits"));
    let lowered = huge.lower_budget(app, 1).map_err(|error| error.reason);
    // A word of 64 bits has one to spare for any budget of 32.
    if cfg!(all(target_has_atomic = "64", target_pointer_width = "32")) {
        assert!(lowered.is_ok() && huge.charge(app, 2).is_err() && huge.charge(app, 1).is_ok());
    } else {
        assert_eq!(lowered, Err(NotLoweredReason::TooLarge));
        assert!(huge.charge(app, usize::MAX).is_ok());
    }
}

/// Also in a constant.
static CHOSEN: MemorySystem = match MemorySystem::with_budgets([9, 0, 0], 9) {
    Ok(memory) => memory,
    Err(_) => unreachable!(),
};

#[test]
fn budgets_that_are_chosen_at_run_time() {
    assert_eq!(CHOSEN.usage(CrateId::App).budget, 9);
    let memory = MemorySystem::with_budgets([1, 2, 3], 10).expect("they fit");
    assert_eq!(memory.report().iter().map(|(_, usage)| usage.budget).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((memory.total(), memory.report().total_budget()), (10, 10));
    assert!(memory.charge(CrateId::App, 2).is_err(), "not what is declared");
    let error = MemorySystem::with_budgets([4, 4, 4], 11).expect_err("12 bytes");
    assert_eq!((error.sum, error.total), (12, 11));
    let error = MemorySystem::with_budgets([usize::MAX, 1, 0], usize::MAX).expect_err("it wraps");
    assert_eq!((error.sum, error.total), (usize::MAX, usize::MAX));
    assert!(MemorySystem::with_budgets([0; 3], 0).is_ok());
}

#[test]
fn sums_and_new_marks() {
    let memory = ledger();
    assert_eq!((memory.used(), memory.total(), TOTAL_MEMORY_BUDGET), (0, 1024 * KB, 1024 * KB));
    let app = memory.charge(CrateId::App, 3 * KB).expect("it fits");
    let _net = memory.charge(CrateId::Net, 60).expect("it fits").keep();
    drop(memory.charge(CrateId::Net, 40).expect("it fits"));
    assert_eq!(memory.used(), 3 * KB + 60);
    memory.reset_peaks();
    let peaks = || memory.report().iter().map(|(_, usage)| usage.peak).collect::<Vec<_>>();
    assert_eq!(peaks(), [3 * KB, 60, 0], "what is in use");
    drop(app);
    assert_eq!(peaks(), [3 * KB, 60, 0]);
    memory.reset_peaks();
    assert_eq!(peaks(), [0, 60, 0]);
}

#[test]
fn the_last_refusal() {
    let memory = ledger();
    assert_eq!(memory.last_refusal(), None);
    let refused = memory.charge(CrateId::Net, 101).expect_err("too much");
    assert_eq!(memory.last_refusal(), Some(refused));
    let mut guard = memory.charge(CrateId::App, 1).expect("it fits");
    let refused = guard.try_grow(64 * KB).expect_err("too much");
    assert_eq!(memory.last_refusal(), Some(refused));
    assert!(memory.release(CrateId::App, 1).is_err());
    assert_eq!(memory.last_refusal(), Some(refused), "no memory was asked for");
}

#[test]
fn a_total_below_the_sum() {
    let sum = budgets::TOTAL_CRATE_BUDGETS;
    let error: TotalExceeded = MemorySystem::new(sum - 1).expect_err("one byte short");
    assert_eq!((error.sum, error.total), (sum, sum - 1));
    assert_eq!(
        error.to_string(),
        format!("Total crate budgets ({sum} bytes) exceed system budget ({} bytes)", sum - 1)
    );
    assert!(MemorySystem::new(sum).is_ok_and(|memory| memory.total() == sum) && MemorySystem::new(usize::MAX).is_ok());
}

/// The sum of some budgets is more than any number that there is.
#[test]
fn a_sum_that_no_number_holds() {
    let most = usize::MAX;
    let error = MemorySystem::with_budgets([most, 1, 0], most).expect_err("they do not fit");
    assert_eq!((error.sum, error.total), (most, most));
    let bytes = if usize::BITS == 64 { "18446744073709551615 bytes" } else { "4294967295 bytes" };
    assert_eq!(error.to_string(), format!("Total crate budgets ({bytes} or more) exceed system budget ({bytes})"));
}

#[test]
fn one_byte_is_in_use() {
    let memory = ledger();
    let one = memory.charge(CrateId::Net, 1).expect("it fits");
    let refused = memory.charge(CrateId::Net, 100).expect_err("99 are left");
    assert_eq!(refused.to_string(), "net is refused 100 bytes: 1 byte of its budget of 100 bytes is in use");
    let error = memory.lower_budget(CrateId::Net, 0).expect_err("more is in use");
    assert_eq!(error.to_string(), "net budget cannot be lowered from 100 bytes to 0 bytes: 1 byte is in use");
    drop(one);
}

#[test]
fn percentages() {
    let memory = ledger();
    let percent = |id| memory.usage(id).percent();
    assert_eq!((percent(CrateId::Idle), percent(CrateId::Net)), (0, 0), "of nothing, nothing is used");
    let _net = memory.charge(CrateId::Net, 99).expect("it fits");
    assert_eq!((percent(CrateId::Net), memory.usage(CrateId::Net).headroom()), (99, 1));
    let huge = Usage::default();
    assert_eq!((huge.percent(), huge.headroom()), (0, 0));
}

#[test]
fn the_report() {
    let memory = ledger();
    let _app = memory.charge(CrateId::App, 32 * KB).expect("it fits");
    let _ = memory.charge(CrateId::Net, 101);
    let net = memory.charge(CrateId::Net, 60).expect("it fits");
    drop(net);
    let _byte = memory.charge(CrateId::Net, 1).expect("it fits");
    let report = memory.report();
    let rows: Vec<_> = report.iter().map(|(id, usage)| (id.name(), usage.used, usage.refused)).collect();
    assert_eq!(rows, [("app", 32 * KB, 0), ("net", 1, 1), ("idle", 0, 0)]);
    let total = report.total();
    assert_eq!((total.used, total.budget, total.peak, total.live, total.refused), (32769, 65636, 32828, 2, 1));
    assert_eq!(
        report.to_string(),
        "crate         budget         used         peak  percent\n\
         app      65536 bytes  32768 bytes  32768 bytes      50%  [##########..........]\n\
         net        100 bytes      1 byte      60 bytes       1%  [#...................]\n\
         idle         0 bytes      0 bytes      0 bytes       0%  [....................]\n\
         sum      65636 bytes  32769 bytes  32828 bytes      49%  [#########...........]\n\
         total  1048576 bytes  32769 bytes  32828 bytes       3%  [#...................]"
    );
    assert_eq!((&report).into_iter().len(), 3);
    let even = MemorySystem::with_budgets([12 << 20, 1536 * KB, 0], 16 << 20).expect("they fit");
    let _half = even.charge(CrateId::App, 2560).expect("it fits");
    assert_eq!(
        even.report().to_string().lines().map(|line| &line[..33]).collect::<Vec<_>>(),
        [
            "crate  budget   used   peak  perc",
            "app    12.0MB  2.5KB  2.5KB      ",
            "net     1.5MB  0.0KB  0.0KB      ",
            "idle    0.0MB  0.0KB  0.0KB      ",
            "sum    13.5MB  2.5KB  2.5KB      ",
            "total  16.0MB  2.5KB  2.5KB      ",
        ]
    );
    // Two decimals show each of these exactly.
    let parts = MemorySystem::with_budgets([1280, 1536, 100 * KB], 200 * KB).expect("they fit");
    let shown = parts.report().to_string();
    assert_eq!(
        shown.lines().map(|line| &line[..16]).collect::<Vec<_>>(),
        [
            "crate    budget ",
            "app      1.25KB ",
            "net      1.50KB ",
            "idle   100.00KB ",
            "sum    102.75KB ",
            "total  200.00KB "
        ]
    );
    assert!(
        format!("{memory:?}")
            .contains("\"app\": Usage { used: 32768, budget: 65536, peak: 32768, live: 1, refused: 0 }")
    );
}

/// The most that a half of a word counts: all that a 32-bit processor can address.
#[test]
fn a_budget_of_four_gigabytes_but_one_byte() {
    #[memory_budgets::memory_budgets(
        toml = "preset = 'none'\ntotal_budget = 4294967295\n[crates.all]\nbudget = 4294967295",
        env = false
    )]
    mod whole {}
    fill_and_empty(&whole::MemorySystem::new(whole::TOTAL_MEMORY_BUDGET).expect("they fit"), whole::CrateId::All);
}

/// Where bytes and live charges do not share a word.
#[cfg(target_pointer_width = "64")]
#[test]
fn budgets_beyond_four_gigabytes() {
    #[memory_budgets::memory_budgets(
        toml = "preset = 'none'\ntotal_budget = 9223372036854775807\n[crates.large]\nbudget = 4294967296\n[crates.huge]\nbudget = '4611686018427387904'",
        env = false
    )]
    mod large {}
    let memory = large::MemorySystem::new(large::TOTAL_MEMORY_BUDGET).expect("they fit");
    for id in large::CrateId::ALL {
        fill_and_empty(&memory, id);
    }
}

fn fill_and_empty<C: BudgetedCrate, const N: usize>(memory: &memory_budgets::Ledger<C, N>, id: C) {
    let most = memory.charge(id, id.budget() - 1).expect("it fits");
    let last = memory.charge(id, 1).expect("it fits");
    assert!(memory.charge(id, 1).is_err());
    assert_eq!(used_peak_live_refused(memory.usage(id)), (id.budget(), id.budget(), 2, 1));
    assert_eq!(memory.usage(id).percent(), 100);
    drop(last);
    let _ = most.keep();
    memory.release(id, id.budget() - 1).expect("charged");
    assert!(memory.release(id, 1).is_err());
    assert_eq!(used_peak_live_refused(memory.usage(id)), (0, id.budget(), 0, 2));
}

/// An implementation by hand may say anything.
#[test]
fn an_index_that_no_crate_has() {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Liar(usize);
    impl BudgetedCrate for Liar {
        const ALL: &'static [Liar] = &[Liar(0), Liar(7)];
        const BUDGETS: &'static [usize] = &[10, 10];
        fn index(self) -> usize {
            self.0
        }
        fn name(self) -> &'static str {
            "liar"
        }
    }
    assert_eq!((Liar::COUNT, Liar::TOTAL, Liar(0).budget(), Liar(7).budget()), (2, 20, 10, 0));
    let memory = memory_budgets::Ledger::<Liar, 2>::new(20).expect("they fit");
    for index in [2, 7, usize::MAX] {
        assert!(memory.charge(Liar(index), 0).is_err());
        assert!(memory.release(Liar(index), 0).is_err());
        assert!(memory.sub_budget(Liar(index), 0).is_err());
        assert!(memory.lower_budget(Liar(index), 0).is_err());
        assert_eq!(memory.usage(Liar(index)), Usage::default());
    }
    assert_eq!(memory.report().total().budget, 10, "one row is nobody's");
    assert!(memory.charge(Liar(0), 10).is_ok());
    assert_eq!(memory.last_refusal(), None, "nobody's refusals");
}

#[test]
fn counters_of_different_crates_do_not_share_a_cache_line() {
    let (align, size) = (align_of::<MemorySystem>(), size_of::<MemorySystem>());
    if cfg!(feature = "packed-ledger") {
        assert!(align <= 16, "{align}");
    } else {
        assert!(align % 64 == 0 && size >= CrateId::COUNT * 64, "{align} {size}");
    }
}
