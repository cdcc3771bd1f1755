//! The expansion grows with the configuration, and no faster: its length is what the compiler has to work through.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::expand::expand;

/// A shape of configuration, by its size.
const SHAPES: &[(&str, fn(usize) -> String)] = &[
    ("crates", |n| crates(n, "")),
    ("crates with limits", |n| crates(n, "min = 1\nmax = 3\nvariant = \"V{i}\"\npurpose = \"p\"\n")),
    ("sections with a total", |n| sections(n, "total_budget = 70000000")),
    ("sections with a limit", |n| sections(n, "platform_limit = 70000000")),
    ("sections with a total and a limit", |n| sections(n, "total_budget = 70000000\nplatform_limit = 80000000")),
    ("sections of one crate", |n| sections(n, "wrt-runtime = 5000000")),
    ("sections of a crate each", |n| {
        crates(n, "") + &(0..n).map(|i| format!("[target.'cfg(s{i})']\nc{i} = 2\n")).collect::<String>()
    }),
    ("a section of all crates", |n| {
        crates(n, "") + "[target.'cfg(unix)']\n" + &(0..n).map(|i| format!("c{i} = 2\n")).collect::<String>()
    }),
    ("a long predicate of all crates", |n| {
        let names: String = (0..n.min(400)).map(|i| format!("s{i}, ")).collect();
        crates(n, "")
            + &format!("[target.'cfg(any({names}))']\n")
            + &(0..n).map(|i| format!("c{i} = 2\n")).collect::<String>()
    }),
    ("a long purpose of a crate with sections", |n| {
        format!("[crates.wrt-runtime]\npurpose = \"{}\"\n", "long ".repeat(n)) + &sections(n, "wrt-runtime = 5000000")
    }),
    ("unknown keys", |n| (0..n).map(|i| format!("k{i} = 1\n")).collect()),
    ("unreadable budgets", |n| (0..n).map(|i| format!("[crates.c{i}]\nbudget = \"lots\"\n")).collect()),
    ("profiles", |n| (0..n).map(|i| format!("[profile.p{i}]\ntotal_budget = 1\n")).collect()),
];

fn crates(n: usize, more: &str) -> String {
    let mut text = format!("preset = \"none\"\ntotal_budget = {}\n", 2 * n);
    for i in 0..n {
        let _ = write!(text, "[crates.c{i}]\nbudget = 1\n{}", more.replace("{i}", &i.to_string()));
    }
    text
}

fn sections(n: usize, settings: &str) -> String {
    (0..n).map(|i| format!("[target.'cfg(s{i})']\n{settings}\n")).collect()
}

fn length(text: &str) -> usize {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("the test's own tokens");
    expand(tokens(&format!("env = false, toml = {text:?}")), tokens("pub mod budgets {}")).to_string().len()
}

/// What is added from 200 to 400 is no more than double of what is added from 100 to 200, and a little for longer numbers.
#[test]
fn no_faster_than_the_configuration() {
    let mut failures = String::new();
    for (name, shape) in SHAPES {
        let lengths = [100, 200, 400].map(|n| length(&shape(n)));
        if 100 * lengths[2].saturating_sub(lengths[1]) > 215 * lengths[1].saturating_sub(lengths[0]) {
            let _ = writeln!(failures, "{name}: {lengths:?}");
        }
    }
    assert!(failures.is_empty(), "these grow faster:\n{failures}");
}
