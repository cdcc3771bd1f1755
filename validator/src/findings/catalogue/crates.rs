//! Crates: their budgets, and the names that they come to.

use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;

pub(crate) fn duplicate_budget(name: &str, origin: &Origin, other: &Origin) -> Finding {
    let name = printable(name);
    let title = format!("{name} is given a budget twice");
    let solution = format!("Keep either the flat entry or the `budget` of `[crates.{name}]`");
    Finding::new(Kind::DuplicateBudget, title, solution, origin).and("the other", other)
}

pub(crate) fn missing_budget(name: &str, origin: &Origin) -> Finding {
    let title = format!("{} is declared without a budget", printable(name));
    Finding::new(
        Kind::MissingBudget,
        title,
        "Add `budget = \"…\"`: only a crate of the preset has a default".to_owned(),
        origin,
    )
}

pub(crate) fn invalid_crate_name(name: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is not a crate's name", printable(name));
    let solution = "Use the package's name: ASCII letters, digits, `-` and `_`, starting with a letter".to_owned();
    Finding::new(Kind::InvalidCrateName, title, solution, origin)
}

pub(crate) fn invalid_variant(name: &str, variant: &str, chosen: bool, origin: &Origin) -> Finding {
    let (name, shown) = (printable(name), printable(variant));
    let title = if chosen {
        format!("`{shown}` cannot be the variant of {name}")
    } else if shown.is_empty() {
        format!("{name} has nothing behind the prefix to make a variant of")
    } else {
        format!("{name} comes to the variant `{shown}`, which cannot be one")
    };
    let solution = format!(
        "{} an identifier in UpperCamelCase that is not Self, ALL or COUNT",
        if chosen { "Give".to_owned() } else { format!("Give `variant = \"…\"` in `[crates.{name}]`:") }
    );
    Finding::new(Kind::InvalidVariant, title, solution, origin)
}

pub(crate) fn collision(kind: Kind, names: (&str, &str), both: &str, origins: (&Origin, &Origin)) -> Finding {
    let (name, other, both) = (printable(names.0), printable(names.1), printable(both));
    let what = match kind {
        Kind::VariantCollision => "variant",
        Kind::ConstantCollision => "constant",
        _ => "environment variable",
    };
    let title = format!("{name} and {other} come to the same {what} `{both}`");
    let solution = match kind {
        Kind::VariableCollision => {
            "Rename one of the two: the variable is made of the whole name, which `variant` does not change".to_owned()
        }
        _ => format!("Give one of them another `variant = \"…\"` (in `[crates.{name}]`)"),
    };
    Finding::new(kind, title, solution, origins.0).and(&other, origins.1)
}

pub(crate) fn reserved(kind: Kind, name: &str, both: &str, origin: &Origin) -> Finding {
    let (name, both) = (printable(name), printable(both));
    let (title, solution) = if kind == Kind::ConstantCollision {
        (
            format!("{name} comes to the constant `{both}`, which is that of the total"),
            format!("Give `variant = \"…\"` in `[crates.{name}]`: the constant follows it"),
        )
    } else {
        (
            format!("{name} comes to the environment variable `{both}`, which is that of the total"),
            "Rename the crate: the variable is made of its whole name, which `variant` does not change".to_owned(),
        )
    };
    Finding::new(kind, title, solution, origin)
}
