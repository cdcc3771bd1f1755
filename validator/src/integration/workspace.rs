//! The members of a workspace, by Cargo's rules: what the integration check decides about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::globs::{Globs, MAX_ENTRIES};
use super::package::{Dependency, Package, entries, owners, text};
use crate::findings::{Finding, Origin, catalogue};
use crate::gather::disk::{self, exists};
use crate::gather::manifest::{self, at, is_excluded};
use crate::gather::path::{display, normal};

/// The largest `Cargo.lock` that is looked into, in bytes: 16 MiB.
const MAX_LOCK: u64 = 16 << 20;
/// The tables of dependencies, and whether the package itself needs what is in them.
const DEPENDENCIES: [(&str, bool); 5] = [
    ("dependencies", true),
    ("dev-dependencies", false),
    ("dev_dependencies", false),
    ("build-dependencies", false),
    ("build_dependencies", false),
];

/// A workspace.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    /// By folder.
    pub(super) members: BTreeMap<PathBuf, Package>,
    /// The names of all packages in it and of all that it depends on, as far as they are known.
    pub(super) packages: BTreeSet<String>,
    /// Everything that was read.
    pub(super) files: Vec<PathBuf>,
    /// `false` where something of it could not be read, which is reported.
    pub(super) complete: bool,
}

/// What the root's manifest says for all.
struct Root {
    exclude: BTreeSet<PathBuf>,
    members: BTreeSet<PathBuf>,
    /// The folders behind the names of `[workspace.dependencies]`.
    inherited: BTreeMap<String, PathBuf>,
    /// The folders of the packages that `[patch]` puts in the place of others.
    patches: BTreeMap<String, PathBuf>,
}

/// Reads the manifests of all members.
pub(super) fn read(root: &Path, findings: &mut Vec<Finding>) -> Workspace {
    let (mut workspace, before) = (Workspace::default(), findings.len());
    let name = "Cargo.toml".to_owned();
    let Some(source) = manifest::text(root, name, &mut workspace.files, findings) else { return workspace };
    let Some(document) = manifest::document(&source, findings) else { return workspace };
    workspace.read_lock(&root.join("Cargo.lock"), findings);

    let config = Root::of(&document, root);
    workspace.packages.extend(names_of(at(&document, &["workspace", "dependencies"])));
    let is_workspace = document.get("workspace").is_some();
    let mut listed: BTreeSet<PathBuf> = document.get("package").map(|_| root.to_owned()).into_iter().collect();
    let mut globs = Globs::new();
    for (pattern, span) in manifest::listed(&document, "members") {
        let origin = Origin::Text { source: source.clone(), span };
        let Some(packages) = globs.packages(root, &pattern) else {
            findings.push(catalogue::endless_members(&pattern, MAX_ENTRIES, &origin));
            break;
        };
        if packages.is_empty() {
            let place = display(&normal(&root.join(&pattern).join("Cargo.toml")), root);
            findings.push(catalogue::missing_file(&place, std::slice::from_ref(&place), &origin));
        }
        listed.extend(packages);
    }
    let mut found = listed.clone();
    let mut seen = BTreeSet::new();
    while let Some(folder) = found.pop_first() {
        let excluded =
            is_excluded(&folder, &|above| config.exclude.contains(above), &|above| config.members.contains(above));
        if excluded || !seen.insert(folder.clone()) {
            continue;
        }
        let name = display(&folder.join("Cargo.toml"), root);
        let Some(source) = manifest::text(&folder, name, &mut workspace.files, findings) else { continue };
        let Some(document) = manifest::document(&source, findings) else { continue };
        // Members are those listed, and their path dependencies in the root's folder or with the root's name in them.
        let belongs = || {
            let named = at(&document, &["package", "workspace"]).and_then(|value| value.get_ref().as_str());
            folder.starts_with(root) || named.is_some_and(|named| normal(&folder.join(named)) == *root)
        };
        let name = at(&document, &["package", "name"]).and_then(|name| name.get_ref().as_str());
        if name.is_none() && listed.contains(&folder) {
            let manifest = display(&folder.join("Cargo.toml"), root);
            findings.push(catalogue::no_package(&manifest, &Origin::File(manifest.clone())));
        }
        let (Some(name), true) = (name, listed.contains(&folder) || belongs()) else { continue };
        let dependencies = config.dependencies(&document, &folder);
        let at_hand = dependencies.iter().map(|dependency| &dependency.folder).filter(|_| is_workspace);
        found.extend(at_hand.filter(|folder| exists(&folder.join("Cargo.toml"))).cloned());
        workspace.packages.insert(name.to_owned());
        for owner in owners(&document) {
            workspace.packages.extend(DEPENDENCIES.iter().flat_map(|(kind, _)| names_of(owner.get(*kind))));
        }
        workspace.members.insert(folder, Package::of(name, &document, &source, dependencies));
    }
    workspace.complete = findings.len() == before;
    workspace
}

