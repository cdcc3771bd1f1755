//! Stage 3: from what is written, the preset and the environment to the [`Plan`].

mod layers;
mod names;
pub(crate) mod stand_in;

use self::layers::{
    apply_base, apply_environment, apply_target, by_name, declare, from_preset, note_outside, readable,
    report_undecided,
};
use self::names::{name_all, report_unknown_variables};
use crate::environment::{self, TARGET_VARIABLE};
use crate::findings::{Finding, Origin, catalogue, suggest};
use crate::gather::Gathered;
use crate::parse::document::{Document, Overlay};
use crate::plan::{Margin, Plan, PlatformLimit};
use crate::preset::Preset;
use crate::request::Request;

/// Lays the layers over one another, the later over the earlier: the preset, the file, the profile, the sections, the
/// environment.
///
/// The order of the steps is part of what they mean. Crates are declared first, because every layer may speak of each of them.
/// A layer takes the place of all sections before it, so that the profile comes before the sections and the environment after
/// them. What the target decides is settled once all sections are there. Names come last: until then a variable is looked up
/// by the crate's own, and not by one that stands in for it.
pub(crate) fn resolve(
    document: &Document,
    gathered: &Gathered,
    request: &Request,
    findings: &mut Vec<Finding>,
) -> Plan {
    let selected = select_profile(document, gathered, request, findings);
    report_margin_of_sum(document, findings);
    for (predicate, overlay) in &document.targets {
        report_undecided(predicate, overlay, request.target.as_ref(), document.prefix(), findings);
    }
    let total_is_set = gathered.environment.sets_total(document.prefix());
    let mut plan = of_file(document, selected, gathered, request, total_is_set, findings);
    apply_environment(&mut plan, gathered, findings);

    stand_in::for_sizes(&mut plan);
    for finding in findings.iter() {
        plan.unsure |= finding.kind.leaves_budgets_open();
    }
    name_all(&mut plan, findings);
    report_unknown_variables(&plan, document.preset, gathered, findings);
    plan
}

/// All layers but the environment. `total_is_set` says that there is a total, wherever that is.
pub(crate) fn of_file(
    document: &Document,
    selected: Option<&(String, Overlay)>,
    gathered: &Gathered,
    request: &Request,
    total_is_set: bool,
    findings: &mut Vec<Finding>,
) -> Plan {
    let mut plan = from_preset(document.preset, document.prefix());
    declare(&mut plan, document, findings);
    if plan.crates.is_empty() {
        findings.push(catalogue::no_crates(document.preset_origin.as_ref().unwrap_or(&Origin::Preset)));
        plan.crates = from_preset(Preset::Wrt, Preset::Wrt.prefix()).crates; // so that the API is not empty
        for entry in &mut plan.crates {
            entry.budget.readable = false;
        }
    }
    let index = by_name(&plan.crates);

    apply_base(&document.top, &mut plan, &index);
    for exempt in &document.exempt {
        plan.exempt.push(exempt.clone());
    }
    plan.integration_check = request.integration_check.or(document.integration_check).unwrap_or(true);
    let mut given = document.top.total.is_some();
    let mut in_file = document.top.strict_mode;
    if let Some((name, profile)) = selected {
        plan.profile = Some(name.clone());
        apply_base(profile, &mut plan, &index);
        given |= profile.total.is_some();
        in_file = profile.strict_mode.or(in_file);
    }
    if document.preset == Preset::None && !given && !total_is_set {
        findings.push(catalogue::missing_total(document.preset_origin.as_ref().unwrap_or(&Origin::Preset)));
        plan.total.readable = false;
    }
    if let Some(limit) = readable(document.top.platform_limit.as_ref()) {
        plan.limits.push(PlatformLimit { predicate: None, value: limit });
    }
    note_outside(&mut plan);
    for (i, section) in document.targets.iter().enumerate() {
        plan.changing_sections += usize::from(section.1.total.is_some() || !section.1.budgets.is_empty());
        apply_target(i, section, request.target.as_ref(), &mut plan, &index);
    }
    if let Some(target) = &request.target {
        plan.limits.retain(|limit| limit.predicate.as_ref().is_none_or(|predicate| target.matches(predicate)));
        plan.target = Some(target.clone());
        plan.triple = Some(target.triple.clone());
    } else if let Some(Some(triple)) = gathered.environment.variable(TARGET_VARIABLE) {
        let mut is_triple = !triple.is_empty();
        for &byte in triple.as_bytes() {
            is_triple &= byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        }
        if is_triple {
            plan.triple = Some(triple.clone());
        }
    }
    match &document.safety_margin {
        Some(written) if document.sums().is_empty() => {
            let (hundredths, text) = written.value.clone();
            plan.margin = Some(Margin { hundredths, text, origin: written.origin.clone() });
        }
        _ => {}
    }
    plan.strict_mode = match (request.strict_mode.or(in_file), &gathered.strict) {
        (Some(strict), _) => strict,
        (None, Some((in_manifest, _))) => *in_manifest,
        (None, None) => false,
    };
    plan
}

/// Whichever profile is selected and whatever the target is, a sum is none that a margin can be kept of.
fn report_margin_of_sum(document: &Document, findings: &mut Vec<Finding>) {
    if let Some(margin) = &document.safety_margin {
        for &sum in &document.sums() {
            findings.push(catalogue::margin_of_sum(sum, &margin.origin));
        }
    }
}

fn select_profile<'d>(
    document: &'d Document,
    gathered: &Gathered,
    request: &Request,
    findings: &mut Vec<Finding>,
) -> Option<&'d (String, Overlay)> {
    let variable = environment::profile_variable(document.prefix());
    let (name, origin) = if gathered.environment.variable(&variable).is_some() {
        let name = gathered.environment.usable(&variable, findings)?;
        match &request.profile {
            Some(own) if own != name => findings.push(catalogue::overridden_profile(own, name, &variable)),
            _ => {}
        }
        (name, Origin::Variable(variable))
    } else {
        (request.profile.as_deref()?, Origin::Argument("profile"))
    };
    let mut known = Vec::new();
    for profile in &document.profiles {
        if profile.0 == name {
            return Some(profile);
        }
        known.push(profile.0.clone());
    }
    let meant = suggest::nearest(name, &mut known.iter().map(String::as_str));
    findings.push(catalogue::unknown_profile(name, &known, meant, &origin));
    None
}
