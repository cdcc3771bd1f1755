//! Several cores that share an allocator and its storage of scopes: a word for each, chosen by the core's number. Real threads
//! stand for the cores, and what they allocate is freed by one another.
#![cfg(feature = "global-allocator")]

use std::alloc::System;
use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

use memory_budgets::{BudgetedGlobalAlloc, ScopeStorage, ScopeWord, ScopedFuture};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '16MB'\n[crates.app]\nbudget = '1MB'\n[crates.net]\nbudget = '4MB'\n[crates.log]\nbudget = '64KB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System, Cores> = BudgetedGlobalAlloc::with_storage(System, &MEMORY);

const CORES: usize = 3;

struct Cores;

thread_local! {
    /// As a register of the chip's says it. The last number is that of all other threads, which are in no scope.
    static THIS_CORE: Cell<usize> = const { Cell::new(CORES) };
}

impl ScopeStorage for Cores {
    fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R {
        static WORDS: [ScopeWord; CORES + 1] = [const { ScopeWord::new() }; CORES + 1];
        access(&WORDS[THIS_CORE.get()])
    }
}

/// Runs the same on every core at once.
fn on_every_core(run: impl Fn(usize) + Sync) {
    thread::scope(|scope| {
        let cores = (0..CORES).map(|core| {
            let run = &run;
            scope.spawn(move || {
                THIS_CORE.set(core);
                run(core);
                // What the thread itself leaves is no core's.
                THIS_CORE.set(CORES);
            })
        });
        let cores: Vec<_> = cores.collect();
        assert!(cores.into_iter().all(|core| core.join().is_ok()));
    });
}

fn used() -> [usize; CORES] {
    CrateId::ALL.map(|id| MEMORY.usage(id).used)
}

/// The books are the whole program's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const ROUNDS: usize = if cfg!(miri) {
    4
} else if cfg!(all(target_arch = "x86_64", not(sanitized))) {
    2000
} else {
    100
};

/// Each core is in its own crate's scope, with another crate's within, while the others are in theirs.
#[test]
fn a_word_for_each_core() {
    static SLOTS: [Mutex<Vec<Vec<u8>>>; CORES] = [const { Mutex::new(Vec::new()) }; CORES];
    let _alone = ONE_AT_A_TIME.lock();
    for slot in &SLOTS {
        slot.lock().expect("no panic").reserve(2);
    }
    let (together, wrong) = (Barrier::new(CORES), AtomicUsize::new(0));
    let wrong_unless = |right: bool| wrong.fetch_add(usize::from(!right), Ordering::Relaxed);
    // Of each crate a block of its own core, and ten bytes of the core before.
    let expected: [usize; CORES] = core::array::from_fn(|core| 1000 * (core + 1) + 10);
    on_every_core(|core| {
        let (own, other) = (CrateId::ALL[core], CrateId::ALL[(core + 1) % CORES]);
        for _ in 0..ROUNDS {
            let blocks = Cores::scope(own, || {
                let within = Cores::scope(other, || vec![0u8; 10]);
                together.wait();
                [within, vec![0u8; 1000 * (core + 1)]]
            });
            SLOTS[core].lock().expect("no panic").extend(blocks);
            together.wait();
            wrong_unless(used() == expected);
            together.wait();
            // The next core's are freed here, in a scope that has nothing to do with them.
            Cores::scope(own, || SLOTS[(core + 1) % CORES].lock().expect("no panic").clear());
            together.wait();
            wrong_unless(used() == [0; CORES]);
            together.wait();
        }
    });
    assert_eq!(wrong.into_inner(), 0);
    assert_eq!(MEMORY.report().total().live, 0);
    for slot in &SLOTS {
        drop(std::mem::take(&mut *slot.lock().expect("no panic")));
    }
}

/// All cores fill one crate's budget at once: not a byte over it, whatever is seen at any instant, and all of it comes back.
#[test]
fn cores_that_race_for_one_budget() {
    let _alone = ONE_AT_A_TIME.lock();
    let id = CrateId::Log;
    let (before, wrong) = (MEMORY.usage(id), AtomicUsize::new(0));
    on_every_core(|_| {
        for round in 0..ROUNDS {
            let bytes = id.budget() / 2 + round % 2;
            Cores::scope(id, || {
                let mut block = Vec::<u8>::new();
                let granted = block.try_reserve_exact(bytes).is_ok();
                let usage = MEMORY.usage(id);
                let right = usage.used <= usage.budget && (!granted || usage.used >= bytes);
                wrong.fetch_add(usize::from(!right), Ordering::Relaxed);
            });
        }
    });
    assert_eq!(wrong.into_inner(), 0);
    assert_eq!((MEMORY.usage(id).used, MEMORY.usage(id).live), (before.used, before.live));
}

/// A task that begins on one core, goes on on the next, and is dropped on the third.
#[test]
fn a_task_that_changes_its_core() {
    type Task = Pin<Box<dyn Future<Output = ()> + Send>>;
    static TASK: Mutex<Option<Task>> = Mutex::new(None);
    let _alone = ONE_AT_A_TIME.lock();
    let mut polled = 0;
    let again = poll_fn(move |_| {
        polled += 1;
        if polled > 1 { Poll::Ready(()) } else { Poll::Pending }
    });
    let task = ScopedFuture::<_, Cores>::new(CrateId::Net, async {
        let _first = vec![0u8; 300];
        again.await;
        let _second = Box::new([0u8; 40]);
        pending::<()>().await;
    });
    *TASK.lock().expect("no panic") = Some(Box::pin(task));
    let (together, seen) = (Barrier::new(CORES), [const { AtomicUsize::new(0) }; CORES]);
    on_every_core(|core| {
        // Everybody is in another crate's scope meanwhile.
        Cores::scope(CrateId::App, || {
            for (turn, seen) in seen.iter().enumerate() {
                together.wait();
                if turn == core {
                    let mut task = TASK.lock().expect("no panic");
                    let mut context = Context::from_waker(Waker::noop());
                    if turn < CORES - 1 {
                        task.take_if(|task| task.as_mut().poll(&mut context).is_ready()); // it never is
                    } else {
                        *task = None;
                    }
                    seen.store(MEMORY.usage(CrateId::Net).used, Ordering::Relaxed);
                }
                together.wait();
            }
        });
    });
    assert_eq!(seen.map(AtomicUsize::into_inner), [300, 340, 0]);
    assert_eq!(used(), [0; CORES]);
}
