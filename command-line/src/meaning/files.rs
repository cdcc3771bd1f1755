//! Files: that one is not there, or cannot be read, or is no TOML; and linker scripts.

use memory_budgets_validator::Kind;

use super::entry::Example::{self, File, Manifest};
use super::entry::{Entry, meaning};

pub(super) const MEANINGS: &[Entry] = &[
    meaning(
        Kind::NoManifestDir,
        "The compiler runs without Cargo, so nobody says where the package lies and where to look for the file.",
        "Build with Cargo, set CARGO_MANIFEST_DIR, or give the configuration inline.",
        Example::None,
    ),
    meaning(
        Kind::MissingFile,
        "A file that is named does not exist: by an argument, a variable, or a manifest's memory_validation table. A named file has to be there, so that a typo does not put the defaults in force.",
        "Create the file, or correct its name. A package that goes to a registry has to hold its own file.",
        Manifest("[package.metadata.memory_validation]\nconfig_file = \"memory_budgets.toml\"\n"),
    ),
    meaning(
        Kind::UnreadableFile,
        "A file is there and cannot be read: no permission, a folder, or no regular file.",
        "Make it a file that this user may read, or name another.",
        Example::None,
    ),
    meaning(
        Kind::FileTooLarge,
        "The file is larger than 1MB (1,048,576 bytes), which no real configuration is.",
        "Keep it below 1MB.",
        Example::None,
    ),
    meaning(
        Kind::NotUtf8,
        "The file, or the path to it, is not UTF-8.",
        "Save the file as UTF-8, or rename the folder.",
        Example::None,
    ),
    meaning(
        Kind::NoFile,
        "There is no memory_budget.toml, so the preset's budgets are in force: somebody else's numbers.",
        "Write a file (`cargo memory-budget init` writes a first one), or name one.",
        Manifest("[workspace.metadata.memory_validation]\nstrict_mode = true\n"),
    ),
    meaning(
        Kind::Malformed,
        "The file is not valid TOML, so nothing after this place can be relied on.",
        "Correct the syntax at this place; the rest is checked once the file can be read.",
        File("\"wrt-runtime\" = 32MB\n"),
    ),
    meaning(
        Kind::LinkerScript,
        "A limit is the length of a region in a linker script, and the script or its region cannot be read: a mistake in an expression, a name that nothing has, a file that includes itself.",
        "Correct the script, or write the limit as a size.",
        File("platform_limit = { linker_script = \"memory.x\" }\n"),
    ),
];
