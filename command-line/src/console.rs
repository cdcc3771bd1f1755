//! Where output goes: results to standard output or a file, everything else to standard error.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};

use crate::args::{Color, Manner};
use crate::fault::Fault;
use crate::ink::{BOLD, GREEN, Ink, RED, YELLOW};
use crate::replace::replace;

/// The two streams, and what they can show.
#[derive(Debug)]
pub(crate) struct Console {
    out: ColorChoice,
    err: ColorChoice,
    /// How many columns a line may have; `None` where nobody says.
    pub(crate) width: Option<usize>,
    /// Whether somebody looks at the output, and not a program.
    pub(crate) terminal: bool,
    /// Whether colours are asked for where no terminal is.
    always: bool,
    /// The most that is said beside the result: nothing, notes, details.
    level: u8,
}

impl Console {
    pub(crate) fn new(manner: &Manner, variables: &[(OsString, OsString)]) -> Console {
        let color = manner.color.or_else(|| Color::of_environment(variables)).unwrap_or_default();
        let choice = |is_terminal: bool| match color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto if is_terminal && term_is_dumb(variables) => ColorChoice::Never,
            Color::Auto if is_terminal => ColorChoice::Always,
            Color::Auto => ColorChoice::Never,
        };
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let columns = variable(variables, "COLUMNS").and_then(|text| text.parse().ok()).filter(|&columns| columns > 0);
        let measured = || terminal_size::terminal_size().filter(|_| out).map(|(width, _)| width.0.into());
        Console {
            out: choice(out),
            err: choice(err),
            width: columns.or_else(measured),
            terminal: out || color == Color::Always,
            // A variable speaks of streams; a file has colours where somebody says so.
            always: manner.color == Some(Color::Always),
            level: if manner.quiet { 0 } else { 1 + manner.verbose },
        }
    }

    /// Prints a command's result, or writes it into a file.
    pub(crate) fn deliver(&self, text: &str, output: Option<&Path>) -> Result<(), Fault> {
        // Standard output by a name is not to be put in the place of what it leads to.
        let Some(path) = output.filter(|path| *path != Path::new("/dev/stdout")) else {
            let mut stream = AutoStream::new(io::stdout().lock(), self.out);
            let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
            return match written {
                // Whoever reads has seen enough.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                written => written.map_err(|error| Fault::new(format!("cannot write to standard output: {error}"))),
            };
        };
        let plain = strip_str(text).to_string();
        write(path, if self.always { text } else { &plain }).map_err(|error| Fault::file("write", path, &error))
    }

    /// Says something that is worth knowing.
    pub(crate) fn note(&self, text: &str) {
        if self.level >= 1 {
            self.say(Ink::new().paint(BOLD, "note").plain(&format!(": {text}\n")));
        }
    }

    /// Says that something is finished.
    pub(crate) fn done(&self, text: &str) {
        if self.level >= 1 {
            self.say(Ink::new().paint(GREEN, text).plain("\n"));
        }
    }

    /// Says something that ought to be looked at.
    pub(crate) fn warning(&self, text: &str) {
        if self.level >= 1 {
            self.say(Ink::new().paint(YELLOW, "warning").plain(&format!(": {text}\n")));
        }
    }

    /// Says why the status is what it is, however little else is said.
    pub(crate) fn error(&self, text: &str) {
        self.say(Ink::new().paint(RED, "error").plain(&format!(": {text}\n")));
    }

    /// Whether `-v` asks for everything.
    #[cfg(feature = "measure")]
    pub(crate) fn is_verbose(&self) -> bool {
        self.level >= 2
    }

    /// Says with `-v` what is done.
    pub(crate) fn detail(&self, text: &str) {
        if self.level >= 2 {
            self.say(Ink::new().plain(&format!("{text}\n")));
        }
    }

    pub(crate) fn fault(&self, fault: &Fault) {
        let mut ink = Ink::new().paint(RED, "error").plain(&format!(": {}\n", fault.what));
        if let Some(help) = &fault.help {
            ink = ink.paint(BOLD, "help").plain(&format!(": {help}\n"));
        }
        self.say(ink);
    }

    /// Whether a line on standard error may be written over.
    pub(crate) fn shows_progress(&self) -> bool {
        self.level >= 1 && io::stderr().is_terminal()
    }

    fn say(&self, ink: Ink) {
        // Where standard error is closed there is nobody to tell.
        let _ = AutoStream::new(io::stderr().lock(), self.err).write_all(ink.finish().as_bytes());
    }
}

/// Writes a file whole or not at all; what is no regular file (a pipe, a device) is written as it is.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = File::options().write(true).open(path)?;
        return file.write_all(text.as_bytes()).and_then(|()| file.flush());
    }
    replace(path, text)
}

fn variable<'v>(variables: &'v [(OsString, OsString)], name: &str) -> Option<&'v str> {
    variables.iter().find(|(known, _)| known == name)?.1.to_str()
}

fn term_is_dumb(variables: &[(OsString, OsString)]) -> bool {
    variable(variables, "TERM") == Some("dumb")
}

impl Color {
    /// What the environment asks for, where it asks for anything.
    pub(crate) fn of_environment(variables: &[(OsString, OsString)]) -> Option<Color> {
        if variable(variables, "NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Some(Color::Never);
        }
        match variable(variables, "CARGO_TERM_COLOR")? {
            "always" => Some(Color::Always),
            "never" => Some(Color::Never),
            _ => None,
        }
    }
}
