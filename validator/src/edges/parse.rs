//! What keys and values come to where they are almost right.

use super::{inline, kinds};
use crate::predicate::Predicate;
use crate::predicate::known::{has_value, of_triple};
use crate::{Kind, size};
use std::fmt::Write as _;

const OWN: &str = "preset = 'none'\ntotal_budget = '8MB'\n";

#[test]
fn a_key_of_many_parts_is_found_in_its_line() {
    let deep = "a.".repeat(90);
    let outcome = inline(&format!("# one\n\n# three 1.2\n{deep}a = 1  \n"));
    assert_eq!((kinds(&outcome), outcome.findings[0].line()), (vec!["malformed"], Some(4)));
    assert_eq!(outcome.findings[0].origin.source_text(), Some(&*format!("{deep}a = 1")));
}

#[test]
fn switches_are_as_they_are_written() {
    for (text, on) in [("true", true), ("false", false)] {
        assert_eq!(inline(&format!("integration_check = {text}\n")).plan.integration_check, on);
    }
}

/// A misspelt setting stands for the one that it means: what it says is not relied on, nor that nothing is said.
#[test]
fn misspelt_keys_leave_open_what_they_mean() {
    // The preset's minimum is 4MB.
    let of_runtime = |settings: &str| inline(&format!("[crates.wrt-runtime]\n{settings}\n"));
    assert_eq!(kinds(&of_runtime("budget = '2MB'")), ["below-minimum"]);
    assert_eq!(kinds(&of_runtime("budget = '2MB'\nmni = '1MB'")), ["unknown-key"]);
    assert_eq!(kinds(&of_runtime("budget = '999MB'")), ["above-maximum", "total"]);
    let outcome = of_runtime("bugdet = '30MB'");
    let runtime = &outcome.plan.crates[1].budget;
    assert_eq!((kinds(&outcome), runtime.base.bytes, runtime.readable), (vec!["unknown-key"], 30 << 20, false));
    let kinds_of = |text: &str| kinds(&inline(&format!("preset = 'none'\ntotal_budget = '1GB'\n{text}")));
    assert_eq!(kinds_of("[crates.a]\nbudget = 3\nmax = 2"), ["above-maximum"]);
    assert_eq!(kinds_of("[crates.a]\nbudget = 3\nmin = 5\nmxa = 2"), ["below-minimum", "unknown-key"]);

    let outcome = inline("preset = 'none'\ntotal_bugdet = '1MB'\n[crates.a]\nbudget = '2MB'\n");
    assert_eq!((kinds(&outcome), outcome.plan.total.readable), (vec!["unknown-key"], false));
    assert_eq!(outcome.plan.total.base.bytes, 2 << 20, "it holds what there is");
    // What is set counts, whatever else is misspelt.
    let outcome = inline(&format!("{OWN}total_bugdet = '1MB'\n[crates.a]\nbudget = '9MB'\n"));
    assert_eq!((kinds(&outcome), outcome.plan.total.base.bytes), (vec!["total", "unknown-key"], 8 << 20));
    let outcome = inline("wrt-runtme = '30MB'\n");
    let runtime = &outcome.plan.crates[1].budget;
    assert_eq!((kinds(&outcome), runtime.base.bytes, runtime.readable), (vec!["unknown-key"], 30 << 20, false));
    let outcome = inline("wrt-runtime = '15MB'\nwrt-runtme = '30MB'\n");
    let runtime = &outcome.plan.crates[1].budget;
    assert_eq!((kinds(&outcome), runtime.base.bytes, runtime.readable), (vec!["unknown-key"], 15 << 20, true));
    let outcome = inline("wrt-runtme = '30MB'\n[crates.wrt-runtime]\nbudget = '15MB'\n");
    let runtime = &outcome.plan.crates[1].budget;
    assert_eq!((kinds(&outcome), runtime.base.bytes, runtime.readable), (vec!["unknown-key"], 15 << 20, true));
}

#[test]
fn a_crate_of_another_preset_is_known_as_such() {
    let title = |text: &str| {
        let outcome = inline(text);
        assert_eq!(kinds(&outcome), ["unknown-key"], "{text}");
        outcome.findings[0].title.clone()
    };
    assert_eq!(title("kiln-runtime = 1\n"), "`kiln-runtime` is a crate of the preset \"kiln\"");
    assert_eq!(title("preset = 'kiln'\nwrt-runtime = 1\n"), "`wrt-runtime` is a crate of the preset \"wrt\"");
    let own = title(&format!("{OWN}kiln-runtime = 1\n[crates.a]\nbudget = 1\n"));
    assert!(!own.contains("preset"), "{own}");
}

#[test]
fn margins() {
    let margin =
        |text: &str| inline(&format!("safety_margin = '{text}'\n")).plan.margin.map(|margin| margin.hundredths);
    for (text, hundredths) in
        [("0%", 0), ("20%", 2000), ("12.5%", 1250), ("12.34%", 1234), ("0.05%", 5), ("1000%", 100_000)]
    {
        assert_eq!(margin(text), Some(hundredths), "{text}");
    }
    for text in ["", "%", "20", "+5%", "-5%", "5.+1%", "1.123%", "1.%", ".5%", "1000.01%", "000000005%", "1x%"] {
        assert_eq!(margin(text), None, "{text}");
    }
}

