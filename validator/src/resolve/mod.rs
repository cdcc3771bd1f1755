//! Stage 3: from what is written, the preset and the environment to the [`Plan`].

pub(crate) mod profiles;
pub(crate) mod stand_in;

use crate::environment::{self, TARGET_VARIABLE};
use crate::findings::suggest::{self, Search};
use crate::findings::{Finding, Kind, Origin, catalogue};
use crate::gather::Gathered;
use crate::index::{self, Index};
use crate::parse::document::{Declaration, Document, Overlay, WrittenSize};
use crate::plan::{BudgetedCrate, Layered, Margin, Plan, PlatformLimit, Value};
use crate::predicate::Predicate;
use crate::preset::Preset;
use crate::request::Request;
use crate::target::Target;
use crate::{name, preset, size};

/// The constants that the total has.
const TOTAL_CONSTANTS: [&str; 3] = ["TOTAL_SYSTEM_BUDGET", "TOTAL_MEMORY_BUDGET", "TOTAL_CRATE_BUDGETS"];

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
    for (predicate, overlay) in &document.targets {
        report_undecided(predicate, overlay, request.target.as_ref(), document.prefix(), findings);
    }
    let total_is_set = gathered.environment.sets_total(document.prefix());
    let mut plan = of_file(document, selected, gathered, request, total_is_set, findings);
    apply_environment(&mut plan, gathered, findings);

    stand_in::for_sizes(&mut plan);
    plan.unsure = findings.iter().any(|finding| finding.kind.leaves_budgets_open());
    name_all(&mut plan, findings);
    report_unknown_variables(&plan, document.preset, gathered, findings);
    plan
}

/// All layers but the environment. `total_is_set` says that there is a total, wherever that is.
fn of_file(
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
    let profile = selected.map(|(_, overlay)| overlay);
    plan.exempt.clone_from(&document.exempt);
    plan.integration_check = request.integration_check.unwrap_or(document.integration_check);
    if let Some((name, profile)) = selected {
        plan.profile = Some(name.clone());
        apply_base(profile, &mut plan, &index);
    }
    let given = document.top.total.is_some() || profile.is_some_and(|profile| profile.total.is_some());
    if document.preset == Preset::None && !given && !total_is_set {
        findings.push(catalogue::missing_total(document.preset_origin.as_ref().unwrap_or(&Origin::Preset)));
        plan.total.readable = false;
    }
    if let Some(limit) = readable(document.top.platform_limit.as_ref()) {
        plan.limits.push(PlatformLimit { predicate: None, value: limit });
    }
    for (predicate, overlay) in &document.targets {
        plan.changing_sections += usize::from(overlay.total.is_some() || !overlay.budgets.is_empty());
        apply_target(predicate, overlay, request.target.as_ref(), &mut plan, &index);
    }
    if let Some(target) = &request.target {
        plan.limits.retain(|limit| limit.predicate.as_ref().is_none_or(|predicate| target.matches(predicate)));
        plan.target = Some(target.clone());
        plan.triple = Some(target.triple.clone());
    } else if let Some(Some(triple)) = gathered.environment.variable(TARGET_VARIABLE) {
        let is_triple = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        plan.triple = Some(triple.clone()).filter(|triple| !triple.is_empty() && triple.chars().all(is_triple));
    }
    plan.margin = document.safety_margin.as_ref().map(|written| {
        let (hundredths, text) = written.value.clone();
        Margin { hundredths, text, origin: written.origin.clone() }
    });
    let in_file = profile.and_then(|profile| profile.strict_mode).or(document.top.strict_mode);
    let in_manifest = gathered.strict.as_ref().map(|(on, _)| *on);
    plan.strict_mode = request.strict_mode.or(in_file).or(in_manifest).unwrap_or(false);
    plan
}

fn by_name(crates: &[BudgetedCrate]) -> Index {
    Index::new(crates.iter().map(|entry| entry.name.clone()).collect())
}

