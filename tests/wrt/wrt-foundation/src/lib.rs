//! The memory system: the one place where the budgets are read. Everything else takes them from here.

#![no_std]
#![forbid(unsafe_code)]

#[wrt_memory_budgets::memory_budgets]
pub mod budgets {}

pub use budgets::*;
pub use wrt_memory_budgets::{assert_budget, BudgetExceeded, TotalExceeded};
