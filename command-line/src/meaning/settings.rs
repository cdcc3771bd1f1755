//! Settings: keys that there are not, values that are no size and no percentage, what a file has to say and does not.

use memory_budgets_validator::Kind;

use super::entry::Example::File;
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::UnknownKey,
        "A key is neither a setting nor a crate that is known. Ignoring it would leave a budget at its default that somebody has tried to set.",
        "Correct the spelling, or declare the crate with `[crates.NAME]` and a budget.",
        File("\"wrt-runtme\" = \"32MB\"\n"),
    ),
    meaning(
        Kind::MisplacedKey,
        "A setting stands where it has no effect.",
        "Move it to where the message says.",
        File("[profile.production]\nplatform_limit = \"64MB\"\n"),
    ),
    meaning(
        Kind::WrongType,
        "A setting has a value of another type than it takes.",
        "Write what the message says it takes.",
        File("strict_mode = \"yes\"\n"),
    ),
    meaning(
        Kind::InvalidSize,
        "A size cannot be read. Sizes are whole bytes, or strings with B, KB, MB, GB (or KiB, MiB, GiB), all binary.",
        "Write a number of bytes, or a string such as \"512KB\", \"1.5MB\" or \"2GB\".",
        File("\"wrt-runtime\" = \"32mb\"\n"),
    ),
    meaning(
        Kind::InvalidMargin,
        "The safety margin is no percentage.",
        "Write a string such as \"20%\" or \"12.5%\".",
        File("safety_margin = 20\n"),
    ),
    meaning(
        Kind::MarginOfSum,
        "A total that is the sum of the crates leaves no room for a safety margin.",
        "Remove safety_margin, or write the total as a size.",
        File("total_budget = \"sum\"\nsafety_margin = \"20%\"\n"),
    ),
    meaning(
        Kind::UnknownPreset,
        "There is no preset of this name.",
        "Write one that there is; \"none\" is for budgets of your own crates alone.",
        File("preset = \"nothing\"\n"),
    ),
    meaning(
        Kind::InvalidPrefix,
        "The prefix is not what crate names can begin with.",
        "Write it without the dash behind it.",
        File("preset = \"none\"\nprefix = \"app-\"\ntotal_budget = \"2MB\"\n[crates.app-net]\nbudget = \"1MB\"\n"),
    ),
    meaning(
        Kind::MissingTotal,
        "Without a preset there is no default for the total.",
        "Add total_budget at the top of the file: a size, or \"sum\" for what the crates come to.",
        File("preset = \"none\"\n\n[crates.app]\nbudget = \"1MB\"\n"),
    ),
    meaning(
        Kind::NoCrates,
        "Without a preset each crate is declared, and none is.",
        "Declare a crate with `[crates.NAME]` and a budget.",
        File("preset = \"none\"\ntotal_budget = \"1MB\"\n"),
    ),
];
