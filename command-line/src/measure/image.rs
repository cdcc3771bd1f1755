//! The program's file: what it is, and as much of it as is needed.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use object::ReadRef;
use object::read::ReadCache;

use super::MeasureError;

/// The largest table that is read at once, in bytes: a file of holes may say that it has larger ones.
const LARGEST_TABLE: u64 = 1 << 30;

/// A program's file.
///
/// It is neither mapped, which takes `unsafe` here (another process may change the file meanwhile), nor read as a whole: headers and
/// symbols are read, debug information where it is needed, and the code, which is most of a file, never.
#[derive(Debug)]
pub struct Image {
    cache: ReadCache<File>,
}

impl Image {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it is no regular file, or cannot be opened: a pipe would never end.
    pub fn open(path: &Path) -> Result<Image, MeasureError> {
        let unreadable = |error: std::io::Error| MeasureError::Unreadable(error.to_string());
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(MeasureError::NotAProgram("a folder".to_owned()));
        }
        if !metadata.is_file() {
            return Err(MeasureError::NotAProgram("no regular file".to_owned()));
        }
        Ok(Image { cache: ReadCache::new(File::open(path).map_err(unreadable)?) })
    }

    /// What reads it.
    pub(crate) fn bytes(&self) -> &ReadCache<File> {
        &self.cache
    }
}

/// The SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// Where it cannot be read.
pub fn sha256(path: &Path) -> Result<String, MeasureError> {
    use sha2::Digest;
    let unreadable = |error: std::io::Error| MeasureError::Unreadable(error.to_string());
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hash = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(unreadable)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Bytes of which no more than [`LARGEST_TABLE`] are read at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounded<R>(pub(crate) R);

impl<'d, R: ReadRef<'d>> ReadRef<'d> for Bounded<R> {
    fn len(self) -> Result<u64, ()> {
        self.0.len()
    }

    fn read_bytes_at(self, offset: u64, size: u64) -> Result<&'d [u8], ()> {
        if size > LARGEST_TABLE { Err(()) } else { self.0.read_bytes_at(offset, size) }
    }

    fn read_bytes_at_until(self, range: Range<u64>, delimiter: u8) -> Result<&'d [u8], ()> {
        self.0.read_bytes_at_until(range, delimiter)
    }
}

/// What kind of file this is, where it is no ELF file.
pub(crate) fn other_kind<'d>(data: impl ReadRef<'d>) -> MeasureError {
    let length = data.len().unwrap_or(0);
    let beginning = data.read_bytes_at(0, length.min(8)).unwrap_or_default();
    let no_program = |what: &str| MeasureError::NotAProgram(what.to_owned());
    match beginning {
        [] => no_program("an empty file"),
        [b'!', b'<', b'a' | b't', ..] => no_program("an archive of objects"),
        [0, b'a', b's', b'm', ..] => MeasureError::NotSupported("a WebAssembly module"),
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..]
        | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..]
        | [0xca, 0xfe, 0xba, 0xbe | 0xbf, ..] => MeasureError::NotSupported("a Mach-O program"),
        [b'M', b'Z', ..] => MeasureError::NotSupported("a PE program"),
        _ => no_program("no ELF file"),
    }
}
