//! Why a program cannot be measured.

use std::fmt;

/// Why a program cannot be measured. A program that is not measured has not passed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MeasureError {
    /// The file cannot be read.
    Unreadable(String),
    /// It is a program of a kind that is not read yet: Mach-O, PE, WebAssembly.
    NotSupported(&'static str),
    /// It is no program.
    NotAProgram(String),
    /// It is a program whose contents contradict each other.
    Malformed(String),
    /// It has no symbols, so that nobody can say whose its bytes are.
    Stripped,
    /// A part of its memory is in no section.
    NoSection(String),
    /// It is for another architecture than the one asked for.
    Architecture {
        /// The one asked for.
        wanted: String,
        /// The program's.
        found: String,
    },
    /// A file beside the program, such as the linker's map, is not what it is said to be.
    Beside(String),
    /// The rows of a section do not come to its size: a defect of ours.
    Defect(String),
}

impl MeasureError {
    /// Whether this is a defect of ours, and nothing that is wrong with the program.
    #[must_use]
    pub fn is_defect(&self) -> bool {
        matches!(self, MeasureError::Defect(_))
    }
}

impl fmt::Display for MeasureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MeasureError::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            MeasureError::NotSupported(kind) => {
                write!(f, "it is {kind}, which is not supported yet: ELF programs are")
            }
            MeasureError::NotAProgram(what) => write!(f, "it is {what}, and no program"),
            MeasureError::Malformed(what) => write!(f, "its contents contradict each other: {what}"),
            MeasureError::Stripped => write!(
                f,
                "it has no symbols, so that nobody can say whose its bytes are; measure it before it is stripped \
                 (`strip = false` and no `-C strip` in the profile)"
            ),
            MeasureError::NoSection(what) => write!(f, "a part of its memory is in no section: {what}"),
            MeasureError::Architecture { wanted, found } => {
                write!(f, "it is a program for {found}, and {wanted} was asked for")
            }
            MeasureError::Beside(what) => f.write_str(what),
            MeasureError::Defect(what) => {
                write!(f, "{what}; this is a defect of cargo-memory-budget, please report it with the program")
            }
        }
    }
}

impl std::error::Error for MeasureError {}

pub(super) fn malformed(error: object::read::Error) -> MeasureError {
    MeasureError::Malformed(error.to_string())
}
