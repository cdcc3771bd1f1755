//! The scopes that say whom the program's allocator allocates for, and where the word lies that they change.

// What has no operating system has no std.
#[cfg(not(target_os = "none"))]
extern crate std;

use core::marker::PhantomData;
#[cfg(feature = "memory-debug")]
use core::panic::Location;

use crate::BudgetedCrate;

// Loads and stores alone, which targets without compare-and-swap have too. None of loom's: a static holds them.
#[cfg(all(feature = "memory-debug", not(feature = "portable-atomic")))]
use core::sync::atomic::AtomicPtr;
#[cfg(not(feature = "portable-atomic"))]
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
#[cfg(all(feature = "memory-debug", feature = "portable-atomic"))]
use portable_atomic::AtomicPtr;
#[cfg(feature = "portable-atomic")]
use portable_atomic::{AtomicUsize, Ordering::Relaxed};

/// The index of no crate.
pub(super) const NOBODY: usize = usize::MAX;

/// Whose memory is being allocated.
#[derive(Clone, Copy)]
pub(super) struct Current {
    pub(super) index: usize,
    /// Where the scope was entered.
    #[cfg(feature = "memory-debug")]
    pub(super) location: Option<&'static Location<'static>>,
}

impl Current {
    pub(super) const NOBODY: Current = Current {
        index: NOBODY,
        #[cfg(feature = "memory-debug")]
        location: None,
    };

    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub(super) fn of<C: BudgetedCrate>(crate_id: C) -> Current {
        Current {
            index: crate_id.index(),
            #[cfg(feature = "memory-debug")]
            location: Some(Location::caller()),
        }
    }
}

/// The word that says whose scope is running. A [`ScopeStorage`] has one for each thread, task or core.
///
/// With the feature `memory-debug` there is a second one, for the place where the scope was entered.
#[derive(Debug)]
pub struct ScopeWord {
    index: AtomicUsize,
    #[cfg(feature = "memory-debug")]
    location: AtomicPtr<Location<'static>>,
}

impl ScopeWord {
    /// The word of whoever is outside all scopes.
    #[must_use]
    pub const fn new() -> ScopeWord {
        ScopeWord {
            index: AtomicUsize::new(NOBODY),
            #[cfg(feature = "memory-debug")]
            location: AtomicPtr::new(core::ptr::null_mut()),
        }
    }

    #[inline]
    pub(super) fn get(&self) -> Current {
        Current {
            index: self.index.load(Relaxed),
            // SAFETY: null, or what `set` was given: a place that lives as long as the program, and is never changed.
            #[cfg(feature = "memory-debug")]
            location: unsafe { self.location.load(Relaxed).cast_const().as_ref() },
        }
    }

    // An interrupt between two of these steps sees what is no scope yet, and has put everything back when the next one is
    // made. Where it enters none of its own, the place of what it allocates may be the outer scope's.
    #[inline]
    pub(super) fn set(&self, current: Current) {
        self.index.store(current.index, Relaxed);
        #[cfg(feature = "memory-debug")]
        self.location.store(current.location.map_or(core::ptr::null(), core::ptr::from_ref).cast_mut(), Relaxed);
    }
}

impl Default for ScopeWord {
    fn default() -> Self {
        ScopeWord::new()
    }
}

/// Where the words lie that say whose scope is running: one for each thread, task or core that allocates at its own pace.
///
/// [`scope`] and [`BudgetedGlobalAlloc::new`] go by [`DefaultStorage`]. A program with several cores or with an RTOS names its
/// own where it makes the allocator ([`with_storage`]), and enters scopes with it. An interrupt may share the word of what it
/// interrupts: a scope puts back what it found, so that the interrupt's has ended before the interrupted one goes on.
///
/// Two cores, with a word each:
///
/// ```
/// # use std::alloc::System as Heap;
/// use memory_budgets::{BudgetedGlobalAlloc, ScopeStorage, ScopeWord};
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// # static MEMORY: MemorySystem = MemorySystem::validated();
/// # fn this_core() -> usize { 0 } // a register of the chip's
///
/// struct Cores;
///
/// impl ScopeStorage for Cores {
///     fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R {
///         static WORDS: [ScopeWord; 2] = [const { ScopeWord::new() }; 2];
///         access(&WORDS[this_core()])
///     }
/// }
///
/// #[global_allocator]
/// static HEAP: BudgetedGlobalAlloc<Heap, Cores> = BudgetedGlobalAlloc::with_storage(Heap, &MEMORY);
///
/// # fn main() {
/// let frame = Cores::scope(CrateId::Runtime, || vec![0u8; 1024]);
/// assert_eq!(MEMORY.usage(CrateId::Runtime).used, 1024);
/// # drop(frame);
/// # }
/// ```
///
/// With an RTOS the word belongs to the task: in its control block, in a slot of its local storage, or in an array by its
/// number; it must not change while a scope runs but for scopes within. It is read at every allocation. A wrong word charges
/// the wrong crate, and nothing worse.
///
/// [`BudgetedGlobalAlloc::new`]: super::BudgetedGlobalAlloc::new
/// [`with_storage`]: super::BudgetedGlobalAlloc::with_storage
pub trait ScopeStorage {
    /// Gives access to the word of whoever is running. It may not allocate. A panic in it ends the program.
    fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R;

