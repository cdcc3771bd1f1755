//! The packages of a workspace, and which of them carry the attribute.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use memory_budgets_validator::members;
use toml::de::{DeTable, DeValue};

use crate::attribute::{self, Attribute};
use crate::fault::Fault;

/// The packages whose users have budgets: the attribute's, and those for build scripts.
const OURS: [&str; 4] = ["memory-budgets", "memory-budgets-validator", "wrt-memory-validator", "kiln-memory-validator"];

/// A package, as far as its budgets go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    /// Empty where the manifest makes none: a workspace's root without a package.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// Whether it may go to a registry.
    pub(crate) is_published: bool,
    /// Whether it is a library for the compiler, which no target's memory holds.
    pub(crate) is_macro: bool,
    pub(crate) description: String,
    /// Whether its manifest depends on one of our packages.
    pub(crate) depends_on_ours: bool,
    /// Whether its manifest makes a workspace.
    pub(crate) is_root: bool,
    /// The features that each feature turns on; an optional dependency is one too.
    features: BTreeMap<String, Vec<String>>,
    /// `targets` of its `memory_validation` table.
    pub(crate) targets: Option<Vec<String>>,
}

/// What the root's manifest says for all.
#[derive(Debug, Default)]
struct Shared {
    publish: Option<bool>,
    description: String,
    /// The names of `[workspace.dependencies]` that mean one of our packages.
    ours: BTreeSet<String>,
    targets: Option<Vec<String>>,
}

/// A workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) packages: Vec<Package>,
    /// The `targets` of `[workspace.metadata.memory_validation]`.
    pub(crate) targets: Option<Vec<String>>,
}

/// The folder of the manifest that is meant: the one that is named, or else the nearest.
pub(crate) fn manifest_folder(named: Option<&Path>, folder: &Path) -> Result<PathBuf, Fault> {
    if let Some(named) = named {
        let path = folder.join(named);
        if path.file_name().is_none_or(|name| name != "Cargo.toml") {
            return Err(Fault::new("the path of --manifest-path has to end in Cargo.toml"));
        }
        if !path.is_file() {
            return Err(Fault::new(format!("there is no manifest {}", path.display())));
        }
        let absolute = std::path::absolute(&path).map_err(|error| Fault::file("find", &path, &error))?;
        return Ok(absolute.parent().unwrap_or(folder).to_owned());
    }
    let nearest = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
    nearest.map(Path::to_owned).ok_or_else(|| {
        Fault::new(format!("there is no Cargo.toml in {} or any folder above it", folder.display()))
            .help("go into a Cargo workspace, or name its manifest with --manifest-path")
    })
}

impl Workspace {
    /// Reads the manifests of a workspace's members.
    pub(crate) fn read(root: &Path) -> Workspace {
        let shared = with_manifest(root, Shared::of).unwrap_or_default();
        let package = |(_, folder): (String, PathBuf)| Package::read(&folder, &shared);
        let packages = members(root).into_iter().filter_map(package).collect();
        Workspace { root: root.to_owned(), packages, targets: shared.targets }
    }

    /// The package of this name.
    pub(crate) fn package(&self, name: &str) -> Result<&Package, Fault> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.ok_or_else(|| {
            let known = self.packages.iter().map(|package| package.name.as_str());
            let near = |known: &&str| strsim::osa_distance(name, known) <= name.len().div_ceil(4);
            let fault = Fault::new(format!("there is no package `{name}` in the workspace {}", self.root.display()));
            match known.clone().filter(near).min_by_key(|known| strsim::osa_distance(name, known)) {
                Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                None => fault.help(format!("its packages: {}", known.collect::<Vec<_>>().join(", "))),
            }
        })
    }

    /// The package in a folder, where its manifest makes one.
    pub(crate) fn package_in(&self, folder: &Path) -> Option<&Package> {
        self.packages.iter().find(|package| package.folder == folder)
    }

    /// The packages that carry the attribute, with their attributes; where none does, those that depend on one of our packages.
    pub(crate) fn carriers(&self) -> Vec<(&Package, Vec<Attribute>)> {
        let with_attributes = self.packages.iter().map(|package| (package, attribute::of_package(&package.folder)));
        let carriers: Vec<_> = with_attributes.filter(|(_, attributes)| !attributes.is_empty()).collect();
        if !carriers.is_empty() {
            return carriers;
        }
        let dependents = self.packages.iter().filter(|package| package.depends_on_ours);
        dependents.map(|package| (package, Vec::new())).collect()
    }
}

/// What a manifest says; `None` where it cannot be read, which the validator reports.
fn with_manifest<T>(folder: &Path, read: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest = DeTable::parse(&text).ok()?;
    Some(read(manifest.get_ref()))
}

/// The value at a path of keys.
fn at<'t, 'i>(table: &'t DeTable<'i>, path: &[&str]) -> Option<&'t DeValue<'i>> {
    let (last, tables) = path.split_last()?;
    let mut table = table;
    for name in tables {
        table = table.get(*name)?.get_ref().as_table()?;
    }
    Some(table.get(*last)?.get_ref())
}

fn text(table: &DeTable<'_>, path: &[&str]) -> Option<String> {
    at(table, path)?.as_str().map(str::to_owned)
}

