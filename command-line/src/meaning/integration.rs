//! The integration check: budgets and the crates that there are.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, File, Rust};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::NotIntegrated,
        "A crate has a budget with `memory_system = true` and does not use the memory system: nothing is charged to its budget.",
        "Make it depend on the memory system and name its CrateId, or set `memory_system = false`.",
        File("[crates.app-decoder]\nbudget = \"1MB\"\nmemory_system = true\n"),
    ),
    meaning(
        Kind::Unbudgeted,
        "A crate uses the memory system and has no budget.",
        "Declare it with `[crates.NAME]` and a budget, or drop its dependency.",
        Example::None,
    ),
    meaning(
        Kind::UnknownCrate,
        "A name in the file is that of no member of the workspace, and of no package that it depends on.",
        "Correct the name, remove it, or add the crate to the workspace.",
        File("[integration]\nexempt = [\"cargo-wtr\"]\n"),
    ),
    meaning(
        Kind::ForeignBudget,
        "The code of a crate with a budget hands another crate's CrateId to a function or a macro, as one does to charge it: what it takes is then in the other's budget. That may be as it should be.",
        "Charge the crate's own CrateId where the memory is its own.",
        Rust("let memory = MEMORY.charge(CrateId::AppNet, 512)?; // in app-core\n"),
    ),
];
