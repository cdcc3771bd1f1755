//! Futures whose allocations are charged to a crate, polled by hand.
#![cfg(feature = "global-allocator")]
#![allow(clippy::panic, reason = "panics are what is tested")]

use std::alloc::System;
use std::cell::Cell;
use std::future::{pending, poll_fn, ready};
use std::marker::PhantomPinned;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};
use std::thread;

use memory_budgets::{BudgetedGlobalAlloc, ScopedFuture, scope, scope_future};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '16MB'\n[crates.app]\nbudget = '1MB'\n[crates.net]\nbudget = '4MB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);

/// The books are the whole program's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn used() -> (usize, usize) {
    (MEMORY.usage(CrateId::App).used, MEMORY.usage(CrateId::Net).used)
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Ready at the second poll.
fn once_more() -> impl Future<Output = ()> {
    let asked = Cell::new(false);
    poll_fn(move |_| if asked.replace(true) { Poll::Ready(()) } else { Poll::Pending })
}

/// Allocates when it is dropped, in whatever scope that is.
struct Last<'a>(&'a Mutex<Vec<u8>>);

impl Drop for Last<'_> {
    fn drop(&mut self) {
        *self.0.lock().expect("no panic") = vec![0; 300];
    }
}

#[test]
fn the_scope_is_entered_at_each_poll() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut future = pin!(scope_future(CrateId::App, async {
        let first = vec![0u8; 1000];
        once_more().await;
        let second = scope(CrateId::Net, || vec![0u8; 70]);
        once_more().await;
        (first, second, vec![0u8; 500])
    }));
    assert_eq!(used(), (0, 0), "nothing happens before it is polled");
    assert!(poll(future.as_mut()).is_pending());
    assert_eq!(used(), (1000, 0));
    let outside = vec![0u8; 5000];
    assert_eq!(used(), (1000, 0), "between polls the scope is not in force");
    // Polled by another crate: it keeps its own, and the other's scope is in force again afterwards.
    let (pending, own) = scope(CrateId::Net, || (poll(future.as_mut()).is_pending(), vec![0u8; 40]));
    assert!(pending);
    assert_eq!(used(), (1000, 70 + 40));
    drop((outside, own));
    let Poll::Ready(blocks) = poll(future.as_mut()) else { panic!("it is ready") };
    assert_eq!(used(), (1500, 70));
    drop(blocks);
    assert_eq!(used(), (0, 0));
}

#[test]
fn a_future_within_a_future_is_its_own_crates() {
    let _alone = ONE_AT_A_TIME.lock();
    let inner = async {
        once_more().await;
        vec![0u8; 30]
    };
    let mut outer = pin!(scope_future(CrateId::App, async {
        let theirs = scope_future(CrateId::Net, inner).await;
        (theirs, vec![0u8; 200])
    }));
    assert!(poll(outer.as_mut()).is_pending());
    let Poll::Ready(blocks) = poll(outer.as_mut()) else { panic!("it is ready") };
    assert_eq!(used(), (200, 30));
    drop(blocks);
    // The inner scope wins, whoever wraps it, and the same future may be wrapped twice.
    let mut twice = pin!(scope_future(CrateId::App, scope_future(CrateId::Net, async { vec![0u8; 10] })));
    let Poll::Ready(block) = poll(twice.as_mut()) else { panic!("it is ready") };
    assert_eq!(used(), (0, 10));
    drop(block);
}

#[test]
fn dropped_in_the_middle() {
    let _alone = ONE_AT_A_TIME.lock();
    let left = Mutex::new(Vec::new());
    {
        let mut future = Box::pin(scope_future(CrateId::App, async {
            let _block = vec![0u8; 1000];
            let _last = Last(&left);
            pending::<()>().await;
        }));
        assert!(poll(future.as_mut()).is_pending());
        assert_eq!(used(), (1000, 0));
        // Dropped within another's scope.
        scope(CrateId::Net, || drop(future));
        assert_eq!(used(), (300, 0), "its block is returned; what its drop allocates is its crate's");
    }
    drop(left);
    assert_eq!(used(), (0, 0));

    // Never polled: the future is dropped in its scope too.
    let left = Mutex::new(Vec::new());
    let last = Last(&left);
    drop(scope_future(CrateId::Net, async move {
        let _last = last;
    }));
    assert_eq!(used(), (0, 300));
}

