//! What each finding means: for `explain`, and for the help that code scanning shows. Each family of kinds has the file of its
//! name, as the validator's catalogue of messages has.

mod attribute;
mod command_line;
mod crates;
mod entry;
mod environment;
mod files;
mod integration;
mod measured;
mod profiles;
mod rules;
mod settings;
mod targets;

use memory_budgets_validator::Kind;

use self::entry::Entry;
pub(crate) use self::entry::{Example, Meaning};

const FAMILIES: [&[Entry]; 11] = [
    attribute::MEANINGS,
    files::MEANINGS,
    settings::MEANINGS,
    crates::MEANINGS,
    targets::MEANINGS,
    profiles::MEANINGS,
    environment::MEANINGS,
    rules::MEANINGS,
    integration::MEANINGS,
    measured::MEANINGS,
    command_line::MEANINGS,
];

/// What a kind means; a test holds every kind to have one.
pub(crate) fn of(kind: Kind) -> Option<Meaning> {
    FAMILIES.into_iter().flatten().find(|(of, _)| *of == kind).map(|&(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::{Kind, Request, Target, validate};

    use super::{Example, FAMILIES, of};

    #[test]
    fn every_finding_has_one() {
        for &kind in Kind::ALL {
            let times = FAMILIES.into_iter().flatten().filter(|(of, _)| *of == kind).count();
            assert_eq!(times, 1, "how often {} is explained", kind.name());
        }
    }

    #[test]
    fn every_argument_is_named() {
        let meaning = of(Kind::UnknownArgument).expect("it is explained");
        for argument in memory_budgets_validator::for_macros::catalogue::ARGUMENTS {
            let name = argument.split([' ', '(']).next().expect("a name");
            assert!(meaning.mend.contains(name), "{name}");
        }
    }

    /// What is shown as an example of a finding raises it.
    #[test]
    fn examples_show_what_they_are_for() {
        let board = Target::from_rustc_cfg("board", "target_pointer_width=\"32\"").expect("a target");
        for &kind in Kind::ALL {
            let Some(meaning) = of(kind) else { continue };
            let (inline, environment) = match meaning.example {
                Example::File(text) => (text, Vec::new()),
                Example::Shell(text) => {
                    let (name, value) = text.trim().split_once('=').expect("NAME=value");
                    ("[profile.production]\ntotal_budget = '128MB'", vec![(name.into(), value.into())])
                }
                _ => continue,
            };
            if [Kind::NotIntegrated, Kind::UnknownCrate].contains(&kind) {
                continue; // depends on the workspace around it
            }
            let outcome = validate(&Request {
                inline: Some(inline.to_owned()),
                environment: Some(environment),
                target: Some(board.clone()),
                ..Request::default()
            });
            let shown: Vec<&str> = outcome.findings.iter().map(|finding| finding.kind.name()).collect();
            assert!(shown.contains(&kind.name()), "{} shows {shown:?}", kind.name());
        }
    }
}
