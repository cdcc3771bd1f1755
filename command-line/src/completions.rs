//! `completions`: what a shell needs to complete this program's arguments.

use clap_complete::Shell;

use crate::Status;
use crate::args::{CompletionsOptions, program};
use crate::console::Console;
use crate::fault::Fault;

const NAME: &str = "cargo-memory-budget";

pub(crate) fn completions(options: &CompletionsOptions, console: &Console) -> Result<Status, Fault> {
    let script = match options.shell {
        // clap_complete (clap's issue 6421) loses the subcommands of a program with a hyphen, so that it is given one without.
        Shell::Bash => {
            let plain = NAME.replace('-', "_");
            script(Shell::Bash, &plain).replace(&format!(" {plain}\n"), &format!(" {NAME}\n"))
        }
        shell => script(shell, NAME),
    };
    console.deliver(&script, None)?;
    Ok(Status::Fine)
}

fn script(shell: Shell, name: &str) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program().bin_name(name), name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
