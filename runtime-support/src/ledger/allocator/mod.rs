//! Allocators that charge what they allocate. The one module with `unsafe`: the traits of allocators are.

#![allow(unsafe_code, reason = "allocators are unsafe to implement and to call")]

#[cfg(feature = "allocator-api2")]
mod budgeted;
#[cfg(all(test, not(loom), feature = "allocator-api2"))]
mod contract;
#[cfg(feature = "global-allocator")]
mod global;

#[cfg(feature = "allocator-api2")]
pub use budgeted::BudgetedAlloc;
#[cfg(feature = "global-allocator")]
pub use global::{BudgetedGlobalAlloc, scope};
