//! The manifests on the way from the package to its workspace root, by Cargo's rules.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::findings::catalogue::{self, Context};
use crate::findings::{Finding, Origin, Role, Source};
use crate::gather::disk;
use crate::gather::path::{display, normal};

/// What the manifests say.
pub(crate) struct Manifests {
    pub(crate) root: PathBuf,
    pub(crate) config_file: Option<(String, Origin)>,
    pub(crate) strict_mode: Option<(bool, Origin)>,
    /// `false` where one of them could not be read, or its word on the configuration file.
    pub(crate) complete: bool,
}

impl Manifests {
    /// The folders where a relative path is looked up, nearest first: from the package's up to the root.
    pub(crate) fn folders(&self, dir: &Path) -> Vec<PathBuf> {
        let mut folders: Vec<_> =
            dir.ancestors().take_while(|folder| folder.starts_with(&self.root)).map(Path::to_owned).collect();
        if folders.is_empty() {
            // `package.workspace` may name a root that is no parent of the package.
            folders = vec![dir.to_owned(), self.root.clone()];
        }
        folders
    }
}

/// What matters of one manifest.
struct Manifest {
    folder: PathBuf,
    source: Arc<Source>,
    root: Root,
    members: Vec<PathBuf>,
    exclude: Vec<PathBuf>,
    /// The `memory_validation` tables of `package` and `workspace`.
    tables: [Option<Table>; 2],
}

/// Where a manifest says that the workspace root is.
enum Root {
    Itself,
    At(PathBuf),
    Above,
}

pub(crate) type Span = Range<usize>;

