//! What names and expressions come to.

use super::statements::{Definition, Kind, State};
use super::tokens::{DEPTH, Fault, Tokens, is_name};
use crate::index::Index;
use crate::printable::printable;

pub(super) struct Values<'t> {
    tokens: &'t Tokens,
    pub(super) definitions: Vec<Definition>,
    /// Of their keys; of equals the first counts.
    index: Index,
}

impl<'t> Values<'t> {
    pub(super) fn of(tokens: &'t Tokens, definitions: Vec<Definition>) -> Self {
        let mut keys = Vec::new();
        for definition in &definitions {
            keys.push(key(definition.kind, &definition.name));
        }
        Values { tokens, definitions, index: Index::new(keys) }
    }

    /// The origin or the length of a region or an alias.
    pub(super) fn of_region(&mut self, name: &str, kind: Kind, token: usize, depth: usize) -> Result<u64, Fault> {
        let name = match self.find(name, Kind::Alias) {
            Some(alias) => self.tokens.name(self.definitions[alias].tokens.start),
            None => name.to_owned(),
        };
        match self.find(&name, kind) {
            Some(region) => self.value(region, depth),
            None => Err(self.tokens.fault(token, format!("there is no region `{}`", printable(&name)))),
        }
    }

    fn find(&self, name: &str, kind: Kind) -> Option<usize> {
        self.index.get(&key(kind, name))
    }

    fn value(&mut self, i: usize, depth: usize) -> Result<u64, Fault> {
        let tokens = self.definitions[i].tokens.clone();
        match self.definitions[i].value {
            State::Known(value) => return Ok(value),
            State::Busy => {
                let name = printable(&self.definitions[i].name);
                return Err(self.tokens.fault(tokens.start, format!("`{name}` is made of itself")));
            }
            State::Open => self.definitions[i].value = State::Busy,
        }
        let (value, end) = self.binary(tokens.start, 0, depth)?;
        if end != tokens.end {
            return Err(self.tokens.expected(end, "an operator"));
        }
        self.definitions[i].value = State::Known(value);
        Ok(value)
    }

    /// An expression of operators that bind at least so strongly, and the token after it.
    fn binary(&mut self, at: usize, strength: usize, depth: usize) -> Result<(u64, usize), Fault> {
        let (mut left, mut at) = self.operand(at, depth)?;
        while let Some(level) = level(self.tokens.text(at)) {
            if level < strength {
                break;
            }
            let sign = at;
            let (right, next) = self.binary(at + 1, level + 1, depth)?;
            let result = match self.tokens.text(sign) {
                "+" => left.checked_add(right),
                "-" => left.checked_sub(right),
                "*" => left.checked_mul(right),
                "/" => left.checked_div(right),
                "%" => left.checked_rem(right),
                "<<" if right < 64 => Some(left << right),
                ">>" if right < 64 => Some(left >> right),
                "<<" | ">>" => None,
                "&" => Some(left & right),
                _ => Some(left | right),
            };
            let Some(result) = result else {
                let reason = format!("{left} {} {right} is no number of bytes", self.tokens.text(sign));
                return Err(self.tokens.fault(sign, reason));
            };
            (left, at) = (result, next);
        }
        Ok((left, at))
    }

    fn operand(&mut self, at: usize, depth: usize) -> Result<(u64, usize), Fault> {
        if depth >= DEPTH {
            return Err(self.tokens.fault(at, "this is nested too deeply"));
        }
        let text = self.tokens.text(at).to_owned();
        if text == "(" {
            let (value, end) = self.binary(at + 1, 0, depth + 1)?;
            return if self.tokens.text(end) == ")" {
                Ok((value, end + 1))
            } else {
                Err(self.tokens.expected(end, "`)`"))
            };
        }
        if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return match number(&text) {
                Some(value) => Ok((value, at + 1)),
                None => Err(self.tokens.fault(at, format!("`{}` is no number", printable(&text)))),
            };
        }
        let region = match text.as_str() {
            "LENGTH" => Some(Kind::Length),
            "ORIGIN" => Some(Kind::Origin),
            _ => None,
        };
        if let Some(kind) = region {
            if [self.tokens.text(at + 1), self.tokens.text(at + 3)] != ["(", ")"] {
                return Err(self.tokens.expected(at + 1, "`(REGION)`"));
            }
            let name = self.tokens.name(at + 2);
            return Ok((self.of_region(&name, kind, at + 2, depth + 1)?, at + 4));
        }
        if !is_name(&text) {
            return Err(self.tokens.expected(at, "a number"));
        }
        match self.find(text.trim_matches('"'), Kind::Symbol) {
            Some(symbol) => Ok((self.value(symbol, depth + 1)?, at + 1)),
            None => Err(self.tokens.fault(at, format!("nothing is assigned to `{}` here", printable(&text)))),
        }
    }
}

/// How strongly an operator binds.
fn level(sign: &str) -> Option<usize> {
    match sign {
        "|" => Some(0),
        "&" => Some(1),
        "<<" | ">>" => Some(2),
        "+" | "-" => Some(3),
        "*" | "/" | "%" => Some(4),
        _ => None,
    }
}

/// A name and what is asked of it, as one text.
fn key(kind: Kind, name: &str) -> String {
    let of = match kind {
        Kind::Origin => "ORIGIN",
        Kind::Length => "LENGTH",
        Kind::Symbol => "symbol",
        Kind::Alias => "alias",
    };
    format!("{of} {name}")
}

/// `64K`, `0x10000`, `1M`, `0100` (octal).
fn number(text: &str) -> Option<u64> {
    let (digits, hexadecimal) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], true),
        _ => (text, false),
    };
    let unit = match digits.as_bytes().last() {
        Some(b'K' | b'k') => 1 << 10,
        Some(b'M' | b'm') => 1 << 20,
        _ => 1,
    };
    let digits = if unit == 1 { digits } else { &digits[..digits.len() - 1] };
    let radix = if hexadecimal {
        16
    } else if digits.len() > 1 && digits.starts_with('0') {
        8
    } else {
        10
    };
    u64::from_str_radix(digits, radix).ok()?.checked_mul(unit)
}
