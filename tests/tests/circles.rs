//! Data goes one way: no stage imports a later one, and no two files of a package import each other, and no two rooms, directly or by way of others.
//!
//! A room is a folder of `src` with its `mod.rs`, or a file beside it. What a file only hands on with `pub use` belongs to the
//! file that it comes from, so that importing by way of a `mod.rs` is no import of it. Modules for tests do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use memory_budgets_tests::sandbox::repository;

/// The path of a module from the root of its package.
type Module = Vec<String>;

/// What a file says of others.
#[derive(Default)]
struct File {
    /// Paths from the package's root that it uses itself.
    uses: Vec<Module>,
    /// The names that it hands on, with the paths that they come from.
    hands_on: BTreeMap<String, Module>,
}

type Files = BTreeMap<Module, File>;

/// Identifiers and signs, up to the first module for tests; comments and literals are left out.
fn tokens(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let text = text.split("#[cfg(all(test").next().unwrap_or_default();
    let mut tokens = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim_start();
        while let Some(c) = rest.chars().next() {
            let length = if rest.starts_with("//") {
                rest.len()
            } else if c == '"' {
                let mut escaped = false;
                let end = rest[1..].find(|c| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                end.map_or(rest.len(), |end| end + 2)
            } else if c.is_alphanumeric() || c == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            } else {
                c.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            if !token.starts_with("//") && !token.starts_with('"') && !c.is_whitespace() {
                tokens.push(token.to_owned());
            }
            rest = after;
        }
    }
    tokens
}

/// The paths that a tree of imports stands for, each with the name that it is known by; what follows the tree.
fn tree<'t>(before: &Module, tokens: &'t [String], paths: &mut Vec<(Module, String)>) -> &'t [String] {
    let mut path = before.clone();
    let mut rest = tokens;
    loop {
        match rest.first().map(String::as_str) {
            Some("{") => {
                rest = &rest[1..];
                while rest.first().is_some_and(|token| token != "}") {
                    rest = tree(&path, rest, paths);
                    if rest.first().is_some_and(|token| token == ",") {
                        rest = &rest[1..];
                    }
                }
                return rest.get(1..).unwrap_or_default();
            }
            Some("self") => rest = &rest[1..], // in a group: what stands before it
            Some("super") => {
                path.pop();
                rest = &rest[1..];
            }
            Some(name) => {
                path.push(name.to_owned());
                rest = &rest[1..];
            }
            None => {}
        }
        if let [colon, again, after @ ..] = rest {
            if colon == ":" && again == ":" && after.first().is_some_and(|next| next != "<") {
                rest = after;
                continue;
            }
        }
        let name = match rest {
            [word, name, ..] if word == "as" => {
                rest = &rest[2..];
                name.clone()
            }
            _ => path.last().cloned().unwrap_or_default(),
        };
        paths.push((path, name));
        return rest;
    }
}

/// Reads a file; `children` are the modules below it.
fn file(module: &Module, children: &BTreeSet<String>, text: &str) -> File {
    let mut file = File::default();
    let tokens = tokens(text);
    let mut rest = &tokens[..];
    let mut handed_on = false;
    let mut imports = false;
    while let [token, after @ ..] = rest {
        let qualified = matches!(after, [colon, again, ..] if colon == ":" && again == ":");
        match token.as_str() {
            "pub" => handed_on = true,
            ";" | "fn" | "struct" | "enum" | "mod" | "const" | "impl" => (handed_on, imports) = (false, false),
            "use" => imports = true,
            word if qualified
                && (["crate", "self", "super"].contains(&word) || (imports && children.contains(word))) =>
            {
                let (start, inner) = match word {
                    "crate" => (Vec::new(), &after[2..]),
                    "self" => (module.clone(), &after[2..]),
                    "super" => (module[..module.len().saturating_sub(1)].to_vec(), &after[2..]),
                    _ => (module.clone(), rest),
                };
                let mut paths = Vec::new();
                rest = tree(&start, inner, &mut paths);
                for (path, name) in paths {
                    if handed_on && imports {
                        file.hands_on.insert(name, path);
                    } else {
                        file.uses.push(path);
                    }
                }
                continue;
            }
            _ => {}
        }
        rest = after;
    }
    file
}

/// The file that what a path names is written in.
fn written_in(path: &Module, files: &Files, depth: usize) -> Module {
    let mut module = Module::new();
    for (i, name) in path.iter().enumerate() {
        let mut inner = module.clone();
        inner.push(name.clone());
        if files.contains_key(&inner) {
            module = inner;
            continue;
        }
        if let Some(source) = files.get(&module).and_then(|file| file.hands_on.get(name)) {
            let mut source = source.clone();
            source.extend_from_slice(&path[i + 1..]);
            return if depth == 0 { module } else { written_in(&source, files, depth - 1) };
        }
        return module;
    }
    module
}

/// Which file uses which others.
fn edges(files: &Files) -> BTreeMap<Module, BTreeSet<Module>> {
    let mut edges: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (module, file) in files {
        let used = file.uses.iter().map(|path| written_in(path, files, 8)).filter(|used| used != module);
        edges.entry(module.clone()).or_default().extend(used);
    }
    edges
}

