//! Rust as far as the integration check reads it: words, signs and texts. Comments are left out, and so are lifetimes.

use std::ops::Range;

use crate::work;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The tokens of a source. The first byte decides what one is: this is what looking through large code waits for.
pub(super) struct Tokens<'s> {
    source: &'s str,
    /// The byte that is read next.
    pub(super) at: usize,
}

impl<'s> Tokens<'s> {
    /// Those in a part of a source that neither begins nor ends within one.
    pub(super) fn of(source: &'s str, part: Range<usize>) -> Tokens<'s> {
        Tokens { source: &source[..part.end], at: part.start }
    }

    /// The byte so many bytes further on; 0 behind the last one.
    pub(super) fn byte(&self, by: usize) -> u8 {
        self.source.as_bytes().get(self.at + by).copied().unwrap_or(0)
    }

    fn character(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    /// Ends a token that begins at `start`.
    fn token(&mut self, form: Form, start: usize, end: usize) -> Token<'s> {
        self.at = end;
        Token { form, text: &self.source[start..end], start }
    }

    /// A token with so many bytes before and behind its text, which ends at `end`.
    fn quoted(&mut self, before: usize, end: usize, after: usize) -> Token<'s> {
        let start = self.at;
        let token = self.token(Form::Text, start + before, end);
        self.at = (end + after).min(self.source.len());
        Token { start, ..token }
    }

    pub(super) fn word(&mut self, start: usize) -> Token<'s> {
        let bytes = self.source.as_bytes();
        let mut end = start;
        while let Some(&byte) = bytes.get(end) {
            if byte >= 0x80 {
                let rest = &self.source[end..];
                end = rest.find(|c| !is_of_word(c)).map_or(bytes.len(), |length| end + length);
                break;
            }
            if !is_of_word(byte.into()) {
                break;
            }
            end += 1;
        }
        self.token(Form::Word, start, end)
    }

    /// A word that may begin with the mark of a raw one.
    fn name(&mut self) -> Token<'s> {
        let start = self.at;
        let is_raw = self.source[start..].strip_prefix("r#").is_some_and(|raw| raw.starts_with(is_of_word));
        Token { start, ..self.word(if is_raw { start + 2 } else { start }) }
    }

    /// Skips what stands between two tokens.
    pub(super) fn skip_gap(&mut self) {
        loop {
            work::steps(1);
            match (self.byte(0), self.byte(1)) {
                (b' ' | b'\t'..=b'\r', _) => self.at += 1,
                (b'/', b'/') => self.skip_line(),
                (b'/', b'*') => self.skip_block(),
                (0x80.., _) => match self.character() {
                    Some(c) if c.is_whitespace() => self.at += c.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }

    /// Skips a comment, with those in it.
    fn skip_block(&mut self) {
        let mut depth = 0;
        loop {
            match (self.byte(0), self.byte(1)) {
                (b'/', b'*') => (depth, self.at) = (depth + 1, self.at + 2),
                (b'*', b'/') => (depth, self.at) = (depth - 1, self.at + 2),
                _ => match self.source.as_bytes().get(self.at + 1..) {
                    Some(rest) => {
                        let next = rest.iter().position(|byte| matches!(byte, b'/' | b'*'));
                        self.at += 1 + next.unwrap_or(rest.len());
                    }
                    None => self.at = self.source.len(),
                },
            }
            if depth == 0 || self.at == self.source.len() {
                return;
            }
        }
    }

    /// A text whose quote comes after so many bytes.
    pub(super) fn text(&mut self, before: usize) -> Token<'s> {
        let bytes = self.source.as_bytes();
        let mut end = self.at + before + 1;
        loop {
            match bytes.get(end) {
                Some(b'"') => return self.quoted(before + 1, end, 1),
                // What follows is of the text, and none of its bytes is a quote but the first.
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return self.quoted(before + 1, bytes.len(), 0),
            }
        }
    }

    /// A raw text, whose marks and quote come after so many bytes.
    fn raw(&mut self, before: usize) -> Option<Token<'s>> {
        let marked = &self.source[self.at + before..];
        let inner = marked.trim_start_matches('#');
        let marks = marked.len() - inner.len();
        let inner = inner.strip_prefix('"')?;
        let start = self.source.len() - inner.len();
        let ends = |end: &usize| {
            let behind = &inner.as_bytes()[end + 1..];
            behind.len() >= marks && behind[..marks].iter().all(|&byte| byte == b'#')
        };
        let end = inner.match_indices('"').map(|(end, _)| end).find(ends);
        let before = start - self.at;
        Some(match end {
            Some(end) => self.quoted(before, start + end, marks + 1),
            None => self.quoted(before, self.source.len(), 0),
        })
    }

    /// A character in quotes, the first of which comes after so many bytes; nothing for a lifetime.
    pub(super) fn quote(&mut self, before: usize) -> Option<Token<'s>> {
        let bytes = self.source.as_bytes();
        let start = self.at + before + 1;
        if bytes.get(start) != Some(&b'\\') {
            let end = start + self.source[start..].chars().next()?.len_utf8();
            return (bytes.get(end) == Some(&b'\'')).then(|| self.quoted(before + 1, end, 1));
        }
        let mut end = start;
        loop {
            match bytes.get(end) {
                Some(b'\'') => return Some(self.quoted(before + 1, end, 1)),
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
                None => return Some(self.quoted(before + 1, bytes.len(), 0)),
            }
        }
    }

    /// What begins with a letter that a literal may begin with.
    fn literal_or_name(&mut self) -> Token<'s> {
        let literal = match (self.byte(0), self.byte(1), self.byte(2)) {
            (b'r', b'#' | b'"', _) => self.raw(1),
            (b'b' | b'c', b'r', b'#' | b'"') => self.raw(2),
            (b'b' | b'c', b'"', _) => Some(self.text(1)),
            (b'b', b'\'', _) => self.quote(1),
            _ => None,
        };
        literal.unwrap_or_else(|| self.name())
    }
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        loop {
            self.skip_gap();
            let start = self.at;
            match *self.source.as_bytes().get(start)? {
                b'"' => return Some(self.text(0)),
                b'\'' => match self.quote(0) {
                    Some(token) => return Some(token),
                    None => drop(self.word(start + 1)),
                },
                b'r' | b'b' | b'c' => return Some(self.literal_or_name()),
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => return Some(self.word(start)),
                0x80.. => {
                    let c = self.character()?;
                    let is_word = is_of_word(c);
                    return Some(if is_word {
                        self.word(start)
                    } else {
                        self.token(Form::Sign, start, start + c.len_utf8())
                    });
                }
                _ => return Some(self.token(Form::Sign, start, start + 1)),
            }
        }
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
