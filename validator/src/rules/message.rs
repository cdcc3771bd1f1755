//! From a rule's words to its message: whole where it is decided here, in parts where the compiler decides.

use super::amount::{Amount, Case};
use super::check::Check;
use crate::findings::{Edit, Finding, Kind, Origin};
use crate::plan::Plan;
use crate::printable::printable;
use crate::size;

/// What a rule says where it is broken: its row in the table, without the check.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Words {
    /// The kind of its findings.
    pub kind: Kind,
    /// What is wrong, with places.
    pub title: &'static str,
    /// How to mend it, with places.
    pub solution: &'static str,
}

/// A part of a message. The compiler puts in what only it knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A text as it is, whatever it holds.
    Text(String),
    /// The crate's name, where one message serves all crates.
    Crate,
    /// Where that crate's budget came from, in one word.
    Budget,
    /// The size on the left.
    Left,
    /// The size on the right.
    Right,
    /// The sum of the crate budgets.
    Sum,
    /// How many bits an address has.
    Width,
    /// How many bytes addresses can tell apart.
    Space,
    /// Where an amount came from, as a diagnostic ends.
    Origin(Amount),
    /// Where another amount came from, under a label; where that is the preset only if the last says so.
    Label(&'static str, Amount, bool),
    /// The crates with the largest budgets, with their origins.
    Largest,
}

impl Words {
    /// The message of one check, with its origins.
    #[must_use]
    pub fn message(&self, check: &Check, plan: &Plan) -> Vec<Part> {
        let mut parts = self.sentences(&|place| fixed(place, check, plan));
        let case = Case::base(plan);
        if case.origin(check.blamed).is_some() {
            add_text("\n\n", &mut parts);
            parts.push(Part::Origin(check.blamed));
        }
        if check.largest {
            parts.push(Part::Largest);
        }
        for beside in &check.beside {
            let is_shown = |origin: &Origin| beside.always || !matches!(origin, Origin::Preset);
            let mut shown = case.origin(beside.amount).is_some_and(is_shown);
            for (_, value) in beside.amount.overlays(plan) {
                shown |= is_shown(&value.origin);
            }
            if shown {
                parts.push(Part::Label(beside.label, beside.amount, beside.always));
            }
        }
        parts
    }

    /// The message of the same check of every crate.
    #[must_use]
    pub fn message_of_all(&self, check: &Check, plan: &Plan) -> Vec<Part> {
        let mut parts = self.sentences(&|place| if place == "crate" { None } else { fixed(place, check, plan) });
        add_text("\n\nfrom ", &mut parts);
        parts.push(Part::Budget);
        parts
    }

    fn sentences(&self, fixed: &dyn Fn(&str) -> Option<String>) -> Vec<Part> {
        let mut parts = Vec::new();
        add(self.title, fixed, &mut parts);
        add_text("\n\nSolution: ", &mut parts);
        add(self.solution, fixed, &mut parts);
        parts
    }

    /// What is wrong where a check fails.
    pub(super) fn finding(&self, check: &Check, case: &Case<'_>) -> Finding {
        let plan = case.plan;
        let text = |template| {
            let mut parts = Vec::new();
            add(template, &|place| fixed(place, check, plan), &mut parts);
            let mut text = String::new();
            for part in &parts {
                match part {
                    Part::Text(part) => text.push_str(part),
                    Part::Left => text.push_str(&size::print(case.bytes(check.left))),
                    Part::Right => text.push_str(&size::print(case.bytes(check.right))),
                    Part::Sum => text.push_str(&size::print(case.sum)),
                    Part::Width => text.push_str(&case.width.to_string()),
                    Part::Space => text.push_str(&size::print(case.space())),
                    _ => {} // the others are in no template
                }
            }
            text
        };
        let blamed = case.origin(check.blamed).unwrap_or(&Origin::Preset);
        let mut finding = Finding::new(self.kind, text(self.title), text(self.solution), blamed);
        if check.largest {
            finding.notes.push(largest(case));
        }
        for beside in &check.beside {
            match case.origin(beside.amount) {
                Some(origin) if beside.always || !matches!(origin, Origin::Preset) => {
                    finding = finding.and(beside.label, origin);
                }
                _ => {}
            }
        }
        if let Some(amount) = check.mend {
            finding.edit = Edit::replace(blamed, size::written(case.bytes(amount)));
        }
        finding
    }
}