fn list(value: &DeValue<'_>) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.filter_map(|text| text.get_ref().as_str().map(str::to_owned)).collect()
}

/// The entries of a table that are tables or, like a dependency's version, texts.
fn entries<'t>(table: Option<&'t DeValue<'_>>) -> impl Iterator<Item = (&'t str, &'t DeValue<'t>)> {
    let entries = table.and_then(DeValue::as_table).into_iter().flatten();
    entries.map(|(key, value)| (&**key.get_ref(), value.get_ref()))
}

/// The package that an entry of a dependency table means.
fn dependency<'t>(key: &'t str, value: &'t DeValue<'_>) -> &'t str {
    let renamed = value.as_table().and_then(|table| table.get("package")?.get_ref().as_str());
    renamed.unwrap_or(key)
}

/// Whether `publish` lets a package go anywhere.
fn publishes(value: &DeValue<'_>) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_array().is_none_or(|registries| !registries.is_empty()))
}

impl Shared {
    fn of(manifest: &DeTable<'_>) -> Shared {
        let dependencies = entries(at(manifest, &["workspace", "dependencies"]));
        let ours = dependencies.filter(|(key, value)| OURS.contains(&dependency(key, value)));
        Shared {
            publish: at(manifest, &["workspace", "package", "publish"]).map(publishes),
            description: text(manifest, &["workspace", "package", "description"]).unwrap_or_default(),
            ours: ours.map(|(key, _)| key.to_owned()).collect(),
            targets: at(manifest, &["workspace", "metadata", "memory_validation", "targets"]).map(list),
        }
    }
}

impl Package {
    fn read(folder: &Path, shared: &Shared) -> Option<Package> {
        with_manifest(folder, |manifest| Package::of(manifest, folder, shared))
    }

    /// What stands for a package where a folder's manifest makes none or cannot be read.
    pub(crate) fn none(folder: &Path) -> Package {
        Package { folder: folder.to_owned(), is_root: true, ..Package::default() }
    }

    fn of(manifest: &DeTable<'_>, folder: &Path, shared: &Shared) -> Package {
        let inherits = |value: Option<&DeValue<'_>>| {
            value.and_then(DeValue::as_table).is_some_and(|table| table.get("workspace").is_some())
        };
        let publish = at(manifest, &["package", "publish"]);
        let description = at(manifest, &["package", "description"]);
        let is_ours = |(key, value): (&str, &DeValue<'_>)| {
            if inherits(Some(value)) { shared.ours.contains(key) } else { OURS.contains(&dependency(key, value)) }
        };
        let tables = |table: &DeTable<'_>| {
            let kinds = ["dependencies", "build-dependencies"];
            kinds.into_iter().any(|kind| entries(table.get(kind).map(|value| value.get_ref())).any(is_ours))
        };
        let for_targets = entries(manifest.get("target").map(|value| value.get_ref()));
        let optional = entries(manifest.get("dependencies").map(|value| value.get_ref()))
            .filter(|(_, value)| value.as_table().is_some_and(|table| table.get("optional").is_some()))
            .map(|(name, _)| (name.to_owned(), Vec::new()));
        let features = entries(manifest.get("features").map(|value| value.get_ref()));
        Package {
            name: text(manifest, &["package", "name"]).unwrap_or_default(),
            folder: folder.to_owned(),
            // Without a description and a licence crates.io takes none, and an application has neither.
            is_published: match publish {
                _ if inherits(publish) => shared.publish == Some(true),
                Some(publish) => publishes(publish),
                None => {
                    description.is_some()
                        && ["license", "license-file"].iter().any(|key| at(manifest, &["package", key]).is_some())
                }
            },
            is_macro: at(manifest, &["lib", "proc-macro"]).and_then(DeValue::as_bool) == Some(true),
            description: match description {
                _ if inherits(description) => shared.description.clone(),
                Some(text) => text.as_str().unwrap_or_default().to_owned(),
                None => String::new(),
            },
            depends_on_ours: tables(manifest) || for_targets.filter_map(|(_, value)| value.as_table()).any(tables),
            is_root: manifest.get("workspace").is_some(),
            features: optional.chain(features.map(|(name, value)| (name.to_owned(), list(value)))).collect(),
            targets: at(manifest, &["package", "metadata", "memory_validation", "targets"]).map(list),
        }
    }

    /// The features that are on where these are asked for, with all that they turn on.
    pub(crate) fn features(&self, asked: &[String], all: bool, default: bool) -> Result<BTreeSet<String>, Fault> {
        let mut on = BTreeSet::new();
        let mut pending: Vec<&str> = if default { vec!["default"] } else { Vec::new() };
        if all {
            pending.extend(self.features.keys().map(String::as_str));
        }
        for name in asked.iter().flat_map(|names| names.split_whitespace()) {
            // A slash leads into another package.
            if !name.contains('/') && !self.name.is_empty() && !self.features.contains_key(name) {
                return Err(Fault::new(format!("{} has no feature `{name}`", self.name)));
            }
            pending.push(name);
        }
        while let Some(name) = pending.pop() {
            if name.contains(['/', ':']) || (name == "default" && !self.features.contains_key(name)) {
                continue;
            }
            if on.insert(name.to_owned()) {
                pending.extend(self.features.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        Ok(on)
    }
}
