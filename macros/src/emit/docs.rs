//! What rustdoc and an editor's hover show: the budgets in force, with their origins.

use memory_budgets_validator::for_macros::Scenario;
use memory_budgets_validator::{BudgetedCrate, Layered, Plan, Predicate, Value, size};

use super::Code;

/// Up to this many target sections are written out for every case, so that what is shown is in force.
const SECTIONS: usize = 3;

/// Up to this length, in bytes, a predicate is repeated wherever something depends on it.
const PREDICATE: usize = 200;

impl Code {
    pub(super) fn doc(&mut self, text: &str, only: Option<&Predicate>) {
        match only {
            None => self.add(format_args!("#[doc = {text:?}]")),
            Some(only) => self.add(format_args!("#[cfg_attr({only}, doc = {text:?})]")),
        }
    }
}

/// The cases to document one by one: few, and such that every compiler knows their predicates.
fn scenarios(plan: &Plan) -> Option<Vec<Scenario>> {
    let scenarios = plan.scenarios(SECTIONS, true)?;
    for scenario in &scenarios {
        match &scenario.predicate {
            Some(only) if !only.is_well_known() => return None,
            _ => {}
        }
    }
    Some(scenarios)
}

/// A text for every value that a target may see, each for just those targets where that can be said; else, where there may
/// be any number of them, a brief one.
fn by_target(layered: &Layered, plan: &Plan, text: &dyn Fn(&Value, Length) -> String, code: &mut Code) {
    let mut sections = Vec::new();
    for (section, _) in &layered.overlays {
        sections.push(&plan.sections[*section]);
    }
    let mut one_by_one = sections.len() <= SECTIONS;
    for section in &sections {
        one_by_one = one_by_one && section.is_well_known() && format!("cfg({section})").len() <= PREDICATE;
    }
    let later = |from: usize| {
        let mut later = Vec::new();
        for &section in &sections[from..] {
            later.push(section.clone());
        }
        later
    };
    let base = text(&layered.base, Length::Whole);
    if one_by_one && !sections.is_empty() {
        code.doc(&base, Some(&Predicate::none_of(later(0))));
    } else {
        code.doc(&base, None);
    }
    for (i, (_, value)) in layered.overlays.iter().enumerate() {
        if one_by_one {
            code.doc(&text(value, Length::Whole), Some(&sections[i].unless(later(i + 1))));
        } else {
            code.doc(&format!("\nWhere {}: {}", printed(sections[i]), text(value, Length::Brief)), None);
        }
    }
}

