//! The loop of allocations with peakmem-alloc; prints the seconds that one of them takes.

mod heap;
use heap::work;

#[global_allocator]
static HEAP: &peakmem_alloc::PeakMemAlloc<std::alloc::System> = &peakmem_alloc::INSTRUMENTED_SYSTEM;

fn main() {
    println!("{}", work());
}
