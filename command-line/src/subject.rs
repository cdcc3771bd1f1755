//! What a command is about: the configurations of a workspace, and the targets.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::{env, fs, thread};

use memory_budgets_validator::for_command_line::display;
use memory_budgets_validator::{Outcome, Request, Target, validate};

use crate::args::{Build, Place};
use crate::attribute::{Attribute, Sources};
use crate::cargo_config::CargoConfig;
use crate::carriers::carriers;
use crate::console::Console;
use crate::fault::{Fault, unable};
use crate::features::Features;
use crate::listed::{counted, listed};
use crate::progress;
use crate::targets::{Compiler, Named, answer, answered};
use crate::workspace::{Package, Workspace, manifest_folder};

/// What a command is about.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) workspace: Workspace,
    /// At least one.
    pub(crate) configurations: Vec<Configuration>,
    /// At least one.
    pub(crate) targets: Vec<Target>,
}

/// A configuration, and the packages that go by it.
#[derive(Debug)]
pub(crate) struct Configuration {
    pub(crate) packages: Vec<Package>,
    /// What is asked of the validator, the target left open.
    pub(crate) request: Request,
    /// What it says where the target is left open.
    pub(crate) open: Outcome,
    /// The features of the package that are on, which the target may decide.
    pub(crate) features: Features,
}

impl Subject {
    /// Finds out what the options mean.
    pub(crate) fn find(
        place: &Place,
        build: &Build,
        variables: &[(OsString, OsString)],
        console: &Console,
    ) -> Result<Subject, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let config = CargoConfig::read(&folder, variables)?;
        let manifest_folder = manifest_folder(place.manifest_path.as_deref(), &folder)?;
        let root = validate(&Request { manifest_dir: Some(manifest_folder.clone()), ..Request::default() }).root;
        let compiler = Compiler::new(&config, &root, variables);
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            // The compiler answers while the workspace is read; the manifests may name more targets.
            let asked = asked_for(build, &config, &folder);
            compiler.tell(&asked, console);
            let answers = {
                let asked = asked.clone();
                let (compiler, count) = (&compiler, &count);
                scope.spawn(move || compiler.ask(&asked, count))
            };
            let workspace = Workspace::read(&root);
            for file in &config.files {
                console.detail(&format!("read {}", file.display()));
            }
            let environment = environment(&config, place, variables);
            let mut sources = Sources::of(&workspace);
            let folders = (&*manifest_folder, &*folder);
            let features = Features::of_build(&workspace, place.package.as_deref(), &manifest_folder, build);
            let configurations = configurations(&workspace, &mut sources, (place, &features), folders, &environment);
            for file in &sources.files {
                console.detail(&format!("read {}", file.display()));
            }
            for note in &sources.notes {
                console.note(note);
            }
            let configurations = configurations?;
            let carriers: Vec<&Package> = configurations.iter().map(Configuration::package).collect();
            features.are_known(&carriers, &workspace)?;
            let targets = targets(asked.clone(), build, &configurations, &workspace)?;
            let others: Vec<Named> = targets.iter().filter(|target| !asked.contains(target)).cloned().collect();
            compiler.tell(&others, console);
            let waiting = format!("asking {} about {}", compiler.name(), counted(targets.len(), "target"));
            let answers = progress::while_waiting(console, &waiting, &count, targets.len(), || {
                let mut all = compiler.ask(&others, &count);
                all.extend(answer(answers));
                all
            });
            let targets = answered(&targets, answers)?;
            let targets = targets.into_iter().map(|target| as_built(target, build)).collect::<Result<Vec<_>, _>>()?;
            features.build_together(together(build, &config, &folder, &targets));
            let configurations = distinct_on(&targets, configurations);
            for configuration in &configurations {
                configuration.tell(console, &workspace);
            }
            Ok(Subject { workspace, configurations, targets })
        })
    }

    /// The one configuration that a command looks at which looks at one.
    pub(crate) fn first(&self, console: &Console) -> &Configuration {
        let first = &self.configurations[0]; // there is one at least
        if self.configurations.len() > 1 {
            console.note(&format!("this is about {}; another package is chosen with -p", first.name(&self.workspace)));
        }
        first
    }
}

impl Configuration {
    /// The file relative to the workspace root, or what stands in its place.
    pub(crate) fn file(&self) -> Option<String> {
        let file = self.open.file.as_ref()?;
        Some(display(file, &self.open.root))
    }

