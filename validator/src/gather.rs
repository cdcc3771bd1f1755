//! Stage 1: the texts and variables that everything else is made of. With `workspace`, which gathers for the integration
//! check, alone in touching the file system.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::catalogue;
use crate::findings::Finding;
use crate::index::Index;
use crate::manifest::{self, Manifests};
use crate::origin::Origin;
use crate::source::Source;
use crate::target::Target;

/// The largest file that is read, in bytes: 1 MiB.
const MAX_FILE: u64 = 1 << 20;
/// The name of the file that is looked for where none is named.
const DEFAULT_FILE: &str = "memory_budget.toml";
/// The variable that names the file.
pub(crate) const FILE_VARIABLE: &str = "WRT_MEMORY_BUDGET_FILE";

/// What to validate.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The package's folder.
    pub manifest_dir: Option<PathBuf>,
    /// The file that the attribute names, relative to the package's folder.
    pub config_file: Option<String>,
    /// The file that a build script names: looked for from the package's folder up to the workspace root. The default
    /// name stands for the attribute's own search.
    pub searched_file: Option<String>,
    /// The configuration itself, instead of a file.
    pub inline: Option<String>,
    /// The profile that the attribute selects.
    pub profile: Option<String>,
    /// The `strict_mode` of the attribute or the build script.
    pub strict_mode: Option<bool>,
    /// Whether the build script asks for the integration check; if it does not say, the file decides.
    pub integration_check: Option<bool>,
    /// The environment; `None` where it is to be ignored.
    pub environment: Option<Vec<(OsString, OsString)>>,
    /// The compilation target, where it is known.
    pub target: Option<Target>,
}

/// The texts and variables, as they were found.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The configuration; `None` where there is none.
    pub(crate) config: Option<Rc<Source>>,
    /// `false` where a file that should be there could not be read: nothing that follows from it is reported then.
    pub(crate) complete: bool,
    /// `strict_mode` of the manifests' tables.
    pub(crate) strict: Option<(bool, Origin)>,
    variable_names: Index,
    /// In the order of the names; `None` for a value that is not Unicode.
    variable_values: Vec<Option<String>>,
    /// Every file that was read.
    pub(crate) files: Vec<PathBuf>,
    /// The configuration file, if there is one.
    pub(crate) file: Option<PathBuf>,
    /// Where it was looked for in vain, if there is none.
    pub(crate) absent: Vec<PathBuf>,
    /// The workspace root.
    pub(crate) root: PathBuf,
}

impl Gathered {
    pub(crate) fn variable(&self, name: &str) -> Option<&Option<String>> {
        self.variable_names.get(name).map(|i| &self.variable_values[i])
    }

    pub(crate) fn variable_names(&self) -> &[String] {
        self.variable_names.names()
    }

    fn take_variables(&mut self, environment: &[(OsString, OsString)]) {
        let mut names = Vec::new();
        for (name, value) in environment {
            if let Some(name) = name.to_str() {
                names.push(name.to_owned());
                self.variable_values.push(value.to_str().map(str::to_owned));
            }
        }
        self.variable_names = Index::new(names);
    }

    /// A variable's value, if it is set to a usable one; what is wrong with it otherwise becomes a finding.
    pub(crate) fn usable_variable(&self, name: &str, findings: &mut Vec<Finding>) -> Option<&str> {
        let origin = || Origin::Variable(name.to_owned());
        match self.variable(name)? {
            None => findings.push(catalogue::variable_not_unicode(name, &origin())),
            Some(value) if value.is_empty() => findings.push(catalogue::empty_variable(name, &origin())),
            Some(value) => return Some(value),
        }
        None
    }
}

/// Reads what the request leads to.
pub(crate) fn gather(request: &Request, findings: &mut Vec<Finding>) -> Gathered {
    let mut gathered = Gathered { complete: true, ..Gathered::default() };
    gathered.take_variables(request.environment.as_deref().unwrap_or_default());
    if let Some(text) = &request.inline {
        let name = "inline toml".to_owned();
        if text.len() as u64 > MAX_FILE {
            findings.push(catalogue::file_too_large(&name, &Origin::Attribute));
            gathered.complete = false;
        }
        gathered.config = Some(Rc::new(Source::new(name, 2, text.clone())));
    }
    let Some(dir) = &request.manifest_dir else {
        if request.inline.is_none() {
            findings.push(catalogue::no_manifest_dir());
            gathered.complete = false;
        }
        return gathered;
    };
    if dir.to_str().is_none() {
        // The compiler could not be told to watch a file there.
        findings.push(catalogue::path_not_utf8(dir));
        gathered.complete = false;
        return gathered;
    }

    let manifests = manifest::read(dir, &mut gathered.files, findings);
    gathered.strict.clone_from(&manifests.strict_mode);
    gathered.root.clone_from(&manifests.root);
    gathered.complete &= manifests.complete;
    let variable = gathered.usable_variable(FILE_VARIABLE, findings).map(str::to_owned);
    if request.inline.is_some() {
        return gathered;
    }
    if variable.is_none() && gathered.variable(FILE_VARIABLE).is_some() && request.config_file.is_none() {
        gathered.complete = false; // it was meant to name a file, and is reported
        return gathered;
    }
    let search = search(request, dir, &manifests, variable);
    let Some(path) = search.places.iter().find(|path| exists(path)).cloned() else {
        if let Some(finding) = search.finding(request, &manifests) {
            findings.push(finding);
            gathered.complete = false;
        }
        gathered.absent = search.places;
        return gathered;
    };
    let origin = match search.named {
        Some((_, origin)) => origin,
        None => Origin::File(display(&path, &manifests.root)),
    };
    gathered.file = Some(path.clone());
    let name = display(&path, &manifests.root);
    match read(&path, &name, &origin, &mut gathered.files) {
        Ok(text) => gathered.config = Some(Rc::new(Source::new(name, 2, text))),
        Err(finding) => {
            // The names in it are still good for an API that code can use.
            if let Some(text) = salvage(&path) {
                gathered.config = Some(Rc::new(Source::new(name, 2, text)));
            }
            findings.push(*finding);
            gathered.complete = false;
        }
    }
    gathered
}

