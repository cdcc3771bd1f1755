//! An allocator for collections.

use core::alloc::Layout;
use core::fmt;
#[cfg(feature = "memory-debug")]
use core::panic::Location;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator, Global};

use crate::{BudgetedCrate, Ledger};

/// An allocator that charges a crate for every byte that a collection asks for, and refuses what the budget does not hold.
///
/// It serves everything that takes an allocator of `allocator-api2` 0.2, as hashbrown and bumpalo do. Where a collection
/// can report a refusal (`try_reserve`), it does; elsewhere it ends the program as any failed allocation does.
///
/// What it allocates from the program's heap is a heap allocation like all others: in a `scope` of `BudgetedGlobalAlloc` the
/// crate of that scope is charged for it as well, for the same crate twice. Let such a collection allocate outside all scopes,
/// or from another allocator ([`new_in`](Self::new_in)); or let it have the plain allocator in a scope, and count there alone.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};
/// use allocator_api2::vec::Vec;
/// use memory_budgets::BudgetedAlloc;
///
/// let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET)?;
/// let mut values = Vec::new_in(BudgetedAlloc::new(&memory, CrateId::Runtime));
/// values.resize(1000, 0u64);
/// assert_eq!(memory.usage(CrateId::Runtime).used, values.capacity() * 8);
/// assert!(values.try_reserve(16 << 20).is_err()); // the budget is 16MB, and this is 128MB
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct BudgetedAlloc<'m, C: BudgetedCrate, const N: usize, A = Global> {
    memory: &'m Ledger<C, N>,
    crate_id: C,
    inner: A,
    /// Where it was made: what it allocates is recorded as from there.
    #[cfg(feature = "memory-debug")]
    location: &'static Location<'static>,
}

impl<'m, C: BudgetedCrate, const N: usize> BudgetedAlloc<'m, C, N> {
    /// Allocates from the program's heap.
    #[must_use]
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn new(memory: &'m Ledger<C, N>, crate_id: C) -> Self {
        BudgetedAlloc::new_in(memory, crate_id, Global)
    }
}

impl<'m, C: BudgetedCrate, const N: usize, A> BudgetedAlloc<'m, C, N, A> {
    /// Allocates from another allocator: a `&Bump` of bumpalo's, for example.
    #[must_use]
    #[cfg_attr(feature = "memory-debug", track_caller)]
    pub fn new_in(memory: &'m Ledger<C, N>, crate_id: C, inner: A) -> Self {
        BudgetedAlloc {
            memory,
            crate_id,
            inner,
            #[cfg(feature = "memory-debug")]
            location: Location::caller(),
        }
    }

    fn charged(
        &self,
        layout: Layout,
        allocate: impl FnOnce() -> Result<NonNull<[u8]>, AllocError>,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            // No charge: a collection may give up a block of no bytes without a word.
            return allocate().map(|block| exactly(block, layout));
        }
        #[cfg(feature = "memory-debug")]
        let location = Some(self.location);
        #[cfg(not(feature = "memory-debug"))]
        let location = None;
        let charge = self.memory.charge_from(self.crate_id, layout.size(), location).map_err(|_| AllocError)?;
        // Where this fails, the guard returns the bytes.
        let block = allocate()?;
        charge.keep_for_block(block.cast::<u8>().addr().get());
        Ok(exactly(block, layout))
    }

    fn grown(
        &self,
        old: (NonNull<u8>, Layout),
        new: Layout,
        grow: impl FnOnce() -> Result<NonNull<[u8]>, AllocError>,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if old.1.size() == 0 {
            return self.charged(new, grow);
        }
        let more = new.size() - old.1.size();
        self.memory.grow(self.crate_id, more).map_err(|_| AllocError)?;
        let grown = self.recorded(old, new, grow);
        if grown.is_err() {
            self.memory.shrink(self.crate_id, more);
        }
        #[cfg(feature = "memory-debug")]
        if more > 0 && grown.is_ok() {
            self.memory.debugging.requested(self.crate_id.index(), new.size());
        }
        grown
    }

    /// Returns the bytes of a block.
    fn returned(&self, bytes: usize) {
        if bytes > 0 {
            self.memory.give_back(self.crate_id, bytes);
        }
    }

    /// Changes a block, and its record with it.
    fn recorded(
        &self,
        old: (NonNull<u8>, Layout),
        new: Layout,
        change: impl FnOnce() -> Result<NonNull<[u8]>, AllocError>,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // A block of no bytes has no record, and may have the address of one that has.
        #[cfg(feature = "memory-debug")]
        let record = if old.1.size() > 0 { self.memory.debugging.table().claim_key(old.0.addr().get()) } else { None };
        let changed = change().map(|block| exactly(block, new));
        #[cfg(feature = "memory-debug")]
        if let Some(slot) = record {
            match changed {
                Ok(_) if new.size() == 0 => self.memory.debugging.table().remove(slot),
                Ok(block) => {
                    self.memory.debugging.table().keep_with(slot, block.cast::<u8>().addr().get(), new.size());
                }
                Err(_) => self.memory.debugging.table().keep_with(slot, old.0.addr().get(), old.1.size()),
            }
        }
        let _ = (old, &self.memory);
        changed
    }
}

