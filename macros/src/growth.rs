//! The expansion grows with the configuration, and no faster: its length is what the compiler has to work through.

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::expand::expand;

/// A shape of configuration, by its size.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("crates", |n| crates(n, "")),
    ("crates with limits", |n| crates(n, "min = 1\nmax = 3\nvariant = \"V{i}\"\npurpose = \"p\"\n")),
    ("sections with a total", |n| sections(n, "total_budget = 70000000\n")),
    ("sections with a sum", |n| crates(n, "") + &sections(n, "total_budget = 'sum'\n")),
    ("sections with a limit", |n| sections(n, "platform_limit = 70000000\n")),
    ("sections with a total and a limit", |n| sections(n, "total_budget = 70000000\nplatform_limit = 80000000\n")),
    ("sections of one crate", |n| sections(n, "wrt-runtime = 5000000\n")),
    ("sections with limits of one crate", |n| {
        each(n, "[target.'cfg(s{i})'.crates.wrt-runtime]\nbudget = 5000000\nmin = 4000000\nmax = 6000000\n")
    }),
    ("a section with limits of all crates", |n| {
        crates(n, "min = 1\nmax = 3\n") + &each(n, "[target.'cfg(unix)'.crates.c{i}]\nmin = 0\nmax = 9\n")
    }),
    ("sections of a crate each", |n| crates(n, "") + &sections(n, "c{i} = 2\n")),
    ("a section of all crates", |n| crates(n, "") + "[target.'cfg(unix)']\n" + &each(n, "c{i} = 2\n")),
    ("a long predicate of all crates", |n| {
        let predicate = format!("[target.'cfg(any({}))']\n", each(n.min(300), "s{i}, "));
        crates(n, "") + &predicate + &each(n, "c{i} = 2\n")
    }),
    ("a long predicate of all crates, whose names every compiler knows", |n| {
        let predicate = format!("[target.'cfg(any({}))']\n", each(n.min(300), "unix, "));
        crates(n, "") + &predicate + &each(n, "c{i} = 2\n")
    }),
    ("a long purpose of a crate with sections", |n| {
        let purpose = each(n, "long ");
        format!("[crates.wrt-runtime]\npurpose = \"{purpose}\"\n") + &sections(n, "wrt-runtime = 5000000\n")
    }),
    ("unknown keys", |n| each(n, "k{i} = 1\n")),
    ("unreadable budgets", |n| each(n, "[crates.c{i}]\nbudget = \"lots\"\n")),
    ("profiles with a sum", |n| each(n, "[profile.p{i}]\ntotal_budget = 'sum'\n")),
    ("profiles", |n| each(n, "[profile.p{i}]\ntotal_budget = 1\n")),
];

fn each(n: usize, text: &str) -> String {
    let mut all = String::new();
    for i in 0..n {
        all.push_str(&text.replace("{i}", &i.to_string()));
    }
    all
}

fn crates(n: usize, more: &str) -> String {
    let head = format!("preset = \"none\"\ntotal_budget = {}\n", 2 * n);
    head + &each(n, &format!("[crates.c{{i}}]\nbudget = 1\n{more}"))
}

fn sections(n: usize, settings: &str) -> String {
    each(n, &format!("[target.'cfg(s{{i}})']\n{settings}"))
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
