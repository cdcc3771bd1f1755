//! What is kept of each finding.

use memory_budgets_validator::Kind;

/// A kind of finding, and what it means.
pub(super) type Entry = (Kind, Meaning);

/// What a finding means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// In a sentence or two.
    pub(crate) what: &'static str,
    /// How to mend it.
    pub(crate) mend: &'static str,
    /// Something that shows it.
    pub(crate) example: Example,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    /// A `memory_budget.toml`.
    File(&'static str),
    /// Variables of the environment, in a shell.
    Shell(&'static str),
    /// Rust, with the attribute.
    Rust(&'static str),
    /// A manifest.
    Manifest(&'static str),
    /// What has no short one.
    None,
}

/// An entry.
pub(super) const fn meaning(kind: Kind, what: &'static str, mend: &'static str, example: Example) -> Entry {
    (kind, Meaning { what, mend, example })
}

impl Example {
    /// The example, and what it is.
    pub(crate) fn text(self) -> Option<(&'static str, &'static str)> {
        match self {
            Example::File(text) => Some(("memory_budget.toml", text)),
            Example::Shell(text) => Some(("the environment", text)),
            Example::Rust(text) => Some(("src/lib.rs", text)),
            Example::Manifest(text) => Some(("Cargo.toml", text)),
            Example::None => None,
        }
    }

    /// The language of a code block.
    pub(crate) fn language(self) -> &'static str {
        match self {
            Example::File(_) | Example::Manifest(_) => "toml",
            Example::Shell(_) => "sh",
            Example::Rust(_) => "rust",
            Example::None => "",
        }
    }
}
