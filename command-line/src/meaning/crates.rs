//! Crates: their budgets, and the names that they come to.

use memory_budgets_validator::Kind;

use super::entry::Example::File;
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::DuplicateBudget,
        "A crate is given a budget twice, in the flat form and in its table.",
        "Keep one of the two.",
        File("\"wrt-runtime\" = \"8MB\"\n\n[crates.wrt-runtime]\nbudget = \"16MB\"\n"),
    ),
    meaning(
        Kind::MissingBudget,
        "A crate is declared without a budget, and it is no crate of the preset, which would have a default.",
        "Add `budget = \"…\"`.",
        File("[crates.app-net]\npurpose = \"networking\"\n"),
    ),
    meaning(
        Kind::InvalidCrateName,
        "A crate's name is none that Cargo takes.",
        "Use the package's name: ASCII letters, digits, `-` and `_`, starting with a letter.",
        File("[crates.\"app net\"]\nbudget = \"1MB\"\n"),
    ),
    meaning(
        Kind::InvalidVariant,
        "A crate's variant of CrateId cannot be one.",
        "Give `variant = \"…\"`: an identifier in UpperCamelCase.",
        File("[crates.wrt-self]\nbudget = \"1KB\"\n"),
    ),
    meaning(
        Kind::VariantCollision,
        "Two crates come to the same variant of CrateId.",
        "Give one of them another `variant = \"…\"`.",
        File("[crates.app-net]\nbudget = \"1KB\"\n\n[crates.appNet]\nbudget = \"1KB\"\nvariant = \"AppNet\"\n"),
    ),
    meaning(
        Kind::ConstantCollision,
        "Two crates come to the same constant, or one comes to a constant of the total.",
        "Give one of them another `variant = \"…\"`: the constant follows it.",
        File("[crates.total-system]\nbudget = \"1KB\"\n"),
    ),
    meaning(
        Kind::VariableCollision,
        "Two crates come to the same environment variable, which could then mean either.",
        "Rename one of the two: the variable is made of the whole name.",
        File("[crates.app-net]\nbudget = \"1KB\"\n\n[crates.app_net]\nbudget = \"1KB\"\nvariant = \"Other\"\n"),
    ),
];
