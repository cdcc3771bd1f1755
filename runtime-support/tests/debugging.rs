//! Records of live charges, leaks, usage patterns.
#![cfg(feature = "memory-debug")]

use std::sync::Mutex;
use std::thread;

use memory_budgets::Records;
use proptest::prelude::*;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = '64KB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};

macro_rules! ledger {
    ($capacity:literal) => {{
        static RECORDS: Records<$capacity> = Records::new();
        MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit").with_records(&RECORDS)
    }};
}

fn leaked(memory: &MemorySystem) -> Vec<(CrateId, usize)> {
    memory.leaks().iter().map(|leak| (leak.crate_id, leak.bytes)).collect()
}

#[test]
fn live_charges_oldest_first() {
    let memory = ledger!(8);
    assert!(memory.leaks().is_empty());
    let first = memory.charge(CrateId::App, 1000).expect("it fits");
    let line = line!() - 1;
    let second = memory.charge(CrateId::Net, 2000).expect("it fits");
    let third = memory.charge(CrateId::App, 3000).expect("it fits");
    assert_eq!(leaked(&memory), [(CrateId::App, 1000), (CrateId::Net, 2000), (CrateId::App, 3000)]);
    let report = memory.leaks();
    let leak = report.iter().next().expect("the first");
    let location = leak.location.expect("a call site");
    assert_eq!((location.file(), location.line(), leak.sequence), (file!(), line, 1));
    drop(second);
    assert_eq!(leaked(&memory), [(CrateId::App, 1000), (CrateId::App, 3000)]);
    // A slot that is used again does not make its record older.
    let fourth = memory.charge(CrateId::Net, 4000).expect("it fits");
    assert_eq!(leaked(&memory), [(CrateId::App, 1000), (CrateId::App, 3000), (CrateId::Net, 4000)]);
    assert!(memory.charge(CrateId::App, usize::MAX).is_err());
    assert_eq!(leaked(&memory).len(), 3, "what was refused is no record");
    drop((first, third, fourth));
    assert!(memory.leaks().is_empty());
}

#[test]
fn kept_charges() {
    let memory = ledger!(8);
    let keep = |bytes| memory.charge(CrateId::App, bytes).expect("it fits").keep();
    for bytes in [10, 20, 30, 20, 0] {
        let _ = keep(bytes);
    }
    let guard = memory.charge(CrateId::App, 20).expect("it fits");
    let bytes = || leaked(&memory).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert_eq!(bytes(), [10, 20, 30, 20, 0, 20]);
    // The oldest of this size, but not what a guard holds.
    memory.release(CrateId::App, 20).expect("charged");
    assert_eq!(bytes(), [10, 30, 20, 0, 20]);
    memory.release(CrateId::App, 20).expect("charged");
    assert_eq!(bytes(), [10, 30, 0, 20]);
    // No such size: from the oldest on, and of the last one a part.
    memory.release(CrateId::App, 15).expect("charged");
    assert_eq!(bytes(), [25, 0, 20]);
    memory.release(CrateId::App, 0).expect("nothing is nothing");
    assert_eq!(bytes(), [25, 20]);
    assert!(memory.release(CrateId::App, 46).is_err());
    assert_eq!(bytes(), [25, 20]);
    drop(guard);
    memory.release(CrateId::App, 25).expect("charged");
    assert!(memory.leaks().is_empty());
    assert_eq!(memory.usage(CrateId::App).used, 0);
}

