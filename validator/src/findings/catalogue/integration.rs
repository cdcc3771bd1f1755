//! The integration check: budgets and the crates that there are.

#[cfg(feature = "build-script")]
use crate::findings::Edit;
use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;

#[cfg(feature = "build-script")]
pub(crate) fn no_dependency(name: &str, system: &str, origin: &Origin) -> Finding {
    let (system, none_needed) = (printable(system), none_needed(name));
    let solution = format!("Make it depend on {system}, directly or through another member; {none_needed}");
    Finding::new(Kind::NotIntegrated, not_integrated(name), solution, origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn not_named(name: &str, variant: &str, origin: &Origin) -> Finding {
    let solution = format!("Name `CrateId::{}` where it takes memory; {}", printable(variant), none_needed(name));
    Finding::new(Kind::NotIntegrated, not_integrated(name), solution, origin)
}

#[cfg(feature = "build-script")]
fn not_integrated(name: &str) -> String {
    format!("{} has a budget but does not use the memory system", printable(name))
}

#[cfg(feature = "build-script")]
fn none_needed(name: &str) -> String {
    format!("or set `memory_system = false` in `[crates.{}]`", printable(name))
}

#[cfg(feature = "build-script")]
pub(crate) fn unbudgeted(name: &str, system: &str, origin: &Origin) -> Finding {
    let (name, system) = (printable(name), printable(system));
    let title = format!("{name} uses the memory system but has no budget");
    let solution = format!("Declare it with `[crates.{name}]` and a `budget`, or drop its dependency on {system}");
    Finding::new(Kind::Unbudgeted, title, solution, origin)
}

#[cfg(feature = "measured")]
pub(crate) fn unbudgeted_in_program(name: &str, used: &str, origin: &Origin) -> Finding {
    let name = printable(name);
    let title = format!("{name} has {used} in RAM and no budget");
    Finding::new(Kind::Unbudgeted, title, format!("Declare it with `[crates.{name}]` and a `budget`"), origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn unknown_crate(name: &str, what: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("{} {what} but is no crate of this workspace", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => "Remove it, or add the crate to the workspace or to the dependencies of a member".to_owned(),
    };
    let edit = meant.and_then(|meant| Edit::replace_part(origin, name, meant.to_owned()));
    Finding::new(Kind::UnknownCrate, title, solution, origin).with_edit(edit)
}

#[cfg(feature = "build-script")]
pub(crate) fn foreign_budget(name: &str, variant: &str, other: &str, places: usize, origin: &Origin) -> Finding {
    let (name, variant) = (printable(name), printable(variant));
    let title = format!("{name} charges the budget of {}", printable(other));
    let solution = format!(
        "Charge `CrateId::{variant}` where the memory is {name}'s own; where it is not, all is as it should be"
    );
    let mut finding = Finding::new(Kind::ForeignBudget, title, solution, origin);
    if places > 1 {
        finding.notes.push(format!("the first of {places} places"));
    }
    finding
}
