//! `cfg(…)` predicates: read here, decided by the compiler for the target that it compiles for.

use std::fmt;

/// How deep a predicate may nest: beyond any real one, and within everybody's stack.
const DEPTH: usize = 32;

/// A configuration predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `all(…)`
    All(Vec<Predicate>),
    /// `any(…)`
    Any(Vec<Predicate>),
    /// `not(…)`
    Not(Box<Predicate>),
    /// `unix`
    Name(String),
    /// `target_arch = "arm"`
    Equals(String, String),
}

impl Predicate {
    /// Reads the text of `cfg(…)`.
    ///
    /// # Errors
    /// What is wrong with it, to follow a colon.
    pub fn parse(text: &str) -> Result<Predicate, String> {
        let inner = text.trim().strip_prefix("cfg").map(str::trim_start);
        let inner = inner.and_then(|rest| rest.strip_prefix('(')).and_then(|rest| rest.strip_suffix(')'));
        let mut reader = Reader { rest: inner.ok_or("it does not read `cfg(…)`")? };
        let predicate = reader.predicate(0)?;
        reader.skip(',');
        match reader.rest.trim_start() {
            "" => Ok(predicate),
            rest => Err(format!("`{}` is too much", crate::findings::printable(rest))),
        }
    }

    /// `self` and none of `others`.
    #[must_use]
    pub fn unless(&self, others: impl IntoIterator<Item = Predicate>) -> Predicate {
        let others: Vec<_> = others.into_iter().collect();
        if others.is_empty() { self.clone() } else { Predicate::All(vec![self.clone(), Predicate::none_of(others)]) }
    }

    /// None of these.
    #[must_use]
    pub fn none_of(mut others: Vec<Predicate>) -> Predicate {
        let one = if others.len() == 1 { others.remove(0) } else { Predicate::Any(others) };
        Predicate::Not(Box::new(one))
    }

