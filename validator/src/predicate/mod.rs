//! `cfg(…)` predicates: read here, decided by the compiler for the target that it compiles for.

pub(crate) mod known;
mod read;

use std::fmt;

pub(crate) use self::read::Refusal;
use crate::name;

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
        Predicate::read(text).map_err(|refusal| refusal.to_string())
    }

    /// As [`parse`](Self::parse), with the reason as one.
    pub(crate) fn read(text: &str) -> Result<Predicate, Refusal> {
        read::read(text)
    }

    /// `self` and none of `others`.
    #[must_use]
    pub fn unless(&self, others: Vec<Predicate>) -> Predicate {
        if others.is_empty() { self.clone() } else { Predicate::All(vec![self.clone(), Predicate::none_of(others)]) }
    }

    /// None of these.
    #[must_use]
    pub fn none_of(mut others: Vec<Predicate>) -> Predicate {
        let one = if others.len() == 1 { others.remove(0) } else { Predicate::Any(others) };
        Predicate::Not(Box::new(one))
    }

    /// Whether it holds, as far as that follows from what is known of its names and values.
    pub(crate) fn decided(&self, known: &dyn Fn(&Predicate) -> Option<bool>) -> Option<bool> {
        // One part that is as wanted decides, whatever the others; else one that is not known leaves all open.
        let any = |parts: &[Predicate], wanted: bool| {
            let mut all_known = true;
            for part in parts {
                match part.decided(known) {
                    Some(holds) if holds == wanted => return Some(wanted),
                    part => all_known &= part.is_some(),
                }
            }
            all_known.then_some(!wanted)
        };
        match self {
            Predicate::All(parts) => any(parts, false),
            Predicate::Any(parts) => any(parts, true),
            Predicate::Not(part) => part.decided(known).map(|holds| !holds),
            Predicate::Name(_) | Predicate::Equals(..) => known(self),
        }
    }

    /// Whether every compiler knows all of it: other names and values are for the consumer to declare, and raise a lint.
    #[must_use]
    pub fn is_well_known(&self) -> bool {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(Predicate::is_well_known),
            Predicate::Not(part) => part.is_well_known(),
            Predicate::Name(name) => matches!(name.as_str(), "unix" | "windows" | "debug_assertions"),
            Predicate::Equals(key, value) => known::has_value(key, value) == Some(true),
        }
    }

    /// Whether the compiler knows all of it, where the consumer declares these names.
    #[must_use]
    pub fn is_known_with(&self, declared: &[String]) -> bool {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(|part| part.is_known_with(declared)),
            Predicate::Not(part) => part.is_known_with(declared),
            Predicate::Name(name) | Predicate::Equals(name, _) => self.is_well_known() || declared.contains(name),
        }
    }

    /// Calls `visit` with every name in the predicate, and its value if it is asked for one.
    pub(crate) fn for_each_name<'p>(&'p self, visit: &mut impl FnMut(&'p str, Option<&'p str>)) {
        match self {
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in parts {
                    part.for_each_name(visit);
                }
            }
            Predicate::Not(part) => part.for_each_name(visit),
            Predicate::Name(name) => visit(name, None),
            Predicate::Equals(name, value) => visit(name, Some(value)),
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, parts) = match self {
            Predicate::Name(name) => return write!(f, "{}{name}", raw(name)),
            Predicate::Equals(name, value) => return write!(f, "{}{name} = \"{value}\"", raw(name)),
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

/// What makes a name of a keyword.
fn raw(name: &str) -> &'static str {
    if name::is_keyword(name) { "r#" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::Predicate;

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("cfg(unix)", "unix"),
            (" cfg ( target_arch=\"arm\" )\t", "target_arch = \"arm\""),
            ("cfg(all(unix,not(target_os = \"linux\"),))", "all(unix, not(target_os = \"linux\"))"),
            ("cfg(unix,)", "unix"),
            ("cfg(any())", "any()"),
            ("cfg(true)", "all()"),
            ("cfg(not(false))", "not(any())"),
            ("cfg(r#true)", "r#true"),
            ("cfg(r#async = \"a\")", "r#async = \"a\""),
            ("cfg(r#unix)", "unix"),
            ("cfg(feature = \"\")", "feature = \"\""),
            ("cfg(feature = \"{left} é/'#)\")", "feature = \"{left} é/'#)\""),
        ] {
            assert_eq!(Predicate::parse(text).map(|p| p.to_string()).as_deref(), Ok(printed));
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for (text, reason) in [
            ("", "it does not read `cfg(…)`"),
            ("unix", "it does not read `cfg(…)`"),
            ("cfg", "it does not read `cfg(…)`"),
            ("cfg(", "it does not read `cfg(…)`"),
            ("cfg()", "a name is missing"),
            ("cfg(unix))", "`)` is too much"),
            ("cfg(unix linux)", "`linux` is too much"),
            ("cfg(unix, linux)", "`linux` is too much"),
            ("cfg(not())", "`not` takes one predicate"),
            ("cfg(not(a, b))", "`not` takes one predicate"),
            ("cfg(all(a b))", "a comma or `)` is missing"),
            ("cfg(all(a)", "a comma or `)` is missing"),
            ("cfg(all)", "`all` needs parentheses"),
            ("cfg(all = \"a\")", "`all` needs parentheses"),
            ("cfg(all(,))", "a name is missing before `,`"),
            ("cfg(a,,)", "`,` is too much"),
            ("cfg(a = b)", "the value of `a` has to stand in double quotes"),
            ("cfg(a == \"b\")", "the value of `a` has to stand in double quotes"),
            ("cfg(a = r\"b\")", "the value of `a` has to stand in double quotes"),
            ("cfg(a = 'b')", "the value of `a` has to stand in double quotes"),
            ("cfg(a = \"b)", "the value of `a` has to stand in double quotes"),
            ("cfg(a = \"\\\"\")", "the value of `a` may hold no escapes and nothing invisible"),
            ("cfg(a = \"\u{202e}\")", "the value of `a` may hold no escapes and nothing invisible"),
            ("cfg(a = \"b\"suffix)", "`suffix` is too much"),
            ("cfg(a = \"b\" \"c\")", "`\"c\"` is too much"),
            ("cfg(1a)", "a name is missing before `1`"),
            ("cfg(\"unix\")", "a name is missing before `\"`"),
            ("cfg(é)", "a name is missing before `é`"),
            ("cfg(\u{a0}unix)", "a name is missing before `\u{a0}`"),
            ("cfg(/* why */ unix)", "it holds no comments"),
            ("cfg(crate)", "`crate` is no name"),
            ("cfg(r#self)", "`self` is no name"),
            ("cfg(_)", "`_` is no name"),
            ("cfg(async)", "`async` is a keyword, which is written `r#async`"),
            ("cfg(gen = \"a\")", "`gen` is a keyword, which is written `r#gen`"),
            ("cfg(a::b)", "`::b` is too much"),
            ("cfg(accessible(core::mem))", "there is no `accessible(…)`"),
            ("cfg(r#all(unix))", "there is no `all(…)`"),
            ("cfg(target(os = \"linux\"))", "`target(…)` is not stable"),
            ("cfg(version(\"1.85\"))", "`version` is not stable"),
            ("cfg(not(overflow_checks))", "`overflow_checks` is not stable"),
            ("cfg(target_has_atomic_load_store = \"8\")", "`target_has_atomic_load_store` is not stable"),
        ] {
            assert_eq!(Predicate::parse(text), Err(reason.to_owned()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_beyond_any_real_one() {
        let nested = |levels: usize| format!("cfg({}unix{})", "not(".repeat(levels), ")".repeat(levels));
        assert!(Predicate::parse(&nested(32)).is_ok());
        assert_eq!(Predicate::parse(&nested(33)), Err("it nests deeper than 32 levels".to_owned()));
        for long in [nested(100_000), "cfg(unix".to_owned() + &"(".repeat(100_000), "x".repeat(2049)] {
            assert_eq!(Predicate::parse(&long), Err("it is longer than 2048 bytes".to_owned()));
        }
    }
}
