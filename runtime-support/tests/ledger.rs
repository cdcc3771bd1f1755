//! The ledger by itself, with no feature.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use memory_budgets::{BudgetedCrate, TotalExceeded, Usage};
use proptest::prelude::*;

const KB: usize = 1024;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = 100\n[crates.idle]\nbudget = 0",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};

fn ledger() -> MemorySystem {
    MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("the budgets fit the total")
}

fn used_peak_live_refused(usage: Usage) -> (usize, usize, usize, usize) {
    (usage.used, usage.peak, usage.live, usage.refused)
}

/// A static needs no initialiser.
static LEDGER: MemorySystem = match MemorySystem::new(TOTAL_MEMORY_BUDGET) {
    Ok(ledger) => ledger,
    Err(_) => unreachable!(),
};

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
fn a_release_of_more_than_was_charged() {
    let memory = ledger();
    let error = memory.release(CrateId::App, 1).expect_err("nothing is charged");
    assert_eq!(error.to_string(), "app cannot release 1 byte: 0 bytes are in use");
    let guard = memory.charge(CrateId::App, KB).expect("it fits");
    assert!(memory.release(CrateId::App, KB + 1).is_err());
    assert!(memory.release(CrateId::App, usize::MAX).is_err());
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (KB, KB, 1, 3));
    // Somebody releases what a guard holds: the guard finds nothing, and nothing wraps.
    memory.release(CrateId::App, KB).expect("so much is charged");
    drop(guard);
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (0, KB, 0, 4));
    // In parts: the last one is the release of the charge that is left.
    let _ = memory.charge(CrateId::App, 3 * KB).expect("it fits").keep();
    memory.release(CrateId::App, KB).expect("charged");
    memory.release(CrateId::App, KB).expect("charged");
    memory.release(CrateId::App, KB).expect("charged");
    assert_eq!(used_peak_live_refused(memory.usage(CrateId::App)), (0, 3 * KB, 0, 4));
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
    assert!(MemorySystem::new(sum).is_ok() && MemorySystem::new(usize::MAX).is_ok());
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
        "crate       budget         used         peak  percent\n\
         app           64KB         32KB         32KB      50%  [##########..........]\n\
         net      100 bytes       1 byte     60 bytes       1%  [#...................]\n\
         idle       0 bytes      0 bytes      0 bytes       0%  [....................]\n\
         sum    65636 bytes  32769 bytes  32828 bytes      49%  [#########...........]"
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
        const COUNT: usize = 2;
        const ALL: &'static [Liar] = &[Liar(0), Liar(7)];
        const BUDGETS: &'static [usize] = &[10, 10];
        fn index(self) -> usize {
            self.0
        }
        fn name(self) -> &'static str {
            "liar"
        }
        fn budget(self) -> usize {
            10
        }
    }
    let memory = memory_budgets::Ledger::<Liar, 2>::new(20).expect("they fit");
    for index in [2, 7, usize::MAX] {
        assert!(memory.charge(Liar(index), 0).is_err());
        assert!(memory.release(Liar(index), 0).is_err());
        assert_eq!(memory.usage(Liar(index)), Usage::default());
    }
    assert_eq!(memory.report().total().budget, 10, "one row is nobody's");
    assert!(memory.charge(Liar(0), 10).is_ok());
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

