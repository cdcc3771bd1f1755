//! Whose budgets code charges: the variants of `CrateId` that it hands to functions and macros.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::mentions::OF_STD;
use super::tokens::{Form, Token};
use crate::findings::{Origin, Role, Source};
use crate::gather::path::display;
use crate::index::Index;
use crate::work;

/// What only asks of a budget, by its whole name or how it begins.
const ASKING: [&str; 12] =
    ["assert", "budget", "can_", "check", "fits", "get_", "has_", "is_", "name", "origin", "usage", "verify"];
/// How many tokens of a path are looked at.
const LONGEST_PATH: usize = 64;

/// Where a package charges budgets of others.
pub(super) struct Charges<'c> {
    own: &'c str,
    variants: &'c Index,
    root: &'c Path,
    /// By the name that the enum has there and the place of the crate.
    found: BTreeMap<(String, usize), Charged>,
}

/// One crate's budget, under one name.
struct Charged {
    /// How many others were found before it.
    order: usize,
    places: usize,
    first: Origin,
}

impl<'c> Charges<'c> {
    /// For a package whose own variant is this, among all.
    pub(super) fn new(own: &'c str, variants: &'c Index, root: &'c Path) -> Self {
        Charges { own, variants, root, found: BTreeMap::new() }
    }

    /// Looks at a file.
    pub(super) fn look(&mut self, path: &Path, text: &str, tokens: &[Token<'_>]) {
        let mut source = None;
        let mut groups: Vec<usize> = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            work::steps(1);
            match (token.form, token.text) {
                (Form::Sign, "(" | "[" | "{") => groups.push(i),
                (Form::Sign, ")" | "]" | "}") => drop(groups.pop()),
                (Form::Word, variant) if variant != self.own => {
                    let Some(first) = begin(tokens, i) else { continue };
                    let Some(other) = self.variants.get(variant) else { continue };
                    let sign = |at: usize, signs: [&str; 2]| {
                        tokens.get(at).is_some_and(|token| token.form == Form::Sign && signs.contains(&token.text))
                    };
                    let is_argument = sign(first.wrapping_sub(1), ["(", ","]) && sign(i + 1, [",", ")"]);
                    if !(is_argument && groups.last().is_some_and(|open| gives(tokens, *open))) {
                        continue;
                    }
                    let owner = tokens[i - 3].text.to_owned();
                    let source = source.get_or_insert_with(|| {
                        let shown = display(path, self.root);
                        Arc::new(Source::new(shown, Role::Package, text.to_owned()).at(path))
                    });
                    let span = tokens[i - 3].start..token.start + variant.len();
                    let order = self.found.len();
                    let first = || Origin::Text { source: source.clone(), span };
                    let charged = self.found.entry((owner, other));
                    charged.or_insert_with(|| Charged { order, places: 0, first: first() }).places += 1;
                }
                _ => {}
            }
        }
    }

    /// The crates whose budgets are charged: the place of each, how often, and where first. `names` are those of the enum.
    pub(super) fn found(self, names: &BTreeSet<&str>) -> Vec<(usize, usize, Origin)> {
        let mut found: BTreeMap<usize, Charged> = BTreeMap::new();
        for ((_, other), mut charged) in self.found.into_iter().filter(|((name, _), _)| names.contains(&**name)) {
            if let Some(known) = found.remove(&other) {
                let places = charged.places + known.places;
                charged = Charged { places, ..if known.order < charged.order { known } else { charged } };
            }
            found.insert(other, charged);
        }
        found.into_iter().map(|(other, charged)| (other, charged.places, charged.first)).collect()
    }
}

/// Whether the group that begins here is what a function or a macro is given, which does something with it.
fn gives(tokens: &[Token<'_>], open: usize) -> bool {
    let before = |by: usize| open.checked_sub(by).and_then(|at| tokens.get(at));
    let sign = |by: usize, sign: &str| before(by).is_some_and(|token| token.is(Form::Sign, sign));
    let name = |by: usize| before(by).filter(|token| token.form == Form::Word).map(|token| token.text);
    let acts = |name: &str| {
        let is_type = name.starts_with(char::is_uppercase);
        !is_type && !OF_STD.contains(&name) && !ASKING.iter().any(|asking| name.starts_with(asking))
    };
    match () {
        () if sign(1, "!") => name(2).is_some_and(acts),
        () if !tokens[open].is(Form::Sign, "(") => false,
        () if sign(1, ">") => true, // `f::<4>(`
        () => name(1).is_some_and(acts) && name(2) != Some("fn"),
    }
}

/// Where the path begins that ends here, if it is one.
fn begin(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    let colons =
        |at: usize| tokens.get(at..at + 2).is_some_and(|two| two.iter().all(|token| token.is(Form::Sign, ":")));
    let mut first = end;
    while let Some(before) = first.checked_sub(3) {
        let is_name = tokens[before].form == Form::Word;
        if end - before > LONGEST_PATH || !is_name || !colons(before + 1) {
            break;
        }
        first = before;
    }
    (first < end).then_some(first)
}
