//! Collections that charge a crate.
#![cfg(feature = "allocator-api2")]

use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use bumpalo::Bump;
use hashbrown::HashMap;
use memory_budgets::BudgetedAlloc;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = '1KB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};

fn ledger() -> MemorySystem {
    MemorySystem::new(TOTAL_MEMORY_BUDGET).expect("they fit")
}

fn state(memory: &MemorySystem) -> (usize, usize, usize) {
    let usage = memory.usage(CrateId::App);
    (usage.used, usage.live, usage.refused)
}

#[test]
fn a_vector() {
    let memory = ledger();
    let alloc = BudgetedAlloc::new(&memory, CrateId::App);
    let mut values: Vec<u32, _> = Vec::new_in(alloc);
    assert_eq!(state(&memory), (0, 0, 0));
    for i in 0..1000 {
        values.push(i);
        assert_eq!(state(&memory), (values.capacity() * 4, 1, 0), "however often it has moved");
    }
    values.truncate(10);
    values.shrink_to_fit();
    assert_eq!(state(&memory), (40, 1, 0));
    let copy = values.clone();
    assert_eq!(state(&memory), (80, 2, 0));
    assert!(values.try_reserve_exact(16 * 1024).is_err(), "64KB and more");
    assert_eq!(state(&memory), (80, 2, 1));
    assert!(values.iter().copied().eq(0..10) && copy == values);
    drop((values, copy));
    assert_eq!(state(&memory), (0, 0, 1));
    // A block of no bytes is no charge: not every collection returns it.
    let mut emptied: Vec<u8, _> = Vec::with_capacity_in(10, BudgetedAlloc::new(&memory, CrateId::App));
    emptied.shrink_to_fit();
    assert_eq!(state(&memory), (0, 0, 1));
    emptied.push(1);
    assert_eq!(state(&memory), (emptied.capacity(), 1, 1));
}

#[test]
fn a_box_and_zeros() {
    let memory = ledger();
    let boxed = Box::new_in([7u8; 100], BudgetedAlloc::new(&memory, CrateId::App));
    let zeros: Box<[std::mem::MaybeUninit<u64>], _> =
        Box::new_zeroed_slice_in(50, BudgetedAlloc::new(&memory, CrateId::App));
    assert_eq!(state(&memory), (500, 2, 0));
    assert!(Box::try_new_in([0u8; 2000], BudgetedAlloc::new(&memory, CrateId::Net)).is_err());
    assert_eq!(memory.usage(CrateId::Net).refused, 1);
    drop((boxed, zeros));
    assert_eq!(state(&memory), (0, 0, 0));
    assert_eq!(format!("{:?}", BudgetedAlloc::new(&memory, CrateId::Net)), "BudgetedAlloc { crate_id: Net, .. }");
    let nothing = Box::new_in((), BudgetedAlloc::new(&memory, CrateId::App));
    drop(nothing);
    assert_eq!(state(&memory), (0, 0, 0));
}

#[test]
fn a_hash_map() {
    let memory = ledger();
    let mut map: HashMap<u32, u64, _, _> = HashMap::new_in(BudgetedAlloc::new(&memory, CrateId::App));
    for i in 0..500 {
        map.insert(i, u64::from(i) * 3);
    }
    let (used, live, _) = state(&memory);
    assert!(used >= 500 * 12 && live == 1, "{used} {live}");
    assert!(map.try_reserve(1 << 20).is_err());
    assert_eq!(state(&memory), (used, 1, 1));
    assert!((0..500).all(|i| map[&i] == u64::from(i) * 3));
    drop(map);
    assert_eq!(state(&memory), (0, 0, 1));
}

/// Collections in an arena: what they take is charged, and where it lies is the arena's.
#[test]
fn an_arena() {
    let memory = ledger();
    let bump = Bump::new();
    let mut values = Vec::new_in(BudgetedAlloc::new_in(&memory, CrateId::App, &bump));
    values.extend(0..100u16);
    assert_eq!(state(&memory).0, values.capacity() * 2);
    assert!(bump.allocated_bytes() >= 200);
    drop(values);
    assert_eq!(state(&memory), (0, 0, 0));
}

