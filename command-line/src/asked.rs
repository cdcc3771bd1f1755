//! What target sections ask that only a build knows: how it is answered here is said, not left to be guessed.

use std::collections::BTreeMap;

use memory_budgets_validator::{Predicate, Target};

use crate::args::Build;
use crate::features::Features;
use crate::listed::listed;
use crate::survey::{Survey, distinct};

/// A sentence for every such question that the options leave to a plain `cargo build`.
pub(crate) fn assumptions(survey: &Survey<'_>, build: &Build) -> Vec<String> {
    let plan = &survey.configuration.open.plan;
    let limits = plan.limits.iter().filter_map(|limit| limit.predicate.as_ref());
    let mut asked = BTreeMap::new();
    for predicate in plan.sections.iter().chain(limits) {
        collect(predicate, &mut asked);
    }
    let targets: Vec<&Target> = survey.rows.iter().filter_map(|row| row.plan().target.as_ref()).collect();
    let sentence = |(text, predicate): (&String, &&Predicate)| {
        let (on, off): (Vec<&Target>, Vec<&Target>) = targets.iter().partition(|target| target.matches(predicate));
        let answer = Answer { text, on, off };
        match predicate {
            Predicate::Equals(name, feature) if name == "feature" => answer.about_feature(feature, survey),
            _ => answer.sentence(option(predicate, answer.off.is_empty(), build)),
        }
    };
    asked.iter().filter_map(sentence).collect()
}

/// How a question is answered.
struct Answer<'a> {
    text: &'a str,
    /// The targets on which it holds.
    on: Vec<&'a Target>,
    off: Vec<&'a Target>,
}

impl Answer<'_> {
    /// What is taken for true where the options do not say, and the option that would.
    fn sentence(&self, option: Option<String>) -> Option<String> {
        let option = option?;
        let state = self.state();
        Some(format!("`{}` is taken to be {state}, as in a plain `cargo build`; {option} changes that", self.text))
    }

    /// `on`, `off`, or for which targets it is what.
    fn state(&self) -> String {
        match (self.on.as_slice(), self.off.as_slice()) {
            (_, []) => "on".to_owned(),
            ([], _) => "off".to_owned(),
            (on, off) => format!("on for {} and off for {}", triples(on), triples(off)),
        }
    }

    fn about_feature(&self, feature: &str, survey: &Survey<'_>) -> Option<String> {
        let packages = &survey.configuration.packages;
        let Some(package) = packages.iter().find(|package| package.has_feature(feature)) else {
            let names: Vec<&str> = packages.iter().map(|package| &*package.name).collect();
            let has = if names.len() == 1 { "has no such feature" } else { "have no such feature" };
            return Some(format!("`{}` is off: {} {has}", self.text, listed(&names)));
        };
        let features = survey.configuration.features.of(package);
        let plain = features.with(Build::without_features);
        let differs = |other: &Features, is_on: bool, target: &&Target| other.on(target).has(feature) != is_on;
        let (is_on, targets) = if self.off.is_empty() { (true, &self.on) } else { (false, &self.off) };
        let changes = |other: &Features| targets.iter().all(|target| differs(other, is_on, target));
        let is_mixed = !self.on.is_empty() && !self.off.is_empty();
        if !is_mixed && changes(&plain) {
            return None;
        }
        let mut options = features.options(feature, is_on).into_iter();
        let option = options.find(|(_, other)| changes(other));
        let option = option.map(|(option, _)| format!("; {option} changes that")).unwrap_or_default();
        // What is true of some targets alone is not said of all.
        let other = |target: &&Target| plain.other(&plain.on(target), feature).map(quoted);
        let others: Vec<String> = self.on.iter().map(other).collect::<Option<_>>().unwrap_or_default();
        let others = distinct(others.iter().map(String::as_str));
        let is_as_plain = !self.on.iter().any(|target| differs(&plain, true, target))
            && !self.off.iter().any(|target| differs(&plain, false, target));
        let (text, state) = (self.text, self.state());
        Some(match others.as_slice() {
            [] if is_as_plain => {
                let command = targets.first().map(|target| features.command(&features.on(target)));
                format!("`{text}` is taken to be {state}, as in a plain `{}`{option}", command.unwrap_or_default())
            }
            [] => format!("`{text}` is {state}{option}"),
            [one] => format!("`{text}` is {state}: {one} turns it on{option}"),
            several => format!("`{text}` is {state}: {} turn it on{option}", listed(several)),
        })
    }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

fn triples(targets: &[&Target]) -> String {
    let triples: Vec<&str> = targets.iter().map(|target| target.triple.as_str()).collect();
    listed(&triples)
}

/// The option that would answer otherwise what no feature is; `None` where the options have answered.
fn option(predicate: &Predicate, is_on: bool, build: &Build) -> Option<String> {
    match predicate {
        Predicate::Name(name) if name == "debug_assertions" => (!build.release).then(|| "--release".to_owned()),
        Predicate::Name(name) if !is_on => Some(format!("--cfg {name}")),
        Predicate::Equals(name, value) if !is_on => Some(format!("--cfg '{name}=\"{value}\"'")),
        _ => None,
    }
}

/// The parts of a predicate that no target decides, by their text.
fn collect<'p>(predicate: &'p Predicate, asked: &mut BTreeMap<String, &'p Predicate>) {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| collect(part, asked)),
        Predicate::Not(part) => collect(part, asked),
        Predicate::Name(name) | Predicate::Equals(name, _) => {
            if !name.starts_with("target_") && !["unix", "windows", "panic"].contains(&name.as_str()) {
                asked.insert(predicate.to_string(), predicate);
            }
        }
    }
}
