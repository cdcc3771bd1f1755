//! Where the configuration file may be.

use std::path::{Path, PathBuf};

use super::disk::settled;
use super::manifest::Manifests;
use super::path::display;
use crate::findings::{Finding, Origin, catalogue};
use crate::printable::printable;
use crate::request::Request;

/// The name of the file that is looked for where none is named.
const DEFAULT_FILE: &str = "memory_budget.toml";

/// Where the configuration file may be, nearest first.
pub(super) struct Search {
    /// What names it, if it is named: then it has to be there.
    pub(super) named: Option<(String, Origin)>,
    pub(super) places: Vec<PathBuf>,
}

/// Decides where to look, in the order of specification 1.
pub(super) fn search(request: &Request, dir: &Path, manifests: &Manifests, variable: Option<(&str, String)>) -> Search {
    let upwards = manifests.folders(dir);
    let (named, folders) = if let Some(named) = &request.config_file {
        (Some((named.clone(), Origin::Argument("config_file"))), vec![dir.to_owned()])
    } else if let Some((variable, named)) = variable {
        (Some((named, Origin::Variable(variable.to_owned()))), vec![manifests.root.clone()])
    } else {
        match &request.searched_file {
            Some(searched) if searched != DEFAULT_FILE => (Some((searched.clone(), Origin::BuildScript)), upwards),
            _ => (manifests.config_file.clone(), upwards),
        }
    };
    let file = match &named {
        Some((named, _)) => named,
        None => DEFAULT_FILE,
    };
    let mut places = Vec::new();
    for folder in &folders {
        places.push(settled(&folder.join(file)));
    }
    Search { named, places }
}

impl Search {
    /// What is wrong where a file that is named is in none of the places.
    pub(super) fn missing(&self, manifests: &Manifests) -> Option<Finding> {
        let (named, origin) = self.named.as_ref()?;
        Some(catalogue::missing_file(named, &shown(&self.places, &manifests.root), origin))
    }
}

/// Places as messages call them.
pub(crate) fn shown(places: &[PathBuf], root: &Path) -> Vec<String> {
    let mut shown = Vec::new();
    for place in places {
        shown.push(printable(&display(place, root)));
    }
    shown
}
