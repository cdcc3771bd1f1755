//! Allocators that charge what they allocate. The one module with `unsafe`: the traits of allocators are.

#![allow(unsafe_code, reason = "allocators are unsafe to implement and to call")]

#[cfg(feature = "global-allocator")]
mod books;
#[cfg(feature = "allocator-api2")]
mod budgeted;
#[cfg(all(test, not(loom), feature = "allocator-api2"))]
mod contract;
#[cfg(feature = "global-allocator")]
mod future;
#[cfg(feature = "global-allocator")]
mod global;
#[cfg(feature = "global-allocator")]
mod outside;
#[cfg(feature = "global-allocator")]
mod owner;
#[cfg(feature = "global-allocator")]
mod scope;

#[cfg(feature = "allocator-api2")]
pub use budgeted::BudgetedAlloc;
#[cfg(feature = "global-allocator")]
pub use future::{ScopedFuture, scope_future};
#[cfg(feature = "global-allocator")]
pub use global::BudgetedGlobalAlloc;
#[cfg(all(feature = "global-allocator", not(target_os = "none")))]
pub use scope::ThreadStorage;
#[cfg(feature = "global-allocator")]
pub use scope::{DefaultStorage, ProgramStorage, ScopeStorage, ScopeWord, scope};
