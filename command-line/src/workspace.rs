//! The packages of a workspace, and which of them carry the attribute.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memory_budgets_validator::for_command_line::{folders, normal};
use memory_budgets_validator::{Members, members};
use toml::de::{DeTable, DeValue};

use crate::dependencies::{Dependencies, Inherited, Kind, dependencies, inherits};
use crate::fault::Fault;
use crate::manifest::{at, entries, list, text, with_manifest};

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
    /// What each feature turns on; an optional dependency is one too.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) dependencies: Dependencies,
    /// `targets` of its `memory_validation` table.
    pub(crate) targets: Option<Vec<String>>,
}

/// What the root's manifest says for all.
#[derive(Debug, Default)]
struct Shared {
    publish: Option<bool>,
    description: String,
    inherited: Inherited,
    targets: Option<Vec<String>>,
    default_members: Option<Vec<String>>,
    unifies_all: bool,
}

/// A workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Its members as the validator knows them, with their code and with what is wrong with their manifests.
    pub(crate) members: Members,
    pub(crate) packages: Arc<[Package]>,
    /// The places of those that a build at the root is of, where nothing else is asked for.
    default: Vec<usize>,
    /// Whether features are unified across targets and with what tests and build scripts need: resolver 1.
    pub(crate) unifies_all: bool,
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
            // As Cargo does, which follows no link before a `..` here.
            normal(absolute.parent().unwrap_or(folder))
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
        let shared = with_manifest(root, |manifest| Shared::of(manifest, root)).unwrap_or_default();
        let members = members(root);
        let mut packages: Vec<Package> =
            members.packages().filter_map(|(_, folder)| Package::read(folder, &shared)).collect();
        let places = packages.iter().enumerate().map(|(place, package)| (package.folder.clone(), place)).collect();
        for package in &mut packages {
            package.dependencies.values_mut().flatten().for_each(|dependency| dependency.find(&places));
        }
        let default = match (&shared.default_members, places.get(root)) {
            (Some(listed), _) => {
                folders(root, listed).iter().filter_map(|folder| places.get(folder).copied()).collect()
            }
            (None, Some(&package)) => vec![package],
            (None, None) => (0..packages.len()).collect(),
        };
        let (targets, unifies_all) = (shared.targets, shared.unifies_all);
        Workspace { root: root.to_owned(), members, packages: packages.into(), default, unifies_all, targets }
    }

    /// The places of the packages that a build is of: the one that is named, or that of the manifest's folder, which at the root
    /// are those that stand for the workspace.
    pub(crate) fn built(&self, named: Option<&str>, folder: &Path) -> Vec<usize> {
        let place = |is: &dyn Fn(&Package) -> bool| self.packages.iter().position(is);
        match named {
            Some(name) => place(&|package| package.name == name).into_iter().collect(),
            None if folder == self.root => self.default.clone(),
            None => place(&|package| package.folder == folder).map_or_else(|| self.default.clone(), |one| vec![one]),
        }
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

/// Whether `publish` lets a package go anywhere.
fn publishes(value: &DeValue<'_>) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_array().is_none_or(|registries| !registries.is_empty()))
}

impl Shared {
    fn of(manifest: &DeTable<'_>, root: &Path) -> Shared {
        Shared {
            publish: at(manifest, &["workspace", "package", "publish"]).map(publishes),
            description: text(manifest, &["workspace", "package", "description"]).unwrap_or_default(),
            inherited: Inherited::of(manifest, root),
            targets: at(manifest, &["workspace", "metadata", "memory_validation", "targets"]).map(list),
            default_members: at(manifest, &["workspace", "default-members"]).map(list),
            unifies_all: unifies_all(manifest),
        }
    }
}

/// Whether the root's manifest asks for resolver 1, or does not ask and is older than the next: what makes no package has no edition.
fn unifies_all(manifest: &DeTable<'_>) -> bool {
    let text = |path: &[&str]| at(manifest, path).and_then(DeValue::as_str);
    if let Some(resolver) = text(&["workspace", "resolver"]).or_else(|| text(&["package", "resolver"])) {
        return resolver == "1";
    }
    let edition = match at(manifest, &["package", "edition"]) {
        Some(value) if inherits(value) => text(&["workspace", "package", "edition"]),
        value => value.and_then(DeValue::as_str),
    };
    edition.is_none_or(|edition| ["2015", "2018"].contains(&edition))
}

impl Package {
    /// Whether it may have a feature of this name.
    pub(crate) fn has_feature(&self, name: &str) -> bool {
        self.features.contains_key(name) || (self.name.is_empty() && name != "default")
    }

    fn read(folder: &Path, shared: &Shared) -> Option<Package> {
        with_manifest(folder, |manifest| Package::of(manifest, folder, shared))
    }

    /// What stands for a package where a folder's manifest makes none or cannot be read.
    pub(crate) fn none(folder: &Path) -> Package {
        Package { folder: folder.to_owned(), is_root: true, ..Package::default() }
    }

    fn of(manifest: &DeTable<'_>, folder: &Path, shared: &Shared) -> Package {
        let (publish, description) = (at(manifest, &["package", "publish"]), at(manifest, &["package", "description"]));
        let dependencies = dependencies(manifest, folder, &shared.inherited);
        let not_of_tests = || dependencies.values().flatten().filter(|dependency| dependency.kind != Kind::Dev);
        let listed = entries(at(manifest, &["features"]));
        let features = listed.map(|(name, value)| (name.to_owned(), list(value))).collect();
        let is_macro = |key: &str| match at(manifest, &["lib", key]) {
            Some(DeValue::Boolean(is_macro)) => *is_macro,
            kinds => kinds.is_some_and(|kinds| list(kinds).iter().any(|kind| kind == "proc-macro")),
        };
        Package {
            name: text(manifest, &["package", "name"]).unwrap_or_default(),
            folder: folder.to_owned(),
            // Without a description and a licence crates.io takes none, and an application has neither.
            is_published: match publish {
                Some(value) if inherits(value) => shared.publish == Some(true),
                Some(publish) => publishes(publish),
                None => {
                    description.is_some()
                        && ["license", "license-file"].iter().any(|key| at(manifest, &["package", key]).is_some())
                }
            },
            is_macro: ["proc-macro", "proc_macro", "crate-type", "crate_type"].into_iter().any(is_macro),
            description: match description {
                Some(value) if inherits(value) => shared.description.clone(),
                Some(text) => text.as_str().unwrap_or_default().to_owned(),
                None => String::new(),
            },
            depends_on_ours: not_of_tests().any(|dependency| OURS.contains(&&*dependency.package)),
            depends_on_attribute: not_of_tests()
                .any(|dependency| dependency.kind == Kind::Normal && dependency.package == ATTRIBUTE),
            is_root: manifest.get("workspace").is_some(),
            features: declared(&dependencies, features),
            dependencies,
            targets: at(manifest, &["package", "metadata", "memory_validation", "targets"]).map(list),
        }
    }
}

/// All features that a package's manifest declares, with what each turns on; an optional dependency is one too, unless one of
/// them names it `dep:NAME`.
fn declared(dependencies: &Dependencies, mut features: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let named: BTreeSet<String> =
        features.values().flatten().filter(|name| name.starts_with("dep:")).cloned().collect();
    for (name, _) in dependencies.iter().filter(|(_, several)| several.iter().any(|one| one.is_optional)) {
        let dependency = format!("dep:{name}");
        if !named.contains(&dependency) {
            features.entry(name.clone()).or_insert_with(|| vec![dependency]);
        }
    }
    features
}
