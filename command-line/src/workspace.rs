//! The packages of a workspace, and which of them carry the attribute.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use memory_budgets_validator::{Members, members};
use toml::de::{DeTable, DeValue};

use crate::fault::Fault;

/// The package with the attribute.
const ATTRIBUTE: &str = "memory-budgets";
/// The packages whose users have budgets: that one, and those for build scripts.
const OURS: [&str; 4] = [ATTRIBUTE, "memory-budgets-validator", "wrt-memory-validator", "kiln-memory-validator"];

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
    /// Whether it does on the one with the attribute.
    pub(crate) depends_on_attribute: bool,
    /// Whether its manifest makes a workspace.
    pub(crate) is_root: bool,
    /// The features that each feature turns on; an optional dependency is one too.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// `targets` of its `memory_validation` table.
    pub(crate) targets: Option<Vec<String>>,
}

/// What the root's manifest says for all.
#[derive(Debug, Default)]
struct Shared {
    publish: Option<bool>,
    description: String,
    /// The names of `[workspace.dependencies]`, with the packages that they mean.
    dependencies: BTreeMap<String, String>,
    targets: Option<Vec<String>>,
}

/// A workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Its members as the validator knows them, with their code and with what is wrong with their manifests.
    pub(crate) members: Members,
    pub(crate) packages: Vec<Package>,
    /// The `targets` of `[workspace.metadata.memory_validation]`.
    pub(crate) targets: Option<Vec<String>>,
}

/// The folder of the manifest that is meant: the one that is named, or else the nearest.
pub(crate) fn manifest_folder(named: Option<&Path>, folder: &Path) -> Result<PathBuf, Fault> {
    let folder = match named {
        Some(named) => {
            let path = folder.join(named);
            if path.file_name().is_none_or(|name| name != "Cargo.toml") {
                return Err(Fault::new("the path of --manifest-path has to end in Cargo.toml"));
            }
            if !path.is_file() {
                return Err(Fault::new(format!("there is no manifest {}", path.display())));
            }
            let absolute = std::path::absolute(&path).map_err(|error| Fault::file("find", &path, &error))?;
            absolute.parent().unwrap_or(folder).to_owned()
        }
        None => {
            let nearest = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
            nearest.map(Path::to_owned).ok_or_else(|| {
                Fault::new(format!("there is no Cargo.toml in {} or any folder above it", folder.display()))
                    .help("go into a Cargo workspace, or name its manifest with --manifest-path")
            })?
        }
    };
    if folder.to_str().is_none() {
        return Err(Fault::new(format!("the name of the folder {} is not UTF-8", folder.display()))
            .help("rename it: the compiler cannot be told to watch a file there"));
    }
    Ok(folder)
}

impl Workspace {
    /// Reads the manifests of a workspace's members.
    pub(crate) fn read(root: &Path) -> Workspace {
        let shared = with_manifest(root, Shared::of).unwrap_or_default();
        let members = members(root);
        let packages = members.packages().filter_map(|(_, folder)| Package::read(folder, &shared)).collect();
        Workspace { root: root.to_owned(), members, packages, targets: shared.targets }
    }

    /// The package of this name.
    pub(crate) fn package(&self, name: &str) -> Result<&Package, Fault> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.ok_or_else(|| {
            let known = self.packages.iter().map(|package| package.name.as_str());
            let near = |known: &&str| strsim::osa_distance(name, known) <= name.len().div_ceil(4);
            let fault = Fault::new(format!("there is no package `{name}` in the workspace {}", self.root.display()));
            if let Some(trouble) = self.trouble() {
                return fault.help(format!("it may be the one that cannot be read: {trouble}"));
            }
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

    /// Why there may be more packages than are known, in a sentence.
    pub(crate) fn trouble(&self) -> Option<String> {
        let finding = self.members.findings.first()?;
        let place = finding.position().map(|position| format!(" ({position})")).unwrap_or_default();
        Some(format!("{}{place}", finding.title))
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
        let dependencies = dependencies.map(|(key, value)| (key.to_owned(), dependency(key, value).to_owned()));
        Shared {
            publish: at(manifest, &["workspace", "package", "publish"]).map(publishes),
            description: text(manifest, &["workspace", "package", "description"]).unwrap_or_default(),
            dependencies: dependencies.collect(),
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
        let means = |(key, value): (&str, &DeValue<'_>)| match inherits(Some(value)) {
            true => shared.dependencies.get(key).cloned().unwrap_or_default(),
            false => dependency(key, value).to_owned(),
        };
        let for_targets = entries(manifest.get("target").map(|value| value.get_ref()));
        let owners: Vec<&DeTable<'_>> =
            std::iter::once(manifest).chain(for_targets.filter_map(|(_, value)| value.as_table())).collect();
        let of_kind = |kind: &'static str| {
            owners.iter().flat_map(move |table| entries(table.get(kind).map(|value| value.get_ref())))
        };
        let of_all_kinds = || ["dependencies", "build-dependencies"].into_iter().flat_map(of_kind);
        let is_optional = |value: &DeValue<'_>| {
            value.as_table().and_then(|table| table.get("optional")?.get_ref().as_bool()) == Some(true)
        };
        let optional = of_all_kinds().filter(|(_, value)| is_optional(value)).map(|(name, _)| name.to_owned());
        let listed = entries(manifest.get("features").map(|value| value.get_ref()));
        let features = listed.map(|(name, value)| (name.to_owned(), list(value))).collect();
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
            depends_on_ours: of_all_kinds().any(|entry| OURS.contains(&&*means(entry))),
            depends_on_attribute: of_kind("dependencies").any(|entry| means(entry) == ATTRIBUTE),
            is_root: manifest.get("workspace").is_some(),
            features: declared(optional, features),
            targets: at(manifest, &["package", "metadata", "memory_validation", "targets"]).map(list),
        }
    }
}

/// All features that a package's manifest declares, with what each turns on; an optional dependency is one too, unless one of
/// them names it `dep:NAME`.
fn declared(
    optional: impl Iterator<Item = String>,
    mut features: BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    let named: BTreeSet<String> =
        features.values().flatten().filter_map(|name| name.strip_prefix("dep:").map(str::to_owned)).collect();
    for name in optional.filter(|name| !named.contains(name)) {
        features.entry(name).or_default();
    }
    features
}
