//! A text that values come from, and where in it they stand.

use std::ops::Range;

/// How much of a long line a snippet shows, in characters.
const WIDTH: usize = 120;

/// A file or an inline text.
#[derive(Debug)]
pub struct Source {
    /// How messages call it: the path relative to the workspace root.
    pub name: String,
    /// Manifests come before the configuration in the order of findings.
    pub(crate) rank: u8,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: String, rank: u8, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Source { name, rank, text, line_starts }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The line that holds a byte offset, counted from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// The text of the line that holds a byte offset.
    pub(crate) fn line_text(&self, offset: usize) -> &str {
        self.text
            .get(self.line_starts[self.line(offset) - 1]..)
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default()
    }

    /// `memory_budget.toml:3:17`, columns counted in characters from 1.
    #[must_use]
    pub fn position(&self, offset: usize) -> String {
        let line = self.line(offset);
        let before = self.text.get(self.line_starts[line - 1]..offset).unwrap_or_default();
        // An editor does not count a byte order mark.
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        format!("{}:{line}:{column}", self.name)
    }

    /// The position with the line it is in, and carets under the span, as the compiler prints one.
    #[must_use]
    pub fn snippet(&self, span: &Range<usize>) -> String {
        let line = self.line(span.start);
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let full = self.text.get(start..end).unwrap_or_default().trim_end_matches('\r');
        let (shown, mut from) = (full.trim_start_matches('\u{feff}'), span.start.saturating_sub(start));
        from = from.saturating_sub(full.len() - shown.len()).min(shown.len());
        let length = span.len().min(shown.len() - from);

        let before = shown.get(..from).unwrap_or_default().chars().count();
        let marked = shown.get(from..from + length).map_or(1, |text| text.chars().count().max(1));
        let skipped = before.saturating_sub(WIDTH / 3);
        let mut code = String::new();
        let mut carets = String::new();
        if skipped > 0 {
            code.push_str("...");
            carets.push_str("   ");
        }
        for (i, c) in shown.chars().chain(std::iter::repeat(' ')).enumerate().skip(skipped).take(WIDTH) {
            let in_span = (before..before + marked).contains(&i);
            let printed = visible(c);
            code.push_str(printed.unwrap_or(c.encode_utf8(&mut [0; 4])));
            let columns = printed.map_or(1, |text| text.chars().count());
            carets.extend(std::iter::repeat_n(if in_span { '^' } else { ' ' }, columns));
        }
        if shown.chars().count() > skipped + WIDTH {
            code.push_str("...");
        }
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        format!(
            "{margin}--> {}\n{margin} |\n{number} | {}\n{margin} | {}",
            self.position(span.start),
            code.trim_end(),
            carets.trim_end()
        )
    }
}

/// What stands for a character that would disturb the message: a tab, a control character, a change of direction.
fn visible(c: char) -> Option<&'static str> {
    match c {
        '\t' => Some("    "),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => Some("\u{fffd}"),
        c if c.is_control() => Some("\u{fffd}"),
        _ => None,
    }
}

/// A text from outside as a message shows it: on one line, nothing invisible, and not at any length.
pub(crate) fn printable(text: &str) -> String {
    let mut printable: String =
        text.chars().take(WIDTH).map(|c| if visible(c).is_some() { '\u{fffd}' } else { c }).collect();
    if printable.len() < text.len() {
        printable.push_str("...");
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn source(text: &str) -> Source {
        Source::new("memory_budget.toml".to_owned(), 1, text.to_owned())
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

    #[test]
    fn shows_a_window_of_a_long_line() {
        let text = format!("{}x = 1{}", " ".repeat(500), "y".repeat(5000));
        let snippet = source(&text).snippet(&(504..505));
        assert!(snippet.lines().all(|line| line.chars().count() < 140), "{snippet}");
        assert!(snippet.contains("memory_budget.toml:1:505"), "{snippet}");
    }
}
