//! A text that values come from, and where in it they stand.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::printable::{is_visible, stand_in, visible};
use crate::work;

/// How much of a long line a snippet shows, in characters.
const WIDTH: usize = 120;
/// Every so many bytes the characters before are known, so that no column of a long line is counted from its start.
const STRIDE: usize = 1024;

/// What a text is to the configuration; findings are shown in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The manifest of a package.
    Package,
    /// The manifest of the workspace.
    Workspace,
    /// The configuration itself.
    Configuration,
    /// A linker script, a region of which is a limit.
    Script,
}

/// A file or an inline text.
#[derive(Debug)]
pub struct Source {
    /// How messages call it: the path relative to the workspace root.
    pub name: String,
    pub(crate) role: Role,
    file: Option<PathBuf>,
    text: String,
    line_starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STRIDE`].
    strides: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: String, role: Role, text: String) -> Self {
        let mut line_starts = vec![0];
        let mut strides = Vec::new();
        let mut characters = 0;
        for (i, &byte) in text.as_bytes().iter().enumerate() {
            if i % STRIDE == 0 {
                strides.push(characters);
            }
            characters += usize::from(begins(byte));
            if byte == b'\n' {
                line_starts.push(i + 1);
            }
        }
        let name = if name.chars().all(is_visible) { name } else { visible(&name) };
        Source { name, role, file: None, text, line_starts, strides }
    }

    /// The same text, of the file at `path`.
    pub(crate) fn at(mut self, path: &Path) -> Self {
        self.file = Some(path.to_owned());
        self
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the file lies; `None` for an inline text.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The line that holds a byte offset, counted from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// The column of a byte offset, in characters from 1. As in an editor, a byte order mark is none.
    #[must_use]
    pub fn column(&self, offset: usize) -> usize {
        let start = self.line_span(offset).start;
        self.characters_before(offset.max(start)) - self.characters_before(start) + 1
    }

    /// The text of the line that holds a byte offset, without its end and without a byte order mark.
    #[must_use]
    pub fn line_text(&self, offset: usize) -> &str {
        self.text.get(self.line_span(offset)).unwrap_or_default()
    }

    fn line_span(&self, offset: usize) -> Range<usize> {
        let line = self.line(offset);
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let full = self.text.get(start..end).unwrap_or_default().trim_end_matches('\r');
        let marks = full.len() - full.trim_start_matches('\u{feff}').len();
        start + marks..start + full.len()
    }

    /// `memory_budget.toml:3:17`, columns counted in characters from 1.
    #[must_use]
    pub fn position(&self, offset: usize) -> String {
        format!("{}:{}:{}", self.name, self.line(offset), self.column(offset))
    }

    /// The position with the line it is in, and carets under the span, as the compiler prints one.
    #[must_use]
    pub fn snippet(&self, span: &Range<usize>) -> String {
        let line = self.line_span(span.start);
        let shown = self.text.get(line.clone()).unwrap_or_default();
        let from = span.start.saturating_sub(line.start).min(shown.len());
        let to = span.end.saturating_sub(line.start).clamp(from, shown.len());
        let number = self.line(span.start).to_string();
        let margin = format!("{:1$}", "", number.len());

        // All that is looked at is what is shown of the line, whose length may be that of the file.
        let before = shown.get(..from).unwrap_or_default();
        let mut window = from;
        for (near, (start, _)) in before.char_indices().rev().enumerate() {
            if near == WIDTH / 3 {
                break;
            }
            window = start;
        }
        let mut code = String::new();
        let mut carets = String::new();
        if window > 0 {
            code.push_str("...");
            carets.push_str("   ");
        }
        let mut rest = shown.get(window..).unwrap_or_default().char_indices();
        for _ in 0..WIDTH {
            work::steps(1);
            // One caret stands for an empty span, at the line's end too.
            let (at, c) = match rest.next() {
                Some((at, c)) => (window + at, c),
                None => (shown.len(), ' '),
            };
            let caret = if at >= from && at < to.max(from + 1) { '^' } else { ' ' };
            if let Some(printed) = stand_in(c) {
                code.push_str(printed);
                for _ in printed.chars() {
                    carets.push(caret);
                }
            } else {
                code.push(c);
                carets.push(caret);
            }
            if at == shown.len() {
                break;
            }
        }
        if rest.next().is_some() {
            code.push_str("...");
        }
        format!(
            "{margin}--> {}\n{margin} |\n{number} | {}\n{margin} | {}",
            self.position(span.start),
            code.trim_end(),
            carets.trim_end()
        )
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        work::steps(STRIDE);
        let stride = (offset / STRIDE).min(self.strides.len().saturating_sub(1));
        let known = self.strides.get(stride).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        let mut characters = known;
        for &byte in rest {
            characters += usize::from(begins(byte));
        }
        characters
    }
}

/// Whether a byte begins a character.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::{Role, Source};

    fn source(text: &str) -> Source {
        Source::new("memory_budget.toml".to_owned(), Role::Configuration, text.to_owned())
    }

    #[test]
    fn points_into_the_file() {
        let text = "# one\n\n\"wrt-runtime\" = \"2MB\"\n";
        assert_eq!(
            source(text).snippet(&(23..28)),
            " --> memory_budget.toml:3:17\n  |\n3 | \"wrt-runtime\" = \"2MB\"\n  |                 ^^^^^"
        );
    }

    #[test]
    fn survives_marks_tabs_and_carriage_returns() {
        let text = "\u{feff}a\t= \"é\u{7}\"\r\nb";
        assert_eq!(
            source(text).snippet(&(7..12)),
            " --> memory_budget.toml:1:5\n  |\n1 | a    = \"é\u{fffd}\"\n  |        ^^^^"
        );
        assert_eq!(source(text).position(14), "memory_budget.toml:2:1");
        assert_eq!(source("").snippet(&(0..0)), " --> memory_budget.toml:1:1\n  |\n1 | \n  | ^");
        assert_eq!(source("ab").snippet(&(2..2)), " --> memory_budget.toml:1:3\n  |\n1 | ab\n  |   ^");
    }

    /// However long the line, a column is the number of characters before it.
    #[test]
    fn counts_columns_of_any_line() {
        let text = format!("\u{feff}{}\n{}", "aé€😀".repeat(700), "é".repeat(3000));
        let source = source(&text);
        let (mut line, mut column) = (1, 0);
        for (offset, c) in text.char_indices() {
            column += usize::from(c != '\u{feff}');
            assert_eq!((source.line(offset), source.column(offset)), (line, column.max(1)), "{offset}");
            if c == '\n' {
                (line, column) = (line + 1, 0);
            }
        }
        assert_eq!(source.column(text.len()), 3001);
    }

    #[test]
    fn shows_a_window_of_a_long_line() {
        let text = format!("{}x = 1{}", " ".repeat(500), "y".repeat(5000));
        let snippet = source(&text).snippet(&(504..505));
        assert!(snippet.lines().all(|line| line.chars().count() < 140), "{snippet}");
        assert!(snippet.contains("memory_budget.toml:1:505"), "{snippet}");
    }
    #[test]
    fn a_long_line_costs_no_more_than_a_short_one() {
        let steps = |text: &str| {
            let source = source(text);
            crate::work::during(|| {
                for i in 0..1000 {
                    let _ = source.snippet(&(i * text.len() / 1000..i * text.len() / 1000 + 9));
                }
            })
        };
        let (short, long) = (steps(&"é = 1, ".repeat(1000)), steps(&"é = 1, ".repeat(100_000)));
        assert!(long <= short + short / 10, "{short} {long}");
    }
}
