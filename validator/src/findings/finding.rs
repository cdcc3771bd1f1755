//! One finding, and the order of many.

use std::fmt;

use super::{Edit, Kind, Origin, Severity};
use crate::index;

/// One thing that is wrong: data until a front end prints it. `Display` is the whole message, as the attribute shows it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Which kind of thing.
    pub kind: Kind,
    /// An error, a warning outside strict mode, or a note in any.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub title: String,
    /// How to mend it.
    pub solution: String,
    /// What is to blame.
    pub origin: Origin,
    /// Where else what it speaks of came from: the other of two crates, the limit that is broken.
    pub labels: Vec<Label>,
    /// What else there is to know, a paragraph each.
    pub notes: Vec<String>,
    /// The solution as a change of the text, where it is one.
    pub edit: Option<Edit>,
}

/// An origin that a finding speaks of beside its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Label {
    /// What it is: `the maximum`.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
}

impl Finding {
    pub(crate) fn new(kind: Kind, title: String, solution: String, origin: &Origin) -> Self {
        let (severity, origin) = (kind.severity(), origin.clone());
        Finding { kind, severity, title, solution, origin, labels: Vec::new(), notes: Vec::new(), edit: None }
    }

    /// Names another party too.
    pub(crate) fn and(mut self, label: &str, origin: &Origin) -> Self {
        self.labels.push(Label { text: label.to_owned(), origin: origin.clone() });
        self
    }

    pub(crate) fn with_edit(mut self, edit: Option<Edit>) -> Self {
        self.edit = edit;
        self
    }

    /// What an editor can go to: `memory_budget.toml:3:17`, or a variable's name; `None` for the attribute and the build
    /// script.
    #[must_use]
    pub fn position(&self) -> Option<String> {
        self.origin.position()
    }

    /// The file or inline text, as messages call it: its path relative to the workspace root.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.origin.path()
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.origin.line()
    }

    /// The column, in characters from 1; a byte order mark is none.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.origin.column()
    }

    /// The line that [`end_column`](Self::end_column) is in.
    #[must_use]
    pub fn end_line(&self) -> Option<usize> {
        self.origin.end_line()
    }

    /// The column behind the last character, in characters from 1.
    #[must_use]
    pub fn end_column(&self) -> Option<usize> {
        self.origin.end_column()
    }

    /// The text that is to blame.
    #[must_use]
    pub fn source_text(&self) -> Option<&str> {
        self.origin.source_text()
    }

    /// The whole line that it begins in.
    #[must_use]
    pub fn source_line(&self) -> Option<&str> {
        self.origin.source_line()
    }

    /// What is wrong, the solution and the position, for tools that take a line.
    #[cfg(feature = "build-script")]
    pub(crate) fn in_a_line(&self) -> String {
        let place = self.position().map(|position| format!(" ({position})")).unwrap_or_default();
        format!("{}. Solution: {}{place}", self.title, self.solution)
    }
}

/// The whole message: what is wrong, the solution, the origins. Where the attribute itself is to blame, the compiler shows it.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\nSolution: {}", self.title, self.solution)?;
        if !matches!(self.origin, Origin::Attribute | Origin::Argument(_)) {
            write!(f, "\n\n{}", self.origin.context())?;
        }
        for note in &self.notes {
            write!(f, "\n\n{note}")?;
        }
        for label in &self.labels {
            write!(f, "\n\n{}", label.origin.labelled(&label.text))?;
        }
        Ok(())
    }
}

/// Puts findings in the order of their sources, and makes errors of the warnings in strict mode.
pub(crate) fn settle(mut findings: Vec<Finding>, strict: bool) -> Vec<Finding> {
    let order = index::sorted(findings.len(), &mut |a, b| findings[a].origin.place().cmp(&findings[b].origin.place()));
    let mut places = vec![0; order.len()];
    for (place, &i) in order.iter().enumerate() {
        places[i] = place;
    }
    for i in 0..places.len() {
        // Each swap puts one in its place.
        while places[i] != i {
            let place = places[i];
            findings.swap(i, place);
            places.swap(i, place);
        }
    }
    if strict {
        make_errors(&mut findings);
    }
    findings
}

/// Keeps those that are to be kept.
pub(crate) fn retain(findings: &mut Vec<Finding>, keep: &mut dyn FnMut(&Finding) -> bool) {
    findings.retain(|finding| keep(finding));
}

/// What strict mode does to warnings.
pub(crate) fn make_errors(findings: &mut [Finding]) {
    for finding in findings {
        if finding.severity != Severity::Note {
            finding.severity = Severity::Error;
        }
    }
}
