//! What the code of one package says of the attribute: where it may stand, and under which names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memory_budgets_validator::for_command_line::{Form, Token};
use proc_macro2::TokenTree;

use super::{Attribute, named};

/// The attribute's own name.
const NAME: &str = "memory_budgets";
/// What modules carry that is none of ours.
const OTHERS: [&str; 16] = [
    "",
    "allow",
    "cfg",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "macro_export",
    "macro_use",
    "must_use",
    "no_implicit_prelude",
    "path",
    "skip",
    "warn",
];
/// Macros whose code is for another place.
const QUOTES: [&str; 5] = ["parse_quote", "parse_quote_spanned", "quote", "quote_spanned", "stringify"];
/// Macros whose code stands where they do.
const TRANSPARENT: [&str; 1] = ["cfg_if"];

/// How much before a module is looked at in a text, in bytes; beyond that it may be anything.
const MAX_BEFORE: usize = 4096;

/// What the code of a package says.
#[derive(Debug, Default)]
pub(super) struct Code {
    /// The attributes on modules, of all names that may be ours.
    pub(super) seen: Vec<Seen>,
    /// `use A as B`.
    pub(super) names: Vec<Rename>,
    /// The macros that it uses.
    macros: BTreeSet<String>,
}

/// An attribute on a module.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) attribute: Attribute,
    pub(super) file: PathBuf,
    pub(super) line: usize,
    pub(super) within: Within,
    /// Whether its arguments are a macro's to give.
    is_open: bool,
}

/// Another name for something.
#[derive(Debug)]
pub(super) struct Rename {
    pub(super) from: String,
    pub(super) to: String,
    /// Whether other packages may use it.
    pub(super) is_public: bool,
}

/// What code stands in; of two, the later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Within {
    /// In the code itself.
    #[default]
    Code,
    /// In what is handed to a macro of this name.
    Macro(Arc<str>),
    /// In what a macro of this name, the package's own, expands to.
    Rules(Arc<str>),
    /// In what is quoted.
    Quote,
}

/// Whether a text may carry the attribute, or give it a name of its own. It is read as code then, which takes many times as long.
pub(super) fn may_matter(text: &str, modules: &[usize]) -> bool {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_named = || text.match_indices(NAME).any(|(i, name)| !text[i + name.len()..].starts_with(is_of_word));
    (text.contains(NAME) && is_named()) || modules.iter().any(|&start| text.get(..start).is_some_and(has_attribute))
}

/// Whether a module behind this text may carry more than `#[cfg(test)]`.
fn has_attribute(text: &str) -> bool {
    let (before, is_whole) = end(text);
    let before = before.trim_end();
    let before = before.strip_suffix("pub").unwrap_or(before).trim_end();
    let mut before = before.strip_suffix("#[cfg(test)]").unwrap_or(before);
    loop {
        before = before.trim_end();
        let line = before.rsplit('\n').next().unwrap_or_default();
        if line.len() == before.len() && !is_whole {
            return true;
        }
        if !line.trim_start().starts_with("//") {
            return line.contains("//") || line.contains('$') || line.ends_with([']', ')', '/']);
        }
        before = &before[..before.len() - line.len()];
    }
}

/// The end of a text, which is all that is looked at, so that no text takes longer than it is long; and whether that is all of it.
fn end(text: &str) -> (&str, bool) {
    let mut start = text.len().saturating_sub(MAX_BEFORE);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    (&text[start..], start == 0)
}

impl Code {
    /// Looks at a file.
    pub(super) fn look(&mut self, path: &Path, text: &str, tokens: &[Token<'_>]) {
        let closing = closing(tokens);
        let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.is(Form::Sign, sign));
        let word = |at: usize| tokens.get(at).filter(|token| token.form == Form::Word).map(|token| token.text);
        let mut groups: Vec<Within> = Vec::new();
        let mut is_public = false;
        let (mut line, mut counted) = (1, 0);
        for (i, token) in tokens.iter().enumerate() {
            // So many tokens before this one; none is at an index beyond the last.
            let back = |by: usize| i.checked_sub(by).unwrap_or(usize::MAX);
            match (token.form, token.text) {
                (Form::Sign, "(" | "[" | "{") => {
                    let of_macro = word(back(2)).filter(|_| sign(back(1), "!"));
                    let is_rules = sign(back(2), "!") && word(back(3)) == Some("macro_rules");
                    let of_rules = word(back(1)).filter(|_| is_rules);
                    self.macros.extend(of_macro.map(str::to_owned));
                    let within = match of_macro.or(of_rules) {
                        Some(name) if is_rules => Within::Rules(name.into()),
                        Some(name) if QUOTES.contains(&name) => Within::Quote,
                        Some(name) if !TRANSPARENT.contains(&name) => Within::Macro(name.into()),
                        _ => Within::Code,
                    };
                    let around = groups.last().cloned().unwrap_or_default();
                    groups.push(within.max(around));
                }
                (Form::Sign, ")" | "]" | "}") => drop(groups.pop()),
                (Form::Sign, "#") if sign(i + 1, "[") && closing[i + 1] < tokens.len() => {
                    let end = closing[i + 1];
                    if !is_on_module(tokens, &closing, end + 1) {
                        continue;
                    }
                    let start = tokens[i + 1].start + 1;
                    line += text.get(counted..start).unwrap_or_default().matches('\n').count();
                    counted = start;
                    let attributes = text.get(start..tokens[end].start).and_then(named).unwrap_or_default();
                    for named in attributes.into_iter().filter(|named| !OTHERS.contains(&&*named.name)) {
                        let mut tokens = named.arguments.clone().into_iter();
                        self.seen.push(Seen {
                            name: named.name,
                            is_open: tokens
                                .any(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == '$')),
                            attribute: Attribute::of(named.arguments),
                            file: path.to_owned(),
                            line,
                            within: groups.last().cloned().unwrap_or_default(),
                        });
                    }
                }
                (Form::Word, "use") => is_public = word(back(1)) == Some("pub"),
                (Form::Word, "as") => {
                    if let (Some(from), Some(to)) = (word(back(1)), word(i + 1)) {
                        self.names.push(Rename { from: from.to_owned(), to: to.to_owned(), is_public });
                    }
                }
                _ => {}
            }
        }
    }
}