fn from_preset(preset: Preset, prefix: &str) -> Plan {
    let value = |bytes| Some(Value { bytes, origin: Origin::Preset });
    let with_crates = preset != Preset::None;
    let crates = preset.crates().iter().zip(preset.names()).map(|(known, name)| BudgetedCrate {
        purpose: known.purpose.to_owned(),
        budget: Layered::new(known.budget, Origin::Preset),
        min: value(known.min),
        max: value(known.max),
        memory_system: known.memory_system,
        ..undeclared(&name, prefix, Origin::Preset)
    });
    let (predicate, limit) = preset::PLATFORM_LIMIT;
    let limit = PlatformLimit {
        predicate: Predicate::parse(predicate).ok(),
        value: Value { bytes: limit, origin: Origin::Preset },
    };
    Plan {
        crates: crates.collect(),
        prefix: prefix.to_owned(),
        total: Layered::new(if with_crates { preset::TOTAL } else { 0 }, Origin::Preset),
        limits: if with_crates { vec![limit] } else { Vec::new() },
        sections: Vec::new(),
        margin: None,
        unsure: false,
        profile: None,
        strict_mode: false,
        integration_check: false,
        exempt: Vec::new(),
        changing_sections: 0,
        target: None,
        triple: None,
    }
}

fn undeclared(name: &str, prefix: &str, origin: Origin) -> BudgetedCrate {
    let short = name::short(name, prefix);
    BudgetedCrate {
        name: name.to_owned(),
        short: short.to_owned(),
        variant: name::variant(short),
        constant: name::constant(short),
        variable: name::variable(name),
        purpose: String::new(),
        budget: Layered::new(0, origin.clone()),
        min: None,
        max: None,
        memory_system: false,
        declared: !matches!(origin, Origin::Preset),
        origin,
    }
}

fn readable(size: Option<&WrittenSize>) -> Option<Value> {
    let size = size?;
    Some(Value { bytes: size.value.ok()?, origin: size.origin.clone() })
}

/// Applies `[crates.NAME]`: refines a known crate, or adds one.
fn declare(plan: &mut Plan, document: &Document, findings: &mut Vec<Finding>) {
    let index = by_name(&plan.crates);
    let flat_index = Index::new(document.top.budgets.iter().map(|flat| flat.name.clone()).collect());
    for declaration in &document.crates {
        let name = &declaration.name;
        let flat = flat_index.get(&name.value).map(|i| &document.top.budgets[i].size.origin);
        if let (Some(budget), Some(flat)) = (&declaration.budget, flat) {
            // The later of the two is the one too many.
            let (later, earlier) =
                if budget.origin.place() > flat.place() { (&budget.origin, flat) } else { (flat, &budget.origin) };
            findings.push(catalogue::duplicate_budget(&name.value, later, earlier));
        }
        if let Some(known) = index.get(&name.value) {
            refine(&mut plan.crates[known], declaration);
        } else {
            let mut declared = undeclared(&name.value, &plan.prefix, name.origin.clone());
            if declaration.budget.is_none() && flat.is_none() {
                findings.push(catalogue::missing_budget(&name.value, &name.origin));
                declared.budget.readable = false;
            }
            refine(&mut declared, declaration);
            plan.crates.push(declared);
        }
    }
}

fn refine(entry: &mut BudgetedCrate, declaration: &Declaration) {
    if let Some(budget) = &declaration.budget {
        set_base(&mut entry.budget, budget);
    }
    entry.min = if declaration.min.is_some() { readable(declaration.min.as_ref()) } else { entry.min.take() };
    entry.max = if declaration.max.is_some() { readable(declaration.max.as_ref()) } else { entry.max.take() };
    if let Some(purpose) = &declaration.purpose {
        entry.purpose.clone_from(purpose);
    }
    if let Some(variant) = &declaration.variant {
        entry.variant.clone_from(&variant.value);
        entry.constant = name::constant_of_variant(&variant.value);
        entry.origin = variant.origin.clone(); // what a finding about the names points at
    }
    if let Some(memory_system) = declaration.memory_system {
        entry.memory_system = memory_system;
    }
}

/// Puts a written size in place of all that was there.
fn set_base(layered: &mut Layered, size: &WrittenSize) {
    let bytes = size.value.unwrap_or_else(|meant| meant.unwrap_or(layered.base.bytes));
    *layered = Layered { readable: size.value.is_ok(), ..Layered::new(bytes, size.origin.clone()) };
}

