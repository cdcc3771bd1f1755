//! Whose a symbol is by the debug information, where its name does not tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use gimli::{Abbreviations, AttributeValue, DebugAbbrev, DebugAbbrevOffset, EndianSlice, Operation, RunTimeEndian};
use object::Endianness;

use super::elf::Elf;

type Bytes<'d> = EndianSlice<'d, RunTimeEndian>;
type Dwarf<'d> = gimli::Dwarf<Bytes<'d>>;
type Unit<'d> = gimli::Unit<Bytes<'d>>;

/// A crate as the debug information names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) disambiguator: Option<u64>,
}

/// Who declares what lies at these addresses, which are sorted; an address that nobody declares is left out.
///
/// The table of ranges says which unit an address belongs to, for Rust's variables too, and most units are named after their crate. The
/// entries of a unit are read where neither tells.
pub(crate) fn declared(elf: &Elf<'_>, wanted: &[u64]) -> BTreeMap<u64, Declared> {
    let mut found = BTreeMap::new();
    let endian = if elf.endian == Endianness::Big { RunTimeEndian::Big } else { RunTimeEndian::Little };
    let section = |id: gimli::SectionId| Ok::<_, gimli::Error>(EndianSlice::new(elf.debug(id.name()), endian));
    let Ok(dwarf) = Dwarf::load(section) else { return found };
    if wanted.is_empty() || elf.debug(".debug_info").is_empty() {
        return found;
    }
    let ranges = units_of(&dwarf, wanted);
    let has_ranges: Vec<u64> = ranges.sets;
    let mut abbreviations = Tables::new(elf.debug(".debug_abbrev"), endian, &dwarf);
    let mut units = dwarf.units();
    // A broken unit ends the walk: where the next one begins is not known then.
    while let Ok(Some(header)) = units.next() {
        let Some(offset) = header.offset().as_debug_info_offset().map(|offset| offset.0) else { continue };
        let of_unit: Vec<u64> =
            ranges.units.range((offset, 0)..=(offset, u64::MAX)).map(|&(_, address)| address).collect();
        let listed = has_ranges.binary_search(&(offset as u64)).is_ok();
        if of_unit.is_empty() && listed && ranges.complete {
            continue;
        }
        let Some(table) = abbreviations.table(header.debug_abbrev_offset()) else { continue };
        let Some((unit, origin)) = open(&dwarf, header, table) else { continue };
        if let Some(owner) = &origin.owner {
            found.extend(of_unit.iter().map(|&address| (address, owner.clone())));
            if origin.rust {
                continue;
            }
        } else if of_unit.is_empty() && origin.rust && listed {
            continue;
        }
        // Of C the ranges know the functions alone.
        let _ = variables(&dwarf, &unit, &origin, elf.tls, wanted, &mut found);
    }
    found
}

struct Ranges {
    /// A unit and a wanted address in it.
    units: std::collections::BTreeSet<(usize, u64)>,
    /// The units that have a set of ranges, sorted.
    sets: Vec<u64>,
    /// Whether every wanted address is in one of them.
    complete: bool,
}

fn units_of(dwarf: &Dwarf<'_>, wanted: &[u64]) -> Ranges {
    let mut ranges = Ranges { units: std::collections::BTreeSet::new(), sets: Vec::new(), complete: false };
    let mut reached = vec![false; wanted.len()];
    let mut sets = dwarf.debug_aranges.headers();
    while let Ok(Some(set)) = sets.next() {
        let offset = set.debug_info_offset().0;
        ranges.sets.push(offset as u64);
        let mut entries = set.entries();
        while let Ok(Some(entry)) = entries.next() {
            // What the linker has thrown away lies at 0.
            if entry.address() == 0 {
                continue;
            }
            let end = entry.address().saturating_add(entry.length());
            let from = wanted.partition_point(|&address| address < entry.address());
            for (address, reached) in
                wanted.iter().zip(&mut reached).skip(from).take_while(|(address, _)| **address < end)
            {
                // Ranges that overlap would otherwise cost their product.
                if !std::mem::replace(reached, true) {
                    ranges.units.insert((offset, *address));
                }
            }
        }
    }
    ranges.sets.sort_unstable();
    ranges.complete = reached.iter().all(|&reached| reached);
    ranges
}

/// Tables of abbreviations. Each ends where the next begins, so that none is read twice, whatever the units say.
struct Tables<'d> {
    section: &'d [u8],
    endian: RunTimeEndian,
    offsets: Vec<usize>,
    last: Option<(usize, Arc<Abbreviations>)>,
}

impl<'d> Tables<'d> {
    fn new(section: &'d [u8], endian: RunTimeEndian, dwarf: &Dwarf<'d>) -> Self {
        let mut offsets = Vec::new();
        let mut units = dwarf.units();
        while let Ok(Some(header)) = units.next() {
            offsets.push(header.debug_abbrev_offset().0);
        }
        offsets.sort_unstable();
        offsets.dedup();
        Tables { section, endian, offsets, last: None }
    }

