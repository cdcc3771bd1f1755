//! What is written twice, because a build script decides with the validator and the compiler with the support crate: how sizes
//! are printed, the safety margin, which section is in force, sums, variants, and whole messages of every rule.

use std::fmt;
use std::fmt::Write as _;

use memory_budgets::__private as support;
use memory_budgets_validator::for_macros::{Amount, Check, Part, Words};
use memory_budgets_validator::{Kind, Layered, Origin, Outcome, Request, Target, size, validate};
use proptest::prelude::*;

#[test]
fn sizes() {
    for bytes in (0..64).flat_map(|shift| (0..3).map(move |less| (1u64 << shift).wrapping_sub(less) / 7 * 5)).chain([
        1536,
        1792,
        5 << 28,
        68_681_728,
        1 << 62,
        u64::MAX,
    ]) {
        assert_eq!(support::size_message(bytes).as_str(), size::print(bytes.into()));
    }
}

struct Variant<'n>(&'n str);

impl fmt::Display for Variant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        support::fmt_variant(self.0, "", f)
    }
}

/// Sums are exact where no integer of 64 bits holds them.
#[test]
fn amounts() {
    let three = support::sum(&[size::MAX; 3]);
    for amount in [
        0,
        1,
        1023,
        three,
        three + 3,
        1 << 64,
        3 << 73,
        (1 << 64) + 1024,
        (1 << 65) - (1 << 31),
        10u128.pow(19),
        10u128.pow(30),
    ] {
        let parts = [support::Part::Right, support::Part::Text(", "), support::Part::Amount(amount)];
        let message = support::violation::<128>(amount + 1, amount, &parts).expect("it is more");
        assert_eq!(message.as_str(), format!("{0}, {0}", size::print(amount)));
    }
}

proptest! {
    #[test]
    fn sizes_of_any_number(bytes in any::<u64>(), shift in 0..64u32) {
        let message = support::size_message(bytes >> shift);
        prop_assert_eq!(message.as_str(), size::print((bytes >> shift).into()));
    }

    /// Rounded up to whole bytes.
    #[test]
    fn margins(sum in 0..1u128 << 83, hundredths in 0..=100_000u32) {
        let (whole, fraction) = (hundredths / 100, hundredths % 100);
        let text = format!("preset = 'none'\ntotal_budget = 1\nsafety_margin = '{whole}.{fraction:02}%'\n[crates.a]\nbudget = 1");
        let plan = inline(&text).plan;
        let margin = plan.margin.expect("it is set");
        let here = margin.on_top_of(sum);
        prop_assert_eq!(support::with_margin(sum, hundredths), here);
    }

    #[test]
    fn sums(sizes in prop::collection::vec(0..=size::MAX, 1..40)) {
        let mut text = format!("preset = 'none'\ntotal_budget = {}\n", size::MAX);
        for (i, size) in sizes.iter().enumerate() {
            let _ = write!(text, "[crates.c{i}]\nbudget = {size}\n");
        }
        prop_assert_eq!(support::sum(&sizes), inline(&text).plan.sum(&[]));
    }

    /// The last section that matches is in force.
    #[test]
    fn sections(overlays in prop::collection::vec((any::<bool>(), 0..100u64), 0..9)) {
        let mut text = "preset = 'none'\ntotal_budget = 1000\n[crates.a]\nbudget = 100\n".to_owned();
        for (i, (_, bytes)) in overlays.iter().enumerate() {
            let _ = write!(text, "[target.'cfg(board_{i})']\na = {bytes}\n");
        }
        let matching: Vec<bool> = overlays.iter().map(|(matches, _)| *matches).collect();
        let here = inline(&text).plan.crates[0].budget.under(&matching).bytes;
        let there = support::Layered { base: 100, overlays: &overlays };
        prop_assert_eq!(there.get(), here);
    }

    #[test]
    fn variants(name in "(wrt-|kiln-|app-)?[a-z][a-z0-9]{0,5}([-_]{1,2}[A-Za-z0-9]{0,4}){0,3}") {
        let plan = inline(&format!("preset = 'none'\nprefix = 'wrt'\ntotal_budget = 1\n[crates.{name}]\nbudget = 1")).plan;
        // A name that comes to no variant is reported, and has another one.
        if plan.crates[0].has_derived_variant() {
            let name: &str = plan.crates[0].name.clone().leak();
            prop_assert_eq!(support::short_name(name, "wrt"), plan.crates[0].short_name());
            prop_assert_eq!(support::short_name(name, ""), name);
            prop_assert_eq!(Variant(plan.crates[0].short_name()).to_string(), &*plan.crates[0].variant);
        }
    }
}

