//! Annotations of a workflow on GitHub.

use std::fmt::Write as _;

use crate::escape::{workflow_message, workflow_property};
use crate::listed::listed;
use crate::place::{Paths, locations};
use crate::print::json::severity;
use crate::survey::Survey;
use crate::workspace::Workspace;

/// A workflow command for every finding.
pub(crate) fn github(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let paths = Paths::of(&workspace.root);
    let mut text = String::new();
    for survey in surveys {
        for shared in &survey.findings {
            let finding = &shared.finding;
            let mut properties = Vec::new();
            if let Some(location) = locations(finding).first() {
                properties.push(format!("file={}", workflow_property(&paths.path(location))));
                if let Some(span) = location.span {
                    properties.push(format!("line={},endLine={}", span.line, span.end_line));
                    if span.line == span.end_line {
                        // The end is behind the last character here, and that character there.
                        let end = span.end_column.saturating_sub(1).max(span.column);
                        properties.push(format!("col={},endColumn={end}", span.column));
                    }
                }
            }
            properties.push(format!("title={}", workflow_property(finding.kind.name())));
            let mut message = format!("{}\nSolution: {}", shared.title, finding.solution);
            if survey.rows.len() > 1 {
                let _ = write!(message, "\nOn {}", listed(&survey.triples(shared)));
            }
            let level = match severity(finding.severity) {
                "note" => "notice",
                level => level,
            };
            let _ = writeln!(text, "::{level} {}::{}", properties.join(","), workflow_message(&message));
        }
    }
    text
}
