//! Budgets against the program itself: what of its memory is whose.
//!
//! A program is an ELF file. Every byte that it has in memory falls into one row (a crate's, nobody's, or padding), and the rows of a
//! section come to its size; that is checked in every run.

mod attribution;
pub(crate) mod build;
mod debug;
mod elf;
mod error;
pub(crate) mod growth;
mod image;
mod mangling;
mod map;
mod measurement;
mod objects;
mod options;
mod owners;
pub(crate) mod packages;
pub(crate) mod peaks;
pub(crate) mod report;
mod reserved;
mod rows;
mod section;
mod segments;
mod sum;

use std::path::Path;

use object::ReadRef;

use self::attribution::{Found, by_debug, by_library, by_map, by_name};
use self::elf::{Elf, NOBODY};
pub use self::error::MeasureError;
pub use self::image::{Image, sha256};
use self::map::Map;
pub use self::measurement::{CrateRow, Known, KnownBytes, Measurement, Memories, Reserved, Section, Share, SymbolRow};
pub use self::options::Options;
use self::owners::Owners;
use self::sum::sum_up;

/// Measures a program's file.
///
/// # Errors
/// Where it cannot be measured: see [`MeasureError`].
pub fn file(path: &Path, options: &Options) -> Result<Measurement, MeasureError> {
    program(Image::open(path)?.bytes(), options)
}

/// Measures a program.
///
/// # Errors
/// Where it cannot be measured: see [`MeasureError`].
pub fn program<'d>(data: impl ReadRef<'d> + 'd, options: &Options) -> Result<Measurement, MeasureError> {
    let mut elf = Elf::read(data, options.debug)?;
    if let Some(wanted) = options.architecture.as_ref().filter(|wanted| **wanted != elf.architecture) {
        return Err(MeasureError::Architecture { wanted: wanted.clone(), found: elf.architecture });
    }
    let mut owners = Owners::default();
    // Names stand in the order of the symbols, until these are sorted.
    by_name(&mut elf, &mut owners);
    let (rows, gaps) = rows::sweep(&mut elf);
    let mut found = Found { gaps, gap_owners: Vec::new() };
    found.gap_owners = vec![(NOBODY, Known::Unattributed); found.gaps.len()];
    by_library(&mut elf, &mut found, &mut owners, options);
    by_debug(&mut elf, &mut found, &mut owners);
    if let Some(map) = &options.map {
        let map = Map::read(map, &elf)?;
        by_map(&mut elf, &mut found, &mut owners, &map);
    }
    sum_up(&elf, &rows, &found, owners, options)
}