fn inline(text: &str) -> Outcome {
    validate(&Request { inline: Some(text.to_owned()), ..Request::default() })
}

/// A target with addresses as wide as those of the machine that this runs on: the support crate knows no others here.
fn target() -> Target {
    let printed = format!("unix\nfeature=\"{{left}}\"\ntarget_arch=\"arm\"\ntarget_pointer_width=\"{}\"", usize::BITS);
    Target::from_rustc_cfg("some-target", &printed).expect("it has a pointer width")
}

/// What the compiler would make of an outcome that leaves the target open, for the target above.
struct Compiler<'o> {
    outcome: &'o Outcome,
    target: Target,
}

impl Compiler<'_> {
    fn matching(&self) -> Vec<bool> {
        self.outcome.plan.sections.iter().map(|section| self.target.matches(section)).collect()
    }

    fn in_force<'l>(&self, layered: &'l Layered) -> &'l memory_budgets_validator::Value {
        layered.under(&self.matching())
    }

    fn sizes(&self) -> Vec<u64> {
        self.outcome.plan.crates.iter().map(|entry| self.in_force(&entry.budget).bytes).collect()
    }

    fn bytes(&self, amount: Amount) -> u128 {
        let plan = &self.outcome.plan;
        let size = match amount {
            Amount::Bytes(bytes) => bytes,
            Amount::Min(i) => plan.crates[i].min_under(&self.matching()).map_or(0, |min| min.bytes),
            Amount::Max(i) => plan.crates[i].max_under(&self.matching()).map_or(u64::MAX, |max| max.bytes),
            Amount::Budget(i) => self.in_force(&plan.crates[i].budget).bytes,
            Amount::Base(i) => plan.crates[i].budget.base.bytes,
            Amount::Total if self.in_force(&plan.total).is_sum => return support::sum(&self.sizes()),
            Amount::Total => self.in_force(&plan.total).bytes,
            Amount::Limit(i) => {
                let limit = &plan.limits[i];
                let holds = limit.predicate.as_ref().is_none_or(|only| self.target.matches(only));
                if holds { limit.value.bytes } else { return u128::MAX }
            }
            Amount::Sum => return support::sum(&self.sizes()),
            Amount::SumWithMargin => {
                let margin = plan.margin.as_ref().expect("there is a check of it");
                return support::with_margin(support::sum(&self.sizes()), margin.hundredths);
            }
            Amount::AddressSpace => support::address_space(),
        };
        size.into()
    }

    fn text(&self, amount: Amount, text: &dyn Fn(&Origin) -> String) -> String {
        let choice = amount.texts(&self.outcome.plan, text);
        let overlays: Vec<_> =
            choice.overlays.iter().map(|(section, text)| (self.matching()[*section], text.as_str())).collect();
        support::Layered { base: choice.base.as_str(), overlays: &overlays }.get().to_owned()
    }

    /// The message of a check, if the compiler would fail it.
    fn says(&self, words: &Words, check: &Check) -> Option<String> {
        for side in [check.left, check.right] {
            if let Amount::Base(i) = side {
                let sections = &self.outcome.plan.crates[i].budget.overlays;
                if sections.iter().any(|(section, _)| self.matching()[*section]) {
                    return None;
                }
            }
        }
        let sizes = self.sizes();
        let names: Vec<&str> = self.outcome.plan.crates.iter().map(|entry| entry.name.as_str()).collect();
        let origins: Vec<String> =
            self.outcome.plan.crates.iter().map(|entry| self.in_force(&entry.budget).origin.short()).collect();
        let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
        let parts = words.message(check, &self.outcome.plan);
        // The texts outlive the parts that borrow them.
        let texts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Origin(amount) => self.text(*amount, &Origin::context),
                Part::Label(label, amount, always) => self.text(*amount, &|origin| match origin {
                    Origin::Preset if !always => String::new(),
                    origin => format!("\n\n{}", origin.labelled(label)),
                }),
                _ => String::new(),
            })
            .collect();
        let parts: Vec<support::Part<'_>> = parts
            .iter()
            .zip(&texts)
            .map(|(part, text)| match part {
                Part::Text(_) | Part::Origin(_) | Part::Label(..) => support::Part::Text(text),
                Part::Crate => support::Part::Crate,
                Part::Budget => support::Part::Origin,
                Part::Left => support::Part::Left,
                Part::Right => support::Part::Right,
                Part::Sum => support::Part::Amount(support::sum(&sizes)),
                Part::Width => support::Part::Width,
                Part::Space => support::Part::Space,
                Part::Largest => support::Part::Largest(&names, &sizes, &origins),
            })
            .collect();
        let message = support::violation::<8192>(self.bytes(check.left), self.bytes(check.right), &parts)?;
        Some(message.as_str().to_owned())
    }
}