/// What the inner allocator refuses is not charged.
#[test]
fn an_arena_that_is_full() {
    let memory = ledger();
    let bump = Bump::new();
    bump.set_allocation_limit(Some(1000));
    let alloc = BudgetedAlloc::new_in(&memory, CrateId::App, &bump);
    assert!(Vec::<u8, _>::new_in(alloc.clone()).try_reserve_exact(32 * 1024).is_err());
    assert_eq!(state(&memory), (0, 0, 0), "the budget would have held it");
    let mut values: Vec<u8, _> = Vec::with_capacity_in(100, alloc);
    assert!(values.try_reserve_exact(32 * 1024).is_err());
    assert_eq!(state(&memory), (100, 1, 0));
    drop(values);
    assert_eq!(state(&memory), (0, 0, 0));
}

/// What a hook panics out of has not happened: neither a first block, nor one that grows.
#[cfg(feature = "budget-tracking")]
#[test]
fn a_hook_that_panics() {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    static PANIC: memory_budgets::Hook<CrateId> = |_| resume_unwind(std::boxed::Box::new("a hook that panics"));
    let memory = ledger();
    memory.set_hook(&PANIC).expect("the first one");
    let mut values: Vec<u8, _> = Vec::new_in(BudgetedAlloc::new(&memory, CrateId::App));
    assert!(catch_unwind(AssertUnwindSafe(|| values.reserve_exact(60 * 1024))).is_err());
    assert_eq!(state(&memory), (0, 0, 0));
    values.extend_from_slice(&[7; 1000]);
    let before = state(&memory);
    for _ in 0..2 {
        assert!(catch_unwind(AssertUnwindSafe(|| values.reserve_exact(60 * 1024))).is_err());
        assert!(state(&memory) == before && values.iter().all(|value| *value == 7) && values.len() == 1000);
    }
    drop(values);
    assert_eq!(state(&memory).0, 0);
}

/// A block that found no room in the table is not taken for bytes that somebody keeps.
#[cfg(feature = "memory-debug")]
#[test]
fn a_block_without_a_record() {
    static RECORDS: memory_budgets::Records<1> = memory_budgets::Records::new();
    let memory = ledger().with_records(&RECORDS);
    let kept = memory.charge(CrateId::App, 10).expect("it fits").keep();
    let block: Vec<u8, _> = Vec::with_capacity_in(100, BudgetedAlloc::new(&memory, CrateId::App));
    memory.release(CrateId::App, 4).expect("kept");
    let leaks = || memory.leaks().iter().map(|leak| leak.bytes).collect::<std::vec::Vec<_>>();
    assert_eq!((leaks(), memory.leaks().untracked()), (std::vec![6], 1));
    drop(block);
    assert_eq!(leaks(), [6]);
    memory.release(CrateId::App, kept - 4).expect("kept");
    assert!(memory.leaks().is_empty());
}

#[cfg(feature = "memory-debug")]
#[test]
fn requests_of_collections() {
    let memory = ledger();
    let mut values: Vec<u8, _> = Vec::with_capacity_in(8, BudgetedAlloc::new(&memory, CrateId::App));
    values.reserve_exact(40_000);
    assert!(values.try_reserve_exact(100_000).is_err());
    values.shrink_to(10);
    let patterns = memory.usage_patterns();
    let (_, pattern) = patterns.iter().next().expect("a row for each crate");
    let histogram = pattern.histogram().map(|bucket| (bucket.smallest, bucket.charges)).collect::<std::vec::Vec<_>>();
    assert_eq!((pattern.largest, histogram), (40_000, std::vec![(8, 1), (32_768, 1)]));
}

#[cfg(feature = "memory-debug")]
#[test]
fn leaks_of_collections() {
    static RECORDS: memory_budgets::Records<16> = memory_budgets::Records::new();
    let memory = ledger().with_records(&RECORDS);
    let alloc = BudgetedAlloc::new(&memory, CrateId::App);
    let line = line!() - 1;
    let mut first: Vec<u8, _> = Vec::with_capacity_in(100, alloc.clone());
    let second: Vec<u8, _> = Vec::with_capacity_in(100, alloc);
    let leaks = || memory.leaks().iter().map(|leak| (leak.sequence, leak.bytes)).collect::<std::vec::Vec<_>>();
    assert_eq!(leaks(), [(1, 100), (2, 100)]);
    first.reserve_exact(300);
    assert_eq!(leaks(), [(1, 300), (2, 100)], "it has moved, and is the same charge");
    assert_eq!(memory.leaks().iter().next().and_then(|leak| leak.location).map(std::panic::Location::line), Some(line));
    drop(second);
    assert_eq!(leaks(), [(1, 300)]);
    first.shrink_to(0);
    drop(first);
    assert!(memory.leaks().is_empty());
}
