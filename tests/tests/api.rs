//! Every item that the attribute generates, in use.

use memory_budgets::{BudgetedCrate, UnknownCrate, assert_budget};
use memory_budgets_tests::budgets;

const MB: usize = 1024 * 1024;

#[memory_budgets::memory_budgets(
    env = false,
    toml = r#"
    [crates.wrt-wasi]
    budget = "1MB"
    min = "256KB"
    purpose = "WASI host functions"

    [crates.app-core]
    budget = "512 KB"
    variant = "Engine"

    [crates.wrt-host]
    max = "8MB"

    [profile.production]
    total_budget = "96MB"
    "app-core" = 1_000

    [target.'cfg(target_arch = "arm")']
    platform_limit = "96MB"
"#,
    profile = "production"
)]
mod declared {
    //! The module's own documentation stays.

    /// The module's own items stay, and can speak of the generated ones.
    pub(crate) trait Doubled {
        fn doubled(self) -> usize;
    }

    impl Doubled for CrateId {
        fn doubled(self) -> usize {
            self.budget() * 2
        }
    }
}

#[memory_budgets::memory_budgets(
    env = false,
    toml = r#"
    preset = "none"
    total_budget = "1KB"

    [crates.only]
    budget = 1024
"#
)]
pub(crate) mod alone {}

use declared::{CRATE_BUDGETS, CrateId, Doubled as _};

#[test]
fn the_order_is_the_presets_then_the_files() {
    let names: Vec<_> = CrateId::ALL.iter().map(|id| id.name()).collect();
    assert_eq!(names[..2], ["wrt-foundation", "wrt-runtime"]);
    assert_eq!(names[15..], ["wrt-helper", "wrt-wasi", "app-core"]);
    assert_eq!(CrateId::COUNT, 18);
    for (i, id) in CrateId::ALL.into_iter().enumerate() {
        assert_eq!((id as usize, id.index()), (i, i));
        assert_eq!(CrateId::from_index(i), Some(id));
        assert_eq!(CRATE_BUDGETS[i], id.budget());
    }
    assert_eq!(CrateId::from_index(CrateId::COUNT), None);
}

#[test]
fn constants_hold_the_resolved_values() {
    assert_eq!(declared::WASI_BUDGET, MB);
    assert_eq!(declared::ENGINE_BUDGET, 1000, "the profile overrides the file");
    assert_eq!(declared::RUNTIME_BUDGET, 16 * MB);
    assert_eq!(declared::TOTAL_CRATE_BUDGETS, 64 * MB + MB / 2 + MB + 1000);
    assert_eq!(declared::TOTAL_CRATE_BUDGETS, CRATE_BUDGETS.iter().sum());
    assert_eq!(declared::TOTAL_SYSTEM_BUDGET, 96 * MB);
    assert_eq!(declared::TOTAL_MEMORY_BUDGET, declared::TOTAL_SYSTEM_BUDGET);
    assert_eq!(declared::TOTAL_BUDGET_ORIGIN, "inline toml:15");
    assert_eq!((alone::ONLY_BUDGET, alone::CrateId::COUNT), (1024, 1));
}

#[test]
fn methods_are_usable_in_constants() {
    const NAME: &str = CrateId::Engine.name();
    const FITS: bool = CrateId::Wasi.fits(MB) && !CrateId::Wasi.fits(MB + 1);
    const FIRST: Option<CrateId> = CrateId::from_index(0);
    assert_eq!((NAME, FIRST), ("app-core", Some(CrateId::Foundation)));
    const { assert!(FITS) };
    assert_eq!(CrateId::Wasi.purpose(), "WASI host functions");
    assert_eq!(CrateId::Engine.purpose(), "");
    assert_eq!(CrateId::Runtime.purpose(), "Execution engine");
    assert_eq!(CrateId::Engine.origin(), "inline toml:16");
    assert_eq!(CrateId::Runtime.origin(), "preset");
    assert_eq!(CrateId::Wasi.doubled(), 2 * MB);
}

