//! Target sections, by their predicates.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, File};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::InvalidPredicate,
        "A target section's key is no `cfg(…)` predicate.",
        "Write it like `[target.'cfg(target_arch = \"arm\")']`.",
        File("[target.'cfg(target_arch = arm)']\ntotal_budget = \"24MB\"\n"),
    ),
    meaning(
        Kind::UnstablePredicate,
        "A predicate uses a name that only a nightly compiler takes, which would stop the build elsewhere.",
        "Use a name that every compiler knows.",
        File("[target.'cfg(overflow_checks)']\ntotal_budget = \"64MB\"\n"),
    ),
    meaning(
        Kind::TargetTriple,
        "A target section's key is a target's name, and sections go by predicates.",
        "Write it as the `cfg(…)` that the message gives.",
        File("[target.armv7-unknown-linux-gnueabihf]\ntotal_budget = \"24MB\"\n"),
    ),
    meaning(
        Kind::UnknownTargetName,
        "No target sets this name, so the section matches nothing.",
        "Correct the spelling, or declare the name in `[lints.rust] unexpected_cfgs` where the build sets it.",
        File("[target.'cfg(target_arhc = \"arm\")']\ntotal_budget = \"24MB\"\n"),
    ),
    meaning(
        Kind::UnknownTargetValue,
        "No target has this value, so the section matches nothing.",
        "Correct the value; `rustc --print cfg --target …` shows those of a target.",
        File("[target.'cfg(target_os = \"qnx\")']\ntotal_budget = \"64MB\"\n"),
    ),
    meaning(
        Kind::UndecidedSection,
        "A section depends on something that Cargo does not tell a build script, which then goes by a guess.",
        "Use a profile, or leave the file to the attribute, where the compiler decides.",
        Example::None,
    ),
];