/// Growth, shrinking and splitting change the records; what happens within a sub-budget is not recorded beside it.
#[test]
fn records_that_change() {
    let memory = ledger!(8);
    let mut pool = memory.charge(CrateId::App, 100).expect("it fits");
    pool.try_grow(50).expect("it fits");
    assert!(pool.try_grow(usize::MAX).is_err());
    assert_eq!(leaked(&memory), [(CrateId::App, 150)]);
    let part = pool.split(30).expect("it holds more");
    let line = line!() - 1;
    pool.shrink(20).expect("it holds more");
    assert_eq!(leaked(&memory), [(CrateId::App, 100), (CrateId::App, 30)]);
    let place = memory.leaks().iter().nth(1).and_then(|leak| leak.location).map(std::panic::Location::line);
    assert_eq!(place, Some(line));
    let part = part.keep();
    drop(pool);
    assert_eq!(leaked(&memory), [(CrateId::App, 30)]);
    memory.release(CrateId::App, part).expect("kept");
    assert!(memory.leaks().is_empty());

    let set_aside = memory.sub_budget(CrateId::Net, 1000).expect("it fits");
    let mut within = set_aside.charge(10).expect("it fits");
    within.try_grow(5).expect("it fits");
    let kept = within.split(5).expect("it holds more").keep();
    let inner = set_aside.sub_budget(100).expect("it fits");
    assert_eq!(leaked(&memory), [(CrateId::Net, 1000)]);
    set_aside.release(kept).expect("kept");
    drop((within, inner));
    drop(set_aside);
    assert!(memory.leaks().is_empty());
    for (id, pattern) in memory.usage_patterns().iter() {
        let expected = if id == CrateId::App { (2, 2) } else { (1, 1) };
        assert_eq!((pattern.charges, pattern.releases), expected, "{id}");
    }
}

#[test]
fn a_full_table() {
    let memory = ledger!(4);
    let guards: Vec<_> = (1..=6).map(|i| memory.charge(CrateId::App, i).expect("it fits")).collect();
    let leaks = memory.leaks();
    assert_eq!((leaked(&memory).len(), leaks.untracked(), memory.usage(CrateId::App).used), (4, 2, 21));
    assert!(
        leaks.to_string().starts_with("4 live charges of 10 bytes, and 2 that found no room in the table\n"),
        "{leaks}"
    );
    drop(guards);
    assert!(memory.leaks().is_empty() && memory.usage(CrateId::App).used == 0);
    let _again = memory.charge(CrateId::App, 7).expect("it fits");
    assert_eq!(leaked(&memory), [(CrateId::App, 7)]);
    // Without a table nothing is recorded, and everything works.
    let without = MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit");
    let kept = without.charge(CrateId::App, 7).expect("it fits").keep();
    without.release(CrateId::App, kept).expect("charged");
    assert!(without.leaks().is_empty() && without.leaks().untracked() == 0);
}

#[test]
fn grouped_by_call_site() {
    let memory = ledger!(16);
    let mut guards = Vec::new();
    for _ in 0..3 {
        guards.push(memory.charge(CrateId::Net, 1024).expect("it fits"));
    }
    let net = format!("{}:{}:", file!(), line!() - 2);
    guards.push(memory.charge(CrateId::App, 512).expect("it fits"));
    let app = format!("{}:{}:", file!(), line!() - 1);
    let printed = memory.leaks().to_string();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 3, "{printed}");
    assert_eq!(lines[0], "4 live charges of 3.5KB");
    assert!(lines[1].starts_with(&format!("  3KB in 3 charges to net at {net}")), "{printed}");
    assert!(lines[2].starts_with(&format!("  512 bytes in 1 charge to app at {app}")), "{printed}");
    // By crate too, and where the oldest of a group is.
    drop(guards);
    let _guards = [CrateId::App, CrateId::Net, CrateId::App].map(|id| memory.charge(id, 1024).expect("it fits"));
    let printed = memory.leaks().to_string();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "3 live charges of 3KB"), "{printed}");
    assert!(lines[1].starts_with("  2KB in 2 charges to app at "), "{printed}");
    assert!(lines[2].starts_with("  1KB in 1 charge to net at "), "{printed}");
}

/// There is room for as many call sites as for records, wherever the search for it begins.
#[test]
fn as_many_call_sites_as_records() {
    #[track_caller]
    fn keep(memory: &MemorySystem) -> usize {
        memory.charge(CrateId::App, 1).expect("it fits").keep()
    }
    let memory = ledger!(8);
    let _ = keep(&memory) + keep(&memory);
    let _ = keep(&memory);
    let _ = keep(&memory);
    let _ = keep(&memory) + keep(&memory) + keep(&memory) + keep(&memory);
    let leaks = memory.leaks();
    let place = |leak: memory_budgets::Leak<CrateId>| leak.location.map(|place| (place.line(), place.column()));
    let places: Vec<_> = leaks.iter().map(place).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted_by(|one, next| one < next), "{places:?}");
}