fn apply_base(overlay: &Overlay, plan: &mut Plan, index: &Index) {
    for flat in &overlay.budgets {
        if let Some(i) = index.get(&flat.name) {
            set_base(&mut plan.crates[i].budget, &flat.size);
        }
    }
    if let Some(total) = &overlay.total {
        set_base(&mut plan.total, total);
    }
}

/// Warns where Cargo does not tell a build script enough of the target for a section that sets something.
fn report_undecided(
    predicate: &Predicate,
    overlay: &Overlay,
    target: Option<&Target>,
    prefix: &str,
    findings: &mut Vec<Finding>,
) {
    let Some(target) = target.filter(|target| !target.decides(predicate)) else { return };
    let first = overlay.budgets.iter().map(|flat| &flat.size).chain(&overlay.total).chain(&overlay.platform_limit);
    if let Some(first) = first.min_by_key(|size| size.origin.place()) {
        let (profile, taken) = (environment::profile_variable(prefix), target.matches(predicate));
        findings.push(catalogue::undecided_section(&predicate.to_string(), taken, &profile, &first.origin));
    }
}

fn apply_target(predicate: &Predicate, overlay: &Overlay, target: Option<&Target>, plan: &mut Plan, index: &Index) {
    let section = plan.sections.len();
    if target.is_none() {
        plan.sections.push(predicate.clone());
    }
    let matches = target.map(|target| target.matches(predicate));
    let add = |layered: &mut Layered, size: &WrittenSize| {
        let value = readable(Some(size));
        match (matches, value) {
            (None, value) => {
                layered.readable &= value.is_some();
                if let Ok(bytes) | Err(Some(bytes)) = size.value {
                    layered.overlays.push((section, Value { bytes, origin: size.origin.clone() }));
                }
            }
            (Some(matches), value) => {
                let mut sections = std::mem::take(&mut layered.known_sections);
                sections.extend(value);
                if matches {
                    set_base(layered, size);
                }
                layered.known_sections = sections;
            }
        }
    };
    for flat in &overlay.budgets {
        if let Some(i) = index.get(&flat.name) {
            add(&mut plan.crates[i].budget, &flat.size);
        }
    }
    if let Some(total) = &overlay.total {
        add(&mut plan.total, total);
    }
    apply_limit(predicate, overlay, plan);
}

fn apply_limit(predicate: &Predicate, overlay: &Overlay, plan: &mut Plan) {
    if let Some(value) = readable(overlay.platform_limit.as_ref()) {
        // The file's limit for the very same targets takes the place of the preset's, which is the first of all.
        let preset = plan.limits.first().filter(|limit| matches!(limit.value.origin, Origin::Preset));
        if preset.is_some_and(|limit| limit.predicate.as_ref() == Some(predicate)) {
            plan.limits.remove(0);
        }
        plan.limits.push(PlatformLimit { predicate: Some(predicate.clone()), value });
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
        if let Some(own) = request.profile.as_ref().filter(|own| *own != name) {
            findings.push(catalogue::overridden_profile(own, name, &variable));
        }
        (name, Origin::Variable(variable))
    } else {
        (request.profile.as_deref()?, Origin::Argument("profile"))
    };
    let selected = document.profiles.iter().find(|(known, _)| known == name);
    if selected.is_none() {
        let known: Vec<&str> = document.profiles.iter().map(|(known, _)| known.as_str()).collect();
        let meant = suggest::nearest(name, &mut known.iter().copied());
        findings.push(catalogue::unknown_profile(name, &known, meant, &origin));
    }
    selected
}

fn apply_environment(plan: &mut Plan, gathered: &Gathered, findings: &mut Vec<Finding>) {
    let mut apply = |variable: &str, what: &str, layered: &mut Layered| {
        if gathered.environment.variable(variable).is_none() {
            return;
        }
        let origin = Origin::Variable(variable.to_owned());
        layered.readable = false;
        let Some(text) = gathered.environment.usable(variable, findings) else { return };
        match size::parse(text) {
            Ok(bytes) => *layered = Layered::new(bytes, origin),
            Err(fault) => {
                findings.push(catalogue::invalid_size(what, &format!("\"{text}\""), &fault, &origin));
                if let Some(bytes) = fault.meant() {
                    *layered = Layered { readable: false, ..Layered::new(bytes, origin) };
                }
            }
        }
    };
    if gathered.environment.sets_total(&plan.prefix) {
        let variable = environment::total_variable(&plan.prefix);
        apply(&variable, &variable, &mut plan.total);
    }
    for entry in &mut plan.crates {
        apply(&entry.variable, &entry.variable, &mut entry.budget);
    }
}

