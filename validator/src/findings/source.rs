//! A text that values come from, and where in it they stand.

use std::ops::Range;

use crate::work;

/// How much of a long line a snippet shows, in characters.
const WIDTH: usize = 120;
/// How much of it stands before the span.
const BEFORE: usize = WIDTH / 3;
/// How much of a text from outside a message shows, in characters.
const PIECE: usize = 200;
/// Every so many bytes the characters up to there are noted, so that a column in a long line is found without counting it.
const BLOCK: usize = 256;

/// A file or an inline text.
#[derive(Debug)]
pub struct Source {
    /// How messages call it: the path relative to the workspace root.
    pub name: String,
    /// Manifests come before the configuration in the order of findings.
    pub(crate) rank: u8,
    text: String,
    line_starts: Vec<usize>,
    /// How many characters begin before each block.
    counted: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: String, rank: u8, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let mut counted = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            counted.push(counted[counted.len() - 1] + characters(block));
        }
        Source { name: visible(&name), rank, text, line_starts, counted }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The line that holds a byte offset, counted from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// Where the text of a line begins and ends, without the byte order mark, which editors do not count.
    fn bounds(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        let mark = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
        let end = end - usize::from(text.len() > mark && text.ends_with('\r'));
        start + mark..end
    }

    /// The text of the line that holds a byte offset.
    pub(crate) fn line_text(&self, offset: usize) -> &str {
        &self.text[self.bounds(self.line(offset))]
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / BLOCK;
        work::steps(BLOCK);
        self.counted[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// `memory_budget.toml:3:17`, columns counted in characters from 1.
    #[must_use]
    pub fn position(&self, offset: usize) -> String {
        let line = self.line(offset);
        let start = self.bounds(line).start;
        let column = self.characters_before(offset).saturating_sub(self.characters_before(start)) + 1;
        format!("{}:{line}:{column}", self.name)
    }

    /// The position with the line it is in, and carets under the span, as the compiler prints one.
    #[must_use]
    pub fn snippet(&self, span: &Range<usize>) -> String {
        let line = self.line(span.start);
        let bounds = self.bounds(line);
        let shown = &self.text[bounds.clone()];
        let mut from = span.start.saturating_sub(bounds.start).min(shown.len());
        while !shown.is_char_boundary(from) {
            from -= 1;
        }
        let to = (from + span.len()).min(shown.len()).max(from + 1);
        // The window begins a few characters before the span; to look further would cost as much as the line is long.
        let window = shown[..from].char_indices().rev().take(BEFORE).last().map_or(from, |(i, _)| i);
        let mut code = String::new();
        let mut carets = String::new();
        if window > 0 {
            code.push_str("...");
            carets.push_str("   ");
        }
        let mut letters = shown[window..].char_indices().map(|(i, c)| (window + i, c));
        // Where the span is the end of the line, the caret stands behind it.
        let beyond = (shown.len()..).map(|i| (i, ' '));
        for (i, c) in letters.by_ref().chain(beyond).take(WIDTH) {
            work::steps(1);
            let printed = stand_in(c);
            code.push_str(printed.unwrap_or(c.encode_utf8(&mut [0; 4])));
            let columns = printed.map_or(1, |text| text.chars().count());
            let mark = if (from..to).contains(&i) { '^' } else { ' ' };
            carets.extend(std::iter::repeat_n(mark, columns));
        }
        if letters.next().is_some() {
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

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// What stands for a character that would disturb the message: a tab, a control character, a change of direction, and
/// what is not seen at all.
fn stand_in(c: char) -> Option<&'static str> {
    match c {
        '\t' => Some("    "),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some("\u{fffd}"),
        c if c.is_control() => Some("\u{fffd}"),
        _ => None,
    }
}

/// Whether a character is seen as it is: not white space but a blank, not a control character, not a change of direction.
pub(crate) fn is_visible(c: char) -> bool {
    stand_in(c).is_none()
}

/// A path or the like as a message shows it, at its full length: on one line, and nothing invisible.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|c| if is_visible(c) { c } else { '\u{fffd}' }).collect()
}

/// A text from outside as a message shows it: on one line, nothing invisible, and not at any length.
pub(crate) fn printable(text: &str) -> String {
    match text.char_indices().nth(PIECE) {
        Some((end, _)) => visible(&text[..end]) + "...",
        None => visible(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, printable, visible};

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

    #[test]
    fn columns_are_those_of_counting() {
        let text = format!("\u{feff}{}\r\n{}\n", "aé€😀".repeat(300), "é".repeat(700));
        let source = source(&text);
        let mut expected = (1, 1);
        for (i, c) in text.char_indices().skip(1) {
            let (line, column) = expected;
            assert_eq!(source.position(i), format!("memory_budget.toml:{line}:{column}"));
            expected = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(source.position(0), "memory_budget.toml:1:1");
    }

    #[test]
    fn what_comes_from_outside_is_short_and_visible() {
        assert_eq!(
            printable("a\u{1b}[31m\u{202e}b\u{200b}\n\u{61c}c\t"),
            "a\u{fffd}[31m\u{fffd}b\u{fffd}\u{fffd}\u{fffd}c\u{fffd}"
        );
        assert_eq!(printable(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(printable(&"\u{1b}".repeat(201)), "\u{fffd}".repeat(200) + "...");
        assert_eq!(visible(&"a\u{9b}".repeat(300)), "a\u{fffd}".repeat(300));
    }
}
