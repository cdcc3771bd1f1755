//! The memory regions of a linker script, and what their lengths come to.
//!
//! Of the language just that is read which lengths are written in: `MEMORY`, assignments, `REGION_ALIAS` and `INCLUDE`. Everything
//! else is skipped by its brackets.

use std::ops::Range;
use std::sync::Arc;

use crate::findings::{Origin, Source};
use crate::index;
use crate::printable::printable;

/// How deep expressions, symbols and files may be nested; and, of files, how many there may be.
const DEPTH: usize = 64;

/// A memory region of a linker script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// Where it begins.
    pub origin: u64,
    /// How many bytes it has.
    pub length: u64,
}

/// What is wrong in a script, and where.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) origin: Origin,
}

/// Reads another script by the name that an `INCLUDE` gives.
pub(crate) type Include<'i> = dyn FnMut(&str) -> Result<Arc<Source>, String> + 'i;

/// All regions with the places of their lengths, in the order of the script, its includes in their places.
pub(crate) fn regions(script: &Arc<Source>, include: &mut Include<'_>) -> Result<Vec<(Region, Origin)>, Fault> {
    let mut reader = Reader {
        include,
        tokens: Vec::new(),
        files: vec![script.clone()],
        open: vec![0],
        definitions: Vec::new(),
        order: Vec::new(),
    };
    reader.read(0)?;
    reader.statements()?;
    let definitions = &reader.definitions;
    reader.order = index::sorted(definitions.len(), &mut |a, b| definitions[a].key().cmp(&definitions[b].key()));
    let mut regions = Vec::new();
    for i in 0..reader.definitions.len() {
        let Definition { name, kind, tokens, .. } = &reader.definitions[i];
        let (name, at) = (name.clone(), tokens.start);
        let of = match kind {
            Kind::Length => name.clone(),
            Kind::Alias => reader.aliased(at),
            _ => continue,
        };
        let length = reader.of_region(&of, Kind::Length, at, 0)?;
        let origin = reader.of_region(&of, Kind::Origin, at, 0)?;
        let place = reader.fault(at, "").origin;
        regions.push((Region { name, origin, length }, place));
    }
    Ok(regions)
}

/// A word, a number, a sign or a quoted name, and where it stands.
#[derive(Clone)]
struct Token {
    file: usize,
    span: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Origin,
    Length,
    Symbol,
    Alias,
}

/// What a name stands for: the tokens of an expression.
struct Definition {
    name: String,
    kind: Kind,
    tokens: Range<usize>,
    value: State,
}

impl Definition {
    fn key(&self) -> (Kind, &str) {
        (self.kind, &self.name)
    }
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Busy,
    Known(u64),
}

struct Reader<'i, 'f> {
    include: &'i mut Include<'f>,
    /// Those of all files, an include's in its place.
    tokens: Vec<Token>,
    files: Vec<Arc<Source>>,
    /// The files that are being read, outermost first.
    open: Vec<usize>,
    definitions: Vec<Definition>,
    /// By kind and name; of equals the first counts.
    order: Vec<usize>,
}

impl Reader<'_, '_> {
    fn text(&self, token: usize) -> &str {
        let Some(Token { file, span }) = self.tokens.get(token) else { return "" };
        self.files[*file].text().get(span.clone()).unwrap_or_default()
    }

    fn fault(&self, token: usize, reason: impl Into<String>) -> Fault {
        let at = self.tokens.get(token).or(self.tokens.last());
        let (file, span) = at.map_or((0, 0..0), |token| (token.file, token.span.clone()));
        Fault { reason: reason.into(), origin: Origin::Text { source: self.files[file].clone(), span } }
    }

    fn expected(&self, token: usize, what: &str) -> Fault {
        let found = self.text(token);
        let found = if found.is_empty() { "the end".to_owned() } else { format!("`{}`", printable(found)) };
        self.fault(token, format!("{what} is expected, not {found}"))
    }

    /// The region that an alias stands for.
    fn aliased(&self, token: usize) -> String {
        self.text(token).trim_matches('"').to_owned()
    }

    /// The origin or the length of a region or an alias.
    fn of_region(&mut self, name: &str, kind: Kind, token: usize, depth: usize) -> Result<u64, Fault> {
        let alias = self.find(name, Kind::Alias).map(|alias| self.aliased(self.definitions[alias].tokens.start));
        let name = alias.as_deref().unwrap_or(name);
        match self.find(name, kind) {
            Some(region) => self.value(region, depth),
            None => Err(self.fault(token, format!("there is no region `{}`", printable(name)))),
        }
    }

