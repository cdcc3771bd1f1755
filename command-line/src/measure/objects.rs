//! What the library files that a program was linked from define.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use object::read::ReadCache;
use object::read::archive::ArchiveFile;

use super::image::Bounded;

/// Which of the wanted symbols just one crate's library defines, by the index of each archive. A file that is no archive, or
/// cannot be read, defines nothing.
pub(crate) fn defined<'n>(libraries: &[PathBuf], wanted: &HashSet<&'n [u8]>) -> HashMap<&'n [u8], String> {
    let mut defined: HashMap<&[u8], Option<String>> = HashMap::new();
    for library in libraries {
        let Some(name) = crate_of_library(library) else { continue };
        let Ok(file) = File::open(library) else { continue };
        let cache = ReadCache::new(file);
        let Ok(archive) = ArchiveFile::parse(Bounded(&cache)) else { continue };
        let Ok(Some(symbols)) = archive.symbols() else { continue };
        for symbol in symbols.flatten() {
            let Some(&symbol) = wanted.get(symbol.name()) else { continue };
            let by = defined.entry(symbol).or_insert_with(|| Some(name.to_owned()));
            if by.as_deref() != Some(name) {
                *by = None;
            }
        }
    }
    defined.into_iter().filter_map(|(symbol, name)| Some((symbol, name?))).collect()
}

/// `libapp_core-0123456789abcdef.rlib` is the crate `app_core`.
pub(crate) fn crate_of_library(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?.strip_prefix("lib")?.strip_suffix(".rlib")?;
    Some(
        name.rsplit_once('-')
            .filter(|(_, hash)| hash.bytes().all(|b| b.is_ascii_hexdigit()))
            .map_or(name, |(name, _)| name),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::crate_of_library;

    #[test]
    fn libraries_are_named_after_their_crate() {
        let name = |path| crate_of_library(Path::new(path));
        assert_eq!(name("/t/deps/libapp_core-0123456789abcdef.rlib"), Some("app_core"));
        assert_eq!(name("libapp.rlib"), Some("app"));
        assert_eq!(name("libc.a"), None);
    }
}
