//! Text for a terminal: whatever it is made of, nothing in it but our own styles can change the terminal.

use anstyle::{AnsiColor, Style};

use crate::escape;

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RED: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// A text with styles.
#[derive(Debug, Default)]
pub(crate) struct Ink {
    text: String,
}

impl Ink {
    pub(crate) fn new() -> Ink {
        Ink::default()
    }

    pub(crate) fn plain(self, text: &str) -> Ink {
        self.paint(PLAIN, text)
    }

    pub(crate) fn paint(mut self, style: Style, text: &str) -> Ink {
        self.push(style, text);
        self
    }

    pub(crate) fn push(&mut self, style: Style, text: &str) {
        let text = escape::terminal(text);
        if style == PLAIN || text.is_empty() {
            self.text.push_str(&text);
        } else {
            self.text.push_str(&format!("{style}{text}{style:#}"));
        }
    }

    /// Text that has its styles already and is known to be harmless.
    pub(crate) fn push_styled(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
