//! The rules where the compilation target is known, for targets that this machine need not have.

use wrt_memory_validator::{Kind, Outcome, Request, Target, validate};

fn arm() -> Target {
    let cfg = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    Target {
        triple: "armv7-unknown-linux-gnueabihf".to_owned(),
        pointer_width: 32,
        cfgs: vec![("unix".to_owned(), None), cfg("target_arch", "arm"), cfg("target_os", "linux")],
    }
}

fn on(target: Target, text: &str) -> Outcome {
    let outcome = validate(&Request { inline: Some(text.to_owned()), target: Some(target), ..Request::default() });
    assert!(outcome.assertions.open.is_empty() && outcome.assertions.conditional.is_empty(), "nothing is left open");
    outcome
}

fn kinds(outcome: &Outcome) -> Vec<Kind> {
    outcome.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn the_defaults_do_not_fit_arm() {
    let outcome = on(arm(), "");
    assert_eq!(kinds(&outcome), [Kind::Platform]);
    assert_eq!(
        outcome.findings[0].to_string(),
        "Total budget (65.5MB) exceeds platform limit (32MB) for target armv7-unknown-linux-gnueabihf\n\n\
         Solution: Reduce total budget for ARM targets\n\nthe preset's default"
    );
}

#[test]
fn address_space() {
    let text = "preset = 'none'\ntotal_budget = '8GB'\n[crates.app]\nbudget = '4GB'\n[crates.net]\nbudget = 4294967295";
    let outcome = on(arm(), text);
    assert_eq!(kinds(&outcome), [Kind::AddressSpace, Kind::AddressSpace]);
    let text = outcome.findings[1].to_string();
    let expected = "app budget (4GB) does not fit the address space of a 32-bit target\n\n\
                    Solution: Reduce app budget below 4GB for this target\n\n --> inline toml:4:10";
    assert!(text.starts_with(expected), "{text}");
    let sixteen = Target { pointer_width: 16, ..arm() };
    let outcome = on(sixteen, "preset = 'none'\ntotal_budget = '64KB'\n[crates.app]\nbudget = '63KB'");
    assert!(outcome.findings[0].title.contains("address space of a 16-bit target"), "{}", outcome.findings[0]);
    assert_eq!(kinds(&outcome), [Kind::AddressSpace]);
}

#[test]
fn the_last_matching_section_wins() {
    let text = "preset = 'none'\ntotal_budget = '8MB'\n[crates.app]\nbudget = '4MB'\n\
                [target.'cfg(unix)']\napp = '1MB'\ntotal_budget = '4MB'\n\
                [target.'cfg(all(target_arch = \"arm\", not(windows)))']\napp = '2MB'\nplatform_limit = '3MB'\n\
                [target.'cfg(windows)']\napp = '3MB'\nplatform_limit = '1MB'";
    let outcome = on(arm(), text);
    assert_eq!(outcome.plan.crates[0].budget.base.bytes, 2 << 20);
    assert_eq!(outcome.plan.crates[0].budget.base.origin.short(), "inline toml:9");
    assert_eq!(outcome.plan.total.base.bytes, 4 << 20);
    assert_eq!(kinds(&outcome), [Kind::Platform], "the limit of the matching section alone");
}
