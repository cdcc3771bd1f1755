//! The contract of `Allocator`, over an inner allocator that makes use of all that it leaves open: blocks come in classes of
//! size, larger than asked for and full of what was there before; blocks of no bytes are blocks too.

extern crate std;

use core::alloc::Layout;
use core::cell::RefCell;
use core::ptr::NonNull;
use std::collections::BTreeMap;
use std::vec::Vec;

use allocator_api2::alloc::{AllocError, Allocator, Global};
use proptest::prelude::*;

use super::BudgetedAlloc;
use crate::BudgetedCrate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Only;

impl BudgetedCrate for Only {
    const COUNT: usize = 1;
    const ALL: &'static [Only] = &[Only];
    const BUDGETS: &'static [usize] = &[1 << 20];

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "only"
    }

    fn budget(self) -> usize {
        1 << 20
    }
}

type Ledger = crate::Ledger<Only, 1>;

/// What a block holds before anybody has written to it.
const DIRT: u8 = 0xAA;

/// An inner allocator whose blocks have sizes of 16, 32, 64, … bytes, and which checks what it is told.
#[derive(Default)]
struct Classes {
    /// The layout that each block was last given out for.
    blocks: RefCell<BTreeMap<usize, Layout>>,
}

fn class(layout: Layout) -> Layout {
    let size = layout.size().max(16).next_power_of_two();
    Layout::from_size_align(size, layout.align()).expect("small")
}

impl Classes {
    fn give(&self, block: NonNull<u8>, layout: Layout) -> NonNull<[u8]> {
        assert!(block.addr().get() % layout.align() == 0);
        assert!(self.blocks.borrow_mut().insert(block.addr().get(), layout).is_none(), "a block of its own");
        NonNull::slice_from_raw_parts(block, class(layout).size())
    }

    /// Takes a block that the layout has to fit; the layout of all of it.
    fn take(&self, block: NonNull<u8>, layout: Layout) -> Layout {
        let given = self.blocks.borrow_mut().remove(&block.addr().get()).expect("a block that is in use");
        assert!(given.align() == layout.align());
        assert!((given.size()..=class(given).size()).contains(&layout.size()));
        class(given)
    }

    fn fresh(&self, layout: Layout, fill: u8) -> Result<NonNull<[u8]>, AllocError> {
        let block = Global.allocate(class(layout))?.cast::<u8>();
        // SAFETY: it is as long as its class.
        unsafe { block.write_bytes(fill, class(layout).size()) };
        Ok(self.give(block, layout))
    }

    /// Another block with the same bytes, or the same one where it is of the right class.
    unsafe fn change(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
        fill: u8,
    ) -> Result<NonNull<[u8]>, AllocError> {
        let whole = self.take(block, old);
        if whole == class(new) {
            return Ok(self.give(block, new));
        }
        let changed = self.fresh(new, fill)?;
        let preserved = whole.size().min(changed.len());
        // SAFETY: both are as long, and the old one is nobody's any more.
        unsafe {
            changed.cast::<u8>().copy_from_nonoverlapping(block, preserved);
            Global.deallocate(block, whole);
        }
        Ok(changed)
    }
}

// SAFETY: blocks are those of `Global`.
unsafe impl Allocator for Classes {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.fresh(layout, DIRT)
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.fresh(layout, 0)
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        let whole = self.take(block, layout);
        // SAFETY: it is one of `Global`'s.
        unsafe { Global.deallocate(block, whole) };
    }

    unsafe fn grow(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as promised.
        unsafe { self.change(block, old, new, DIRT) }
    }

    unsafe fn grow_zeroed(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as promised. Bytes behind the old class are zero, and those within stay as they are.
        unsafe { self.change(block, old, new, 0) }
    }

    unsafe fn shrink(&self, block: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: as promised.
        unsafe { self.change(block, old, new, DIRT) }
    }
}

/// A block in use, and what has been written to it.
struct Block {
    start: NonNull<u8>,
    layout: Layout,
    seed: u8,
}

impl Block {
    /// Checks a block that was given out, and that it begins with what was there; then writes to all of it.
    fn new(given: NonNull<[u8]>, layout: Layout, kept: usize, seed: u8, is_zeroed: bool) -> Block {
        assert_eq!(given.len(), layout.size(), "as large as it is charged");
        let start = given.cast::<u8>();
        assert!(start.addr().get() % layout.align() == 0);
        let block = Block { start, layout, seed };
        for i in 0..if is_zeroed { layout.size() } else { kept } {
            // SAFETY: the block is as long, and this part of it is initialised.
            let byte = unsafe { start.add(i).read() };
            assert_eq!(byte, if i < kept { block.expected(i) } else { 0 }, "byte {i}, of which {kept} are preserved");
        }
        for i in 0..layout.size() {
            // SAFETY: the block is as long.
            unsafe { start.add(i).write(block.expected(i)) };
        }
        block
    }

