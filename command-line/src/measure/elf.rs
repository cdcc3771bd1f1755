//! An ELF program: its sections and what memory each is in, its symbols, its debug information.

use std::ffi::CStr;
use std::ops::Range;

use object::elf;
use object::read::elf::{FileHeader, SectionHeader, SectionTable, Sym};
use object::{Endianness, ReadRef, SectionIndex};

use super::error::{MeasureError, malformed};
use super::image::{Bounded, other_kind};
use super::mangling::LOOKED_AT;
use super::section::Section;
use super::segments::Segments;

/// The symbols that linker scripts set around the stack and the heap.
const ENDS: [&str; 8] = ["_stack_start", "_stack_end", "_estack", "_sstack", "_sheap", "_eheap", "__sheap", "__eheap"];

/// What is read of a program.
pub(crate) struct Elf<'d> {
    /// As `target_arch` calls it.
    pub(crate) architecture: String,
    pub(crate) endian: Endianness,
    /// The bytes of an address.
    pub(crate) word: u64,
    /// Those that are in memory, in the order of the file.
    pub(crate) sections: Vec<Section>,
    /// Those that may own something, in the order of the file.
    pub(crate) symbols: Vec<Symbol>,
    /// Symbols without a section, by name: sizes and ends that a linker script computes.
    pub(crate) absolute: Vec<(String, u64)>,
    /// Where the first thread's variables are counted from.
    pub(crate) tls: Option<u64>,
    names: &'d [u8],
    /// Where the sections of debug information stand in the file.
    debug: Vec<(&'static str, Range<u64>)>,
    file: Box<dyn Parts<'d> + 'd>,
}

/// A file of which parts are read.
trait Parts<'d> {
    fn part(&self, offset: u64, size: u64) -> &'d [u8];
    /// Up to a zero.
    fn text(&self, range: Range<u64>) -> &'d [u8];
}

impl<'d, R: ReadRef<'d>> Parts<'d> for R {
    fn part(&self, offset: u64, size: u64) -> &'d [u8] {
        self.read_bytes_at(offset, size).unwrap_or_default()
    }

    fn text(&self, range: Range<u64>) -> &'d [u8] {
        self.read_bytes_at_until(range, 0).unwrap_or_default()
    }
}

/// A symbol; after the sweep, the bytes that it owns.
pub(crate) struct Symbol {
    pub(crate) address: u64,
    pub(crate) bytes: u64,
    /// Where its name begins in the string table.
    pub(crate) name: u32,
    /// The index of its owner.
    pub(crate) owner: u32,
    /// The index of its section in [`Elf::sections`].
    pub(crate) section: u16,
    /// Which of several symbols at one address is shown: the lowest.
    pub(crate) rank: u8,
    /// How its owner is known.
    pub(crate) known: u8,
}

impl<'d> Elf<'d> {
    pub(crate) fn read<R: ReadRef<'d> + 'd>(data: R, debug: bool) -> Result<Elf<'d>, MeasureError> {
        let data = Bounded(data);
        let length = data.len().unwrap_or(0);
        let ident = data.read_bytes_at(0, length.min(16)).unwrap_or_default();
        if !ident.starts_with(b"\x7fELF") {
            return Err(other_kind(data));
        }
        match ident.get(4) {
            Some(1) => read_class::<elf::FileHeader32<Endianness>, _>(data, debug),
            Some(2) => read_class::<elf::FileHeader64<Endianness>, _>(data, debug),
            _ => {
                Err(MeasureError::Malformed("it is cut off in its header, or neither of 32 nor of 64 bits".to_owned()))
            }
        }
    }

    /// A symbol's name, or as much of it as is looked at.
    pub(crate) fn name(&self, offset: u32) -> &'d [u8] {
        name_at(self.names, offset as usize)
    }

    /// What begins with a symbol's name, and ends at no particular place.
    pub(crate) fn name_and_more(&self, offset: u32) -> &'d [u8] {
        let rest = self.names.get(offset as usize..).unwrap_or_default();
        &rest[..rest.len().min(LOOKED_AT)]
    }

    fn name_starts(&self, offset: u32, with: &[u8]) -> bool {
        self.name_and_more(offset).starts_with(with)
    }

    /// How large a section of debug information is.
    pub(crate) fn debug_size(&self, name: &str) -> u64 {
        self.debug_range(name).map_or(0, |range| range.end - range.start)
    }

    /// A part of a section of debug information; nothing where it is not there.
    pub(crate) fn debug_part(&self, name: &str, offset: u64, size: u64) -> &'d [u8] {
        let range = self.debug_range(name).filter(|range| {
            let end = offset.checked_add(size);
            end.is_some_and(|end| end <= range.end - range.start)
        });
        range.map_or(&[], |range| self.file.part(range.start + offset, size))
    }

    /// A text in a section of debug information.
    pub(crate) fn debug_text(&self, name: &str, offset: u64) -> &'d [u8] {
        let range = self.debug_range(name).filter(|range| offset < range.end - range.start);
        range.map_or(&[], |range| self.file.text(range.start + offset..range.end))
    }

    fn debug_range(&self, name: &str) -> Option<&Range<u64>> {
        self.debug.iter().find(|(known, _)| *known == name).map(|(_, range)| range)
    }
}