    /// Whether every compiler knows all of it: other names and values are for the consumer to declare, and raise a lint.
    #[must_use]
    pub fn is_well_known(&self) -> bool {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(Predicate::is_well_known),
            Predicate::Not(part) => part.is_well_known(),
            Predicate::Name(name) => matches!(name.as_str(), "unix" | "windows" | "debug_assertions"),
            Predicate::Equals(key, value) => has_value(key, value) == Some(true),
        }
    }

    /// Whether it holds, as far as that follows from what is known of its names and values.
    pub(crate) fn decided(&self, known: &dyn Fn(&Predicate) -> Option<bool>) -> Option<bool> {
        // One part that is as wanted decides, whatever the others; else one that is not known leaves all open.
        let any = |parts: &[Predicate], wanted: bool| {
            let parts: Vec<_> = parts.iter().map(|part| part.decided(known)).collect();
            if parts.contains(&Some(wanted)) {
                return Some(wanted);
            }
            (!parts.contains(&None)).then_some(!wanted)
        };
        match self {
            Predicate::All(parts) => any(parts, false),
            Predicate::Any(parts) => any(parts, true),
            Predicate::Not(part) => part.decided(known).map(|holds| !holds),
            Predicate::Name(_) | Predicate::Equals(..) => known(self),
        }
    }

    /// Calls `visit` with every `name = "value"` in the predicate.
    pub(crate) fn for_each_value<'p>(&'p self, visit: &mut impl FnMut(&'p str, &'p str)) {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in parts {
                    part.for_each_value(visit);
                }
            }
            Predicate::Not(part) => part.for_each_value(visit),
            Predicate::Name(_) => {}
            Predicate::Equals(name, value) => visit(name, value),
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, parts) = match self {
            Predicate::Name(name) => return f.write_str(name),
            Predicate::Equals(name, value) => return write!(f, "{name} = \"{value}\""),
            Predicate::Not(part) => return write!(f, "not({part})"),
            Predicate::All(parts) => ("all", parts),
            Predicate::Any(parts) => ("any", parts),
        };
        write!(f, "{word}(")?;
        for (i, part) in parts.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{part}")?;
        }
        f.write_str(")")
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn predicate(&mut self, depth: usize) -> Result<Predicate, String> {
        if depth > DEPTH {
            return Err(format!("it nests deeper than {DEPTH} levels"));
        }
        let name = self.name()?;
        if matches!(name, "all" | "any" | "not") {
            if !self.skip('(') {
                return Err(format!("`{name}` needs parentheses"));
            }
            let mut parts = Vec::new();
            while !self.skip(')') {
                parts.push(self.predicate(depth + 1)?);
                if !self.skip(',') && !self.rest.trim_start().starts_with(')') {
                    return Err("a comma or `)` is missing".to_owned());
                }
            }
            return match (name, parts.len()) {
                ("all", _) => Ok(Predicate::All(parts)),
                ("any", _) => Ok(Predicate::Any(parts)),
                (_, 1) => Ok(Predicate::Not(Box::new(parts.remove(0)))),
                _ => Err("`not` takes one predicate".to_owned()),
            };
        }
        match name {
            // Literals that the oldest supported compiler does not know yet.
            "true" => return Ok(Predicate::All(Vec::new())),
            "false" => return Ok(Predicate::Any(Vec::new())),
            _ if !crate::name::is_identifier(name) => return Err(format!("`{name}` is a keyword")),
            _ => {}
        }
        if !self.skip('=') {
            return Ok(Predicate::Name(name.to_owned()));
        }
        let value = self.rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (value, rest) = value.ok_or_else(|| format!("the value of `{name}` has to stand in double quotes"))?;
        if value.contains('\\') || value.chars().any(char::is_control) {
            return Err(format!("the value of `{name}` may hold no escapes"));
        }
        self.rest = rest;
        Ok(Predicate::Equals(name.to_owned(), value.to_owned()))
    }

    fn name(&mut self) -> Result<&'t str, String> {
        let text = self.rest.trim_start();
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(match text.chars().next() {
                None => "a name is missing".to_owned(),
                Some(found) => {
                    format!("a name is missing before `{}`", crate::findings::printable(found.encode_utf8(&mut [0; 4])))
                }
            });
        }
        self.rest = rest;
        Ok(name)
    }

    fn skip(&mut self, wanted: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// The values that a compiler target has for a `target_…` key, separated by blanks; `None` for any other key.
/// They are those of `rustc --print cfg` for every target of Rust 1.85, 1.95 and the nightly 1.97.
pub(crate) fn target_values(key: &str) -> Option<&'static str> {
    Some(match key {
        "target_os" => {
            "aix amdhsa android cuda cygwin dragonfly emscripten espidf freebsd fuchsia haiku helenos hermit horizon hurd \
             illumos ios l4re linux lynxos178 macos managarm motor netbsd none nto nuttx openbsd psp psx qurt redox rtems \
             solaris solid_asp3 teeos trusty tvos uefi unknown vexos visionos vita vxworks wasi watchos windows xous zkvm"
        }
        "target_arch" => {
            "aarch64 amdgpu arm arm64ec avr bpf csky hexagon loongarch32 loongarch64 m68k mips mips32r6 mips64 mips64r6 msp430 \
             nvptx64 powerpc powerpc64 riscv32 riscv64 s390x sparc sparc64 wasm32 wasm64 x86 x86_64 xtensa"
        }
        "target_env" => {
            "gnu macabi mlibc msvc musl newlib nto70 nto71 nto71_iosock nto80 ohos p1 p2 p3 relibc sgx sim uclibc v5"
        }
        "target_family" => "unix wasm windows",
        "target_vendor" => {
            "amd apple espressif fortanix ibm kmc mti nintendo nvidia openwrt pc risc0 sony sun unikraft unknown uwp vex win7 wrs"
        }
        "target_endian" => "big little",
        "target_pointer_width" => "16 32 64",
        _ => return None,
    })
}

/// Whether some target has this value; `None` for a key that is not about targets.
pub(crate) fn has_value(key: &str, value: &str) -> Option<bool> {
    let none = key == "target_env" && value.is_empty();
    target_values(key).map(|values| none || values.split(' ').any(|known| known == value))
}

