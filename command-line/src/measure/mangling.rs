//! Which crate a symbol's name speaks of.

/// How much of a name is looked at, in bytes: the crate stands at its beginning, and names have no other bound.
pub(crate) const LOOKED_AT: usize = 4096;

/// A crate, as a mangled name tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamedCrate<'n> {
    pub(crate) name: &'n str,
    /// What tells two versions of a crate apart; names in the legacy form do not have it.
    pub(crate) disambiguator: Option<u64>,
}

/// The crate that defines what a symbol names; `None` for a name that is not mangled, or not by Rust. A mangled name says itself where it
/// ends, so that other names may follow.
///
/// Of `<A as B>::f` it is A's, and B's where A is of no crate.
pub(crate) fn defining_crate(symbol: &[u8]) -> Option<NamedCrate<'_>> {
    let symbol = symbol.strip_prefix(b"switch.table.").unwrap_or(symbol);
    let symbol = &symbol[..symbol.len().min(LOOKED_AT)];
    if let Some(path) = symbol.strip_prefix(b"_R") {
        return V0 { text: path, at: 0, steps: 0 }.path();
    }
    legacy(symbol.strip_prefix(b"_ZN")?)
}

/// `3app3FOO17h0123456789abcdefE`: segments with their lengths, and a hash that C++ does not have.
fn legacy(path: &[u8]) -> Option<NamedCrate<'_>> {
    let mut rest = path;
    let mut first = None;
    while rest.first().is_some_and(u8::is_ascii_digit) {
        let (length, text) = number(rest)?;
        if length > text.len() {
            // Cut off at what is looked at: the hash cannot be seen.
            return (path.len() >= LOOKED_AT - 3).then(|| of_segment(first.unwrap_or(text)))?;
        }
        let segment = &text[..length];
        rest = &text[length..];
        let is_hash = length == 17 && segment[0] == b'h' && segment[1..].iter().all(u8::is_ascii_hexdigit);
        if is_hash && rest.starts_with(b"E") {
            return of_segment(first?);
        }
        first.get_or_insert(segment);
    }
    None
}

fn number(text: &[u8]) -> Option<(usize, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let add = |number: usize, digit: &u8| number.checked_mul(10)?.checked_add(usize::from(digit - b'0'));
    let number = text[..digits].iter().try_fold(0, add)?;
    (digits > 0).then_some((number, &text[digits..]))
}

/// The crate in the first segment of a legacy name: all of it, or for `_$LT$A$u20$as$u20$B$GT$` that of the type.
fn of_segment(segment: &[u8]) -> Option<NamedCrate<'_>> {
    let name = match segment.strip_prefix(b"_$LT$").or_else(|| segment.strip_prefix(b"$LT$")) {
        None => segment,
        Some(types) => crate_of_type(types).or_else(|| crate_of_type(behind(types, b"$u20$as$u20$")?))?,
    };
    let name = std::str::from_utf8(name).ok()?;
    is_identifier(name).then_some(NamedCrate { name, disambiguator: None })
}

fn behind<'t>(text: &'t [u8], mark: &[u8]) -> Option<&'t [u8]> {
    text.windows(mark.len()).position(|window| window == mark).map(|at| &text[at + mark.len()..])
}

/// The crate of `$RF$app..Thing$LT$u8$GT$`: what stands before the first `..`, with the marks of references, pointers,
/// slices and tuples taken off.
fn crate_of_type(mut written: &[u8]) -> Option<&[u8]> {
    const MARKS: [&[u8]; 9] =
        [b"$RF$", b"$BP$", b"mut$u20$", b"const$u20$", b"dyn$u20$", b"$u5b$", b"$LP$", b"$LT$", b"["];
    while let Some(rest) = MARKS.iter().find_map(|mark| written.strip_prefix(*mark)) {
        written = rest;
    }
    let end =
        written.iter().take_while(|&&byte| byte == b'_' || byte.is_ascii_alphanumeric() || !byte.is_ascii()).count();
    written[end..].starts_with(b"..").then_some(&written[..end])
}