    /// How a sentence calls it.
    pub(crate) fn name(&self, workspace: &Workspace) -> String {
        let file = match (&self.request.inline, self.file()) {
            (Some(_), _) => "the inline configuration".to_owned(),
            (None, Some(file)) => file,
            (None, None) => "the preset".to_owned(),
        };
        let packages: Vec<&str> = self.packages.iter().map(|package| package.name.as_str()).collect();
        let of = match packages.as_slice() {
            [""] => workspace.root.display().to_string(),
            names => listed(names),
        };
        let profile = self.profile().map_or(String::new(), |name| format!(", profile {name}"));
        format!("{file} of {of}{profile}")
    }

    /// The profile in force, whoever has selected it.
    pub(crate) fn profile(&self) -> Option<&str> {
        self.open.plan.profile.as_deref()
    }

    /// The package that the configuration is looked for from.
    pub(crate) fn package(&self) -> &Package {
        &self.packages[0] // there is one at least
    }

    /// What two that are the same agree in, but for the features.
    fn key(&self) -> impl PartialEq + use<> {
        let (request, plan) = (&self.request, &self.open.plan);
        let ignores_environment = request.environment.is_none();
        let (inline, profile) = (request.inline.clone(), request.profile.clone());
        (self.open.file.clone(), inline, profile, plan.strict_mode, ignores_environment)
    }

    /// The features that are on for each target, where a section asks for any.
    fn features_on(&self, targets: &[Target]) -> Vec<BTreeSet<String>> {
        let asks_for_features = self.open.plan.sections.iter().any(|section| section.to_string().contains("feature"));
        let on = targets.iter().filter(|_| asks_for_features).map(|target| self.features.on(target));
        on.map(|on| on.names().cloned().collect()).collect()
    }

    fn tell(&self, console: &Console, workspace: &Workspace) {
        console.detail(&format!("{}:", self.name(workspace)));
        for file in &self.open.watch.files {
            console.detail(&format!("  read {}", file.display()));
        }
        for absent in &self.open.watch.absent {
            console.detail(&format!("  looked for {}", absent.display()));
        }
    }
}

/// The configurations that are meant, of a package each.
pub(crate) fn configurations(
    workspace: &Workspace,
    sources: &mut Sources<'_>,
    (place, features): (&Place, &Features),
    (manifest_folder, folder): (&Path, &Path),
    environment: &[(OsString, OsString)],
) -> Result<Vec<Configuration>, Fault> {
    let carriers = carriers(workspace, sources, place, manifest_folder)?;
    let file = place.config.as_ref().map(|file| config_file(file, folder)).transpose()?;
    let mut configurations = Vec::new();
    for (package, attributes) in carriers {
        let features = features.of(&package);
        for attribute in attributes {
            let request = request(&package, &attribute, place, file.as_ref(), environment);
            let open = validate(&request);
            let packages = vec![package.clone()];
            configurations.push(Configuration { packages, request, open, features: features.clone() });
        }
    }
    Ok(configurations)
}

/// Those that are the same on all of these targets are one, of several packages.
pub(crate) fn distinct_on(targets: &[Target], configurations: Vec<Configuration>) -> Vec<Configuration> {
    let mut known: Vec<(Configuration, _)> = Vec::new();
    for new in configurations {
        let key = (new.key(), new.features_on(targets));
        match known.iter_mut().find(|(_, known)| *known == key) {
            Some((same, _)) if same.packages.iter().all(|other| other.folder != new.package().folder) => {
                same.packages.extend(new.packages);
            }
            Some(_) => {}
            None => known.push((new, key)),
        }
    }
    known.into_iter().map(|(configuration, _)| configuration).collect()
}

/// The file that `--config` names.
fn config_file(named: &Path, folder: &Path) -> Result<String, Fault> {
    let path = folder.join(named);
    let metadata = fs::metadata(&path).map_err(|error| Fault::file("read", named, &error))?;
    if metadata.is_dir() {
        return Err(Fault::new(format!("{} is a folder, and no configuration file", named.display())));
    }
    let text = path.to_str().map(str::to_owned);
    text.ok_or_else(|| Fault::new(format!("the path {} is not UTF-8", named.display())))
}

/// The configuration of a package that carries no attribute.
pub(crate) fn configuration_of(
    package: Package,
    place: &Place,
    environment: &[(OsString, OsString)],
) -> Result<Configuration, Fault> {
    let file = place.config.as_ref().map(|file| config_file(file, &package.folder)).transpose()?;
    let request = request(&package, &Attribute::default(), place, file.as_ref(), environment);
    let open = validate(&request);
    Ok(Configuration { packages: vec![package], request, open, features: Features::default() })
}

