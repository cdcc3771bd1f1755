//! The members of a workspace, by Cargo's rules, and their sources: what the integration check decides about.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use glob::Pattern;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::findings::{Finding, Origin, Source, catalogue};
use crate::gather::disk::exists;
use crate::gather::manifest::{self, Span, at, is_excluded};
use crate::gather::path::{display, normal};

/// How deep folders are followed: beyond any real workspace.
const DEPTH: usize = 64;
/// The largest source file that is looked into, in bytes: 16 MiB.
const MAX_SOURCE: u64 = 16 << 20;

/// A workspace.
pub(crate) struct Workspace {
    /// By folder.
    pub(crate) members: BTreeMap<PathBuf, Member>,
    /// Everything that was read.
    pub(crate) files: Vec<PathBuf>,
}

/// A package of it.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) source: Arc<Source>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A dependency on a package that is at hand.
pub(crate) struct Dependency {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Whether the package itself needs it, and not only its tests or its build script.
    pub(crate) normal: bool,
    /// Where the manifest names it.
    pub(crate) span: Span,
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
pub(crate) fn read(root: &Path, findings: &mut Vec<Finding>) -> Workspace {
    let mut workspace = Workspace { members: BTreeMap::new(), files: Vec::new() };
    let name = "Cargo.toml".to_owned();
    let Some(source) = manifest::text(root, name, &mut workspace.files, findings) else { return workspace };
    let Some(document) = manifest::document(&source, findings) else { return workspace };
    // A new member is a new entry of the lock file.
    let lock = root.join("Cargo.lock");
    workspace.files.extend(exists(&lock).then_some(lock));

    let config = Root::of(&document, root);
    let is_workspace = document.get("workspace").is_some();
    let mut listed: BTreeSet<PathBuf> = document.get("package").map(|_| root.to_owned()).into_iter().collect();
    for (pattern, span) in manifest::listed(&document, "members") {
        let matches = expand(root, &pattern);
        if matches.is_empty() {
            let origin = Origin::Text { source: source.clone(), span };
            let place = display(&normal(&root.join(&pattern).join("Cargo.toml")), root);
            findings.push(catalogue::missing_file(&place, std::slice::from_ref(&place), &origin));
        }
        listed.extend(matches);
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
        let (Some(name), true) = (name, listed.contains(&folder) || belongs()) else { continue };
        let dependencies = config.dependencies(&document, &folder);
        let at_hand = dependencies.iter().map(|dependency| &dependency.folder).filter(|_| is_workspace);
        found.extend(at_hand.filter(|folder| exists(&folder.join("Cargo.toml"))).cloned());
        workspace.members.insert(folder, Member { name: name.to_owned(), source: source.clone(), dependencies });
    }
    workspace
}

impl Root {
    fn of(document: &DeTable<'_>, folder: &Path) -> Root {
        let mut root = Root {
            exclude: manifest::paths(document, "exclude", folder).into_iter().collect(),
            members: manifest::paths(document, "members", folder).into_iter().collect(),
            inherited: BTreeMap::new(),
            patches: BTreeMap::new(),
        };
        for (_, source) in tables(document.get("patch")) {
            for (key, patch) in tables(Some(source)) {
                let package = text(patch, "package").unwrap_or(key.get_ref());
                if let Some(path) = text(patch, "path") {
                    root.patches.insert(package.to_owned(), normal(&folder.join(path)));
                }
            }
        }
        for (key, dependency) in tables(at(document, &["workspace", "dependencies"])) {
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
        let for_targets = tables(document.get("target")).filter_map(|(_, target)| target.get_ref().as_table());
        for owner in std::iter::once(document).chain(for_targets) {
            for (kind, normal) in [
                ("dependencies", true),
                ("dev-dependencies", false),
                ("dev_dependencies", false),
                ("build-dependencies", false),
                ("build_dependencies", false),
            ] {
                for (key, dependency) in tables(owner.get(kind)) {
                    if let Some(folder) = self.folder_of(key.get_ref(), dependency, base) {
                        dependencies.push(Dependency { folder, normal, span: key.span() });
                    }
                }
            }
        }
        dependencies
    }
}

/// The entries of a table; none where there is no table.
fn tables<'t, 'i>(
    value: Option<&'t Spanned<DeValue<'i>>>,
) -> impl Iterator<Item = (&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    value.and_then(|value| value.get_ref().as_table()).into_iter().flat_map(DeTable::iter)
}

fn text<'t>(table: &'t Spanned<DeValue<'_>>, key: &str) -> Option<&'t str> {
    table.get_ref().as_table()?.get(key)?.get_ref().as_str()
}

/// The packages that an entry of `members` stands for: what its parts match, or the folder itself.
fn expand(root: &Path, members: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    for part in Path::new(members).components() {
        let pattern = part.as_os_str().to_str().filter(|part| part.contains(['*', '?', '[']));
        folders = match (part, pattern.map(Pattern::new)) {
            (Component::Normal(_), Some(_)) if pattern == Some("**") => {
                let mut visited = BTreeSet::new();
                folders.iter().flat_map(|folder| below(folder, &mut visited, DEPTH)).collect()
            }
            (Component::Normal(_), Some(Ok(pattern))) => folders
                .iter()
                .flat_map(|folder| subfolders(folder))
                .filter(|folder| folder.file_name().and_then(OsStr::to_str).is_some_and(|name| pattern.matches(name)))
                .collect(),
            _ => folders.iter().map(|folder| normal(&folder.join(part))).collect(),
        };
    }
    folders.retain(|folder| exists(&folder.join("Cargo.toml")));
    folders
}

/// A folder and all below it; each once, however links lead back to it.
fn below(folder: &Path, visited: &mut BTreeSet<PathBuf>, depth: usize) -> Vec<PathBuf> {
    let new = fs::canonicalize(folder).is_ok_and(|real| visited.insert(real));
    if !new || depth == 0 {
        return Vec::new();
    }
    let deeper = subfolders(folder).into_iter().flat_map(|inner| below(&inner, visited, depth - 1));
    std::iter::once(folder.to_owned()).chain(deeper).collect()
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).unwrap_or_default().into_iter().filter(|path| path.is_dir()).collect()
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// The sources of a package, without its tests, examples and benches.
pub(crate) struct Sources {
    pub(crate) texts: Vec<String>,
    /// What they were read from, for Cargo to watch.
    pub(crate) watched: Vec<PathBuf>,
    /// The first that could not be read, and why.
    pub(crate) unreadable: Option<(PathBuf, String)>,
}

impl Sources {
    /// Reads a package's sources.
    pub(crate) fn read(package: &Path) -> Sources {
        let mut sources = Sources { texts: Vec::new(), watched: Vec::new(), unreadable: None };
        let mut visited = BTreeSet::new();
        sources.folder(package, true, &mut visited, DEPTH);
        sources
    }

