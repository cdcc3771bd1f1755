//! Who uses the memory system: the members of the workspace against the budgets.

mod charges;
mod globs;
#[cfg(test)]
mod growth;
mod members;
mod mentions;
mod package;
mod packaged;
mod sources;
mod tokens;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use self::charges::Charges;
pub use self::members::{Members, folders, members};
use self::mentions::Mentions;
use self::package::Package;
pub use self::packaged::check_packaged;
pub use self::sources::{Read, modules};
pub use self::tokens::{Form, Token};
use self::workspace::Workspace;
use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, catalogue, settle};
use crate::gather::disk::settled;
use crate::gather::path::display;
use crate::index::Index;
use crate::plan::{BudgetedCrate, Plan};
use crate::work;

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
/// `[integration]` lists are left out. That a member with a budget charges another's is a note.
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
    let variants = Index::new(plan.crates.iter().map(|entry| entry.variant.clone()).collect());
    let exempt = Index::new(plan.exempt.iter().map(|(name, _)| name.clone()).collect());
    for (folder, member) in &workspace.members {
        if folder == memory_system || exempt.get(&member.name).is_some() {
            continue;
        }
        match index.get(&member.name).map(|i| &plan.crates[i]) {
            Some(entry) if users.contains(folder.as_path()) => {
                let mentions = Mentions::new(&entry.variant);
                let charges = Charges::new(&entry.variant, &variants, root);
                findings.extend(of_code(entry, (folder, member), plan, (mentions, charges), root, &mut files));
            }
            Some(entry) if entry.memory_system => {
                let manifest = Origin::File(display(&folder.join("Cargo.toml"), root));
                findings.push(catalogue::no_dependency(&entry.name, system, &manifest));
            }
            Some(_) => {}
            None => findings.extend(unbudgeted(member, memory_system, system)),
        }
    }
    if workspace.complete {
        findings.extend(unknown(plan, &workspace));
    }
    Integration { findings: settle(findings, plan.strict_mode), files }
}

/// What the code of a budgeted member says: whether it names its own variant, and whose budgets it charges.
fn of_code(
    entry: &BudgetedCrate,
    (folder, member): (&Path, &Package),
    plan: &Plan,
    (mut mentions, mut charges): (Mentions<'_>, Charges<'_>),
    root: &Path,
    files: &mut Vec<PathBuf>,
) -> Vec<Finding> {
    let read = sources::look_through(folder, member, &|_| true, &mut |path, text, tokens| {
        mentions.look(tokens);
        charges.look(path, text, tokens);
    });
    files.extend(read.files);
    let mut findings = Vec::new();
    for (other, places, origin) in charges.found(&mentions.names()) {
        let other = &plan.crates[other].name;
        findings.push(catalogue::foreign_budget(&entry.name, &entry.variant, other, places, &origin));
    }
    if entry.memory_system && !mentions.found() {
        findings.push(match &read.unreadable {
            Some((path, why)) => {
                let shown = display(path, root);
                catalogue::unreadable_file(&shown, why, &Origin::File(shown.clone()))
            }
            None => catalogue::not_named(&entry.name, &entry.variant, &Origin::File(display(folder, root))),
        });
    }
    findings
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
    // A budget that is no crate's, such as a reserve, may be exempt as well.
    let declared: BTreeSet<_> = plan.crates.iter().filter(|entry| entry.declared).map(|entry| &entry.name).collect();
    let is_exempt: BTreeSet<_> = plan.exempt.iter().map(|(name, _)| name).collect();
    let budgets = plan.crates.iter().filter(|entry| entry.declared && !is_exempt.contains(&entry.name));
    let budgets = budgets.map(|entry| (&entry.name, &entry.origin, "has a budget"));
    let exempt = plan.exempt.iter().filter(|(name, _)| !declared.contains(name));
    let exempt = exempt.map(|(name, origin)| (name, origin, "is exempt"));
    let (mut findings, mut search) = (Vec::new(), Search::default());
    for (name, origin, what) in budgets.chain(exempt) {
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
