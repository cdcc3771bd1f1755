//! Arguments, modules and expansions that are almost others. Mutation testing has asked for them.

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::module::Module;

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the test's own tokens")
}

/// An expansion without blanks.
fn expansion(args: &str) -> String {
    crate::expand::expand(tokens(args), tokens("mod budgets {}")).to_string().split_whitespace().collect()
}

fn problems(args: &str) -> Vec<&'static str> {
    Args::parse(tokens(args)).1.iter().map(|(_, finding)| finding.kind.name()).collect()
}

#[test]
fn derives_stand_in_parentheses_alone() {
    assert_eq!(problems("derive(A, b::C)"), [""; 0]);
    for args in ["derive[A]", "derive{A}", "derive(A) b", "derive[A] b", "derive(A b)", "derive = A", "derive"] {
        assert_eq!(problems(args), ["argument-value"], "{args}");
    }
}

#[test]
fn a_number_is_the_one_that_is_written() {
    for count in [0, 1, 4, 512] {
        assert_eq!(Args::parse(tokens(&format!("records = {count}"))).0.records, Some(count));
    }
}

#[test]
fn a_threshold_is_a_percentage() {
    for percent in [1, 80, 100] {
        let (args, problems) = Args::parse(tokens(&format!("threshold = {percent}")));
        assert_eq!((args.threshold, problems.len()), (Some(percent), 0));
    }
    for value in ["0", "101", "256", "80u8", "\"80\"", "80%", "8.0", "-1"] {
        assert_eq!(problems(&format!("threshold = {value}")), ["argument-value"], "{value}");
    }
    assert!(expansion("threshold = 90, records = 3").contains("memory_monitor!{3;90}"));
    assert!(expansion("threshold = 90").contains("memory_monitor!{;90}"));
}

#[test]
fn a_body_stands_in_braces() {
    assert!(Module::parse(&tokens("pub(crate) mod budgets {}")).is_ok());
    for item in ["mod budgets ()", "mod budgets []", "mod budgets {} ;", "mod budgets", "mod {}", "pub(crate)"] {
        let problem = Module::parse(&tokens(item)).err();
        assert_eq!(problem.map(|(_, finding)| finding.kind.name()), Some("not-a-module"), "{item}");
    }
}

#[test]
fn every_argument_has_an_effect() {
    let text = "env = false, toml = \"preset = 'none'\\ntotal_budget = 9\\nsafety_margin = '20%'\\n[crates.app]\\nbudget = 8\\n\
                [profile.small]\\napp = 1\"";
    let plain = expansion(text);
    // A warning is one, beside what is asserted, until it is made an error.
    assert!(plain.contains("deprecated(note=") && plain.contains("violation::<"), "{plain}");
    assert_eq!(plain.matches("compile_error!").count(), 0);
    let without = expansion(&text.replace("safety_margin = '20%'\\n", ""));
    assert!(!without.contains("deprecated(note="));
    // In the profile the margin holds, which is asserted too.
    assert_eq!(plain.matches("violation::<").count(), without.matches("violation::<").count() + 1);
    let strict = expansion(&format!("{text}, strict_mode = true"));
    assert_eq!((strict.matches("compile_error!").count(), strict.matches("deprecated(note=").count()), (1, 0));
    let small = expansion(&format!("{text}, profile = \"small\""));
    assert_eq!((small.matches("compile_error!").count(), small.matches("deprecated(note=").count()), (0, 0));
    assert_eq!(expansion(&format!("{text}, profile = \"smal\"")).matches("compile_error!").count(), 1);
    // Variables are watched where they count.
    assert!(!plain.contains("option_env!"));
    assert!(expansion(&text.replace("env = false, ", "")).contains("option_env!"));
    let many = expansion("env = false, config_file = \"../tests/many_crates.toml\"");
    assert!(many.contains("C299") && many.contains("#[repr(u16)]"));
    let missing = expansion("env = false, config_file = \"../tests/no_crates.toml\"");
    assert_eq!(missing.matches("compile_error!").count(), 1);
}

/// A margin that sections decide about: a warning for each combination of them, or in strict mode an assertion.
#[test]
fn a_margin_on_some_targets() {
    let text = "env = false, toml = \"preset = 'none'\\ntotal_budget = 9\\nsafety_margin = '20%'\\n[crates.app]\\nbudget = 7\\n\
                [target.'cfg(unix)']\\napp = 8\"";
    let warned = expansion(text);
    assert!(warned.contains("#[cfg(unix)]const_:()={#[deprecated(note="), "{warned}");
    assert!(!warned.contains("with_margin(__BUDGETS_SUM"));
    let strict = expansion(&format!("{text}, strict_mode = true"));
    assert!(!strict.contains("deprecated(note=") && strict.contains("with_margin("), "{strict}");
}

#[test]
fn names_in_the_documentation_end_nothing() {
    let args = "env = false, toml = \"preset = 'none'\\ntotal_budget = 9\\n[crates.app]\\nbudget = 8\\n\
                [profile.\\\"a`b|c\\\\u0007d\\\"]\"";
    assert!(expansion(args).contains("Theprofile`a_b_c_d`:atotalof9bytes."), "{}", expansion(args));
}

#[test]
fn what_assert_budget_comes_to() {
    let expand = |text: &str| crate::assert_budget::expand(tokens(text)).to_string().replace(' ', "");
    assert_eq!(expand("CrateId::App, 4 * f(1, 2)"), "const_:()=(CrateId::App).__budgets_assert(4*f(1,2));");
    assert_eq!(expand("a, 4,"), "const_:()=(a).__budgets_assert(4,);");
    for text in ["", "a", "a,", ", 4"] {
        assert!(expand(text).contains("compile_error!"), "{text}");
    }
}
