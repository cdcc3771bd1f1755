//! What could not be done, and how to go on.

use std::fmt::Display;
use std::io;
use std::path::Path;

/// Why a command could not be carried out; it ends with the status 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// In one sentence.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// Whether it is a defect of this program; the status is 101 then.
    pub(crate) is_defect: bool,
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>) -> Fault {
        Fault { what: what.into(), help: None, is_defect: false }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }

    #[cfg(feature = "measure")]
    pub(crate) fn defect(mut self, is_defect: bool) -> Fault {
        self.is_defect = is_defect;
        self
    }

    /// Something about a file did not work.
    pub(crate) fn file(doing: &str, path: &Path, error: &io::Error) -> Fault {
        Fault::new(format!("cannot {doing} {}: {error}", path.display()))
    }
}

/// Puts into words what failed.
pub(crate) fn unable<E: Display>(doing: &str) -> impl Fn(E) -> Fault {
    move |error| Fault::new(format!("cannot {doing}: {error}"))
}
