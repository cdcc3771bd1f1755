//! Memory budgets for safety-critical Rust: one file, checked while the program compiles.
//!
//! [`#[memory_budgets]`](memory_budgets) on a module reads `memory_budget.toml`, the manifests and the environment, checks
//! every budget, and generates the enum `CrateId`, the array `CRATE_BUDGETS` and the constants that code works with.
//! A budget that breaks a rule does not compile.
//!
//! ```
//! #[memory_budgets::memory_budgets(toml = r#"
//!     "wrt-runtime" = "32MB"
//!     total_budget = "128MB"
//! "#)]
//! pub mod budgets {}
//!
//! use budgets::{CRATE_BUDGETS, CrateId};
//!
//! assert_eq!(CRATE_BUDGETS[CrateId::Runtime as usize], 32 * 1024 * 1024);
//! assert_eq!(CrateId::Runtime.name(), "wrt-runtime");
//! memory_budgets::assert_budget!(CrateId::Runtime, 64 * 1024);
//! ```
//!
//! Without `toml` the configuration is the nearest `memory_budget.toml` from the package's folder up to the workspace
//! root, and without one the preset `wrt`. A file that first appears after a build that found none is not noticed by
//! itself: the compiler watches only what was read. Touch a source file then, or name the file in
//! `[package.metadata.memory_validation]`, whose manifest is watched.
//!
//! The crate is `no_std`, needs no allocator and has no run-time cost: everything it generates is a constant.
//!
//! # At run time
//!
//! [`Ledger`] is a ledger of what each crate uses, for whoever constructs one: see there; the generated module has its type as
//! `MemorySystem`. Targets without compare-and-swap (thumbv6m, riscv32imc) have it with the feature `portable-atomic` only. The
//! features:
//!
//! - `memory-monitoring`: the generated module gets the program's ledger, `memory_monitor::memory_system()`, and its report,
//!   `memory_monitor::get_usage_report()`.
//! - `budget-tracking`: a hook is called when a crate reaches a threshold of its budget or is refused a charge; the program's
//!   ledger warns at 80 %, or at as many as the attribute's `threshold` says.
//! - `memory-debug`: the ledger keeps records of live charges with their call sites, and finds leaks and usage patterns; the
//!   program's ledger has room for 512, or for as many as the attribute's `records` says.
//! - `allocator-api2`: `BudgetedAlloc` charges a crate for what a collection allocates; it needs `alloc`.
//! - `global-allocator`: `BudgetedGlobalAlloc` charges every heap allocation to the crate whose `scope` is running, over the
//!   system's allocator or any other; a `scope_future` is entered at each poll. Where there is no operating system
//!   (`target_os = "none"`) it needs no `std`, and the scope is one word; a `ScopeStorage` has words for cores or tasks.
//! - `serde`: the reports implement `Serialize`.
//! - `log`: `log_warning` is a hook that writes warnings to `log`.
//! - `defmt`: `defmt_warning` is a hook that writes warnings to `defmt`.
//! - `portable-atomic`: the ledger takes its atomics from the crate of this name.
//! - `packed-ledger`: the counters of all crates stand side by side, where memory is scarcer than time. Otherwise they begin on
//!   cache lines of their own: a crate takes 128 bytes on 64-bit targets, and 64 on 32-bit targets with an operating system. On
//!   those without one they stand side by side by default: these have no cache to share.

#![no_std]
// On docs.rs, which builds with nightly: what needs a feature says so.
#![cfg_attr(
    docsrs,
    feature(doc_cfg),
    doc(auto_cfg(hide(loom, test, target_has_atomic = "ptr", feature = "portable-atomic")))
)]
#![cfg_attr(not(any(feature = "allocator-api2", feature = "global-allocator")), forbid(unsafe_code))]
#![deny(unsafe_code)]

#[cfg(all(
    not(any(target_has_atomic = "ptr", feature = "portable-atomic")),
    any(feature = "memory-monitoring", feature = "allocator-api2", feature = "global-allocator")
))]
compile_error!(
    "this target has no compare-and-swap, which the ledger counts with: enable the feature `portable-atomic` too"
);

#[doc(hidden)]
pub mod __private;
mod crates;
#[doc(hidden)]
mod generated;
#[cfg(any(target_has_atomic = "ptr", feature = "portable-atomic"))]
mod ledger;
mod message;

pub use crates::{BudgetedCrate, UnknownCrate, UnknownProfile};
#[cfg(any(target_has_atomic = "ptr", feature = "portable-atomic"))]
pub use ledger::*;
/// Checks while compiling that an amount of bytes fits a crate's budget.
///
/// It can stand wherever an item can, in any crate that sees the enum. Where it fails it says by how much, and where the budget
/// comes from. It does not add up: two amounts that fit one by one may be more than the budget together.
///
/// ```
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::CrateId;
/// const BUFFERS: usize = 16;
/// memory_budgets::assert_budget!(CrateId::Component, BUFFERS * 64 * 1024);
/// ```
///
/// ```compile_fail
/// # #[memory_budgets::memory_budgets(toml = "")]
/// # pub mod budgets {}
/// # use budgets::CrateId;
/// memory_budgets::assert_budget!(CrateId::Component, 64 * 1024 * 1024); // the budget is 12MB
/// ```
pub use memory_budgets_macros::assert_budget;
pub use memory_budgets_macros::memory_budgets;
