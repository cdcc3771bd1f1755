//! The packages whose configurations are meant: those that carry the attribute.

use std::path::Path;

use crate::args::Place;
use crate::attribute::{Attribute, Sources};
use crate::fault::Fault;
use crate::workspace::{Package, Workspace};

/// A package, with the attributes that decide about its configurations: one at least.
pub(crate) type Carrier = (Package, Vec<Attribute>);

/// The packages that are meant.
pub(crate) fn carriers(
    workspace: &Workspace,
    sources: &mut Sources<'_>,
    place: &Place,
    manifest_folder: &Path,
) -> Result<Vec<Carrier>, Fault> {
    if let Some(name) = &place.package {
        return Ok(vec![alone(workspace.package(name)?, sources)]);
    }
    if let Some(package) = workspace.package_in(manifest_folder) {
        // The root's own package is often a facade, and somebody else carries the attribute.
        if !package.is_root || package.depends_on_ours || !sources.attributes(package).is_empty() {
            return Ok(vec![alone(package, sources)]);
        }
    }
    let all = of_workspace(workspace, sources);
    let by_file = |(_, attributes): &&(&Package, Vec<Attribute>)| {
        attributes.is_empty() || attributes.iter().any(Attribute::goes_by_a_file)
    };
    let with_files: Vec<_> = all.iter().filter(by_file).collect();
    let carrier = |(package, attributes): &(&Package, Vec<Attribute>), inline: bool| {
        ((*package).clone(), chosen(attributes.clone(), inline))
    };
    let carriers: Vec<Carrier> = match with_files.is_empty() {
        true => all.iter().map(|one| carrier(one, true)).collect(),
        false => with_files.into_iter().map(|one| carrier(one, false)).collect(),
    };
    if carriers.is_empty() {
        let package = workspace.package_in(manifest_folder).cloned();
        return Ok(vec![(package.unwrap_or_else(|| Package::none(manifest_folder)), vec![Attribute::default()])]);
    }
    Ok(carriers)
}

/// One package, whatever it carries.
fn alone(package: &Package, sources: &mut Sources<'_>) -> Carrier {
    let attributes = sources.attributes(package);
    if attributes.is_empty() {
        note_missing([package], sources);
    }
    (package.clone(), chosen(attributes, true))
}

/// The packages that carry the attribute, with their attributes; where none does, those that depend on one of our packages.
fn of_workspace<'w>(workspace: &'w Workspace, sources: &mut Sources<'_>) -> Vec<(&'w Package, Vec<Attribute>)> {
    sources.read(&*workspace.packages);
    let with_attributes = workspace.packages.iter().map(|package| (package, sources.attributes(package)));
    let carriers: Vec<_> = with_attributes.filter(|(_, attributes)| !attributes.is_empty()).collect();
    if !carriers.is_empty() {
        return carriers;
    }
    let dependents: Vec<&Package> = workspace.packages.iter().filter(|package| package.depends_on_ours).collect();
    note_missing(dependents.iter().copied(), sources);
    dependents.into_iter().map(|package| (package, Vec::new())).collect()
}

/// Says of packages that could carry the attribute that it was not found.
fn note_missing<'p>(packages: impl IntoIterator<Item = &'p Package>, sources: &mut Sources<'_>) {
    for package in packages.into_iter().filter(|package| package.depends_on_attribute) {
        sources.notes.push(format!(
            "{} depends on memory-budgets, but no attribute `#[memory_budgets]` was found in it: this is about the file that one without arguments would find; --config names another",
            package.name
        ));
    }
}

/// The attributes that count: those that go by a file, and where there is none and `inline` says so, those that do not.
fn chosen(attributes: Vec<Attribute>, inline: bool) -> Vec<Attribute> {
    let with_files: Vec<Attribute> = attributes.iter().filter(|one| one.goes_by_a_file()).cloned().collect();
    match (with_files.is_empty(), attributes.is_empty()) {
        (false, _) => with_files,
        (true, false) if inline => attributes,
        _ => vec![Attribute::default()],
    }
}
