//! The disk: alone in touching the file system.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::findings::{Finding, Origin, catalogue};

/// The largest file that is read, in bytes: 1 MiB.
pub(crate) const MAX_FILE: u64 = 1 << 20;

/// Whether something is there: what cannot be looked at counts, so that it is reported and not passed over.
pub(crate) fn exists(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// Reads a file of at most [`MAX_FILE`] bytes and adds it to the files read, if the compiler may watch it.
pub(crate) fn read(path: &Path, name: &str, origin: &Origin, files: &mut Vec<PathBuf>) -> Result<String, Box<Finding>> {
    let unreadable = |why: &str| Box::new(catalogue::unreadable_file(name, why, origin));
    if path.to_str().is_none() {
        return Err(Box::new(catalogue::path_not_utf8(path)));
    }
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error.to_string()))?;
    if !metadata.is_file() {
        // A pipe or a device would hang or never end.
        return Err(unreadable(if metadata.is_dir() { "it is a folder" } else { "it is no regular file" }));
    }
    let too_large = || Box::new(catalogue::file_too_large(name, origin));
    if metadata.len() > MAX_FILE {
        return Err(too_large());
    }
    let bytes = fs::read(path).map_err(|error| unreadable(&error.to_string()))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    files.push(path.to_owned());
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let (line, last) = (valid.split('\n').count(), valid.rsplit('\n').next().unwrap_or_default());
        Box::new(catalogue::not_utf8(name, line, last.chars().count() + 1))
    })
}

/// What can be had of a file that is not UTF-8 or too large.
pub(super) fn salvage(path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > 16 * MAX_FILE {
        return None;
    }
    Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
}
