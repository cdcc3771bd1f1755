//! The environment: the variables, and what a build script hands on in one.

use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;
use crate::size;

pub(crate) fn empty_variable(name: &str, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} is set but empty", printable(name));
    Finding::new(Kind::EmptyVariable, title, "Give it a value, or unset it".to_owned(), origin)
}

pub(crate) fn variable_not_unicode(name: &str, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} is not Unicode", printable(name));
    Finding::new(Kind::VariableNotUnicode, title, "Give it a readable value, or unset it".to_owned(), origin)
}

/// Two variables that each name a file, and not the same.
pub(crate) fn conflicting_files(name: &str, other: &str) -> Finding {
    let title = format!("{name} and {other} name different files");
    let solution = format!("Unset one of them: {other} alone serves everybody");
    let (origin, of_other) = (Origin::Variable(name.to_owned()), Origin::Variable(other.to_owned()));
    Finding::new(Kind::ConflictingFiles, title, solution, &origin).and("the other", &of_other)
}

pub(crate) fn unknown_variable(name: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} names no known crate or setting", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean {}?", printable(meant)),
        None => "Declare the crate with `[crates.NAME]`, or unset the variable".to_owned(),
    };
    Finding::new(Kind::UnknownVariable, title, solution, origin)
}

pub(crate) fn handed_on_total(script: u64, attribute: u128, in_sections: bool, origin: &Origin) -> Finding {
    let (script, attribute) = (size::print(script.into()), size::print(attribute));
    let title = format!("The build script goes by a total of {script}, and the attribute by {attribute}");
    let solution = if in_sections {
        "Name the file and the profile of the build script in the attribute too; where they are the same, Cargo does not tell the \
         script all that the [target] sections ask for: set the total with a `[profile.NAME]`"
    } else {
        "Name the file and the profile of the build script in the attribute too: `config_file = \"…\"`, `profile = \"…\"`"
    };
    Finding::new(Kind::HandedOnTotal, title, solution.to_owned(), origin)
}

pub(crate) fn handed_on_sections(script: u64, sections: usize, limit: usize, origin: &Origin) -> Finding {
    let script = size::print(script.into());
    let title = format!("The build script's total of {script} cannot be followed through {sections} [target] sections");
    let solution = format!(
        "Keep to {limit} sections that change the total, or name the file in the attribute: `config_file = \"…\"`"
    );
    Finding::new(Kind::HandedOnTotal, title, solution, origin)
}

pub(crate) fn handed_on_choice(script: &str, attribute: &str) -> Finding {
    let title = format!("The build script goes by {}, and the attribute by {attribute}", printable(script));
    let solution = "Name the file and the profile of the build script in the attribute too: `config_file = \"…\"`, `profile = \"…\"`";
    Finding::new(Kind::HandedOnChoice, title, solution.to_owned(), &Origin::Attribute)
}
