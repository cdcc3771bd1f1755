//! What a package's manifest says of its code: its features, and the files that its library and programs begin with.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::findings::Source;
use crate::gather::disk;
use crate::gather::manifest::{Span, at};

/// A member of a workspace.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) dependencies: Vec<Dependency>,
    /// The features that can be asked for.
    pub(super) features: BTreeSet<String>,
    /// The path of the library, where the manifest gives one.
    library: Option<String>,
    /// Name and path of each `[[bin]]`.
    programs: Vec<(Option<String>, Option<String>)>,
    finds_programs: bool,
}

/// A dependency on a package that is at hand.
#[derive(Debug)]
pub(super) struct Dependency {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Whether the package itself needs it, and not only its tests or its build script.
    pub(super) normal: bool,
    /// Where the manifest names it.
    pub(super) span: Span,
}

impl Package {
    pub(super) fn of(
        name: &str,
        document: &DeTable<'_>,
        source: &Arc<Source>,
        dependencies: Vec<Dependency>,
    ) -> Package {
        let programs = match document.get("bin").map(Spanned::get_ref) {
            Some(DeValue::Array(programs)) => programs
                .iter()
                .map(|program| (text(program, "name").map(str::to_owned), text(program, "path").map(str::to_owned)))
                .collect(),
            _ => Vec::new(),
        };
        let finds_programs = at(document, &["package", "autobins"]).and_then(|found| found.get_ref().as_bool());
        Package {
            name: name.to_owned(),
            source: source.clone(),
            dependencies,
            features: features(document),
            library: document.get("lib").and_then(|library| text(library, "path")).map(str::to_owned),
            programs,
            finds_programs: finds_programs.unwrap_or(true),
        }
    }

    /// The files that its library and its programs begin with.
    pub(super) fn roots(&self, folder: &Path) -> Vec<PathBuf> {
        let programs = folder.join("src/bin");
        let mut roots = vec![folder.join(self.library.as_deref().unwrap_or("src/lib.rs"))];
        for (name, path) in &self.programs {
            match (name, path) {
                (_, Some(path)) => roots.push(folder.join(path)),
                (Some(name), None) => {
                    roots.push(programs.join(format!("{name}.rs")));
                    roots.push(programs.join(name).join("main.rs"));
                    roots.extend((*name == self.name).then(|| folder.join("src/main.rs")));
                }
                (None, None) => {}
            }
        }
        if self.finds_programs {
            roots.push(folder.join("src/main.rs"));
            for entry in disk::entries(&programs).unwrap_or_default() {
                roots.push(if disk::is_folder(&entry) { entry.join("main.rs") } else { entry });
            }
        }
        roots.retain(|root| root.extension().is_some_and(|ending| ending == "rs") && disk::exists(root));
        roots
    }
}

/// The features of a manifest, with those that optional dependencies come to.
fn features(document: &DeTable<'_>) -> BTreeSet<String> {
    let mut features = BTreeSet::new();
    let mut only_dependencies = BTreeSet::new();
    for (feature, enables) in entries(document.get("features")) {
        features.insert(feature.get_ref().to_string());
        if let DeValue::Array(enables) = enables.get_ref() {
            let names = enables.iter().filter_map(|enabled| enabled.get_ref().as_str()?.strip_prefix("dep:"));
            only_dependencies.extend(names.map(str::to_owned));
        }
    }
    for owner in owners(document) {
        for kind in ["dependencies", "build-dependencies", "build_dependencies"] {
            for (name, dependency) in entries(owner.get(kind)) {
                let optional =
                    dependency.get_ref().as_table().and_then(|table| table.get("optional")?.get_ref().as_bool());
                if optional == Some(true) && !only_dependencies.contains(name.get_ref().as_ref()) {
                    features.insert(name.get_ref().to_string());
                }
            }
        }
    }
    features
}

/// What may have dependencies: the package as such, and for each target.
pub(super) fn owners<'t, 'i>(document: &'t DeTable<'i>) -> impl Iterator<Item = &'t DeTable<'i>> {
    let for_targets = entries(document.get("target")).filter_map(|(_, target)| target.get_ref().as_table());
    std::iter::once(document).chain(for_targets)
}

/// The entries of a table; none where there is no table.
pub(super) fn entries<'t, 'i>(
    value: Option<&'t Spanned<DeValue<'i>>>,
) -> impl Iterator<Item = (&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    value.and_then(|value| value.get_ref().as_table()).into_iter().flat_map(DeTable::iter)
}

/// A text in a table.
pub(super) fn text<'t>(table: &'t Spanned<DeValue<'_>>, key: &str) -> Option<&'t str> {
    table.get_ref().as_table()?.get(key)?.get_ref().as_str()
}
