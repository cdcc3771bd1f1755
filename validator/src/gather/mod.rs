//! Stage 1: the texts and variables that everything else is made of.

pub(crate) mod disk;
pub(crate) mod manifest;
pub(crate) mod path;
pub(crate) mod search;

use std::path::PathBuf;
use std::sync::Arc;

use self::disk::MAX_FILE;
use self::path::display;
use self::search::shown;
use crate::environment::{Environment, FILE_VARIABLES};
use crate::findings::catalogue;
use crate::findings::{Finding, Origin, Role, Source};
use crate::preset::Preset;
use crate::request::Request;

/// The configuration, as it was found.
#[derive(Debug, Default)]
pub(crate) enum Config {
    /// Its text.
    Text(Arc<Source>),
    /// Something in it, or on the way to it, cannot be read, and is reported: what there is of the text, if anything, is
    /// good for the names in it, and nothing else in it is judged.
    Salvaged(Option<Arc<Source>>),
    /// There is none: the preset alone.
    #[default]
    Absent,
}

/// What a build depends on: where any of it changes, it has to be validated again.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Watch {
    /// Every file that was read.
    pub files: Vec<PathBuf>,
    /// Where the configuration file was looked for in vain, if there is none.
    pub absent: Vec<PathBuf>,
    /// Every environment variable that was consulted, set or not.
    pub variables: Vec<String>,
}

/// The texts and variables, as they were found.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) config: Config,
    /// `strict_mode` of the manifests' tables.
    pub(crate) strict: Option<(bool, Origin)>,
    pub(crate) environment: Environment,
    /// The names that the package declares for predicates.
    pub(crate) cfgs: Vec<String>,
    /// Files alone: which variables are consulted depends on what the files say.
    pub(crate) watch: Watch,
    /// The configuration file, if there is one.
    pub(crate) file: Option<PathBuf>,
    /// The workspace root.
    pub(crate) root: PathBuf,
    /// The package's name.
    pub(crate) package: Option<String>,
    /// What is wrong with them.
    pub(crate) findings: Vec<Finding>,
}

impl Gathered {
    /// The preset where no file speaks.
    pub(crate) fn preset(&self) -> Preset {
        Preset::of_package(self.package.as_deref().unwrap_or_default())
    }

    /// What is said of a preset that no file has asked for: budgets that are somebody else's must not come in silence. The
    /// preset's own crates have theirs without a word, but in strict mode.
    pub(crate) fn no_file(&self, strict: bool) -> Option<Finding> {
        let own = self.preset().holds(self.package.as_deref().unwrap_or_default());
        if matches!(self.config, Config::Absent) && (strict || !own) {
            return Some(catalogue::no_file(&shown(&self.watch.absent, &self.root)));
        }
        None
    }
}

/// Reads what the request leads to.
pub(crate) fn gather(request: &Request) -> Gathered {
    let mut findings = Vec::new();
    let mut gathered = Gathered {
        environment: Environment::new(request.environment.as_deref().unwrap_or_default()),
        ..Gathered::default()
    };
    gathered.config = config(request, &mut gathered, &mut findings);
    gathered.findings = findings;
    gathered
}

fn config(request: &Request, gathered: &mut Gathered, findings: &mut Vec<Finding>) -> Config {
    let mut inline = None;
    if let Some(text) = &request.inline {
        inline = Some(Arc::new(Source::new("inline toml".to_owned(), Role::Configuration, text.clone())));
    }
    let Some(dir) = &request.manifest_dir else {
        if inline.is_none() {
            findings.push(catalogue::no_manifest_dir());
            return Config::Salvaged(None);
        }
        return whole(inline, true, findings);
    };
    if dir.to_str().is_none() {
        // The compiler could not be told to watch a file there.
        findings.push(catalogue::path_not_utf8(dir));
        return Config::Salvaged(inline);
    }

    let dir = &disk::settled(dir);
    let mut manifests = manifest::read(dir, &mut gathered.watch.files, findings);
    gathered.strict = manifests.strict_mode.take();
    gathered.root.clone_from(&manifests.root);
    gathered.cfgs = std::mem::take(&mut manifests.cfgs);
    gathered.package = manifests.package.take();
    let reported = findings.len();
    let variable = file_variable(&gathered.environment, findings);
    if inline.is_some() {
        return whole(inline, manifests.complete, findings);
    }
    if findings.len() > reported && request.config_file.is_none() {
        return Config::Salvaged(None); // it was meant to name a file, and is reported
    }
    let search = search::search(request, dir, &manifests, variable);
    let Some(path) = disk::first_there(&search.places).cloned() else {
        let mut complete = manifests.complete;
        if let Some(missing) = search.missing(&manifests) {
            findings.push(missing);
            complete = false;
        }
        gathered.watch.absent = search.places;
        return if complete { Config::Absent } else { Config::Salvaged(None) };
    };
    let origin = match search.named {
        Some((_, origin)) => origin,
        None => Origin::File(display(&path, &manifests.root)),
    };
    gathered.file = Some(path.clone());
    let name = display(&path, &manifests.root);
    let source = |text| Arc::new(Source::new(name.clone(), Role::Configuration, text).at(&path));
    match disk::read(&path, &name, &origin, &mut gathered.watch.files) {
        Ok(text) if manifests.complete => Config::Text(source(text)),
        Ok(text) => Config::Salvaged(Some(source(text))),
        Err(finding) => {
            findings.push(*finding);
            // The names in it are still good for an API that code can use.
            Config::Salvaged(disk::salvage(&path).map(source))
        }
    }
}

/// The variable that names the file, and its value.
fn file_variable(environment: &Environment, findings: &mut Vec<Finding>) -> Option<(&'static str, String)> {
    let mut named: Option<(&str, String)> = None;
    for &name in &FILE_VARIABLES {
        let Some(value) = environment.usable(name, findings) else { continue };
        match &named {
            Some((other, first)) if first != value => findings.push(catalogue::conflicting_files(name, other)),
            Some(_) => {}
            None => named = Some((name, value.to_owned())),
        }
    }
    named
}

/// An inline text, which may be as large as a file; `complete` is `false` where a manifest beside it could not be read.
fn whole(inline: Option<Arc<Source>>, complete: bool, findings: &mut Vec<Finding>) -> Config {
    match inline {
        Some(source) if source.text().len() as u64 > MAX_FILE => {
            findings.push(catalogue::file_too_large(&source.name, &Origin::Argument("toml")));
            Config::Salvaged(Some(source))
        }
        Some(source) if complete => Config::Text(source),
        other => Config::Salvaged(other),
    }
}