#[test]
fn usage_patterns() {
    let memory = ledger!(4);
    for bytes in [0, 1, 2, 3, 4, 1000, 1024] {
        drop(memory.charge(CrateId::App, bytes).expect("it fits"));
    }
    assert!(memory.charge(CrateId::App, 64 * 1024 + 1).is_err());
    let kept = memory.charge(CrateId::App, 10_000).expect("it fits").keep();
    let patterns = memory.usage_patterns();
    let (id, pattern) = patterns.iter().next().expect("a row for each crate");
    assert_eq!(id, CrateId::App);
    assert_eq!((pattern.charges, pattern.releases, pattern.largest, pattern.peak), (8, 7, 10_000, 10_000));
    let histogram = pattern.histogram().map(|bucket| (bucket.smallest, bucket.largest, bucket.charges));
    assert_eq!(
        histogram.collect::<Vec<_>>(),
        [(0, 0, 1), (1, 1, 1), (2, 3, 2), (4, 7, 1), (512, 1023, 1), (1024, 2047, 1), (8192, 16383, 1)]
    );
    // 12,500 bytes, in whole KB.
    assert_eq!(pattern.recommendation(), 13 * 1024);
    assert_eq!(pattern.recommendation_with_margin(0), 10 * 1024);
    assert_eq!(pattern.recommendation_with_margin(usize::MAX), usize::MAX);
    let (_, idle) = patterns.iter().nth(1).expect("a row for each crate");
    assert_eq!((idle.recommendation(), idle.histogram().count()), (0, 0));
    memory.release(CrateId::App, kept).expect("charged");
    // The largest size of all has a bucket too.
    let vast = MemorySystem::with_budgets([usize::MAX, 0], usize::MAX).expect("they fit");
    drop(vast.charge(CrateId::App, usize::MAX).expect("it fits"));
    let patterns = vast.usage_patterns();
    let buckets = patterns.iter().flat_map(|(_, pattern)| pattern.histogram());
    let buckets: Vec<_> = buckets.map(|bucket| (bucket.smallest, bucket.largest, bucket.charges)).collect();
    assert_eq!(buckets, [(1 << (usize::BITS - 1), usize::MAX, 1)]);
}

/// A pool that grows asks for what it then has, and what it has at the end is the largest request.
#[test]
fn a_growth_is_a_request() {
    let memory = ledger!(4);
    let mut pool = memory.charge(CrateId::App, 8).expect("it fits");
    pool.try_grow(40).expect("it fits");
    pool.try_grow(0).expect("nothing is nothing");
    assert!(pool.try_grow(64 * 1024).is_err());
    pool.shrink(47).expect("it holds more");
    pool.try_grow(1).expect("it fits");
    let patterns = memory.usage_patterns();
    let (_, pattern) = patterns.iter().next().expect("a row for each crate");
    let histogram = pattern.histogram().map(|bucket| (bucket.smallest, bucket.charges)).collect::<Vec<_>>();
    assert_eq!((pattern.largest, pattern.charges, histogram), (48, 1, vec![(2, 1), (8, 1), (32, 1)]));
    // Within a budget of the budget they are the owner's own business.
    let part = memory.sub_budget(CrateId::Net, 100).expect("it fits");
    let mut within = part.charge(10).expect("it fits");
    within.try_grow(40).expect("it fits");
    let patterns = memory.usage_patterns();
    let (_, pattern) = patterns.iter().nth(1).expect("a row for each crate");
    assert_eq!((pattern.largest, pattern.histogram().count()), (100, 1));
}

