//! The program's heap, charged to the crate whose scope is running.
#![cfg(feature = "global-allocator")]
#![allow(clippy::panic, reason = "panics are what is tested")]

use std::alloc::System;
#[cfg(feature = "memory-debug")]
use std::panic::Location;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;

use memory_budgets::{BudgetedGlobalAlloc, scope};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '16MB'\n[crates.app]\nbudget = '1MB'\n[crates.net]\nbudget = '4MB'\n[crates.watched]\nbudget = '64KB'\n[crates.vast]\nbudget = 0\n[target.'cfg(target_pointer_width = \"64\")']\ntotal_budget = '6000000000GB'\nvast = '5000000000GB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

/// Fewer where each look at a slot takes its time.
#[cfg(feature = "memory-debug")]
static RECORDS: memory_budgets::Records<{ if cfg!(miri) { 256 } else { 4096 } }> = memory_budgets::Records::new();

static MEMORY: MemorySystem = {
    let memory = MemorySystem::validated();
    #[cfg(feature = "memory-debug")]
    let memory = memory.with_records(&RECORDS);
    memory
};

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);

/// The books are the whole program's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn used(id: CrateId) -> usize {
    MEMORY.usage(id).used
}

#[test]
fn what_a_scope_allocates() {
    let _alone = ONE_AT_A_TIME.lock();
    let refused = MEMORY.usage(CrateId::App).refused;
    let outside = vec![0u8; 1000];
    let (app, net) = scope(CrateId::App, || {
        let app = vec![1u8; 1000];
        let net = scope(CrateId::Net, || vec![2u8; 3000]);
        (vec![app, vec![3u8; 500]], net)
    });
    assert_eq!((used(CrateId::App), used(CrateId::Net)), (1500 + 2 * size_of::<Vec<u8>>(), 3000));
    // Freed elsewhere: outside all scopes, and in another's.
    drop(net);
    scope(CrateId::Net, || drop(app));
    assert_eq!((used(CrateId::App), used(CrateId::Net)), (0, 0));
    assert_eq!((MEMORY.usage(CrateId::App).live, MEMORY.usage(CrateId::Net).live), (0, 0));
    scope(CrateId::App, || drop(outside));
    assert_eq!((used(CrateId::App), MEMORY.usage(CrateId::App).refused), (0, refused), "it was charged to nobody");
}

#[repr(align(4096))]
struct Page([u8; 100]);

#[test]
fn blocks_that_grow_and_shrink() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut block = scope(CrateId::App, || Vec::<u8>::with_capacity(100));
    assert_eq!(used(CrateId::App), 100);
    block.extend(0..100);
    // Whoever makes it larger: it stays with its owner.
    scope(CrateId::Net, || block.reserve_exact(10_000));
    assert_eq!((used(CrateId::App), used(CrateId::Net)), (block.capacity(), 0));
    assert!(block.iter().copied().eq(0..100));
    block.shrink_to(200);
    assert_eq!((used(CrateId::App), MEMORY.usage(CrateId::App).live), (200, 1));
    drop(block);
    assert_eq!(used(CrateId::App), 0);
    let zeros = scope(CrateId::App, || vec![0u64; 5000]);
    assert!(zeros.iter().all(|zero| *zero == 0) && used(CrateId::App) == 40_000);
    let page = scope(CrateId::Net, || Box::new(Page([7; 100])));
    assert_eq!((used(CrateId::Net), &raw const *page as usize % 4096, page.0[99]), (4096, 0, 7));
    drop((zeros, page));
    assert_eq!((used(CrateId::App), used(CrateId::Net)), (0, 0));
}

#[test]
fn a_budget_that_is_used_up() {
    let _alone = ONE_AT_A_TIME.lock();
    let refused = MEMORY.usage(CrateId::App).refused;
    let mut block = scope(CrateId::App, || vec![1u8; 600_000]);
    scope(CrateId::App, || assert!(Vec::<u8>::new().try_reserve_exact(500_000).is_err()));
    assert!(block.try_reserve_exact(500_000).is_err(), "outside the scope too: it is the owner's");
    assert_eq!((block.len(), block.capacity(), used(CrateId::App)), (600_000, 600_000, 600_000));
    assert!(Vec::<u8>::new().try_reserve_exact(isize::MAX as usize).is_err());
    assert_eq!(MEMORY.usage(CrateId::App).refused, refused + 2);
    drop(block);
    assert_eq!(used(CrateId::App), 0);
}

/// A budget whose bytes leave no room for live charges beside them counts these apart, and blocks return to it as to any.
#[cfg(target_pointer_width = "64")]
#[test]
fn a_budget_beyond_all_memory() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut blocks = scope(CrateId::Vast, || [vec![1u8; 100], vec![2u8; 200]]);
    assert_eq!((used(CrateId::Vast), MEMORY.usage(CrateId::Vast).live), (300, 2));
    blocks[0].reserve_exact(900);
    assert_eq!((used(CrateId::Vast), MEMORY.usage(CrateId::Vast).live), (1200, 2));
    drop(blocks);
    assert_eq!((used(CrateId::Vast), MEMORY.usage(CrateId::Vast).live), (0, 0));
}

/// What the inner allocator refuses is not charged: the budget would hold more than any machine has.
#[cfg(all(target_pointer_width = "64", not(miri)))]
#[test]
fn memory_that_there_is_not() {
    let _alone = ONE_AT_A_TIME.lock();
    let more_than_all = 1 << 60;
    scope(CrateId::Vast, || assert!(Vec::<u8>::new().try_reserve_exact(more_than_all).is_err()));
    let usage = MEMORY.usage(CrateId::Vast);
    assert_eq!((usage.used, usage.live, usage.refused), (0, 0, 0));
    assert!(usage.peak >= more_than_all, "it was charged, and taken back");
    let mut block = scope(CrateId::Vast, || vec![7u8; 100]);
    assert!(block.try_reserve_exact(more_than_all).is_err());
    assert_eq!((used(CrateId::Vast), MEMORY.usage(CrateId::Vast).live, block.len()), (100, 1, 100));
    drop(block);
    assert_eq!((used(CrateId::Vast), MEMORY.usage(CrateId::Vast).live), (0, 0));
}

