//! The loop of allocations with the system allocator; prints the seconds that one of them takes.

mod heap;
use heap::work;

#[global_allocator]
static HEAP: std::alloc::System = std::alloc::System;

fn main() {
    println!("{}", work());
}