/// Takes a template apart. What is put into a place is a text, and never a template itself.
fn add(template: &str, fixed: &dyn Fn(&str) -> Option<String>, parts: &mut Vec<Part>) {
    let mut rest = template;
    while let Some((before, place, after)) = first_place(rest) {
        add_text(before, parts);
        match fixed(place) {
            Some(text) => add_text(&text, parts),
            None => {
                if let Some(part) = part(place) {
                    parts.push(part);
                }
            }
        }
        rest = after;
    }
    add_text(rest, parts);
}

/// The text up to the first place, the place's name, and what follows it.
fn first_place(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (place, after) = rest.split_once('}')?;
    Some((before, place, after))
}

/// The names of all places in a template.
#[cfg(test)]
pub(super) fn places(template: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let (_, place, after) = first_place(rest)?;
        rest = after;
        Some(place)
    })
}

/// Whether a template may have a place of this name.
#[cfg(test)]
pub(super) fn is_place(name: &str) -> bool {
    part(name).is_some() || ["margin", "target", "targets", "own"].contains(&name)
}

/// The places for what depends on the target. The others, which are filled in at once: `{crate}`, the name; `{margin}`, as it
/// is written; `{target}` and `{targets}`, those that a platform limit holds for; `{own}`, the advice to leave the preset.
fn part(place: &str) -> Option<Part> {
    match place {
        "crate" => Some(Part::Crate),
        "left" => Some(Part::Left),
        "right" => Some(Part::Right),
        "sum" => Some(Part::Sum),
        "width" => Some(Part::Width),
        "space" => Some(Part::Space),
        _ => None,
    }
}

fn add_text(text: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

/// What is put into a place whatever the target is; `None` for a place that depends on it.
fn fixed(place: &str, check: &Check, plan: &Plan) -> Option<String> {
    Some(match place {
        "crate" => printable(&plan.crates[check.of_crate()?].name),
        "margin" => plan.margin.as_ref()?.text.clone(),
        "target" => limited(check, plan).0,
        "targets" => limited(check, plan).1,
        "own" => advice(plan).to_owned(),
        _ => return None,
    })
}

/// The targets that the platform limit of a check holds for: the one that is compiled for, and all.
fn limited(check: &Check, plan: &Plan) -> (String, String) {
    let predicate = match (check.left, check.right) {
        (_, Amount::Limit(i)) | (Amount::Limit(i), _) => {
            plan.limits[i].predicate.as_ref().map(|predicate| printable(&predicate.to_string()))
        }
        _ => None,
    };
    let Some(predicate) = predicate else { return ("every target".to_owned(), "every target".to_owned()) };
    let targets = match predicate.as_str() {
        "target_arch = \"arm\"" => "ARM targets".to_owned(),
        predicate => format!("targets matching cfg({predicate})"),
    };
    let triple = plan.triple.as_ref().map(|triple| format!("target {triple}"));
    (triple.unwrap_or(predicate), targets)
}

/// Whoever declares crates and is over the total for the preset's sake may not want the preset.
fn advice(plan: &Plan) -> &'static str {
    let mut of_preset = 0;
    let mut declares = false;
    for entry in &plan.crates {
        declares |= entry.declared;
        if matches!(entry.budget.base.origin, Origin::Preset) {
            of_preset += u128::from(entry.budget.base.bytes);
        }
    }
    if declares && of_preset * 2 > plan.sum(&[]) {
        ", or write preset = \"none\" to budget your own crates alone"
    } else {
        ""
    }
}

/// How many of the largest budgets are listed.
const LARGEST: usize = 3;

/// The largest budgets, the first of equals first: as the support crate's messages list them, where the compiler decides.
fn largest(case: &Case<'_>) -> String {
    let mut largest: Vec<usize> = Vec::new();
    for i in 0..case.plan.crates.len() {
        let mut place = 0;
        while place < largest.len() && case.budget(largest[place]).bytes >= case.budget(i).bytes {
            place += 1;
        }
        largest.insert(place, i);
        largest.truncate(LARGEST);
    }
    let mut text = "the largest budgets:".to_owned();
    for &i in &largest {
        let (name, budget) = (printable(&case.plan.crates[i].name), case.budget(i));
        let line = format!("\n  {name} {} ({})", size::print(budget.bytes.into()), budget.origin.short());
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Part, add};

    #[test]
    fn what_fills_a_place_is_no_template() {
        let mut parts = Vec::new();
        let fixed = |place: &str| (place == "target").then(|| "feature = \"{left}{target}\"".to_owned());
        add("a {left} b {target} c {right}", &fixed, &mut parts);
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(parts, [text("a "), Part::Left, text(" b feature = \"{left}{target}\" c "), Part::Right]);
    }
}
