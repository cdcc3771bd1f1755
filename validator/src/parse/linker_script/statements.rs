//! What a script says of names: `MEMORY`, assignments and `REGION_ALIAS`.

use std::ops::Range;

use super::tokens::{Fault, Tokens, is_name};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Origin,
    Length,
    Symbol,
    Alias,
}

/// What a name stands for: the tokens of an expression.
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) tokens: Range<usize>,
    pub(super) value: State,
}

#[derive(Clone, Copy)]
pub(super) enum State {
    Open,
    Busy,
    Known(u64),
}

/// What all names stand for, in the order of the script.
pub(super) fn definitions(tokens: &Tokens) -> Result<Vec<Definition>, Fault> {
    let mut statements = Statements { tokens, definitions: Vec::new() };
    statements.read()?;
    Ok(statements.definitions)
}

struct Statements<'t> {
    tokens: &'t Tokens,
    definitions: Vec<Definition>,
}

impl Statements<'_> {
    fn read(&mut self) -> Result<(), Fault> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = match self.tokens.text(at) {
                "MEMORY" if self.tokens.text(at + 1) == "{" => self.memory(at + 2)?,
                "REGION_ALIAS" => self.alias(at + 1)?,
                "PROVIDE" | "PROVIDE_HIDDEN" | "HIDDEN" if self.tokens.text(at + 1) == "(" => at + 2,
                "{" | "(" => self.skip(at)?,
                name if is_name(name) && self.tokens.text(at + 1) == "=" => self.assignment(at),
                _ => at + 1,
            };
        }
        Ok(())
    }

    /// The token after a bracket and what it holds.
    fn skip(&self, from: usize) -> Result<usize, Fault> {
        let mut depth = 0_usize;
        for at in from..self.tokens.len() {
            match self.tokens.text(at) {
                "{" | "(" => depth += 1,
                "}" | ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Ok(at + 1);
            }
        }
        Err(self.tokens.fault(from, "this is not closed"))
    }

    /// `NAME = …;`, of which the first one counts.
    fn assignment(&mut self, at: usize) -> usize {
        let end = self.end_of_expression(at + 2, &[";", ","]);
        self.define(at, Kind::Symbol, at + 2..end);
        end
    }

    fn define(&mut self, name: usize, kind: Kind, tokens: Range<usize>) {
        let name = self.tokens.name(name);
        self.definitions.push(Definition { name, kind, tokens, value: State::Open });
    }

    /// Where one of the signs stands outside brackets, or the bracket around all of it closes.
    fn end_of_expression(&self, from: usize, signs: &[&str]) -> usize {
        let mut depth = 0_usize;
        for at in from..self.tokens.len() {
            let text = self.tokens.text(at);
            match text {
                "(" => depth += 1,
                ")" if depth > 0 => depth -= 1,
                ")" | "}" => return at,
                _ if depth == 0 && signs.contains(&text) => return at,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// `NAME (attributes) : ORIGIN = …, LENGTH = …`, again and again.
    fn memory(&mut self, mut at: usize) -> Result<usize, Fault> {
        while self.tokens.text(at) != "}" {
            let name = at;
            if !is_name(self.tokens.text(name)) {
                return Err(self.tokens.expected(at, "the name of a region"));
            }
            at += 1;
            if self.tokens.text(at) == "(" {
                at = self.skip(at)?;
            }
            if self.tokens.text(at) != ":" {
                return Err(self.tokens.expected(at, "`:`"));
            }
            at += 1;
            for &(kind, keywords) in &[(Kind::Origin, ["ORIGIN", "org", "o"]), (Kind::Length, ["LENGTH", "len", "l"])] {
                if !keywords.contains(&self.tokens.text(at)) || self.tokens.text(at + 1) != "=" {
                    return Err(self.tokens.expected(at, &format!("`{} =`", keywords[0])));
                }
                let from = at + 2;
                at = if kind == Kind::Origin { self.end_of_expression(from, &[","]) } else { self.end_of_length(from) };
                self.define(name, kind, from..at);
                at += usize::from(kind == Kind::Origin && self.tokens.text(at) == ",");
            }
        }
        Ok(at + 1)
    }

    /// A length ends where the next region begins: at a name that a `:` follows, or attributes and a `:`.
    fn end_of_length(&self, from: usize) -> usize {
        let end = self.end_of_expression(from, &[":"]);
        if self.tokens.text(end) != ":" {
            return end;
        }
        // Back over the attributes and the name.
        let mut name = end - 1;
        if self.tokens.text(name) == ")" {
            while name > from && self.tokens.text(name) != "(" {
                name -= 1;
            }
            name = name.saturating_sub(1);
        }
        name.max(from)
    }

    fn alias(&mut self, at: usize) -> Result<usize, Fault> {
        let signs = [self.tokens.text(at), self.tokens.text(at + 2), self.tokens.text(at + 4)];
        if signs != ["(", ",", ")"] {
            return Err(self.tokens.expected(at, "`(\"ALIAS\", REGION)`"));
        }
        self.define(at + 1, Kind::Alias, at + 3..at + 4);
        Ok(at + 5)
    }
}