#[test]
fn what_is_no_size_says_why() {
    for (text, reason) in [
        (" 1MB", "it starts with white space"),
        ("\u{a0}1MB", "it starts with white space"),
        ("+1MB", "a size has no sign"),
        ("-1MB", "a size has no sign"),
        ("MB", "it does not start with a digit"),
        ("1MB ", "it ends with white space"),
        ("1e3", "a size has no exponent"),
        ("1E-3", "a size has no exponent"),
        ("1e", "there is no unit \"e\""),
        ("1ex", "there is no unit \"ex\""),
        ("1f3", "there is no unit \"f3\""),
    ] {
        assert_eq!(size::parse(text).expect_err(text).reason, reason, "{text}");
    }
}

#[test]
fn only_a_size_is_suggested_and_a_short_one() {
    let meant = |text: &str| size::parse(text).expect_err("no size").suggestion;
    assert_eq!(meant(" .5MB"), None);
    assert_eq!(meant(&format!("{}1mb", "0".repeat(37))).as_deref(), Some(&*format!("{}1MB", "0".repeat(37))));
    assert_eq!(meant(&format!("{}1mb", "0".repeat(38))), None);
    // What was probably meant has as many bytes as is said.
    let outcome = inline(&format!("{OWN}[crates.a]\nbudget = '3mb'\n"));
    let budget = &outcome.plan.crates[0].budget;
    assert_eq!((kinds(&outcome), budget.base.bytes, budget.readable), (vec!["invalid-size"], 3 << 20, false));
}

#[test]
fn targets_by_their_names() {
    for (triple, predicate) in [
        ("riscv32imac-unknown-none-elf", "cfg(all(target_arch = \"riscv32\", target_os = \"none\"))"),
        ("riscv64gc-unknown-linux-gnu", "cfg(all(target_arch = \"riscv64\", target_os = \"linux\"))"),
        ("i686-pc-windows-msvc", "cfg(all(target_arch = \"x86\", target_os = \"windows\"))"),
        ("armebv7r-none-eabi", "cfg(all(target_arch = \"arm\", target_os = \"none\"))"),
    ] {
        assert_eq!(of_triple(triple).as_deref(), Some(predicate));
    }
    assert_eq!(of_triple("riscy-none"), None);
    for (key, value, has) in [
        ("target_env", "", Some(true)),
        ("target_env", "gnu", Some(true)),
        ("target_env", "gnuu", Some(false)),
        ("target_os", "", Some(false)),
        ("target_os", "linux", Some(true)),
        ("board", "", None),
    ] {
        assert_eq!(has_value(key, value), has, "{key} {value}");
    }
}

#[test]
fn the_longest_predicate() {
    let of = |bytes: usize| Predicate::parse(&format!("cfg({})", "a".repeat(bytes - 5)));
    let longest =
        (0..20).map(|power| 1 << power).filter(|&bytes| bytes > 5 && of(bytes).is_ok()).max().expect("some are read");
    assert!(of(longest).is_ok() && of(longest + 1).is_err());
}

#[test]
fn raw_names_are_names() {
    for (text, names) in [("cfg(true)", false), ("cfg(r#true)", true), ("cfg(false)", false), ("cfg(r#false)", true)] {
        let read = Predicate::parse(text).expect("a predicate");
        assert_eq!(matches!(read, Predicate::Name(_)), names, "{text}");
    }
    assert!(matches!(Predicate::parse("cfg(r#match)"), Ok(Predicate::Name(name)) if name == "match"));
    assert!(Predicate::parse("cfg(match)").is_err());
    assert!(Predicate::parse("cfg(r#all(unix))").is_err() && Predicate::parse("cfg(r#any = \"a\")").is_ok());
}

#[test]
fn one_part_decides_or_leaves_all_open() {
    let decided = |text: &str| {
        let known = |part: &Predicate| match part.to_string().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Predicate::parse(text).expect("a predicate").decided(&known)
    };
    for (text, holds) in [
        ("cfg(all(yes, yes))", Some(true)),
        ("cfg(all(yes, no))", Some(false)),
        ("cfg(all(what, no))", Some(false)),
        ("cfg(all(what, yes))", None),
        ("cfg(any(no, no))", Some(false)),
        ("cfg(any(what, yes))", Some(true)),
        ("cfg(any(what, no))", None),
        ("cfg(not(yes))", Some(false)),
        ("cfg(not(what))", None),
        ("cfg(all())", Some(true)),
        ("cfg(any())", Some(false)),
    ] {
        assert_eq!(decided(text), holds, "{text}");
    }
}

#[test]
fn names_are_listed_up_to_twelve() {
    let select = |count: usize| {
        let mut text = String::new();
        for i in 0..count {
            let _ = writeln!(text, "[profile.\"p{i}\"]");
        }
        let request =
            crate::Request { inline: Some(text), profile: Some("nothing-like-it".to_owned()), ..Default::default() };
        let mut findings = crate::validate(&request).findings;
        findings.retain(|finding| finding.kind == Kind::UnknownProfile);
        findings.pop().expect("there is no such profile").solution
    };
    assert_eq!(select(0), "Add `[profile.nothing-like-it]` to the configuration file");
    assert_eq!(select(2), "Select one of: p0, p1");
    assert!(select(12).ends_with("p10, p11") && select(13).ends_with("p10, p11 and 1 more"));
}