#[test]
fn a_panic_ends_a_scope() {
    let _alone = ONE_AT_A_TIME.lock();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        scope(CrateId::App, || {
            let _lost = vec![0u8; 5000];
            scope(CrateId::Net, || panic!("out of both"));
        });
    }));
    drop(caught);
    // Even with nothing left, a panic can be reported.
    let _all = scope(CrateId::Watched, || vec![0u8; 64 * 1024]);
    let caught = catch_unwind(|| scope(CrateId::Watched, || panic!("{}", "with a text of its own")));
    assert_eq!(
        caught.err().and_then(|payload| payload.downcast::<String>().ok()).as_deref().map(String::as_str),
        Some("with a text of its own")
    );
    let outside = vec![0u8; 2000];
    assert_eq!((used(CrateId::App), used(CrateId::Net)), (0, 0));
    drop(outside);
}

#[test]
fn threads() {
    let _alone = ONE_AT_A_TIME.lock();
    let rounds = if cfg!(miri) {
        10
    } else if cfg!(target_arch = "x86_64") {
        2_000
    } else {
        100
    };
    let (sender, receiver) = mpsc::channel::<Vec<u8>>();
    thread::scope(|threads| {
        for id in [CrateId::App, CrateId::Net, CrateId::App] {
            let sender = sender.clone();
            threads.spawn(move || {
                for i in 0..rounds {
                    let block = scope(id, || vec![0u8; 1 + i % 50]);
                    if i % 2 == 0 {
                        let _ = sender.send(block);
                    }
                }
            });
        }
        drop(sender);
        // A thread that nobody has put into a scope frees what the others have charged.
        threads.spawn(move || receiver.iter().count());
    });
    for id in [CrateId::App, CrateId::Net] {
        assert_eq!((used(id), MEMORY.usage(id).live), (0, 0));
    }
}

/// A hook may allocate, and even panic: it is called outside all scopes, and nothing unwinds out of the allocator.
#[cfg(feature = "budget-tracking")]
#[test]
fn hooks_within_the_allocator() {
    use memory_budgets::{Hook, WarningKind};
    static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static HOOK: Hook<CrateId> = |warning| {
        if warning.crate_id == CrateId::Watched {
            SEEN.lock().expect("no panic").push(warning.to_string());
            if matches!(warning.kind, WarningKind::Refused { .. }) {
                // Without the message that a hook of panics would write.
                std::panic::resume_unwind(Box::new("a hook that panics"));
            }
        }
    };
    let _alone = ONE_AT_A_TIME.lock();
    MEMORY.set_hook(&HOOK).expect("the first one");
    let most = scope(CrateId::Watched, || vec![0u8; 60 * 1024]);
    assert!(scope(CrateId::Watched, || Vec::<u8>::new().try_reserve_exact(10 * 1024).is_err()));
    assert_eq!(
        std::mem::take(&mut *SEEN.lock().expect("no panic")),
        [
            "watched has reached 80% of its budget: 60KB of 64KB are in use",
            "watched is refused 10KB: 60KB of 64KB are in use"
        ]
    );
    assert_eq!((used(CrateId::Watched), MEMORY.usage(CrateId::Watched).live), (60 * 1024, 1));
    drop(most);
    assert_eq!(used(CrateId::Watched), 0);
}

#[cfg(feature = "memory-debug")]
#[test]
fn requests_by_scope() {
    let _alone = ONE_AT_A_TIME.lock();
    let watched = || *MEMORY.usage_patterns().iter().nth(CrateId::Watched.index()).expect("a row for each crate").1;
    let requests = |smallest| {
        let counted = watched().histogram().find(|bucket| bucket.smallest == smallest).map(|bucket| bucket.charges);
        counted.unwrap_or(0)
    };
    let before = (requests(8), requests(32_768), watched().charges);
    let mut block: Vec<u8> = scope(CrateId::Watched, || Vec::with_capacity(8));
    block.reserve_exact(50_000);
    assert!(block.try_reserve_exact(100_000).is_err());
    block.shrink_to(10);
    assert_eq!((requests(8), requests(32_768), watched().charges), (before.0 + 1, before.1 + 1, before.2 + 1));
    assert!(watched().largest >= 50_000);
}

#[cfg(feature = "memory-debug")]
#[test]
fn leaks_by_scope() {
    let _alone = ONE_AT_A_TIME.lock();
    let leak = scope(CrateId::App, || vec![0u8; 777]);
    let line = line!() - 1;
    let report = MEMORY.leaks();
    let found = report.iter().find(|leak| leak.bytes == 777).expect("a record");
    assert_eq!((found.crate_id, found.location.map(Location::line)), (CrateId::App, Some(line)));
    // It is the same charge when the block grows, shrinks, and cannot grow.
    let sequence = found.sequence;
    let bytes = || MEMORY.leaks().iter().find(|leak| leak.sequence == sequence).map(|leak| leak.bytes);
    let mut block = leak;
    block.reserve_exact(5000);
    assert_eq!(bytes(), Some(5777));
    assert!(block.try_reserve_exact(2 << 20).is_err());
    assert_eq!(bytes(), Some(5777));
    block.shrink_to(800);
    assert_eq!(bytes(), Some(800));
    drop(block);
    assert_eq!(bytes(), None);
}