/// The value that was probably meant where [`target_values`] does not hold it.
pub(crate) fn probable_target_value(key: &str, value: &str) -> Option<&'static str> {
    // Names that people and other tables use for what the compiler calls otherwise.
    const OTHER_NAMES: [(&str, &str, &str); 16] = [
        ("target_os", "qnx", "nto"),
        ("target_os", "osx", "macos"),
        ("target_os", "darwin", "macos"),
        ("target_os", "win32", "windows"),
        ("target_os", "bare", "none"),
        ("target_os", "baremetal", "none"),
        ("target_arch", "armv7", "arm"),
        ("target_arch", "thumb", "arm"),
        ("target_arch", "arm64", "aarch64"),
        ("target_arch", "amd64", "x86_64"),
        ("target_arch", "x64", "x86_64"),
        ("target_arch", "i686", "x86"),
        ("target_arch", "i386", "x86"),
        ("target_arch", "riscv", "riscv32"),
        ("target_env", "glibc", "gnu"),
        ("target_env", "gnueabihf", "gnu"),
    ];
    let other = OTHER_NAMES.iter().find(|(k, name, _)| *k == key && value.eq_ignore_ascii_case(name));
    other
        .map(|&(_, _, meant)| meant)
        .or_else(|| crate::findings::suggest::nearest(value, &mut target_values(key)?.split(' ')))
}

/// How a target triple is written as a predicate, if `key` looks like one.
pub(crate) fn of_triple(key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('-').collect();
    let arch = *parts.first()?;
    let known = |key, value| has_value(key, value) == Some(true);
    let arch = match arch {
        _ if known("target_arch", arch) => arch,
        "i386" | "i486" | "i586" | "i686" => "x86",
        _ if arch.starts_with("arm") || arch.starts_with("thumb") => "arm",
        _ if arch.starts_with("riscv32") => "riscv32",
        _ if arch.starts_with("riscv64") => "riscv64",
        _ => return None,
    };
    let os = parts[1..].iter().find_map(|part| match *part {
        "darwin" => Some("macos"),
        // `unknown` is a vendor more often than a system.
        part => (part != "unknown" && known("target_os", part)).then_some(part),
    });
    Some(match os {
        Some(os) => format!("cfg(all(target_arch = \"{arch}\", target_os = \"{os}\"))"),
        None => format!("cfg(target_arch = \"{arch}\")"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Predicate, of_triple, probable_target_value};

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("cfg(unix)", "unix"),
            ("cfg ( target_arch=\"arm\" )", "target_arch = \"arm\""),
            ("cfg(all(unix,not(target_os = \"linux\"),))", "all(unix, not(target_os = \"linux\"))"),
            ("cfg(any())", "any()"),
            ("cfg(true)", "all()"),
        ] {
            assert_eq!(Predicate::parse(text).map(|p| p.to_string()).as_deref(), Ok(printed));
        }
    }

    #[test]
    fn refuses_what_is_none() {
        let deep = format!("cfg({}unix{})", "not(".repeat(100_000), ")".repeat(100_000));
        for text in [
            "",
            "unix",
            "cfg",
            "cfg(",
            "cfg()",
            "cfg(unix))",
            "cfg(unix linux)",
            "cfg(not())",
            "cfg(not(a, b))",
            "cfg(all(a b))",
            "cfg(all)",
            "cfg(a = b)",
            "cfg(a = \"b)",
            "cfg(a = \"\\\"\")",
            "cfg(1a)",
            "cfg(crate)",
            "cfg(é)",
            "cfg(a,,)",
            &deep,
        ] {
            assert!(Predicate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn knows_what_was_meant() {
        assert_eq!(probable_target_value("target_os", "qnx"), Some("nto"));
        assert_eq!(probable_target_value("target_arch", "aarch46"), Some("aarch64"));
        assert_eq!(probable_target_value("target_os", "templeos"), None);
        for (triple, predicate) in [
            ("armv7-unknown-linux-gnueabihf", Some("cfg(all(target_arch = \"arm\", target_os = \"linux\"))")),
            ("thumbv7em-none-eabihf", Some("cfg(all(target_arch = \"arm\", target_os = \"none\"))")),
            ("wasm32-unknown-unknown", Some("cfg(target_arch = \"wasm32\")")),
            ("arm", Some("cfg(target_arch = \"arm\")")),
            ("production", None),
        ] {
            assert_eq!(of_triple(triple).as_deref(), predicate);
        }
    }
}
