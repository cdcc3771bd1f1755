//! Where a value came from.

use std::ops::Range;
use std::rc::Rc;

use crate::findings::source::{Source, printable, visible};

/// Where a value came from; every resolved value carries one.
#[derive(Clone, Debug)]
pub enum Origin {
    /// The built-in preset.
    Preset,
    /// An argument of the attribute.
    Attribute,
    /// The build script.
    BuildScript,
    /// A span of bytes in a file or an inline text.
    Text {
        /// The text.
        source: Rc<Source>,
        /// Which of its bytes.
        span: Range<usize>,
    },
    /// The environment variable of this name.
    Variable(String),
    /// A file as a whole, by the path that messages show.
    File(String),
}

impl Origin {
    /// In one word: `memory_budget.toml:3`, `WRT_RUNTIME_BUDGET`, `preset`.
    #[must_use]
    pub fn short(&self) -> String {
        match self {
            Origin::Preset => "preset".to_owned(),
            Origin::Attribute => "attribute".to_owned(),
            Origin::BuildScript => "build script".to_owned(),
            Origin::Text { source, span } => format!("{}:{}", source.name, source.line(span.start)),
            Origin::Variable(name) => printable(name),
            Origin::File(path) => visible(path),
        }
    }

    /// What an editor can go to: `memory_budget.toml:3:17`; for what is no text, as in [`short`](Self::short), and nothing
    /// for the attribute and the build script.
    #[must_use]
    pub fn position(&self) -> String {
        match self {
            Origin::Text { source, span } => source.position(span.start),
            Origin::Attribute | Origin::BuildScript => String::new(),
            other => other.short(),
        }
    }

    /// As a diagnostic ends: the snippet for a text, one line for the rest.
    #[must_use]
    pub fn context(&self) -> String {
        match self {
            Origin::Preset => "the preset's default".to_owned(),
            Origin::Attribute => "from the attribute's arguments".to_owned(),
            Origin::BuildScript => "from the build script".to_owned(),
            Origin::Text { source, span } => source.snippet(span),
            Origin::Variable(name) => format!("from the environment variable {}", printable(name)),
            Origin::File(path) => format!(" --> {}", visible(path)),
        }
    }

    /// Findings are shown in this order: attribute, manifests, configuration by position, variables by name, the rest.
    pub(crate) fn place(&self) -> Place {
        match self {
            Origin::Attribute | Origin::BuildScript => Place(0, 0, String::new()),
            Origin::Text { source, span } => Place(1 + source.rank, span.start, String::new()),
            Origin::File(path) => Place(1, 0, path.clone()),
            Origin::Variable(name) => Place(5, 0, name.clone()),
            Origin::Preset => Place(6, 0, String::new()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u8, usize, String);
