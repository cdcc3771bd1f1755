//! The loop of allocations with cap; prints the seconds that one of them takes.

mod heap;
use heap::work;

#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

fn main() {
    println!("{}", work());
}
