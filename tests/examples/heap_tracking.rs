//! The loop of allocations with tracking-allocator, whose tracker keeps what the others keep: the bytes in use and the
//! peak, for each group. Prints the seconds that it takes.

mod heap;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use heap::work;
use tracking_allocator::{AllocationGroupId, AllocationGroupToken, AllocationRegistry, AllocationTracker, Allocator};

#[global_allocator]
static HEAP: Allocator<std::alloc::System> = Allocator::system();

struct Counting;

static USED: [AtomicUsize; 16] = [const { AtomicUsize::new(0) }; 16];
static PEAK: [AtomicUsize; 16] = [const { AtomicUsize::new(0) }; 16];

impl AllocationTracker for Counting {
    fn allocated(&self, _: usize, bytes: usize, _: usize, group: AllocationGroupId) {
        let group = group.as_usize().get() % USED.len();
        let used = USED[group].fetch_add(bytes, Relaxed) + bytes;
        if used > PEAK[group].load(Relaxed) {
            PEAK[group].fetch_max(used, Relaxed);
        }
    }

    fn deallocated(&self, _: usize, bytes: usize, _: usize, group: AllocationGroupId, _: AllocationGroupId) {
        USED[group.as_usize().get() % USED.len()].fetch_sub(bytes, Relaxed);
    }
}

fn main() {
    let _ = AllocationRegistry::set_global_tracker(Counting);
    AllocationRegistry::enable_tracking();
    let Some(mut token) = AllocationGroupToken::register() else { return };
    let _group = token.enter();
    println!("{}", work());
}
