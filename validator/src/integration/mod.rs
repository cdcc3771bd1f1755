//! Who uses the memory system: the members of the workspace against the budgets.

mod mentions;
mod packaged;
mod workspace;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use self::mentions::names_variant;
pub use self::packaged::check_packaged;
use self::workspace::{Sources, Workspace};
use crate::findings::{Finding, Origin, catalogue, make_errors};
use crate::gather::disk::settled;
use crate::gather::path::display;
use crate::plan::Plan;

/// The packages of the workspace at `root`, by Cargo's rules: name and folder, in the order of the folders.
///
/// What cannot be read is left out; the integration check says so.
#[must_use]
pub fn members(root: &Path) -> Vec<(String, PathBuf)> {
    let workspace = workspace::read(root, &mut Vec::new());
    workspace.members.into_iter().map(|(folder, member)| (member.name, folder)).collect()
}

/// What an integration check comes to.
#[derive(Clone, Debug, Default)]
pub struct Integration {
    /// What is wrong, by the members' folders.
    pub findings: Vec<Finding>,
    /// Every file and folder that was read.
    pub files: Vec<PathBuf>,
}

/// Checks a workspace against its budgets. The memory system is the package in the folder `memory_system`, which carries
/// the attribute.
///
/// A budgeted crate with `memory_system = true` that is a member of the workspace has to depend on the memory system,
/// directly or through other members, and its sources have to name its own `CrateId::Variant`. A member that depends on
/// the memory system directly has to have a budget. What only tests, examples, benches and build scripts use does not
/// count. Both are warnings, and errors in strict mode.
#[must_use]
pub fn check_integration(root: &Path, memory_system: &Path, plan: &Plan) -> Integration {
    let (root, memory_system) = (&settled(root), &settled(memory_system));
    let mut findings = Vec::new();
    let workspace = workspace::read(root, &mut findings);
    let mut files = workspace.files.clone();
    let system = workspace.members.get(memory_system).map_or("the memory system", |member| &member.name);
    let users = users(&workspace, memory_system);
    for (folder, member) in &workspace.members {
        if folder == memory_system {
            continue;
        }
        let manifest = || Origin::File(display(&folder.join("Cargo.toml"), root));
        match plan.crates.iter().find(|entry| entry.name == member.name) {
            Some(entry) if !entry.memory_system => {}
            Some(entry) if !users.contains(folder) => {
                findings.push(catalogue::no_dependency(&entry.name, system, &manifest()));
            }
            Some(entry) => {
                let sources = Sources::read(folder);
                files.extend(sources.watched);
                if sources.texts.iter().any(|text| names_variant(text, &entry.variant)) {
                } else if let Some((path, why)) = &sources.unreadable {
                    let shown = display(path, root);
                    findings.push(catalogue::unreadable_file(&shown, why, &Origin::File(shown.clone())));
                } else {
                    let origin = Origin::File(display(folder, root));
                    findings.push(catalogue::not_named(&entry.name, &entry.variant, &origin));
                }
            }
            None => {
                let direct = member
                    .dependencies
                    .iter()
                    .find(|dependency| dependency.normal && dependency.folder == *memory_system);
                if let Some(dependency) = direct {
                    let origin = Origin::Text { source: member.source.clone(), span: dependency.span.clone() };
                    findings.push(catalogue::unbudgeted(&member.name, system, &origin));
                }
            }
        }
    }
    if plan.strict_mode {
        make_errors(&mut findings);
    }
    Integration { findings, files }
}

/// The members that depend on the memory system, directly or through other members.
fn users<'w>(workspace: &'w Workspace, memory_system: &Path) -> BTreeSet<&'w PathBuf> {
    let mut users = BTreeSet::new();
    loop {
        let known = users.len();
        for (folder, member) in &workspace.members {
            let reaches = |target: &PathBuf| target == memory_system || users.contains(target);
            let depends = member.dependencies.iter().any(|dependency| dependency.normal && reaches(&dependency.folder));
            if depends {
                users.insert(folder);
            }
        }
        if users.len() == known {
            return users;
        }
    }
}
