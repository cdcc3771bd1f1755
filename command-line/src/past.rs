//! What is in force at a revision: gathered from its files as it is gathered from the working tree.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use memory_budgets_validator::{Outcome, Request, validate};

use crate::args::{Build, Place};
use crate::attribute::Sources;
use crate::cargo_config::CargoConfig;
use crate::console::Console;
use crate::fault::{Fault, unable};
use crate::features::Features;
use crate::git::Repository;
use crate::revision::Revision;
use crate::subject::{self, Configuration, Subject};
use crate::workspace::{Package, Workspace, manifest_folder};

/// What the options say, wherever it is looked up.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) place: &'a Place,
    pub(crate) build: &'a Build,
    pub(crate) variables: &'a [(OsString, OsString)],
}

impl Asked<'_> {
    /// The variables that choose a configuration. Budgets that are set on a machine are its own, and no side's.
    pub(crate) fn choosing(&self) -> Vec<(OsString, OsString)> {
        let chooses = |name: &OsString| {
            name.to_str().is_some_and(|name| name.ends_with("_BUDGET_FILE") || name.ends_with("_BUDGET_PROFILE"))
        };
        self.variables.iter().filter(|(name, _)| chooses(name)).cloned().collect()
    }

    /// The variables that a build sees in the working tree, with what Cargo's configuration sets.
    pub(crate) fn environment(&self) -> Result<Vec<(OsString, OsString)>, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let config = CargoConfig::read(&folder, self.variables)?;
        Ok(subject::environment(&config, self.place, &self.choosing()))
    }
}

/// A revision, by the word that names it.
pub(crate) struct Past<'p> {
    pub(crate) word: String,
    repository: &'p Repository,
    revision: Revision<'p>,
}

