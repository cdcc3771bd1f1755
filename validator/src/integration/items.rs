//! The items of a source: what a `;` or a `}` ends outside of all groups. Most of them hold nothing that is looked for, and are told
//! apart without reading what is in them.

use std::ops::Range;

use super::tokens::{Tokens, is_of_word};
use crate::work;

/// What is looked at: brackets, the ends of items, and what a comment or a literal may begin with.
const SIGNS: [bool; 256] = {
    let mut is_sign = [false; 256];
    let signs = b"()[]{};/\"'";
    let mut i = 0;
    while i < signs.len() {
        is_sign[signs[i] as usize] = true;
        i += 1;
    }
    is_sign
};

/// The items, each from the end of the one before it to its own.
///
/// What goes on behind such an end is one with what follows: `use a::{b};`, `impl<const N: usize> A<{ N }> for B {}`.
pub(super) struct Items<'s> {
    source: &'s str,
    tokens: Tokens<'s>,
    /// The opening brackets of the groups that are open.
    open: Vec<u8>,
}

impl<'s> Items<'s> {
    pub(super) fn of(source: &'s str) -> Items<'s> {
        Items { source, tokens: Tokens::of(source, 0..source.len()), open: Vec::new() }
    }

    /// Goes behind a bracket or a semicolon; gives whether it may end an item.
    fn step(&mut self, sign: u8) -> bool {
        self.tokens.at += 1;
        match sign {
            b'(' | b'[' | b'{' => self.open.push(sign),
            b')' | b']' | b'}' => {
                let of_braces = self.open.pop() == Some(b'{');
                return of_braces && sign == b'}' && self.open.is_empty();
            }
            b';' => return self.open.is_empty(),
            _ => {}
        }
        false
    }

    /// Goes behind a text whose quote this is. What makes it a raw one stands before the quote; nothing before `known` is of it.
    fn step_text(&mut self, known: usize) {
        let before = &self.source[known..self.tokens.at];
        if let Some(word) = before.trim_end_matches('#').strip_suffix('r') {
            let word = word.strip_suffix(['b', 'c']).unwrap_or(word);
            // `r#r` is a name.
            let is_name = word.strip_suffix("r#").is_some_and(|before| !before.ends_with(is_of_word));
            if !word.ends_with(is_of_word) && !is_name {
                self.tokens.at = known + word.len();
                self.tokens.literal_or_name();
                return;
            }
        }
        self.tokens.text(0);
    }

    /// Whether what comes next belongs to what was before.
    fn goes_on(&mut self) -> bool {
        let end = self.tokens.at;
        self.tokens.skip_gap();
        let goes_on = matches!(self.tokens.byte(0), b';' | b',' | b'>');
        if !goes_on {
            self.tokens.at = end;
        }
        goes_on
    }
}

impl Iterator for Items<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.source.as_bytes();
        let start = self.tokens.at;
        // Up to where the tokens are known.
        let mut known = start;
        let mut at = start;
        while let Some(&sign) = bytes.get(at) {
            if !SIGNS[usize::from(sign)] {
                at += 1;
                continue;
            }
            work::steps(1);
            self.tokens.at = at;
            match sign {
                b'"' => self.step_text(known),
                b'\'' => drop(self.tokens.quote(0).unwrap_or_else(|| self.tokens.word(at + 1))),
                b'/' if matches!(self.tokens.byte(1), b'/' | b'*') => self.tokens.skip_gap(),
                _ if self.step(sign) && !self.goes_on() => return Some(start..self.tokens.at),
                _ => {}
            }
            (at, known) = (self.tokens.at, self.tokens.at);
        }
        self.tokens.at = bytes.len();
        (start < bytes.len()).then_some(start..bytes.len())
    }
}
