//! The disk: alone in touching the file system.

#[cfg(feature = "build-script")]
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use crate::findings::{Finding, Origin, catalogue};

/// The largest file that is read, in bytes: 1 MiB.
pub(crate) const MAX_FILE: u64 = 1 << 20;
/// How many links a path may lead through, as for Linux.
const MAX_LINKS: usize = 40;

/// Whether something is there: what cannot be looked at counts, so that it is reported and not passed over.
pub(crate) fn exists(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// The first of these where something is.
pub(crate) fn first_there(places: &[PathBuf]) -> Option<&PathBuf> {
    places.iter().find(|place| exists(place))
}

/// The path without `.` and `..`, from the root folder on. Where a `..` leads is the file system's to say: behind a link
/// it is not the folder that holds the link. A `..` behind something that is no folder stays, for it leads nowhere.
pub(crate) fn settled(path: &Path) -> PathBuf {
    match std::path::absolute(path) {
        Ok(absolute) => settle(&absolute, &mut 0),
        Err(_) => settle(path, &mut 0),
    }
}

fn settle(path: &Path, links: &mut usize) -> PathBuf {
    let mut settled = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                while let (Ok(target), true) = (fs::read_link(&settled), *links < MAX_LINKS) {
                    *links += 1;
                    settled.pop();
                    settled = settle(&settled.join(target), links);
                }
                let is_folder = fs::symlink_metadata(&settled).is_ok_and(|metadata| metadata.is_dir());
                match settled.components().next_back() {
                    Some(Component::Normal(_)) if is_folder => drop(settled.pop()),
                    Some(Component::RootDir | Component::Prefix(_)) => {}
                    _ => settled.push(component),
                }
            }
            other => settled.push(other),
        }
    }
    settled
}

/// Reads a file of at most [`MAX_FILE`] bytes and adds it to the files read, if the compiler may watch it.
pub(crate) fn read(path: &Path, name: &str, origin: &Origin, files: &mut Vec<PathBuf>) -> Result<String, Box<Finding>> {
    if path.to_str().is_none() {
        return Err(Box::new(catalogue::path_not_utf8(path)));
    }
    let bytes = match bytes(path, MAX_FILE) {
        Ok(bytes) => bytes,
        Err(Trouble::Unreadable(why)) => return Err(Box::new(catalogue::unreadable_file(name, &why, origin))),
        Err(Trouble::TooLarge) => return Err(Box::new(catalogue::file_too_large(name, origin))),
    };
    files.push(path.to_owned());
    // Cargo looks at the file that a link leads to, whatever the link: with both, it notices at least that the one of old is gone.
    match fs::canonicalize(path) {
        Ok(real) if real != path && real.to_str().is_some() => files.push(real),
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let (mut line, mut column) = (1, 1);
            for c in valid.chars() {
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            Err(Box::new(catalogue::not_utf8(name, line, column)))
        }
    }
}

/// What can be had of a file that is not UTF-8 or too large.
pub(super) fn salvage(path: &Path) -> Option<String> {
    let bytes = bytes(path, 16 * MAX_FILE).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Why a file's bytes are not to be had.
pub(crate) enum Trouble {
    Unreadable(String),
    TooLarge,
}

/// The bytes of a file, which is never read beyond `limit` and one byte more, nor where that might not end.
pub(crate) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    read_into(&mut bytes, path, limit)?;
    Ok(bytes)
}

/// Puts the bytes of a file in the place of others. Fresh memory takes several times as long as what is read into it.
pub(crate) fn read_into(bytes: &mut Vec<u8>, path: &Path, limit: u64) -> Result<(), Trouble> {
    bytes.clear();
    let unreadable = |error: std::io::Error| Trouble::Unreadable(error.to_string());
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        // A pipe or a device would hang or never end.
        return Err(Trouble::Unreadable(if metadata.is_dir() { NO_FILE[0] } else { NO_FILE[1] }.to_owned()));
    }
    if metadata.len() > limit {
        return Err(Trouble::TooLarge);
    }
    if metadata.len() == 0 {
        // Either there is nothing in it, or it is the kernel's, which says so of files that block and of such without end.
        let kernels = fs::canonicalize(path).is_ok_and(|real| real.starts_with("/proc") || real.starts_with("/sys"));
        return if kernels { Err(Trouble::Unreadable(NO_FILE[1].to_owned())) } else { Ok(()) };
    }
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(Trouble::TooLarge) } else { Ok(()) }
}

/// What stands in the place of a file.
const NO_FILE: [&str; 2] = ["it is a folder", "it is no regular file"];

/// What is in a folder, by name.
#[cfg(feature = "build-script")]
pub(crate) fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// Whether it is a folder, or a link to one.
#[cfg(feature = "build-script")]
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The one path of what may have several, through links; `None` where nothing is. The folders are looked up once.
#[cfg(feature = "build-script")]
pub(crate) fn real(path: &Path, folders: &mut BTreeMap<PathBuf, PathBuf>) -> Option<PathBuf> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return fs::canonicalize(path).ok() };
    if fs::symlink_metadata(path).ok()?.is_symlink() {
        return fs::canonicalize(path).ok();
    }
    if !folders.contains_key(folder) {
        folders.insert(folder.to_owned(), fs::canonicalize(folder).ok()?);
    }
    Some(folders[folder].join(name))
}
