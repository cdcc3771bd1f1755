//! [`memory_budgets_validator`] under the name that WRT's build scripts use.

#![forbid(unsafe_code)]

pub use memory_budgets_validator::*;
