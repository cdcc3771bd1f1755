//! The layers, each of which changes what the ones before it have left.

use crate::environment;
use crate::findings::{Finding, Origin, catalogue};
use crate::gather::Gathered;
use crate::index::Index;
use crate::parse::document::{Declaration, Document, Overlay, WrittenSize};
use crate::plan::{BudgetedCrate, Layered, Plan, PlatformLimit, Said, Value};
use crate::predicate::Predicate;
use crate::preset::{self, Preset};
use crate::target::Target;
use crate::{name, size};

pub(super) fn from_preset(preset: Preset, prefix: &str) -> Plan {
    let value = |bytes| Some(Value::new(bytes, Origin::Preset));
    let with_crates = preset != Preset::None;
    let mut crates = Vec::new();
    for known in preset.crates() {
        crates.push(BudgetedCrate {
            purpose: known.purpose.to_owned(),
            budget: Layered::new(known.budget, Origin::Preset),
            min: value(known.min),
            max: value(known.max),
            memory_system: known.memory_system,
            ..undeclared(&preset.name_of(known), prefix, Origin::Preset)
        });
    }
    let (predicate, limit) = preset::PLATFORM_LIMIT;
    let limit = PlatformLimit { predicate: Predicate::parse(predicate).ok(), value: Value::new(limit, Origin::Preset) };
    Plan {
        crates,
        prefix: prefix.to_owned(),
        total: Layered::new(if with_crates { preset::TOTAL } else { 0 }, Origin::Preset),
        limits: if with_crates { vec![limit] } else { Vec::new() },
        sections: Vec::new(),
        margin: None,
        unsure: false,
        profile: None,
        strict_mode: false,
        integration_check: true,
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
        min_overlays: Vec::new(),
        max_overlays: Vec::new(),
        outside: Said::default(),
        inside: Vec::new(),
        memory_system: false,
        declared: !matches!(origin, Origin::Preset),
        origin,
    }
}

pub(super) fn by_name(crates: &[BudgetedCrate]) -> Index {
    Index::of(crates, |entry| &entry.name)
}

