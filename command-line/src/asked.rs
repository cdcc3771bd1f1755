//! What target sections ask that only a build knows: how it is answered here is said, not left to be guessed.

use std::collections::BTreeMap;

use memory_budgets_validator::Predicate;

use crate::args::Build;
use crate::features;
use crate::listed::listed;
use crate::survey::Survey;

/// A sentence for every such question that the options leave to a plain `cargo build`.
pub(crate) fn assumptions(survey: &Survey<'_>, build: &Build) -> Vec<String> {
    let plan = &survey.configuration.open.plan;
    let limits = plan.limits.iter().filter_map(|limit| limit.predicate.as_ref());
    let mut asked = BTreeMap::new();
    for predicate in plan.sections.iter().chain(limits) {
        collect(predicate, &mut asked);
    }
    let sentence = |(text, predicate): (&String, &&Predicate)| {
        let mut targets = survey.rows.iter().filter_map(|row| row.plan().target.as_ref());
        let is_on = targets.all(|target| target.matches(predicate));
        if let (Predicate::Equals(name, feature), false) = (predicate, is_on) {
            let packages = &survey.configuration.packages;
            if name == "feature" && !packages.iter().any(|package| package.has_feature(feature)) {
                let names: Vec<&str> = packages.iter().map(|package| &*package.name).collect();
                let has = if names.len() == 1 { "has no such feature" } else { "have no such feature" };
                return Some(format!("`{text}` is off: {} {has}", listed(&names)));
            }
        }
        let option = option(predicate, is_on, build)?;
        let state = if is_on { "on" } else { "off" };
        Some(format!("`{text}` is taken to be {state}, as in a plain `cargo build`; {option} changes that"))
    };
    asked.iter().filter_map(sentence).collect()
}

/// The option that would answer otherwise; `None` where the options have answered.
fn option(predicate: &Predicate, is_on: bool, build: &Build) -> Option<String> {
    match predicate {
        Predicate::Name(name) if name == "debug_assertions" => (!build.release).then(|| "--release".to_owned()),
        Predicate::Equals(name, feature) if name == "feature" => match is_on {
            false => Some(format!("--features {feature}")),
            true if build.all_features || is_asked_for(feature, build) => None,
            true => Some("--no-default-features".to_owned()),
        },
        Predicate::Name(name) if !is_on => Some(format!("--cfg {name}")),
        Predicate::Equals(name, value) if !is_on => Some(format!("--cfg '{name}=\"{value}\"'")),
        _ => None,
    }
}

/// Whether an option turns a feature on, in whichever package.
fn is_asked_for(feature: &str, build: &Build) -> bool {
    features::asked(build).any(|name| name.rsplit('/').next() == Some(feature))
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
