//! `cargo memory-budget`: what `memory_budget.toml` says, checked and shown for every target, without a line of Rust.
//!
//! It is one more front end over `memory-budgets-validator`: the same layers, the same rules, the same words as the
//! attribute and the build script. It is a program first; as a library it exists for its own tests.

mod args;
mod asked;
mod attribute;
mod cargo_config;
mod carriers;
mod changes;
mod check;
mod completions;
mod console;
mod dependencies;
mod diff;
mod edit;
mod escape;
mod explain;
mod fault;
mod features;
mod fit;
mod git;
mod init;
mod ink;
mod layers;
#[cfg(feature = "measure")]
mod linking;
mod listed;
mod manifest;
mod meaning;
#[cfg(feature = "measure")]
pub mod measure;
#[cfg(feature = "measure")]
mod measuring;
mod object;
mod past;
mod place;
mod print;
mod progress;
mod replace;
mod revision;
mod schema;
mod show;
mod subject;
#[cfg(feature = "measure")]
mod suggest;
mod survey;
mod targets;
mod toolchain;
mod unify;
mod workspace;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use crate::args::{Arguments, Command};
use crate::console::Console;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing is wrong, or nothing but warnings.
    Fine,
    /// An error, or something over its budget.
    Wrong,
}

/// Stands in for the linker: does what `argv` asks of it, and fails where the program that was linked is over its budget.
///
/// It is set in one line, `linker = "memory-budget-linker"` under `[target.…]` in Cargo's configuration. The real linker is the one that
/// `MEMORY_BUDGET_LINKER` names, or else the one that rustc would have called; it gets the same arguments. Only programs that Cargo
/// builds are measured: build scripts, procedural macros, libraries and tests are linked as they are.
#[cfg(feature = "measure")]
pub fn link(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    linking::link(arguments)
}

/// Does what the arguments say, those of `argv` with the program's name first.
///
/// The status is 0 where nothing is wrong, 1 where something is, 2 where it could not be done.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let variables: Vec<(OsString, OsString)> = env::vars_os().collect();
    let arguments = match Arguments::read(arguments, &variables) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and the version are no errors. A pipe that is closed is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let console = Console::new(&arguments.manner, &variables);
    let done = match &arguments.command {
        Command::Check(options) => check::check(options, &variables, &console),
        Command::Show(options) => show::show(options, &variables, &console),
        #[cfg(feature = "measure")]
        Command::Measure(options) => measuring::measure(options, &variables, &console),
        #[cfg(feature = "measure")]
        Command::Suggest(options) => suggest::suggest(options, &variables, &console),
        Command::Explain(options) => explain::explain(options, &variables, &console),
        Command::Init(options) => init::init(options, &variables, &console),
        Command::Fit(options) => fit::fit(options, &variables, &console),
        Command::Diff(options) => diff::diff(options, &variables, &console),
        Command::Schema(options) => schema::schema(options, &console),
        Command::Completions(options) => completions::completions(options, &console),
    };
    match done {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Wrong) => ExitCode::FAILURE,
        Err(fault) => {
            console.fault(&fault);
            ExitCode::from(if fault.is_defect { 101 } else { 2 })
        }
    }
}
