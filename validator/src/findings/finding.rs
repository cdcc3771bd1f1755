//! One finding, and the order of many.

use std::fmt;

use super::origin::{Origin, Place};
use super::{Kind, Severity};
use crate::index;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind of thing.
    pub kind: Kind,
    /// An error, or a warning outside strict mode.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub title: String,
    /// How to mend it.
    pub solution: String,
    /// The origins of what it speaks of, as printed; empty where the attribute itself is the place.
    pub context: String,
    /// The position that it points at: `memory_budget.toml:3:17`, a variable, or nothing.
    pub position: String,
    place: Place,
    variable: Option<String>,
}

impl Finding {
    pub(crate) fn new(kind: Kind, title: String, solution: String, origin: &Origin) -> Self {
        let context = match origin {
            Origin::Attribute => String::new(),
            origin => origin.context(),
        };
        let variable = match origin {
            Origin::Variable(name) if kind == Kind::UnknownVariable => Some(name.clone()),
            _ => None,
        };
        let (position, place) = (origin.position(), origin.place());
        Finding { kind, severity: kind.severity(), title, solution, context, position, place, variable }
    }

    /// The variable that an `unknown-variable` is about: the warning goes when it does.
    pub(crate) fn unknown_variable(&self) -> Option<String> {
        self.variable.clone()
    }

    /// What is wrong, the solution and the position, for tools that take a line.
    #[cfg(feature = "build-script")]
    pub(crate) fn in_a_line(&self) -> String {
        let place = if self.position.is_empty() { String::new() } else { format!(" ({})", self.position) };
        format!("{}. Solution: {}{place}", self.title, self.solution)
    }

    /// Names the other party too.
    pub(crate) fn and(mut self, label: &str, other: &Origin) -> Self {
        self.context.push_str(&second_party(label, other));
        self
    }
}

/// How a context goes on with a second origin.
pub(crate) fn second_party(label: &str, origin: &Origin) -> String {
    match origin {
        Origin::Text { .. } | Origin::File(_) => format!("\n\n{label}:\n{}", origin.context()),
        _ => format!("\n\n{label}: {}", origin.context()),
    }
}

/// The whole message: what is wrong, the solution, the origins.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\nSolution: {}", self.title, self.solution)?;
        if !self.context.is_empty() {
            write!(f, "\n\n{}", self.context)?;
        }
        Ok(())
    }
}

/// Puts findings in the order of their sources, and makes errors of the warnings in strict mode.
pub(crate) fn settle(findings: &[Finding], strict: bool) -> Vec<Finding> {
    let order = index::sorted(findings.len(), &mut |a, b| findings[a].place.cmp(&findings[b].place));
    let mut settled: Vec<Finding> = order.into_iter().map(|i| findings[i].clone()).collect();
    if strict {
        make_errors(&mut settled);
    }
    settled
}

/// What strict mode does to warnings.
pub(crate) fn make_errors(findings: &mut [Finding]) {
    for finding in findings {
        finding.severity = Severity::Error;
    }
}
