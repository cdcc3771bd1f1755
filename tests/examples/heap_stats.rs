//! The loop of allocations with stats_alloc; prints the seconds that one of them takes.

mod heap;
use heap::work;

#[global_allocator]
static HEAP: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

fn main() {
    println!("{}", work());
}
