//! The segments of a program: what of it is loaded where, and written to.

use object::read::elf::{FileHeader, ProgramHeader};
use object::{Endianness, ReadRef, elf};

use super::error::{MeasureError, malformed};
use super::section::{Memory, Section};

/// What the program headers say of memory.
pub(super) struct Segments {
    loads: Vec<Load>,
    relro: Vec<(u64, u64)>,
    /// The program headers themselves, where they are loaded.
    headers: Option<(u64, u64)>,
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
    /// The bytes of the file's own headers at its beginning.
    headers: u64,
    align: u64,
    writable: bool,
}

impl Segments {
    pub(super) fn read<'d, H, R>(header: &H, endian: Endianness, data: R) -> Result<Segments, MeasureError>
    where
        H: FileHeader<Endian = Endianness>,
        R: ReadRef<'d>,
    {
        let table: u64 = header.e_phoff(endian).into();
        let headers = table.saturating_add(u64::from(header.e_phnum(endian)) * u64::from(header.e_phentsize(endian)));
        let mut segments = Segments { loads: Vec::new(), relro: Vec::new(), headers: None, tls: None, shifted: false };
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
                    headers: if segment.p_offset(endian).into() == 0 { headers } else { 0 },
                    align: segment.p_align(endian).into().max(1),
                    writable: segment.p_flags(endian).contains(elf::PF_W),
                }),
                elf::PT_GNU_RELRO => segments.relro.push((address, end)),
                elf::PT_PHDR => segments.headers = Some((address, end)),
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
    ///
    /// Before a section may be as much as the alignment of its address asks for; nothing is behind the last one.
    pub(super) fn check_covered(&self, sections: &[Section]) -> Result<(), MeasureError> {
        let is_loaded = |section: &&Section| !section.memory.tls || section.memory.flash;
        let mut spans: Vec<(u64, u64, u64)> = sections
            .iter()
            .filter(is_loaded)
            .map(|section| (section.address, section.address + section.size, section.align.max(1)))
            .chain(self.headers.map(|(start, end)| (start, end, 1)))
            .collect();
        spans.sort_unstable();
        for load in &self.loads {
            let mut covered = load.address.saturating_add(load.headers);
            let first = spans.partition_point(|(start, ..)| *start < load.address);
            let inside = spans[first..].iter().take_while(|(start, ..)| *start < load.end);
            for &(start, end, align) in inside.chain([&(load.end, load.end, 0)]) {
                let asked = 1u64.checked_shl(start.trailing_zeros()).unwrap_or(u64::MAX);
                let most = if align == 0 { 0 } else { asked.min(load.align.max(align)) - 1 };
                let bytes = start.saturating_sub(covered);
                if bytes > most {
                    let written = if load.writable { ", which the program writes to" } else { "" };
                    return Err(MeasureError::NoSection(format!("{bytes} bytes at {covered:#x}{written}")));
                }
                covered = covered.max(end);
            }
        }
        Ok(())
    }
}
