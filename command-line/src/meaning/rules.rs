//! The rules.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, File};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::Total,
        "The crates' budgets come to more than the total: not all of them can be used up at once.",
        "Reduce budgets, or raise the total; `cargo memory-budget fit` proposes some.",
        File("total_budget = \"64MB\"\n"),
    ),
    meaning(
        Kind::BelowMinimum,
        "A crate's budget is less than the least that it works with.",
        "Raise the budget to the minimum, or lower `min` where it is too careful.",
        File("\"wrt-runtime\" = \"2MB\"\n"),
    ),
    meaning(
        Kind::AboveMaximum,
        "A crate's budget is more than it may be given.",
        "Reduce the budget to the maximum, or raise `max`.",
        File("total_budget = \"1GB\"\n\"wrt-runtime\" = \"512MB\"\n"),
    ),
    meaning(
        Kind::Platform,
        "The total is more than the platform has.",
        "Give the target a section of its own with a smaller total; `cargo memory-budget fit --target …` writes one.",
        File("platform_limit = \"32MB\"\n"),
    ),
    meaning(
        Kind::AddressSpace,
        "A budget or the total is more than the target's addresses can tell apart.",
        "Give the target a section with smaller budgets.",
        File("preset = \"none\"\ntotal_budget = \"4GB\"\n\n[crates.app]\nbudget = \"1GB\"\n"),
    ),
    meaning(
        Kind::Limits,
        "A crate's minimum is above its maximum, so that no budget would do.",
        "Lower `min` or raise `max`.",
        File("[crates.wrt-runtime]\nmin = \"512MB\"\n"),
    ),
    meaning(
        Kind::Margin,
        "The budgets with the safety margin come to more than the total: there is less headroom than was asked for.",
        "Reduce budgets, raise the total, or lower safety_margin.",
        File("safety_margin = \"20%\"\n"),
    ),
    meaning(
        Kind::MarginSections,
        "The margin is a warning that depends on too many target sections for the compiler to follow.",
        "Set strict_mode = true, where the compiler decides it, or keep to fewer sections.",
        Example::None,
    ),
];
