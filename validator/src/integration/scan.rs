//! One file of a package: the code in it that some build has, and the files that it leads to.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::file::File;
use super::items::Items;
use super::package::Package;
use super::tokens::{Form, Token, Tokens};
use crate::gather::disk;
use crate::predicate::Predicate;
use crate::work;

/// The longest path that a system takes, in bytes, and how deep modules of one file are followed: beyond any real one.
const MAX_PATH: usize = 4096;
const MAX_DEPTH: usize = 64;
/// The longest predicate that is judged, in bytes; under a longer one code counts.
const MAX_PREDICATE: usize = 4096;
/// Of how many tokens and groups a predicate is at most.
const MAX_PARTS: usize = 8;
/// How much of an attribute is looked through for paths, in tokens: attributes may stand in attributes.
const MAX_ATTRIBUTE: usize = 256;
/// What an item may begin with; anything else after an attribute is a field, an arm, an expression.
const ITEMS: [&str; 18] = [
    "async",
    "const",
    "default",
    "enum",
    "extern",
    "fn",
    "impl",
    "let",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "unsafe",
    "use",
];

/// One pass over a file, an item after the other.
pub(super) struct Scan<'s, 'p> {
    text: &'s str,
    package: &'p Package,
    file: &'p File,
    /// The tokens of the item at hand.
    tokens: Vec<Token<'s>>,
    /// For an opening bracket of it where its group ends; for everything else nothing.
    closing: Vec<usize>,
    /// The code that some build has.
    live: Vec<Token<'s>>,
    /// The files that it leads to, where that is asked for.
    others: Option<Vec<File>>,
}

/// An attribute: `#[…]` or `#![…]`.
struct Attribute {
    inner: bool,
    /// What stands between the brackets.
    first: usize,
    end: usize,
}

impl<'s, 'p> Scan<'s, 'p> {
    pub(super) fn new(text: &'s str, file: &'p File, package: &'p Package) -> Self {
        let (tokens, closing) = (Vec::new(), Vec::new());
        Scan { text, package, file, tokens, closing, live: Vec::new(), others: None }
    }

    /// The files that this one leads to.
    pub(super) fn others(mut self) -> Vec<File> {
        self.others = Some(Vec::new());
        self.run(&["mod", "include"]);
        self.others.unwrap_or_default()
    }

