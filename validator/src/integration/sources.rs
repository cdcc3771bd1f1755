//! The files that a package is compiled from, followed along its `mod` items.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::file::File;
use super::package::Package;
use super::scan::Scan;
use super::tokens::Token;
use crate::gather::disk::{self, Trouble};

/// The largest source file that is looked into, in bytes: 16 MiB.
const MAX_SOURCE: u64 = 16 << 20;

/// How many bytes are searched for a word at once.
const BLOCK: usize = 1024;

/// What is done with the text of a file.
pub(super) type Each<'e> = dyn FnMut(&SourceFile, &str) + 'e;

/// The files of a package: its library and its programs. Tests, examples, benches and the build script are no part of it.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Those that were read.
    pub files: Vec<SourceFile>,
    /// The first that could not be, and why.
    pub unreadable: Option<(PathBuf, String)>,
}

/// A file of a package.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Every place in it where a module may begin. What is no module may be among them, but none is left out.
    pub modules: Vec<usize>,
}

/// Finds and reads the files of a package, those that one leads to behind it.
pub(super) fn read(folder: &Path, package: &Package, each: &mut Each<'_>) -> Read {
    let (mut read, mut bytes) = (Read::default(), Vec::new());
    let (mut seen, mut folders) = (BTreeSet::new(), BTreeMap::new());
    let mut pending: Vec<File> = package.roots(folder).into_iter().rev().map(File::root).collect();
    while let Some(file) = pending.pop() {
        // Each once, however many names it has.
        if !seen.insert(disk::real(&file.path, &mut folders).unwrap_or_else(|| file.path.clone())) {
            continue;
        }
        if let Err(trouble) = disk::read_into(&mut bytes, &file.path, MAX_SOURCE) {
            let why = match trouble {
                Trouble::Unreadable(why) => why,
                Trouble::TooLarge => "it is larger than 16MB".to_owned(),
            };
            read.unreadable.get_or_insert((file.path, why));
            continue;
        }
        let text = text(&bytes);
        let modules: Vec<(usize, &str)> = modules(&text).collect();
        if modules.iter().any(|(_, after)| !after.starts_with('{')) || includes(&text) {
            pending.extend(Scan::new(&text, &file, package).others().into_iter().rev());
        }
        let modules = modules.into_iter().map(|(start, _)| start).collect();
        let file = SourceFile { path: file.path, modules };
        each(&file, &text);
        read.files.push(file);
    }
    read
}

/// Reads the files of a package once more: that is faster than to keep all that is in them.
pub(super) fn read_again(read: &Read, each: &mut Each<'_>) {
    let mut bytes = Vec::new();
    for file in &read.files {
        if disk::read_into(&mut bytes, &file.path, MAX_SOURCE).is_ok() {
            each(file, &text(&bytes));
        }
    }
}

/// What is no UTF-8 is looked at as far as it goes. `from_utf8_lossy` alone is slow where all is well.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The code of a file, without what only a test sees or a feature that the manifest does not declare: the items that hold one of
/// the `words`, or all of them where there are no words.
pub(super) fn code<'t>(file: &SourceFile, text: &'t str, package: &Package, words: &[&str]) -> Vec<Token<'t>> {
    Scan::new(text, &File::root(file.path.clone()), package).live(words)
}

/// Whether there may be an `include!` in a text.
fn includes(text: &str) -> bool {
    places(text, "include").any(|(i, word)| text[i + word.len()..].trim_start().starts_with('!'))
}

/// Every place in a text where a module may be, and what follows its name.
fn modules(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    places(text, "mod").filter_map(move |(i, word)| {
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

/// Where a word stands in a text, as `match_indices` says; the standard library is much faster in telling where there is none.
fn places<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = (usize, &'static str)> + 't {
    let end = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let mut start = 0;
    let blocks = std::iter::from_fn(move || {
        let block = (start < text.len()).then(|| start..end(start + BLOCK));
        start = block.as_ref().map_or(start, |block| block.end);
        block
    });
    blocks.flat_map(move |block| {
        // One that begins in the block may end behind it.
        let piece = &text[block.start..end(block.end + word.len())];
        let found = piece.contains(word).then(|| piece.match_indices(word));
        let found = found.into_iter().flatten().map(move |(i, _)| block.start + i);
        found.filter(move |&i| i < block.end).map(move |i| (i, word))
    })
}

/// The code of a text that is nowhere; and looks where it leads.
#[cfg(test)]
pub(super) fn code_of<'t>(text: &'t str, package: &Package, words: &[&str]) -> Vec<Token<'t>> {
    let file = File::root(PathBuf::from("/nowhere/lib.rs"));
    drop(Scan::new(text, &file, package).others());
    Scan::new(text, &file, package).live(words)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, includes, modules, places};

    #[test]
    fn where_modules_may_be() {
        for text in ["mod a;", "mod a {}", "mod r#b /* why */ {}", "mod $name;", "mod/* why */a;", "é mod é\n;"] {
            assert_eq!(modules(text).count(), 1, "{text}");
        }
        for text in ["", "mod", "mod;", "a.mod = 1;", "fn model(modest: u8) { module[0] }", "remod a;", "mod a b"] {
            assert_eq!(modules(text).count(), 0, "{text}");
        }
        assert!(includes("include!(\"a\")") && includes("include !") && !includes("included") && !includes("include"));
    }

    #[test]
    fn words_at_the_ends_of_blocks() {
        for before in BLOCK - 4..BLOCK + 2 {
            for letter in ["x", "é", "\u{1f600}"] {
                let text = letter.repeat(before) + "mod" + &letter.repeat(BLOCK) + "mo" + letter + "dmodmod";
                let expected: Vec<_> = text.match_indices("mod").collect();
                assert_eq!(places(&text, "mod").collect::<Vec<_>>(), expected, "{before} times {letter}");
            }
        }
        assert_eq!(places("", "mod").count(), 0);
    }
}
