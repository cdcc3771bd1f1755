//! Target sections, by their predicates.

use crate::findings::{Edit, Finding, Kind, Origin};
use crate::printable::printable;

pub(crate) fn invalid_predicate(text: &str, reason: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is not a target predicate: {reason}", printable(text));
    let solution = "Write it like `[target.'cfg(target_arch = \"arm\")']`, with all(…), any(…), not(…), names and name = \"value\"";
    Finding::new(Kind::InvalidPredicate, title, solution.to_owned(), origin)
}

pub(crate) fn target_triple(triple: &str, predicate: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is a target's name, not a predicate", printable(triple));
    let edit = Edit::replace(origin, format!("'{predicate}'"));
    Finding::new(Kind::TargetTriple, title, format!("Write `[target.'{predicate}']`"), origin).with_edit(edit)
}

pub(crate) fn unknown_target_value(key: &str, value: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("No target has `{key} = \"{}\"`: this matches nothing", printable(value));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{key} = \"{meant}\"`?"),
        None => format!("Use a value that `rustc --print cfg --target …` shows for {key}"),
    };
    let mut finding = Finding::new(Kind::UnknownTargetValue, title, solution, origin);
    if let Some(meant) = meant {
        finding.edit = Edit::replace_part(origin, &format!("\"{value}\""), format!("\"{meant}\""));
    }
    finding
}

pub(crate) fn unknown_target_name(name: &str, value: Option<&str>, meant: &str, origin: &Origin) -> Finding {
    let title = match value {
        Some(value) => format!("No target has `{} = \"{}\"`: this matches nothing", printable(name), printable(value)),
        None => format!("No target has `{}`: this matches nothing", printable(name)),
    };
    let solution = format!(
        "Did you mean `{meant}`? A name that the build sets itself is declared in `[lints.rust] unexpected_cfgs`"
    );
    let mut finding = Finding::new(Kind::UnknownTargetName, title, solution, origin);
    // Quotes would have to be written as the key's own are.
    if !meant.contains('"') && (value.is_none() || meant != name) {
        finding.edit = Edit::replace_part(origin, name, meant.to_owned());
    }
    finding
}

pub(crate) fn unstable_predicate(text: &str, name: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` asks for `{name}`, which stable compilers do not tell", printable(text));
    let solution = "Ask for another name, or for one that the build sets itself".to_owned();
    Finding::new(Kind::UnstablePredicate, title, solution, origin)
}

pub(crate) fn undecided_section(predicate: &str, taken: bool, profile: &str, origin: &Origin) -> Finding {
    let taken = if taken { "it does" } else { "it does not" };
    let title =
        format!("A build script cannot tell whether cfg({}) holds, and takes it that {taken}", printable(predicate));
    let solution = format!(
        "Set it with a `[profile.NAME]` and {profile}, or leave this file to the attribute, where the compiler decides"
    );
    Finding::new(Kind::UndecidedSection, title, solution, origin)
}