fn is_identifier(name: &str) -> bool {
    let letter = |byte: &u8| *byte == b'_' || byte.is_ascii_alphanumeric();
    !name.is_empty()
        && (name.as_bytes().iter().all(letter) || name.chars().all(|c| c == '_' || c.is_alphanumeric()))
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A walk along a name in the v0 form, to the crate at the root of its path.
struct V0<'n> {
    /// What follows `_R`; back references count from here.
    text: &'n [u8],
    at: usize,
    steps: usize,
}

impl<'n> V0<'n> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.text.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    /// A path begins with what it is; its root is the first crate on the way.
    fn path(&mut self) -> Option<NamedCrate<'n>> {
        // A version, which is not in use yet.
        while self.steps == 0 && self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        loop {
            self.steps += 1;
            if self.steps > LOOKED_AT {
                return None;
            }
            match self.next()? {
                b'C' => return self.root(),
                b'N' => {
                    self.next()?; // the name space
                }
                b'M' | b'X' => {
                    self.disambiguator()?; // of the implementation, whose path follows
                }
                b'B' => self.back()?,
                // The type that a trait is implemented for; where it is of no crate, the trait follows.
                b'Y' | b'R' | b'Q' | b'P' | b'O' | b'A' | b'S' | b'T' => {
                    if self.eat(b'L') {
                        self.base_62()?;
                    }
                }
                // Generic arguments come after their path; types without a name have no crate.
                b'I' | b'E' | b'a'..=b'z' => {}
                _ => return None,
            }
        }
    }

    fn root(&mut self) -> Option<NamedCrate<'n>> {
        let disambiguator = self.disambiguator()?;
        let punycode = self.eat(b'u');
        let (length, text) = number(&self.text[self.at..])?;
        let text = text.strip_prefix(b"_").unwrap_or(text);
        let name = std::str::from_utf8(text.get(..length)?).ok()?;
        (punycode || is_identifier(name)).then_some(NamedCrate { name, disambiguator: Some(disambiguator) })
    }

    fn disambiguator(&mut self) -> Option<u64> {
        if self.eat(b's') { self.base_62()?.checked_add(1) } else { Some(0) }
    }

    fn back(&mut self) -> Option<()> {
        let here = self.at - 1;
        let target = usize::try_from(self.base_62()?).ok().filter(|&target| target < here)?;
        self.at = target;
        Some(())
    }

    /// `_` is 0, `0_` is 1, and so on.
    fn base_62(&mut self) -> Option<u64> {
        if self.eat(b'_') {
            return Some(0);
        }
        let mut value: u64 = 0;
        loop {
            let digit = match self.next()? {
                b'_' => return value.checked_add(1),
                digit @ b'0'..=b'9' => digit - b'0',
                digit @ b'a'..=b'z' => digit - b'a' + 10,
                digit @ b'A'..=b'Z' => digit - b'A' + 36,
                _ => return None,
            };
            value = value.checked_mul(62)?.checked_add(digit.into())?;
        }
    }
}

/// A symbol as people read it: demangled, without the hash.
pub(crate) fn readable(symbol: &[u8]) -> String {
    let symbol = &symbol[..symbol.len().min(LOOKED_AT)];
    let text = String::from_utf8_lossy(symbol);
    let mut shown = match rustc_demangle::try_demangle(&text) {
        Ok(name) => format!("{name:#}"),
        Err(_) => text.into_owned(),
    };
    if shown.chars().nth(SHOWN).is_some() {
        shown = shown.chars().take(SHOWN).chain(['.', '.', '.']).collect();
    }
    shown
}

/// How long a symbol's readable name may be, in characters.
const SHOWN: usize = 512;

#[cfg(test)]
mod tests {
    use super::{defining_crate, readable};

    fn named(symbol: &str) -> Option<(&str, Option<u64>)> {
        defining_crate(symbol.as_bytes()).map(|named| (named.name, named.disambiguator))
    }