/// A `memory_validation` table: its entries in file order, or the type of what stands in its place.
type Table = Result<Vec<(String, Span, Setting, Span)>, (&'static str, Span)>;

enum Setting {
    Text(String),
    Bool(bool),
    Other(&'static str),
}

/// Reads the package's manifest and those above it, up to the workspace root.
pub(crate) fn read(dir: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Manifests {
    let problems = findings.len();
    let mut manifests = Manifests { root: dir.to_owned(), config_file: None, strict_mode: None, complete: false };
    let Some(package) = open(dir, files, findings) else { return manifests };
    let workspace = match &package.root {
        Root::Itself => None,
        Root::At(folder) => open(folder, files, findings),
        Root::Above => above(dir, files, findings),
    };
    if let Some(workspace) = &workspace {
        manifests.root.clone_from(&workspace.folder);
    }
    manifests.complete = findings.len() == problems;
    take_settings(&package, 0, &mut manifests, findings);
    take_settings(workspace.as_ref().unwrap_or(&package), 1, &mut manifests, findings);
    manifests
}

/// The workspace that the package at `dir` belongs to, if a manifest above it makes one.
fn above(dir: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Option<Manifest> {
    for folder in dir.ancestors().skip(1) {
        if !disk::exists(&folder.join("Cargo.toml")) {
            continue;
        }
        let manifest = open(folder, files, findings)?;
        match &manifest.root {
            Root::Itself if !excludes(&manifest, dir) => return Some(manifest),
            Root::At(root) => return open(root, files, findings),
            _ => {}
        }
    }
    None
}

fn excludes(workspace: &Manifest, dir: &Path) -> bool {
    is_excluded(dir, &workspace.folder, &workspace.exclude, &workspace.members)
}

/// Cargo's rule: below an `exclude` and not below a literal member.
pub(crate) fn is_excluded(dir: &Path, root: &Path, exclude: &[PathBuf], members: &[PathBuf]) -> bool {
    let holds = |paths: &[PathBuf]| paths.iter().any(|path| dir.starts_with(normal(&root.join(path))));
    holds(exclude) && !holds(members)
}

/// The text of a manifest.
pub(crate) fn text(
    folder: &Path,
    name: String,
    files: &mut Vec<PathBuf>,
    findings: &mut Vec<Finding>,
) -> Option<Arc<Source>> {
    match disk::read(&folder.join("Cargo.toml"), &name, &Origin::File(name.clone()), files) {
        Ok(text) => Some(Arc::new(Source::new(name, Role::Package, text).at(&folder.join("Cargo.toml")))),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// What a manifest's text says.
pub(crate) fn document<'s>(source: &'s Arc<Source>, findings: &mut Vec<Finding>) -> Option<DeTable<'s>> {
    match DeTable::parse(source.text()) {
        Ok(document) => Some(document.into_inner()),
        Err(error) => {
            let origin = Origin::Text { source: source.clone(), span: error.span().unwrap_or(0..0) };
            findings.push(catalogue::malformed(&source.name, error.message(), &origin));
            None
        }
    }
}

fn open(folder: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Option<Manifest> {
    // The root is not known yet; until it is, a manifest that cannot be read is called by its own name.
    let source = text(folder, "Cargo.toml".to_owned(), files, findings)?;
    let document = document(&source, findings)?;
    let named_root = at(&document, &["package", "workspace"]).and_then(|value| value.get_ref().as_str());
    let root = match named_root {
        _ if document.get("workspace").is_some() => Root::Itself,
        Some(path) => Root::At(normal(&folder.join(path))),
        None => Root::Above,
    };
    let settings = |owner| at(&document, &[owner, "metadata", "memory_validation"]).map(table);
    let tables = [settings("package"), settings("workspace")];
    let (members, exclude) = (paths(&document, "members"), paths(&document, "exclude"));
    Some(Manifest { folder: folder.to_owned(), source: source.clone(), root, members, exclude, tables })
}

/// The paths in a list of `[workspace]`, with their places.
pub(crate) fn listed(document: &DeTable<'_>, key: &str) -> Vec<(String, Span)> {
    let mut paths = Vec::new();
    if let Some(DeValue::Array(listed)) = at(document, &["workspace", key]).map(Spanned::get_ref) {
        for path in listed {
            paths.extend(path.get_ref().as_str().map(|text| (text.to_owned(), path.span())));
        }
    }
    paths
}

/// The paths in a list of `[workspace]`.
pub(crate) fn paths(document: &DeTable<'_>, key: &str) -> Vec<PathBuf> {
    listed(document, key).into_iter().map(|(path, _)| PathBuf::from(path)).collect()
}

fn table(value: &Spanned<DeValue<'_>>) -> Table {
    let DeValue::Table(table) = value.get_ref() else { return Err((value.get_ref().type_str(), value.span())) };
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let setting = match value.get_ref() {
            DeValue::String(text) => Setting::Text(text.to_string()),
            DeValue::Boolean(on) => Setting::Bool(*on),
            other => Setting::Other(other.type_str()),
        };
        (ToString::to_string(Spanned::<DeString<'_>>::get_ref(key)), key.span(), setting, value.span())
    };
    Ok(table.iter().map(entry).collect())
}

/// Takes over what a manifest sets, where a nearer one has not spoken.
fn take_settings(manifest: &Manifest, owner: usize, manifests: &mut Manifests, findings: &mut Vec<Finding>) {
    let name = display(&manifest.folder.join("Cargo.toml"), &manifests.root);
    let role = if manifest.folder == manifests.root { Role::Workspace } else { Role::Package };
    let source = Source::new(name, role, manifest.source.text().to_owned());
    let source = Arc::new(source.at(&manifest.folder.join("Cargo.toml")));
    let origin = |span: &Span| Origin::Text { source: source.clone(), span: span.clone() };
    match &manifest.tables[owner] {
        None => {}
        Some(Err((found, span))) => {
            findings.push(catalogue::wrong_type("memory_validation", "a table", found, &origin(span)));
            manifests.complete = false;
        }
        Some(Ok(entries)) => {
            for (key, key_span, setting, span) in entries {
                match (key.as_str(), setting) {
                    ("config_file", Setting::Text(path)) => {
                        manifests.config_file.get_or_insert((path.clone(), origin(span)));
                    }
                    ("strict_mode", Setting::Bool(on)) => {
                        manifests.strict_mode.get_or_insert((*on, origin(span)));
                    }
                    ("config_file", other) => {
                        findings.push(catalogue::wrong_type(key, "a string", other.found(), &origin(span)));
                        manifests.complete = false;
                    }
                    ("strict_mode", other) => {
                        findings.push(catalogue::wrong_type(key, "true or false", other.found(), &origin(span)));
                    }
                    _ => {
                        let meant =
                            crate::findings::suggest::nearest(key, &mut ["config_file", "strict_mode"].into_iter());
                        manifests.complete &= meant != Some("config_file");
                        findings.push(catalogue::unknown_key(key, &Context::Metadata, meant, &origin(key_span)));
                    }
                }
            }
        }
    }
}

impl Setting {
    fn found(&self) -> &'static str {
        match self {
            Setting::Text(_) => "string",
            Setting::Bool(_) => "boolean",
            Setting::Other(found) => found,
        }
    }
}

/// The value at a path of keys.
pub(crate) fn at<'t, 'i>(document: &'t DeTable<'i>, path: &[&str]) -> Option<&'t Spanned<DeValue<'i>>> {
    let (last, tables) = path.split_last()?;
    let mut table = document;
    for name in tables {
        table = table.get(*name)?.get_ref().as_table()?;
    }
    table.get(*last)
}
