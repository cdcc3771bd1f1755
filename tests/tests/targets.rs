//! The rules where the compilation target is known, for targets that this machine need not have.

use memory_budgets_validator::{
    BudgetConfig, Finding, Kind, Outcome, Predicate, Request, Target, validate, validate_budgets,
};

fn arm() -> Target {
    let cfgs = "unix\nMyBoard\ntarget_arch=\"arm\"\ntarget_os=\"linux\"\ntarget_pointer_width=\"32\"\n";
    Target::from_rustc_cfg("armv7-unknown-linux-gnueabihf", cfgs).expect("it has a pointer width")
}

fn on(target: Target, text: &str) -> Outcome {
    let outcome = validate(&Request { inline: Some(text.to_owned()), target: Some(target), ..Request::default() });
    assert!(outcome.assertions.is_settled(), "nothing is left open");
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
    let sixteen = Target::from_rustc_cfg("avr-none", "target_pointer_width=\"16\"").expect("it has a pointer width");
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

/// What a build script reads is resolved for the target, with the origins.
#[test]
fn the_fields_of_a_build_script() {
    let text = "integration_check = true\n[target.'cfg(all(target_arch = \"arm\", MyBoard))']\ntotal_budget = '24MB'\nplatform_limit = '30MB'\n\
                wrt-runtime = '5MB'\n[target.'cfg(unix)']\nplatform_limit = '28MB'\n\
                [target.'cfg(TARGET_ARCH = \"arm\")']\nplatform_limit = '1MB'\n[profile.small]\ntotal_budget = '1MB'";
    let on_arm = BudgetConfig::from_request(Request {
        inline: Some(text.to_owned()),
        target: Some(arm()),
        ..Request::default()
    });
    assert_eq!((on_arm.total_budget, &*on_arm.total_origin), (24 << 20, "inline toml:3"));
    assert_eq!((on_arm.platform_limit, on_arm.strict_mode, on_arm.integration_check), (Some(28 << 20), false, false));
    let runtime = &on_arm.crates[1];
    assert_eq!((&*runtime.name, runtime.budget, &*runtime.origin), ("wrt-runtime", 5 << 20, "inline toml:5"));
    assert_eq!((runtime.min, runtime.max, runtime.memory_system), (Some(4 << 20), Some(256 << 20), true));
    assert_eq!((&*runtime.purpose, on_arm.crates.len()), ("Execution engine", 16));
    // Where the target is not known, no section is in force, and no limit that depends on it.
    let anywhere = BudgetConfig::from_request(Request { inline: Some(text.to_owned()), ..Request::default() });
    assert_eq!(
        (anywhere.total_budget, anywhere.platform_limit, anywhere.crates[1].budget),
        (68_681_728, None, 16 << 20)
    );

    let error = validate_budgets(&on_arm.profile("small")).expect_err("the crates of the preset do not fit 24MB");
    assert!(error.findings().iter().all(|finding| finding.kind == Kind::Total), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string(), "`expect` prints the one, and people read the other");
    assert!(
        error.to_string().starts_with(
            "1 error in the memory budgets\n\nerror: Total crate budgets (53.5MB) exceed system budget (24MB)"
        ),
        "{error}"
    );
}

/// What a user writes is never taken for a place of a message.
#[test]
fn texts_are_no_templates() {
    let outcome = on(arm(), "[target.'cfg(any(unix, feature = \"{left}{right}{\"))']\nplatform_limit = '32MB'");
    let solutions: Vec<_> = outcome.findings.iter().map(|finding| finding.solution.as_str()).collect();
    let expected = "Reduce total budget for targets matching cfg(any(unix, feature = \"{left}{right}{\"))";
    assert_eq!(solutions, ["Reduce total budget for ARM targets", expected]);
}

/// What a section gives is judged wherever it is in force, on every target.
#[test]
fn sections_are_judged_for_other_targets_too() {
    let text = "preset = 'none'\ntotal_budget = '8MB'\n[crates.app]\nbudget = '4MB'\nmin = '2MB'\nmax = '6MB'\n\
                [target.'cfg(windows)']\napp = '1MB'\n[target.'cfg(unix)']\napp = '1KB'\n\
                [target.'cfg(target_arch = \"arm\")']\napp = '7MB'\n";
    let anywhere = validate(&Request { inline: Some(text.to_owned()), ..Request::default() });
    let on_arm = on(arm(), text);
    let texts = |outcome: &Outcome| outcome.findings.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(&anywhere), texts(&on_arm));
    assert_eq!(kinds(&on_arm), [Kind::BelowMinimum, Kind::BelowMinimum, Kind::AboveMaximum]);
    let lines: Vec<_> = on_arm.findings.iter().map(Finding::line).collect();
    assert_eq!(lines, [Some(8), Some(10), Some(12)]);
    assert!(on_arm.findings.iter().all(|finding| finding.edit.is_some()));
    // The compiler is not asked again, and a variable takes the place of all sections.
    assert!(anywhere.assertions.rules.iter().all(|rule| rule.words.kind != Kind::BelowMinimum || rule.open.is_empty()));
    let environment = Some(vec![("APP_BUDGET".into(), "3MB".into())]);
    let without = text.replace("[profile.p]\napp = '3MB'\n", "");
    let overridden = validate(&Request { inline: Some(without), environment, ..Request::default() });
    assert_eq!(kinds(&overridden), []);

    // The base is wrong where no section speaks: where the target is open, that is the compiler's to say.
    let base = text.replace("'4MB'", "'1MB'").replace("'1KB'", "'4MB'");
    let anywhere = validate(&Request { inline: Some(base.clone()), ..Request::default() });
    assert_eq!(kinds(&anywhere), [Kind::BelowMinimum, Kind::AboveMaximum]);
    assert_eq!(anywhere.assertions.rules[1].open.len(), 1);
    assert_eq!(kinds(&on(arm(), &base)), [Kind::BelowMinimum, Kind::AboveMaximum]);
}