impl Code {
    /// Whether what a text says that [may not matter](may_matter) decides all the same: who has that name, and who uses that macro.
    pub(super) fn depends_on_others(&self) -> bool {
        let by_macro = |seen: &Seen| matches!(seen.within, Within::Rules(_));
        self.names.iter().any(|rename| rename.from == NAME) || self.seen.iter().any(by_macro)
    }

    /// Whether an attribute is where some build has it, as far as that can be told.
    pub(super) fn may_stand(&self, seen: &Seen) -> bool {
        match &seen.within {
            Within::Code | Within::Macro(_) => true,
            Within::Rules(name) => !seen.is_open && self.macros.contains(&**name),
            Within::Quote => false,
        }
    }
}

/// For an opening bracket where its group ends; for everything else the number of tokens.
fn closing(tokens: &[Token<'_>]) -> Vec<usize> {
    let (mut closing, mut open) = (vec![tokens.len(); tokens.len()], Vec::new());
    for (i, token) in tokens.iter().enumerate().filter(|(_, token)| token.form == Form::Sign) {
        match token.text {
            "(" | "[" | "{" => open.push(i),
            ")" | "]" | "}" => {
                if let Some(opening) = open.pop() {
                    closing[opening] = i;
                }
            }
            _ => {}
        }
    }
    closing
}

/// Whether what begins here, behind an attribute, is a module; more attributes may stand before it.
fn is_on_module(tokens: &[Token<'_>], closing: &[usize], mut i: usize) -> bool {
    /// How many of them are stepped over: beyond any real number.
    const ATTRIBUTES: usize = 32;
    let sign = |at: usize, sign: &str| tokens.get(at).is_some_and(|token| token.is(Form::Sign, sign));
    let word = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(Form::Word, word));
    for _ in 0..ATTRIBUTES {
        if !(sign(i, "#") && sign(i + 1, "[")) {
            break;
        }
        i = closing[i + 1] + 1;
    }
    if sign(i, "$") {
        return true; // `$vis mod`, `$(#[$other])* mod`
    }
    if word(i, "pub") {
        i = if sign(i + 1, "(") { closing[i + 1] + 1 } else { i + 1 };
    }
    word(i, "mod")
}

/// All names that the attribute has, by these renames.
pub(super) fn ours<'n>(renames: impl Iterator<Item = &'n Rename>) -> BTreeSet<&'n str> {
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rename in renames {
        others.entry(&rename.from).or_default().push(&rename.to);
    }
    let (mut names, mut pending) = (BTreeSet::from([NAME]), vec![NAME]);
    while let Some(name) = pending.pop() {
        pending.extend(others.get(name).into_iter().flatten().filter(|other| names.insert(other)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{Rename, may_matter, ours};

    fn matters(text: &str) -> bool {
        let modules: Vec<usize> = text.match_indices("mod ").map(|(i, _)| i).collect();
        may_matter(text, &modules)
    }

    #[test]
    fn what_is_passed_over() {
        for text in [
            "",
            "fn f() -> u8 { a as u8 }",
            "use a::B;\nuse c::D as e;\nfn f() {}\n\n/// Tests.\n#[cfg(test)]\nmod tests {\n}\n",
            "#[derive(A)]\nstruct B;\n\n// A module.\npub mod a {}",
            "mod a;",
            "use memory_budgets_validator::validate;",
        ] {
            assert!(!matters(text), "{text}");
        }
        for text in [
            "use memory_budgets::memory_budgets;",
            "#[x] mod b {}",
            "#[x]\n// why\npub mod b {}",
            "#[x] // why\nmod b {}",
            "#[x]\n#[cfg(test)]\nmod b {}",
            "#[x] pub(crate) mod b {}",
            "#[x] /* why */ mod r#b /* why */ {}",
            "#[x] $v mod $name {}",
            &format!("#[x]\n{}mod b {{}}", "// why\n".repeat(2_000)),
        ] {
            assert!(matters(text), "{text}");
        }
    }

    #[test]
    fn names_of_names() {
        let renames = [("b", "c"), ("memory_budgets", "a"), ("a", "b"), ("x", "y"), ("c", "a")]
            .map(|(from, to)| Rename { from: from.to_owned(), to: to.to_owned(), is_public: false });
        assert_eq!(Vec::from_iter(ours(renames.iter())), ["a", "b", "c", "memory_budgets"]);
    }
}
