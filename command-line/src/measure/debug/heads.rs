//! The heads of the units: where each begins and ends. That is all that is read of most of them.

use gimli::{Encoding, Format, Reader};

use super::{Bytes, Information};

/// How much is read at once, and how much of it has to be left for a unit's head and first entry.
const WINDOW: u64 = 512;
const LEAST: u64 = 128;

/// Where a unit stands in `.debug_info`.
pub(super) struct Head<'d> {
    pub(super) offset: u64,
    pub(super) end: u64,
    /// Where its abbreviations stand.
    pub(super) abbreviations: usize,
    /// Where its entries begin, counted from its own beginning.
    pub(super) entries: u8,
    pub(super) encoding: Encoding,
    /// Its beginning, as much of it as was read.
    pub(super) beginning: &'d [u8],
}

impl<'d> Information<'_, 'd> {
    /// The units, up to a broken one: where the next one begins is not known then.
    pub(super) fn heads(&self) -> Vec<Head<'d>> {
        let size = self.elf.debug_size(".debug_info");
        let mut heads: Vec<Head<'d>> = Vec::new();
        let (mut at, mut window, mut begin) = (0, &[][..], 0);
        while at < size {
            // Small units share a window, so that no more is read than a little above what there is.
            let left = (begin + window.len() as u64).saturating_sub(at);
            if left < LEAST.min(size - at) {
                (window, begin) = (self.elf.debug_part(".debug_info", at, WINDOW.min(size - at)), at);
            }
            let beginning =
                usize::try_from(at - begin).ok().and_then(|skipped| window.get(skipped..)).unwrap_or_default();
            let Some(head) = head(self.slice(beginning), at).filter(|head| head.end <= size) else { break };
            at = head.end;
            heads.push(head);
        }
        heads
    }
}

fn head(beginning: Bytes<'_>, offset: u64) -> Option<Head<'_>> {
    const TYPES: [u8; 2] = [2, 6];
    const SPLIT: [u8; 2] = [4, 5];
    let mut rest = beginning;
    let (length, format) = rest.read_initial_length().ok()?;
    let before = (beginning.len() - rest.len()) as u64;
    let end = offset.checked_add(before)?.checked_add(length as u64)?;
    let version = rest.read_u16().ok()?;
    let kind = match version {
        2..=4 => 1,
        5 => rest.read_u8().ok()?,
        _ => return None,
    };
    let (abbreviations, address_size) = if version == 5 {
        let size = rest.read_u8().ok()?;
        (rest.read_offset(format).ok()?, size)
    } else {
        let abbreviations = rest.read_offset(format).ok()?;
        (abbreviations, rest.read_u8().ok()?)
    };
    let word = if format == Format::Dwarf64 { 8 } else { 4 };
    let more = if TYPES.contains(&kind) {
        8 + word
    } else if SPLIT.contains(&kind) {
        8
    } else {
        0
    };
    rest.skip(more).ok()?;
    let entries = beginning.len() - rest.len();
    let own = usize::try_from(end - offset).unwrap_or(usize::MAX).min(beginning.len());
    Some(Head {
        offset,
        end,
        abbreviations,
        entries: u8::try_from(entries).ok().filter(|_| entries <= own)?,
        encoding: Encoding { format, version, address_size },
        beginning: &beginning.slice()[..own],
    })
}