/// A warning over more sections than it can be followed through says so, on a known target as on an open one.
#[test]
fn too_many_sections_for_a_warning() {
    use std::fmt::Write as _;
    let mut text = "safety_margin = '1%'\n".to_owned();
    for i in 0..9 {
        let _ = write!(text, "[target.'cfg(board_{i})']\nwrt-host = '4MB'\n");
    }
    let anywhere = validate(&Request { inline: Some(text.clone()), ..Request::default() });
    assert_eq!(kinds(&anywhere), [Kind::MarginSections]);
    assert_eq!(kinds(&on(arm(), &text)), [Kind::MarginSections, Kind::Platform]);
    let fewer = text.replace("[target.'cfg(board_8)']\nwrt-host = '4MB'\n", "");
    assert_eq!(kinds(&validate(&Request { inline: Some(fewer), ..Request::default() })), []);
    let strict = validate(&Request { inline: Some(text), strict_mode: Some(true), ..Request::default() });
    assert_eq!(kinds(&strict), []);
}

/// Where the preset's crates are what is too much, and others are declared, the preset need not stay.
#[test]
fn the_preset_may_be_what_is_too_much() {
    let advice = "or write preset = \"none\" to budget your own crates alone";
    for (text, advised) in [
        ("[crates.app]\nbudget = '8MB'", true),
        ("safety_margin = '1%'\ntotal_budget = '65MB'\n[crates.app]\nbudget = '512KB'", true),
        ("[crates.app]\nbudget = '80MB'", false),
        ("wrt-runtime = '32MB'", false),
        ("total_budget = '8MB'", false),
        ("preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '8MB'", false),
    ] {
        let outcome = validate(&Request { inline: Some(text.to_owned()), ..Request::default() });
        let [finding] = outcome.findings.as_slice() else { unreachable!("{text}: {:?}", outcome.findings) };
        assert_eq!(finding.solution.ends_with(advice), advised, "{finding}");
    }
}

