//! The program's allocator.

use core::alloc::{GlobalAlloc, Layout};
use core::marker::PhantomData;
use core::ptr;

use super::super::account::{Account, Reading};
use super::books::Books;
use super::outside::{current, outside, panicking};
use super::owner::{Owner, is_common, owner, set_owner, with_owner, with_owner_unchecked};
use super::scope::{Current, DefaultStorage, ScopeStorage};
use crate::{BudgetedCrate, Ledger};

/// A `#[global_allocator]` that charges every heap allocation to the crate whose [`scope`] is running.
///
/// A block is returned to the crate that it was charged to, wherever it is freed: its owner is noted in four bytes behind
/// it, which are not charged. That is sound under the Tree Borrows model of Rust's aliasing, by which Miri checks it
/// (`-Zmiri-tree-borrows`); under the older Stacked Borrows no allocator may look behind the block of a `Box`. What is
/// allocated outside all scopes is charged to nobody.
///
/// An allocation that the budget does not hold fails, as if there were no more memory: `try_reserve` reports it, and `push`
/// ends the program. The crate is named to the hook of the feature `budget-tracking` and by
/// [`last_refusal`](Ledger::last_refusal). What a thread allocates while it panics is charged to nobody, and a block that then grows beyond its
/// owner's budget becomes nobody's: messages and backtraces are not what a crate is held to, and a panic has to be reported.
///
/// For the compiler an allocation changes nothing but the block: it may leave one out that nobody needs, and a reading of the ledger
/// beside one may come before it or after it. Where a test compares the two, `core::hint::black_box` of the block keeps the order.
///
/// A hook is called outside all scopes, so that it may allocate as much as it likes, and it may end the program; what it panics
/// with is dropped. Where the program goes on to end by itself, std reports that from within the scope, and what it asks for is the
/// crate's like all else: to read `RUST_BACKTRACE`, where that is set, as many bytes as its value has, and the backtrace. Where
/// that does not fit it is refused in turn, of which the hook is told too, and std leaves the backtrace out. Where there is no
/// operating system (`target_os = "none"`) nothing can be caught: the program's panic handler has the last word.
///
/// There it stands over the heap of the board, such as embedded-alloc's or talc's, which gets its memory through
/// [`inner`](Self::inner). Interrupts may allocate where that heap lets them, in scopes of their own. `S` says where the word
/// lies that [`scope`] changes: see [`ScopeStorage`].
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
/// static MEMORY: MemorySystem = MemorySystem::validated();
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
///
/// [`scope`]: super::scope
pub struct BudgetedGlobalAlloc<A, S = DefaultStorage> {
    inner: A,
    accounts: &'static [Account],
    ledger: &'static (dyn Books + Sync),
    storage: PhantomData<fn() -> S>,
}

impl<A> BudgetedGlobalAlloc<A> {
    /// Allocates from `inner` and charges the accounts of `memory`.
    pub const fn new<C: BudgetedCrate, const N: usize>(inner: A, memory: &'static Ledger<C, N>) -> Self {
        Self::with_storage(inner, memory)
    }
}

impl<A, S> BudgetedGlobalAlloc<A, S> {
    /// As [`new`](BudgetedGlobalAlloc::new), for a program that has its own [`ScopeStorage`].
    pub const fn with_storage<C: BudgetedCrate, const N: usize>(inner: A, memory: &'static Ledger<C, N>) -> Self {
        BudgetedGlobalAlloc { inner, accounts: &memory.accounts, ledger: memory, storage: PhantomData }
    }

    /// The allocator that has the memory, to give it some when the program starts, or to ask how much is left.
    pub const fn inner(&self) -> &A {
        &self.inner
    }
}

impl<A: GlobalAlloc, S: ScopeStorage> BudgetedGlobalAlloc<A, S> {
    #[inline]
    fn account(&self, index: usize) -> Option<&Account> {
        self.accounts.get(index)
    }

    /// Allocates for the crate whose scope is running; null where its budget or the inner allocator refuses.
    ///
    /// The way of nearly all allocations is here. What is rare leaves it for good, so that it needs few registers.
    #[inline]
    fn allocate<const ZEROS: bool>(&self, layout: Layout) -> *mut u8 {
        if panicking() {
            return self.allocate_patiently::<ZEROS>(layout);
        }
        let scope = current::<S>();
        let size = layout.size();
        let Some(account) = self.account(scope.index) else { return self.allocate_patiently::<ZEROS>(layout) };
        let charged = if is_common(layout) { account.try_charge(size) } else { None };
        let Some(reading) = charged else { return self.allocate_patiently::<ZEROS>(layout) };
        self.has_charged(account, scope.index, size, reading);
        // SAFETY: such a layout is far from the largest, now that it is charged.
        let block = unsafe { self.inner_block::<ZEROS>(with_owner_unchecked(layout)) };
        if block.is_null() {
            return undo(account, size);
        }
        self.owned(block, size, Owner::new(scope.index, true), scope)
    }

    /// An allocation outside all scopes, one that is refused, one that others have come before, and what is not common.
    #[cold]
    #[inline(never)]
    fn allocate_patiently<const ZEROS: bool>(&self, layout: Layout) -> *mut u8 {
        let size = layout.size();
        let Some(with_owner) = with_owner(size, layout.align()) else { return ptr::null_mut() };
        let mut scope = if panicking() { Current::NOBODY } else { current::<S>() };
        let account = self.account(scope.index);
        let owner = match account.map(|account| (account, account.charge(size))) {
            Some((account, Ok(reading))) => {
                self.has_charged(account, scope.index, size, reading);
                Owner::new(scope.index, account.is_in_line())
            }
            Some((_, Err(reading))) => return self.refused(scope.index, size, reading),
            None => {
                scope = Current::NOBODY;
                Owner::NOBODY
            }
        };
        // SAFETY: it is not empty: it holds an owner at least.
        let block = unsafe { self.inner_block::<ZEROS>(with_owner) };
        if block.is_null() {
            return account.map_or(ptr::null_mut(), |account| undo(account, size));
        }
        self.owned(block, size, owner, scope)
    }

