//! What the package's build script goes by and has shown, as it has handed it on, against what an attribute without arguments
//! goes by and would show.

use std::path::Path;

use crate::environment::{CHOICE_VARIABLE, HANDED_ON_VARIABLE, SHOWN_VARIABLE};
use crate::findings::{Finding, Severity, catalogue, retain};
use crate::gather::Gathered;
use crate::gather::path::display;
use crate::index::Index;
use crate::plan::{Plan, Scenario, Value};
use crate::predicate::Predicate;
use crate::printable::printable;
use crate::request::Request;
use crate::rules::Assertions;

/// How many sections a warning is followed through: with each, the predicates of all get longer.
const SECTIONS: usize = 8;

/// A configuration as a build script names it to the attribute: `memory_budget.toml with the profile "small"`.
pub(crate) fn choice(file: Option<&Path>, root: &Path, request: &Request, plan: &Plan) -> String {
    let configuration = match file {
        _ if request.inline.is_some() => "an inline text".to_owned(),
        Some(file) => printable(&display(file, root)),
        None => "the preset alone".to_owned(),
    };
    match &plan.profile {
        Some(profile) => format!("{configuration} with the profile \"{}\"", printable(profile)),
        None => configuration,
    }
}

/// The warnings that a build script shows, for the attribute to know them again.
#[cfg(feature = "build-script")]
pub(crate) fn shown(warnings: &[Finding]) -> String {
    /// A variable holds some hundred thousand bytes at most; nobody reads as many warnings.
    const MOST: usize = 2000;
    warnings.iter().take(MOST).map(digest).collect::<Vec<_>>().join(",")
}

/// Forgets the warnings that the build script has shown. Errors stay: a script may be less strict.
pub(crate) fn forget_shown(gathered: &Gathered, findings: &mut Vec<Finding>, assertions: &mut [&mut Assertions]) {
    let Some(Some(shown)) = gathered.environment.variable(SHOWN_VARIABLE) else { return };
    let mut digests = Vec::new();
    for digest in shown.split(',') {
        digests.push(digest.to_owned());
    }
    let shown = Index::new(digests);
    let is_new = |finding: &Finding| finding.severity == Severity::Error || !shown.has(&digest(finding));
    retain(findings, &mut |finding| is_new(finding));
    for assertions in assertions {
        assertions.conditional.retain(|(_, finding)| is_new(finding));
    }
}

/// What a finding says, and of what, in a few bytes: FNV-1a, which every compiler computes alike.
fn digest(finding: &Finding) -> String {
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    let position = finding.position().unwrap_or_default();
    for &text in &[finding.kind.name(), &finding.title, &position] {
        for &byte in text.as_bytes() {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
        digest = digest.wrapping_mul(0x100_0000_01b3); // an end, as a zero would be
    }
    format!("{digest:016x}")
}

/// Warns where the two differ. A total that the target decides is compared by the compiler, which alone sees all that a
/// predicate may ask for.
pub(crate) fn compare(
    plan: &Plan,
    gathered: &Gathered,
    request: &Request,
    findings: &mut Vec<Finding>,
    assertions: &mut Assertions,
) {
    let of_its_own = request.config_file.is_some() || request.inline.is_some() || request.profile.is_some();
    if of_its_own {
        return;
    }
    let mut differ = false;
    if let Some(Some(total)) = gathered.environment.variable(HANDED_ON_VARIABLE) {
        let is_compared = plan.total.readable && !gathered.environment.sets_total(&plan.prefix);
        match total.parse() {
            Ok(script) if is_compared => differ = compare_totals(script, plan, findings, assertions),
            _ => {}
        }
    }
    let own = choice(gathered.file.as_deref(), &gathered.root, request, plan);
    match gathered.environment.variable(CHOICE_VARIABLE) {
        Some(Some(script)) if *script != own && !differ => findings.push(catalogue::handed_on_choice(script, &own)),
        _ => {}
    }
}

/// Whether the totals differ on some target.
fn compare_totals(script: u64, plan: &Plan, findings: &mut Vec<Finding>, assertions: &mut Assertions) -> bool {
    if plan.total_may_be_sum() && plan.changing_sections > 0 && plan.target.is_none() {
        return compare_sums(script, plan, findings, assertions);
    }
    let (base, overlays) = (&plan.total.base, &plan.total.overlays);
    if overlays.is_empty() {
        let differs = script != base.bytes;
        if differs {
            findings.push(catalogue::handed_on_total(script, base.bytes.into(), false, &base.origin));
        }
        return differs;
    }
    if overlays.len() > SECTIONS {
        findings.push(catalogue::handed_on_sections(script, overlays.len(), SECTIONS, &base.origin));
        return true;
    }
    let predicates = |from: usize| {
        let mut predicates = Vec::new();
        for (section, _) in &overlays[from..] {
            predicates.push(plan.sections[*section].clone());
        }
        predicates
    };
    let before = assertions.conditional.len();
    let mut compare = |only: Predicate, section: Option<usize>, value: &Value| {
        if value.bytes != script {
            let mut matching = vec![false; plan.sections.len()];
            if let Some(section) = section {
                matching[section] = true;
            }
            let finding = catalogue::handed_on_total(script, value.bytes.into(), true, &value.origin);
            assertions.conditional.push((Scenario { predicate: Some(only), matching }, finding));
        }
    };
    compare(Predicate::none_of(predicates(0)), None, base);
    for (i, (section, value)) in overlays.iter().enumerate() {
        compare(plan.sections[*section].unless(predicates(i + 1)), Some(*section), value);
    }
    assertions.conditional.len() > before
}

/// The same where every section that changes a budget changes the total.
fn compare_sums(script: u64, plan: &Plan, findings: &mut Vec<Finding>, assertions: &mut Assertions) -> bool {
    let Some(scenarios) = plan.scenarios(SECTIONS, false) else {
        findings.push(catalogue::handed_on_sections(script, plan.changing_sections, SECTIONS, &plan.total.base.origin));
        return true;
    };
    let mut differ = false;
    for scenario in scenarios {
        let total = plan.total_under(&scenario.matching);
        if total != u128::from(script) {
            differ = true;
            let in_sections = scenario.predicate.is_some();
            let origin = &plan.total.under(&scenario.matching).origin;
            let finding = catalogue::handed_on_total(script, total, in_sections, origin);
            assertions.conditional.push((scenario, finding));
        }
    }
    differ
}
