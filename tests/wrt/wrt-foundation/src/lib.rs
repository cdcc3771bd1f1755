//! The memory system: the one place where the budgets are read. Everything else takes them from here.

#![no_std]
#![forbid(unsafe_code)]

#[memory_budgets::memory_budgets]
pub mod budgets {}

pub use budgets::*;
pub use memory_budgets::{assert_budget, BudgetExceeded, TotalExceeded};