    fn table(&mut self, offset: DebugAbbrevOffset) -> Option<Arc<Abbreviations>> {
        let offset = offset.0;
        if let Some((_, table)) = self.last.as_ref().filter(|(last, _)| *last == offset) {
            return Some(table.clone());
        }
        let next = self.offsets.partition_point(|&other| other <= offset);
        let end = self.offsets.get(next).copied().unwrap_or(self.section.len());
        let own = DebugAbbrev::new(self.section.get(offset..end)?, self.endian);
        let table = Arc::new(own.abbreviations(DebugAbbrevOffset(0)).ok()?);
        self.last = Some((offset, table.clone()));
        Some(table)
    }
}

/// Where a unit comes from.
struct Origin {
    rust: bool,
    /// The crate that it is a part of, or the package whose folder a C file lies in.
    owner: Option<Declared>,
}

/// Reads a unit's first entry. What is not needed of it, such as its lines, is not looked at.
fn open<'d>(
    dwarf: &Dwarf<'d>,
    header: gimli::UnitHeader<Bytes<'d>>,
    abbreviations: Arc<Abbreviations>,
) -> Option<(Unit<'d>, Origin)> {
    let mut unit = Unit {
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
    };
    let (mut rust, mut name, mut folder) = (false, None, None);
    {
        let mut entries = unit.header.entries_raw(&unit.abbreviations, None).ok()?;
        for specification in entries.read_abbreviation().ok()??.attributes() {
            let attribute = entries.read_attribute(*specification).ok()?;
            match (attribute.name(), attribute.value()) {
                (gimli::DW_AT_language, value) => rust = matches!(value, AttributeValue::Language(gimli::DW_LANG_Rust)),
                (gimli::DW_AT_name, value) => name = Some(value),
                (gimli::DW_AT_comp_dir, value) => folder = Some(value),
                (_, AttributeValue::DebugStrOffsetsBase(base)) => unit.str_offsets_base = base,
                (_, AttributeValue::DebugAddrBase(base)) => unit.addr_base = base,
                _ => {}
            }
        }
    }
    let text = |value: Option<AttributeValue<Bytes<'d>>>| {
        let text = value.and_then(|value| dwarf.attr_string(&unit, value).ok());
        text.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
    };
    let (name, folder) = (text(name), text(folder));
    let owner = if rust { crate_of_unit(&name) } else { package_of_folder(&folder, &name) };
    Some((unit, Origin { rust, owner }))
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

/// Looks through a unit for variables at wanted addresses. In Rust the outermost name space is the crate.
fn variables(
    dwarf: &Dwarf<'_>,
    unit: &Unit<'_>,
    origin: &Origin,
    tls: Option<u64>,
    wanted: &[u64],
    found: &mut BTreeMap<u64, Declared>,
) -> gimli::Result<()> {
    let mut entries = unit.entries_raw(None)?;
    let mut namespace: Option<Declared> = None;
    while !entries.is_empty() {
        let depth = entries.next_depth();
        let Some(abbreviation) = entries.read_abbreviation()? else { continue };
        match abbreviation.tag() {
            gimli::DW_TAG_namespace if depth == 1 && origin.rust => {
                for specification in abbreviation.attributes() {
                    let attribute = entries.read_attribute(*specification)?;
                    if attribute.name() == gimli::DW_AT_name {
                        let name = dwarf.attr_string(unit, attribute.value())?.to_string_lossy().into_owned();
                        namespace = Some(Declared { name, disambiguator: None });
                    }
                }
            }
            gimli::DW_TAG_variable => {
                for specification in abbreviation.attributes() {
                    let attribute = entries.read_attribute(*specification)?;
                    if attribute.name() != gimli::DW_AT_location {
                        continue;
                    }
                    let AttributeValue::Exprloc(expression) = attribute.value() else { continue };
                    let address = address(dwarf, unit, expression, tls).filter(|at| wanted.binary_search(at).is_ok());
                    let owner = if origin.rust { namespace.as_ref() } else { origin.owner.as_ref() };
                    if let (Some(address), Some(owner)) = (address, owner) {
                        found.entry(address).or_insert_with(|| owner.clone());
                    }
                }
            }
            _ => entries.skip_attributes(abbreviation.attributes())?,
        }
    }
    Ok(())
}

/// The address that an expression comes to, where it is a fixed one.
fn address(
    dwarf: &Dwarf<'_>,
    unit: &Unit<'_>,
    expression: gimli::Expression<Bytes<'_>>,
    tls: Option<u64>,
) -> Option<u64> {
    let mut operations = expression.operations(unit.encoding());
    let mut address = match operations.next().ok()?? {
        Operation::Address { address } => address,
        Operation::AddressIndex { index } => dwarf.address(unit, index).ok()?,
        Operation::UnsignedConstant { value } => {
            return matches!(operations.next(), Ok(Some(Operation::TLS))).then(|| value.wrapping_add(tls.unwrap_or(0)));
        }
        _ => return None,
    };
    if let Ok(Some(Operation::PlusConstant { value })) = operations.next() {
        address = address.wrapping_add(value);
    }
    Some(address)
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