/// A new high-water mark, and a budget that is lowered, leave what was seen before as it was.
#[test]
fn patterns_are_of_all_the_time() {
    let memory = ledger!(4);
    let pattern = |id: CrateId| *memory.usage_patterns().iter().nth(id.index()).expect("a row for each crate").1;
    drop(memory.charge(CrateId::App, 60_000).expect("it fits"));
    memory.reset_peaks();
    drop(memory.charge(CrateId::App, 10).expect("it fits"));
    assert_eq!(memory.usage(CrateId::App).peak, 10);
    let (app, budget) = (pattern(CrateId::App), 74 * 1024);
    assert_eq!((app.largest, app.peak, app.recommendation()), (60_000, 60_000, budget));
    // In two parts, of which neither is as large.
    let half = || memory.charge(CrateId::Net, 30_000).expect("it fits");
    drop((half(), half()));
    memory.lower_budget(CrateId::Net, 32_000).expect("nothing is in use");
    assert!(memory.lower_budget(CrateId::Net, 32_001).is_err());
    drop(half());
    assert_eq!(memory.usage(CrateId::Net).peak, 30_000);
    let net = pattern(CrateId::Net);
    assert_eq!((net.largest, net.peak, net.recommendation()), (30_000, 60_000, budget));
}

/// What an enum by hand says of itself may be wrong.
#[test]
fn patterns_of_an_index_that_no_crate_has() {
    use memory_budgets::BudgetedCrate;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Task(usize);
    impl BudgetedCrate for Task {
        const ALL: &'static [Task] = &[Task(0), Task(7)];
        const BUDGETS: &'static [usize] = &[100, 100];
        fn index(self) -> usize {
            self.0
        }
        fn name(self) -> &'static str {
            "task"
        }
    }
    static RECORDS: Records<4> = Records::new();
    let memory = memory_budgets::Ledger::<Task, 2>::validated().with_records(&RECORDS);
    let held = memory.charge(Task(0), 60).expect("it fits");
    assert!(memory.charge(Task(7), 1).is_err() && memory.charge(Task(1), 1).is_ok());
    let patterns = memory.usage_patterns();
    let largest: Vec<_> = patterns.iter().map(|(task, pattern)| (task.0, pattern.largest, pattern.peak)).collect();
    assert_eq!(largest, [(0, 60, 60), (7, 0, 0)]);
    drop(held);
}

/// Records are neither lost nor doubled when threads charge and return at once.
#[test]
#[cfg_attr(miri, ignore = "minutes there")]
fn from_several_threads() {
    let memory = ledger!(64);
    let rounds = if cfg!(target_arch = "x86_64") { 5_000 } else { 200 };
    thread::scope(|scope| {
        for thread in 0..4usize {
            let memory = &memory;
            scope.spawn(move || {
                for i in 0..rounds {
                    let guard = memory.charge(CrateId::App, thread + 1).expect("it fits");
                    let kept = memory.charge(CrateId::Net, 10 + thread).expect("it fits").keep();
                    assert!(memory.leaks().iter().count() >= 2 - usize::from(i % 2 == 0));
                    memory.release(CrateId::Net, kept).expect("charged");
                    drop(guard);
                }
            });
        }
    });
    assert!(memory.leaks().is_empty(), "{}", memory.leaks());
    assert_eq!((memory.leaks().untracked(), memory.report().total().used), (0, 0));
}

/// Threads that each have at most one charge find room for as many records as there are threads, and leave none, although
/// they take one another's: all are of one size.
#[test]
#[cfg_attr(miri, ignore = "minutes there")]
fn as_many_records_as_threads() {
    const THREADS: usize = 8;
    let rounds = if cfg!(target_arch = "x86_64") { 30_000 } else { 500 };
    let memory = ledger!(8);
    for round in 0..3 {
        thread::scope(|scope| {
            for i in 0..THREADS {
                let memory = &memory;
                scope.spawn(move || {
                    let id = CrateId::ALL[i % 2];
                    for _ in 0..rounds {
                        let kept = memory.charge(id, 16).expect("it fits").keep();
                        memory.release(id, kept).expect("charged");
                    }
                });
            }
        });
        assert!(memory.leaks().is_empty(), "round {round}: {}", memory.leaks());
        assert_eq!(memory.leaks().untracked(), 0, "round {round}");
    }
}