/// A way that leads back to where it began.
fn circle<N: Clone + Ord>(edges: &BTreeMap<N, BTreeSet<N>>) -> Option<Vec<N>> {
    fn walk<N: Clone + Ord>(
        at: &N,
        edges: &BTreeMap<N, BTreeSet<N>>,
        way: &mut Vec<N>,
        done: &mut BTreeSet<N>,
    ) -> bool {
        if let Some(start) = way.iter().position(|passed| passed == at) {
            way.drain(..start);
            way.push(at.clone());
            return true;
        }
        if done.contains(at) {
            return false;
        }
        way.push(at.clone());
        if edges.get(at).into_iter().flatten().any(|next| walk(next, edges, way, done)) {
            return true;
        }
        way.pop();
        done.insert(at.clone());
        false
    }
    let mut done = BTreeSet::new();
    edges.keys().find_map(|start| {
        let mut way = Vec::new();
        walk(start, edges, &mut way, &mut done).then_some(way)
    })
}

fn files(texts: &BTreeMap<Module, String>) -> Files {
    let children = |module: &Module| -> BTreeSet<String> {
        texts
            .keys()
            .filter(|other| other.len() == module.len() + 1 && other.starts_with(module))
            .filter_map(|other| other.last().cloned())
            .collect()
    };
    texts.iter().map(|(module, text)| (module.clone(), file(module, &children(module), text))).collect()
}

/// The circles between files and between rooms, in words.
fn circles(texts: &BTreeMap<Module, String>) -> Vec<String> {
    let files = files(texts);
    let between_files = edges(&files);
    let mut between_rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let room = |module: &Module| module.first().cloned().unwrap_or_else(|| "lib".to_owned());
    for (module, used) in &between_files {
        let others = used.iter().map(room).filter(|used| *used != room(module));
        between_rooms.entry(room(module)).or_default().extend(others);
    }
    let of_files = circle(&between_files).map(|way| way.iter().map(|module| module.join("::")).collect::<Vec<_>>());
    [("files", of_files), ("rooms", circle(&between_rooms))]
        .into_iter()
        .filter_map(|(of, way)| Some(format!("{of}: {}", way?.join(" -> "))))
        .collect()
}

fn texts(folder: &Path, module: &Module, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()) {
        let name = entry.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let mut inner = module.clone();
        if entry.is_dir() {
            inner.push(name);
            self::texts(&entry, &inner, texts);
        } else {
            if !["lib", "mod"].contains(&name.as_str()) {
                inner.push(name);
            }
            let text = fs::read_to_string(&entry).expect("readable");
            texts.entry(inner).or_default().push_str(&text);
        }
    }
}

fn made_up(files: &[(&str, &str)]) -> Vec<String> {
    let module = |name: &str| name.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
    circles(&files.iter().map(|(name, text)| (module(name), (*text).to_owned())).collect())
}

#[test]
fn a_circle_is_found() {
    let files = "files: a -> b -> a";
    assert_eq!(made_up(&[("", ""), ("a", "use crate::b::B;"), ("b", "fn f() { crate::a::g::<u8>(); }")])[0], files);
    let by_way_of_the_root = [
        ("", "mod a; mod b; pub use a::{A as Other, C};"),
        ("a", "use super::b::{self, B};"),
        ("b", "use crate::Other;"),
    ];
    assert_eq!(made_up(&by_way_of_the_root)[0], files);
    // A child that uses what its parent has made, and the parent the child.
    let family = [("", ""), ("a", "mod b; use self::b::B; struct A;"), ("a::b", "use super::A;")];
    assert_eq!(made_up(&family), ["files: a -> a::b -> a"]);
    // No two files, and yet two rooms.
    let rooms =
        [("", ""), ("a", ""), ("a::x", "use crate::b::y::Y;"), ("a::z", ""), ("b", ""), ("b::y", "use crate::a::z;")];
    assert_eq!(made_up(&rooms), ["rooms: a -> b -> a"]);
}

#[test]
fn what_is_none_is_none() {
    assert_eq!(
        made_up(&[
            ("", "mod a; mod b; pub use a::A;"),
            ("a", "mod inner; pub use inner::{A, Z}; // use crate::b::B\n#[cfg(test)]\nmod tests { use crate::b::B; }"),
            ("a::inner", "const S: &str = \"use crate::b::B; \\\" \";"),
            ("b", "use crate::A;\nuse crate::a::{self, Z};"),
        ]),
        [""; 0]
    );
}

fn package(name: &str) -> BTreeMap<Module, String> {
    let mut found = BTreeMap::new();
    texts(&repository().join(name).join("src"), &Module::new(), &mut found);
    assert!(found.len() > 8, "{name}");
    found
}

#[test]
fn no_two_files_import_each_other() {
    for name in ["validator", "macros", "command-line", "runtime-support"] {
        assert_eq!(circles(&package(name)), [""; 0], "{name}");
    }
}

/// No stage of the validator imports a later one.
#[test]
fn stages_go_one_way() {
    const STAGES: [&str; 5] = ["findings", "gather", "parse", "resolve", "rules"];
    let stage = |module: &Module| STAGES.iter().position(|stage| module.first().is_some_and(|room| room == stage));
    let texts = package("validator");
    for (module, used) in edges(&files(&texts)) {
        for other in used {
            let (Some(from), Some(to)) = (stage(&module), stage(&other)) else { continue };
            assert!(from >= to, "{} imports {}", module.join("::"), other.join("::"));
        }
    }
}
