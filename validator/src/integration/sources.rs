//! The files that a package is compiled from, followed along its `mod` items, and the code in them that some build has.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::package::Package;
use super::tokens::{Form, Token, tokens};
use crate::gather::disk::{self, Trouble};
use crate::predicate::Predicate;
use crate::work;

/// The largest source file that is looked into, in bytes: 16 MiB.
const MAX_SOURCE: u64 = 16 << 20;
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

/// What is done with the code of a file: its path, its text, and the tokens that some build has.
pub(super) type Look<'l> = dyn FnMut(&Path, &str, &[Token<'_>]) + 'l;

/// Whether the code of a text matters.
pub(super) type Wanted<'w> = dyn Fn(&str) -> bool + 'w;

/// What was read of a package.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The first that could not be read, and why.
    pub unreadable: Option<(PathBuf, String)>,
}

/// Shows the code of a package's library and programs, a file at a time, with the path and the whole text of it. Tests,
/// examples, benches and the build script are no part of it, nor is what only a test sees or a feature that the manifest does
/// not declare.
///
/// A text that leads to no other and is not `wanted` is passed over, which is faster.
pub(super) fn look_through(folder: &Path, package: &Package, wanted: &Wanted<'_>, look: &mut Look<'_>) -> Read {
    let mut read = Read::default();
    let mut seen = BTreeSet::new();
    let mut pending: Vec<File> = package.roots(folder).into_iter().rev().map(File::root).collect();
    while let Some(file) = pending.pop() {
        // Each once, however many names it has.
        if !seen.insert(disk::real(&file.path).unwrap_or_else(|| file.path.clone())) {
            continue;
        }
        let text = match disk::bytes(&file.path, MAX_SOURCE) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(trouble) => {
                let why = match trouble {
                    Trouble::Unreadable(why) => why,
                    Trouble::TooLarge => "it is larger than 16MB".to_owned(),
                };
                read.unreadable.get_or_insert((file.path, why));
                continue;
            }
        };
        if wanted(&text) || leads_on(&text) {
            let mut scan = Scan::new(&text, &file, package);
            scan.run();
            look(&file.path, &text, &scan.live);
            pending.extend(scan.others.into_iter().rev());
        }
        read.files.push(file.path);
    }
    read
}

/// Whether there may be a `mod name;` or an `include!` in a text.
fn leads_on(text: &str) -> bool {
    let includes = text.match_indices("include").any(|(i, word)| text[i + word.len()..].trim_start().starts_with('!'));
    includes || modules(text).any(|(_, after)| !after.starts_with('{'))
}

/// Every place in a text where a module may be, and what follows its name. What is no module may be among them, but none is
/// left out.
pub fn modules(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices("mod").filter_map(move |(i, word)| {
        let after = &text[i + word.len()..];
        if text[..i].ends_with(is_of_word) || after.starts_with(is_of_word) {
            return None;
        }
        let name = after.trim_start();
        let name = name.strip_prefix("r#").unwrap_or(name);
        let behind = name.trim_start_matches(is_of_word);
        // A comment or a macro's variable may stand for anything.
        let may_be = behind.len() < name.len() || name.starts_with(['/', '$']);
        may_be.then(|| (i, behind.trim_start())).filter(|(_, behind)| behind.starts_with(['{', ';', '/', '$']))
    })
}

/// Shows the code of one file that is nowhere.
#[cfg(test)]
pub(super) fn look_at(text: &str, package: &Package, look: &mut Look<'_>) {
    let file = File::root(PathBuf::from("/nowhere/lib.rs"));
    let mut scan = Scan::new(text, &file, package);
    scan.run();
    look(&file.path, text, &scan.live);
}

/// A file, and where the files of its modules are looked for.
struct File {
    path: PathBuf,
    /// Where `mod name;` looks.
    modules: PathBuf,
}

impl File {
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// A file whose modules lie beside it: `lib.rs`, `main.rs`, `mod.rs`, and whatever a path names.
    fn root(path: PathBuf) -> File {
        let modules = path.parent().map(Path::to_owned).unwrap_or_default();
        File { path, modules }
    }

    /// The file of `mod name;`, if there is one.
    fn of_module(folder: &Path, name: &str) -> Option<File> {
        let beside = folder.join(format!("{name}.rs"));
        if disk::exists(&beside) {
            return Some(File { path: beside, modules: folder.join(name) });
        }
        let inside = folder.join(name).join("mod.rs");
        disk::exists(&inside).then(|| File::root(inside))
    }
}

/// One pass over a file.
struct Scan<'s> {
    text: &'s str,
    tokens: Vec<Token<'s>>,
    /// For an opening bracket where its group ends; for everything else nothing.
    closing: Vec<usize>,
    package: &'s Package,
    file: &'s File,
    /// The code that some build has.
    live: Vec<Token<'s>>,
    /// The files that it leads to.
    others: Vec<File>,
}

/// An attribute: `#[…]` or `#![…]`.
struct Attribute {
    inner: bool,
    /// What stands between the brackets.
    first: usize,
    end: usize,
}

impl<'s> Scan<'s> {
    fn new(text: &'s str, file: &'s File, package: &'s Package) -> Self {
        let tokens = tokens(text);
        let mut closing = vec![tokens.len(); tokens.len()];
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            match token.text {
                "(" | "[" | "{" if token.form == Form::Sign => open.push(i),
                ")" | "]" | "}" if token.form == Form::Sign => {
                    if let Some(opening) = open.pop() {
                        closing[opening] = i;
                    }
                }
                _ => {}
            }
        }
        Scan { text, tokens, closing, package, file, live: Vec::new(), others: Vec::new() }
    }

    fn run(&mut self) {
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
                    let around = groups.last().copied().unwrap_or(self.tokens.len());
                    i = if attribute.inner { around } else { self.item_end(last) };
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
                let file = File::root(self.file.folder().join(self.tokens[i + 3].text));
                self.others.extend(disk::exists(&file.path).then_some(file));
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
            self.live.push(token);
            i += 1;
        }
    }

    /// Adds the files of `mod name;`, within a module of the file or in the file itself.
    fn lead_on(&mut self, name: &str, around: Option<&Path>, paths: &[Option<&str>]) {
        if around == Some(Path::new("")) {
            return; // too deep for any file
        }
        // A path begins at the file's own folder, or within a module where its modules are.
        let begin = around.unwrap_or(self.file.folder());
        let named = paths.iter().flatten().map(|path| File::root(begin.join(path)));
        self.others.extend(named.filter(|file| disk::exists(&file.path)));
        if paths.is_empty() || paths.contains(&None) {
            self.others.extend(File::of_module(around.unwrap_or(&self.file.modules), name));
        }
    }

    /// Where the files of the modules in `mod name {` are; an empty path for what is too deep for any file.
    fn folder_of(&self, name: &str, around: Option<&Path>, paths: &[Option<&str>]) -> PathBuf {
        if around == Some(Path::new("")) {
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
