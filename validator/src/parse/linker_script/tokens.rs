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
        let at = self.list.get(token).or(self.list.last());
        let (file, span) = at.map_or((0, 0..0), |token| (token.file, token.span.clone()));
        Fault { reason: reason.into(), origin: Origin::Text { source: self.files[file].clone(), span } }
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
        while let Some(span) = next_token(source.text(), at).map_err(|at| Fault {
            reason: "this is not closed".to_owned(),
            origin: Origin::Text { source: source.clone(), span: at..at + 1 },
        })? {
            at = span.end;
            let word = &source.text()[span.clone()];
            self.list.push(Token { file, span: span.clone() });
            if word == "INCLUDE" {
                at = self.included(&source, at, open, include)?;
            }
        }
        Ok(())
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
        let line = source.text()[from..].split(['\n', ';']).next().unwrap_or_default();
        let line = line.split("/*").next().unwrap_or_default();
        let name = line.trim().trim_matches('"');
        let mut fault = self.fault(keyword, "");
        self.list.pop();
        let reason = match include(name) {
            _ if name.is_empty() => "INCLUDE names no file".to_owned(),
            _ if self.files.len() >= DEPTH => format!("more than {DEPTH} files are included"),
            Err(reason) => reason,
            Ok(included) if open.iter().any(|&open| self.files[open].name == included.name) => {
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
        fault.reason = reason;
        Err(fault)
    }
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '.' | '"'))
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
                rest.find(|c| !of_word(c)).unwrap_or(rest.len())
            } else if ["<<", ">>"].iter().any(|sign| rest.starts_with(sign)) {
                2
            } else {
                first.len_utf8()
            };
            return Ok(Some(at..at + length));
        }
    }
}
