//! A change of a text that mends a finding.

use std::ops::Range;
use std::sync::Arc;

use crate::findings::{Origin, Source};

/// A change of a text that does what a finding's solution says.
///
/// It is machine-applicable: with these bytes replaced, and no other, the finding is gone. Whether it is what the author
/// meant is for the author to say: a probable name is a guess, and a text that reads well may break another rule. So a tool
/// offers it, or asks, and validates again.
///
/// A finding whose solution leaves a choice (which of many budgets to reduce) has none.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The text, with the [file](Source::file) that it was read from.
    pub source: Arc<Source>,
    /// Which of its bytes are replaced.
    pub span: Range<usize>,
    /// What takes their place, as TOML: a string comes with its quotes.
    pub replacement: String,
}

impl Edit {
    /// `replacement` in the place of an origin, if that is a text.
    pub(crate) fn replace(origin: &Origin, replacement: String) -> Option<Edit> {
        match origin {
            Origin::Text { source, span } => Some(Edit { source: source.clone(), span: span.clone(), replacement }),
            _ => None,
        }
    }

    /// `replacement` in the place of the one occurrence of `part` in an origin, if that is a text.
    pub(crate) fn replace_part(origin: &Origin, part: &str, replacement: String) -> Option<Edit> {
        let (before, after) = origin.source_text()?.split_once(part)?;
        if after.contains(part) {
            return None;
        }
        let start = before.len();
        let mut edit = Edit::replace(origin, replacement)?;
        edit.span = edit.span.start + start..edit.span.start + start + part.len();
        Some(edit)
    }

    /// The whole text with the change made.
    #[must_use]
    pub fn applied(&self) -> String {
        let text = self.source.text();
        if text.get(self.span.clone()).is_none() {
            return text.to_owned();
        }
        format!("{}{}{}", &text[..self.span.start], self.replacement, &text[self.span.end..])
    }
}
