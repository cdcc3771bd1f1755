//! Stage 1: the texts and variables that everything else is made of.

pub(crate) mod disk;
pub(crate) mod manifest;
pub(crate) mod path;
mod search;

use std::ffi::OsString;
use std::path::PathBuf;
use std::rc::Rc;

use self::disk::MAX_FILE;
use self::path::display;
use crate::environment::{Environment, FILE_VARIABLE};
use crate::findings::catalogue;
use crate::findings::{Finding, Origin, Source};
use crate::target::Target;

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
    pub(crate) environment: Environment,
    /// The names that the package declares for predicates.
    pub(crate) cfgs: Vec<String>,
    /// Every file that was read.
    pub(crate) files: Vec<PathBuf>,
    /// The configuration file, if there is one.
    pub(crate) file: Option<PathBuf>,
    /// Where it was looked for in vain, if there is none.
    pub(crate) absent: Vec<PathBuf>,
    /// The workspace root.
    pub(crate) root: PathBuf,
}

/// Reads what the request leads to.
pub(crate) fn gather(request: &Request, findings: &mut Vec<Finding>) -> Gathered {
    let environment = Environment::new(request.environment.as_deref().unwrap_or_default());
    let mut gathered = Gathered { complete: true, environment, ..Gathered::default() };
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
    gathered.cfgs.clone_from(&manifests.cfgs);
    gathered.complete &= manifests.complete;
    let variable = gathered.environment.usable(FILE_VARIABLE, findings).map(str::to_owned);
    if request.inline.is_some() {
        return gathered;
    }
    if variable.is_none() && gathered.environment.variable(FILE_VARIABLE).is_some() && request.config_file.is_none() {
        gathered.complete = false; // it was meant to name a file, and is reported
        return gathered;
    }
    let search = search::search(request, dir, &manifests, variable);
    let Some(path) = search.places.iter().find(|path| disk::exists(path)).cloned() else {
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
    match disk::read(&path, &name, &origin, &mut gathered.files) {
        Ok(text) => gathered.config = Some(Rc::new(Source::new(name, 2, text))),
        Err(finding) => {
            // The names in it are still good for an API that code can use.
            if let Some(text) = disk::salvage(&path) {
                gathered.config = Some(Rc::new(Source::new(name, 2, text)));
            }
            findings.push(*finding);
            gathered.complete = false;
        }
    }
    gathered
}
