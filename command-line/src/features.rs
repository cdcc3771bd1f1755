//! The features that are on in a package, as in a build of its workspace.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use memory_budgets_validator::Target;

use crate::args::Build;
use crate::fault::Fault;
use crate::listed::listed;
use crate::unify::{self, Unit, unified};
use crate::workspace::{Package, Workspace};

/// A build, and the package whose features in it are meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    packages: Arc<[Package]>,
    unifies_all: bool,
    /// The places of the packages that the build is of.
    built: Vec<usize>,
    /// Whether an option names them.
    are_named: bool,
    /// With resolver 1 the package of the folder, which alone takes what options ask for.
    taker: Option<usize>,
    build: Build,
    /// Its place; `None` for what is no package, and may have any feature.
    package: Option<usize>,
    /// What the build comes to on the targets that have been asked about, for all of its packages.
    found: Rc<RefCell<Vec<Found>>>,
}

/// Features, each with the place of the package that turns it on, where it is not the build itself.
type By = BTreeMap<String, Option<usize>>;
/// A target's name and configuration, and the features of every package there.
type Found = (String, Vec<(String, Option<String>)>, Rc<[Option<By>]>);

/// The features of a package that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct On {
    features: By,
    /// Whether the build is without the package, so that it is taken as built by itself.
    is_alone: bool,
}

impl On {
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.features.keys()
    }

    pub(crate) fn has(&self, feature: &str) -> bool {
        self.features.contains_key(feature)
    }
}

/// The features that options ask for by name, each of which is `NAME` or `PACKAGE/NAME`.
pub(crate) fn asked(build: &Build) -> impl Iterator<Item = &str> {
    build.features.iter().flat_map(|names| names.split_whitespace())
}

fn owned(on: unify::On<'_>) -> By {
    on.into_iter().map(|(name, by)| (name.to_owned(), by)).collect()
}

impl Features {
    /// Those of a build in `folder`, or of the package that an option names.
    pub(crate) fn of_build(workspace: &Workspace, named: Option<&str>, folder: &Path, build: &Build) -> Features {
        let taker = workspace.packages.iter().position(|package| package.folder == folder);
        Features {
            packages: workspace.packages.clone(),
            unifies_all: workspace.unifies_all,
            built: workspace.built(named, folder),
            are_named: named.is_some(),
            taker: taker.filter(|_| workspace.unifies_all),
            build: build.clone(),
            package: None,
            found: Rc::default(),
        }
    }

    /// Those of a package.
    pub(crate) fn of(&self, package: &Package) -> Features {
        let place = self.packages.iter().position(|known| known.folder == package.folder);
        Features { package: place, ..self.clone() }
    }

