//! The program's allocator, and the scopes that say whom it allocates for.

extern crate std;

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
#[cfg(feature = "memory-debug")]
use core::panic::Location;
use core::ptr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{thread, thread_local};

use super::super::account::{Account, Reading};
use crate::{BudgetedCrate, Ledger};

/// The index of no crate.
const NOBODY: u32 = u32::MAX;

/// Whose memory a thread is allocating.
#[derive(Clone, Copy)]
struct Current {
    index: u32,
    /// Where the scope was entered.
    #[cfg(feature = "memory-debug")]
    location: Option<&'static Location<'static>>,
}

impl Current {
    const NOBODY: Current = Current {
        index: NOBODY,
        #[cfg(feature = "memory-debug")]
        location: None,
    };
}

thread_local! {
    // Constant and without a destructor: reading it allocates nothing, and works until the thread is gone.
    static CURRENT: Cell<Current> = const { Cell::new(Current::NOBODY) };
}

/// Runs a function whose heap allocations are charged to a crate, on this thread, by [`BudgetedGlobalAlloc`].
///
/// Scopes nest; the outer one is in force again when the inner one ends, also by a panic. A thread that is started within
/// begins outside all scopes. The crate has to be one of the allocator's ledger.
#[cfg_attr(feature = "memory-debug", track_caller)]
pub fn scope<C: BudgetedCrate, R>(crate_id: C, run: impl FnOnce() -> R) -> R {
    let current = Current {
        index: u32::try_from(crate_id.index()).unwrap_or(NOBODY),
        #[cfg(feature = "memory-debug")]
        location: Some(Location::caller()),
    };
    let _restore = Entered::enter(current);
    run()
}

/// A scope that is running; dropping it brings the outer one back.
struct Entered(Current);

