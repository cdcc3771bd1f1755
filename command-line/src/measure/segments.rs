//! The segments of a program: what of it is loaded where, and written to.

use object::read::elf::{FileHeader, ProgramHeader};
use object::{Endianness, ReadRef, elf};

use super::MeasureError;
use super::elf::{Memory, Section, malformed};

/// What the program headers say of memory.
pub(super) struct Segments {
    loads: Vec<Load>,
    relro: Vec<(u64, u64)>,
    pub(super) tls: Option<u64>,
    /// Whether all that is loaded is shifted alike, so that nothing is copied (a kernel in the higher half).
    shifted: bool,
}

struct Load {
    address: u64,
    end: u64,
    /// From the address that it runs at to the one that it is stored at.
    shift: u64,
    in_file: u64,
    align: u64,
    writable: bool,
}

impl Segments {
    pub(super) fn read<'d, H, R>(header: &H, endian: Endianness, data: R) -> Result<Segments, MeasureError>
    where
        H: FileHeader<Endian = Endianness>,
        R: ReadRef<'d>,
    {
        let mut segments = Segments { loads: Vec::new(), relro: Vec::new(), tls: None, shifted: false };
        for segment in header.program_headers(endian, data).map_err(malformed)? {
            let (address, size): (u64, u64) = (segment.p_vaddr(endian).into(), segment.p_memsz(endian).into());
            let end = address.checked_add(size).ok_or_else(|| {
                MeasureError::Malformed(format!("a segment at {address:#x} ends beyond all addresses"))
            })?;
            match segment.p_type(endian) {
                elf::PT_LOAD if size > 0 => segments.loads.push(Load {
                    address,
                    end,
                    shift: segment.p_paddr(endian).into().wrapping_sub(address),
                    in_file: segment.p_filesz(endian).into(),
                    align: segment.p_align(endian).into(),
                    writable: segment.p_flags(endian).contains(elf::PF_W),
                }),
                elf::PT_GNU_RELRO => segments.relro.push((address, end)),
                elf::PT_TLS => segments.tls = Some(address),
                _ => {}
            }
        }
        let mut shifts = segments.loads.iter().filter(|load| load.in_file > 0).map(|load| load.shift);
        let first = shifts.next().unwrap_or(0);
        segments.shifted = first != 0 && shifts.all(|shift| shift == first);
        Ok(segments)
    }

    /// What memory a section takes, and where its contents are copied from.
    pub(super) fn memory(
        &self,
        flags: elf::SectionFlags,
        kind: elf::SectionType,
        address: u64,
    ) -> (Memory, Option<u64>) {
        let stored = kind != elf::SHT_NOBITS;
        if flags.contains(elf::SHF_TLS) {
            return (Memory { tls: true, flash: stored, ram: false }, None);
        }
        let constant = self.relro.iter().any(|(start, end)| (*start..*end).contains(&address));
        let written = !constant && (flags.contains(elf::SHF_WRITE) || !stored);
        let load = self.loads.iter().find(|load| (load.address..load.end).contains(&address));
        let shift = load.map(|load| load.shift).filter(|&shift| stored && !self.shifted && shift != 0);
        let copied = shift.is_some();
        let memory = Memory { ram: written || copied, flash: copied || !written, tls: false };
        (memory, shift.map(|shift| address.wrapping_add(shift)))
    }

    /// Memory that is in no section would not be counted: a program whose sections were removed is not measured.
    pub(super) fn check_covered(&self, sections: &[Section]) -> Result<(), MeasureError> {
        let mut spans: Vec<(u64, u64)> = sections
            .iter()
            .filter(|section| !section.memory.tls)
            .map(|section| (section.address, section.size))
            .collect();
        spans.sort_unstable();
        for load in self.loads.iter().filter(|load| load.writable) {
            let mut covered = load.address;
            let inside = spans.iter().filter(|(start, _)| (load.address..load.end).contains(start));
            for (start, end) in inside.map(|(start, size)| (*start, start + size)).chain([(load.end, load.end)]) {
                if start.saturating_sub(covered) > load.align.max(16) {
                    let bytes = start - covered;
                    return Err(MeasureError::NoSection(format!(
                        "{bytes} bytes at {covered:#x}, which the program writes to"
                    )));
                }
                covered = covered.max(end);
            }
        }
        Ok(())
    }
}