#[derive(Clone, Copy, Debug)]
enum Step {
    Charge(usize, usize),
    Drop(usize),
    Keep(usize),
    Release(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let amount = prop_oneof![0..130usize, Just(usize::MAX), Just(64 * KB), 0..70 * KB];
    let step = prop_oneof![
        (0..3usize, amount.clone()).prop_map(|(id, bytes)| Step::Charge(id, bytes)),
        (0..8usize).prop_map(Step::Drop),
        (0..8usize).prop_map(Step::Keep),
        (0..3usize, amount).prop_map(|(id, bytes)| Step::Release(id, bytes)),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    /// Against a model that does the same in order, with plain numbers.
    #[test]
    fn any_sequence_of_steps(steps in steps()) {
        let memory = ledger();
        let mut model = CrateId::ALL.map(|id| Usage::clone(&memory.usage(id)));
        let mut guards = Vec::new();
        for step in steps {
            match step {
                Step::Charge(id, bytes) => {
                    let account = &mut model[id];
                    let granted = memory.charge(CrateId::ALL[id], bytes);
                    prop_assert_eq!(granted.is_ok(), bytes <= account.budget - account.used);
                    match granted {
                        Ok(guard) => {
                            account.used += bytes;
                            account.live += 1;
                            account.peak = account.peak.max(account.used);
                            guards.push(guard);
                        }
                        Err(refused) => {
                            prop_assert_eq!((refused.used, refused.requested), (account.used, bytes));
                            account.refused += 1;
                        }
                    }
                }
                Step::Drop(i) if i < guards.len() => {
                    let guard = guards.swap_remove(i);
                    let account = &mut model[guard.crate_id().index()];
                    take(account, guard.bytes());
                    drop(guard);
                }
                Step::Keep(i) if i < guards.len() => {
                    let _ = guards.swap_remove(i).keep();
                }
                Step::Release(id, bytes) => {
                    let account = &mut model[id];
                    prop_assert_eq!(memory.release(CrateId::ALL[id], bytes).is_ok(), bytes <= account.used);
                    take(account, bytes);
                }
                Step::Drop(_) | Step::Keep(_) => {}
            }
            let report = memory.report();
            for ((_, row), account) in report.iter().zip(&model) {
                prop_assert_eq!(row, account);
                prop_assert!(row.used <= row.peak && row.peak <= row.budget);
            }
        }
    }
}

/// What a release does to the model.
fn take(account: &mut Usage, bytes: usize) {
    if bytes <= account.used {
        account.used -= bytes;
        account.live = account.live.saturating_sub(1);
    } else {
        account.refused += 1;
    }
}

/// How often a race is run: an emulator is slow.
const RACES: usize = if cfg!(target_arch = "x86_64") { 200_000 } else { 2_000 };

/// Where threads wait for one another, awake, so that they go on within nanoseconds.
struct Line {
    arrived: AtomicUsize,
    threads: usize,
}

impl Line {
    /// Whether this thread was the last one.
    fn wait(&self) -> bool {
        let place = self.arrived.fetch_add(1, Ordering::AcqRel) + 1;
        let all = place.next_multiple_of(self.threads);
        let mut turns = 0u32;
        while self.arrived.load(Ordering::Acquire) < all {
            turns += 1;
            if turns % 1000 == 0 {
                thread::yield_now(); // there may be fewer processors
            }
        }
        place == all
    }
}

/// Threads race for the last bytes. An excess of one byte at any instant, or a charge that fits and is refused, fails.
#[test]
fn races_for_the_last_bytes() {
    let processors = thread::available_parallelism().map_or(2, usize::from);
    for threads in [2, processors.clamp(2, 4)] {
        race(threads);
    }
}

fn race(threads: usize) {
    let memory = ledger();
    let (app, budget) = (CrateId::App, CrateId::App.budget());
    // One less than all of them fit.
    let bytes = budget / (threads - 1);
    let line = Line { arrived: AtomicUsize::new(0), threads };
    // Counted, because a thread that panics would leave the others waiting.
    let (granted, wrong) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let is_consistent = |usage: &Usage| usage.used <= usage.peak && usage.peak <= usage.budget;
    thread::scope(|scope| {
        let race = || {
            for _ in 0..RACES {
                line.wait();
                let charge = memory.charge(app, bytes);
                granted.fetch_add(usize::from(charge.is_ok()), Ordering::Relaxed);
                let seen = memory.usage(app);
                if line.wait() {
                    let usage = memory.usage(app);
                    let fair = granted.swap(0, Ordering::Relaxed) == threads - 1
                        && (usage.used, usage.live) == (bytes * (threads - 1), threads - 1);
                    wrong.fetch_add(usize::from(!fair), Ordering::Relaxed);
                }
                wrong.fetch_add(usize::from(!is_consistent(&seen)), Ordering::Relaxed);
                line.wait();
                drop(charge);
            }
        };
        let racers: Vec<_> = (0..threads).map(|_| scope.spawn(race)).collect();
        assert!(racers.into_iter().all(|racer| racer.join().is_ok()));
    });
    assert_eq!(wrong.into_inner(), 0);
    assert_eq!((memory.usage(app).used, memory.usage(app).live), (0, 0));
    assert_eq!(memory.usage(app).refused, RACES, "one is refused each time");
}

/// A charge that fits is granted, however many threads ask for too much beside it.
#[test]
fn nobody_is_refused_for_the_greed_of_others() {
    let memory = ledger();
    let (done, excess) = (AtomicBool::new(false), AtomicUsize::new(0));
    let _one = memory.charge(CrateId::Net, 1).expect("it fits");
    let greedy = thread::available_parallelism().map_or(1, usize::from).clamp(2, 4) - 1;
    let refused = thread::scope(|scope| {
        for _ in 0..greedy {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    excess.fetch_add(usize::from(memory.charge(CrateId::Net, 100).is_ok()), Ordering::Relaxed);
                }
            });
        }
        // Not before they are at it, and as long as they are.
        while memory.usage(CrateId::Net).refused < RACES {
            thread::yield_now();
        }
        let refused = (0..5 * RACES).filter(|_| memory.charge(CrateId::Net, 99).is_err()).count();
        done.store(true, Ordering::Relaxed);
        refused
    });
    assert_eq!((refused, excess.into_inner()), (0, 0));
}
