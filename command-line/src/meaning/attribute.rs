//! The attribute and its arguments.

use memory_budgets_validator::Kind;

use super::entry::Example::Rust;
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::NotAModule,
        "The attribute stands on something that is no inline module, so there is nowhere to put the constants.",
        "Put it on an empty inline module.",
        Rust("#[memory_budgets::memory_budgets]\npub mod budgets;\n"),
    ),
    meaning(
        Kind::RepeatedAttribute,
        "The attribute stands twice on one module.",
        "Remove one of the two.",
        Rust("#[memory_budgets::memory_budgets]\n#[memory_budgets::memory_budgets]\npub mod budgets {}\n"),
    ),
    meaning(
        Kind::UnknownArgument,
        "The attribute has no such argument.",
        "Use config_file, toml, profile, strict_mode, env, derive, crate, records or threshold.",
        Rust("#[memory_budgets::memory_budgets(config = \"b.toml\")]\npub mod budgets {}\n"),
    ),
    meaning(
        Kind::RepeatedArgument,
        "An argument of the attribute is given twice, and only one can hold.",
        "Leave one of the two.",
        Rust("#[memory_budgets::memory_budgets(env = false, env = true)]\npub mod budgets {}\n"),
    ),
    meaning(
        Kind::ArgumentValue,
        "An argument of the attribute has a value of the wrong form.",
        "Give a string, true or false, a number, or a list, as the message says.",
        Rust("#[memory_budgets::memory_budgets(strict_mode = \"yes\")]\npub mod budgets {}\n"),
    ),
    meaning(
        Kind::ConflictingArguments,
        "The attribute names a file and gives the configuration inline as well.",
        "Keep the file or the inline text.",
        Rust("#[memory_budgets::memory_budgets(config_file = \"b.toml\", toml = \"\")]\npub mod budgets {}\n"),
    ),
    meaning(
        Kind::RepeatedDerive,
        "The attribute derives for CrateId what that implements anyway.",
        "Remove the trait from derive(…).",
        Rust("#[memory_budgets::memory_budgets(derive(Debug))]\npub mod budgets {}\n"),
    ),
];
