//! The memory regions of a linker script, and what their lengths come to.
//!
//! Of the language just that is read which lengths are written in: `MEMORY`, assignments, `REGION_ALIAS` and `INCLUDE`. Everything
//! else is skipped by its brackets.

mod statements;
mod tokens;
mod values;

use std::sync::Arc;

use self::statements::Kind;
use self::tokens::Tokens;
pub(crate) use self::tokens::{Fault, Include};
use self::values::Values;
use crate::findings::{Origin, Source};

/// A memory region of a linker script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// Where it begins.
    pub origin: u64,
    /// How many bytes it has.
    pub length: u64,
}

/// All regions with the places of their lengths, in the order of the script, its includes in their places.
pub(crate) fn regions(script: &Arc<Source>, include: &mut Include<'_>) -> Result<Vec<(Region, Origin)>, Fault> {
    let tokens = Tokens::of(script, include)?;
    let mut values = Values::of(&tokens, statements::definitions(&tokens)?);
    let mut regions = Vec::new();
    for i in 0..values.definitions.len() {
        let definition = &values.definitions[i];
        let (name, at) = (definition.name.clone(), definition.tokens.start);
        let of = match definition.kind {
            Kind::Length => name.clone(),
            Kind::Alias => tokens.name(at),
            _ => continue,
        };
        let length = values.of_region(&of, Kind::Length, at, 0)?;
        let origin = values.of_region(&of, Kind::Origin, at, 0)?;
        regions.push((Region { name, origin, length }, tokens.origin(at)));
    }
    Ok(regions)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Region, regions};
    use crate::findings::{Role, Source};

    fn source(name: &str, text: &str) -> Arc<Source> {
        Arc::new(Source::new(name.to_owned(), Role::Script, text.to_owned()))
    }

    fn read(files: &[(&str, &str)]) -> Result<Vec<Region>, String> {
        let mut include = |name: &str| match files.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => Ok(source(name, text)),
            None => Err(format!("{name} does not exist")),
        };
        let result = regions(&source(files[0].0, files[0].1), &mut include);
        let result = result.map(|regions| regions.into_iter().map(|(region, _)| region).collect());
        result.map_err(|fault| format!("{}: {}", fault.origin.position().unwrap_or_default(), fault.reason))
    }

    fn length(text: &str) -> Result<u64, String> {
        let script = format!(
            "MEMORY {{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 256K\n  RAM : ORIGIN = 0x20000000, LENGTH = {text}\n}}"
        );
        read(&[("memory.x", &script)]).map(|regions| regions[1].length)
    }

    #[test]
    fn a_script_as_boards_have_it() {
        let script = "/* STM32F4 */\n_heap_size = 8K;\nMEMORY\n{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n  \
                      RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 128K - _heap_size /* the rest */\n  \
                      CCM : org = ORIGIN(RAM) + LENGTH(RAM), len = 0x10000\n}\nREGION_ALIAS(\"REGION_DATA\", RAM);\n\
                      ENTRY(Reset)\nSECTIONS { .data : { *(.data .data.*) x = .; } > RAM AT> FLASH }\n";
        let region = |name: &str, origin, length| Region { name: name.to_owned(), origin, length };
        assert_eq!(
            read(&[("memory.x", script)]),
            Ok(vec![
                region("FLASH", 0x0800_0000, 1 << 20),
                region("RAM", 0x2000_0000, 120 << 10),
                region("CCM", 0x2000_0000 + (120 << 10), 0x10000),
                region("REGION_DATA", 0x2000_0000, 120 << 10),
            ])
        );
    }

    #[test]
    fn lengths() {
        for (text, bytes) in [
            ("64K", 64 << 10),
            ("0x10000", 0x10000),
            ("1M", 1 << 20),
            ("0x10K", 16 << 10),
            ("010", 8),
            ("2 + 3 * 4", 14),
            ("(2 + 3) * 4", 20),
            ("100 - 10 - 1", 89),
            ("100 / 10 / 5", 2),
            ("1 << 16", 1 << 16),
            ("LENGTH(FLASH) / 4", 64 << 10),
            ("ORIGIN(FLASH) >> 20", 0x80),
        ] {
            assert_eq!(length(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, fault) in [
            ("64Q", "3:39: `64Q` is no number"),
            ("", "4:1: a number is expected, not `}`"),
            ("(64K", "4:1: `)` is expected, not `}`"),
            ("64K 64K", "3:43: an operator is expected, not `64K`"),
            ("1 - 2", "3:41: 1 - 2 is no number of bytes"),
            ("1 / 0", "3:41: 1 / 0 is no number of bytes"),
            ("0xffffffffffffffff + 1", "3:58: 18446744073709551615 + 1 is no number of bytes"),
            ("LENGTH(RAM)", "3:39: `RAM` is made of itself"),
            ("LENGTH(ROM)", "3:46: there is no region `ROM`"),
            ("LENGTH", "4:1: `(REGION)` is expected, not `}`"),
            ("_size", "3:39: nothing is assigned to `_size` here"),
            ("/* 64K", "3:39: this is not closed"),
        ] {
            assert_eq!(length(text), Err(format!("memory.x:{fault}")), "{text}");
        }
        assert_eq!(length(&"(".repeat(100_000)), Err("memory.x:3:103: this is nested too deeply".to_owned()));
    }

    #[test]
    fn other_files() {
        let board = ("board.x", "INCLUDE memory.x\nSECTIONS { }");
        let memory = ("memory.x", "MEMORY { RAM : ORIGIN = 0, LENGTH = SIZE }");
        let size = ("board.x", "SIZE = 4K;\nINCLUDE \"memory.x\"");
        let lengths =
            |files: &[(&str, &str)]| read(files).map(|all| all.iter().map(|one| one.length).collect::<Vec<_>>());
        assert_eq!(lengths(&[board, ("memory.x", "MEMORY { RAM : o = 0, l = 1K }")]), Ok(vec![1024]));
        assert_eq!(lengths(&[size, memory]), Ok(vec![4096]));
        assert_eq!(lengths(&[board]), Err("board.x:1:1: memory.x does not exist".to_owned()));
        let itself = [("a.x", "INCLUDE b.x"), ("b.x", "\nINCLUDE a.x")];
        assert_eq!(lengths(&itself), Err("b.x:2:1: a.x includes itself".to_owned()));
        assert_eq!(lengths(&[("a.x", "INCLUDE")]), Err("a.x:1:1: INCLUDE names no file".to_owned()));
    }

    #[test]
    fn symbols_that_double_cost_no_more_than_their_number() {
        let mut script = "s0 = 1;\n".to_owned();
        for i in 1..60 {
            let before = (i - 1).to_string();
            script.push_str(&["s", &i.to_string(), " = s", &before, " + s", &before, ";\n"].concat());
        }
        script += "MEMORY { RAM : ORIGIN = 0, LENGTH = s59 }";
        assert_eq!(read(&[("memory.x", &script)]).map(|regions| regions[0].length), Ok(1 << 59));
        let cycle = "a = b; b = a; MEMORY { RAM : ORIGIN = 0, LENGTH = a }";
        assert_eq!(read(&[("memory.x", cycle)]), Err("memory.x:1:5: `a` is made of itself".to_owned()));
    }
}
