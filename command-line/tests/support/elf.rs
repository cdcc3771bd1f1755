//! ELF files made byte by byte, for what no linker would write.

/// A file to make. All of it may contradict itself.
#[derive(Clone, Debug)]
pub struct Made {
    pub is_64: bool,
    pub big: bool,
    pub kind: u16,
    pub sections: Vec<MadeSection>,
    pub symbols: Vec<MadeSymbol>,
    /// The string table of the symbols.
    pub names: Vec<u8>,
    /// Sections of debug information, with their contents.
    pub debug: Vec<(&'static str, Vec<u8>)>,
}

#[derive(Clone, Debug)]
pub struct MadeSection {
    pub name: &'static str,
    pub kind: u32,
    pub flags: u64,
    pub address: u64,
    pub size: u64,
}

#[derive(Clone, Copy, Debug)]
pub struct MadeSymbol {
    pub name: u32,
    pub value: u64,
    pub size: u64,
    pub info: u8,
    pub section: u16,
}

pub const NOBITS: u32 = 8;
pub const PROGBITS: u32 = 1;
/// Allocated and writable.
pub const WRITTEN: u64 = 3;
/// A global variable.
pub const OBJECT: u8 = 0x11;

impl Default for Made {
    /// A program of a crate `app` with 100 bytes in `.bss`, and 28 that are nobody's.
    fn default() -> Made {
        let mut made = Made {
            is_64: false,
            big: false,
            kind: 2,
            sections: vec![
                MadeSection { name: ".text", kind: PROGBITS, flags: 6, address: 0x1000, size: 64 },
                MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address: 0x2000, size: 128 },
            ],
            symbols: Vec::new(),
            names: vec![0],
            debug: Vec::new(),
        };
        made.symbol("_ZN3app4POOL17h0123456789abcdefE", 0x2000, 100, 2);
        made
    }
}

impl Made {
    /// Adds a variable in a section, which counts from 1.
    pub fn symbol(&mut self, name: &str, value: u64, size: u64, section: u16) {
        let at = u32::try_from(self.names.len()).expect("small");
        self.names.extend(name.bytes().chain([0]));
        self.symbols.push(MadeSymbol { name: at, value, size, info: OBJECT, section });
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (header, entry, symbol_entry) = if self.is_64 { (64, 64, 24) } else { (52, 40, 16) };
        let mut out = Writer { bytes: vec![0; header], big: self.big, is_64: self.is_64 };
        let text = out.bytes.len() as u64;
        out.bytes.extend([0; 64]);
        let symbols = out.bytes.len() as u64;
        out.bytes.extend(vec![0; symbol_entry]);
        for symbol in &self.symbols {
            out.u32(symbol.name);
            if self.is_64 {
                out.bytes.extend([symbol.info, 0]);
                out.u16(symbol.section);
                out.word(symbol.value);
                out.word(symbol.size);
            } else {
                out.word(symbol.value);
                out.word(symbol.size);
                out.bytes.extend([symbol.info, 0]);
                out.u16(symbol.section);
            }
        }
        let names = out.bytes.len() as u64;
        out.bytes.extend(&self.names);
        let section_names = out.bytes.len() as u64;
        let mut offsets = Vec::new();
        let mut table = vec![0];
        let own = [".symtab", ".strtab", ".shstrtab"];
        let debug = self.debug.iter().map(|(name, _)| *name);
        for name in self.sections.iter().map(|section| section.name).chain(own).chain(debug) {
            offsets.push(u32::try_from(table.len()).expect("small"));
            table.extend(name.bytes().chain([0]));
        }
        out.bytes.extend(&table);
        let mut debug = Vec::new();
        for (_, bytes) in &self.debug {
            debug.push((out.bytes.len() as u64, bytes.len() as u64));
            out.bytes.extend(bytes);
        }
        while out.bytes.len() % 8 != 0 {
            out.bytes.push(0);
        }
        let headers = out.bytes.len() as u64;
        out.bytes.extend(vec![0; entry]);
        let count = self.sections.len();
        for (section, name) in self.sections.iter().zip(&offsets) {
            out.section(*name, section.kind, section.flags, section.address, text, section.size, 0, 4, 0);
        }
        let link = u32::try_from(count + 2).expect("small");
        let size = names - symbols;
        out.section(offsets[count], 2, 0, 0, symbols, size, link, 8, symbol_entry as u64);
        out.section(offsets[count + 1], 3, 0, 0, names, self.names.len() as u64, 0, 1, 0);
        out.section(offsets[count + 2], 3, 0, 0, section_names, table.len() as u64, 0, 1, 0);
        for ((offset, size), name) in debug.into_iter().zip(&offsets[count + 3..]) {
            out.section(*name, PROGBITS, 0, 0, offset, size, 0, 1, 0);
        }

        let mut head = Writer { bytes: Vec::new(), big: self.big, is_64: self.is_64 };
        head.bytes.extend([0x7f, b'E', b'L', b'F', 1 + u8::from(self.is_64), 1 + u8::from(self.big), 1, 0]);
        head.bytes.extend([0; 8]);
        head.u16(self.kind);
        head.u16(40); // ARM
        head.u32(1);
        head.word(0x1000);
        head.word(0);
        head.word(headers);
        head.u32(0);
        head.u16(header as u16);
        head.u16(0);
        head.u16(0);
        head.u16(entry as u16);
        head.u16(u16::try_from(count + 4 + self.debug.len()).expect("small"));
        head.u16(u16::try_from(count + 3).expect("small"));
        out.bytes[..header].copy_from_slice(&head.bytes);
        out.bytes
    }
}

struct Writer {
    bytes: Vec<u8>,
    big: bool,
    is_64: bool,
}

impl Writer {
    fn u16(&mut self, value: u16) {
        self.bytes.extend(if self.big { value.to_be_bytes() } else { value.to_le_bytes() });
    }

    fn u32(&mut self, value: u32) {
        self.bytes.extend(if self.big { value.to_be_bytes() } else { value.to_le_bytes() });
    }

    fn word(&mut self, value: u64) {
        if self.is_64 {
            self.bytes.extend(if self.big { value.to_be_bytes() } else { value.to_le_bytes() });
        } else {
            self.u32(value as u32);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a section's header")]
    fn section(
        &mut self,
        name: u32,
        kind: u32,
        flags: u64,
        address: u64,
        offset: u64,
        size: u64,
        link: u32,
        align: u64,
        entry: u64,
    ) {
        self.u32(name);
        self.u32(kind);
        for word in [flags, address, offset, size] {
            self.word(word);
        }
        self.u32(link);
        self.u32(0);
        self.word(align);
        self.word(entry);
    }
}
