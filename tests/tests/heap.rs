//! The program's allocator where the compiler sees the whole program at once.

use std::fs;

use memory_budgets_tests::sandbox::Sandbox;

/// Blocks that never leave the function that makes them: the compiler knows all that happens to their bytes.
const PROGRAM: &str = r#"
use std::alloc::System;
use std::hint::black_box;

use memory_budgets::{BudgetedGlobalAlloc, scope};

#[memory_budgets::memory_budgets(toml = "", env = false)]
mod budgets {}
use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);

#[inline(never)]
fn boxed(number: usize) -> usize {
    let mut block = Box::new([number; 7]);
    block[number % 7] += 3;
    block.iter().sum()
}

#[inline(never)]
fn zeros(number: usize) -> usize {
    let mut block = vec![0usize; 9];
    block[number % 9] += 3;
    block.iter().sum()
}

#[inline(never)]
fn growing(number: usize) -> usize {
    let mut block = Vec::with_capacity(2);
    for i in 0..number {
        block.push(i ^ number);
    }
    block.shrink_to_fit();
    block.iter().sum()
}

fn main() {
    scope(CrateId::Runtime, || {
        for number in 0..100 {
            black_box(boxed(black_box(number)) + zeros(black_box(number)) + growing(black_box(number)));
        }
    });
    let usage = MEMORY.usage(CrateId::Runtime);
    println!("{} {} {}", usage.used, usage.live, usage.refused);
}
"#;

#[test]
fn every_block_is_returned_with_link_time_optimisation() {
    let sandbox = Sandbox::new("link-time-optimisation");
    let manifest = fs::read_to_string(sandbox.path("app/Cargo.toml")).expect("written");
    sandbox.write("app/Cargo.toml", &manifest.replace(" }\n", ", features = [\"global-allocator\"] }\n"));
    sandbox.write("app/src/main.rs", PROGRAM);
    for lto in ["profile.release.lto = false", "profile.release.lto = 'thin'", "profile.release.lto = 'fat'"] {
        let run = sandbox.cargo_in("app", &["run", "--release", "--config", lto]);
        assert!(run.success, "{}", run.stderr);
        assert_eq!(run.stdout.trim(), "0 0 0", "{lto}");
    }
}