/// One of the names that a crate comes to.
type Name = fn(&BudgetedCrate) -> &String;

/// Reports names that cannot be used or that two crates share, and gives those crates others that can be emitted.
fn name_all(plan: &mut Plan, findings: &mut Vec<Finding>) {
    let settings = Index::new(environment::settings(&plan.prefix));
    let crates = &mut plan.crates;
    for (i, entry) in crates.iter_mut().enumerate() {
        let mut usable = name::is_variant(&entry.variant);
        if !usable {
            let chosen = entry.variant != name::variant(&entry.short);
            findings.push(catalogue::invalid_variant(&entry.name, &entry.variant, chosen, &entry.origin));
        } else if TOTAL_CONSTANTS.contains(&entry.constant.as_str()) {
            findings.push(catalogue::reserved(Kind::ConstantCollision, &entry.name, &entry.constant, &entry.origin));
            usable = false;
        } else if settings.get(&entry.variable).is_some() {
            findings.push(catalogue::reserved(Kind::VariableCollision, &entry.name, &entry.variable, &entry.origin));
        }
        if !usable {
            (entry.variant, entry.constant) = stand_in(i);
        }
    }

    // One finding for two crates, about the name that is hardest to mend.

    let kinds: [(Kind, Name); 3] = [
        (Kind::VariableCollision, |entry| &entry.variable),
        (Kind::VariantCollision, |entry| &entry.variant),
        (Kind::ConstantCollision, |entry| &entry.constant),
    ];
    let mut reported = vec![false; crates.len()];
    for (kind, key) in kinds {
        let order = index::sorted(crates.len(), &mut |a, b| key(&crates[a]).cmp(key(&crates[b])));
        for pair in order.windows(2) {
            let (first, second) = (&crates[pair[0]], &crates[pair[1]]);
            if key(first) == key(second) && !std::mem::replace(&mut reported[pair[1]], true) {
                let names = (second.name.as_str(), first.name.as_str());
                findings.push(catalogue::collision(kind, names, key(second), (&second.origin, &first.origin)));
            }
        }
    }
    for (i, entry) in crates.iter_mut().enumerate() {
        if reported[i] {
            (entry.variant, entry.constant) = stand_in(i);
        }
    }
}

/// Names that no other crate can have: a crate's own never hold an underscore, or start with one.
fn stand_in(i: usize) -> (String, String) {
    (format!("Crate_{i}"), format!("_CRATE_{i}_BUDGET"))
}

/// Warns of variables that look like ours and name nothing.
fn report_unknown_variables(plan: &Plan, preset: Preset, gathered: &Gathered, findings: &mut Vec<Finding>) {
    // Those of the settings come last: a crate's own is meant more often.
    let settings = environment::settings(&plan.prefix);
    let known = plan.crates.iter().map(|entry| entry.variable.clone()).chain(settings);
    let known = Index::new(known.collect());
    // Another module of the same program may use a preset.
    let mut of_others = Vec::new();
    for other in Preset::ALL.into_iter().filter(|_| preset == Preset::None) {
        of_others.extend(other.names().map(|name| name::variable(&name)));
        of_others.extend(environment::settings(other.prefix()));
    }
    let of_others = Index::new(of_others);
    let mut search = Search::default();
    for suspect in gathered.environment.suspects(&plan.prefix) {
        if known.get(suspect).is_some() || of_others.get(suspect).is_some() {
            continue;
        }
        let old_spelling = environment::new_spellings(suspect, &plan.prefix).iter().find_map(|new| known.get(new));
        let meant = match old_spelling {
            Some(i) => Some(known.names()[i].as_str()),
            None => search.nearest(suspect, &mut known.names().iter().map(String::as_str)),
        };
        if meant.is_some() || environment::is_ours(suspect, &plan.prefix) {
            findings.push(catalogue::unknown_variable(suspect, meant, &Origin::Variable(suspect.to_owned())));
        }
    }
}