#[test]
fn traits_are_implemented() {
    fn total<C: BudgetedCrate>() -> usize {
        assert_eq!(C::COUNT, C::ALL.len());
        C::ALL.iter().map(|id| id.budget()).sum()
    }
    assert_eq!(total::<CrateId>(), declared::TOTAL_CRATE_BUDGETS);
    assert_eq!(CrateId::Runtime.to_string(), "wrt-runtime");
    assert_eq!(format!("{:>13}|{:?}", CrateId::Runtime, CrateId::Engine), "  wrt-runtime|Engine");
    assert_eq!("app-core".parse(), Ok(CrateId::Engine));
    assert_eq!("Engine".parse::<CrateId>(), Err(UnknownCrate));
    assert!(CrateId::Foundation < CrateId::Runtime);
    let unique: std::collections::HashSet<_> = CrateId::ALL.into_iter().collect();
    assert_eq!(unique.len(), CrateId::COUNT);
    assert_eq!(budgets::CrateId::default(), budgets::CrateId::Foundation);
    assert_eq!(size_of::<CrateId>(), 1);
}

struct Slot {
    of: CrateId,
    used: std::sync::atomic::AtomicUsize,
}

const fn slot(of: CrateId) -> Slot {
    Slot { of, used: std::sync::atomic::AtomicUsize::new(0) }
}

mod elsewhere {
    // Nothing but the macro is in scope here.
    pub(super) static SLOTS: [super::Slot; 18] = super::declared::map_crates!(super::slot);
}

#[test]
fn map_crates_initialises_a_static() {
    assert_eq!(elsewhere::SLOTS.len(), CrateId::COUNT);
    assert!(elsewhere::SLOTS.iter().map(|slot| slot.of).eq(CrateId::ALL));
    assert_eq!(elsewhere::SLOTS[3].used.load(std::sync::atomic::Ordering::Relaxed), 0);
    assert_eq!(alone::map_crates!(|id: alone::CrateId| id.budget()), [1024]);
}

#[memory_budgets::memory_budgets(env = false, config_file = "many_crates.toml")]
mod many {}

#[test]
fn numbers_count_up_from_zero_where_they_are_not_written_out() {
    const LAST: Option<many::CrateId> = many::CrateId::from_index(299);
    assert_eq!((LAST, size_of::<many::CrateId>()), (Some(many::CrateId::C299), 2));
    assert!(many::CrateId::ALL.into_iter().enumerate().all(|(i, id)| id as usize == i && id.budget() == i));
    assert_eq!(format!("{:?} {}", many::CrateId::C256, many::CrateId::C256), "C256 c256");
    let budgets: [usize; 300] = many::map_crates!(many::CrateId::budget);
    assert_eq!(budgets, many::CRATE_BUDGETS);
    assert!(many::MemorySystem::new(many::TOTAL_CRATE_BUDGETS).is_ok());
}

/// One name for one thing, whatever is imported.
mod everything {
    #![allow(unused_imports, reason = "most of it is not needed")]

    use memory_budgets::*;

    use super::alone::*;

    pub(super) static MEMORY: Result<MemorySystem, TotalExceeded> = MemorySystem::new(TOTAL_MEMORY_BUDGET);

    pub(super) fn used(memory: &MemorySystem, id: CrateId) -> Usage {
        memory.usage(id)
    }
}

#[test]
fn both_crates_may_be_imported_whole() {
    let memory = everything::MEMORY.as_ref().expect("it fits");
    assert_eq!(everything::used(memory, alone::CrateId::Only).budget, 1024);
}

#[test]
fn short_names_leave_the_prefix_out() {
    const SHORT: &str = CrateId::Foundation.short_name();
    assert_eq!(
        (SHORT, CrateId::Engine.short_name(), alone::CrateId::Only.short_name()),
        ("foundation", "app-core", "only")
    );
}

assert_budget!(CrateId::Component, 64 * 1024);
// Commas of the amount, and arguments that another macro passes on.
assert_budget!(CrateId::Component, size_of::<std::collections::HashMap<u8, [u8; 16]>>());
macro_rules! fits {
    ($($crate_id:expr => $bytes:expr),*) => { $(assert_budget!($crate_id, $bytes);)* };
}
fits!(CrateId::Wasi => 2 + 2, { alone::CrateId::Only } => 1 << 10);
assert_budget!(memory_budgets_tests::budgets::CrateId::Component, 64 * 1024,);

#[test]
fn the_workspace_file_is_found() {
    assert!(budgets::TOTAL_BUDGET_ORIGIN.starts_with("memory_budget.toml:"), "{}", budgets::TOTAL_BUDGET_ORIGIN);
}
