//! The manifests on the way from the package to its workspace root, by Cargo's rules.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::findings::catalogue::{self, Context};
use crate::findings::{Finding, Origin, Role, Source, suggest};
use crate::gather::disk;
use crate::gather::path::{display, normal};
use crate::predicate::known;

/// What the manifests say.
pub(crate) struct Manifests {
    pub(crate) root: PathBuf,
    /// The package's name.
    pub(crate) package: Option<String>,
    pub(crate) config_file: Option<(String, Origin)>,
    pub(crate) strict_mode: Option<(bool, Origin)>,
    /// The names that the package's lints declare for predicates.
    pub(crate) cfgs: Vec<String>,
    /// `false` where one of them could not be read, or its word on the configuration file.
    pub(crate) complete: bool,
}

impl Manifests {
    /// The folders where a relative path is looked up, nearest first: from the package's up to the root.
    pub(crate) fn folders(&self, dir: &Path) -> Vec<PathBuf> {
        let mut folders = Vec::new();
        for folder in dir.ancestors() {
            if !folder.starts_with(&self.root) {
                break;
            }
            folders.push(folder.to_owned());
        }
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
    text: String,
    root: Root,
    package: Option<String>,
    members: Vec<PathBuf>,
    exclude: Vec<PathBuf>,
    package_settings: Settings,
    workspace_settings: Settings,
    /// The names that the lints of the package and of the workspace declare for predicates.
    package_cfgs: Vec<String>,
    workspace_cfgs: Vec<String>,
    /// Whether the package's lints are the workspace's.
    inherits_lints: bool,
}

/// Where a manifest says that the workspace root is.
enum Root {
    Itself,
    At(PathBuf),
    Above,
}

pub(crate) type Span = Range<usize>;

/// A `memory_validation` table.
enum Settings {
    Absent,
    /// Something else stands in its place, of this type.
    NoTable(&'static str, Span),
    Entries(Vec<Entry>),
}

struct Entry {
    key: String,
    key_span: Span,
    setting: Setting,
    span: Span,
}

enum Setting {
    Text(String),
    Bool(bool),
    Texts,
    Other(&'static str),
}

/// Reads the package's manifest and those above it, up to the workspace root.
pub(crate) fn read(dir: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Manifests {
    let problems = findings.len();
    let mut manifests = Manifests {
        root: dir.to_owned(),
        package: None,
        config_file: None,
        strict_mode: None,
        cfgs: Vec::new(),
        complete: false,
    };
    let Some(mut package) = open(dir, files, findings) else { return manifests };
    let workspace = match &package.root {
        Root::Itself => None,
        Root::At(folder) => open(folder, files, findings),
        Root::Above => above(dir, files, findings),
    };
    if let Some(workspace) = &workspace {
        manifests.root.clone_from(&workspace.folder);
    }
    manifests.cfgs = match &workspace {
        Some(workspace) if package.inherits_lints => workspace.workspace_cfgs.clone(),
        None if package.inherits_lints => package.workspace_cfgs.clone(),
        _ => package.package_cfgs.clone(),
    };
    manifests.complete = findings.len() == problems;
    manifests.package = package.package.take();
    let settings = std::mem::replace(&mut package.package_settings, Settings::Absent);
    let source = package.source(&manifests.root);
    manifests.take(settings, &source, findings);
    match workspace {
        None => manifests.take(package.workspace_settings, &source, findings),
        Some(mut workspace) => {
            let source = workspace.source(&manifests.root);
            manifests.take(workspace.workspace_settings, &source, findings);
        }
    }
    manifests
}

/// What Cargo leaves where it has unpacked a package, or checked out a repository.
const UNPACKED: [&str; 2] = [".cargo-checksum.json", ".cargo-ok"];

/// The workspace that the package at `dir` belongs to, if a manifest above it makes one.
fn above(dir: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Option<Manifest> {
    let mut below = dir;
    while let Some(folder) = below.parent() {
        // A vendored dependency is no member of the workspace that it lies in.
        if disk::exists(&below.join(UNPACKED[0])) || disk::exists(&below.join(UNPACKED[1])) {
            return None;
        }
        below = folder;
        if !disk::exists(&folder.join("Cargo.toml")) {
            continue;
        }
        let manifest = open(folder, files, findings)?;
        match &manifest.root {
            Root::Itself if !manifest.excludes(dir) => return Some(manifest),
            Root::At(root) => return open(root, files, findings),
            _ => {}
        }
    }
    None
}

/// Cargo's rule: below an `exclude` and not below a literal member.
pub(crate) fn is_excluded(dir: &Path, excluded: &dyn Fn(&Path) -> bool, member: &dyn Fn(&Path) -> bool) -> bool {
    let mut is_excluded = false;
    for folder in dir.ancestors() {
        if member(folder) {
            return false;
        }
        is_excluded |= excluded(folder);
    }
    is_excluded
}

/// The text of a manifest.
#[cfg(feature = "build-script")]
pub(crate) fn text(
    folder: &Path,
    name: String,
    files: &mut Vec<PathBuf>,
    findings: &mut Vec<Finding>,
) -> Option<Arc<Source>> {
    let path = folder.join("Cargo.toml");
    let text = disk::read(&path, &name, &Origin::File(name.clone()), files);
    let source = text.map(|text| Arc::new(Source::new(name, Role::Package, text).at(&path)));
    source.map_err(|finding| findings.push(*finding)).ok()
}

/// What a manifest's text says.
#[cfg(feature = "build-script")]
pub(crate) fn document<'s>(source: &'s Arc<Source>, findings: &mut Vec<Finding>) -> Option<DeTable<'s>> {
    let document = DeTable::parse(source.text());
    document
        .map(Spanned::into_inner)
        .map_err(|error| findings.push(malformed(source, error.message(), error.span())))
        .ok()
}

fn malformed(source: &Arc<Source>, parser_says: &str, span: Option<Span>) -> Finding {
    let origin = Origin::Text { source: source.clone(), span: span.unwrap_or(0..0) };
    catalogue::malformed(&source.name, parser_says, &origin)
}

fn open(folder: &Path, files: &mut Vec<PathBuf>, findings: &mut Vec<Finding>) -> Option<Manifest> {
    // The root is not known yet; until it is, a manifest that cannot be read is called by its own name.
    let name = "Cargo.toml".to_owned();
    let text = match disk::read(&folder.join(&name), &name, &Origin::File(name.clone()), files) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    let mut manifest = Manifest {
        folder: folder.to_owned(),
        text: String::new(),
        root: Root::Above,
        package: None,
        members: Vec::new(),
        exclude: Vec::new(),
        package_settings: Settings::Absent,
        workspace_settings: Settings::Absent,
        package_cfgs: Vec::new(),
        workspace_cfgs: Vec::new(),
        inherits_lints: false,
    };
    match DeTable::parse(&text) {
        Ok(document) => manifest.take_in(document.get_ref()),
        Err(error) => {
            let (said, span) = (error.message().to_owned(), error.span());
            let source = Source::new(name.clone(), Role::Package, text).at(&folder.join(name));
            findings.push(malformed(&Arc::new(source), &said, span));
            return None;
        }
    }
    manifest.text = text;
    Some(manifest)
}

impl Manifest {
    fn take_in(&mut self, document: &DeTable<'_>) {
        let text = |path: &[&str]| value_at(document, path)?.as_str();
        if document.get("workspace").is_some() {
            self.root = Root::Itself;
        } else if let Some(root) = text(&["package", "workspace"]) {
            self.root = Root::At(normal(&self.folder.join(root)));
        }
        self.package = text(&["package", "name"]).map(str::to_owned);
        self.members = paths(document, "members", &self.folder);
        self.exclude = paths(document, "exclude", &self.folder);
        self.package_settings = Settings::of(document, "package");
        self.workspace_settings = Settings::of(document, "workspace");
        self.package_cfgs = declared_cfgs(document, &["lints"]);
        self.workspace_cfgs = declared_cfgs(document, &["workspace", "lints"]);
        let inherits = value_at(document, &["lints", "workspace"]);
        self.inherits_lints = matches!(inherits, Some(DeValue::Boolean(true)));
    }

