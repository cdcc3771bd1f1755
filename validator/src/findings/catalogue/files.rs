//! Files: that one is not there, or cannot be read, or is no TOML; and linker scripts.

use std::path::Path;

use super::{joined, listed};
use crate::findings::{Finding, Kind, Origin};
use crate::printable::printable;

pub(crate) fn no_manifest_dir() -> Finding {
    let title = "CARGO_MANIFEST_DIR is not set, so there is nowhere to look for the configuration".to_owned();
    let solution = "Build with Cargo, set the variable to the package's folder, or give the configuration inline with `toml = \"…\"`";
    Finding::new(Kind::NoManifestDir, title, solution.to_owned(), &Origin::Attribute)
}

pub(crate) fn missing_file(path: &str, looked_in: &[String], origin: &Origin) -> Finding {
    let looked_in = listed(looked_in);
    let solution = format!("Create the file, or correct the path; looked for in {looked_in}");
    Finding::new(Kind::MissingFile, format!("The file {} does not exist", printable(path)), solution, origin)
}

pub(crate) fn unreadable_file(path: &str, why: &str, origin: &Origin) -> Finding {
    let solution = "Make it a file that this user may read, or name another".to_owned();
    Finding::new(Kind::UnreadableFile, format!("Cannot read {}: {why}", printable(path)), solution, origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn endless_members(pattern: &str, limit: usize, origin: &Origin) -> Finding {
    let title = format!("`{}` leads to more than {limit} entries of folders", printable(pattern));
    let solution = "List the members one by one, or remove the link that leads out of the workspace".to_owned();
    Finding::new(Kind::UnreadableFile, title, solution, origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn no_package(manifest: &str, origin: &Origin) -> Finding {
    let title = format!("{} makes no package: it has no `package.name`", printable(manifest));
    let solution = "Give the member a name, or take it out of the workspace's `members`".to_owned();
    Finding::new(Kind::UnreadableFile, title, solution, origin)
}

pub(crate) fn file_too_large(path: &str, origin: &Origin) -> Finding {
    let title = format!("{} is larger than 1MB", printable(path));
    Finding::new(Kind::FileTooLarge, title, "Keep the file below 1MB (1,048,576 bytes)".to_owned(), origin)
}

pub(crate) fn not_utf8(path: &str, line: usize, column: usize) -> Finding {
    let title = format!("{} is not UTF-8: line {line} holds a byte that no character has", printable(path));
    let origin = Origin::Spot { path: path.to_owned(), line, column };
    Finding::new(Kind::NotUtf8, title, "Save the file as UTF-8".to_owned(), &origin)
}

pub(crate) fn path_not_utf8(path: &Path) -> Finding {
    let title = format!("The path {} is not UTF-8", printable(&path.to_string_lossy()));
    let solution = "Rename the folder, or give the configuration inline with `toml = \"…\"`".to_owned();
    Finding::new(Kind::NotUtf8, title, solution, &Origin::Attribute)
}

pub(crate) fn no_file(looked_in: &[String]) -> Finding {
    let title = "There is no configuration file, so all budgets are those of the preset".to_owned();
    let solution = format!(
        "Write one with `cargo memory-budget init`, or by hand with `preset = \"none\"` for crates of your own; looked for in {}",
        listed(looked_in)
    );
    Finding::new(Kind::NoFile, title, solution, &Origin::Attribute)
}

pub(crate) fn malformed(path: &str, parser_says: &str, origin: &Origin) -> Finding {
    let mut lines = Vec::new();
    for line in parser_says.split('\n') {
        lines.push(line);
    }
    let title = format!("{path} is not valid TOML: {}", printable(&joined(&lines, ", ")));
    let unquoted =
        matches!(origin, Origin::Text { source, span } if source.line_text(span.start).starts_with("[target.cfg("));
    let solution = if unquoted {
        "Put the predicate in quotes: `[target.'cfg(…)']`"
    } else {
        "Correct the syntax here; the rest of the file is checked once it can be read"
    };
    Finding::new(Kind::Malformed, title, solution.to_owned(), origin)
}

/// What is wrong in a linker script, and which setting it is read for.
pub(crate) fn linker_script(reason: &str, origin: &Origin, setting: &Origin) -> Finding {
    let solution = "Correct the script, or write the limit as a size".to_owned();
    Finding::new(Kind::LinkerScript, format!("This linker script gives no limit: {reason}"), solution, origin)
        .and("the limit", setting)
}

/// A region that the script does not have.
pub(crate) fn no_region(name: &str, known: &[String], meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("The linker script has no region `{}`", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{}`?", printable(meant)),
        None if known.is_empty() => "Name a script with a `MEMORY` command".to_owned(),
        None => format!("Name one of its regions: {}", listed(known)),
    };
    Finding::new(Kind::LinkerScript, title, solution, origin)
}

/// A limit that names a script and no region of it, or a region and no script.
pub(crate) fn incomplete_limit(missing: &str, origin: &Origin) -> Finding {
    let title = format!("platform_limit does not name its {missing}");
    let solution = "Write `platform_limit = { linker_script = \"memory.x\", region = \"RAM\" }`, or a size".to_owned();
    Finding::new(Kind::LinkerScript, title, solution, origin)
}