impl<'p> Past<'p> {
    pub(crate) fn lay_out(
        repository: &'p Repository,
        (word, commit): (&str, &str),
        asked: Asked<'_>,
        console: &Console,
    ) -> Result<Past<'p>, Fault> {
        let values = asked.environment()?.into_iter().map(|(_, value)| value.to_string_lossy().into_owned());
        let option = asked.place.config.as_ref().map(|file| file.to_string_lossy().into_owned());
        let named: Vec<String> = values.chain(option).collect();
        let revision = Revision::lay_out(repository, commit, &named, word, console)?;
        Ok(Past { word: word.to_owned(), repository, revision })
    }

    /// The configuration of the packages that go by `now` today; else what the revision lacks.
    pub(crate) fn configuration(
        &self,
        subject: &Subject,
        now: &Configuration,
        asked: Asked<'_>,
    ) -> Result<Result<Configuration, String>, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let mut place = Place { manifest_path: None, package: None, ..asked.place.clone() };
        if let Some(file) = &mut place.config {
            let moved = self.moved(&folder.join(&*file))?;
            if !moved.is_file() {
                return Ok(Err(file.display().to_string()));
            }
            *file = moved;
        }
        let Some(root) = self.root(subject, now) else { return Ok(Err("manifest".to_owned())) };
        self.add_what_is_ignored(&CargoConfig::read(&folder, asked.variables)?)?;
        let config = CargoConfig::read_in(&self.revision.folders_above(&folder), asked.variables);
        let config = config.map_err(|fault| {
            let fault = self.at_home(fault);
            Fault { what: format!("{} cannot be compared: {}", self.word, fault.what), ..fault }
        })?;
        let environment = subject::environment(&config, &place, &self.moved_variables(asked)?);
        let workspace = Workspace::read(&root);
        let name = &now.package().name;
        if !name.is_empty() && workspace.package(name).is_ok() {
            place.package = Some(name.clone());
            let features = self.features(&workspace, &folder, asked)?;
            let (mut sources, folders) = (Sources::of(&workspace), (&*root, &*root));
            let all = subject::configurations(&workspace, &mut sources, (&place, &features), folders, &environment)?;
            let mut all = subject::distinct_on(&subject.targets, all);
            let same = |then: &Configuration| {
                let key = |request: &Request| (request.inline.clone(), request.profile.clone());
                key(&then.request) == key(&now.request)
            };
            // Of several attributes the one that has not changed, or else the one in the same place.
            let of_package = subject.configurations.iter().filter(|other| other.package().name == *name);
            let place = of_package.take_while(|other| !std::ptr::eq(*other, now)).count();
            let place = all.iter().position(same).unwrap_or(place.min(all.len() - 1)); // a package has one at least
            return Ok(Ok(all.swap_remove(place)));
        }
        // A package that was not there yet goes by what the workspace has.
        subject::configuration_of(Package::none(&root), &place, &environment).map(Ok)
    }

    /// What a build from this folder is of: a package or a feature that is newer than the revision is in none.
    fn features(&self, workspace: &Workspace, folder: &Path, asked: Asked<'_>) -> Result<Features, Fault> {
        let named = asked.place.package.as_deref().filter(|name| workspace.package(name).is_ok());
        let manifest = manifest_folder(asked.place.manifest_path.as_deref(), folder)?;
        let folder = self.revision.moved(&manifest).unwrap_or_else(|| workspace.root.clone());
        Ok(Features::of_build(workspace, named, &folder, asked.build))
    }

    /// All that a revision's budgets come from has to be in it: what lies elsewhere would be compared with itself.
    pub(crate) fn holds(&self, outcome: &Outcome) -> Result<(), Fault> {
        match outcome.watch.files.iter().find(|file| !file.starts_with(&self.revision.folder)) {
            Some(file) => Err(outside(file)),
            None => Ok(()),
        }
    }

    /// Cargo's configuration of this machine, which no revision has, holds for all of them.
    fn add_what_is_ignored(&self, config: &CargoConfig) -> Result<(), Fault> {
        for file in &config.files {
            let Some(moved) = self.revision.moved(file).filter(|moved| !moved.exists()) else { continue };
            if self.repository.ignores(file)? {
                let copied = moved.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::copy(file, &moved));
                copied.map_err(|error| Fault::file("write", &moved, &error))?;
            }
        }
        Ok(())
    }

    /// The root of the workspace there.
    fn root(&self, subject: &Subject, now: &Configuration) -> Option<PathBuf> {
        let folders = [&subject.workspace.root].into_iter().chain(now.packages.iter().map(|package| &package.folder));
        let mut then = folders.filter_map(|folder| self.revision.moved(folder));
        let folder = then.find(|folder| folder.join("Cargo.toml").is_file())?;
        let root = validate(&Request { manifest_dir: Some(folder.clone()), ..Request::default() }).root;
        Some(if root.starts_with(&self.revision.folder) { root } else { folder })
    }

    fn moved(&self, path: &Path) -> Result<PathBuf, Fault> {
        self.revision.moved(path).ok_or_else(|| outside(path))
    }

    /// The variables, those that name a file in the repository leading to the revision's.
    fn moved_variables(&self, asked: Asked<'_>) -> Result<Vec<(OsString, OsString)>, Fault> {
        let mut variables = asked.choosing();
        for (name, value) in &mut variables {
            let names_file = name.to_str().is_some_and(|name| name.ends_with("_FILE"));
            if names_file && Path::new(value).is_absolute() {
                if let Some(moved) = self.revision.moved(Path::new(value)) {
                    *value = moved.into_os_string();
                }
            }
        }
        Ok(variables)
    }

    /// A fault in words that do not speak of the folder that the files are laid out in.
    pub(crate) fn at_home(&self, mut fault: Fault) -> Fault {
        let folder = self.revision.folder.join("").display().to_string();
        fault.what = fault.what.replace(&folder, "");
        fault
    }
}

fn outside(path: &Path) -> Fault {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    Fault::new(format!("{} lies outside the repository, and no revision holds it", path.display()))
        .help("compare two files: `cargo memory-budget diff file:BEFORE file:AFTER`")
}
