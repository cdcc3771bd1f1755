//! `completions`: what a shell needs to complete this program's arguments.

use crate::Status;
use crate::args::{CompletionsOptions, program};
use crate::console::Console;
use crate::fault::Fault;

pub(crate) fn completions(options: &CompletionsOptions, console: &Console) -> Result<Status, Fault> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program(), "cargo-memory-budget", &mut script);
    console.deliver(&String::from_utf8_lossy(&script), None)?;
    Ok(Status::Fine)
}
