//! Who uses the memory system: the members of the workspace against the budgets.

mod globs;
#[cfg(test)]
mod growth;
mod mentions;
mod package;
mod packaged;
mod sources;
mod tokens;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use self::mentions::Mentions;
use self::package::Package;
pub use self::packaged::check_packaged;
use self::workspace::Workspace;
use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, catalogue, settle};
use crate::gather::disk::settled;
use crate::gather::path::display;
use crate::index::Index;
use crate::plan::{BudgetedCrate, Plan};
use crate::work;

/// The packages of the workspace at `root`, by Cargo's rules: name and folder, in the order of the folders.
///
/// What cannot be read is left out; the integration check says so.
#[must_use]
pub fn members(root: &Path) -> Vec<(String, PathBuf)> {
    let workspace = workspace::read(&settled(root), &mut Vec::new());
    workspace.members.into_iter().map(|(folder, member)| (member.name, folder)).collect()
}

/// What an integration check comes to.
#[derive(Clone, Debug, Default)]
pub struct Integration {
    /// What is wrong, by the members' folders, and then in the order of the configuration.
    pub findings: Vec<Finding>,
    /// Every file that was read.
    pub files: Vec<PathBuf>,
}

/// Checks a workspace against its budgets. The memory system is the package in the folder `memory_system`, which carries
/// the attribute.
///
/// A budgeted crate with `memory_system = true` that is a member of the workspace has to depend on the memory system,
/// directly or through other members, and its code has to name its own `CrateId::Variant`. A member that depends on
/// the memory system directly has to have a budget. A crate that the configuration declares has to be a member, or one of the
/// packages that the workspace depends on. All three are warnings, and errors in strict mode; the members that `exempt` in
/// `[integration]` lists are left out.
///
/// Code is what Cargo compiles for the package itself: the library and the programs, along their `mod` items. What is only in
/// tests, examples, benches and build scripts does not count, nor what is under `#[cfg(test)]` or under a feature that the
/// manifest does not declare.
#[must_use]
pub fn check_integration(root: &Path, memory_system: &Path, plan: &Plan) -> Integration {
    let (root, memory_system) = (&settled(root), &settled(memory_system));
    let mut findings = Vec::new();
    let mut workspace = workspace::read(root, &mut findings);
    let mut files = std::mem::take(&mut workspace.files);
    let system = workspace.members.get(memory_system).map_or("the memory system", |member| &member.name);
    let users = users(&workspace, memory_system);
    let index = Index::new(plan.crates.iter().map(|entry| entry.name.clone()).collect());
    let exempt = Index::new(plan.exempt.iter().map(|(name, _)| name.clone()).collect());
    for (folder, member) in &workspace.members {
        if folder == memory_system || exempt.get(&member.name).is_some() {
            continue;
        }
        match index.get(&member.name).map(|i| &plan.crates[i]) {
            Some(entry) if !entry.memory_system => {}
            Some(entry) if !users.contains(folder.as_path()) => {
                let manifest = Origin::File(display(&folder.join("Cargo.toml"), root));
                findings.push(catalogue::no_dependency(&entry.name, system, &manifest));
            }
            Some(entry) => findings.extend(unnamed(entry, folder, member, root, &mut files)),
            None => findings.extend(unbudgeted(member, memory_system, system)),
        }
    }
    if workspace.complete {
        findings.extend(unknown(plan, &workspace));
    }
    Integration { findings: settle(&findings, plan.strict_mode), files }
}

/// What is wrong with a budgeted member that may not name its own variant.
fn unnamed(
    entry: &BudgetedCrate,
    folder: &Path,
    member: &Package,
    root: &Path,
    files: &mut Vec<PathBuf>,
) -> Option<Finding> {
    let mut mentions = Mentions::new(&entry.variant);
    let read = sources::look_through(folder, member, &mut |tokens| {
        mentions.look(tokens);
        mentions.found()
    });
    files.extend(read.files);
    if mentions.found() {
        return None;
    }
    if let Some((path, why)) = &read.unreadable {
        let shown = display(path, root);
        return Some(catalogue::unreadable_file(&shown, why, &Origin::File(shown.clone())));
    }
    Some(catalogue::not_named(&entry.name, &entry.variant, &Origin::File(display(folder, root))))
}

/// What is wrong with a member that has no budget.
fn unbudgeted(member: &Package, memory_system: &Path, system: &str) -> Option<Finding> {
    let mut dependencies = member.dependencies.iter();
    let direct = dependencies.find(|dependency| dependency.normal && dependency.folder == memory_system)?;
    let origin = Origin::Text { source: member.source.clone(), span: direct.span.clone() };
    Some(catalogue::unbudgeted(&member.name, system, &origin))
}

/// The names in the configuration that are no crate's.
fn unknown(plan: &Plan, workspace: &Workspace) -> Vec<Finding> {
    let declared =
        plan.crates.iter().filter(|entry| entry.declared).map(|entry| (&entry.name, &entry.origin, "has a budget"));
    let exempt = plan.exempt.iter().map(|(name, origin)| (name, origin, "is exempt"));
    let (mut findings, mut search) = (Vec::new(), Search::default());
    for (name, origin, what) in declared.chain(exempt) {
        if !workspace.packages.contains(name) {
            let mut packages = workspace.packages.iter().map(String::as_str);
            let meant = search.nearest(name, &mut packages);
            findings.push(catalogue::unknown_crate(name, what, meant, origin));
        }
    }
    findings
}

/// The members that depend on the memory system, directly or through other members.
fn users<'w>(workspace: &'w Workspace, memory_system: &'w Path) -> BTreeSet<&'w Path> {
    let mut dependents: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for (folder, member) in &workspace.members {
        for dependency in member.dependencies.iter().filter(|dependency| dependency.normal) {
            dependents.entry(&dependency.folder).or_default().push(folder);
        }
    }
    let mut users = BTreeSet::new();
    let mut pending = vec![memory_system];
    while let Some(folder) = pending.pop() {
        let new = dependents.get(folder).into_iter().flatten().filter(|dependent| {
            work::steps(1);
            users.insert(**dependent)
        });
        pending.extend(new);
    }
    users
}
