//! A scope for a future, which is entered again at each poll.

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::scope::{Current, DefaultStorage, Entered, ScopeStorage};
use crate::BudgetedCrate;

/// A future whose heap allocations are charged to a crate by [`BudgetedGlobalAlloc`](super::BudgetedGlobalAlloc): it enters
/// the [`scope`](super::scope) at each poll, on whatever thread that is, and for its drop.
///
/// Between polls the scope is not in force, so that other tasks are not charged. Scopes within, and futures that others have
/// put into a scope, are charged to theirs. The block that a runtime keeps the future in is allocated by whoever spawns it.
///
/// ```
/// # use std::alloc::System;
/// # use std::future::Future;
/// use memory_budgets::{BudgetedGlobalAlloc, scope_future};
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// # static MEMORY: MemorySystem = MemorySystem::validated();
/// # #[global_allocator]
/// # static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);
///
/// async fn receive() -> Vec<u8> {
///     vec![0; 1500]
/// }
///
/// # fn main() {
/// let future = scope_future(CrateId::Runtime, receive()); // to be awaited, or spawned
/// # let mut future = std::pin::pin!(future);
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # let std::task::Poll::Ready(frame) = future.as_mut().poll(&mut context) else { panic!() };
/// # assert_eq!(MEMORY.usage(CrateId::Runtime).used, 1500);
/// # }
/// ```
#[cfg_attr(feature = "memory-debug", track_caller)]
pub fn scope_future<C: BudgetedCrate, F: Future>(crate_id: C, future: F) -> ScopedFuture<F> {
    ScopedFuture::new(crate_id, future)
}

/// A future in a scope: see [`scope_future`].
#[must_use = "futures do nothing unless they are awaited or polled"]
pub struct ScopedFuture<F, S: ScopeStorage = DefaultStorage> {
    /// Pinned where this is. Dropped by `drop`, and not touched afterwards.
    future: ManuallyDrop<F>,
    current: Current,
    storage: PhantomData<fn() -> S>,
}

impl<F: Future, S: ScopeStorage> ScopedFuture<F, S> {
    /// As [`scope_future`], for an allocator with another storage: `ScopedFuture::<_, MyStorage>::new(…)`.
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn new<C: BudgetedCrate>(crate_id: C, future: F) -> Self {
        ScopedFuture { future: ManuallyDrop::new(future), current: Current::of(crate_id), storage: PhantomData }
    }
}

impl<F: Future, S: ScopeStorage> Future for ScopedFuture<F, S> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: nothing is moved out of it. The other fields are not pinned, and the future is pinned again below.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the future is a field of what is pinned, and pinned with it for good: nobody else is given access to it,
        // `drop` drops it where it is, and this type is `Unpin` only where the future is.
        let future = unsafe { Pin::new_unchecked(&mut *this.future) };
        let _restore = Entered::<S>::enter(this.current);
        future.poll(context)
    }
}

/// What the future drops is returned to whom it was charged to. What its drop allocates is charged to its crate.
impl<F, S: ScopeStorage> Drop for ScopedFuture<F, S> {
    fn drop(&mut self) {
        let _restore = Entered::<S>::enter(self.current);
        // SAFETY: this is dropped once, and nothing touches the future afterwards.
        unsafe { ManuallyDrop::drop(&mut self.future) };
    }
}

impl<F: fmt::Debug, S: ScopeStorage> fmt::Debug for ScopedFuture<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedFuture").field("future", &*self.future).finish_non_exhaustive()
    }
}
