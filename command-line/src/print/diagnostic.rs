//! A finding as the compiler shows its own: title, snippet with carets, the other places, help.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin as Spot, Renderer, Snippet};
use memory_budgets_validator::{Origin, Severity, Source};

use crate::console::Console;
use crate::escape;
use crate::listed::listed;
use crate::survey::{Shared, Survey};

/// How much of a long line is shown on either side of what is marked, in characters.
const AROUND: usize = 60;
/// How far back a line's start is looked for, in bytes: beyond that it is a long one.
const NEAR: usize = 4096;
/// Of more targets than these only the number is named.
const NAMED: usize = 8;

/// Renders a finding; it ends with an empty line.
pub(crate) fn diagnostic(shared: &Shared, survey: &Survey<'_>, console: &Console) -> String {
    let finding = &shared.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        _ => Level::NOTE,
    };
    let title = level.primary_title(escape::line(&shared.title)).id(finding.kind.name());
    let mut group = place(Group::with_title(title), &finding.origin, AnnotationKind::Primary);
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(escape::terminal(note).into_owned()));
    }
    if let Some(targets) = targets(shared, survey) {
        group = group.element(Level::NOTE.message(escape::line(&targets)));
    }
    group = group.element(Level::HELP.message(escape::line(&finding.solution)));
    let mut groups = vec![group];
    for label in &finding.labels {
        let title = Level::NOTE.secondary_title(escape::line(&label.text));
        groups.push(place(Group::with_title(title), &label.origin, AnnotationKind::Context));
    }
    let renderer = Renderer::styled().term_width(console.width.unwrap_or(140).max(20));
    renderer.render(&groups) + "\n\n"
}

/// On which targets it is true, where there are several.
fn targets(shared: &Shared, survey: &Survey<'_>) -> Option<String> {
    let (true_of, all) = (shared.targets.len(), survey.rows.len());
    match true_of {
        _ if all < 2 => None,
        _ if true_of == all => {
            Some(if all == 2 { "on both targets".to_owned() } else { format!("on all {all} targets") })
        }
        _ if true_of > NAMED => {
            let triples = &survey.triples(shared)[..NAMED];
            Some(format!("on {} and {} more", triples.join(", "), true_of - NAMED))
        }
        _ => Some(format!("on {}", listed(&survey.triples(shared)))),
    }
}

/// Shows where something came from.
fn place<'a>(group: Group<'a>, origin: &Origin, kind: AnnotationKind) -> Group<'a> {
    match origin {
        Origin::Text { source, span } => {
            let (line, column) = (source.line(span.start), source.column(span.start));
            let (text, marked) = excerpt(source, span);
            let path = escape::line(&source.name);
            let is_whole = text.get(..marked.start).is_some_and(|before| before.chars().count() + 1 == column);
            let snippet = Snippet::source(text).line_start(line).annotation(kind.span(marked));
            if is_whole {
                return group.element(snippet.path(path));
            }
            // The renderer counts columns in what is shown, which is not all of the line.
            group.element(Spot::path(path).line(line).char_column(column)).element(snippet)
        }
        Origin::Spot { path, line, column } => {
            group.element(Spot::path(escape::line(path)).line(*line).char_column(*column))
        }
        Origin::File(path) => group.element(Spot::path(escape::line(path))),
        Origin::Attribute | Origin::Argument(_) | Origin::BuildScript => group,
        other => group.element(Level::NOTE.message(escape::line(&other.context()))),
    }
}

/// The line where a span begins, or as much of it as is near, and the span in it. Each character stays one.
fn excerpt(source: &Source, span: &Range<usize>) -> (String, Range<usize>) {
    let text = source.text();
    let at =
        |offset: usize| (0..=offset.min(text.len())).rev().find(|&offset| text.is_char_boundary(offset)).unwrap_or(0);
    let start = at(span.start);
    let nearest = at(start.saturating_sub(NEAR));
    let before = &text[nearest..start];
    let (before, cut) = match before.rfind('\n') {
        Some(newline) => (&before[newline + 1..], false),
        None => (before, nearest > 0),
    };
    let before = before.trim_start_matches('\u{feff}');
    let skipped = before.chars().count().saturating_sub(AROUND);
    let rest = text[start..].lines().next().unwrap_or_default();

    let mut shown = String::new();
    if cut || skipped > 0 {
        shown.push_str("...");
    }
    shown.extend(before.chars().skip(skipped).map(visible));
    let from = shown.len();
    // A place without a length is before a character, which is what can be marked.
    let next = rest.chars().next().map_or(0, char::len_utf8);
    let length = at(span.end.max(start)).saturating_sub(start).max(next).min(rest.len());
    let marked = rest.get(..length).unwrap_or_default();
    shown.extend(marked.chars().take(2 * AROUND).map(visible));
    let to = shown.len().max(from + 1);
    let after = &rest[marked.len()..];
    shown.extend(after.chars().take(AROUND).map(visible));
    if after.chars().nth(AROUND).is_some() {
        shown.push_str("...");
    }
    while shown.len() < to {
        shown.push(' ');
    }
    (shown, from..to)
}

/// A tab is left to the renderer; whatever else would disturb the terminal is replaced.
fn visible(c: char) -> char {
    if c != '\t' && escape::disturbs(c) { '\u{fffd}' } else { c }
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::{Origin, Request, validate};

    use super::excerpt;

    fn excerpts(text: &str) -> Vec<(String, String)> {
        let outcome = validate(&Request { inline: Some(text.to_owned()), ..Request::default() });
        let shown = outcome.findings.iter().filter_map(|finding| match &finding.origin {
            Origin::Text { source, span } => {
                let (text, marked) = excerpt(source, span);
                Some((text.clone(), text[marked].to_owned()))
            }
            _ => None,
        });
        shown.collect()
    }

    #[test]
    fn shows_the_line_and_marks_the_place() {
        let marked = |line: &str, place: &str| vec![(line.to_owned(), place.to_owned())];
        assert_eq!(
            excerpts("\u{feff}\"wrt-runtime\" = \"2MB\" # é\r\n"),
            marked("\"wrt-runtime\" = \"2MB\" # é", "\"2MB\"")
        );
        assert_eq!(
            excerpts("# \u{202e}\u{9b}\n\"wrt\u{9b}x\" = 1"),
            marked("\"wrt\u{fffd}x\" = 1", "\"wrt\u{fffd}x\"")
        );
        assert_eq!(excerpts("preset"), marked("preset ", " "));
        // A place between two characters, of which the next one is longer than a byte.
        assert_eq!(excerpts("x é = 1"), marked("x é = 1", "é"));
        assert_eq!(excerpts("total_budget = \"8MB\" – x"), marked("total_budget = \"8MB\" – x", "–"));
    }

    #[test]
    fn shows_a_window_of_a_long_line() {
        let text =
            format!("crates = {{ {} wrt-runtime = {{ budget = '2MB' }} }} # {}", " ".repeat(9000), "é".repeat(9000));
        let shown = excerpts(&text);
        assert_eq!(shown[0].1, "'2MB'");
        assert!(
            shown[0].0.starts_with("...") && shown[0].0.ends_with("...") && shown[0].0.chars().count() < 200,
            "{}",
            shown[0].0
        );
    }
}
