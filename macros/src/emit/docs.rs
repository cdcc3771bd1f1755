//! What rustdoc and an editor's hover show: the budgets in force, with their origins.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use wrt_memory_validator::{BudgetedCrate, Layered, Plan, Predicate, Scenario, Value, size};

use super::predicate;

/// Up to this many target sections are written out for every case, so that what is shown is in force.
const SECTIONS: usize = 3;

fn doc(text: &str, only: Option<&Predicate>) -> TokenStream {
    let text = Literal::string(text);
    match only {
        None => quote!(#[doc = #text]),
        Some(only) => {
            let only = predicate(only);
            quote!(#[cfg_attr(#only, doc = #text)])
        }
    }
}

/// The cases to document one by one: few, and such that every compiler knows their predicates.
fn scenarios(plan: &Plan) -> Option<Vec<Scenario>> {
    let scenarios = plan.scenarios(SECTIONS).ok()?;
    let known = |scenario: &Scenario| scenario.predicate.as_ref().is_none_or(Predicate::is_well_known);
    scenarios.iter().all(known).then_some(scenarios)
}

/// A text for every value that a target may see, each for just those targets.
fn by_target(layered: &Layered, plan: &Plan, text: impl Fn(&Value) -> String) -> TokenStream {
    if layered.overlays.is_empty() {
        return doc(&text(&layered.base), None);
    }
    let known = layered.overlays.iter().all(|(section, _)| plan.sections[*section].is_well_known());
    if !known || layered.overlays.len() > SECTIONS {
        let mut docs = doc(&text(&layered.base), None);
        for (section, value) in &layered.overlays {
            let where_it_holds = code(&format!("cfg({})", plan.sections[*section]));
            docs.extend(doc(&format!("\nWhere {where_it_holds}: {}", text(value)), None));
        }
        return docs;
    }
    let later = |from: usize| layered.overlays[from..].iter().map(|(section, _)| plan.sections[*section].clone());
    let none = Predicate::none_of(later(0).collect());
    let mut docs = doc(&text(&layered.base), Some(&none));
    for (i, (section, value)) in layered.overlays.iter().enumerate() {
        let only = plan.sections[*section].unless(later(i + 1));
        docs.extend(doc(&text(value), Some(&only)));
    }
    docs
}

pub(crate) fn variant(entry: &BudgetedCrate, plan: &Plan) -> TokenStream {
    let purpose = if entry.purpose.is_empty() { String::new() } else { format!(": {}", plain(&entry.purpose)) };
    let limits = limits(entry);
    let limits = if limits.is_empty() { limits } else { format!(", limits {limits}") };
    by_target(&entry.budget, plan, |value| format!("`{}`{purpose}. Budget {}{limits}.", entry.name, sized(value)))
}

/// `8MB (8,388,608 bytes, memory_budget.toml:3)`
fn sized(value: &Value) -> String {
    let origin = code(&value.origin.short());
    format!("{} ({} bytes, {origin})", size::print(value.bytes.into()), grouped(value.bytes.into()))
}

fn limits(entry: &BudgetedCrate) -> String {
    let limit = |value: &Value| format!("{} ({})", size::print(value.bytes.into()), code(&value.origin.short()));
    match (&entry.min, &entry.max) {
        (None, None) => String::new(),
        (Some(min), None) => format!("at least {}", limit(min)),
        (None, Some(max)) => format!("at most {}", limit(max)),
        (Some(min), Some(max)) => format!("{} to {}", limit(min), limit(max)),
    }
}

pub(crate) fn sum(plan: &Plan) -> TokenStream {
    let Some(scenarios) = scenarios(plan) else {
        return doc("The sum of the crate budgets in bytes.", None);
    };
    let one = |scenario: &Scenario| {
        let sum = plan.sum(&scenario.matching);
        let text = format!("The sum of the crate budgets in bytes: {} ({} bytes).", size::print(sum), grouped(sum));
        doc(&text, scenario.predicate.as_ref())
    };
    scenarios.iter().map(one).collect()
}

pub(crate) fn total(plan: &Plan) -> TokenStream {
    by_target(&plan.total, plan, |value| format!("The total budget in bytes: {}.", sized(value)))
}

pub(crate) fn enumeration(plan: &Plan) -> TokenStream {
    let mut docs = doc("The crates with a memory budget.", None);
    if let Some(scenarios) = scenarios(plan) {
        for scenario in &scenarios {
            docs.extend(doc(&table(plan, &scenario.matching), scenario.predicate.as_ref()));
        }
    } else {
        docs.extend(doc(&table(plan, &vec![false; plan.sections.len()]), None));
        docs.extend(doc("\nSections of the configuration change some of these for certain targets; each variant says what is in force.", None));
    }
    docs
}

fn table(plan: &Plan, matching: &[bool]) -> String {
    let total = plan.total.under(matching);
    let sum = plan.sum(matching);
    let mut table = "\n| crate | budget | share | limits | origin |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for entry in &plan.crates {
        let budget = entry.budget.under(matching);
        let columns = [
            format!("`{}`", entry.name),
            size::print(budget.bytes.into()),
            share(budget.bytes.into(), total.bytes.into()),
            limits(entry),
            code(&budget.origin.short()),
        ];
        table.push_str("| ");
        table.push_str(&columns.join(" | "));
        table.push_str(" |\n");
    }
    let origin = code(&total.origin.short());
    let (sum_share, sum, total) = (share(sum, total.bytes.into()), size::print(sum), size::print(total.bytes.into()));
    table + &format!("| sum | {sum} | {sum_share} | | |\n| total | {total} | | | {origin} |")
}

fn share(bytes: u128, total: u128) -> String {
    let tenths = (bytes * 1000 + total / 2).checked_div(total).unwrap_or(0);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// `8388608` as `8,388,608`.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A file's name as code: with no character that would end it, or the table's cell.
fn code(text: &str) -> String {
    let plain = |c: char| if matches!(c, '`' | '|') || c.is_control() { '_' } else { c };
    format!("`{}`", text.chars().map(plain).collect::<String>())
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
