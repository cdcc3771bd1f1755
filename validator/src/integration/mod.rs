//! Who uses the memory system: the members of the workspace against the budgets.

mod charges;
mod file;
mod globs;
#[cfg(test)]
mod growth;
mod items;
mod members;
mod mentions;
mod package;
mod packaged;
mod scan;
mod side_by_side;
mod sources;
mod tokens;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use self::charges::Charges;
pub use self::members::{Members, folders, members};
use self::mentions::{ENUM, Mentions};
use self::package::Package;
pub use self::packaged::check_packaged;
pub use self::side_by_side::{processors, side_by_side};
pub use self::sources::Read;
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
    members(root).check_integration(memory_system, plan)
}

impl Members {
    /// As [`check_integration`], with what is read already.
    #[must_use]
    pub fn check_integration(&self, memory_system: &Path, plan: &Plan) -> Integration {
        let memory_system = &settled(memory_system);
        let job = Job {
            members: self,
            memory_system,
            plan,
            users: users(&self.workspace, memory_system),
            crates: Index::of(&plan.crates, |entry| &entry.name),
            variants: Index::of(&plan.crates, |entry| &entry.variant),
            exempt: Index::of(&plan.exempt, |(name, _)| name),
        };
        let members: Vec<_> = self.workspace.members.iter().collect();
        let (mut findings, mut files) = (self.findings.clone(), self.workspace.files.clone());
        for (found, read) in side_by_side(&members, processors(), |(folder, member)| job.of(folder, member)) {
            findings.extend(found);
            files.extend(read);
        }
        if self.workspace.complete {
            findings.extend(unknown(plan, &self.workspace));
        }
        Integration { findings: settle(findings, plan.strict_mode), files }
    }
}

/// What the members are held against.
struct Job<'j> {
    members: &'j Members,
    memory_system: &'j Path,
    plan: &'j Plan,
    /// The members that depend on the memory system.
    users: BTreeSet<&'j Path>,
    /// The names and the variants of the crates that have budgets, and the names of those that are exempt.
    crates: Index,
    variants: Index,
    exempt: Index,
}

impl Job<'_> {
    /// What is wrong with a member, and the files of it that say so.
    fn of(&self, folder: &Path, member: &Package) -> (Vec<Finding>, Vec<PathBuf>) {
        let none = (Vec::new(), Vec::new());
        if folder == self.memory_system || self.exempt.get(&member.name).is_some() {
            return none;
        }
        let system = self.members.workspace.members.get(self.memory_system);
        let system = system.map_or("the memory system", |member| &member.name);
        match self.crates.get(&member.name).map(|i| &self.plan.crates[i]) {
            Some(entry) if self.users.contains(folder) => self.of_code(entry, folder),
            Some(entry) if entry.memory_system => {
                let manifest = Origin::File(display(&folder.join("Cargo.toml"), &self.members.root));
                (vec![catalogue::no_dependency(&entry.name, system, &manifest)], Vec::new())
            }
            Some(_) => none,
            None => (unbudgeted(member, self.memory_system, system).into_iter().collect(), Vec::new()),
        }
    }

    /// What the code of a budgeted member says: whether it names its own variant, and whose budgets it charges.
    fn of_code(&self, entry: &BudgetedCrate, folder: &Path) -> (Vec<Finding>, Vec<PathBuf>) {
        let root = &self.members.root;
        let (mentions, charges) = self.said(&entry.variant, folder);
        let mut findings = Vec::new();
        for (other, places, origin) in charges.found(&mentions.names()) {
            let other = &self.plan.crates[other].name;
            findings.push(catalogue::foreign_budget(&entry.name, &entry.variant, other, places, &origin));
        }
        let read = self.members.read(folder);
        if entry.memory_system && !mentions.found() {
            findings.push(match read.and_then(|read| read.unreadable.as_ref()) {
                Some((path, why)) => {
                    let shown = display(path, root);
                    catalogue::unreadable_file(&shown, why, &Origin::File(shown.clone()))
                }
                None => catalogue::not_named(&entry.name, &entry.variant, &Origin::File(display(folder, root))),
            });
        }
        let files = read.into_iter().flat_map(|read| &read.files).map(|file| file.path.clone());
        (findings, files.collect())
    }

    /// What the code in a folder says of its own variant and of others.
    fn said<'a>(&'a self, variant: &'a str, folder: &Path) -> (Mentions<'a>, Charges<'a>) {
        let look = |words: &[&str]| {
            let mut mentions = Mentions::new(variant);
            let mut charges = Charges::new(variant, &self.variants, &self.members.root);
            let wanted = |text: &str, _: &[usize]| words.is_empty() || words.iter().any(|word| text.contains(word));
            self.members.look_through(folder, &wanted, words, &mut |path, text, tokens| {
                mentions.look(tokens);
                charges.look(path, text, tokens);
            });
            (mentions, charges)
        };
        let said = look(&[variant, ENUM]);
        // Under another name it may be spoken of where neither of the two stands.
        if said.0.names().len() == 1 { said } else { look(&[]) }
    }
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
