//! The items of a source: what a `;` or a `}` ends outside of all groups. Most of them hold nothing that is looked for, and are told
//! apart without reading what is in them.

use std::ops::Range;

use super::tokens::Tokens;
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
    /// Where the item at hand begins.
    start: usize,
    tokens: Tokens<'s>,
    /// The opening brackets of the groups that are open.
    open: Vec<u8>,
}

impl<'s> Items<'s> {
    pub(super) fn of(source: &'s str) -> Items<'s> {
        Items { source, start: 0, tokens: Tokens::of(source, 0..source.len()), open: Vec::new() }
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

    /// Goes behind a text whose quote this is. It may be a raw one, which what is before the quote decides, from `known` on.
    fn step_text(&mut self, known: usize) {
        let quote = self.tokens.at;
        if !self.source[known..quote].trim_end_matches('#').ends_with('r') {
            self.tokens.text(0);
            return;
        }
        self.tokens.at = known;
        while self.tokens.at <= quote && self.tokens.next().is_some() {}
    }

    /// Goes behind the gap; gives whether what comes then may belong to what was before. A lifetime is no token: what follows it
    /// decides.
    fn goes_on(&mut self) -> bool {
        self.tokens.skip_gap();
        matches!(self.tokens.byte(0), b';' | b',' | b'>' | b'\'')
    }

    /// The item that ends here; the next one begins where it ends.
    fn item(&mut self, end: usize) -> Range<usize> {
        std::mem::replace(&mut self.start, end)..end
    }
}

impl Iterator for Items<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.source.as_bytes();
        // Up to where the tokens are known.
        let mut known = self.tokens.at;
        let mut at = known;
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
                _ if self.step(sign) && !self.goes_on() => return Some(self.item(at + 1)),
                _ => {}
            }
            (at, known) = (self.tokens.at, self.tokens.at);
        }
        self.tokens.at = bytes.len();
        (self.start < bytes.len()).then(|| self.item(bytes.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::Tokens;
    use super::Items;

    #[test]
    fn where_items_end() {
        let items = |source: &'static str| Items::of(source).map(|item| &source[item]).collect::<Vec<_>>();
        assert_eq!(items("use a; fn f() { b; }\nstruct C;"), ["use a;", " fn f() { b; }", "\nstruct C;"]);
        for one in [
            "use a::{b};",
            "impl<const N: usize> A<{ N }> for B {}",
            "fn f(a: [u8; 4]) {}",
            "const A: &str = \"; }\";",
            "const A: char = ';';",
            "const A: &str = br#\"\"; } \\\"#;",
            "const A: u8 = b'\\'' as u8 /* ; */ + 1 // ;\n;",
            "fn f<'a>(r#r: &'a str) where 'a: 'static {}",
            "a { ( } ; }",
        ] {
            assert_eq!(items(one), [one]);
        }
    }

    /// However odd the source, no token lies in two items, and none is lost.
    #[test]
    fn no_token_is_torn() {
        let pieces = [
            "{", "}", "(", ")", ";", ",", ">", "#", "\"", "'", "\\", "//", "/*", "*/", "\n", " ", "r", "r#", "br", "b",
            "cr\"", "\"#", "é", "\u{2003}", "'a", "word", "🦀",
        ];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let source = format!("{first}{second}{third}{second}{first};a{third}{first}{{}}");
                    let whole: Vec<_> = Tokens::of(&source, 0..source.len()).collect();
                    let parts: Vec<_> = Items::of(&source).flat_map(|item| Tokens::of(&source, item)).collect();
                    assert_eq!(parts, whole, "{source:?}");
                }
            }
        }
    }
}
