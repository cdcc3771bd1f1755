//! The words and signs of a script, those of a file that it includes in the place of the `INCLUDE`.

use std::ops::Range;
use std::sync::Arc;

use crate::findings::{Origin, Source};
use crate::printable::printable;

/// How deep expressions, symbols and files may be nested; and, of files, how many there may be.
pub(super) const DEPTH: usize = 64;

/// What is wrong in a script, and where.
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) origin: Origin,
}

/// Reads another script by the name that an `INCLUDE` gives.
pub(crate) type Include<'i> = dyn FnMut(&str) -> Result<Arc<Source>, String> + 'i;

/// A word, a number, a sign or a quoted name, and where it stands.
#[derive(Clone)]
struct Token {
    file: usize,
    span: Range<usize>,
}

pub(super) struct Tokens {
    /// Those of all files, an include's in its place.
    list: Vec<Token>,
    files: Vec<Arc<Source>>,
}

impl Tokens {
    pub(super) fn of(script: &Arc<Source>, include: &mut Include<'_>) -> Result<Tokens, Fault> {
        let mut tokens = Tokens { list: Vec::new(), files: vec![script.clone()] };
        // The files that are being read, outermost first.
        let mut open = vec![0];
        tokens.read(0, &mut open, include)?;
        Ok(tokens)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn text(&self, token: usize) -> &str {
        let Some(Token { file, span }) = self.list.get(token) else { return "" };
        self.files[*file].text().get(span.clone()).unwrap_or_default()
    }

    /// A name, with or without its quotes.
    pub(super) fn name(&self, token: usize) -> String {
        self.text(token).trim_matches('"').to_owned()
    }

    pub(super) fn fault(&self, token: usize, reason: impl Into<String>) -> Fault {
        Fault { reason: reason.into(), origin: self.origin(token) }
    }

    /// Where a token stands; behind the last one, where that does.
    pub(super) fn origin(&self, token: usize) -> Origin {
        match self.list.get(token).or(self.list.last()) {
            Some(Token { file, span }) => Origin::Text { source: self.files[*file].clone(), span: span.clone() },
            None => Origin::Text { source: self.files[0].clone(), span: 0..0 },
        }
    }

    pub(super) fn expected(&self, token: usize, what: &str) -> Fault {
        let found = self.text(token);
        let found = if found.is_empty() { "the end".to_owned() } else { format!("`{}`", printable(found)) };
        self.fault(token, format!("{what} is expected, not {found}"))
    }

    /// Takes a file's tokens, and where one says `INCLUDE`, those of the file that it names.
    fn read(&mut self, file: usize, open: &mut Vec<usize>, include: &mut Include<'_>) -> Result<(), Fault> {
        let source = self.files[file].clone();
        let mut at = 0;
        loop {
            let span = match next_token(source.text(), at) {
                Ok(Some(span)) => span,
                Ok(None) => return Ok(()),
                Err(at) => {
                    let origin = Origin::Text { source, span: at..at + 1 };
                    return Err(Fault { reason: "this is not closed".to_owned(), origin });
                }
            };
            at = span.end;
            self.list.push(Token { file, span });
            if self.text(self.list.len() - 1) == "INCLUDE" {
                at = self.included(&source, at, open, include)?;
            }
        }
    }

    /// Reads what an `INCLUDE` names; the rest of its line is a path. Gives where the line goes on.
    fn included(
        &mut self,
        source: &Arc<Source>,
        from: usize,
        open: &mut Vec<usize>,
        include: &mut Include<'_>,
    ) -> Result<usize, Fault> {
        let keyword = self.list.len() - 1;
        let mut line = &source.text()[from..];
        for end in ["\n", ";", "/*"] {
            line = line.split(end).next().unwrap_or_default();
        }
        let name = line.trim().trim_matches('"');
        let origin = self.origin(keyword);
        self.list.pop();
        let reason = match include(name) {
            _ if name.is_empty() => "INCLUDE names no file".to_owned(),
            _ if self.files.len() >= DEPTH => format!("more than {DEPTH} files are included"),
            Err(reason) => reason,
            Ok(included) if self.is_open(open, &included) => {
                format!("{} includes itself", printable(&included.name))
            }
            Ok(included) => {
                let file = self.files.len();
                self.files.push(included);
                open.push(file);
                self.read(file, open, include)?;
                open.pop();
                return Ok(from + line.len());
            }
        };
        Err(Fault { reason, origin })
    }

    fn is_open(&self, open: &[usize], included: &Source) -> bool {
        for &file in open {
            if self.files[file].name == included.name {
                return true;
            }
        }
        false
    }
}

pub(super) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() || matches!(c, '_' | '.' | '"'))
}

/// The next token from a place on; where something is not closed, its place.
fn next_token(text: &str, mut at: usize) -> Result<Option<Range<usize>>, usize> {
    loop {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else { return Ok(None) };
        if first.is_whitespace() || first == '\u{feff}' {
            at += first.len_utf8();
        } else if rest.starts_with("/*") {
            at += rest.find("*/").ok_or(at)? + 2;
        } else {
            let of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
            let length = if first == '"' {
                rest[1..].find('"').ok_or(at)? + 2
            } else if of_word(first) {
                let mut length = 0;
                for c in rest.chars() {
                    if !of_word(c) {
                        break;
                    }
                    length += c.len_utf8();
                }
                length
            } else if rest.starts_with("<<") || rest.starts_with(">>") {
                2
            } else {
                first.len_utf8()
            };
            return Ok(Some(at..at + length));
        }
    }
}
