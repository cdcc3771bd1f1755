//! The folders that an entry of `members` stands for, by Cargo's rules.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use glob::Pattern;

use crate::gather::disk;
use crate::gather::path::normal;

/// How many entries of folders are looked at for all of `members`: beyond any real workspace, and less than a link out of
/// one may lead to.
pub(super) const MAX_ENTRIES: usize = 100_000;

/// Looks for members.
pub(super) struct Globs {
    entries_left: usize,
}

impl Globs {
    pub(super) fn new() -> Globs {
        Globs { entries_left: MAX_ENTRIES }
    }

    /// The packages that an entry stands for; `None` where they are behind more than [`MAX_ENTRIES`].
    pub(super) fn packages(&mut self, root: &Path, members: &str) -> Option<Vec<PathBuf>> {
        let mut folders = vec![root.to_owned()];
        for part in Path::new(members).components() {
            let pattern = part.as_os_str().to_str().filter(|part| part.contains(['*', '?', '[']));
            folders = match (part, pattern.map(Pattern::new)) {
                (Component::Normal(_), Some(_)) if pattern == Some("**") => self.step(folders, None)?,
                (Component::Normal(_), Some(Ok(pattern))) => self.step(folders, Some(&pattern))?,
                _ => folders.iter().map(|folder| normal(&folder.join(part))).collect(),
            };
        }
        folders.retain(|folder| disk::exists(&folder.join("Cargo.toml")));
        Some(folders)
    }

    /// The folders in these that match; without a pattern these and all that are below them. Each is looked into once,
    /// however many links lead to it.
    fn step(&mut self, mut folders: Vec<PathBuf>, pattern: Option<&Pattern>) -> Option<Vec<PathBuf>> {
        let (mut seen, mut above) = (BTreeSet::new(), BTreeMap::new());
        let mut found = Vec::new();
        folders.reverse();
        while let Some(folder) = folders.pop() {
            if !disk::real(&folder, &mut above).is_some_and(|real| seen.insert(real)) {
                continue;
            }
            let mut inner = disk::entries(&folder).unwrap_or_default();
            self.entries_left = self.entries_left.checked_sub(inner.len())?;
            inner.retain(|path| disk::is_folder(path));
            if let Some(pattern) = pattern {
                inner.retain(|path| path.file_name().and_then(OsStr::to_str).is_some_and(|name| pattern.matches(name)));
                found.extend(inner);
            } else {
                found.push(folder);
                folders.extend(inner.into_iter().rev());
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Globs;

    #[test]
    fn ends() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(Globs::new().packages(package, "aliases/*").map(|found| found.len()), Some(2));
        assert_eq!(Globs { entries_left: 2 }.packages(package, "aliases/*").map(|found| found.len()), Some(2));
        assert_eq!(Globs { entries_left: 1 }.packages(package, "aliases/*"), None);
        // All patterns of a workspace together.
        let mut globs = Globs { entries_left: 5 };
        let found: Vec<_> = (0..3).map(|_| globs.packages(package, "aliases/*").is_some()).collect();
        assert_eq!(found, [true, true, false]);
    }
}
