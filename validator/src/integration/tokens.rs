//! Rust as far as the integration check reads it: words, signs and texts. Comments are left out, and so are lifetimes.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A name, a keyword or a number.
    Word,
    /// One character.
    Sign,
    /// What stands between quotes, as it is written.
    Text,
}

/// A token of Rust.
#[derive(Clone, Copy, Debug)]
pub struct Token<'s> {
    /// What it is.
    pub form: Form,
    /// Its text, without the quotes around one.
    pub text: &'s str,
    /// Its first byte in the source.
    pub start: usize,
}

impl Token<'_> {
    /// Whether it is this one.
    #[must_use]
    pub fn is(&self, form: Form, text: &str) -> bool {
        self.form == form && self.text == text
    }
}

/// Reads a source.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let start = source.len() - rest.len();
        if let Some(skipped) = comment(rest) {
            rest = skipped;
        } else if let Some((text, after)) = literal(rest) {
            tokens.push(Token { form: Form::Text, text, start });
            rest = after;
        } else if c == '\'' {
            let (_, after) = word(&rest[1..]);
            rest = after;
        } else if is_of_word(c) {
            let raw = rest.strip_prefix("r#").filter(|raw| raw.starts_with(is_of_word));
            let (text, after) = word(raw.unwrap_or(rest));
            tokens.push(Token { form: Form::Word, text, start });
            rest = after;
        } else {
            let (text, after) = rest.split_at(c.len_utf8());
            if !c.is_whitespace() {
                tokens.push(Token { form: Form::Sign, text, start });
            }
            rest = after;
        }
    }
    tokens
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()))
}

/// What follows a comment.
fn comment(rest: &str) -> Option<&str> {
    if rest.starts_with("//") {
        return Some(rest.split_once('\n').map_or("", |(_, after)| after));
    }
    let mut inner = rest.strip_prefix("/*")?;
    let mut depth = 1;
    while depth > 0 {
        let Some(end) = inner.find(['/', '*']) else { return Some("") };
        inner = &inner[end..];
        let (change, length) = match inner.get(..2) {
            Some("/*") => (1, 2),
            Some("*/") => (-1, 2),
            _ => (0, 1),
        };
        depth += change;
        inner = &inner[length..];
    }
    Some(inner)
}

/// A text or a character, and what follows it; `None` for a lifetime.
fn literal(rest: &str) -> Option<(&str, &str)> {
    if let Some(raw) = ["r", "br", "cr"].into_iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        let inner = raw.trim_start_matches('#');
        let closing = format!("\"{}", &raw[..raw.len() - inner.len()]);
        if let Some(text) = inner.strip_prefix('"') {
            return Some(text.split_once(&closing).unwrap_or((text, "")));
        }
    }
    for (prefix, quote) in [("", '"'), ("b", '"'), ("c", '"'), ("", '\''), ("b", '\'')] {
        let Some(inner) = rest.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(quote)) else { continue };
        let mut chars = inner.char_indices();
        if quote == '\'' && !inner.starts_with('\\') {
            // One character and the other quote, or else a lifetime.
            chars.next()?;
            return match chars.next()? {
                (end, '\'') => Some((&inner[..end], &inner[end + 1..])),
                _ => None,
            };
        }
        while let Some((i, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                return Some((&inner[..i], &inner[i + 1..]));
            }
        }
        return Some((inner, ""));
    }
    None
}