/// As above, with sizes that do not match: what is released is what was charged, in other parts.
#[test]
#[cfg_attr(miri, ignore = "minutes there")]
fn released_in_other_parts() {
    let rounds = if cfg!(target_arch = "x86_64") { 4_000 } else { 200 };
    let memory = ledger!(64);
    thread::scope(|scope| {
        for thread in 0..4usize {
            let memory = &memory;
            scope.spawn(move || {
                for i in 0..rounds {
                    let bytes = 30 + (thread * 7 + i) % 5;
                    let _ = memory.charge(CrateId::App, bytes).expect("it fits").keep();
                    memory.release(CrateId::App, 13).expect("charged");
                    memory.release(CrateId::App, bytes - 13).expect("charged");
                }
            });
        }
    });
    assert!(memory.leaks().is_empty(), "{}", memory.leaks());
    assert_eq!((memory.leaks().untracked(), memory.usage(CrateId::App).used), (0, 0));
}

/// What was kept without a record is not taken from those that have one.
#[test]
fn kept_without_a_record() {
    let memory = ledger!(2);
    let keep = |bytes| memory.charge(CrateId::App, bytes).expect("it fits").keep();
    let _ = (keep(10), keep(20), keep(35), keep(45));
    assert_eq!((leaked(&memory).len(), memory.leaks().untracked()), (2, 2));
    memory.release(CrateId::App, 45).expect("charged");
    assert_eq!(leaked(&memory), [(CrateId::App, 10), (CrateId::App, 20)]);
    memory.release(CrateId::App, 35 + 4).expect("charged");
    assert_eq!(leaked(&memory), [(CrateId::App, 6), (CrateId::App, 20)], "in part");
    assert!(memory.leaks().to_string().starts_with("2 live charges of 26 bytes, and 2 "), "{}", memory.leaks());
    memory.release(CrateId::App, 26).expect("charged");
    assert!(memory.leaks().is_empty());
}

/// What was released in part is the record's that it was a part of, or another's where that is gone.
#[test]
fn released_in_part() {
    let memory = ledger!(8);
    let charge = |bytes| memory.charge(CrateId::App, bytes).expect("it fits");
    let bytes = || leaked(&memory).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    let (first, second) = (charge(20), charge(40));
    let _ = charge(100).keep();
    memory.release(CrateId::App, 40).expect("kept");
    assert_eq!(bytes(), [20, 40, 60]);
    let _ = first.keep() + second.keep();
    assert_eq!(bytes(), [20, 40, 60], "they are older, and were not there");
    let _ = memory.charge(CrateId::Net, 200).expect("it fits").keep();
    let _ = charge(50).keep();
    assert_eq!(bytes(), [20, 40, 60, 200, 50]);
    // The rest of the 100 is released with what was released before: of the others.
    memory.release(CrateId::App, 100).expect("kept");
    assert_eq!(bytes(), [20, 200, 50]);
    assert_eq!(memory.usage(CrateId::App).used, 70);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Charge(usize),
    Drop(usize),
    Keep(usize),
    Release(usize),
    Grow(usize, usize),
    Shrink(usize, usize),
    Split(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (0..40usize).prop_map(Step::Charge),
        1 => (0..5usize).prop_map(Step::Drop),
        3 => (0..5usize).prop_map(Step::Keep),
        3 => (0..60usize).prop_map(Step::Release),
        1 => (0..5usize, 0..40usize).prop_map(|(i, more)| Step::Grow(i, more)),
        1 => (0..5usize, 0..40usize).prop_map(|(i, less)| Step::Shrink(i, less)),
        1 => (0..5usize, 0..40usize).prop_map(|(i, bytes)| Step::Split(i, bytes)),
    ];
    prop::collection::vec(step, 0..40)
}

/// A table that its ledger has for itself.
fn table<const R: usize>() -> &'static Records<R> {
    static TABLES: Mutex<Vec<&'static (dyn std::any::Any + Sync)>> = Mutex::new(Vec::new());
    let records: &'static Records<R> = Box::leak(Box::default());
    TABLES.lock().expect("no panic").push(records); // so that no tool takes it for lost
    records
}

