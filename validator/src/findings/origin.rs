//! Where a value came from.

use std::ops::Range;
use std::sync::Arc;

use crate::findings::source::{Role, Source};
use crate::printable::{printable, visible};

/// Where a value came from; every resolved value carries one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Origin {
    /// The built-in preset.
    Preset,
    /// The attribute.
    Attribute,
    /// An argument of the attribute, by its name: `config_file`, `toml`, `profile`.
    Argument(&'static str),
    /// The build script.
    BuildScript,
    /// A span of bytes in a file or an inline text.
    Text {
        /// The text.
        source: Arc<Source>,
        /// Which of its bytes.
        span: Range<usize>,
    },
    /// The environment variable of this name.
    Variable(String),
    /// A file as a whole, by the path that messages show.
    File(String),
    /// A place in a file that cannot be shown as a text.
    Spot {
        /// The path that messages show.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// The column, in characters from 1.
        column: usize,
    },
}

impl Origin {
    /// In one word: `memory_budget.toml:3`, `WRT_RUNTIME_BUDGET`, `preset`.
    #[must_use]
    pub fn short(&self) -> String {
        match self {
            Origin::Preset => "preset".to_owned(),
            Origin::Attribute | Origin::Argument(_) => "attribute".to_owned(),
            Origin::BuildScript => "build script".to_owned(),
            Origin::Text { source, span } => format!("{}:{}", source.name, source.line(span.start)),
            Origin::Variable(name) => printable(name),
            Origin::File(path) => visible(path),
            Origin::Spot { path, line, .. } => format!("{}:{line}", visible(path)),
        }
    }

    /// What an editor can go to: `memory_budget.toml:3:17`; for what is no text, as in [`short`](Self::short), and `None`
    /// for the attribute and the build script.
    #[must_use]
    pub fn position(&self) -> Option<String> {
        match self {
            Origin::Text { source, span } => Some(source.position(span.start)),
            Origin::Spot { path, line, column } => Some(format!("{}:{line}:{column}", visible(path))),
            Origin::Attribute | Origin::Argument(_) | Origin::BuildScript => None,
            Origin::Preset | Origin::Variable(_) | Origin::File(_) => Some(self.short()),
        }
    }

    /// As a diagnostic ends: the snippet for a text, one line for the rest.
    #[must_use]
    pub fn context(&self) -> String {
        match self {
            Origin::Preset => "the preset's default".to_owned(),
            Origin::Attribute | Origin::Argument(_) => "from the attribute's arguments".to_owned(),
            Origin::BuildScript => "from the build script".to_owned(),
            Origin::Text { source, span } => source.snippet(span),
            Origin::Variable(name) => format!("from the environment variable {}", printable(name)),
            Origin::File(path) => format!(" --> {}", visible(path)),
            Origin::Spot { path, line, column } => format!(" --> {}:{line}:{column}", visible(path)),
        }
    }

    /// How a diagnostic goes on with an origin that is not its own, under a label.
    #[must_use]
    pub fn labelled(&self, label: &str) -> String {
        let separator =
            if matches!(self, Origin::Text { .. } | Origin::File(_) | Origin::Spot { .. }) { "\n" } else { " " };
        format!("{label}:{separator}{}", self.context())
    }

    /// The file or inline text, as messages call it: its path relative to the workspace root.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Origin::Text { source, .. } => Some(&source.name),
            Origin::File(path) | Origin::Spot { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Origin::Text { source, span } => Some(source.line(span.start)),
            Origin::Spot { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// The column, in characters from 1; a byte order mark is none.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self {
            Origin::Text { source, span } => Some(source.column(span.start)),
            Origin::Spot { column, .. } => Some(*column),
            _ => None,
        }
    }

    /// The line that [`end_column`](Self::end_column) is in.
    #[must_use]
    pub fn end_line(&self) -> Option<usize> {
        match self {
            Origin::Text { source, span } => Some(source.line(span.end)),
            _ => self.line(),
        }
    }

    /// The column behind the last character, in characters from 1.
    #[must_use]
    pub fn end_column(&self) -> Option<usize> {
        match self {
            Origin::Text { source, span } => Some(source.column(span.end)),
            _ => self.column(),
        }
    }

    /// The text itself.
    #[must_use]
    pub fn source_text(&self) -> Option<&str> {
        match self {
            Origin::Text { source, span } => source.text().get(span.clone()),
            _ => None,
        }
    }

    /// The whole line that it begins in, without its end.
    #[must_use]
    pub fn source_line(&self) -> Option<&str> {
        match self {
            Origin::Text { source, span } => Some(source.line_text(span.start)),
            _ => None,
        }
    }

    /// Findings are shown in this order: attribute, manifests, configuration by position, variables by name, the rest.
    pub(crate) fn place(&self) -> Place<'_> {
        match self {
            Origin::Attribute | Origin::Argument(_) | Origin::BuildScript => Place(Rank::Asked, "", 0),
            Origin::Text { source, span } => Place(Rank::Text(source.role), &source.name, span.start),
            Origin::File(path) | Origin::Spot { path, .. } => Place(Rank::Text(Role::Package), path, 0),
            Origin::Variable(name) => Place(Rank::Variable, name, 0),
            Origin::Preset => Place(Rank::Preset, "", 0),
        }
    }
}

/// Where a finding comes in the order of all: its rank, the path or the name, the offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place<'o>(Rank, &'o str, usize);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The attribute or the build script.
    Asked,
    Text(Role),
    Variable,
    Preset,
}
