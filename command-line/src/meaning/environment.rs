//! The environment: the variables, and what a build script hands on in one.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, Shell};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::EmptyVariable,
        "A variable that sets something is set to nothing, which may mean a default or a mistake.",
        "Give it a value, or unset it.",
        Shell("WRT_RUNTIME_BUDGET=\n"),
    ),
    meaning(
        Kind::VariableNotUnicode,
        "A variable's value is not Unicode.",
        "Give it a readable value, or unset it.",
        Example::None,
    ),
    meaning(
        Kind::ConflictingFiles,
        "Two variables name a file each, and not the same one.",
        "Unset one of them: MEMORY_BUDGET_FILE alone serves every preset.",
        Example::None,
    ),
    meaning(
        Kind::UnknownVariable,
        "A variable looks like one of ours and names no crate and no setting: it changes nothing.",
        "Correct its name, declare the crate, or unset it.",
        Shell("WRT_RUNTME_BUDGET=8MB\n"),
    ),
    meaning(
        Kind::HandedOnTotal,
        "The build script goes by another configuration than the attribute of the same package.",
        "Name the file and the profile of the build script in the attribute too.",
        Example::None,
    ),
    meaning(
        Kind::HandedOnChoice,
        "The build script and the attribute of one package do not choose the same configuration.",
        "Name the file and the profile of the build script in the attribute too.",
        Example::None,
    ),
];