    /// As [`scope`], for an allocator with this storage.
    #[cfg_attr(feature = "memory-debug", track_caller)]
    fn scope<C: BudgetedCrate, R>(crate_id: C, run: impl FnOnce() -> R) -> R
    where
        Self: Sized,
    {
        let _restore = Entered::<Self>::enter(Current::of(crate_id));
        run()
    }
}

/// One word for the whole program: one core, and no tasks that take the processor from each other. Interrupts may.
#[derive(Debug)]
pub struct ProgramStorage;

impl ScopeStorage for ProgramStorage {
    #[inline]
    fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R {
        static WORD: ScopeWord = ScopeWord::new();
        access(&WORD)
    }
}

/// A word for each thread. Signal handlers share that of the thread that they interrupt.
#[cfg(not(target_os = "none"))]
#[derive(Debug)]
pub struct ThreadStorage;

#[cfg(not(target_os = "none"))]
impl ScopeStorage for ThreadStorage {
    #[inline]
    fn word<R>(access: impl FnOnce(&ScopeWord) -> R) -> R {
        std::thread_local! {
            // Constant and without a destructor: reading it allocates nothing, and works until the thread is gone.
            static WORD: ScopeWord = const { ScopeWord::new() };
        }
        WORD.with(access)
    }
}

/// What [`scope`] goes by: a word for each thread, and one for the whole program where there is no operating system
/// (`target_os = "none"`).
#[cfg(not(target_os = "none"))]
pub type DefaultStorage = ThreadStorage;
/// What [`scope`] goes by: a word for each thread, and one for the whole program where there is no operating system
/// (`target_os = "none"`).
#[cfg(target_os = "none")]
pub type DefaultStorage = ProgramStorage;

/// Runs a function whose heap allocations are charged to a crate, on this thread, by
/// [`BudgetedGlobalAlloc`](super::BudgetedGlobalAlloc).
///
/// Scopes nest; the outer one is in force again when the inner one ends, also by a panic. A thread that is started within
/// begins outside all scopes, and a future that is made within is polled wherever it is: see
/// [`scope_future`](super::scope_future). The crate has to be one of the allocator's ledger. What `run` panics with goes on.
///
/// ```
/// # use std::alloc::System;
/// use memory_budgets::{BudgetedGlobalAlloc, scope};
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem};
/// # static MEMORY: MemorySystem = MemorySystem::validated();
///
/// #[global_allocator]
/// static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);
///
/// # fn main() {
/// let (table, frame) = scope(CrateId::Runtime, || {
///     let frame = scope(CrateId::Host, || vec![0u8; 1500]); // another crate's, within
///     (vec![0u8; 4096], frame)
/// });
/// assert_eq!((MEMORY.usage(CrateId::Runtime).used, MEMORY.usage(CrateId::Host).used), (4096, 1500));
/// # drop((table, frame));
/// # }
/// ```
#[cfg_attr(feature = "memory-debug", track_caller)]
pub fn scope<C: BudgetedCrate, R>(crate_id: C, run: impl FnOnce() -> R) -> R {
    DefaultStorage::scope(crate_id, run)
}

/// A scope that is running; dropping it brings the outer one back.
pub(super) struct Entered<S: ScopeStorage> {
    outer: Current,
    /// Not for another thread, whose word is another.
    storage: PhantomData<(*const (), S)>,
}

impl<S: ScopeStorage> Entered<S> {
    #[inline]
    pub(super) fn enter(current: Current) -> Self {
        let outer = S::word(|word| {
            let outer = word.get();
            word.set(current);
            outer
        });
        Entered { outer, storage: PhantomData }
    }
}

impl<S: ScopeStorage> Drop for Entered<S> {
    #[inline]
    fn drop(&mut self) {
        S::word(|word| word.set(self.outer));
    }
}