/// What the compiler prints of targets of every width, as it prints it.
#[test]
fn targets_as_the_compiler_describes_them() {
    let described = |triple: &str, printed: &str| Target::from_rustc_cfg(triple, printed).expect("rustc printed it");
    let of_board = described("thumbv7em-none-eabihf", include_str!("rustc-cfg/thumbv7em-none-eabihf.txt"));
    let of_web = described("wasm32-unknown-unknown", include_str!("rustc-cfg/wasm32-unknown-unknown.txt"));
    let small = described("msp430-none-elf", include_str!("rustc-cfg/msp430-none-elf.txt"));
    let host = described("x86_64-unknown-linux-gnu", include_str!("rustc-cfg/x86_64-unknown-linux-gnu.txt"));
    for (target, width, holds, fails) in [
        (&of_board, 32, "cfg(all(target_arch = \"arm\", target_env = \"\", not(unix)))", "cfg(target_os = \"linux\")"),
        (
            &of_web,
            32,
            "cfg(all(target_family = \"wasm\", target_feature = \"sign-ext\"))",
            "cfg(target_abi = \"eabihf\")",
        ),
        (&small, 16, "cfg(all(target_pointer_width = \"16\", panic = \"abort\"))", "cfg(target_has_atomic = \"8\")"),
        (&host, 64, "cfg(all(unix, debug_assertions, target_has_atomic = \"ptr\"))", "cfg(UNIX)"),
    ] {
        assert_eq!(target.pointer_width, width, "{}", target.triple);
        assert!(target.matches(&Predicate::parse(holds).expect("a predicate")), "{}: {holds}", target.triple);
        assert!(!target.matches(&Predicate::parse(fails).expect("a predicate")), "{}: {fails}", target.triple);
    }
    // 64KB are one byte more than a 16-bit `usize` counts.
    let outcome = on(small, "preset = 'none'\ntotal_budget = '64KB'\n[crates.app]\nbudget = '63KB'");
    assert_eq!(kinds(&outcome), [Kind::AddressSpace]);
    assert_eq!(kinds(&on(of_board, "")), [Kind::Platform]);
    assert_eq!(kinds(&on(of_web, "")), []);
    assert_eq!(kinds(&on(host, "")), []);
}

#[test]
fn what_describes_no_target() {
    for (printed, fault) in [
        ("", "it names no `target_pointer_width`"),
        ("unix\ntarget_os=\"linux\"\n", "it names no `target_pointer_width`"),
        ("target_pointer_width=\"wide\"", "it names no `target_pointer_width`"),
        ("target_pointer_width=\"0\"", "it names no `target_pointer_width`"),
        ("target_pointer_width", "it names no `target_pointer_width`"),
        ("unix\r\n\nerror: no such target\n", "line 3 is neither a name nor `name=\"value\"`: `error: no such target`"),
        ("target_os=linux", "line 1 is neither a name nor `name=\"value\"`: `target_os=linux`"),
        ("=\"x\"", "line 1 is neither a name nor `name=\"value\"`: `=\"x\"`"),
    ] {
        assert_eq!(Target::from_rustc_cfg("some-target", printed).map(|target| target.triple), Err(fault.to_owned()));
    }
    // Flags may set names and values of any kind.
    let printed = "target_pointer_width=\"64\"\r\nBoard\r\nname=\"a,\"b\"=\"\r\nempty=\"\"\r\n";
    let target = Target::from_rustc_cfg("some-target", printed).expect("it has a width");
    let expected = [("Board", None), ("name", Some("a,\"b\"=")), ("empty", Some(""))];
    let cfgs: Vec<_> = target.cfgs[1..].iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
    assert_eq!(cfgs, expected);
}