impl Workspace {
    /// Takes over the names of the packages in `Cargo.lock`. A new member is a new entry there.
    fn read_lock(&mut self, lock: &Path, findings: &mut Vec<Finding>) {
        if !exists(lock) {
            return;
        }
        let origin = || Origin::File("Cargo.lock".to_owned());
        match disk::bytes(lock, MAX_LOCK) {
            Ok(bytes) => {
                self.files.push(lock.to_owned());
                // Cargo writes it, a name on a line.
                let text = String::from_utf8_lossy(&bytes);
                let names = text.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
                self.packages.extend(names.map(str::to_owned));
            }
            Err(disk::Trouble::Unreadable(why)) => {
                findings.push(catalogue::unreadable_file("Cargo.lock", &why, &origin()));
            }
            Err(disk::Trouble::TooLarge) => {
                findings.push(catalogue::unreadable_file("Cargo.lock", "it is larger than 16MB", &origin()));
            }
        }
    }
}

/// The packages in a table of dependencies.
fn names_of(table: Option<&Spanned<DeValue<'_>>>) -> Vec<String> {
    entries(table).map(|(key, dependency)| text(dependency, "package").unwrap_or(key.get_ref()).to_owned()).collect()
}

impl Root {
    fn of(document: &DeTable<'_>, folder: &Path) -> Root {
        let mut root = Root {
            exclude: manifest::paths(document, "exclude", folder).into_iter().collect(),
            members: manifest::paths(document, "members", folder).into_iter().collect(),
            inherited: BTreeMap::new(),
            patches: BTreeMap::new(),
        };
        for (_, source) in entries(document.get("patch")) {
            for (key, patch) in entries(Some(source)) {
                let package = text(patch, "package").unwrap_or(key.get_ref());
                if let Some(path) = text(patch, "path") {
                    root.patches.insert(package.to_owned(), normal(&folder.join(path)));
                }
            }
        }
        for (key, dependency) in entries(at(document, &["workspace", "dependencies"])) {
            if let Some(found) = root.folder_of(key.get_ref(), dependency, folder) {
                root.inherited.insert(key.get_ref().to_string(), found);
            }
        }
        root
    }

    /// Where the package behind a dependency is, if it is at hand.
    fn folder_of(&self, key: &str, dependency: &Spanned<DeValue<'_>>, base: &Path) -> Option<PathBuf> {
        let inherits = dependency.get_ref().as_table().and_then(|table| table.get("workspace"));
        if inherits.and_then(|value| value.get_ref().as_bool()) == Some(true) {
            return self.inherited.get(key).cloned();
        }
        match text(dependency, "path") {
            Some(path) => Some(normal(&base.join(path))),
            None => self.patches.get(text(dependency, "package").unwrap_or(key)).cloned(),
        }
    }

    /// Every dependency of a manifest on a package at hand: of all kinds, for all targets.
    fn dependencies(&self, document: &DeTable<'_>, base: &Path) -> Vec<Dependency> {
        let mut dependencies = Vec::new();
        for owner in owners(document) {
            for (kind, normal) in DEPENDENCIES {
                for (key, dependency) in entries(owner.get(kind)) {
                    if let Some(folder) = self.folder_of(key.get_ref(), dependency, base) {
                        dependencies.push(Dependency { folder, normal, span: key.span() });
                    }
                }
            }
        }
        dependencies
    }
}