    /// Takes a file's tokens, and where one says `INCLUDE`, those of the file that it names.
    fn read(&mut self, file: usize) -> Result<(), Fault> {
        let source = self.files[file].clone();
        let mut at = 0;
        while let Some(span) = next_token(source.text(), at).map_err(|at| Fault {
            reason: "this is not closed".to_owned(),
            origin: Origin::Text { source: source.clone(), span: at..at + 1 },
        })? {
            at = span.end;
            let word = &source.text()[span.clone()];
            self.tokens.push(Token { file, span: span.clone() });
            if word == "INCLUDE" {
                at = self.included(&source, at)?;
            }
        }
        Ok(())
    }

    /// Reads what an `INCLUDE` names; the rest of its line is a path. Gives where the line goes on.
    fn included(&mut self, source: &Arc<Source>, from: usize) -> Result<usize, Fault> {
        let keyword = self.tokens.len() - 1;
        let line = source.text()[from..].split(['\n', ';']).next().unwrap_or_default();
        let line = line.split("/*").next().unwrap_or_default();
        let name = line.trim().trim_matches('"');
        let mut fault = self.fault(keyword, "");
        self.tokens.pop();
        let reason = match (self.include)(name) {
            _ if name.is_empty() => "INCLUDE names no file".to_owned(),
            _ if self.files.len() >= DEPTH => format!("more than {DEPTH} files are included"),
            Err(reason) => reason,
            Ok(included) if self.open.iter().any(|&open| self.files[open].name == included.name) => {
                format!("{} includes itself", printable(&included.name))
            }
            Ok(included) => {
                let file = self.files.len();
                self.files.push(included);
                self.open.push(file);
                self.read(file)?;
                self.open.pop();
                return Ok(from + line.len());
            }
        };
        fault.reason = reason;
        Err(fault)
    }

    fn statements(&mut self) -> Result<(), Fault> {
        let mut at = 0;
        while at < self.tokens.len() {
            at = match self.text(at) {
                "MEMORY" if self.text(at + 1) == "{" => self.memory(at + 2)?,
                "REGION_ALIAS" => self.alias(at + 1)?,
                "PROVIDE" | "PROVIDE_HIDDEN" | "HIDDEN" if self.text(at + 1) == "(" => at + 2,
                "{" | "(" => self.skip(at)?,
                name if is_name(name) && self.text(at + 1) == "=" => self.assignment(at),
                _ => at + 1,
            };
        }
        Ok(())
    }

    /// The token after a bracket and what it holds.
    fn skip(&self, from: usize) -> Result<usize, Fault> {
        let mut depth = 0_usize;
        for at in from..self.tokens.len() {
            match self.text(at) {
                "{" | "(" => depth += 1,
                "}" | ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Ok(at + 1);
            }
        }
        Err(self.fault(from, "this is not closed"))
    }

    /// `NAME = …;`, of which the first one counts.
    fn assignment(&mut self, at: usize) -> usize {
        let end = self.end_of_expression(at + 2, &[";", ","]);
        self.define(at, Kind::Symbol, at + 2..end);
        end
    }

    fn define(&mut self, name: usize, kind: Kind, tokens: Range<usize>) {
        let name = self.text(name).trim_matches('"').to_owned();
        self.definitions.push(Definition { name, kind, tokens, value: State::Open });
    }

