//! What the allocator calls and does not answer for: hooks, and the program's own storage of scopes.

// What has no operating system has no std.
#[cfg(not(target_os = "none"))]
extern crate std;

use super::scope::{Current, Entered, ScopeStorage, ScopeWord};

/// Whether this thread is panicking. Without an operating system nobody can say, and the panic handler does not return.
#[inline]
pub(super) fn panicking() -> bool {
    #[cfg(not(target_os = "none"))]
    return std::thread::panicking();
    #[cfg(target_os = "none")]
    false
}

/// Whose scope is running.
#[inline]
pub(super) fn current<S: ScopeStorage>() -> Current {
    not_unwinding(|| S::word(ScopeWord::get))
}

/// Calls what may call a hook: outside all scopes, so that it may allocate, and without letting a panic out, which an
/// allocator must not.
#[cold]
pub(super) fn outside<S: ScopeStorage, F: FnOnce()>(call: F) {
    not_unwinding(|| {
        let _restore = Entered::<S>::enter(Current::NOBODY);
        contained(call);
    });
}

#[cfg(not(target_os = "none"))]
fn contained(call: impl FnOnce()) {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    if let Err(payload) = catch_unwind(AssertUnwindSafe(call)) {
        // It may panic when it is dropped; what that leaves is not dropped.
        core::mem::forget(catch_unwind(AssertUnwindSafe(|| drop(payload))));
    }
}

/// Nothing can be caught here: the program's panic handler has the last word.
#[cfg(target_os = "none")]
fn contained(call: impl FnOnce()) {
    call();
}

/// A panic ends the program here: the second one, while the first unwinds.
#[inline]
fn not_unwinding<R>(call: impl FnOnce() -> R) -> R {
    struct Ends;

    impl Drop for Ends {
        fn drop(&mut self) {
            unreachable!("nothing may unwind out of the program's allocator");
        }
    }

    let ends = Ends;
    let result = call();
    core::mem::forget(ends);
    result
}