/// The messages on a target that is known, and those that the compiler makes where it is left open.
fn compare(text: &str) -> Vec<Kind> {
    let on_target = Request { inline: Some(text.to_owned()), target: Some(target()), ..Request::default() };
    let decided = validate(&on_target);
    // The target's name is known either way, so that it is in both.
    let environment = Some(vec![("MEMORY_BUDGET_TARGET".into(), "some-target".into())]);
    let open = validate(&Request { target: None, environment, ..on_target });
    let compiler = Compiler { outcome: &open, target: target() };
    let mut said: Vec<(String, Kind)> =
        open.findings.iter().map(|finding| (finding.to_string(), finding.kind)).collect();
    for rule in &open.assertions.rules {
        for check in &rule.open {
            said.extend(compiler.says(&rule.words, check).map(|message| (message, rule.words.kind)));
        }
        for check in &rule.settled {
            assert_eq!(compiler.says(&rule.words, check), None, "what has been found to hold holds");
        }
    }
    for (scenario, finding) in &open.assertions.conditional {
        if scenario.predicate.as_ref().is_none_or(|only| compiler.target.matches(only)) {
            said.push((finding.to_string(), finding.kind));
        }
    }
    let mut expected: Vec<String> = decided.findings.iter().map(ToString::to_string).collect();
    expected.sort();
    said.sort_by(|a, b| a.0.cmp(&b.0));
    let (messages, kinds): (Vec<String>, Vec<Kind>) = said.into_iter().unzip();
    assert_eq!(messages, expected, "{text}");
    kinds
}

const TWO: &str = "preset = 'none'\ntotal_budget = '8MB'\n[crates.app]\nbudget = '4MB'\nmin = '2MB'\nmax = '7MB'\n\
                   [crates.net]\nbudget = '1.5MB'\n";

