//! The names that crates come to: each one its own, and none that is taken.

use crate::environment;
use crate::findings::suggest::Search;
use crate::findings::{Finding, Kind, Origin, catalogue};
use crate::gather::Gathered;
use crate::index::{self, Index};
use crate::name;
use crate::plan::{BudgetedCrate, Plan};
use crate::preset::Preset;

/// The constants that the total has.
const TOTAL_CONSTANTS: [&str; 3] = ["TOTAL_SYSTEM_BUDGET", "TOTAL_MEMORY_BUDGET", "TOTAL_CRATE_BUDGETS"];

/// One of the names that a crate comes to.
type Name = fn(&BudgetedCrate) -> &String;

/// Reports names that cannot be used or that two crates share, and gives those crates others that can be emitted.
pub(super) fn name_all(plan: &mut Plan, findings: &mut Vec<Finding>) {
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
        } else if settings.has(&entry.variable) {
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
    for &(kind, key) in &kinds {
        let mut names = Vec::new();
        for entry in crates.iter() {
            names.push(key(entry).clone());
        }
        for (i, first) in index::earlier(names).iter().enumerate() {
            let &Some(first) = first else { continue };
            if !reported[i] {
                reported[i] = true;
                let (first, second) = (&crates[first], &crates[i]);
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
pub(super) fn report_unknown_variables(plan: &Plan, preset: Preset, gathered: &Gathered, findings: &mut Vec<Finding>) {
    // Those of the settings come last: a crate's own is meant more often.
    let settings = environment::settings(&plan.prefix);
    let mut known = Vec::new();
    for entry in &plan.crates {
        known.push(entry.variable.clone());
    }
    for setting in settings {
        known.push(setting);
    }
    let known = Index::new(known);
    // Another module of the same program may use a preset.
    let mut of_others = Vec::new();
    if preset == Preset::None {
        for other in Preset::ALL {
            for known in other.crates() {
                of_others.push(name::variable(&other.name_of(known)));
            }
            for setting in environment::settings(other.prefix()) {
                of_others.push(setting);
            }
        }
    }
    let of_others = Index::new(of_others);
    let mut search = Search::default();
    for &suspect in &gathered.environment.suspects(&plan.prefix) {
        if known.has(suspect) || of_others.has(suspect) {
            continue;
        }
        let mut meant = None;
        for new in environment::new_spellings(suspect, &plan.prefix) {
            if known.has(&new) {
                meant = Some(new);
                break;
            }
        }
        let meant = match &meant {
            Some(new) => Some(new.as_str()),
            None => search.nearest(suspect, &mut known.names().iter().map(String::as_str)),
        };
        if meant.is_some() || environment::is_ours(suspect, &plan.prefix) {
            findings.push(catalogue::unknown_variable(suspect, meant, &Origin::Variable(suspect.to_owned())));
        }
    }
}