    /// Where one of the signs stands outside brackets, or the bracket around all of it closes.
    fn end_of_expression(&self, from: usize, signs: &[&str]) -> usize {
        let mut depth = 0_usize;
        for at in from..self.tokens.len() {
            let text = self.text(at);
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
        while self.text(at) != "}" {
            let name = at;
            if !is_name(self.text(name)) {
                return Err(self.expected(at, "the name of a region"));
            }
            at += 1;
            if self.text(at) == "(" {
                at = self.skip(at)?;
            }
            if self.text(at) != ":" {
                return Err(self.expected(at, "`:`"));
            }
            at += 1;
            for (kind, keywords) in [(Kind::Origin, ["ORIGIN", "org", "o"]), (Kind::Length, ["LENGTH", "len", "l"])] {
                if !keywords.contains(&self.text(at)) || self.text(at + 1) != "=" {
                    return Err(self.expected(at, &format!("`{} =`", keywords[0])));
                }
                let from = at + 2;
                at = if kind == Kind::Origin { self.end_of_expression(from, &[","]) } else { self.end_of_length(from) };
                self.define(name, kind, from..at);
                at += usize::from(kind == Kind::Origin && self.text(at) == ",");
            }
        }
        Ok(at + 1)
    }

    /// A length ends where the next region begins: at a name that a `:` follows, or attributes and a `:`.
    fn end_of_length(&self, from: usize) -> usize {
        let end = self.end_of_expression(from, &[":"]);
        if self.text(end) != ":" {
            return end;
        }
        // Back over the attributes and the name.
        let mut name = end - 1;
        if self.text(name) == ")" {
            while name > from && self.text(name) != "(" {
                name -= 1;
            }
            name = name.saturating_sub(1);
        }
        name.max(from)
    }

    fn alias(&mut self, at: usize) -> Result<usize, Fault> {
        let signs = [self.text(at), self.text(at + 2), self.text(at + 4)];
        if signs != ["(", ",", ")"] {
            return Err(self.expected(at, "`(\"ALIAS\", REGION)`"));
        }
        self.define(at + 1, Kind::Alias, at + 3..at + 4);
        Ok(at + 5)
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
                return Err(self.fault(tokens.start, format!("`{name}` is made of itself")));
            }
            State::Open => self.definitions[i].value = State::Busy,
        }
        let (value, end) = self.binary(tokens.start, 0, depth)?;
        if end != tokens.end {
            return Err(self.expected(end, "an operator"));
        }
        self.definitions[i].value = State::Known(value);
        Ok(value)
    }

    /// An expression of operators that bind at least so strongly, and the token after it.
    fn binary(&mut self, at: usize, strength: usize, depth: usize) -> Result<(u64, usize), Fault> {
        let (mut left, mut at) = self.operand(at, depth)?;
        while let Some(level) = LEVELS.iter().position(|signs| signs.contains(&self.text(at))) {
            if level < strength {
                break;
            }
            let sign = at;
            let (right, next) = self.binary(at + 1, level + 1, depth)?;
            let result = match self.text(sign) {
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
            let shown = format!("{left} {} {right}", self.text(sign));
            left = result.ok_or_else(|| self.fault(sign, format!("{shown} is no number of bytes")))?;
            at = next;
        }
        Ok((left, at))
    }

    fn operand(&mut self, at: usize, depth: usize) -> Result<(u64, usize), Fault> {
        if depth >= DEPTH {
            return Err(self.fault(at, "this is nested too deeply"));
        }
        let text = self.text(at).to_owned();
        if text == "(" {
            let (value, end) = self.binary(at + 1, 0, depth + 1)?;
            return if self.text(end) == ")" { Ok((value, end + 1)) } else { Err(self.expected(end, "`)`")) };
        }
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return match number(&text) {
                Some(value) => Ok((value, at + 1)),
                None => Err(self.fault(at, format!("`{}` is no number", printable(&text)))),
            };
        }
        let region = match text.as_str() {
            "LENGTH" => Some(Kind::Length),
            "ORIGIN" => Some(Kind::Origin),
            _ => None,
        };
        if let Some(kind) = region {
            if [self.text(at + 1), self.text(at + 3)] != ["(", ")"] {
                return Err(self.expected(at + 1, "`(REGION)`"));
            }
            let name = self.aliased(at + 2);
            return Ok((self.of_region(&name, kind, at + 2, depth + 1)?, at + 4));
        }
        if !is_name(&text) {
            return Err(self.expected(at, "a number"));
        }
        match self.find(text.trim_matches('"'), Kind::Symbol) {
            Some(symbol) => Ok((self.value(symbol, depth + 1)?, at + 1)),
            None => Err(self.fault(at, format!("nothing is assigned to `{}` here", printable(&text)))),
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

fn is_name(text: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Region, regions};
    use crate::findings::{Role, Source};

    fn source(name: &str, text: &str) -> Arc<Source> {
        Arc::new(Source::new(name.to_owned(), Role::Script, text.to_owned()))
    }

    fn read(files: &[(&str, &str)]) -> Result<Vec<Region>, String> {
        let mut include = |name: &str| match files.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => Ok(source(name, text)),
            None => Err(format!("{name} does not exist")),
        };
        let result = regions(&source(files[0].0, files[0].1), &mut include);
        let result = result.map(|regions| regions.into_iter().map(|(region, _)| region).collect());
        result.map_err(|fault| format!("{}: {}", fault.origin.position().unwrap_or_default(), fault.reason))
    }

    fn length(text: &str) -> Result<u64, String> {
        let script = format!(
            "MEMORY {{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 256K\n  RAM : ORIGIN = 0x20000000, LENGTH = {text}\n}}"
        );
        read(&[("memory.x", &script)]).map(|regions| regions[1].length)
    }

    #[test]
    fn a_script_as_boards_have_it() {
        let script = "/* STM32F4 */\n_heap_size = 8K;\nMEMORY\n{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n  \
                      RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 128K - _heap_size /* the rest */\n  \
                      CCM : org = ORIGIN(RAM) + LENGTH(RAM), len = 0x10000\n}\nREGION_ALIAS(\"REGION_DATA\", RAM);\n\
                      ENTRY(Reset)\nSECTIONS { .data : { *(.data .data.*) x = .; } > RAM AT> FLASH }\n";
        let region = |name: &str, origin, length| Region { name: name.to_owned(), origin, length };
        assert_eq!(
            read(&[("memory.x", script)]),
            Ok(vec![
                region("FLASH", 0x0800_0000, 1 << 20),
                region("RAM", 0x2000_0000, 120 << 10),
                region("CCM", 0x2000_0000 + (120 << 10), 0x10000),
                region("REGION_DATA", 0x2000_0000, 120 << 10),
            ])
        );
    }

    #[test]
    fn lengths() {
        for (text, bytes) in [
            ("64K", 64 << 10),
            ("0x10000", 0x10000),
            ("1M", 1 << 20),
            ("0x10K", 16 << 10),
            ("010", 8),
            ("2 + 3 * 4", 14),
            ("(2 + 3) * 4", 20),
            ("100 - 10 - 1", 89),
            ("100 / 10 / 5", 2),
            ("1 << 16", 1 << 16),
            ("LENGTH(FLASH) / 4", 64 << 10),
            ("ORIGIN(FLASH) >> 20", 0x80),
        ] {
            assert_eq!(length(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, fault) in [
            ("64Q", "3:39: `64Q` is no number"),
            ("", "4:1: a number is expected, not `}`"),
            ("(64K", "4:1: `)` is expected, not `}`"),
            ("64K 64K", "3:43: an operator is expected, not `64K`"),
            ("1 - 2", "3:41: 1 - 2 is no number of bytes"),
            ("1 / 0", "3:41: 1 / 0 is no number of bytes"),
            ("0xffffffffffffffff + 1", "3:58: 18446744073709551615 + 1 is no number of bytes"),
            ("LENGTH(RAM)", "3:39: `RAM` is made of itself"),
            ("LENGTH(ROM)", "3:46: there is no region `ROM`"),
            ("LENGTH", "4:1: `(REGION)` is expected, not `}`"),
            ("_size", "3:39: nothing is assigned to `_size` here"),
            ("/* 64K", "3:39: this is not closed"),
        ] {
            assert_eq!(length(text), Err(format!("memory.x:{fault}")), "{text}");
        }
        assert_eq!(length(&"(".repeat(100_000)), Err("memory.x:3:103: this is nested too deeply".to_owned()));
    }

    #[test]
    fn other_files() {
        let board = ("board.x", "INCLUDE memory.x\nSECTIONS { }");
        let memory = ("memory.x", "MEMORY { RAM : ORIGIN = 0, LENGTH = SIZE }");
        let size = ("board.x", "SIZE = 4K;\nINCLUDE \"memory.x\"");
        let lengths =
            |files: &[(&str, &str)]| read(files).map(|all| all.iter().map(|one| one.length).collect::<Vec<_>>());
        assert_eq!(lengths(&[board, ("memory.x", "MEMORY { RAM : o = 0, l = 1K }")]), Ok(vec![1024]));
        assert_eq!(lengths(&[size, memory]), Ok(vec![4096]));
        assert_eq!(lengths(&[board]), Err("board.x:1:1: memory.x does not exist".to_owned()));
        let itself = [("a.x", "INCLUDE b.x"), ("b.x", "\nINCLUDE a.x")];
        assert_eq!(lengths(&itself), Err("b.x:2:1: a.x includes itself".to_owned()));
        assert_eq!(lengths(&[("a.x", "INCLUDE")]), Err("a.x:1:1: INCLUDE names no file".to_owned()));
    }

    #[test]
    fn symbols_that_double_cost_no_more_than_their_number() {
        let mut script = "s0 = 1;\n".to_owned();
        for i in 1..60 {
            let before = (i - 1).to_string();
            script.push_str(&["s", &i.to_string(), " = s", &before, " + s", &before, ";\n"].concat());
        }
        script += "MEMORY { RAM : ORIGIN = 0, LENGTH = s59 }";
        assert_eq!(read(&[("memory.x", &script)]).map(|regions| regions[0].length), Ok(1 << 59));
        let cycle = "a = b; b = a; MEMORY { RAM : ORIGIN = 0, LENGTH = a }";
        assert_eq!(read(&[("memory.x", cycle)]), Err("memory.x:1:5: `a` is made of itself".to_owned()));
    }
}
