//! `memory-budget-linker`: stands in for the linker, and fails where a program is over its budget.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_memory_budget::link(std::env::args_os())
}