impl Entered {
    fn enter(current: Current) -> Entered {
        Entered(CURRENT.replace(current))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// A `#[global_allocator]` that charges every heap allocation to the crate whose [`scope`] is running.
///
/// A block is returned to the crate that it was charged to, wherever it is freed: its owner is noted in four bytes behind
/// it, which are not charged. That is sound under the Tree Borrows model of Rust's aliasing, by which Miri checks it
/// (`-Zmiri-tree-borrows`); under the older Stacked Borrows no allocator may look behind the block of a `Box`. What is allocated outside all scopes is charged to nobody. An allocation that the budget does
/// not hold fails, as if there were no more memory: `try_reserve` reports it, and `push` ends the program.
/// What a thread allocates while it panics is charged to nobody, and a block that then grows beyond its owner's budget
/// becomes nobody's: messages and backtraces are not what a crate is held to, and a panic has to be reported.
///
/// A hook is called outside all scopes, so that it may allocate; what it panics with is dropped.
///
/// ```
/// use std::alloc::System;
/// use memory_budgets::{BudgetedGlobalAlloc, scope};
///
/// #[memory_budgets::memory_budgets(toml = "")]
/// pub mod budgets {}
/// use budgets::{CrateId, MemorySystem};
///
/// // With the feature `memory-monitoring` it is `budgets::memory_monitor::memory_system()`.
/// static MEMORY: MemorySystem = match MemorySystem::new(budgets::TOTAL_MEMORY_BUDGET) {
///     Ok(memory) => memory,
///     Err(_) => panic!("the budgets exceed the total"),
/// };
///
/// #[global_allocator]
/// static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);
///
/// # fn main() {
/// let values = scope(CrateId::Runtime, || vec![0u8; 4096]);
/// assert_eq!(MEMORY.usage(CrateId::Runtime).used, 4096);
/// drop(values);
/// assert_eq!(MEMORY.usage(CrateId::Runtime).used, 0);
/// # }
/// ```
pub struct BudgetedGlobalAlloc<A> {
    inner: A,
    accounts: &'static [Account],
    ledger: &'static (dyn AnyLedger + Sync),
}

impl<A> BudgetedGlobalAlloc<A> {
    /// Allocates from `inner` and charges the accounts of `memory`.
    pub const fn new<C: BudgetedCrate, const N: usize>(inner: A, memory: &'static Ledger<C, N>) -> Self {
        BudgetedGlobalAlloc { inner, accounts: &memory.accounts, ledger: memory }
    }

    #[inline]
    fn account(&self, index: u32) -> Option<&Account> {
        self.accounts.get(index as usize)
    }

    /// Charges the crate whose scope is running, and allocates; null where either is refused.
    ///
    /// The way of nearly all allocations is here. What is rare leaves it for good, so that it needs few registers.
    #[inline]
    fn charged(&self, layout: Layout, allocate: impl Fn(Layout) -> *mut u8) -> *mut u8 {
        let Some(with_owner) = with_owner(layout.size(), layout.align()) else { return ptr::null_mut() };
        let current = if thread::panicking() { Current::NOBODY } else { CURRENT.get() };
        let charged = self.account(current.index).and_then(|account| account.try_charge(layout.size()));
        let Some(reading) = charged else { return self.charged_slowly(layout, current, &allocate) };
        self.has_charged(current.index, layout.size(), reading);
        let block = allocate(with_owner);
        if block.is_null() {
            return self.undo(current.index, layout.size());
        }
        self.owned(block, layout.size(), current)
    }

    /// An allocation outside all scopes, one that is refused, and one that others have come before.
    #[cold]
    #[inline(never)]
    fn charged_slowly(&self, layout: Layout, current: Current, allocate: &dyn Fn(Layout) -> *mut u8) -> *mut u8 {
        let Some(with_owner) = with_owner(layout.size(), layout.align()) else { return ptr::null_mut() };
        let account = self.account(current.index);
        if let Some(account) = account {
            match account.charge(layout.size()) {
                Ok(reading) => self.has_charged(current.index, layout.size(), reading),
                Err(reading) => return self.refused(current.index, layout.size(), reading),
            }
        }
        let block = allocate(with_owner);
        if block.is_null() {
            return self.undo(current.index, layout.size());
        }
        self.owned(block, layout.size(), if account.is_some() { current } else { Current::NOBODY })
    }

    /// A block with its owner noted.
    #[inline]
    #[cfg_attr(not(feature = "memory-debug"), allow(clippy::unused_self))]
    fn owned(&self, block: *mut u8, size: usize, owner: Current) -> *mut u8 {
        // SAFETY: the block was allocated with the bytes of an owner beside `size`.
        unsafe { set_owner(block, size, owner.index) };
        #[cfg(feature = "memory-debug")]
        if let Some(location) = owner.location {
            self.ledger.allocated(owner.index as usize, size, block.addr(), location);
        }
        block
    }

    /// Takes a charge back whose allocation has failed.
    #[cold]
    #[inline(never)]
    fn undo(&self, index: u32, bytes: usize) -> *mut u8 {
        if let Some(account) = self.account(index) {
            account.release(bytes);
        }
        ptr::null_mut()
    }

    #[inline]
    #[cfg_attr(not(feature = "budget-tracking"), allow(clippy::unused_self))]
    fn has_charged(&self, index: u32, bytes: usize, reading: Reading) {
        #[cfg(feature = "budget-tracking")]
        if self.account(index).is_some_and(|account| account.crosses(bytes, reading)) {
            outside(|| self.ledger.crossed(index as usize, reading));
        }
        let _ = (index, bytes, reading);
    }

    #[cold]
    #[inline(never)]
    fn refused(&self, index: u32, bytes: usize, reading: Reading) -> *mut u8 {
        outside(|| self.ledger.refused(index as usize, bytes, reading));
        ptr::null_mut()
    }
}

/// Calls what may call a hook: outside all scopes, so that it may allocate, and without letting a panic out, which an
/// allocator must not.
#[cold]
fn outside(call: impl FnOnce()) {
    let _restore = Entered::enter(Current::NOBODY);
    if let Err(payload) = catch_unwind(AssertUnwindSafe(call)) {
        // It may panic when it is dropped; what that leaves is not dropped.
        core::mem::forget(catch_unwind(AssertUnwindSafe(|| drop(payload))));
    }
}

/// The bytes behind a block that say who it is charged to.
const OWNER: usize = size_of::<u32>();

/// The layout of a block with its owner behind it; `None` where no address space would hold it.
#[inline]
fn with_owner(size: usize, align: usize) -> Option<Layout> {
    // Neither is larger than half of what a `usize` counts, so that the sum does not wrap.
    let fits = size + (align - 1) <= isize::MAX as usize - OWNER;
    // SAFETY: the alignment of a layout is a power of two, and the size, rounded up to it, is counted by an `isize`.
    fits.then(|| unsafe { Layout::from_size_align_unchecked(size + OWNER, align) })
}

/// Notes who a block is charged to.
///
/// # Safety
/// The block has to be at least `size` and [`OWNER`] bytes long, and its owner not in use by anybody else.
#[inline]
unsafe fn set_owner(block: *mut u8, size: usize, index: u32) {
    // SAFETY: these bytes are the block's, as the caller promises; they need not be aligned.
    unsafe { block.add(size).cast::<u32>().write_unaligned(index) };
}

/// Who a block is charged to.
///
/// # Safety
/// `set_owner` has to have been called for this block and size.
#[inline]
unsafe fn owner(block: *mut u8, size: usize) -> u32 {
    // SAFETY: as for `set_owner`, which has written them.
    unsafe { block.add(size).cast::<u32>().read_unaligned() }
}

// SAFETY: blocks are those of `inner`, which is an allocator, with the bytes of an owner behind them. It does not unwind:
// nothing in it panics, and hooks are called by `outside`. It does not allocate through itself but in hooks, which
// `Account::take_turn` keeps from following upon themselves.
//
// An owner is read with the pointer that `dealloc` and `realloc` are given. Where that is a `Box`'s, it stands for the
// bytes of the value alone under Stacked Borrows, and the read is undefined there; under Tree Borrows it may reach beyond
// them. Tree Borrows is what is claimed, and what Miri checks.
//
// None of these functions may be put into its callers: for the compiler a block ends where its layout does. It knows the
// calls by name, and beside a call that is left one that is not shows it bytes that nobody can have written: it then takes
// the owner for anything that suits it, and leaves the release out.
unsafe impl<A: GlobalAlloc> GlobalAlloc for BudgetedGlobalAlloc<A> {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the layout is not empty: it holds an owner at least.
        self.charged(layout, |layout| unsafe { self.inner.alloc(layout) })
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as for `alloc`.
        self.charged(layout, |layout| unsafe { self.inner.alloc_zeroed(layout) })
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block was allocated with this layout, for which `with_owner` has then been one.
        let with_owner = unsafe { Layout::from_size_align_unchecked(layout.size() + OWNER, layout.align()) };
        // SAFETY: the caller promises that the block came from here, with this layout: `charged` has set its owner.
        let index = unsafe { owner(block, layout.size()) };
        let account = self.account(index);
        #[cfg(feature = "memory-debug")]
        if account.is_some() {
            self.ledger.freed(index as usize, block.addr());
        }
        // SAFETY: for the same reason it came from `inner`, with this layout.
        unsafe { self.inner.dealloc(block, with_owner) };
        if let Some(account) = account {
            account.release(layout.size());
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (Some(old), Some(new)) = (with_owner(layout.size(), layout.align()), with_owner(size, layout.align()))
        else {
            return ptr::null_mut();
        };
        // SAFETY: as for `dealloc`. The block stays with its owner, whoever makes it larger.
        let mut index = unsafe { owner(block, layout.size()) };
        let mut account = self.account(index);
        let more = size.saturating_sub(layout.size());
        if let Some(owner) = account.filter(|_| more > 0) {
            match owner.grow(more) {
                Ok(reading) => self.has_charged(index, more, reading),
                Err(_) if thread::panicking() => {
                    owner.refuse();
                    #[cfg(feature = "memory-debug")]
                    self.ledger.freed(index as usize, block.addr());
                    owner.release(layout.size());
                    (index, account) = (NOBODY, None);
                    // SAFETY: as for `owner`.
                    unsafe { set_owner(block, layout.size(), index) };
                }
                Err(reading) => return self.refused(index, more, reading),
            }
        }
        #[cfg(feature = "memory-debug")]
        let record = account.and_then(|_| self.ledger.moving(block.addr()));
        // SAFETY: as for `dealloc`; `with_owner` has checked the new size.
        let moved = unsafe { self.inner.realloc(block, old, new.size()) };
        let less = if moved.is_null() { more } else { layout.size().saturating_sub(size) };
        if let Some(account) = account.filter(|_| less > 0) {
            account.shrink(less);
        }
        if !moved.is_null() {
            // SAFETY: the block is as long as `new`.
            unsafe { set_owner(moved, size, index) };
        }
        #[cfg(feature = "memory-debug")]
        if let Some(slot) = record {
            let (block, size) = if moved.is_null() { (block, layout.size()) } else { (moved, size) };
            self.ledger.moved(slot, block.addr(), size);
        }
        moved
    }
}

/// What the allocator has a ledger do beside its accounts, whatever enum its crates are.
trait AnyLedger {
    fn refused(&self, index: usize, bytes: usize, reading: Reading);
    #[cfg(feature = "budget-tracking")]
    fn crossed(&self, index: usize, reading: Reading);
    #[cfg(feature = "memory-debug")]
    fn allocated(&self, index: usize, bytes: usize, key: usize, location: &'static Location<'static>);
    #[cfg(feature = "memory-debug")]
    fn freed(&self, index: usize, key: usize);
    #[cfg(feature = "memory-debug")]
    fn moving(&self, key: usize) -> Option<usize>;
    #[cfg(feature = "memory-debug")]
    fn moved(&self, slot: usize, key: usize, bytes: usize);
}

impl<C: BudgetedCrate, const N: usize> AnyLedger for Ledger<C, N> {
    fn refused(&self, index: usize, bytes: usize, reading: Reading) {
        let account = self.accounts.get(index).map(|account| (account, reading));
        let _ = self.refuse(C::ALL[index], account, bytes); // nobody is there to take the error
    }

    #[cfg(feature = "budget-tracking")]
    fn crossed(&self, index: usize, reading: Reading) {
        self.warn_of_threshold(C::ALL[index], &self.accounts[index], reading);
    }

    #[cfg(feature = "memory-debug")]
    fn allocated(&self, index: usize, bytes: usize, key: usize, location: &'static Location<'static>) {
        let slot = self.debugging.charged(index, bytes, location);
        self.debugging.kept(index, slot, bytes, key);
    }

    #[cfg(feature = "memory-debug")]
    fn freed(&self, index: usize, key: usize) {
        self.debugging.returned(index);
        self.debugging.table().remove_key(key);
    }

    #[cfg(feature = "memory-debug")]
    fn moving(&self, key: usize) -> Option<usize> {
        self.debugging.table().claim_key(key)
    }

    #[cfg(feature = "memory-debug")]
    fn moved(&self, slot: usize, key: usize, bytes: usize) {
        self.debugging.table().keep_with(slot, key, bytes);
    }
}