    fn excludes(&self, dir: &Path) -> bool {
        let among = |paths: &[PathBuf], folder: &Path| paths.iter().any(|path| path == folder);
        is_excluded(dir, &|folder| among(&self.exclude, folder), &|folder| among(&self.members, folder))
    }

    /// The text, under the name that it has from the workspace root.
    fn source(&mut self, root: &Path) -> Arc<Source> {
        let role = if self.folder == root { Role::Workspace } else { Role::Package };
        let path = self.folder.join("Cargo.toml");
        Arc::new(Source::new(display(&path, root), role, std::mem::take(&mut self.text)).at(&path))
    }
}

/// The names that the lint `unexpected_cfgs` of a table of lints is told of.
fn declared_cfgs(document: &DeTable<'_>, lints: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(DeValue::Table(lints)) = value_at(document, lints) {
        if let Some(DeValue::Array(listed)) = value_at(lints, &["rust", "unexpected_cfgs", "check-cfg"]) {
            for check_cfg in listed {
                known::declared(check_cfg.get_ref().as_str().unwrap_or_default(), &mut names);
            }
        }
    }
    names
}

/// The paths in a list of `[workspace]`, with their places.
pub(crate) fn listed(document: &DeTable<'_>, key: &str) -> Vec<(String, Span)> {
    let mut paths = Vec::new();
    if let Some(DeValue::Array(listed)) = value_at(document, &["workspace", key]) {
        for path in listed {
            if let Some(text) = path.get_ref().as_str() {
                paths.push((text.to_owned(), path.span()));
            }
        }
    }
    paths
}

/// The paths in a list of `[workspace]`, from the root's folder.
pub(crate) fn paths(document: &DeTable<'_>, key: &str, root: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (path, _) in &listed(document, key) {
        paths.push(normal(&root.join(path)));
    }
    paths
}

impl Settings {
    fn of(document: &DeTable<'_>, owner: &str) -> Settings {
        let Some(value) = at(document, &[owner, "metadata", "memory_validation"]) else { return Settings::Absent };
        let DeValue::Table(table) = value.get_ref() else {
            return Settings::NoTable(value.get_ref().type_str(), value.span());
        };
        let mut entries = Vec::new();
        for (key, value) in table {
            let setting = match value.get_ref() {
                DeValue::String(text) => Setting::Text(text.to_string()),
                DeValue::Boolean(on) => Setting::Bool(*on),
                DeValue::Array(values) if are_texts(values) => Setting::Texts,
                other => Setting::Other(other.type_str()),
            };
            let (key, key_span) = (key.get_ref().to_string(), key.span());
            entries.push(Entry { key, key_span, setting, span: value.span() });
        }
        Settings::Entries(entries)
    }
}

fn are_texts(values: &DeArray<'_>) -> bool {
    for value in values {
        if !value.get_ref().is_str() {
            return false;
        }
    }
    true
}

impl Manifests {
    /// Takes over what a manifest sets, where a nearer one has not spoken.
    fn take(&mut self, settings: Settings, source: &Arc<Source>, findings: &mut Vec<Finding>) {
        let origin = |span: &Span| Origin::Text { source: source.clone(), span: span.clone() };
        let entries = match settings {
            Settings::Absent => return,
            Settings::NoTable(found, span) => {
                findings.push(catalogue::wrong_type("memory_validation", "a table", found, &origin(&span)));
                self.complete = false;
                return;
            }
            Settings::Entries(entries) => entries,
        };
        for Entry { key, key_span, setting, span } in &entries {
            match (key.as_str(), setting) {
                ("config_file", Setting::Text(path)) => {
                    if self.config_file.is_none() {
                        self.config_file = Some((path.clone(), origin(span)));
                    }
                }
                ("strict_mode", Setting::Bool(on)) => {
                    if self.strict_mode.is_none() {
                        self.strict_mode = Some((*on, origin(span)));
                    }
                }
                ("config_file", other) => {
                    findings.push(catalogue::wrong_type(key, "a string", other.found(), &origin(span)));
                    self.complete = false;
                }
                ("strict_mode", other) => {
                    findings.push(catalogue::wrong_type(key, "true or false", other.found(), &origin(span)));
                }
                // For the command line, which reads them.
                ("targets", Setting::Texts) => {}
                ("targets", other) => {
                    findings.push(catalogue::wrong_type(key, "a list of targets' names", other.found(), &origin(span)));
                }
                _ => {
                    let meant = suggest::setting(key, Context::Metadata.settings());
                    self.complete &= meant != Some("config_file");
                    findings.push(catalogue::unknown_key(key, &Context::Metadata, meant, &origin(key_span)));
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
            Setting::Texts => "array",
            Setting::Other(found) => found,
        }
    }
}

/// The value at a path of keys, without its place.
fn value_at<'t, 'i>(document: &'t DeTable<'i>, path: &[&str]) -> Option<&'t DeValue<'i>> {
    Some(at(document, path)?.get_ref())
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
