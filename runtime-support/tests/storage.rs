//! An allocator whose scopes lie where the program says: a word for each task of an RTOS, which takes the processor from
//! tasks within their scopes.
#![cfg(feature = "global-allocator")]
#![allow(clippy::panic, reason = "panics are what is tested")]

use std::alloc::System;
use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use memory_budgets::{BudgetedGlobalAlloc, ProgramStorage, ScopeStorage, ScopeWord, ScopedFuture, scope};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '16MB'\n[crates.app]\nbudget = '1MB'\n[crates.net]\nbudget = '4MB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System, Tasks> = BudgetedGlobalAlloc::with_storage(System, &MEMORY);

struct Tasks;

thread_local! {
    /// The task that has the processor. For each thread, because the harness has others, which are tasks of no scope.
    static RUNNING: Cell<usize> = const { Cell::new(0) };
}

static BROKEN: AtomicBool = AtomicBool::new(false);

impl ScopeStorage for Tasks {
    fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R {
        static WORDS: [ScopeWord; 3] = [const { ScopeWord::new() }; 3];
        assert!(!BROKEN.swap(false, Ordering::Relaxed), "a storage that panics");
        access(&WORDS[RUNNING.get()])
    }
}

/// Runs something as another task, in the middle of the running one.
fn switch<R>(task: usize, run: impl FnOnce() -> R) -> R {
    let before = RUNNING.replace(task);
    let result = run();
    RUNNING.set(before);
    result
}

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn used() -> (usize, usize) {
    (MEMORY.usage(CrateId::App).used, MEMORY.usage(CrateId::Net).used)
}

#[test]
fn a_word_for_each_task() {
    let _alone = ONE_AT_A_TIME.lock();
    let blocks = switch(1, || {
        Tasks::scope(CrateId::App, || {
            let first = vec![0u8; 1000];
            let theirs = switch(2, || {
                let nobodys = vec![0u8; 30_000];
                let block = Tasks::scope(CrateId::Net, || vec![0u8; 70]);
                (nobodys, block)
            });
            // The other task has been in a scope, and this one still is.
            (first, vec![0u8; 500], theirs)
        })
    });
    assert_eq!(used(), (1500, 70));
    drop(blocks);
    assert_eq!(used(), (0, 0));
    // The storages that the allocator does not have are another's.
    let blocks = (scope(CrateId::App, || vec![0u8; 100]), ProgramStorage::scope(CrateId::App, || vec![0u8; 100]));
    assert_eq!(used(), (0, 0));
    drop(blocks);
}

#[test]
fn a_future_of_a_task() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut future = Box::pin(ScopedFuture::<_, Tasks>::new(CrateId::Net, async { vec![0u8; 200] }));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(block) = switch(2, || future.as_mut().poll(&mut context)) else { panic!("it is ready") };
    assert_eq!(used(), (0, 200));
    drop(block);
    // It enters its scope to be dropped: in a word that the harness's threads do not share.
    switch(2, || drop(future));
    assert_eq!(used(), (0, 0));
}

/// One word for the program, as on a board with one core: what interrupts a scope puts back what it has found.
#[test]
fn scopes_that_interrupt_scopes() {
    let _alone = ONE_AT_A_TIME.lock();
    let word = || ProgramStorage::word(|word| format!("{word:?}"));
    let outside = word();
    let interrupt = |run: &dyn Fn()| ProgramStorage::scope(CrateId::Net, run);
    ProgramStorage::scope(CrateId::App, || {
        let own = word();
        assert_ne!(own, outside);
        interrupt(&|| {
            interrupt(&|| assert_ne!(word(), own));
            assert_ne!(word(), own);
        });
        assert_eq!(word(), own);
    });
    assert_eq!(word(), outside);
}

/// An allocator must not unwind, whatever the program's storage does: the program ends. It is one of its own, which neither Miri
/// starts nor the emulator that ARM's tests run in.
#[cfg(not(any(miri, target_arch = "arm")))]
#[test]
fn a_storage_that_panics_ends_the_program() {
    const CHILD: &str = "STORAGE_THAT_PANICS";
    if std::env::var_os(CHILD).is_some() {
        BROKEN.store(true, Ordering::Relaxed);
        let caught = std::panic::catch_unwind(|| vec![0u8; 100]);
        println!("it went on: {}", caught.is_ok());
        return;
    }
    let program = std::env::current_exe().expect("this program");
    let mut child = std::process::Command::new(program);
    child.args(["--exact", "a_storage_that_panics_ends_the_program", "--nocapture"]).env(CHILD, "1");
    let output = child.output().expect("it runs");
    let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success() && !printed.contains("it went on"), "{printed}{said}");
    assert!(said.contains("a storage that panics"), "{said}");
    assert!(said.contains("nothing may unwind out of the program's allocator"), "{said}");
}
