//! A measured program against the budgets.

use memory_budgets_validator::Kind;

use super::entry::{Entry, Example, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::OverBudget,
        "A crate has more in the measured program's RAM than its budget: its statics, and what was counted at run time beside them. Only what is known to be its counts.",
        "Reduce its statics, of which the largest are named, or raise its budget.",
        Example::None,
    ),
    meaning(
        Kind::OverTotal,
        "All RAM that the measured program has is more than the total budget; or, as a warning, it is so with the safety margin.",
        "Reduce what the program has, of which the largest crates are named, or raise the total.",
        Example::None,
    ),
    meaning(
        Kind::OverLimit,
        "All RAM that the measured program has is more than a platform limit of its target; or, as a warning, it is so with the safety margin.",
        "Reduce what the program has, of which the largest crates are named.",
        Example::None,
    ),
    meaning(
        Kind::Undecided,
        "What is known to be a crate's is within its budget, and together with what nobody can attribute it is not.",
        "Let more be attributed: debug information, -C symbol-mangling-version=v0, or the linker's map.",
        Example::None,
    ),
];