    #[test]
    fn legacy_names() {
        for (symbol, name) in [
            ("_ZN3app7COUNTER17h0123456789abcdefE", Some("app")),
            ("_ZN3app7COUNTER17h0123456789abcdefE.0", Some("app")),
            ("_ZN3app7COUNTER17h0123456789abcdefE.llvm.123", Some("app")),
            ("switch.table._ZN3app1f17h0123456789abcdefE", Some("app")),
            ("_ZN45_$LT$app..Foo$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE", Some("app")),
            ("_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE", Some("core")),
            ("_ZN55_$LT$$RF$mut$u20$app..W$u20$as$u20$core..fmt..Write$GT$9write_str17h0123456789abcdefE", Some("app")),
            ("_ZN5boost6detail4nameE", None),
            ("_ZN3app7COUNTER17h0123456789abcdeE", None),
            ("_ZN9999999999999999999999app17h0123456789abcdefE", None),
            ("_ZN", None),
            ("_ZN42_$LT$__app..Thing$u20$as$u20$core..Foo$GT$3run17h0123456789abcdefE", Some("__app")),
            ("_ZN33_$LT$u8$u20$as$u20$app..Trait$GT$3run17h0123456789abcdefE", Some("app")),
            ("_ZN28_$LT$impl$u20$app..Thing$GT$3run17h0123456789abcdefE", None),
            ("_ZN23_$LT$T$u20$as$u20$U$GT$3run17h0123456789abcdefE", None),
            ("_ZN41_$LT$_$u20$as$u20$$LP$u8$C$app..T$RP$$GT$3run17h0123456789abcdefE", None),
            ("_ZNapp17h0123456789abcdefE", None),
            ("COUNTER", None),
            ("_ZN3app7COUNTER17h0123456789abcdefE\0_ZN5other1X17h0123456789abcdefE", Some("app")),
            ("_ZN5boost6detailE\0_ZN5other1X17h0123456789abcdefE", None),
        ] {
            assert_eq!(named(symbol).map(|(name, _)| name), name, "{symbol}");
        }
    }

    #[test]
    fn v0_names() {
        for (symbol, known) in [
            ("_RNvCs_3app7COUNTER", Some(("app", Some(1)))),
            ("_RNvC3app7COUNTER", Some(("app", Some(0)))),
            ("_RNvCs1234_7mycrate3foo", Some(("mycrate", Some(246_208)))),
            ("_RNvNvNtC3app5Trait6method6STATIC", Some(("app", Some(0)))),
            ("_RINvC3app3genhE", Some(("app", Some(0)))),
            ("_RNvMs_C3appNtB4_5Thing3new", Some(("app", Some(0)))),
            ("_RNvXC3appNtB2_5ThingNtNtC4core3fmt5Debug3fmt", Some(("app", Some(0)))),
            ("_RNvYNtC3app5ThingNtC4core3Foo3bar", Some(("app", Some(0)))),
            ("_RNvYhNtC4core3Foo3bar", Some(("core", Some(0)))),
            ("_RNvB_3app", None),
            ("_RNvB99_3app", None),
            ("_RNvC99999999999999999999999app", None),
            ("_R", None),
        ] {
            assert_eq!(named(symbol), known, "{symbol}");
        }
    }

    #[test]
    fn a_name_without_end_is_looked_at_so_far_only() {
        assert_eq!(named(&"_RN".repeat(1 << 20)), None);
        assert_eq!(named(&format!("_RNvC3app1000000{}", "x".repeat(1_000_000))), Some(("app", Some(0))));
        assert_eq!(named(&format!("_ZN3app1000000{}17h0123456789abcdefE", "x".repeat(1_000_000))), Some(("app", None)));
        assert!(readable("x".repeat(1 << 20).as_bytes()).len() < 600);
    }

    #[test]
    fn readable_names_have_no_hash() {
        assert_eq!(readable(b"_ZN3app7COUNTER17h0123456789abcdefE"), "app::COUNTER");
        assert_eq!(readable(b"_RNvCs1234_7mycrate3foo"), "mycrate::foo");
        assert_eq!(readable(b"plain"), "plain");
    }
}