#[test]
fn moved_to_another_thread() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut future = Box::pin(scope_future(CrateId::App, async {
        let first = vec![0u8; 1000];
        once_more().await;
        (first, vec![0u8; 500])
    }));
    assert!(poll(future.as_mut()).is_pending());
    let blocks = thread::spawn(move || {
        let outside = vec![0u8; 3000];
        let ready = poll(future.as_mut());
        let after = vec![0u8; 3000];
        drop((outside, after, future));
        ready
    });
    let Ok(Poll::Ready(blocks)) = blocks.join() else { panic!("it is ready") };
    assert_eq!(used(), (1500, 0));
    drop(blocks);
    assert_eq!(used(), (0, 0));
}

#[test]
fn a_poll_that_panics() {
    let _alone = ONE_AT_A_TIME.lock();
    let mut future = Box::pin(scope_future(CrateId::App, async {
        let _block = vec![0u8; 1000];
        std::panic::resume_unwind(Box::new("out of a poll"));
    }));
    let caught = catch_unwind(AssertUnwindSafe(|| {
        scope(CrateId::Net, || {
            let caught = catch_unwind(AssertUnwindSafe(|| poll(future.as_mut()).is_pending()));
            (caught.is_err(), vec![0u8; 20])
        })
    }));
    let Ok((panicked, own)) = caught else { panic!("it was caught within") };
    assert!(panicked);
    assert_eq!(used(), (0, 20), "its block is gone, and the outer scope is in force");
    drop(own);
    let outside = vec![0u8; 2000];
    assert_eq!(used(), (0, 0), "and so is what was before");
    drop((outside, future));
}

/// A drop that panics ends the scope too.
#[test]
fn a_drop_that_panics() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            std::panic::resume_unwind(Box::new("out of a drop"));
        }
    }
    let _alone = ONE_AT_A_TIME.lock();
    let panics = Panics;
    let future = scope_future(CrateId::App, async move {
        let _panics = panics;
    });
    assert!(catch_unwind(AssertUnwindSafe(|| drop(future))).is_err());
    let outside = vec![0u8; 2000];
    assert_eq!(used(), (0, 0));
    drop(outside);
}

/// Nothing is allocated for it, it is as movable as what it holds, and it can go where that can.
#[test]
fn what_it_is() {
    fn is_send<T: Send + Sync>(_: &T) {}
    fn is_unpin<T: Unpin>(_: &T) {}
    let _alone = ONE_AT_A_TIME.lock();
    let live = MEMORY.usage(CrateId::App).live;
    let mut nothing = scope_future(CrateId::App, ready(()));
    is_send(&nothing);
    is_unpin(&nothing);
    assert!(poll(Pin::new(&mut nothing)).is_ready());
    assert_eq!(MEMORY.usage(CrateId::App).live, live);
    assert_eq!(
        format!("{:?}", scope_future(CrateId::App, ready(1))).split('(').next(),
        Some("ScopedFuture { future: Ready")
    );
    let _: fn() = || {
        // What is not `Unpin` within is not outside: two implementations would be one too many.
        trait NotUnpin<A> {
            fn check() {}
        }
        impl<T> NotUnpin<()> for T {}
        impl<T: Unpin> NotUnpin<u8> for T {}
        <ScopedFuture<PhantomPinned> as NotUnpin<_>>::check();
    };
}

/// A future that looks at its own address, as those of `async` blocks do.
#[test]
fn it_is_pinned_with_what_it_holds() {
    let _alone = ONE_AT_A_TIME.lock();
    let future = scope_future(CrateId::Net, async {
        let block = [1u8; 64];
        let within = &block;
        once_more().await;
        let boxed: Box<[u8]> = within[..32].into();
        once_more().await;
        (std::ptr::eq(within, &raw const block), boxed)
    });
    let mut future = Box::pin(future);
    assert!(poll(future.as_mut()).is_pending());
    let mut moved = future; // the box moves, and not what is in it
    assert!(poll(moved.as_mut()).is_pending());
    assert_eq!(used(), (0, 32));
    let Poll::Ready((same, boxed)) = poll(moved.as_mut()) else { panic!("it is ready") };
    assert!(same && boxed.iter().all(|byte| *byte == 1));
    drop(boxed);
    assert_eq!(used(), (0, 0));
}
