//! Text from outside, made harmless for the place where it goes.

use std::borrow::Cow;

/// Whether a character has no look of its own but changes that of others: a control character, a change of direction,
/// something invisible.
pub(crate) fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// For a terminal: lines stay lines, a tab becomes four blanks, and all else that disturbs is shown as `\u{fffd}`.
pub(crate) fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && disturbs(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            c if disturbs(c) => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// On one line.
pub(crate) fn line(text: &str) -> String {
    terminal(text).replace('\n', " ")
}

/// For the text and the quoted attributes of HTML and SVG.
pub(crate) fn markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in terminal(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no such characters at all.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// For a Markdown table's cell: no mark-up, no mention of anybody, no link, no new column.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' | '%' | '^' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // GitHub and GitLab make people, issues and addresses of these wherever they stand in a text; a comment ends the text.
            '@' | '#' | ':' | '.' => {
                escaped.push(c);
                escaped.push_str("<!-- -->");
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// As code in a Markdown table's cell.
pub(crate) fn markdown_code(text: &str) -> String {
    format!("<code>{}</code>", markup(&line(text)).replace('|', "&#124;").replace('`', "&#96;"))
}

/// For the message of a workflow command of GitHub.
pub(crate) fn workflow_message(text: &str) -> String {
    terminal(text).replace('%', "%25").replace('\n', "%0A")
}

/// For a property of a workflow command of GitHub.
pub(crate) fn workflow_property(text: &str) -> String {
    workflow_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{markdown, markdown_code, markup, terminal, workflow_message, workflow_property};

    const HOSTILE: &str = "\u{1b}[2J\u{202e}a\tb\r\n<script>&'\"|`::error::%0A,@all #1 https://x\u{7f}\u{9b}\u{200b}";

    #[test]
    fn a_terminal_stays_as_it_is() {
        assert_eq!(terminal("plain é\nline"), "plain é\nline");
        let shown = terminal(HOSTILE);
        assert!(
            !shown.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}' || c == '\u{200b}')),
            "{shown:?}"
        );
        assert!(shown.contains("a    b"));
    }

    #[test]
    fn markup_holds_no_markup() {
        let shown = markup(HOSTILE);
        assert!(!shown.contains(['<', '>', '"', '\'', '\u{1b}', '\u{202e}']), "{shown:?}");
        assert!(shown.contains("&lt;script&gt;&amp;&#39;&quot;"));
    }

    #[test]
    fn markdown_has_one_cell_and_no_mentions() {
        let shown = markdown(HOSTILE);
        assert!(!shown.contains('\n') && !shown.contains("<script") && !shown.contains("@all"), "{shown:?}");
        assert!(shown.contains("\\|") && shown.contains("\\`") && !shown.contains("://"), "{shown:?}");
        assert!(!markdown_code(HOSTILE).contains(['\n', '|', '`']));
    }

    #[test]
    fn a_workflow_command_stays_one() {
        assert!(!workflow_message(HOSTILE).contains(['\n', '\r', '\u{1b}']));
        assert!(workflow_message("100%\n").ends_with("100%25%0A"));
        assert!(!workflow_property(HOSTILE).contains([':', ',', '\n']));
    }
}
