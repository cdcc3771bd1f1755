//! The units of the debug information: one a crate's part, or a file of C.

use std::sync::Arc;

use gimli::{Abbreviations, AttributeValue, DebugAbbrevOffset, DebugInfoOffset, UnitHeader, UnitType};

use super::abbreviations::Tables;
use super::heads::Head;
use super::{Bytes, Declared, Information, Unit};

/// Where a unit comes from.
pub(super) struct Origin {
    pub(super) rust: bool,
    /// The crate that it is a part of, or the package whose folder a C file lies in.
    pub(super) owner: Option<Declared>,
}

/// What a unit's first entry says.
struct First<'d> {
    rust: bool,
    name: Option<AttributeValue<Bytes<'d>>>,
    folder: Option<AttributeValue<Bytes<'d>>>,
    texts: gimli::DebugStrOffsetsBase,
    addresses: gimli::DebugAddrBase,
}

impl<'d> Information<'_, 'd> {
    /// Reads a unit's first entry. What is not needed of it, such as its lines, is not looked at.
    pub(super) fn open(&self, head: &Head<'d>, tables: &mut Tables<'d>) -> Option<Origin> {
        let beginning = tables.first(head.abbreviations).and_then(|table| self.unit(head, head.beginning, table));
        let beginning = beginning.and_then(|unit| Some((first(&unit)?, unit)));
        let (first, mut unit) = match beginning {
            Some(beginning) => beginning,
            None => {
                let unit = self.whole(head, tables)?;
                (first(&unit)?, unit)
            }
        };
        (unit.str_offsets_base, unit.addr_base) = (first.texts, first.addresses);
        let text = |value: Option<_>| value.and_then(|value| self.text(&unit, value)).unwrap_or_default();
        let name = text(first.name);
        let owner = if first.rust { crate_of_unit(&name) } else { package_of_folder(&text(first.folder), &name) };
        Some(Origin { rust: first.rust, owner })
    }

    /// Reads all of a unit.
    pub(super) fn whole(&self, head: &Head<'d>, tables: &mut Tables<'d>) -> Option<Unit<'d>> {
        let bytes = self.elf.debug_part(".debug_info", head.offset, head.end - head.offset);
        let mut unit = self.unit(head, bytes, tables.table(head.abbreviations)?)?;
        let first = first(&unit)?;
        (unit.str_offsets_base, unit.addr_base) = (first.texts, first.addresses);
        Some(unit)
    }

    fn unit(&self, head: &Head<'d>, bytes: &'d [u8], abbreviations: Arc<Abbreviations>) -> Option<Unit<'d>> {
        let length = usize::try_from(head.end - head.offset)
            .ok()?
            .checked_sub(head.encoding.format.initial_length_size().into())?;
        let header = UnitHeader::new(
            head.encoding,
            length,
            UnitType::Compilation,
            DebugAbbrevOffset(head.abbreviations),
            DebugInfoOffset(usize::try_from(head.offset).ok()?).into(),
            self.slice(bytes.get(head.entries.into()..)?),
        );
        Some(Unit {
            header,
            abbreviations,
            name: None,
            comp_dir: None,
            low_pc: 0,
            str_offsets_base: gimli::DebugStrOffsetsBase(0),
            addr_base: gimli::DebugAddrBase(0),
            loclists_base: gimli::DebugLocListsBase(0),
            rnglists_base: gimli::DebugRngListsBase(0),
            line_program: None,
            dwo_id: None,
        })
    }
}

fn first<'d>(unit: &Unit<'d>) -> Option<First<'d>> {
    let mut first =
        First { rust: false, name: None, folder: None, texts: unit.str_offsets_base, addresses: unit.addr_base };
    let mut entries = unit.header.entries_raw(&unit.abbreviations, None).ok()?;
    for specification in entries.read_abbreviation().ok()??.attributes() {
        let attribute = entries.read_attribute(*specification).ok()?;
        match (attribute.name(), attribute.value()) {
            (gimli::DW_AT_language, value) => {
                first.rust = matches!(value, AttributeValue::Language(gimli::DW_LANG_Rust));
            }
            (gimli::DW_AT_name, value) => first.name = Some(value),
            (gimli::DW_AT_comp_dir, value) => first.folder = Some(value),
            (_, AttributeValue::DebugStrOffsetsBase(base)) => first.texts = base,
            (_, AttributeValue::DebugAddrBase(base)) => first.addresses = base,
            _ => {}
        }
    }
    Some(first)
}

/// `src/lib.rs/@/app.4c2faf61c2d5dfd7-cgu.0`. In an incremental build what follows `/@/` is a hash.
fn crate_of_unit(name: &str) -> Option<Declared> {
    let (_, unit) = name.rsplit_once("/@/")?;
    let (name, rest) = unit.split_once('.')?;
    let (hash, _) = rest.split_once("-cgu.")?;
    let hash = hash.split('.').next().unwrap_or(hash);
    let disambiguator = Some(u64::from_str_radix(hash, 16).ok()?);
    Some(Declared { name: name.to_owned(), disambiguator })
}

/// A C file in the folder of a package from a registry: `…/registry/src/index.crates.io-…/ring-0.17.8/crypto/mem.c`.
fn package_of_folder(folder: &str, file: &str) -> Option<Declared> {
    let path = if file.starts_with('/') { file.to_owned() } else { format!("{folder}/{file}") };
    let path = path.replace('\\', "/");
    let (_, below) = path.split_once("/registry/src/")?;
    let package = below.split('/').nth(1)?;
    let version =
        package.match_indices('-').find(|(i, _)| package[i + 1..].starts_with(|c: char| c.is_ascii_digit()))?;
    Some(Declared { name: package[..version.0].replace('-', "_"), disambiguator: None })
}

#[cfg(test)]
mod tests {
    use super::{crate_of_unit, package_of_folder};

    #[test]
    fn units_are_named_after_their_crate() {
        let unit = crate_of_unit("src/lib.rs/@/app.4c2faf61c2d5dfd7-cgu.0").expect("a crate's unit");
        assert_eq!((unit.name.as_str(), unit.disambiguator), ("app", Some(0x4c2f_af61_c2d5_dfd7)));
        assert_eq!(crate_of_unit("src/lib.rs/@/3xmyv0g1jj9d4w3a"), None);
        assert_eq!(crate_of_unit("src/main.c"), None);
    }

    #[test]
    fn c_files_belong_to_the_package_whose_folder_they_lie_in() {
        let registry = "/home/me/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f";
        let name = |folder: &str, file: &str| package_of_folder(folder, file).map(|declared| declared.name);
        assert_eq!(name(&format!("{registry}/ring-0.17.8"), "crypto/mem.c").as_deref(), Some("ring"));
        assert_eq!(
            name("/tmp", &format!("{registry}/zstd-sys-2.0.1+zstd.1/zstd/lib/a.c")).as_deref(),
            Some("zstd_sys")
        );
        assert_eq!(name("/build/glibc", "malloc.c"), None);
    }
}
