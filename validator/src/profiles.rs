//! Every profile of the file, selected or not: what would be in force with it, and whether that holds.

use crate::findings::{Finding, Kind, catalogue, make_errors, retain};
use crate::gather::Gathered;
use crate::index;
use crate::name;
use crate::parse::document::Document;
use crate::plan::Plan;
use crate::printable::printable;
use crate::request::Request;
use crate::resolve::{of_file, stand_in};
use crate::rules::{self, Assertions};

/// How many profiles a file may have: each is a table of all budgets, and checked by every rule.
const PROFILES: usize = 64;

/// A profile of the file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// As the file calls it.
    pub name: String,
    /// The variant of `Profile`.
    pub variant: String,
    /// What would be in force if it were selected, the environment aside.
    pub plan: Plan,
    /// What is left for the compiler to assert of it: for the attribute.
    #[doc(hidden)]
    pub assertions: Assertions,
}

impl Profile {
    /// What a message about it says besides.
    #[doc(hidden)]
    #[must_use]
    pub fn note(&self) -> String {
        note(&self.name)
    }
}

fn note(name: &str) -> String {
    format!("in the profile \"{}\"", printable(name))
}

/// Resolves and checks all profiles. What is wrong whichever is selected is reported already.
pub(crate) fn profiles(
    document: &Document,
    gathered: &Gathered,
    request: &Request,
    plan: &Plan,
    findings: &mut Vec<Finding>,
) -> Vec<Profile> {
    let mut profiles = Vec::new();
    if let Some(origin) = document.profile_origins.get(PROFILES) {
        findings.push(catalogue::too_many_profiles(document.profiles.len(), PROFILES, origin));
    }
    let variants = variants(document, findings);
    let reported = findings.len();
    for (i, variant) in variants.into_iter().enumerate() {
        let selected = &document.profiles[i];
        let mut found = Vec::new();
        let mut own = of_file(document, Some(selected), gathered, request, false, &mut found);
        // Of what is written there is a word already, but for a total that this profile alone goes without.
        retain(&mut found, &mut |finding| finding.kind == Kind::MissingTotal);
        for (i, known) in plan.crates.iter().enumerate() {
            own.crates[i].variant.clone_from(&known.variant);
            own.crates[i].constant.clone_from(&known.constant);
        }
        stand_in::for_sizes(&mut own);
        let mut assertions = rules::check(&own, &mut found);
        let note = note(&selected.0);
        for finding in &mut found {
            finding.notes.push(note.clone());
        }
        for (_, finding) in &mut assertions.conditional {
            finding.notes.push(note.clone());
        }
        if own.strict_mode {
            make_errors(&mut found);
            assertions.make_errors();
        }
        findings.append(&mut found);
        profiles.push(Profile { name: selected.0.clone(), variant, plan: own, assertions });
    }
    drop_repeated(findings, reported);
    profiles
}

/// Leaves out, from an index on, what says the same as a finding before.
fn drop_repeated(findings: &mut Vec<Finding>, from: usize) {
    let mut said = Vec::new();
    for finding in findings.iter() {
        said.push(identity(finding));
    }
    let earlier = index::earlier(said);
    let mut next = 0;
    retain(findings, &mut |_| {
        next += 1;
        next <= from || earlier[next - 1].is_none()
    });
}

/// What two findings have in common that say the same.
fn identity(finding: &Finding) -> String {
    format!("{}\n{}\n{}", finding.kind.name(), finding.title, finding.position().unwrap_or_default())
}

/// The variants that the profiles come to; what is wrong with one is reported, and it has another.
fn variants(document: &Document, findings: &mut Vec<Finding>) -> Vec<String> {
    let (mut names, mut variants) = (Vec::new(), Vec::new());
    // Of two names that differ in case alone the one is selected where the other is meant, even if their variants differ.
    let mut lower = Vec::new();
    for (i, (name, _)) in document.profiles.iter().enumerate() {
        if i == PROFILES {
            break;
        }
        let (mut variant, mut in_lower_case) = (name::variant(name), name.to_ascii_lowercase());
        if !name::is_crate_name(name) || !name::is_variant(&variant) {
            findings.push(catalogue::invalid_profile(name, &document.profile_origins[i]));
            variant.clear();
            in_lower_case.clear();
        }
        names.push(name.as_str());
        variants.push(variant);
        lower.push(in_lower_case);
    }
    let mut reported = vec![false; names.len()];
    for &same_variant in &[true, false] {
        let keys = if same_variant { &variants } else { &lower };
        for (second, first) in index::earlier(keys.clone()).iter().enumerate() {
            let &Some(first) = first else { continue };
            if !variants[second].is_empty() && !reported[second] {
                reported[second] = true;
                let origins = (&document.profile_origins[second], &document.profile_origins[first]);
                findings.push(catalogue::profile_collision((names[second], names[first]), same_variant, origins));
            }
        }
    }
    for (i, variant) in variants.iter_mut().enumerate() {
        if reported[i] || variant.is_empty() {
            *variant = format!("Profile_{i}");
        }
    }
    variants
}
