//! Profiles: their names, and which one is selected.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, File, Shell};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::UnknownProfile,
        "The profile that is selected is not in the file.",
        "Select one that is there, or add `[profile.NAME]`.",
        Shell("WRT_BUDGET_PROFILE=prodution\n"),
    ),
    meaning(
        Kind::OverriddenProfile,
        "A variable selects another profile than the code asks for, and the variable wins.",
        "Unset the variable, or write `env = false` in the attribute.",
        Example::None,
    ),
    meaning(
        Kind::InvalidProfile,
        "A profile's name cannot become a variant of the enum `Profile`.",
        "Rename it: ASCII letters, digits, `-` and `_`, starting with a letter.",
        File("[profile.\"2 boards\"]\n\"wrt-debug\" = \"1MB\"\n"),
    ),
    meaning(
        Kind::ProfileCollision,
        "Two profiles come to one variant of the enum `Profile`.",
        "Rename one of them.",
        File("[profile.asil-b]\n\"wrt-debug\" = \"1MB\"\n\n[profile.asil_b]\n\"wrt-debug\" = \"512KB\"\n"),
    ),
    meaning(
        Kind::TooManyProfiles,
        "A file may have 64 profiles: each is a table of all budgets, checked by every rule.",
        "Split the file.",
        Example::None,
    ),
];
