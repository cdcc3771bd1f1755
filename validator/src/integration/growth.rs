//! Neither a workspace nor a source can be made so that looking through it costs more than its length.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::charges::Charges;
use super::mentions::Mentions;
use super::package::{Dependency, Package};
use super::workspace::Workspace;
use super::{sources, users};
use crate::findings::{Role, Source};
use crate::index::Index;
use crate::work;

/// A shape of source, by its size.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("groups", |n| "([{".repeat(n)),
    ("groups that are closed otherwise", |n| "([{".repeat(n) + &")]}".repeat(n)),
    ("modules in modules", |n| "mod a { ".repeat(n)),
    ("modules", |n| lines(n, |i| format!("mod m{i};"))),
    ("modules in a module", |n| format!("mod a {{ {} }}", lines(n, |i| format!("mod m{i} {{}}")))),
    ("paths", |n| "#[path = \"a.rs\"] ".repeat(n) + "mod a;"),
    ("paths of paths", |n| "#[path = ".repeat(n)),
    ("attributes in attributes", |n| "#[cfg(all(".repeat(n)),
    ("alternatives in alternatives", |n| "#[cfg_attr(a, ".repeat(n)),
    ("attributes", |n| "#[a] ".repeat(n)),
    ("alternatives", |n| "#[cfg_attr(a b c d e f g h i, j)] ".repeat(n)),
    ("tests", |n| lines(n, |i| format!("#[test] fn f{i}() {{ a(b); }}"))),
    ("one test", |n| "#[cfg(test)] ".repeat(n)),
    ("tests in tests", |n| "#[cfg(test)] { ".repeat(n)),
    ("inner attributes", |n| "{ #![cfg(test)] }".repeat(n)),
    ("imports in imports", |n| "use a::{".repeat(n) + "V"),
    ("names", |n| lines(n, |i| format!("use CrateId as A{i:05};"))),
    ("names of names", |n| lines(n, |i| format!("type A{:05} = A{i:05};", i + 1))),
    ("long types", |n| "type A = ".repeat(n) + &"a::".repeat(n)),
    ("variants", |n| lines(n, |i| format!("A{i:05}::V; m!(a, {i});"))),
    ("charges", |n| lines(n, |i| format!("m.charge(CrateId::V, {i}); n(a::A{i:05}::V)"))),
    ("long paths", |n| "f(".repeat(n) + &"a::".repeat(n) + "V, " + &"a::V, ".repeat(n)),
    ("macros in macros", |n| "m!(".repeat(n) + &"V,".repeat(n)),
    ("items", |n| lines(n, |i| format!("fn f{i}() {{}} struct V{i}; use V::{{a, b}};"))),
    ("ends of items", |n| "{};{},{}>".repeat(n) + "V"),
    ("texts", |n| "r#\"a\"# 'b' b\"\\\"\" 'c: /* /* */ */".repeat(n)),
    ("beginnings of texts", |n| "r#r##b'\\' ".repeat(n)),
    ("beginnings of comments", |n| "/*".repeat(n)),
];

fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    let mut lines = String::new();
    for i in 0..n {
        let _ = writeln!(lines, "{}", line(i));
    }
    lines
}

fn package(dependencies: Vec<Dependency>) -> Package {
    let source = Arc::new(Source::new("Cargo.toml".to_owned(), Role::Package, String::new()));
    let document = toml::de::DeTable::parse(source.text()).expect("it is empty");
    Package::of("app", document.get_ref(), &source, dependencies)
}

/// Steps and allocated bytes.
fn cost(run: impl FnOnce()) -> u64 {
    let mut allocated = 0;
    let steps = work::during(|| allocated = allocation_counter::measure(run).bytes_total);
    steps + allocated
}

/// Twice as much costs twice as much, and a little for the sizes that lists happen to have.
fn is_linear(costs: [u64; 3]) -> bool {
    costs[1] <= costs[0] * 5 / 2 && costs[2] <= costs[1] * 5 / 2
}

#[test]
fn sources_of_any_shape() {
    let package = package(Vec::new());
    // All of the code, and what holds one of the words.
    let ways = SHAPES.iter().flat_map(|shape| [(shape, &[][..]), (shape, &["V", "CrateId"])]);
    for ((name, shape), words) in ways {
        let costs = [1000, 2000, 4000].map(|n| {
            let text = shape(n);
            cost(|| {
                let mut mentions = Mentions::new("V");
                let variants = Index::new(vec!["V".to_owned(), "W".to_owned()]);
                let mut charges = Charges::new("W", &variants, Path::new("/"));
                let tokens = sources::code_of(&text, &package, words);
                mentions.look(&tokens);
                charges.look(Path::new("/nowhere/lib.rs"), &text, &tokens);
                assert!(mentions.names().contains("CrateId"));
                drop(charges.found(&mentions.names()));
            })
        });
        assert!(is_linear(costs), "{name}: {costs:?}");
    }
}

#[test]
fn workspaces_of_any_shape() {
    /// The packages that the package with a number depends on, of so many; the last number is the memory system's.
    type Edges = fn(usize, usize) -> Vec<usize>;
    let shapes: [(&str, Edges); 4] = [
        ("a chain", |i, _| vec![i + 1]),
        ("a chain the other way", |i, n| vec![if i == 0 { n } else { i - 1 }]),
        ("a circle", |i, n| vec![(i + 1) % n, n]),
        ("a star", |_, n| vec![n]),
    ];
    let folder = |i: usize| PathBuf::from(format!("/w/{i:05}"));
    for (name, edges) in shapes {
        let mut reached = 0;
        let costs = [1000, 2000, 4000].map(|n| {
            let mut workspace = Workspace::default();
            for i in 0..n {
                let dependency = |to: usize| Dependency { folder: folder(to), normal: true, span: 0..0 };
                let dependencies = edges(i, n).into_iter().map(dependency).collect();
                workspace.members.insert(folder(i), package(dependencies));
            }
            let system = folder(n);
            let cost = cost(|| reached = users(&workspace, Path::new(&system)).len());
            assert_eq!(reached, n, "{name}");
            cost
        });
        assert!(is_linear(costs), "{name}: {costs:?}");
    }
}