/// Does the steps, and then releases what they have left. As long as all have records, these come to what is in use.
fn follow(memory: &MemorySystem, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let (mut guards, mut kept) = (Vec::new(), 0);
    let check = || {
        let (report, used) = (memory.leaks(), memory.usage(CrateId::App).used);
        let leaks: Vec<_> = report.iter().collect();
        let sum = leaks.iter().map(|leak| leak.bytes).sum::<usize>();
        prop_assert!(
            leaks.is_sorted_by(|one, next| one.sequence < next.sequence) && report.is_empty() == leaks.is_empty()
        );
        prop_assert!(sum == used || report.untracked() > 0 && sum < used, "{} of {}: {}", sum, used, report);
        Ok(())
    };
    for step in steps {
        match step {
            Step::Charge(bytes) => guards.push(memory.charge(CrateId::App, bytes).expect("it fits")),
            Step::Drop(i) if i < guards.len() => drop(guards.swap_remove(i)),
            Step::Keep(i) if i < guards.len() => kept += guards.swap_remove(i).keep(),
            Step::Release(bytes) if bytes <= kept => {
                memory.release(CrateId::App, bytes).expect("kept");
                kept -= bytes;
            }
            Step::Grow(i, more) if i < guards.len() => guards[i].try_grow(more).expect("it fits"),
            Step::Shrink(i, less) if i < guards.len() => drop(guards[i].shrink(less)),
            Step::Split(i, bytes) if i < guards.len() => {
                let part = guards[i].split(bytes);
                guards.extend(part);
            }
            _ => {} // there is none
        }
        check()?;
    }
    let (report, count) = (memory.leaks().to_string(), memory.leaks().iter().count());
    let is_of_all =
        report.starts_with(&format!("{count} live charge")) && (report.lines().count() == 1) == (count == 0);
    prop_assert!(is_of_all, "{}", report);
    drop(guards);
    memory.release(CrateId::App, kept).expect("kept");
    prop_assert!(memory.leaks().iter().all(|leak| leak.bytes == 0), "{}", memory.leaks());
    Ok(())
}

proptest! {
    #[test]
    #[cfg_attr(miri, ignore = "minutes there")]
    fn records_come_to_what_is_in_use(steps in steps()) {
        let memory = || MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit");
        follow(&memory().with_records(table::<40>()), steps.clone())?;
        follow(&memory().with_records(table::<3>()), steps)?;
    }
}

/// A table is one ledger's: another one that has been given the same neither sees its records nor adds any.
#[test]
fn one_table_for_two_ledgers() {
    #[memory_budgets::memory_budgets(
        toml = "preset = 'none'\ntotal_budget = 100\n[crates.only]\nbudget = 100",
        env = false
    )]
    mod smaller {}
    static RECORDS: Records<4> = Records::new();
    let second = smaller::MemorySystem::new(100).expect("they fit").with_records(&RECORDS);
    let first = MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit").with_records(&RECORDS);
    let early = second.leaks();
    let one = first.charge(CrateId::Net, 7).expect("it fits");
    let other = second.charge(smaller::CrateId::Only, 9).expect("it fits");
    assert_eq!(leaked(&first), [(CrateId::Net, 7)]);
    assert!(second.leaks().is_empty() && early.is_empty());
    assert_eq!((first.leaks().untracked(), second.leaks().untracked()), (0, 1));
    second.release(smaller::CrateId::Only, other.keep()).expect("charged");
    assert_eq!((leaked(&first), second.usage(smaller::CrateId::Only).used), (vec![(CrateId::Net, 7)], 0));
    // The first one keeps it wherever it goes.
    drop(one);
    let moved = Box::new(first);
    let _again = moved.charge(CrateId::App, 8).expect("it fits");
    assert_eq!(leaked(&moved), [(CrateId::App, 8)]);
    assert_eq!(format!("{RECORDS:?}"), "Records { room: 4, live: 1, .. }");
}

#[cfg(feature = "serde")]
#[test]
fn serialized() {
    let memory = ledger!(4);
    let _app = memory.charge(CrateId::App, 1024).expect("it fits");
    let leaks = serde_json::to_value(memory.leaks()).expect("JSON");
    assert_eq!((&leaks[0]["crate"], &leaks[0]["bytes"]), (&"app".into(), &1024.into()));
    assert!(leaks[0]["file"].as_str().is_some_and(|file| file.ends_with("debugging.rs")));
    let patterns = serde_json::to_value(memory.usage_patterns()).expect("JSON");
    assert_eq!(patterns["app"]["histogram"], serde_json::json!([{ "smallest": 1024, "largest": 2047, "charges": 1 }]));
    assert_eq!(patterns["app"]["recommendation"], 2048);
}
