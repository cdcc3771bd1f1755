//! From the text of `cfg(…)` to the predicate: what is accepted compiles with every supported compiler, in every edition.

use std::fmt;

use super::Predicate;
use super::known::is_unstable;
use crate::name;
use crate::printable::{is_visible, printable};

/// How deep a predicate may nest: beyond any real one, and within everybody's stack.
const DEPTH: usize = 32;
/// How long it may be, in bytes: it is repeated for every crate whose budget it changes.
const LENGTH: usize = 2048;
/// White space that the compiler and TOML have in common.
const BLANKS: [char; 3] = [' ', '\t', '\n'];

/// Why a text is no predicate that can be used.
pub(crate) enum Refusal {
    /// It is malformed: what is wrong, to follow a colon.
    Malformed(String),
    /// This name of the compiler's cannot be asked for on stable Rust.
    Unstable(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Malformed(reason) => f.write_str(reason),
            Refusal::Unstable(name) => write!(f, "`{name}` is not stable"),
        }
    }
}

fn malformed<T>(reason: &str) -> Result<T, Refusal> {
    Err(Refusal::Malformed(reason.to_owned()))
}

pub(super) fn read(text: &str) -> Result<Predicate, Refusal> {
    if text.len() > LENGTH {
        return malformed(&format!("it is longer than {LENGTH} bytes"));
    }
    let Some(inner) = inside(text) else { return malformed("it does not read `cfg(…)`") };
    let mut reader = Reader { rest: inner };
    let predicate = reader.predicate(0)?;
    reader.skip(',');
    match reader.next() {
        "" => Ok(predicate),
        rest => malformed(&format!("`{}` is too much", printable(rest))),
    }
}

/// What stands in the parentheses of `cfg(…)`.
fn inside(text: &str) -> Option<&str> {
    let rest = text.trim_matches(BLANKS).strip_prefix("cfg")?;
    rest.trim_start_matches(BLANKS).strip_prefix('(')?.strip_suffix(')')
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn predicate(&mut self, depth: usize) -> Result<Predicate, Refusal> {
        if depth > DEPTH {
            return malformed(&format!("it nests deeper than {DEPTH} levels"));
        }
        let raw = self.next().strip_prefix("r#");
        self.rest = raw.unwrap_or(self.rest);
        let name = self.name()?;
        let shown = printable(name);
        match name {
            "all" | "any" | "not" if raw.is_none() => return self.combination(name, depth),
            // Literals that the oldest supported compiler does not know yet.
            "true" if raw.is_none() => return Ok(Predicate::All(Vec::new())),
            "false" if raw.is_none() => return Ok(Predicate::Any(Vec::new())),
            "crate" | "self" | "Self" | "super" | "_" => return malformed(&format!("`{shown}` is no name")),
            _ if raw.is_none() && name::is_keyword(name) => {
                return malformed(&format!("`{shown}` is a keyword, which is written `r#{shown}`"));
            }
            _ if is_unstable(name) => return Err(Refusal::Unstable(shown)),
            _ => {}
        }
        if self.skip('(') {
            return match name {
                "target" => Err(Refusal::Unstable("target(…)".to_owned())),
                _ => malformed(&format!("there is no `{shown}(…)`")),
            };
        }
        if !self.skip('=') {
            return Ok(Predicate::Name(name.to_owned()));
        }
        let quoted = self.next().strip_prefix('"').unwrap_or_default();
        let Some((value, rest)) = quoted.split_once('"') else {
            return malformed(&format!("the value of `{shown}` has to stand in double quotes"));
        };
        if value.contains('\\') || !value.chars().all(is_visible) {
            return malformed(&format!("the value of `{shown}` may hold no escapes and nothing invisible"));
        }
        self.rest = rest;
        Ok(Predicate::Equals(name.to_owned(), value.to_owned()))
    }

    /// What follows `all`, `any` or `not`.
    fn combination(&mut self, word: &str, depth: usize) -> Result<Predicate, Refusal> {
        if !self.skip('(') {
            return malformed(&format!("`{word}` needs parentheses"));
        }
        let mut parts = Vec::new();
        while !self.skip(')') {
            parts.push(self.predicate(depth + 1)?);
            if !self.skip(',') && !self.next().starts_with(')') {
                return malformed("a comma or `)` is missing");
            }
        }
        match (word, parts.len()) {
            ("all", _) => Ok(Predicate::All(parts)),
            ("any", _) => Ok(Predicate::Any(parts)),
            (_, 1) => Ok(Predicate::Not(Box::new(parts.remove(0)))),
            _ => malformed("`not` takes one predicate"),
        }
    }

    fn name(&mut self) -> Result<&'t str, Refusal> {
        let text = self.next();
        let mut end = 0;
        for &byte in text.as_bytes() {
            if !byte.is_ascii_alphanumeric() && byte != b'_' {
                break;
            }
            end += 1;
        }
        let (name, rest) = text.split_at(end);
        if name.as_bytes().first().is_none_or(u8::is_ascii_digit) {
            return match text.chars().next() {
                None => malformed("a name is missing"),
                Some('/') => malformed("it holds no comments"),
                Some(found) => {
                    let found = printable(found.encode_utf8(&mut [0; 4]));
                    malformed(&format!("a name is missing before `{found}`"))
                }
            };
        }
        self.rest = rest;
        Ok(name)
    }

    /// What is left, from the next character that is no blank.
    fn next(&self) -> &'t str {
        self.rest.trim_start_matches(BLANKS)
    }

    fn skip(&mut self, wanted: char) -> bool {
        let rest = self.next().strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
