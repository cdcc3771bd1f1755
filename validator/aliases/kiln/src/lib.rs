//! [`memory_budgets_validator`] under the name that Kiln's build scripts use.

#![forbid(unsafe_code)]

pub use memory_budgets_validator::*;
