//! What the debug information says of variables: whose they are, where their names do not tell, and of which crate their types are.

mod abbreviations;
mod declared;
mod heads;
mod ranges;
mod types;
mod units;
mod variables;

use std::cell::Cell;

use gimli::{AttributeValue, DebugAddr, DebugAddrIndex, DebugStrOffsets, EndianSlice, RunTimeEndian};
use object::Endianness;

pub(crate) use self::declared::{Declared, declared};
pub(crate) use self::types::types;
use super::elf::{Elf, name_at};

type Bytes<'d> = EndianSlice<'d, RunTimeEndian>;
type Unit<'d> = gimli::Unit<Bytes<'d>>;

/// The debug information of a program. It is most of a large file, and only what is needed of it is read.
struct Information<'e, 'd> {
    elf: &'e Elf<'d>,
    endian: RunTimeEndian,
    /// How many texts were read by themselves.
    texts: Cell<u32>,
}

/// How many texts are read by themselves: beyond it they would take more memory than the section that they stand in.
const TEXTS: u32 = 4096;

impl<'e, 'd> Information<'e, 'd> {
    fn new(elf: &'e Elf<'d>) -> Self {
        let endian = if elf.endian == Endianness::Big { RunTimeEndian::Big } else { RunTimeEndian::Little };
        Information { elf, endian, texts: Cell::new(0) }
    }

    fn slice(&self, bytes: &'d [u8]) -> Bytes<'d> {
        EndianSlice::new(bytes, self.endian)
    }

    /// The whole of a section; nothing where it is not there.
    fn section(&self, name: &str) -> Bytes<'d> {
        self.slice(self.elf.debug_part(name, 0, self.elf.debug_size(name)))
    }

    /// A text that stands in an entry, or that an entry points to.
    fn text(&self, unit: &Unit<'d>, value: AttributeValue<Bytes<'d>>) -> Option<String> {
        let bytes = match value {
            AttributeValue::String(text) => text.slice(),
            AttributeValue::DebugStrRef(at) => self.text_at(".debug_str", at.0),
            AttributeValue::DebugLineStrRef(at) => self.text_at(".debug_line_str", at.0),
            AttributeValue::DebugStrOffsetsIndex(index) => {
                let offsets = DebugStrOffsets::from(self.section(".debug_str_offsets"));
                let at = offsets.get_str_offset(unit.header.format(), unit.str_offsets_base, index).ok()?;
                self.text_at(".debug_str", at.0)
            }
            _ => return None,
        };
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    fn text_at(&self, section: &str, at: usize) -> &'d [u8] {
        let read = self.texts.get();
        if read < TEXTS {
            self.texts.set(read + 1);
            return self.elf.debug_text(section, at as u64);
        }
        name_at(self.section(section).slice(), at)
    }

    fn address(&self, unit: &Unit<'d>, index: DebugAddrIndex<usize>) -> Option<u64> {
        let addresses = DebugAddr::from(self.section(".debug_addr"));
        addresses.get_address(unit.encoding().address_size, unit.addr_base, index).ok()
    }
}
