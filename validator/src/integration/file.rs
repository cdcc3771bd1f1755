//! Where a file of a package lies, and where the files of its modules do.

use std::path::{Path, PathBuf};

use crate::gather::disk;

/// A file, and where the files of its modules are looked for.
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Where `mod name;` looks.
    pub(super) modules: PathBuf,
}

impl File {
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// A file whose modules lie beside it: `lib.rs`, `main.rs`, `mod.rs`, and whatever a path names.
    pub(super) fn root(path: PathBuf) -> File {
        let modules = path.parent().map(Path::to_owned).unwrap_or_default();
        File { path, modules }
    }

    /// The file of `mod name;`, if there is one.
    pub(super) fn of_module(folder: &Path, name: &str) -> Option<File> {
        let beside = folder.join(format!("{name}.rs"));
        if disk::exists(&beside) {
            return Some(File { path: beside, modules: folder.join(name) });
        }
        let inside = folder.join(name).join("mod.rs");
        disk::exists(&inside).then(|| File::root(inside))
    }
}