/// A block as large as it was asked for: all of it is charged, and it is freed with just this size.
fn exactly(block: NonNull<[u8]>, layout: Layout) -> NonNull<[u8]> {
    NonNull::slice_from_raw_parts(block.cast(), layout.size())
}

// SAFETY: blocks are those of `inner`, which is an allocator, and keep its guarantees: they stay valid as long as `inner`
// or a clone of it lives, which is part of `self` and of every clone of `self`; moving `self` moves `inner`, which leaves
// them valid. A slice is only ever shortened to the size that was asked for, which fits the block.
unsafe impl<C: BudgetedCrate, const N: usize, A: Allocator> Allocator for BudgetedAlloc<'_, C, N, A> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.charged(layout, || self.inner.allocate(layout))
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.charged(layout, || self.inner.allocate_zeroed(layout))
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        #[cfg(feature = "memory-debug")]
        if layout.size() > 0 {
            self.memory.debugging.table().remove_key(block.addr().get());
        }
        // SAFETY: the caller promises that the block is one of this allocator's, thus of `inner`'s, and that the layout
        // fits it.
        unsafe { self.inner.deallocate(block, layout) };
        self.returned(layout.size());
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `deallocate`; that the new size is not smaller is promised too.
        self.grown((block, old), new, || unsafe { self.inner.grow(block, old, new) })
    }

    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // Not with the `grow_zeroed` of `inner`: it may leave bytes as they are that the block had beyond its old size, of
        // which nobody was told.
        // SAFETY: as for `grow`.
        let grown = unsafe { self.grow(block, old, new) }?;
        // SAFETY: the block has `new.size()` bytes, which is promised to be no less than `old.size()`.
        unsafe { grown.cast::<u8>().add(old.size()).write_bytes(0, new.size() - old.size()) };
        Ok(grown)
    }

    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as for `deallocate`; that the new size is not larger is promised too.
        let shrunk = self.recorded((block, old), new, || unsafe { self.inner.shrink(block, old, new) })?;
        if new.size() == 0 {
            self.returned(old.size());
        } else {
            self.memory.shrink(self.crate_id, old.size() - new.size());
        }
        Ok(shrunk)
    }
}

impl<C: BudgetedCrate, const N: usize, A: Clone> Clone for BudgetedAlloc<'_, C, N, A> {
    fn clone(&self) -> Self {
        BudgetedAlloc { inner: self.inner.clone(), ..*self }
    }
}

impl<C: BudgetedCrate, const N: usize, A> fmt::Debug for BudgetedAlloc<'_, C, N, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BudgetedAlloc").field("crate_id", &self.crate_id).finish_non_exhaustive()
    }
}
