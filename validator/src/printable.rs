//! Texts from outside as a message shows them.

/// How much of one is shown, in characters.
const PIECE: usize = 200;

/// What stands for a character that would disturb the message: a tab, a control character, a change of direction, and
/// what is not seen at all.
pub(crate) fn stand_in(c: char) -> Option<&'static str> {
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
    let mut visible = String::new();
    for c in text.chars() {
        visible.push(if is_visible(c) { c } else { '\u{fffd}' });
    }
    visible
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
    use super::{printable, visible};

    #[test]
    fn what_comes_from_outside_is_short_and_visible() {
        let hostile = "a\u{1b}[31m\u{202e}b\u{200b}\n\u{61c}c\t";
        assert_eq!(printable(hostile), "a\u{fffd}[31m\u{fffd}b\u{fffd}\u{fffd}\u{fffd}c\u{fffd}");
        assert_eq!(printable(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(printable(&"\u{1b}".repeat(201)), "\u{fffd}".repeat(200) + "...");
        assert_eq!(visible(&"a\u{9b}".repeat(300)), "a\u{fffd}".repeat(300));
    }
}