/// Where the configuration file may be, nearest first.
struct Search {
    /// What names it, if it is named: then it has to be there.
    named: Option<(String, Origin)>,
    places: Vec<PathBuf>,
}

/// Decides where to look, in the order of specification 1.
fn search(request: &Request, dir: &Path, manifests: &Manifests, variable: Option<String>) -> Search {
    let upwards = manifests.folders(dir);
    let (named, folders) = if let Some(named) = &request.config_file {
        (Some((named.clone(), Origin::Attribute)), vec![dir.to_owned()])
    } else if let Some(named) = variable {
        (Some((named, Origin::Variable(FILE_VARIABLE.to_owned()))), vec![manifests.root.clone()])
    } else if let Some(searched) = request.searched_file.as_ref().filter(|searched| *searched != DEFAULT_FILE) {
        (Some((searched.clone(), Origin::BuildScript)), upwards)
    } else {
        (manifests.config_file.clone(), upwards)
    };
    let file = named.as_ref().map_or(DEFAULT_FILE, |(named, _)| named);
    let places = folders.iter().map(|folder| normal(&folder.join(file))).collect();
    Search { named, places }
}

impl Search {
    /// What is wrong where the search has found nothing.
    fn finding(&self, request: &Request, manifests: &Manifests) -> Option<Finding> {
        if let Some((named, origin)) = &self.named {
            let looked_in: Vec<String> = self.places.iter().map(|place| display(place, &manifests.root)).collect();
            return Some(catalogue::missing_file(named, &looked_in, origin));
        }
        let strict = match request.strict_mode {
            Some(on) => on.then_some(Origin::Attribute),
            None => manifests.strict_mode.clone().and_then(|(on, origin)| on.then_some(origin)),
        };
        strict.map(|origin| catalogue::no_file(&origin))
    }
}

/// Whether something is there: what cannot be looked at counts, so that it is reported and not passed over.
pub(crate) fn exists(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// Reads a file of at most [`MAX_FILE`] bytes and adds it to the files read, if the compiler may watch it.
pub(crate) fn read(path: &Path, name: &str, origin: &Origin, files: &mut Vec<PathBuf>) -> Result<String, Box<Finding>> {
    let unreadable = |why: &str| Box::new(catalogue::unreadable_file(name, why, origin));
    if path.to_str().is_none() {
        return Err(Box::new(catalogue::path_not_utf8(path)));
    }
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error.to_string()))?;
    if !metadata.is_file() {
        // A pipe or a device would hang or never end.
        return Err(unreadable(if metadata.is_dir() { "it is a folder" } else { "it is no regular file" }));
    }
    let too_large = || Box::new(catalogue::file_too_large(name, origin));
    if metadata.len() > MAX_FILE {
        return Err(too_large());
    }
    let bytes = fs::read(path).map_err(|error| unreadable(&error.to_string()))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    files.push(path.to_owned());
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let (line, last) = (valid.split('\n').count(), valid.rsplit('\n').next().unwrap_or_default());
        Box::new(catalogue::not_utf8(name, line, last.chars().count() + 1))
    })
}

/// What can be had of a file that is not UTF-8 or too large.
fn salvage(path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > 16 * MAX_FILE {
        return None;
    }
    Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
}

/// The path with its `.` and `..` resolved by name alone.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir if normal.has_root() => {}
            other => normal.push(other),
        }
    }
    normal
}

/// How messages call a path: relative to the workspace root, with `/` on every system. A file that shares no folder
/// with it is called by its name alone, so that no absolute path reaches a binary.
pub(crate) fn display(path: &Path, root: &Path) -> String {
    let parts = |path: &Path| -> Vec<String> {
        normal(path).components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (path_parts, root_parts) = (parts(path), parts(root));
    let shared = path_parts.iter().zip(&root_parts).take_while(|(a, b)| a == b).count();
    let bare = usize::from(path.has_root()); // the root folder itself is shared by everything
    if shared <= bare && !root_parts.is_empty() {
        return path_parts.last().cloned().unwrap_or_default();
    }
    if shared == path_parts.len() && shared == root_parts.len() {
        return ".".to_owned();
    }
    let mut name = "../".repeat(root_parts.len() - shared);
    name.push_str(&path_parts[shared..].join("/"));
    name
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{display, normal};

    #[test]
    fn paths_are_relative_to_the_workspace_root() {
        for (path, shown) in [
            ("/w/app/memory_budget.toml", "memory_budget.toml"),
            ("/w/app/conf/b.toml", "conf/b.toml"),
            ("/w/app/conf/../b.toml", "b.toml"),
            ("/w/shared/b.toml", "../shared/b.toml"),
            ("/etc/b.toml", "b.toml"),
        ] {
            assert_eq!(display(Path::new(path), Path::new("/w/app")), shown);
        }
        assert_eq!(normal(Path::new("/a/./b/../../../c")), Path::new("/c"));
        assert_eq!(normal(Path::new("../a/..")), Path::new(".."));
    }
}