    fn folder(&mut self, folder: &Path, is_package: bool, visited: &mut BTreeSet<PathBuf>, depth: usize) {
        if depth == 0 || !fs::canonicalize(folder).is_ok_and(|real| visited.insert(real)) {
            return;
        }
        let entries = match entries(folder) {
            Ok(entries) => entries,
            Err(error) => return self.give_up(folder, &error.to_string()),
        };
        for path in entries {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            if path.is_dir() {
                let other = is_package && matches!(name, "tests" | "examples" | "benches" | "target");
                if !other && !name.starts_with('.') && !exists(&path.join("Cargo.toml")) {
                    self.folder(&path, false, visited, depth - 1);
                    if is_package {
                        // Whole, so that a file that is added counts.
                        self.watched.push(path);
                    }
                }
            } else if path.extension() == Some(OsStr::new("rs")) && !(is_package && name == "build.rs") {
                self.file(&path);
                if is_package {
                    self.watched.push(path);
                }
            }
        }
    }

    fn file(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => {} // a pipe or a device
            Ok(metadata) if metadata.len() > MAX_SOURCE => self.give_up(path, "it is larger than 16MB"),
            Ok(_) => match fs::read(path) {
                Ok(bytes) => self.texts.push(String::from_utf8_lossy(&bytes).into_owned()),
                Err(error) => self.give_up(path, &error.to_string()),
            },
            Err(error) => self.give_up(path, &error.to_string()),
        }
    }

    fn give_up(&mut self, path: &Path, why: &str) {
        self.unreadable.get_or_insert_with(|| (path.to_owned(), why.to_owned()));
    }
}