    /// As they are with other options.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Build)) -> Features {
        let mut features = Features { found: Rc::default(), ..self.clone() };
        change(&mut features.build);
        features
    }

    /// As they are where an option names the package.
    pub(crate) fn named(&self) -> Features {
        let built = self.package.into_iter().collect();
        Features { built, are_named: true, found: Rc::default(), ..self.clone() }
    }

    /// Those that are on for a target.
    pub(crate) fn on(&self, target: &Target) -> On {
        let Some(package) = self.package else {
            let features = asked(&self.build).filter(|name| !name.contains('/'));
            return On { features: features.map(|name| (name.to_owned(), None)).collect(), is_alone: false };
        };
        let target = self.before_profiles(target);
        if let Some(on) = &self.of_all(&target)[package] {
            return On { features: on.clone(), is_alone: false };
        }
        let mut all = unified(&self.unit(&[package], Some(&target)));
        On { features: all.swap_remove(package).map(owned).unwrap_or_default(), is_alone: true }
    }

    /// The features of all packages of the build, which are looked for once.
    fn of_all(&self, target: &Target) -> Rc<[Option<By>]> {
        let mut found = self.found.borrow_mut();
        if let Some((_, _, all)) = found.iter().find(|(name, cfgs, _)| *name == target.triple && *cfgs == target.cfgs) {
            return all.clone();
        }
        let all = unified(&self.unit(&self.built, Some(target)));
        let all: Rc<[_]> = all.into_iter().map(|on| on.map(owned)).collect();
        found.push((target.triple.clone(), target.cfgs.clone(), all.clone()));
        all
    }

    /// The package that turns a feature on, where another one does.
    pub(crate) fn other(&self, on: &On, feature: &str) -> Option<&str> {
        let by = on.features.get(feature).copied().flatten().filter(|by| Some(*by) != self.package)?;
        Some(&self.packages[by].name)
    }

    /// The options that may turn a feature of the package on or off, with what there is then.
    pub(crate) fn options(&self, feature: &str, is_on: bool) -> Vec<(String, Features)> {
        let Some(package) = self.package.map(|place| &self.packages[place].name) else {
            return vec![(format!("--features {feature}"), self.with(|build| build.features.push(feature.to_owned())))];
        };
        let (named, of_package) = (self.named(), format!("{package}/{feature}"));
        if is_on {
            let without_default = |features: &Features| features.with(|build| build.no_default_features = true);
            return vec![
                ("--no-default-features".to_owned(), without_default(self)),
                (format!("-p {package}"), named.clone()),
                (format!("-p {package} --no-default-features"), without_default(&named)),
            ];
        }
        let asked = |features: &Features, name: &str| features.with(|build| build.features.push(name.to_owned()));
        vec![
            (format!("--features {feature}"), asked(self, feature)),
            (format!("--features {of_package}"), asked(self, &of_package)),
            (format!("-p {package} --features {feature}"), asked(&named, feature)),
            (format!("-p {package} --features {of_package}"), asked(&named, &of_package)),
        ]
    }

    /// The command for a build of which this is true.
    pub(crate) fn command(&self, on: &On) -> String {
        match self.package {
            Some(package) if on.is_alone || self.are_named => format!("cargo build -p {}", self.packages[package].name),
            _ => "cargo build".to_owned(),
        }
    }

    /// A target as Cargo sees it where it chooses dependencies: by what the compiler says without a package and its profile.
    fn before_profiles(&self, target: &Target) -> Target {
        let mut target = target.clone();
        target.cfgs.retain(|(name, _)| name != "feature");
        if self.build.release {
            target.cfgs.push(("debug_assertions".to_owned(), None));
        }
        target
    }

    fn unit<'w>(&'w self, built: &[usize], target: Option<&'w Target>) -> Unit<'w> {
        let roots = self.roots(built).map(|root| (root, self.asked_of(root)));
        Unit { packages: &self.packages, unifies_all: self.unifies_all, target, roots: roots.collect() }
    }

    /// The package of the folder is looked at even where others are built.
    fn roots(&self, built: &[usize]) -> impl Iterator<Item = usize> {
        built.iter().copied().chain(self.taker)
    }

    fn takes_options(&self, package: usize) -> bool {
        self.taker.is_none_or(|taker| taker == package)
    }

    /// What the build asks of one of its packages.
    fn asked_of(&self, place: usize) -> Vec<&str> {
        let (package, takes_options) = (&self.packages[place], self.takes_options(place));
        let mut all = Vec::new();
        if !self.build.no_default_features || !takes_options {
            all.push("default");
        }
        if self.build.all_features {
            all.extend(package.features.keys().map(String::as_str));
        }
        all.extend(asked(&self.build).filter_map(|name| match name.split_once('/') {
            // A dependency of the package's own name goes first.
            Some((own, feature)) if own == package.name && !package.dependencies.contains_key(own) => Some(feature),
            _ => takes_options.then_some(name),
        }));
        all
    }

    /// Whether all that is asked for is somebody's: a name without a package is for all that are built and have it, and for one at
    /// least.
    pub(crate) fn are_known(&self, carriers: &[&Package], workspace: &Workspace) -> Result<(), Fault> {
        if asked(&self.build).next().is_none() {
            return Ok(());
        }
        let knows =
            |package: &&Package, name: &str| package.name.is_empty() || name == "default" || package.has_feature(name);
        let takers = self.takers(carriers);
        for name in asked(&self.build) {
            let (among, feature) = match name.split_once('/') {
                None => (takers.clone(), name),
                // Of a package elsewhere nothing is known.
                Some((package, feature)) => {
                    (workspace.packages.iter().filter(|known| known.name == package).collect(), feature)
                }
            };
            if among.is_empty() || among.iter().any(|package| knows(package, feature)) {
                continue;
            }
            let names: Vec<&str> = among.iter().map(|package| &*package.name).collect();
            let fault = Fault::new(match names.as_slice() {
                [one] => format!("{one} has no feature `{feature}`"),
                several => format!("none of {} has a feature `{feature}`", listed(several)),
            });
            let other = carriers.iter().find(|package| feature == name && package.has_feature(feature));
            let option = other.and_then(|package| Some((&package.name, self.of(package).option_for(feature)?)));
            return Err(match option {
                Some((package, option)) => fault.help(format!("{package} has one: {option}")),
                None => fault,
            });
        }
        Ok(())
    }

    /// The option that turns a feature of the package on, on some target.
    fn option_for(&self, feature: &str) -> Option<String> {
        let turns_on = |features: &Features| {
            let mut all = unified(&features.unit(&features.built, None));
            all.swap_remove(self.package?)?.contains_key(feature).then_some(())
        };
        self.options(feature, false).into_iter().find_map(|(option, features)| turns_on(&features).map(|()| option))
    }

    /// The packages that take what options ask for: those that are built, and those that are taken as built by themselves.
    fn takers<'w>(&'w self, carriers: &[&'w Package]) -> Vec<&'w Package> {
        let parts = unified(&self.unit(&self.built, None));
        let place = |package: &Package| self.packages.iter().position(|known| known.folder == package.folder);
        let alone =
            carriers.iter().copied().filter(|package| place(package).is_none_or(|place| parts[place].is_none()));
        let built: BTreeSet<usize> = self.roots(&self.built).filter(|&root| self.takes_options(root)).collect();
        built.into_iter().map(|root| &self.packages[root]).chain(alone.filter(|_| self.taker.is_none())).collect()
    }
}
