//! The linker's map: which file each part of a program came from. Those of GNU ld and of LLD are read.

use super::MeasureError;
use super::elf::Elf;
use super::objects::crate_of_library;

/// A part of the program that came from one file of one crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) address: u64,
    pub(crate) end: u64,
    pub(crate) name: String,
    /// Whether it is an object of the program's own crate: after link-time optimisation that holds everybody's.
    pub(crate) own: bool,
}

/// What a map says.
#[derive(Debug, Default)]
pub(crate) struct Map {
    /// By address.
    pub(crate) parts: Vec<Part>,
    /// The sections of the program: name, address, size.
    sections: Vec<(String, u64, u64)>,
}

impl Map {
    /// Reads a map, which has to be that of this program.
    pub(crate) fn read(text: &str, elf: &Elf<'_>) -> Result<Map, MeasureError> {
        let mut map = if text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.contains("VMA")) {
            of_lld(text)
        } else {
            of_gnu(text)
        };
        if map.sections.is_empty() {
            return Err(MeasureError::Beside("the map is none that GNU ld or LLD writes".to_owned()));
        }
        for section in elf.sections.iter().filter(|section| section.memory.ram || section.memory.tls) {
            let same = |(name, address, size): &(String, u64, u64)| {
                (name.as_str(), *address, *size) == (section.name.as_str(), section.address, section.size)
            };
            if !map.sections.iter().any(same) {
                let (name, size, address) = (&section.name, section.size, section.address);
                return Err(MeasureError::Beside(format!(
                    "the map is that of another program: it has no {name} of {size} bytes at {address:#x}"
                )));
            }
        }
        map.parts.sort_by_key(|part| (part.address, part.end));
        Ok(map)
    }

    /// The part that an address lies in.
    pub(crate) fn part(&self, address: u64) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.address <= address);
        self.parts[..after].last().filter(|part| address < part.end)
    }

    fn add(&mut self, address: u64, size: u64, file: &str) {
        let (Some((name, own)), Some(end)) = (crate_of_file(file), address.checked_add(size)) else { return };
        if size > 0 {
            self.parts.push(Part { address, end, name: name.to_owned(), own });
        }
    }
}

/// `      VMA      LMA     Size Align Out     In      Symbol`, the three last told apart by their indentation.
fn of_lld(text: &str) -> Map {
    let mut map = Map::default();
    for line in text.lines().skip(1) {
        let mut rest = line;
        let mut numbers = [0; 4];
        let complete = numbers.iter_mut().enumerate().all(|(column, number)| {
            rest = rest.trim_start();
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            rest = after;
            let parsed = u64::from_str_radix(word, if column == 3 { 10 } else { 16 });
            parsed.map(|value| *number = value).is_ok()
        });
        let (name, indentation) = (rest.trim(), rest.len() - rest.trim_start().len());
        let [address, _, size, _] = numbers;
        match indentation {
            _ if !complete || name.is_empty() => {}
            0 => map.sections.push((name.to_owned(), address, size)),
            8 => map.add(address, size, name.rsplit_once(":(").map_or(name, |(file, _)| file)),
            _ => {}
        }
    }
    map
}

/// Behind `Linker script and memory map`: ` .bss.NAME  0xADDRESS  0xSIZE  FILE`, broken behind the name where that is long.
fn of_gnu(text: &str) -> Map {
    let mut map = Map::default();
    let Some((_, text)) = text.split_once("Linker script and memory map") else { return map };
    let mut pending: Option<(bool, &str)> = None;
    for line in text.lines() {
        let is_output = line.starts_with(|c: char| !c.is_whitespace());
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else {
            pending = None;
            continue;
        };
        let hexadecimal = |word: &str| u64::from_str_radix(word.strip_prefix("0x")?, 16).ok();
        let (name, address) = match hexadecimal(first) {
            Some(address) => (pending.take(), Some(address)),
            None => (Some((is_output, first)), words.next().and_then(hexadecimal)),
        };
        let size = words.next().and_then(hexadecimal);
        match (name, address, size) {
            (Some((true, name)), Some(address), Some(size)) => map.sections.push((name.to_owned(), address, size)),
            (Some((false, _)), Some(address), Some(size)) => {
                let file = words.collect::<Vec<_>>().join(" ");
                map.add(address, size, &file);
            }
            (Some(name), None, _) => pending = Some(name),
            _ => {}
        }
    }
    map
}

