//! Threads that race for the same bytes: an excess of one byte at any instant fails, and so does a refusal of what fits.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use memory_budgets::{NotLoweredReason, Usage};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = 100\n[crates.idle]\nbudget = 0",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

/// How often a race is run: an emulator is slow, and so is whoever watches each access.
const RACES: usize = if cfg!(miri) {
    5
} else if cfg!(all(target_arch = "x86_64", not(sanitized))) {
    200_000
} else {
    2_000
};

/// For races that have a word of their own to win, and for those that win it as charges do.
const MORE_RACES: usize = if RACES > 1000 { RACES / 4 } else { 3 };
const SOME_RACES: usize = if RACES > 1000 { RACES / 50 } else { 2 };

/// Where threads wait for one another, awake, so that they go on within nanoseconds.
struct Line {
    arrived: AtomicUsize,
    threads: usize,
}

impl Line {
    fn of(threads: usize) -> Line {
        Line { arrived: AtomicUsize::new(0), threads }
    }

    /// Whether this thread was the last one.
    fn wait(&self) -> bool {
        let place = self.arrived.fetch_add(1, Ordering::AcqRel) + 1;
        let all = place.next_multiple_of(self.threads);
        let mut turns = 0u32;
        while self.arrived.load(Ordering::Acquire) < all {
            turns += 1;
            if turns % if cfg!(miri) { 1 } else { 1000 } == 0 {
                thread::yield_now(); // there may be fewer processors
            }
        }
        place == all
    }
}

/// What went wrong is counted, because a thread that panics would leave the others waiting.
#[derive(Default)]
struct Wrong(AtomicUsize);

impl Wrong {
    fn unless(&self, right: bool) {
        self.0.fetch_add(usize::from(!right), Ordering::Relaxed);
    }

