//! The features that are on in each package, as Cargo takes what is asked for.

use std::collections::BTreeSet;

use crate::args::Build;
use crate::fault::Fault;
use crate::listed::listed;
use crate::workspace::{Package, Workspace};

/// The features that options ask for by name, each of which is `NAME` or `PACKAGE/NAME`.
pub(crate) fn asked(build: &Build) -> impl Iterator<Item = &str> {
    build.features.iter().flat_map(|names| names.split_whitespace())
}

/// Whether all that are asked for are somebody's: one without a package is for all of these that have it, and for one at least.
pub(crate) fn are_known(build: &Build, packages: &[&Package], workspace: &Workspace) -> Result<(), Fault> {
    let knows =
        |package: &&Package, name: &str| package.name.is_empty() || name == "default" || package.has_feature(name);
    for name in asked(build) {
        let (among, feature) = match name.split_once('/') {
            None => (packages.to_vec(), name),
            // Of a package elsewhere nothing is known.
            Some((package, feature)) => {
                (workspace.packages.iter().filter(|known| known.name == package).collect(), feature)
            }
        };
        if among.is_empty() || among.iter().any(|package| knows(package, feature)) {
            continue;
        }
        let names: Vec<&str> = among.iter().map(|package| &*package.name).collect();
        return Err(Fault::new(match names.as_slice() {
            [one] => format!("{one} has no feature `{feature}`"),
            several => format!("none of {} has a feature `{feature}`", listed(several)),
        }));
    }
    Ok(())
}

impl Package {
    /// The features that are on where these are asked for, with all that they turn on.
    pub(crate) fn features(&self, build: &Build) -> BTreeSet<String> {
        let mut on = BTreeSet::new();
        let mut pending: Vec<&str> = if build.no_default_features { Vec::new() } else { vec!["default"] };
        if build.all_features {
            pending.extend(self.features.keys().map(String::as_str));
        }
        pending.extend(asked(build).filter_map(|name| match name.split_once('/') {
            None => Some(name),
            Some((package, feature)) => (package == self.name).then_some(feature),
        }));
        while let Some(name) = pending.pop() {
            // What is not declared is another package's; where nothing is known of the package it may be its own.
            if name.contains(['/', ':']) || !self.has_feature(name) {
                continue;
            }
            if on.insert(name.to_owned()) {
                pending.extend(self.features.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        on
    }

    /// Whether it may have a feature of this name.
    pub(crate) fn has_feature(&self, name: &str) -> bool {
        self.features.contains_key(name) || (self.name.is_empty() && name != "default")
    }
}