/// The text that begins somewhere in a table, or as much of it as is looked at.
pub(super) fn name_at(names: &[u8], offset: usize) -> &[u8] {
    let rest = names.get(offset..).unwrap_or_default();
    let rest = &rest[..rest.len().min(LOOKED_AT)];
    CStr::from_bytes_until_nul(rest).map_or(rest, CStr::to_bytes)
}

fn read_class<'d, H, R>(data: R, debug: bool) -> Result<Elf<'d>, MeasureError>
where
    H: FileHeader<Endian = Endianness>,
    R: ReadRef<'d> + 'd,
{
    let header = H::parse(data).map_err(malformed)?;
    let endian = header.endian().map_err(malformed)?;
    let is_64 = header.is_type_64();
    match header.e_type(endian) {
        elf::ET_EXEC | elf::ET_DYN => {}
        elf::ET_REL => return Err(MeasureError::NotAProgram("an object file that is not linked yet".to_owned())),
        elf::ET_CORE => return Err(MeasureError::NotAProgram("a core dump".to_owned())),
        other => return Err(MeasureError::NotAProgram(format!("an ELF file of the type {}", other.0))),
    }
    let table = header.sections(endian, data).map_err(malformed)?;
    if table.is_empty() {
        return Err(MeasureError::NoSection("it has no table of sections".to_owned()));
    }
    let segments = Segments::read(header, endian, data)?;
    let (sections, index) = sections::<H, R>(&table, endian, &segments)?;
    segments.check_covered(&sections)?;
    let mut read = Elf {
        architecture: architecture(header.e_machine(endian), is_64),
        endian,
        word: if is_64 { 8 } else { 4 },
        sections,
        symbols: Vec::new(),
        absolute: Vec::new(),
        tls: segments.tls,
        names: &[],
        debug: if debug { debug_sections::<H, R>(&table, endian) } else { Vec::new() },
        file: Box::new(data),
    };
    let arm = header.e_machine(endian) == elf::EM_ARM;
    symbols::<H, R>(&table, endian, data, &segments, &index, arm, &mut read)?;
    Ok(read)
}

/// The sections in memory, and for each section of the file which of them it is.
fn sections<'d, H, R>(
    table: &SectionTable<'d, H, R>,
    endian: Endianness,
    segments: &Segments,
) -> Result<(Vec<Section>, Vec<Option<u16>>), MeasureError>
where
    H: FileHeader<Endian = Endianness>,
    R: ReadRef<'d>,
{
    let mut sections = Vec::new();
    let mut index = Vec::with_capacity(table.len());
    let mut all: u64 = 0;
    for header in table.iter() {
        let (flags, kind) = (header.sh_flags(endian), header.sh_type(endian));
        let (address, size): (u64, u64) = (header.sh_addr(endian).into(), header.sh_size(endian).into());
        if !flags.contains(elf::SHF_ALLOC) || size == 0 || kind == elf::SHT_NULL {
            index.push(None);
            continue;
        }
        let name = table.section_name(endian, header).map_err(malformed)?;
        let name = String::from_utf8_lossy(&name[..name.len().min(LOOKED_AT)]).into_owned();
        all = all
            .checked_add(size)
            .filter(|&all| all <= u64::MAX / 2 && address.checked_add(size).is_some())
            .ok_or_else(|| {
                MeasureError::Malformed(format!("the section {name} with its {size} bytes goes beyond all addresses"))
            })?;
        if kind == elf::SHT_NOBITS && flags.contains(elf::SHF_EXECINSTR) {
            return Err(MeasureError::NoSection(format!(
                "the contents of {name} were taken out, as in a file of debug information"
            )));
        }
        index.push(Some(
            u16::try_from(sections.len())
                .map_err(|_| MeasureError::Malformed("it has more than 65535 sections in memory".to_owned()))?,
        ));
        let (memory, stored_at) = segments.memory(flags, kind, address);
        sections.push(Section { name, address, stored_at, size, align: header.sh_addralign(endian).into(), memory });
    }
    if sections.is_empty() {
        return Err(MeasureError::NoSection("none of its sections is in memory".to_owned()));
    }
    Ok((sections, index))
}

/// No owner yet.
pub(crate) const NOBODY: u32 = u32::MAX;

