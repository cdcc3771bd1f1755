//! The attribute and its arguments. The macro puts the place: the token itself.

use super::joined;
use crate::findings::{Finding, Kind, Origin, suggest};
use crate::printable::printable;

/// What the attribute takes, each by its name.
pub const ARGUMENTS: [&str; 9] = [
    "config_file = \"…\"",
    "toml = \"…\"",
    "profile = \"…\"",
    "strict_mode = true",
    "env = false",
    "records = 64",
    "threshold = 90",
    "derive(…)",
    "crate = path",
];

/// For the solutions of its errors.
fn arguments() -> String {
    format!("The attribute takes {}", joined(&ARGUMENTS, " and "))
}

/// The attribute stands on `item`.
#[must_use]
pub fn not_a_module() -> Finding {
    let title = "`#[memory_budgets]` goes on an inline module".to_owned();
    Finding::new(Kind::NotAModule, title, "Write `pub mod budgets {}` under it".to_owned(), &Origin::Attribute)
}

/// The attribute stands twice on one module.
#[must_use]
pub fn repeated_attribute() -> Finding {
    let title = "`#[memory_budgets]` stands twice on this module".to_owned();
    Finding::new(Kind::RepeatedAttribute, title, "Remove one of the two".to_owned(), &Origin::Attribute)
}

/// An argument that there is not.
#[must_use]
pub fn unknown_argument(name: &str) -> Finding {
    let mut known = Vec::new();
    for argument in &ARGUMENTS {
        let name = argument.split(' ').next().unwrap_or_default();
        known.push(name.split('(').next().unwrap_or_default());
    }
    let solution = match suggest::nearest(name, &mut known.iter().copied()) {
        Some(meant) => format!("Did you mean `{meant}`? {}", arguments()),
        None => arguments(),
    };
    Finding::new(Kind::UnknownArgument, format!("Unknown argument `{}`", printable(name)), solution, &Origin::Attribute)
}

/// An argument given twice.
#[must_use]
pub fn repeated_argument(name: &str) -> Finding {
    let title = format!("The argument `{}` is given twice", printable(name));
    Finding::new(Kind::RepeatedArgument, title, "Leave one of the two".to_owned(), &Origin::Attribute)
}

/// An argument whose value is of the wrong form.
#[must_use]
pub fn argument_value(name: &str, accepted: &str) -> Finding {
    let title = format!("The argument `{}` takes {accepted}", printable(name));
    Finding::new(Kind::ArgumentValue, title, arguments(), &Origin::Attribute)
}

/// Something that is no argument at all.
#[must_use]
pub fn not_an_argument(found: &str) -> Finding {
    let title = format!("`{}` is no argument", printable(found));
    Finding::new(Kind::UnknownArgument, title, arguments(), &Origin::Attribute)
}

/// A file and an inline text.
#[must_use]
pub fn conflicting_arguments() -> Finding {
    let title = "`config_file` and `toml` exclude each other".to_owned();
    Finding::new(Kind::ConflictingArguments, title, "Keep the file or the inline text".to_owned(), &Origin::Attribute)
}

/// A derive of what is implemented anyway.
#[must_use]
pub fn repeated_derive(name: &str) -> Finding {
    let name = printable(name);
    let title = format!("`CrateId` already implements `{name}`");
    Finding::new(Kind::RepeatedDerive, title, format!("Remove `{name}` from `derive(…)`"), &Origin::Attribute)
}
