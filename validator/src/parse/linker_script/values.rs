//! What names and expressions come to.

use super::statements::{Definition, Kind, State};
use super::tokens::{DEPTH, Fault, Tokens, is_name};
use crate::index;
use crate::printable::printable;

pub(super) struct Values<'t> {
    tokens: &'t Tokens,
    pub(super) definitions: Vec<Definition>,
    /// By kind and name; of equals the first counts.
    order: Vec<usize>,
}

impl<'t> Values<'t> {
    pub(super) fn of(tokens: &'t Tokens, definitions: Vec<Definition>) -> Self {
        let order = index::sorted(definitions.len(), &mut |a, b| definitions[a].key().cmp(&definitions[b].key()));
        Values { tokens, definitions, order }
    }

    /// The origin or the length of a region or an alias.
    pub(super) fn of_region(&mut self, name: &str, kind: Kind, token: usize, depth: usize) -> Result<u64, Fault> {
        let alias = self.find(name, Kind::Alias).map(|alias| self.tokens.name(self.definitions[alias].tokens.start));
        let name = alias.as_deref().unwrap_or(name);
        match self.find(name, kind) {
            Some(region) => self.value(region, depth),
            None => Err(self.tokens.fault(token, format!("there is no region `{}`", printable(name)))),
        }
    }

    fn find(&self, name: &str, kind: Kind) -> Option<usize> {
        let first = self.order.partition_point(|&i| self.definitions[i].key() < (kind, name));
        self.order.get(first).copied().filter(|&i| self.definitions[i].key() == (kind, name))
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
        while let Some(level) = LEVELS.iter().position(|signs| signs.contains(&self.tokens.text(at))) {
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
                "<<" => u32::try_from(right).ok().and_then(|by| left.checked_shl(by)),
                ">>" => u32::try_from(right).ok().and_then(|by| left.checked_shr(by)),
                "&" => Some(left & right),
                _ => Some(left | right),
            };
            let shown = format!("{left} {} {right}", self.tokens.text(sign));
            left = result.ok_or_else(|| self.tokens.fault(sign, format!("{shown} is no number of bytes")))?;
            at = next;
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
        if text.starts_with(|c: char| c.is_ascii_digit()) {
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

/// The operators, the weakest first.
const LEVELS: [&[&str]; 5] = [&["|"], &["&"], &["<<", ">>"], &["+", "-"], &["*", "/", "%"]];

/// `64K`, `0x10000`, `1M`, `0100` (octal).
fn number(text: &str) -> Option<u64> {
    let (digits, hexadecimal) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], true),
        _ => (text, false),
    };
    let (digits, unit) = match digits.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1 << 10),
        None => digits.strip_suffix(['M', 'm']).map_or((digits, 1), |digits| (digits, 1 << 20)),
    };
    let radix = if hexadecimal {
        16
    } else if digits.len() > 1 && digits.starts_with('0') {
        8
    } else {
        10
    };
    u64::from_str_radix(digits, radix).ok()?.checked_mul(unit)
}
