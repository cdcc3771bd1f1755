//! A heap in a static, and an allocation from it: charged to nobody, by the program's allocator, or by the collection's.

extern crate alloc;

use core::alloc::Layout;
use core::hint::black_box;

use allocator_api2::alloc::{Allocator, Global};
use embedded_alloc::LlffHeap;

#[cfg(not(feature = "global-allocator"))]
#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();
#[cfg(feature = "global-allocator")]
#[global_allocator]
static HEAP: memory_budgets::BudgetedGlobalAlloc<LlffHeap> =
    memory_budgets::BudgetedGlobalAlloc::new(LlffHeap::empty(), &crate::MEMORY);

pub fn init() {
    #[cfg(not(feature = "global-allocator"))]
    let heap = &HEAP;
    #[cfg(feature = "global-allocator")]
    let heap = HEAP.inner();
    static mut ROOM: [u8; 4096] = [0; 4096];
    // SAFETY: it is the first thing that happens, and happens once; nobody else has the room.
    unsafe { heap.init((&raw mut ROOM).addr(), 4096) };
}

pub fn allocate(bytes: usize) {
    #[cfg(not(feature = "allocator-api2"))]
    let allocator = Global;
    #[cfg(feature = "allocator-api2")]
    let allocator = memory_budgets::BudgetedAlloc::new(&crate::MEMORY, black_box(board_budgets::CrateId::Radio));
    #[cfg(not(feature = "global-allocator"))]
    take_and_return(&allocator, bytes);
    #[cfg(feature = "global-allocator")]
    memory_budgets::scope(black_box(board_budgets::CrateId::Radio), || take_and_return(&allocator, bytes));
}

fn take_and_return(allocator: &impl Allocator, bytes: usize) {
    let Ok(layout) = Layout::from_size_align(bytes, 4) else { return };
    if let Ok(block) = allocator.allocate(layout) {
        // SAFETY: it was allocated with this layout, and is used no more.
        unsafe { allocator.deallocate(black_box(block).cast(), layout) };
    }
}
