//! Profiles: their names, and which one is selected.

use super::listed;
use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;

pub(crate) fn unknown_profile(name: &str, known: &[String], meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("There is no profile \"{}\"", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean \"{}\"?", printable(meant)),
        None if known.is_empty() => format!("Add `[profile.{}]` to the configuration file", printable(name)),
        None => format!("Select one of: {}", listed(known)),
    };
    Finding::new(Kind::UnknownProfile, title, solution, origin)
}

pub(crate) fn overridden_profile(own: &str, selected: &str, variable: &str) -> Finding {
    let (own, selected) = (printable(own), printable(selected));
    let title = format!("{variable} selects the profile \"{selected}\" where \"{own}\" is asked for");
    let solution =
        format!("Unset {variable}, or write `env = false` in the attribute where its own profile has to hold");
    Finding::new(Kind::OverriddenProfile, title, solution, &Origin::Variable(variable.to_owned()))
}

pub(crate) fn invalid_profile(name: &str, origin: &Origin) -> Finding {
    let title = format!("The profile \"{}\" has no name that a variant of `Profile` can have", printable(name));
    let solution = "Use ASCII letters, digits, `-` and `_`, starting with a letter; not self, and no name that comes to ALL or COUNT";
    Finding::new(Kind::InvalidProfile, title, solution.to_owned(), origin)
}

pub(crate) fn profile_collision(names: (&str, &str), same_variant: bool, origins: (&Origin, &Origin)) -> Finding {
    let (name, other) = (printable(names.0), printable(names.1));
    let what = if same_variant { "come to the same variant of `Profile`" } else { "differ in case alone" };
    let title = format!("The profiles \"{name}\" and \"{other}\" {what}");
    let finding = Finding::new(Kind::ProfileCollision, title, "Rename one of them".to_owned(), origins.0);
    finding.and("the other", origins.1)
}

pub(crate) fn too_many_profiles(profiles: usize, limit: usize, origin: &Origin) -> Finding {
    let title = format!("There are {profiles} profiles, and a file may have {limit}");
    let solution = "Split the file: an attribute, a build script and a variable can each name one".to_owned();
    Finding::new(Kind::TooManyProfiles, title, solution, origin)
}
