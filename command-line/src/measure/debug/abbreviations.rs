//! What the numbers of entries stand for: a table for each unit, or one for many.

use std::sync::Arc;

use gimli::{Abbreviations, DebugAbbrev, DebugAbbrevOffset, EndianSlice, Reader};

use super::heads::Head;
use super::{Bytes, Information};

/// Tables of abbreviations. Each ends where the next begins, so that none is read twice, whatever the units say.
pub(super) struct Tables<'d> {
    section: Bytes<'d>,
    offsets: Vec<usize>,
    last: Option<(usize, Arc<Abbreviations>)>,
}

impl<'d> Tables<'d> {
    pub(super) fn new(information: &Information<'_, 'd>, heads: &[Head<'d>]) -> Self {
        let mut offsets: Vec<usize> = heads.iter().map(|head| head.abbreviations).collect();
        offsets.sort_unstable();
        offsets.dedup();
        Tables { section: information.section(".debug_abbrev"), offsets, last: None }
    }

    pub(super) fn table(&mut self, offset: usize) -> Option<Arc<Abbreviations>> {
        if let Some((_, table)) = self.last.as_ref().filter(|(last, _)| *last == offset) {
            return Some(table.clone());
        }
        let own = DebugAbbrev::from(self.own(offset)?);
        let table = Arc::new(own.abbreviations(DebugAbbrevOffset(0)).ok()?);
        self.last = Some((offset, table.clone()));
        Some(table)
    }

    /// The first of a table alone: it is that of a unit's first entry, which says most of what is asked for.
    pub(super) fn first(&self, offset: usize) -> Option<Arc<Abbreviations>> {
        let own = self.own(offset)?;
        let mut bytes = own.slice()[..first(own).ok()?].to_vec();
        bytes.push(0);
        let alone = DebugAbbrev::from(EndianSlice::new(&bytes, own.endian()));
        Some(Arc::new(alone.abbreviations(DebugAbbrevOffset(0)).ok()?))
    }

    fn own(&self, offset: usize) -> Option<Bytes<'d>> {
        let next = self.offsets.partition_point(|&other| other <= offset);
        let end = self.offsets.get(next).copied().unwrap_or(self.section.len());
        Some(EndianSlice::new(self.section.slice().get(offset..end.min(self.section.len()))?, self.section.endian()))
    }
}

/// How long the first abbreviation is: its number, its tag, whether it has children, and pairs of numbers up to one of zeros.
fn first(table: Bytes<'_>) -> gimli::Result<usize> {
    let mut rest = table;
    rest.skip_leb128()?;
    rest.skip_leb128()?;
    rest.skip(1)?;
    loop {
        let (name, form) = (rest.read_uleb128()?, rest.read_uleb128()?);
        if form == u64::from(gimli::DW_FORM_implicit_const.0) {
            rest.skip_leb128()?;
        }
        if (name, form) == (0, 0) {
            return Ok(table.len() - rest.len());
        }
    }
}