/// The crate whose file it is: `/deps/libapp_core-0123456789abcdef.rlib(x.o)`, `/deps/app-0123456789abcdef.x.rcgu.o`.
fn crate_of_file(file: &str) -> Option<(&str, bool)> {
    let archive = file.rsplit_once(".rlib(").map(|(path, _)| &file[..path.len() + ".rlib".len()]);
    if let Some(archive) = archive {
        return Some((crate_of_library(std::path::Path::new(archive))?, false));
    }
    let name = file.rsplit(['/', '\\']).next()?.strip_suffix(".rcgu.o")?;
    let name = name.split('.').next()?;
    let name = name.rsplit_once('-').map_or(name, |(name, _)| name);
    Some((name, true))
}

#[cfg(test)]
mod tests {
    use super::{crate_of_file, of_gnu, of_lld};

    #[test]
    fn files_belong_to_crates() {
        for (file, name) in [
            ("/deps/libapp_core-0123456789abcdef.rlib(app_core-0123.x-cgu.0.rcgu.o)", Some(("app_core", false))),
            ("/deps/libring-0123456789abcdef.rlib(mem.o)", Some(("ring", false))),
            ("/deps/app-0123456789abcdef.app.4c2faf61c2d5dfd7-cgu.0.rcgu.o", Some(("app", true))),
            ("/usr/lib/x86_64-linux-gnu/libc.a(malloc.o)", None),
            ("/usr/lib/crt1.o", None),
            ("<internal>", None),
            ("/x.rlib(y), z/libone-0123456789abcdef.rlib(a.o)", Some(("one", false))),
        ] {
            assert_eq!(crate_of_file(file), name, "{file}");
        }
    }

    #[test]
    fn lld() {
        let map = of_lld(
            "     VMA      LMA     Size Align Out     In      Symbol\n\
             20000000  8000400      210     4 .data\n\
             20000000  8000400      200     1         /t/libpools-0123456789abcdef.rlib(a.o):(.data.COUNTERS)\n\
             20000000  8000400      200     1                 COUNTERS\n\
             20000200  8000600        4     1 . = ALIGN ( 4 )\n",
        );
        assert_eq!(map.sections[0], (".data".to_owned(), 0x2000_0000, 0x210));
        assert_eq!(map.parts.len(), 1);
        assert_eq!((map.parts[0].name.as_str(), map.parts[0].end), ("pools", 0x2000_0200));
    }

    #[test]
    fn gnu() {
        let map = of_gnu(
            "Memory Configuration\n\nLinker script and memory map\n\n\
             .bss            0x0000000000004000      0x390\n \
             *(.bss .bss.*)\n \
             .bss.a         0x0000000000004000       0x10 /t/libone-0123456789abcdef.rlib(a.o)\n                \
             0x0000000000004000                a\n \
             .bss._ZN3two5STORE17h0123456789abcdefE\n                \
             0x0000000000004010      0x380 /t/libtwo-0123456789abcdef.rlib(b.o)\n\
             .a_long_output_section\n                \
             0x0000000000005000        0x8\n",
        );
        let sections: Vec<_> =
            map.sections.iter().map(|(name, address, size)| (name.as_str(), *address, *size)).collect();
        assert_eq!(sections, [(".bss", 0x4000, 0x390), (".a_long_output_section", 0x5000, 8)]);
        let parts: Vec<_> = map.parts.iter().map(|part| (part.name.as_str(), part.address, part.end)).collect();
        assert_eq!(parts, [("one", 0x4000, 0x4010), ("two", 0x4010, 0x4390)]);
    }
}
