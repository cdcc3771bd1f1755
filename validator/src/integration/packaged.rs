//! Whether a package that goes to a registry takes its configuration with it.

use std::path::Path;

use crate::findings::{Finding, catalogue};
use crate::gather::path::display;
use crate::plan::Plan;

/// What is wrong where the package in `folder` may be published and its configuration `file` does not lie in that folder: it is
/// not in its `.crate` then, and whoever depends on it goes by the preset. A warning, and an error in strict mode.
#[must_use]
pub fn check_packaged(root: &Path, folder: &Path, package: &str, file: &Path, plan: &Plan) -> Option<Finding> {
    if file.starts_with(folder) {
        return None;
    }
    let manifest = display(&folder.join("Cargo.toml"), root);
    let mut findings = [catalogue::unpackaged_file(package, &display(file, root), &manifest)];
    if plan.strict_mode {
        crate::findings::make_errors(&mut findings);
    }
    let [finding] = findings;
    Some(finding)
}