fn symbols<'d, H, R>(
    table: &SectionTable<'d, H, R>,
    endian: Endianness,
    data: R,
    segments: &Segments,
    index: &[Option<u16>],
    arm: bool,
    into: &mut Elf<'d>,
) -> Result<(), MeasureError>
where
    H: FileHeader<Endian = Endianness>,
    R: ReadRef<'d>,
{
    let symbols = table.symbols(endian, data, elf::SHT_SYMTAB).map_err(malformed)?;
    if symbols.is_empty() {
        return Err(MeasureError::Stripped);
    }
    let strings = table.section(symbols.string_section()).map_err(malformed)?;
    into.names = strings.data(endian, data).map_err(malformed)?;
    into.symbols.reserve_exact(symbols.len());
    for (number, symbol) in symbols.enumerate() {
        let kind = symbol.st_type();
        if matches!(kind, elf::STT_SECTION | elf::STT_FILE) {
            continue;
        }
        let (value, mut size): (u64, u64) = (symbol.st_value(endian).into(), symbol.st_size(endian).into());
        let shndx = symbol.st_shndx(endian);
        if shndx == elf::SHN_ABS {
            let name = name_at(into.names, symbol.st_name(endian) as usize);
            if ENDS.iter().any(|known| known.as_bytes() == name) {
                into.absolute.push((String::from_utf8_lossy(name).into_owned(), value));
            }
        }
        let section = match symbols.symbol_section(endian, symbol, number) {
            Ok(Some(SectionIndex(section))) => index.get(section).copied().flatten(),
            Ok(None) => None, // undefined, absolute or common
            Err(error) => return Err(malformed(error)),
        };
        let Some(section) = section else { continue };
        let mut address = match (kind, segments.tls) {
            (elf::STT_TLS, Some(start)) => value.wrapping_add(start),
            _ => value,
        };
        if arm && kind == elf::STT_FUNC {
            address &= !1; // the mark of a Thumb function
        }
        let name = symbol.st_name(endian);
        let label = kind == elf::STT_NOTYPE;
        if label && ENDS.iter().any(|known| known.as_bytes() == name_at(into.names, name as usize)) {
            into.absolute.push((String::from_utf8_lossy(name_at(into.names, name as usize)).into_owned(), address));
        }
        if label && size == 0 && into.name_starts(name, b"$") {
            continue; // says where code and data begin
        }
        if symbol.is_local() && kind == elf::STT_OBJECT && into.name_starts(name, b".L_MergedGlobals") {
            size = 0; // what was merged into it has names of its own
        }
        let within = &into.sections[usize::from(section)];
        if !(within.address..within.address + within.size).contains(&address) {
            continue; // the end of a section, or an address that is none of its
        }
        let rank = u8::from(label) * 4 + u8::from(symbol.st_bind() == elf::STB_WEAK) * 2 + u8::from(symbol.is_local());
        into.symbols.push(Symbol { address, bytes: size, name, owner: NOBODY, section, rank, known: 0 });
    }
    if into.symbols.is_empty() { Err(MeasureError::Stripped) } else { Ok(()) }
}

/// The sections of debug information that say who declares what.
const DEBUG_SECTIONS: [&str; 7] = [
    ".debug_info",
    ".debug_abbrev",
    ".debug_str",
    ".debug_line_str",
    ".debug_aranges",
    ".debug_addr",
    ".debug_str_offsets",
];

fn debug_sections<'d, H, R>(table: &SectionTable<'d, H, R>, endian: Endianness) -> Vec<(&'static str, Range<u64>)>
where
    H: FileHeader<Endian = Endianness>,
    R: ReadRef<'d>,
{
    let mut sections = Vec::new();
    for header in table.iter() {
        let flags = header.sh_flags(endian);
        if flags.contains(elf::SHF_COMPRESSED) || flags.contains(elf::SHF_ALLOC) {
            continue;
        }
        let Ok(name) = table.section_name(endian, header) else { continue };
        let known = DEBUG_SECTIONS.into_iter().find(|known| known.as_bytes() == name);
        if let (Some(name), Some((offset, size))) = (known, header.file_range(endian)) {
            sections.extend(offset.checked_add(size).map(|end| (name, offset..end)));
        }
    }
    sections
}

/// What `target_arch` calls a machine.
fn architecture(machine: elf::Machine, is_64: bool) -> String {
    let by_width = |short: &'static str, long: &'static str| if is_64 { long } else { short };
    let name = match machine {
        elf::EM_ARM => "arm",
        elf::EM_AARCH64 => "aarch64",
        elf::EM_386 => "x86",
        elf::EM_X86_64 => "x86_64",
        elf::EM_RISCV => by_width("riscv32", "riscv64"),
        elf::EM_XTENSA => "xtensa",
        elf::EM_AVR => "avr",
        elf::EM_MSP430 => "msp430",
        elf::EM_MIPS => by_width("mips", "mips64"),
        elf::EM_PPC => "powerpc",
        elf::EM_PPC64 => "powerpc64",
        elf::EM_S390 => "s390x",
        elf::EM_SPARC | elf::EM_SPARC32PLUS => "sparc",
        elf::EM_SPARCV9 => "sparc64",
        elf::EM_LOONGARCH => by_width("loongarch32", "loongarch64"),
        elf::EM_68K => "m68k",
        elf::EM_CSKY => "csky",
        elf::EM_HEXAGON => "hexagon",
        elf::EM_BPF => "bpf",
        other => return format!("machine {}", other.0),
    };
    name.to_owned()
}
