//! What a package depends on, as its manifest says it and the workspace's for it.

use std::collections::BTreeMap;
use std::iter;
use std::path::{Path, PathBuf};

use memory_budgets_validator::for_command_line::normal;
use memory_budgets_validator::{Predicate, Target};
use toml::de::{DeTable, DeValue};

use crate::manifest::{at, entries, list};

/// A dependency, for one of the targets and uses that a manifest has it for.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    /// The package, whatever the manifest calls it.
    pub(crate) package: String,
    pub(crate) kind: Kind,
    platform: Option<Platform>,
    pub(crate) is_optional: bool,
    pub(crate) default_features: bool,
    pub(crate) features: Vec<String>,
    /// Where the package is, if a path leads to it.
    folder: Option<PathBuf>,
    /// Its place among the members, if it is one.
    pub(crate) member: Option<usize>,
}

/// By the names that a manifest calls them, which its features go by.
pub(crate) type Dependencies = BTreeMap<String, Vec<Dependency>>;

/// What needs a dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The package itself.
    Normal,
    /// Its build script.
    Build,
    /// Its tests.
    Dev,
}

/// The tables of dependencies, under their older names too.
const TABLES: [(&str, Kind); 5] = [
    ("dependencies", Kind::Normal),
    ("build-dependencies", Kind::Build),
    ("build_dependencies", Kind::Build),
    ("dev-dependencies", Kind::Dev),
    ("dev_dependencies", Kind::Dev),
];

/// The targets that a dependency is for: a key under `target`.
#[derive(Clone, Debug)]
enum Platform {
    Triple(String),
    /// `None` where it cannot be read.
    Cfg(Option<Predicate>),
}

/// What the root's manifest says about the dependencies of all members.
#[derive(Debug, Default)]
pub(crate) struct Inherited {
    dependencies: BTreeMap<String, Dependency>,
    /// The folders of the packages that `[patch]` puts in the place of others.
    patches: BTreeMap<String, PathBuf>,
}

impl Inherited {
    pub(crate) fn of(manifest: &DeTable<'_>, root: &Path) -> Inherited {
        let mut inherited = Inherited::default();
        for (_, source) in entries(at(manifest, &["patch"])) {
            for (name, value) in entries(Some(source)) {
                let patch = Dependency::of(name, value, root);
                inherited.patches.extend(patch.folder.map(|folder| (patch.package, folder)));
            }
        }
        let dependencies = entries(at(manifest, &["workspace", "dependencies"]));
        let dependencies = dependencies.map(|(name, value)| (name.to_owned(), Dependency::of(name, value, root)));
        inherited.dependencies = dependencies.collect();
        inherited
    }
}

impl Dependency {
    /// One that stands by itself: a version, or a table.
    fn of(name: &str, value: &DeValue<'_>, folder: &Path) -> Dependency {
        let key = |key: &str| value.as_table().and_then(|table| table.get(key)).map(|value| value.get_ref());
        Dependency {
            package: key("package").and_then(DeValue::as_str).unwrap_or(name).to_owned(),
            kind: Kind::Normal,
            platform: None,
            is_optional: key("optional").and_then(DeValue::as_bool) == Some(true),
            default_features: default_features(value).unwrap_or(true),
            features: key("features").map(list).unwrap_or_default(),
            folder: key("path").and_then(DeValue::as_str).map(|path| normal(&folder.join(path))),
            member: None,
        }
    }

    /// One that may be the workspace's, to which a member adds.
    fn of_member(name: &str, value: &DeValue<'_>, folder: &Path, inherited: &Inherited) -> Dependency {
        let mut own = Dependency::of(name, value, folder);
        if inherits(value) {
            // One that the workspace has not is Cargo's to refuse.
            let Some(shared) = inherited.dependencies.get(name).cloned() else {
                return Dependency { package: String::new(), ..own };
            };
            own = Dependency {
                is_optional: own.is_optional,
                // A member may turn them on where the workspace has turned them off, and not the other way.
                default_features: shared.default_features || default_features(value) == Some(true),
                features: [shared.features, own.features].concat(),
                ..shared
            };
        }
        own.folder = own.folder.or_else(|| inherited.patches.get(&own.package).cloned());
        own
    }

    /// Whether a target is one of those that it is for.
    pub(crate) fn is_for(&self, target: &Target) -> bool {
        match &self.platform {
            None => true,
            Some(Platform::Triple(triple)) => *triple == target.triple,
            Some(Platform::Cfg(predicate)) => predicate.as_ref().is_some_and(|predicate| target.matches(predicate)),
        }
    }

    /// Finds it among the members, by their folders.
    pub(crate) fn find(&mut self, members: &BTreeMap<PathBuf, usize>) {
        self.member = self.folder.as_ref().and_then(|folder| members.get(folder)).copied();
    }
}

/// Whether a value is the workspace's to give.
pub(crate) fn inherits(value: &DeValue<'_>) -> bool {
    value.as_table().is_some_and(|table| table.get("workspace").is_some())
}

fn default_features(value: &DeValue<'_>) -> Option<bool> {
    let table = value.as_table()?;
    ["default-features", "default_features"].iter().find_map(|key| table.get(*key)?.get_ref().as_bool())
}

/// All that a manifest in `folder` names.
pub(crate) fn dependencies(manifest: &DeTable<'_>, folder: &Path, inherited: &Inherited) -> Dependencies {
    let mut dependencies = Dependencies::new();
    let for_targets = entries(at(manifest, &["target"]))
        .filter_map(|(key, value)| value.as_table().map(|table| (Some(platform(key)), table)));
    for (platform, table) in iter::once((None, manifest)).chain(for_targets) {
        for (key, kind) in TABLES {
            for (name, value) in entries(at(table, &[key])) {
                let one = Dependency::of_member(name, value, folder, inherited);
                let one = Dependency { kind, platform: platform.clone(), ..one };
                dependencies.entry(name.to_owned()).or_default().push(one);
            }
        }
    }
    dependencies
}

fn platform(key: &str) -> Platform {
    match key.starts_with("cfg(") {
        true => Platform::Cfg(Predicate::parse(key).ok()),
        false => Platform::Triple(key.to_owned()),
    }
}
