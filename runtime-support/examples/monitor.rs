//! A small workload over several crates and threads, with its accounts: who uses how much, who is warned, who is refused,
//! and what is left at the end.
//!
//! `cargo run --example monitor --features memory-monitoring,budget-tracking,memory-debug,allocator-api2`

use std::thread;

use allocator_api2::vec::Vec;
use memory_budgets::{BudgetedAlloc, Hook};

#[memory_budgets::memory_budgets(
    env = false,
    toml = r#"
    preset = "none"
    total_budget = "1MB"

    [crates.decoder]
    budget = "64KB"
    purpose = "Modules as they are read"

    [crates.runtime]
    budget = "256KB"
    purpose = "Stacks and instances"

    [crates.host]
    budget = "16KB"
    purpose = "Messages of the host"
    "#
)]
mod budgets {}

use budgets::{CrateId, memory_monitor};

/// The largest module, in bytes.
const MODULE: usize = 8 * 1024;
/// An instance's stack, in bytes.
const STACK: usize = 48 * 1024;

static WARN: Hook<CrateId> = |warning| println!("warning: {warning}");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let memory = memory_monitor::memory_system();
    memory.set_hook(&WARN)?;

    println!("Four threads read modules and run them.\n");
    thread::scope(|scope| {
        for seed in 1..=4usize {
            scope.spawn(move || {
                for round in 0..50 {
                    let module = decode(seed * 1000 + round);
                    run(&module);
                }
            });
        }
    });

    println!("The host takes messages until there is no more room.\n");
    let mut messages = std::vec::Vec::new();
    let refused = loop {
        match memory.charge(CrateId::Host, 3 * 1024) {
            Ok(message) => messages.push(message),
            Err(refused) => break refused,
        }
    };
    println!("\nAfter {} messages: {refused}\n", messages.len());
    drop(messages);

    // Kept, and forgotten.
    let _ = memory.charge(CrateId::Runtime, STACK)?.keep();

    println!("{}\n", memory_monitor::get_usage_report());
    println!("{}\n", memory.leaks());
    for (id, pattern) in memory.usage_patterns().iter() {
        let (charges, peak, recommended) = (pattern.charges, pattern.peak, pattern.recommendation() / 1024);
        println!("{id}: {charges} charges, at most {peak} bytes at a time; {recommended}KB would do");
    }
    Ok(())
}

/// Reads a module into a vector that is charged to the decoder.
fn decode(seed: usize) -> Vec<u8, BudgetedAlloc<'static, CrateId, { CrateId::COUNT }>> {
    let mut module = Vec::new_in(BudgetedAlloc::new(memory_monitor::memory_system(), CrateId::Decoder));
    let mut state = seed as u64 | 1;
    for _ in 0..seed % MODULE {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        module.push((state >> 56) as u8);
    }
    module
}

/// Runs a module on a stack that is charged to the runtime.
fn run(module: &[u8]) -> u64 {
    let Ok(_stack) = memory_monitor::memory_system().charge(CrateId::Runtime, STACK) else { return 0 };
    module.iter().fold(0, |sum, byte| sum + u64::from(*byte))
}
