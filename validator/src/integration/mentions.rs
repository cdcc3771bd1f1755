//! Whether code names a variant of `CrateId`, under that name or another.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{Form, Token};
use crate::work;

/// The enum of the budgeted crates.
pub(super) const ENUM: &str = "CrateId";
/// The standard library's macros, which take nothing from anybody's budget.
pub(super) const OF_STD: [&str; 24] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "matches",
    "panic",
    "print",
    "println",
    "stringify",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// How many tokens of a path are looked at, of a type that gets another name.
const LONGEST_PATH: usize = 64;

/// What the code of a package says of a variant, over all of its files.
pub(super) struct Mentions<'v> {
    variant: &'v str,
    /// Every `N` of an `N::Variant`, as a path, in an import, or as `<N>::Variant`.
    qualified: BTreeSet<String>,
    /// Every `N` of a `use N::*`.
    globs: BTreeSet<String>,
    /// Whether the variant stands anywhere by itself.
    bare: bool,
    /// Whether it is an argument of a macro.
    passed: bool,
    /// Other names: `use N as M`, `type M = N;`.
    others: BTreeMap<String, BTreeSet<String>>,
}

/// A group that is open.
struct Group<'s> {
    /// The `N` of an `N::{…}`.
    of: Option<&'s str>,
    in_macro: bool,
}

impl<'v> Mentions<'v> {
    pub(super) fn new(variant: &'v str) -> Self {
        let (qualified, globs) = (BTreeSet::new(), BTreeSet::new());
        Mentions { variant, qualified, globs, bare: false, passed: false, others: BTreeMap::new() }
    }

    /// Looks at a file.
    pub(super) fn look(&mut self, tokens: &[Token<'_>]) {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            work::steps(1);
            let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.is(Form::Sign, sign));
            let word = |at: usize| tokens.get(at).filter(|token| token.form == Form::Word).map(|token| token.text);
            // So many tokens before this one; none is at an index beyond the last.
            let back = |by: usize| i.checked_sub(by).unwrap_or(usize::MAX);
            let after_path = sign(back(1), ":") && sign(back(2), ":");
            let owner = word(back(3)).filter(|_| after_path);
            let listed = sign(back(1), "{") || sign(back(1), ",");
            let list_of = groups.last().and_then(|group| group.of).filter(|_| listed);
            match token.form {
                Form::Text => {}
                Form::Sign => match token.text {
                    "(" | "[" | "{" => {
                        let of_macro = sign(back(1), "!") && word(back(2)).is_some_and(|name| !OF_STD.contains(&name));
                        let in_macro = of_macro || groups.last().is_some_and(|group| group.in_macro);
                        groups.push(Group { of: owner.filter(|_| token.text == "{"), in_macro });
                    }
                    ")" | "]" | "}" => drop(groups.pop()),
                    "*" => self.globs.extend(owner.or(list_of).map(str::to_owned)),
                    _ => {}
                },
                Form::Word if token.text == self.variant => {
                    // `<N>::Variant`
                    let in_angles = word(back(4)).filter(|_| after_path && sign(back(3), ">"));
                    self.qualified.extend(owner.or(in_angles).or(list_of).map(str::to_owned));
                    self.bare |= !after_path;
                    let ends = [",", ")", "]", "}", ";"].iter().any(|end| sign(i + 1, end));
                    let begins = listed || sign(back(1), "(") || sign(back(1), "[");
                    self.passed |= begins && ends && groups.last().is_some_and(|group| group.in_macro);
                }
                Form::Word => match token.text {
                    "as" => self.rename(word(back(1)), word(i + 1)),
                    "type" if sign(i + 2, "=") => {
                        // The last name of a path.
                        let mut last = i + 3;
                        while last < i + LONGEST_PATH
                            && word(last).is_some()
                            && sign(last + 1, ":")
                            && sign(last + 2, ":")
                        {
                            last += 3;
                        }
                        self.rename(word(last).filter(|_| sign(last + 1, ";")), word(i + 1));
                    }
                    _ => {}
                },
            }
        }
    }

    fn rename(&mut self, from: Option<&str>, to: Option<&str>) {
        if let (Some(from), Some(to)) = (from, to) {
            // A type's name, and not a number that is cast.
            if from.starts_with(char::is_uppercase) {
                self.others.entry(from.to_owned()).or_default().insert(to.to_owned());
            }
        }
    }

    /// All names that the enum has.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::from([ENUM]);
        let mut pending = vec![ENUM];
        while let Some(name) = pending.pop() {
            let others = self.others.get(name).into_iter().flatten();
            pending.extend(others.map(String::as_str).filter(|other| names.insert(other)));
        }
        names
    }

    /// Whether what was looked at names the variant.
    pub(super) fn found(&self) -> bool {
        let names = self.names();
        let any = |of: &BTreeSet<String>| names.iter().any(|name| of.contains(*name));
        self.passed || any(&self.qualified) || (self.bare && any(&self.globs))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::{Token, Tokens};
    use super::Mentions;

    fn names_variant(source: &str, variant: &str) -> bool {
        let mut mentions = Mentions::new(variant);
        mentions.look(&Tokens::of(source, 0..source.len()).collect::<Vec<Token<'_>>>());
        mentions.found()
    }

    #[test]
    fn code_counts() {
        for source in [
            "CrateId::Runtime",
            "let a = budgets :: CrateId\n  ::Runtime.budget();",
            "use wrt_foundation::CrateId::{Host, Runtime};",
            "use CrateId::*; const C: usize = Runtime as usize;",
            "use budgets::CrateId as Id; fn f<'a>(c: char) { assert!(c != '\"'); Id::Runtime }",
            "assert_budget!(CrateId::Runtime, 64 * 1024);",
            "let s = r#\"\\\"#; let b = b'\\''; CrateId::Runtime",
            "/* a /* nested */ comment */ CrateId::Runtime",
            "<CrateId>::Runtime.budget()",
            "<wrt_foundation::budgets::CrateId>::Runtime",
            "use wrt_foundation::{assert_budget, CrateId::{Host, Runtime}, CRATE_BUDGETS};",
            "use budgets::{CrateId::{self, *}}; fn f() { charge(Runtime) }",
            "pub type Id = budgets::CrateId; type Own = Id; const C: Own = Own::Runtime;",
            "charge!(Runtime, 64 * 1024)",
            "wrt_foundation::pool! { name: POOL, of [Runtime] }",
            "r#type!(8, Runtime);",
        ] {
            assert!(names_variant(source, "Runtime"), "{source}");
        }
    }

    #[test]
    fn other_things_do_not() {
        for source in [
            "",
            "// CrateId::Runtime",
            "/* CrateId::Runtime",
            "//! [`CrateId::Runtime`]\nfn f() {}",
            "const S: &str = \"CrateId::Runtime\";",
            "const S: &str = r##\"\"# CrateId::Runtime\"##;",
            "CrateId::RuntimeError",
            "MyCrateId::Runtime",
            "CrateId::Host; Runtime",
            "use CrateId::*; Other::Runtime",
            "use other::*; let a = Runtime;",
            "x as Id; Id::Runtime",
            "println!(\"{}\", Runtime); vec![Runtime]; matches!(a, Runtime)",
            "charge(Runtime); charge!(Runtime::new(), a.Runtime)",
            "macro_rules! charge { (Runtime) => { 1 } }",
            "fn f<'Runtime>(a: &'Runtime u8) {}",
            "CrateId.Runtime",
            "'a' '\\u{1f600}' b\"CrateId::Runtime\" c\"CrateId::Runtime",
        ] {
            assert!(!names_variant(source, "Runtime"), "{source}");
        }
    }
}