#[test]
fn messages_of_every_rule() {
    let mut seen = Vec::new();
    for (more, kinds) in [
        ("", vec![]),
        ("[target.'cfg(unix)']\napp = '7MB'\n", vec![Kind::Total]),
        (
            "[target.'cfg(unix)']\ntotal_budget = '5MB'\n[target.'cfg(windows)']\ntotal_budget = '6MB'\n",
            vec![Kind::Total],
        ),
        ("[target.'cfg(windows)']\ntotal_budget = '4MB'\n", vec![]),
        ("[target.'cfg(any(unix, feature = \"{left}\"))']\nplatform_limit = '1MB'\n", vec![Kind::Platform]),
        ("[target.'cfg(feature = \"{left}\")']\nplatform_limit = '1MB'\ntotal_budget = '6MB'\n", vec![Kind::Platform]),
        (
            "[target.'cfg(windows)']\napp = '1MB'\n[target.'cfg(unix)']\napp = '8MB'\n",
            vec![Kind::BelowMinimum, Kind::AboveMaximum, Kind::Total],
        ),
        ("[crates.log]\nbudget = '1KB'\nmin = '2KB'\n[target.'cfg(windows)']\nlog = '2KB'\n", vec![Kind::BelowMinimum]),
        ("[crates.log]\nbudget = '1KB'\nmin = '2KB'\n[target.'cfg(unix)']\nlog = '2KB'\n", vec![]),
        ("[crates.log]\nbudget = '4KB'\nmax = '2KB'\n[target.'cfg(windows)']\nlog = '2KB'\n", vec![Kind::AboveMaximum]),
        ("[crates.log]\nbudget = 1\nmin = 3\nmax = 2\n[target.'cfg(unix)']\nlog = 2\n", vec![Kind::Limits]),
    ] {
        let mut found = compare(&format!("{TWO}{more}"));
        seen.extend(found.clone());
        found.sort_by_key(|kind| kind.name());
        let mut kinds = kinds;
        kinds.sort_by_key(|kind| kind.name());
        assert_eq!(found, kinds, "{more}");
    }
    for (strict, kinds) in [("false", vec![Kind::Margin]), ("true", vec![Kind::Margin])] {
        let text =
            format!("strict_mode = {strict}\nsafety_margin = '33.33%'\n{TWO}[target.'cfg(unix)']\napp = '5MB'\n");
        let found = compare(&text);
        seen.extend(found.clone());
        assert_eq!(found, kinds);
    }
    seen.extend(compare("strict_mode = true\nsafety_margin = '20%'\n[target.'cfg(unix)']\nwrt-host = '5MB'\n"));
    // Budgets that only some machines can count.
    let large = compare(
        "preset = 'none'\ntotal_budget = '16GB'\n[crates.app]\nbudget = '4GB'\n[target.'cfg(unix)']\napp = '6GB'\n",
    );
    assert_eq!(large.len(), if usize::BITS < 64 { 2 } else { 0 });
    seen.extend(large);
    // A total that is the sum, and follows it.
    let sum = TWO.replace("'8MB'", "'sum'");
    for (more, kinds) in [
        ("[target.'cfg(unix)']\napp = '7MB'\n", vec![]),
        ("[target.'cfg(unix)']\napp = '7MB'\nplatform_limit = '8MB'\n", vec![Kind::Platform]),
        ("[target.'cfg(unix)']\nplatform_limit = '5.5MB'\n", vec![]),
        ("[target.'cfg(unix)']\ntotal_budget = '5MB'\n", vec![Kind::Total]),
        ("[target.'cfg(windows)']\ntotal_budget = '5MB'\n", vec![]),
    ] {
        assert_eq!(compare(&format!("{sum}{more}")), kinds, "{more}");
    }
    // More than 64 bits count, and no limit that holds.
    let mut large =
        "preset = 'none'\ntotal_budget = 'sum'\n[target.'cfg(windows)']\nplatform_limit = 1\na = 1\n".to_owned();
    for name in ["a", "b", "c"] {
        let _ = write!(large, "[crates.{name}]\nbudget = {}\n", size::MAX);
    }
    assert_eq!(compare(&large).last(), Some(&Kind::AddressSpace));
    let of_section = "[target.'cfg(unix)']\ntotal_budget = 'sum'\nplatform_limit = '5MB'\n";
    assert_eq!(compare(&format!("{TWO}{of_section}")), [Kind::Platform]);
    for kind in memory_budgets_validator::rules() {
        assert!(seen.contains(&kind) || kind == Kind::AddressSpace, "no message of {}", kind.name());
    }
}

/// The message of all crates at once, which is asserted again where a rule holds.
#[test]
fn messages_of_all_crates() {
    let outcome = inline(TWO);
    let minimum = outcome.assertions.rules.iter().find(|rule| rule.words.kind == Kind::BelowMinimum).expect("a rule");
    let parts = minimum.words.message_of_all(&minimum.settled[0], &outcome.plan);
    let expected = [
        Part::Crate,
        Part::Text(" budget (".to_owned()),
        Part::Right,
        Part::Text(") below minimum requirement (".to_owned()),
        Part::Left,
        Part::Text(")\n\nSolution: Increase ".to_owned()),
        Part::Crate,
        Part::Text(" budget to at least ".to_owned()),
        Part::Left,
        Part::Text("\n\nfrom ".to_owned()),
        Part::Budget,
    ];
    assert_eq!(parts, expected);
    let parts = [support::Part::Crate, support::Part::Text(" of "), support::Part::Origin, support::Part::Right];
    let first = |left: &[u64], right: &[u64]| {
        let message = support::first_violation::<64>(&["app", "net"], &["file:1", "file:2"], left, right, &parts);
        message.map(|message| message.as_str().to_owned())
    };
    assert_eq!(first(&[1, 5], &[2, 4]).as_deref(), Some("net of file:24 bytes"));
    assert_eq!(first(&[1, 5], &[2048]), None);
    assert_eq!(first(&[3], &[2, 4]).as_deref(), Some("app of file:12 bytes"));
}