/// A section's predicate, as much of it as is repeated.
fn printed(section: &Predicate) -> String {
    let text = format!("cfg({section})");
    match text.char_indices().nth(PREDICATE) {
        Some((end, _)) => verbatim(&format!("{}…", &text[..end])),
        None => verbatim(&text),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Length {
    Whole,
    /// Without the purpose, which may be as long as the file.
    Brief,
}

pub(super) fn variant(entry: &BudgetedCrate, plan: &Plan, code: &mut Code) {
    let purpose = if entry.purpose.is_empty() { String::new() } else { format!(": {}", plain(&entry.purpose)) };
    let limits = limits(entry.min.as_ref(), entry.max.as_ref());
    let (least, most) = (&entry.min_overlays, &entry.max_overlays);
    let are_fixed = least.is_empty() && most.is_empty();
    let fixed = if are_fixed && !limits.is_empty() { format!(", limits {limits}") } else { String::new() };
    by_target(
        &entry.budget,
        plan,
        &|value, length| {
            let purpose = if length == Length::Whole { purpose.as_str() } else { "" };
            format!("`{}`{purpose}. Budget {}{fixed}.", entry.name, sized(value))
        },
        code,
    );
    if are_fixed {
        return;
    }
    // What sections put in the place of the limits, each by itself: which of them are in force is the target's to say.
    code.doc(&format!("\nLimits: {}.", if limits.is_empty() { "none" } else { &limits }), None);
    for &(what, overlays) in &[("least", least), ("most", most)] {
        for (section, value) in overlays {
            let (holds, limit) = (printed(&plan.sections[*section]), limit(value));
            code.doc(&format!("\nWhere {holds}: at {what} {limit}."), None);
        }
    }
}

/// `8MB (8,388,608 bytes, memory_budget.toml:3)`
fn sized(value: &Value) -> String {
    let origin = verbatim(&value.origin.short());
    format!("{} ({}, {origin})", size::print(value.bytes.into()), in_bytes(value.bytes.into()))
}

fn limit(value: &Value) -> String {
    format!("{} ({})", size::print(value.bytes.into()), verbatim(&value.origin.short()))
}

fn limits(min: Option<&Value>, max: Option<&Value>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (Some(min), None) => format!("at least {}", limit(min)),
        (None, Some(max)) => format!("at most {}", limit(max)),
        (Some(min), Some(max)) => format!("{} to {}", limit(min), limit(max)),
    }
}

pub(super) fn sum(plan: &Plan, code: &mut Code) {
    sums("The sum of the crate budgets in bytes", plan, code);
}

/// What the crates come to on each target, where that can be said.
fn sums(what: &str, plan: &Plan, code: &mut Code) {
    let Some(scenarios) = scenarios(plan) else {
        return code.doc(&format!("{what}."), None);
    };
    for scenario in &scenarios {
        let sum = plan.sum(&scenario.matching);
        let text = format!("{what}: {} ({}).", size::print(sum), in_bytes(sum));
        code.doc(&text, scenario.predicate.as_ref());
    }
}

pub(super) fn total(plan: &Plan, code: &mut Code) {
    let said = |value: &Value| verbatim(&value.origin.short());
    let the_sum = |value: &Value| format!("The total budget in bytes, the sum of the crate budgets ({})", said(value));
    if plan.total.base.is_sum && plan.total.overlays.is_empty() {
        return sums(&the_sum(&plan.total.base), plan, code);
    }
    let text = |value: &Value, _| {
        let what = if value.is_sum { the_sum(value) } else { format!("The total budget in bytes: {}", sized(value)) };
        what + "."
    };
    by_target(&plan.total, plan, &text, code);
}

pub(super) fn enumeration(plan: &Plan, code: &mut Code) {
    code.doc("The crates with a memory budget.", None);
    if let Some(scenarios) = scenarios(plan) {
        for scenario in &scenarios {
            code.doc(&table(plan, &scenario.matching), scenario.predicate.as_ref());
        }
    } else {
        code.doc(&table(plan, &vec![false; plan.sections.len()]), None);
        code.doc(
            "\nSections of the configuration change some of these for certain targets; each variant says what is in force.",
            None,
        );
    }
}

fn table(plan: &Plan, matching: &[bool]) -> String {
    let sum = plan.sum(matching);
    let total = plan.total_beside(sum, matching);
    let mut table = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for entry in &plan.crates {
        let budget = entry.budget.under(matching);
        let row = format!(
            "| `{}` | {} | {} | {} | {} |\n",
            entry.name,
            size::print(budget.bytes.into()),
            share(budget.bytes.into(), total),
            limits(entry.min_under(matching), entry.max_under(matching)),
            verbatim(&budget.origin.short())
        );
        table.push_str(&row);
    }
    let origin = verbatim(&plan.total.under(matching).said());
    let (sum_share, sum, total) = (share(sum, total), size::print(sum), size::print(total));
    table + &format!("| sum | {sum} | {sum_share} | | |\n| total | {total} | | | {origin} |")
}

/// In percent, cut off as everywhere: what does not reach its budget is not shown as if it did.
fn share(bytes: u128, total: u128) -> String {
    let tenths = (bytes * 1000).checked_div(total).unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// `8388608` as `8,388,608 bytes`.
fn in_bytes(number: u128) -> String {
    let mut grouped = number.to_string();
    let mut end = grouped.len();
    while end > 3 {
        end -= 3;
        grouped.insert(end, ',');
    }
    grouped + if number == 1 { " byte" } else { " bytes" }
}

/// A file's name or a predicate as code: with no character that would end it, or the table's cell.
pub(super) fn verbatim(text: &str) -> String {
    let mut verbatim = "`".to_owned();
    for c in text.chars() {
        verbatim.push(if matches!(c, '`' | '|') || c.is_control() { '_' } else { c });
    }
    verbatim + "`"
}

/// A user's text with nothing in it that Markdown or rustdoc's lints would read.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.trim().trim_end_matches('.').chars() {
        if c.is_ascii_punctuation() {
            plain.push('\\');
        }
        plain.push(if c.is_control() { ' ' } else { c });
    }
    plain
}