    /// The return of a block whose charge was not [in line](Account::is_in_line).
    ///
    /// # Safety
    /// As for [`GlobalAlloc::dealloc`].
    #[cold]
    #[inline(never)]
    unsafe fn deallocate_patiently(&self, index: usize, block: *mut u8, layout: Layout) {
        #[cfg(feature = "memory-debug")]
        self.ledger.freed(index, block.addr());
        // SAFETY: the block came from `inner`, with a layout for which `with_owner` was one.
        unsafe { self.inner.dealloc(block, with_owner_unchecked(layout)) };
        if let Some(account) = self.account(index) {
            account.release(layout.size());
        }
    }

    /// # Safety
    /// As for [`GlobalAlloc::alloc`].
    #[inline]
    unsafe fn inner_block<const ZEROS: bool>(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        unsafe { if ZEROS { self.inner.alloc_zeroed(layout) } else { self.inner.alloc(layout) } }
    }

    /// A block with its owner noted.
    #[inline]
    #[cfg_attr(not(feature = "memory-debug"), allow(clippy::unused_self))]
    fn owned(&self, block: *mut u8, size: usize, owner: Owner, scope: Current) -> *mut u8 {
        // SAFETY: the block was allocated with the bytes of an owner beside `size`.
        unsafe { set_owner(block, size, owner) };
        #[cfg(feature = "memory-debug")]
        if let Some(location) = scope.location {
            self.ledger.allocated(scope.index, size, block.addr(), location);
        }
        let _ = scope;
        block
    }

    #[inline]
    #[cfg_attr(not(feature = "budget-tracking"), allow(clippy::unused_self))]
    fn has_charged(&self, account: &Account, index: usize, bytes: usize, reading: Reading) {
        #[cfg(feature = "budget-tracking")]
        if account.crosses(bytes, reading) {
            self.crossed(index, reading);
        }
        let _ = (account, index, bytes, reading);
    }

    #[cfg(feature = "budget-tracking")]
    #[cold]
    #[inline(never)]
    fn crossed(&self, index: usize, reading: Reading) {
        outside::<S, _>(|| self.ledger.crossed(index, reading));
    }

    #[cold]
    #[inline(never)]
    fn refused(&self, index: usize, bytes: usize, reading: Reading) -> *mut u8 {
        outside::<S, _>(|| self.ledger.refused(index, bytes, reading));
        ptr::null_mut()
    }
}

/// Takes a charge back whose allocation has failed.
#[cold]
#[inline(never)]
fn undo(account: &Account, bytes: usize) -> *mut u8 {
    account.release(bytes);
    ptr::null_mut()
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
unsafe impl<A: GlobalAlloc, S: ScopeStorage> GlobalAlloc for BudgetedGlobalAlloc<A, S> {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.allocate::<false>(layout)
    }

    #[inline(never)]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.allocate::<true>(layout)
    }

    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises that the block came from here, with this layout: `owned` has set its owner.
        let owner = unsafe { owner(block, layout.size()) };
        // SAFETY: the block was allocated with this layout, for which `with_owner` has then been one.
        let with_owner = unsafe { with_owner_unchecked(layout) };
        let Some(account) = self.account(owner.index_in_line()) else {
            // SAFETY: as the caller promises; and for the same reason the block came from `inner`, with this layout.
            return match owner.index_out_of_line() {
                Some(index) => unsafe { self.deallocate_patiently(index, block, layout) },
                None => unsafe { self.inner.dealloc(block, with_owner) },
            };
        };
        #[cfg(feature = "memory-debug")]
        self.ledger.freed(owner.index(), block.addr());
        // SAFETY: for the same reason it came from `inner`, with this layout.
        unsafe { self.inner.dealloc(block, with_owner) };
        account.release_in_line(layout.size());
    }

    #[inline(never)]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (Some(old), Some(new)) = (with_owner(layout.size(), layout.align()), with_owner(size, layout.align()))
        else {
            return ptr::null_mut();
        };
        // SAFETY: as for `dealloc`. The block stays with its owner, whoever makes it larger.
        let mut owner = unsafe { owner(block, layout.size()) };
        let index = owner.index();
        let mut account = self.account(index);
        let more = size.saturating_sub(layout.size());
        if let Some(charged) = account.filter(|_| more > 0) {
            match charged.grow(more) {
                Ok(reading) => self.has_charged(charged, index, more, reading),
                Err(_) if panicking() => {
                    charged.refuse();
                    #[cfg(feature = "memory-debug")]
                    self.ledger.freed(index, block.addr());
                    charged.release(layout.size());
                    (owner, account) = (Owner::NOBODY, None);
                    // SAFETY: as for `owner`.
                    unsafe { set_owner(block, layout.size(), owner) };
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
            unsafe { set_owner(moved, size, owner) };
        }
        #[cfg(feature = "memory-debug")]
        if let Some(slot) = record {
            let (block, size) = if moved.is_null() { (block, layout.size()) } else { (moved, size) };
            self.ledger.moved(slot, block.addr(), size);
        }
        #[cfg(feature = "memory-debug")]
        if more > 0 && account.is_some() && !moved.is_null() {
            self.ledger.grown(index, size);
        }
        moved
    }
}