/// The variables that a build sees; a profile that is asked for here goes before one that they select.
pub(crate) fn environment(
    config: &CargoConfig,
    place: &Place,
    variables: &[(OsString, OsString)],
) -> Vec<(OsString, OsString)> {
    let mut environment = config.environment(variables);
    if place.profile_name.is_some() {
        let selects = |name: &OsString| name.to_str().is_some_and(|name| name.ends_with("_BUDGET_PROFILE"));
        environment.retain(|(name, _)| !selects(name));
    }
    environment
}

fn request(
    package: &Package,
    attribute: &Attribute,
    place: &Place,
    file: Option<&String>,
    environment: &[(OsString, OsString)],
) -> Request {
    Request {
        manifest_dir: Some(package.folder.clone()),
        config_file: file.cloned().or_else(|| attribute.config_file.clone()),
        inline: attribute.inline.clone().filter(|_| file.is_none()),
        profile: place.profile_name.clone().or_else(|| attribute.profile.clone()),
        strict_mode: place.strict.then_some(true).or(attribute.strict_mode),
        environment: (!attribute.ignores_environment).then(|| environment.to_vec()),
        ..Request::default()
    }
}

/// The targets that are asked for before anything is read: by options, or else the host and what Cargo's configuration names.
fn asked_for(build: &Build, config: &CargoConfig, folder: &Path) -> Vec<Named> {
    let named = |words: &[String]| words.iter().map(|word| Named::of(word, folder)).collect::<Vec<_>>();
    let asked = if build.target.is_empty() {
        [vec![Named::Host], named(&config.targets)].concat()
    } else {
        named(&build.target)
    };
    distinct(asked)
}

/// Of these targets the ones that Cargo's configuration has a build be for, where no option names others.
fn together(build: &Build, config: &CargoConfig, folder: &Path, targets: &[Target]) -> Vec<Target> {
    let words = if build.target.is_empty() { &*config.targets } else { &[] };
    let triples = words.iter().map(|word| Named::of(word, folder).triple());
    // The host comes first where nothing is asked for.
    let host = || targets.first().map(|host| host.triple.clone());
    let triples: Vec<String> = triples.filter_map(|triple| triple.or_else(host)).collect();
    targets.iter().filter(|target| triples.contains(&target.triple)).cloned().collect()
}

/// Those, and the ones that the manifests name where no option does.
fn targets(
    mut targets: Vec<Named>,
    build: &Build,
    configurations: &[Configuration],
    workspace: &Workspace,
) -> Result<Vec<Named>, Fault> {
    if build.target.is_empty() {
        for package in configurations.iter().flat_map(|configuration| &configuration.packages) {
            let own = package.targets.as_ref().map(|targets| (targets, &package.folder));
            let (words, folder) = own.or(workspace.targets.as_ref().map(|all| (all, &workspace.root))).unzip();
            let folder = folder.map_or(&*workspace.root, |folder| folder);
            targets.extend(words.into_iter().flatten().map(|word| Named::of(word, folder)));
        }
    }
    if let Some(Named::Triple(empty)) =
        targets.iter().find(|named| matches!(named, Named::Triple(word) if word.is_empty()))
    {
        return Err(Fault::new(format!("`{empty}` is no target"))
            .help("`rustc --print target-list` shows all that rustc knows"));
    }
    Ok(distinct(targets))
}

fn distinct(targets: Vec<Named>) -> Vec<Named> {
    let mut known: Vec<Named> = Vec::new();
    for target in targets {
        if !known.contains(&target) {
            known.push(target);
        }
    }
    known
}

/// A target with what the build adds to it.
fn as_built(mut target: Target, build: &Build) -> Result<Target, Fault> {
    if build.release {
        target.cfgs.retain(|(name, _)| name != "debug_assertions");
    }
    for spec in &build.cfg {
        let (name, value) = match spec.split_once('=') {
            None => (spec.trim(), None),
            Some((name, value)) => {
                (name.trim(), value.trim().strip_prefix('"').and_then(|value| value.strip_suffix('"')))
            }
        };
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !is_name || value.is_none() && spec.contains('=') {
            return Err(Fault::new(format!("`{spec}` is nothing that --cfg takes"))
                .help("write --cfg NAME or --cfg 'NAME=\"VALUE\"'"));
        }
        target.cfgs.push((name.to_owned(), value.map(str::to_owned)));
    }
    Ok(target)
}

/// A folder of the workspace, for what is written there.
pub(crate) fn root_file(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.root.join(name)
}