/// Applies `[crates.NAME]`: refines a known crate, or adds one.
pub(super) fn declare(plan: &mut Plan, document: &Document, findings: &mut Vec<Finding>) {
    let index = by_name(&plan.crates);
    let flat_index = Index::of(&document.top.budgets, |flat| &flat.name);
    for declaration in &document.crates {
        let name = &declaration.name;
        let mut flat = None;
        if let Some(i) = flat_index.get(&name.value) {
            flat = Some(&document.top.budgets[i].size.origin);
        }
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

pub(super) fn readable(size: Option<&WrittenSize>) -> Option<Value> {
    let size = size?;
    Some(Value { is_sum: size.is_sum, ..Value::new(size.value.ok()?, size.origin.clone()) })
}

/// Puts a written size in place of all that was there.
fn set_base(layered: &mut Layered, size: &WrittenSize) {
    let bytes = match size.value {
        Ok(bytes) | Err(Some(bytes)) => bytes,
        Err(None) => layered.base.bytes,
    };
    *layered = Layered { readable: size.value.is_ok(), ..Layered::new(bytes, size.origin.clone()) };
    layered.base.is_sum = size.is_sum;
}

pub(super) fn apply_base(overlay: &Overlay, plan: &mut Plan, index: &Index) {
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
pub(super) fn report_undecided(
    predicate: &Predicate,
    overlay: &Overlay,
    target: Option<&Target>,
    prefix: &str,
    findings: &mut Vec<Finding>,
) {
    let Some(target) = target else { return };
    if target.decides(predicate) {
        return;
    }
    let mut first = None;
    for flat in &overlay.budgets {
        first = first_of(first, Some(&flat.size));
    }
    for limits in &overlay.limits {
        first = first_of(first_of(first, limits.min.as_ref()), limits.max.as_ref());
    }
    first = first_of(first_of(first, overlay.total.as_ref()), overlay.platform_limit.as_ref());
    if let Some(first) = first {
        let (profile, taken) = (environment::profile_variable(prefix), target.matches(predicate));
        findings.push(catalogue::undecided_section(&predicate.to_string(), taken, &profile, first));
    }
}

fn first_of<'o>(origin: Option<&'o Origin>, size: Option<&'o WrittenSize>) -> Option<&'o Origin> {
    match (origin, size) {
        (Some(origin), Some(size)) if origin.place() > size.origin.place() => Some(&size.origin),
        (None, Some(size)) => Some(&size.origin),
        _ => origin,
    }
}

/// A target section: its place among all, and whether it matches a target that is known.
struct Section {
    index: usize,
    matches: Option<bool>,
}

impl Section {
    fn put(&self, layered: &mut Layered, size: &WrittenSize) {
        match self.matches {
            None => {
                layered.readable &= size.value.is_ok();
                if let Ok(bytes) | Err(Some(bytes)) = size.value {
                    let value = Value { is_sum: size.is_sum, ..Value::new(bytes, size.origin.clone()) };
                    layered.overlays.push((self.index, value));
                }
            }
            Some(true) => set_base(layered, size),
            Some(false) => {}
        }
    }

    /// Puts a limit of a crate, and gives it. One that could not be read is `none`, which limits nothing.
    fn limit(
        &self,
        size: Option<&WrittenSize>,
        none: u64,
        base: &mut Option<Value>,
        overlays: &mut Vec<(usize, Value)>,
    ) -> Option<Value> {
        let size = size?;
        let value = Value::new(size.value.unwrap_or(none), size.origin.clone());
        match self.matches {
            None => overlays.push((self.index, value.clone())),
            Some(true) => *base = Some(value.clone()),
            Some(false) => {}
        }
        Some(value)
    }
}

/// Notes what is said of the crates before any section speaks.
pub(super) fn note_outside(plan: &mut Plan) {
    for entry in &mut plan.crates {
        let (min, max) = (entry.min.clone(), entry.max.clone());
        entry.outside = Said { section: 0, budget: Some(entry.budget.base.clone()), min, max };
    }
}

/// Applies the section with this place among all.
pub(super) fn apply_target(
    index: usize,
    (predicate, overlay): &(Predicate, Overlay),
    target: Option<&Target>,
    plan: &mut Plan,
    crates: &Index,
) {
    if target.is_none() {
        plan.sections.push(predicate.clone());
    }
    let section = Section { index, matches: target.map(|target| target.matches(predicate)) };
    for flat in &overlay.budgets {
        if let Some(i) = crates.get(&flat.name) {
            let entry = &mut plan.crates[i];
            section.put(&mut entry.budget, &flat.size);
            entry.said_by(index).budget = readable(Some(&flat.size));
        }
    }
    for limits in &overlay.limits {
        if let Some(i) = crates.get(&limits.name) {
            let entry = &mut plan.crates[i];
            let min = section.limit(limits.min.as_ref(), 0, &mut entry.min, &mut entry.min_overlays);
            let max = section.limit(limits.max.as_ref(), u64::MAX, &mut entry.max, &mut entry.max_overlays);
            let said = entry.said_by(index);
            (said.min, said.max) = (min, max);
        }
    }
    if let Some(total) = &overlay.total {
        section.put(&mut plan.total, total);
    }
    apply_limit(predicate, overlay, plan);
}

fn apply_limit(predicate: &Predicate, overlay: &Overlay, plan: &mut Plan) {
    if let Some(value) = readable(overlay.platform_limit.as_ref()) {
        // The file's limit for the very same targets takes the place of the preset's, which is the first of all.
        match plan.limits.first() {
            Some(PlatformLimit { predicate: Some(same), value: Value { origin: Origin::Preset, .. } })
                if same == predicate =>
            {
                plan.limits.remove(0);
            }
            _ => {}
        }
        plan.limits.push(PlatformLimit { predicate: Some(predicate.clone()), value });
    }
}

pub(super) fn apply_environment(plan: &mut Plan, gathered: &Gathered, findings: &mut Vec<Finding>) {
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
        if matches!(entry.budget.base.origin, Origin::Variable(_)) {
            // It takes the place of what the sections give.
            entry.outside.budget = Some(entry.budget.base.clone());
            for said in &mut entry.inside {
                said.budget = None;
            }
        }
    }
}