    #[expect(clippy::cast_possible_truncation, reason = "any pattern does")]
    fn expected(&self, i: usize) -> u8 {
        (i as u8).wrapping_mul(7).wrapping_add(self.seed) | 1
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Allocate { size: usize, align: usize, zeroed: bool },
    Change { index: usize, size: usize, align: usize, zeroed: bool },
    Deallocate { index: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let size = || prop_oneof![Just(0usize), 1..20usize, 0..200usize];
    let align = || (0..7u32).prop_map(|power| 1usize << power);
    let step = prop_oneof![
        (size(), align(), any::<bool>()).prop_map(|(size, align, zeroed)| Step::Allocate { size, align, zeroed }),
        (0..6usize, size(), align(), any::<bool>()).prop_map(|(index, size, align, zeroed)| Step::Change {
            index,
            size,
            align,
            zeroed
        }),
        (0..6usize).prop_map(|index| Step::Deallocate { index }),
    ];
    prop::collection::vec(step, 0..30)
}

fn run<A: Allocator>(memory: &Ledger, alloc: &A, steps: Vec<Step>) {
    let mut blocks: Vec<Block> = Vec::new();
    for (seed, step) in (0u8..).zip(steps) {
        match step {
            Step::Allocate { size, align, zeroed } => {
                let layout = Layout::from_size_align(size, align).expect("small");
                let given = if zeroed { alloc.allocate_zeroed(layout) } else { alloc.allocate(layout) };
                blocks.push(Block::new(given.expect("there is room"), layout, 0, seed, zeroed));
            }
            Step::Change { index, size, align, zeroed } if index < blocks.len() => {
                let Block { start, layout: old, seed } = blocks.swap_remove(index);
                let new = Layout::from_size_align(size, align).expect("small");
                // SAFETY: the block is in use, with this layout.
                let given = unsafe {
                    match (new.size() < old.size(), zeroed) {
                        (true, _) => alloc.shrink(start, old, new),
                        (false, true) => alloc.grow_zeroed(start, old, new),
                        (false, false) => alloc.grow(start, old, new),
                    }
                };
                let kept = old.size().min(size);
                blocks.push(Block::new(given.expect("there is room"), new, kept, seed, zeroed));
            }
            Step::Deallocate { index } if index < blocks.len() => {
                let block = blocks.swap_remove(index);
                // SAFETY: the block is in use, with this layout.
                unsafe { alloc.deallocate(block.start, block.layout) };
            }
            Step::Change { .. } | Step::Deallocate { .. } => {}
        }
        let sizes = || blocks.iter().map(|block| block.layout.size());
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.refused), (sizes().sum(), 0));
        assert_eq!(usage.live, sizes().filter(|size| *size > 0).count());
        #[cfg(feature = "memory-debug")]
        {
            let mut recorded: Vec<usize> = memory.leaks().iter().map(|leak| leak.bytes).collect();
            let mut charged: Vec<usize> = sizes().filter(|size| *size > 0).collect();
            recorded.sort_unstable();
            charged.sort_unstable();
            assert_eq!(recorded, charged);
        }
    }
    for block in blocks {
        // SAFETY: the block is in use, with this layout.
        unsafe { alloc.deallocate(block.start, block.layout) };
    }
    assert_eq!((memory.usage(Only).used, memory.usage(Only).live), (0, 0));
}

fn ledger() -> Ledger {
    let memory = Ledger::new(1 << 20).expect("it fits");
    #[cfg(feature = "memory-debug")]
    let memory = {
        static TABLES: std::sync::Mutex<Vec<&'static crate::Records<32>>> = std::sync::Mutex::new(Vec::new());
        let records = std::boxed::Box::leak(std::boxed::Box::default());
        TABLES.lock().expect("no panic").push(records); // so that no tool takes it for lost
        memory.with_records(records)
    };
    memory
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_with_blocks(steps in steps()) {
        let memory = ledger();
        let classes = Classes::default();
        run(&memory, &BudgetedAlloc::new_in(&memory, Only, &classes), steps.clone());
        assert!(classes.blocks.borrow().is_empty());
        run(&memory, &BudgetedAlloc::new(&memory, Only), steps.clone());
        let arena = bumpalo::Bump::new();
        run(&memory, &BudgetedAlloc::new_in(&memory, Only, &arena), steps);
    }
}

#[test]
fn new_bytes_are_zero() {
    let (memory, classes) = (ledger(), Classes::default());
    let alloc = BudgetedAlloc::new_in(&memory, Only, &classes);
    let [old, new] = [17, 40].map(|size| Layout::from_size_align(size, 1).expect("small"));
    let block = Block::new(alloc.allocate(old).expect("there is room"), old, 0, 1, false);
    // SAFETY: the block is in use, with this layout.
    let grown = unsafe { alloc.grow_zeroed(block.start, old, new) }.expect("there is room");
    let grown = Block::new(grown, new, 17, 1, true);
    // SAFETY: as above.
    unsafe { alloc.deallocate(grown.start, new) };
}

/// An arena of blocks without alignment, in which a block of no bytes is where the next one begins.
#[cfg(feature = "memory-debug")]
struct Arena {
    next: core::cell::Cell<NonNull<u8>>,
}

// SAFETY: no byte is given out twice, and the test asks for less than there is.
#[cfg(feature = "memory-debug")]
unsafe impl Allocator for Arena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = self.next.get();
        // SAFETY: as above.
        self.next.set(unsafe { block.add(layout.size()) });
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

#[cfg(feature = "memory-debug")]
#[test]
fn a_block_of_no_bytes_at_the_address_of_another() {
    let memory = ledger();
    let mut room = [0u8; 64];
    let arena = Arena { next: core::cell::Cell::new(NonNull::from(&mut room).cast()) };
    let alloc = BudgetedAlloc::new_in(&memory, Only, &arena);
    let [some, none] = [10, 0].map(|size| Layout::from_size_align(size, 1).expect("small"));
    let empty = alloc.allocate(none).expect("there is room").cast::<u8>();
    let block = alloc.allocate(some).expect("there is room").cast::<u8>();
    assert_eq!(block, empty);
    // SAFETY: they are in use, with these layouts.
    unsafe {
        let _ = alloc.shrink(empty, none, none).expect("there is room");
        alloc.deallocate(empty, none);
    }
    assert_eq!(memory.leaks().iter().count(), 1);
    // SAFETY: it is in use, with this layout.
    unsafe { alloc.deallocate(block, some) };
    assert!(memory.leaks().is_empty());
}
