//! `cargo memory-budget`: the budgets of a workspace, for people and for CI.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_memory_budget::run(env::args_os())
}
