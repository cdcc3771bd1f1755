//! What the command line alone finds.

use memory_budgets_validator::Kind;

use super::entry::Example::Manifest;
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[meaning(
    Kind::UnpackagedFile,
    "A package that may go to a registry goes by a file outside its folder. The file is not in its .crate, so whoever depends on it gets the preset's budgets instead.",
    "Put the file or a link to it into the package's folder, or write `publish = false`.",
    Manifest("[package]\nname = \"app-core\"\npublish = true\n"),
)];