proptest! {
    /// Which are the largest, in which order, with equals among them.
    #[test]
    fn the_largest_budgets(sizes in prop::collection::vec(0..4u64, 1..8), changed in 0..4u64) {
        let mut text = "preset = 'none'\ntotal_budget = 0\n".to_owned();
        for (i, size) in sizes.iter().enumerate() {
            let _ = write!(text, "[crates.c{i}]\nbudget = {size}\n");
        }
        let _ = write!(text, "[target.'cfg(unix)']\nc0 = {changed}\n");
        let sum: u64 = sizes[1..].iter().sum::<u64>() + changed;
        prop_assert_eq!(compare(&text), vec![Kind::Total; usize::from(sum > 0)]);
    }
}

/// What a place says of a crate: a budget, a minimum, a maximum.
type Said = [Option<u64>; 3];

fn said(crates: &str, said: &Said) -> String {
    let [budget, min, max] = said;
    let mut text = String::new();
    for (key, size) in [("budget", budget), ("min", min), ("max", max)] {
        if let Some(size) = size {
            let _ = writeln!(text, "{key} = {size}");
        }
    }
    if text.is_empty() { text } else { format!("[{crates}]\n{text}") }
}

/// The last section that matches and speaks is in force, or else what is said outside.
fn in_force(outside: &Said, sections: &[Said], matching: usize) -> Said {
    let mut force = *outside;
    for (_, said) in sections.iter().enumerate().filter(|(i, _)| matching >> i & 1 == 1) {
        for (now, said) in force.iter_mut().zip(said) {
            *now = said.or(*now);
        }
    }
    force
}

fn is_wrong(kind: Kind, [budget, min, max]: Said) -> bool {
    let (budget, min, max) = (budget.unwrap_or(0), min.unwrap_or(0), max.unwrap_or(u64::MAX));
    match kind {
        Kind::BelowMinimum => min <= max && budget < min,
        Kind::AboveMaximum => min <= max && budget > max,
        _ => min > max,
    }
}

proptest! {
    /// Limits in sections: a target that is known says what the compiler says of it; and what is wrong wherever a section is in
    /// force is found whatever the target is.
    #[test]
    fn limits_in_sections(
        outside in [1..5u64, 0..4u64, 2..6u64],
        sections in prop::collection::vec([prop::option::of(1..6u64), prop::option::of(0..6u64), prop::option::of(0..6u64)], 0..4),
    ) {
        let outside = outside.map(Some);
        let text = |predicates: [&str; 3]| {
            let mut text = format!("preset = 'none'\ntotal_budget = 'sum'\n{}", said("crates.a", &outside));
            for (predicate, section) in predicates.iter().zip(&sections) {
                text.push_str(&said(&format!("target.'cfg({predicate})'.crates.a"), section));
            }
            text
        };
        for predicates in [["unix", "windows", "target_arch = \"arm\""], ["windows", "unix", "board"], ["unix", "unix", "unix"]] {
            compare(&text(predicates));
        }
        let found = inline(&text(["board_0", "board_1", "board_2"])).findings;
        for kind in [Kind::Limits, Kind::BelowMinimum, Kind::AboveMaximum] {
            let amounts: &[usize] = match kind {
                Kind::Limits => &[1, 2],
                Kind::BelowMinimum => &[0, 1],
                _ => &[0, 2],
            };
            let combinations = 0..1 << sections.len();
            // A target where all that the section says is in force.
            let sees = |k: usize, matching: usize| {
                let later = (k + 1..sections.len()).filter(|j| matching >> j & 1 == 1);
                matching >> k & 1 == 1 && !later.clone().any(|j| amounts.iter().any(|&a| sections[k][a].is_some() && sections[j][a].is_some()))
            };
            let speaks = |k: &usize| amounts.iter().any(|&a| sections[*k][a].is_some());
            let always = |k: usize| combinations.clone().filter(|&m| sees(k, m)).all(|m| is_wrong(kind, in_force(&outside, &sections, m)));
            let is_found = found.iter().any(|finding| finding.kind == kind);
            if (0..sections.len()).filter(speaks).any(always) {
                prop_assert!(is_found || found.iter().any(|finding| finding.kind == Kind::Limits), "{}", kind.name());
            }
            // Where the limits contradict each other a budget is below one or above the other, whichever is looked at.
            let is_right = |m: usize| {
                let force = in_force(&outside, &sections, m);
                !is_wrong(kind, force) && !is_wrong(Kind::Limits, force)
            };
            if combinations.clone().all(is_right) && kind != Kind::Limits {
                prop_assert!(!is_found || found.iter().any(|finding| finding.kind == Kind::Limits), "{}", kind.name());
            }
        }
    }
}