    /// The code that some build has, of the items that hold one of these words; where there are no words, of all.
    pub(super) fn live(mut self, words: &[&str]) -> Vec<Token<'s>> {
        self.run(words);
        self.live
    }

    fn run(&mut self, words: &[&str]) {
        for part in Items::of(self.text) {
            let item = &self.text[part.clone()];
            // An attribute with a `!` may be about all that follows.
            let matters = words.is_empty() || words.iter().any(|word| item.contains(word)) || has_inner(item);
            if matters && !self.item(part) {
                return;
            }
        }
    }

    /// Looks at an item; `false` where nothing behind it is in any build.
    fn item(&mut self, part: Range<usize>) -> bool {
        self.tokens.clear();
        self.tokens.extend(Tokens::of(self.text, part));
        self.closing.clear();
        self.closing.resize(self.tokens.len(), self.tokens.len());
        let mut open = Vec::new();
        for (i, token) in self.tokens.iter().enumerate().filter(|(_, token)| token.form == Form::Sign) {
            match token.text {
                "(" | "[" | "{" => open.push(i),
                ")" | "]" | "}" => {
                    if let Some(opening) = open.pop() {
                        self.closing[opening] = i;
                    }
                }
                _ => {}
            }
        }
        self.look()
    }

    fn look(&mut self) -> bool {
        // The groups that are open, by their ends; and the modules within the file, with the folders of their modules.
        let (mut groups, mut modules): (Vec<usize>, Vec<(usize, PathBuf)>) = (Vec::new(), Vec::new());
        let mut paths = Vec::new();
        // Up to where the attributes of an item are judged.
        let mut judged = 0;
        let mut i = 0;
        while let Some(&token) = self.tokens.get(i) {
            work::steps(1);
            while groups.last().is_some_and(|end| *end <= i) {
                groups.pop();
            }
            while modules.last().is_some_and(|(end, _)| *end <= i) {
                modules.pop();
            }
            if let Some(attribute) = self.attribute(i) {
                // What one of an item's attributes takes away, all the others go with.
                let never = if i < judged { None } else { self.never_of(i, &mut judged) };
                if let Some(last) = never {
                    i = match (attribute.inner, groups.last()) {
                        (true, Some(&around)) => around,
                        (true, None) => return false,
                        (false, _) => self.item_end(last),
                    };
                    paths.clear();
                    continue;
                }
                if self.is_word(attribute.first, "cfg_attr") && self.fails(attribute.first, attribute.end) {
                    i = attribute.end + 1;
                    continue;
                }
                self.add_paths(&attribute, &mut paths);
            }
            if token.is(Form::Word, "mod") && self.form(i + 1) == Some(Form::Word) {
                let around = modules.last().map(|(_, folder)| folder.as_path());
                if self.is_sign(i + 2, ";") {
                    self.lead_on(self.tokens[i + 1].text, around, &paths);
                } else if self.is_sign(i + 2, "{") {
                    let folder = self.folder_of(self.tokens[i + 1].text, around, &paths);
                    let folder = if modules.len() < MAX_DEPTH { folder } else { PathBuf::new() };
                    modules.push((self.closing[i + 2], folder));
                }
            } else if token.is(Form::Word, "include")
                && self.is_sign(i + 1, "!")
                && self.form(i + 3) == Some(Form::Text)
            {
                self.include(self.tokens[i + 3].text);
            }
            if token.form == Form::Sign {
                if ["(", "[", "{"].contains(&token.text) {
                    groups.push(self.closing[i]);
                }
                // What is said before an item is said of it alone.
                if [";", "{", "}"].contains(&token.text) {
                    paths.clear();
                }
            }
            if self.others.is_none() {
                self.live.push(token);
            }
            i += 1;
        }
        true
    }

    fn include(&mut self, path: &str) {
        let Some(others) = &mut self.others else { return };
        let file = File::root(self.file.folder().join(path));
        others.extend(disk::exists(&file.path).then_some(file));
    }

    /// Adds the files of `mod name;`, within a module of the file or in the file itself.
    fn lead_on(&mut self, name: &str, around: Option<&Path>, paths: &[Option<&str>]) {
        let Some(others) = &mut self.others else { return };
        if around == Some(Path::new("")) {
            return; // too deep for any file
        }
        // A path begins at the file's own folder, or within a module where its modules are.
        let begin = around.unwrap_or(self.file.folder());
        let named = paths.iter().flatten().map(|path| File::root(begin.join(path)));
        others.extend(named.filter(|file| disk::exists(&file.path)));
        if paths.is_empty() || paths.contains(&None) {
            others.extend(File::of_module(around.unwrap_or(&self.file.modules), name));
        }
    }

    /// Where the files of the modules in `mod name {` are; an empty path for what is too deep for any file.
    fn folder_of(&self, name: &str, around: Option<&Path>, paths: &[Option<&str>]) -> PathBuf {
        if self.others.is_none() || around == Some(Path::new("")) {
            return PathBuf::new();
        }
        let folder = match paths.iter().flatten().next() {
            Some(path) => around.unwrap_or(self.file.folder()).join(path),
            None => around.unwrap_or(&self.file.modules).join(name),
        };
        if folder.as_os_str().len() > MAX_PATH { PathBuf::new() } else { folder }
    }

    fn form(&self, i: usize) -> Option<Form> {
        self.tokens.get(i).map(|token| token.form)
    }

    fn is_sign(&self, i: usize, sign: &str) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is(Form::Sign, sign))
    }

    fn is_word(&self, i: usize, word: &str) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is(Form::Word, word))
    }

    fn attribute(&self, i: usize) -> Option<Attribute> {
        if !self.is_sign(i, "#") {
            return None;
        }
        let inner = self.is_sign(i + 1, "!");
        let open = i + 1 + usize::from(inner);
        self.is_sign(open, "[").then(|| Attribute { inner, first: open + 1, end: self.closing[open] })
    }

    /// Where the attributes that begin here end, if one of them takes what carries them out of every build; `judged` goes to
    /// their end in any case.
    fn never_of(&self, mut i: usize, judged: &mut usize) -> Option<usize> {
        let mut never = false;
        while let Some(attribute) = self.attribute(i) {
            work::steps(1);
            never |= self.never(&attribute);
            i = attribute.end + 1;
            if attribute.inner {
                break;
            }
        }
        *judged = i;
        never.then_some(i)
    }

    /// Whether what carries the attribute is in no build of the package but those of its tests.
    fn never(&self, attribute: &Attribute) -> bool {
        let &Attribute { first, end, .. } = attribute;
        if self.is_word(first, "cfg") {
            return self.fails(first, end);
        }
        // `#[test]`, `#[tokio::test(…)]`
        let path = self.tokens[first..end].iter().take_while(|token| token.form == Form::Word || token.text == ":");
        path.last().is_some_and(|last| ["test", "bench"].contains(&last.text))
    }

    /// Whether the predicate of a `cfg(…)` or a `cfg_attr(…, …)` holds in no build of the package but those of its tests.
    fn fails(&self, first: usize, end: usize) -> bool {
        if !self.is_sign(first + 1, "(") {
            return false;
        }
        // A name, a name with a value, or a group behind a name: then there is a comma, or nothing more.
        let mut last = first + 2;
        for _ in 0..MAX_PARTS {
            if last >= end || self.is_sign(last, ",") || self.is_sign(last, ")") {
                break;
            }
            last = if self.is_sign(last, "(") { self.closing[last] + 1 } else { last + 1 };
        }
        let start = |i: usize| self.tokens.get(i).map_or(self.text.len(), |token| token.start);
        let inside = start(first + 2)..start(last.min(end));
        if inside.len() > MAX_PREDICATE {
            return false;
        }
        let predicate = self.text.get(inside).map(|inside| Predicate::parse(&format!("cfg({inside})")));
        let Some(Ok(predicate)) = predicate else { return false };
        predicate.decided(&|part| match part {
            Predicate::Name(name) => ["test", "doctest"].contains(&name.as_str()).then_some(false),
            Predicate::Equals(name, feature) if name == "feature" => {
                (!self.package.features.contains(feature)).then_some(false)
            }
            _ => None,
        }) == Some(false)
    }

    /// What `path = "…"` names; `None` for the file that is compiled where a `cfg_attr` does not hold.
    fn add_paths(&self, attribute: &Attribute, paths: &mut Vec<Option<&'s str>>) {
        let conditional = self.is_word(attribute.first, "cfg_attr");
        if !conditional && !self.is_word(attribute.first, "path") {
            return;
        }
        for i in attribute.first..attribute.end.min(attribute.first + MAX_ATTRIBUTE) {
            work::steps(1);
            if self.is_word(i, "path") && self.is_sign(i + 1, "=") && self.form(i + 2) == Some(Form::Text) {
                paths.push(Some(self.tokens[i + 2].text));
                paths.extend(conditional.then_some(None));
            }
        }
    }

    /// Where the item, or whatever else it is, that begins here ends.
    fn item_end(&self, mut i: usize) -> usize {
        while let Some(attribute) = self.attribute(i) {
            i = attribute.end + 1;
        }
        let is_item = self.tokens.get(i).is_some_and(|token| ITEMS.contains(&token.text));
        while let Some(token) = self.tokens.get(i) {
            work::steps(1);
            match token.text {
                _ if token.form != Form::Sign => i += 1,
                ";" => return i + 1,
                "," if !is_item => return i + 1,
                ")" | "]" | "}" => return i, // of what is around it
                "(" | "[" => i = self.closing[i] + 1,
                "{" => {
                    i = self.closing[i] + 1;
                    // `use a::{b};` and `impl<const N: usize> A<{ N }> for B {}` go on.
                    if !(is_item && [";", ",", ">"].iter().any(|sign| self.is_sign(i, sign))) {
                        return i;
                    }
                }
                _ => i += 1,
            }
        }
        self.tokens.len()
    }
}

/// Whether there may be an attribute in a text that is about all that is around it.
fn has_inner(text: &str) -> bool {
    text.match_indices('#').any(|(i, _)| text[i + 1..].trim_start().starts_with(['!', '/']))
}
