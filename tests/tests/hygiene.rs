//! Whatever the consumer has in scope, generated code means what it says.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use memory_budgets_tests::sandbox::{Sandbox, repository};

/// Every word of the expansions and of the macros that they call, but those with the private prefix: more than the other
/// identifiers, and none left out.
fn words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for folder in ["macros/snapshots", "runtime-support/src/generated"] {
        for file in fs::read_dir(repository().join(folder)).expect("a folder") {
            let text = fs::read_to_string(file.expect("readable").path()).expect("a text");
            let separated = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            words.extend(
                separated
                    .filter(|word| is_name(word) && !word.to_ascii_lowercase().starts_with("__budgets"))
                    .map(str::to_owned),
            );
        }
    }
    words
}

/// Whether an item can be called this.
fn is_name(word: &str) -> bool {
    const KEYWORDS: &str = " abstract as async await become box break const continue crate do dyn else enum extern false \
        final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self Self static struct \
        super trait true try type typeof unsafe unsized use virtual where while yield _ ";
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && !KEYWORDS.contains(&format!(" {word} "))
}

/// The names of the generated module's own items, which no other item of the module can have.
fn is_generated(name: &str) -> bool {
    let of_the_api = ["CrateId", "Profile", "MemorySystem", "memory_monitor", "map_crates", "CRATE_BUDGETS"];
    of_the_api.contains(&name) || name.ends_with("_BUDGET") || name.starts_with("TOTAL_")
}

/// The attribute with all that it can emit, so that a warning, a section and a derive are among it.
const ATTRIBUTE: &str = r#"#[::memory_budgets::memory_budgets(env = false, derive(::core::default::Default), toml = r"
total_budget = '72MB'
safety_margin = '10%'
'wrt-math' = '1MB'
[target.'cfg(unix)']
'wrt-math' = '4MB'
[target.'cfg(a_board)']
'wrt-math' = '512KB'
platform_limit = '80MB'
[profile.production]
total_budget = '80MB'
")]"#;

#[test]
fn every_name_may_mean_something_else() {
    let words = words();
    for of_a_binding in ["index", "name", "bytes", "formatter", "message", "f", "CrateId", "usize"] {
        assert!(words.contains(of_a_binding), "{of_a_binding}");
    }
    let mut source =
        "#![allow(non_upper_case_globals, non_camel_case_types, nonstandard_style, dead_code, unused_imports)]\n"
            .to_owned();
    for (kind, item) in [
        ("constants", "pub const NAME: ::core::primitive::u8 = 0;"),
        ("statics", "pub static NAME: ::core::primitive::u8 = 0;"),
        ("unit_structs", "pub struct NAME;"),
        ("modules", "pub mod NAME {}"),
    ] {
        let items = |names: &mut dyn Iterator<Item = &String>| {
            names.fold(String::new(), |items, name| items + &item.replace("NAME", name) + "\n")
        };
        let (all, others) = (items(&mut words.iter()), items(&mut words.iter().filter(|name| !is_generated(name))));
        let _ = write!(
            source,
            "pub mod {kind} {{
                pub mod names {{\n{all}}}
                pub mod imported {{
                    {ATTRIBUTE} pub mod budgets {{ use super::super::names::*; }}
                    use super::names::*;
                    ::memory_budgets::assert_budget!(self::budgets::CrateId::Runtime, 1024);
                    pub static BUDGETS_IN_BYTES: [::core::primitive::usize; 16] =
                        self::budgets::map_crates!(self::budgets::CrateId::budget);
                }}
                pub mod beside {{
                    {ATTRIBUTE} pub mod budgets {{\n{others}}}
                }}
            }}\n"
        );
    }
    let sandbox = Sandbox::new("every-name-may-mean-something-else");
    let manifest = fs::read_to_string(sandbox.path("app/Cargo.toml")).expect("written");
    let features = ", features = ['memory-monitoring', 'memory-debug'] }\n";
    sandbox.write("app/Cargo.toml", &manifest.replace(" }\n", features));
    sandbox.remove("app/src/main.rs");
    sandbox.write("app/src/lib.rs", &source);
    let run = sandbox.cargo_in("app", &["check"]);
    assert!(run.success, "{}", run.stderr);
    assert!(run.stderr.contains("use of deprecated macro `budget_warning`"), "{}", run.stderr);
}