    fn none(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

fn is_consistent(usage: &Usage) -> bool {
    usage.used <= usage.peak && usage.peak <= usage.budget
}

/// Of threads that take as much as all but one of them can have of a budget, all but one are granted it, in so many live
/// charges each.
fn race<G>(rounds: usize, charges: usize, take: impl Fn(usize) -> Option<G> + Sync, usage: impl Fn() -> Usage + Sync) {
    let before = usage().refused;
    let processors = thread::available_parallelism().map_or(2, usize::from);
    for (turn, threads) in [2, processors.clamp(2, 4)].into_iter().enumerate() {
        let fit = threads - 1;
        let bytes = CrateId::App.budget() / fit;
        let (line, granted, wrong) = (Line::of(threads), AtomicUsize::new(0), Wrong::default());
        thread::scope(|scope| {
            let race = || {
                for _ in 0..rounds {
                    line.wait();
                    let taken = take(bytes);
                    granted.fetch_add(usize::from(taken.is_some()), Ordering::Relaxed);
                    let seen = usage();
                    if line.wait() {
                        let usage = usage();
                        wrong.unless(granted.swap(0, Ordering::Relaxed) == fit);
                        wrong.unless((usage.used, usage.live) == (bytes * fit, charges * fit));
                    }
                    wrong.unless(is_consistent(&seen));
                    line.wait();
                    drop(taken);
                }
            };
            let racers: Vec<_> = (0..threads).map(|_| scope.spawn(race)).collect();
            assert!(racers.into_iter().all(|racer| racer.join().is_ok()));
        });
        assert!(wrong.none());
        let usage = usage();
        assert_eq!((usage.used, usage.live), (0, 0));
        assert_eq!(usage.refused - before, (turn + 1) * rounds, "one is refused each time");
    }
}

#[test]
fn races_for_the_last_bytes() {
    let memory = MemorySystem::validated();
    race(RACES, 1, |bytes| memory.charge(CrateId::App, bytes).ok(), || memory.usage(CrateId::App));
}

#[test]
fn races_of_charges_that_grow() {
    let memory = MemorySystem::validated();
    let take = |bytes| {
        let mut charge = memory.charge(CrateId::App, 0).ok()?;
        charge.try_grow(bytes).ok()?;
        Some(charge)
    };
    race(MORE_RACES, 1, take, || memory.usage(CrateId::App));
}

#[test]
fn races_of_charges_that_are_split() {
    let memory = MemorySystem::validated();
    let take = |bytes| {
        let mut charge = memory.charge(CrateId::App, bytes).ok()?;
        let part = charge.split(bytes / 2).ok()?;
        Some((charge, part))
    };
    race(SOME_RACES, 2, take, || memory.usage(CrateId::App));
}

/// Whoever has a part has all of it, whatever others do with theirs.
#[test]
fn races_for_sub_budgets() {
    let memory = MemorySystem::validated();
    let take = |bytes| {
        let part = memory.sub_budget(CrateId::App, bytes).ok()?;
        let inner = part.sub_budget(bytes / 2).ok()?;
        let _ = inner.charge(bytes / 2).ok()?.keep();
        drop(inner);
        let _ = part.charge(bytes).ok()?.keep();
        Some(part)
    };
    race(SOME_RACES, 1, take, || memory.usage(CrateId::App));
}

#[test]
fn races_within_a_sub_budget() {
    let memory = MemorySystem::validated();
    let whole = memory.sub_budget(CrateId::App, CrateId::App.budget()).expect("it fits");
    race(SOME_RACES, 1, |bytes| whole.charge(bytes).ok(), || whole.usage());
    race(SOME_RACES, 1, |bytes| whole.sub_budget(bytes).ok(), || whole.usage());
    drop(whole);
    assert_eq!((memory.usage(CrateId::App).used, memory.usage(CrateId::App).live), (0, 0));
}

/// Of a charge that needs all of a budget and of lowering it by one byte, made at once, just one succeeds. The charge is one
/// anew and one that grows, in turn.
#[test]
fn a_budget_that_is_lowered_under_charges() {
    let (memory, app) = (MemorySystem::validated(), CrateId::App);
    let last = app.budget() - MORE_RACES;
    let (line, granted, wrong) = (Line::of(2), AtomicUsize::new(0), Wrong::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for all in (last + 1..=app.budget()).rev() {
                let held = if all % 2 == 0 { None } else { memory.charge(app, all / 2).ok() };
                line.wait();
                let charge = match held {
                    Some(mut held) => held.try_grow(all - all / 2).map(|()| held),
                    None => memory.charge(app, all),
                };
                granted.store(usize::from(charge.is_ok()), Ordering::Relaxed);
                wrong.unless(is_consistent(&memory.usage(app)));
                line.wait();
                line.wait();
                drop(charge);
                line.wait();
            }
        });
        for budget in (last..app.budget()).rev() {
            line.wait();
            let lowered = memory.lower_budget(app, budget);
            let seen = memory.usage(app);
            wrong.unless(is_consistent(&seen) && seen.budget == budget + usize::from(lowered.is_err()));
            line.wait();
            wrong.unless(lowered.is_ok() == (granted.load(Ordering::Relaxed) == 0));
            if let Err(error) = lowered {
                wrong.unless(matches!(error.reason, NotLoweredReason::InUse { used } if used == budget + 1));
            }
            line.wait();
            line.wait();
            // Nothing is in use now, and no charge that begins from here on is granted more.
            wrong.unless(memory.lower_budget(app, budget).is_ok() && memory.charge(app, budget + 1).is_err());
        }
    });
    assert!(wrong.none());
    let usage = memory.usage(app);
    assert_eq!((usage.used, usage.live, usage.budget), (0, 0, last));
}

/// A charge that is made while the marks begin anew may count or not. The old mark never does, and what comes later always.
#[test]
fn marks_that_begin_anew_under_charges() {
    let (memory, app) = (MemorySystem::validated(), CrateId::App);
    let (line, wrong) = (Line::of(2), Wrong::default());
    let used_and_peak = || (memory.usage(app).used, memory.usage(app).peak);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..SOME_RACES {
                line.wait();
                let held = memory.charge(app, 10);
                line.wait();
                line.wait();
                drop(held);
                drop(memory.charge(app, 20));
                line.wait();
            }
        });
        for _ in 0..SOME_RACES {
            drop(memory.charge(app, app.budget()));
            line.wait();
            memory.reset_peaks();
            line.wait();
            wrong.unless(used_and_peak() == (10, 10));
            line.wait();
            line.wait();
            wrong.unless(used_and_peak() == (0, 20));
        }
    });
    assert!(wrong.none());
    assert_eq!((memory.used(), memory.usage(app).live), (0, 0));
}

/// A charge that fits is granted, however many threads ask for too much beside it.
#[test]
fn nobody_is_refused_for_the_greed_of_others() {
    let memory = MemorySystem::validated();
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
