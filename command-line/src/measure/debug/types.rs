//! Which crate the type of a variable is of: a pool that a macro has put into another crate is of the macro's.

use std::collections::BTreeMap;

use gimli::UnitOffset;

use super::abbreviations::Tables;
use super::heads::Head;
use super::ranges::Ranges;
use super::variables::{Contents, Place};
use super::{Bytes, Information, Unit};
use crate::measure::elf::Elf;

/// How far a type is followed: into an array, and into a wrapper of the standard library.
const STEPS: usize = 16;
/// How many parts of a wrapper are looked at.
const PARTS: usize = 64;
/// The crates whose types are wrapped around those that are asked for: `MaybeUninit`, `UnsafeCell`, `Option`.
const WRAPPERS: [&str; 3] = ["core", "alloc", "std"];

/// The crates of the types of what lies at these addresses, which are sorted; an address is left out where its type is of no crate, or
/// nothing says what it is.
pub(crate) fn types(elf: &Elf<'_>, wanted: &[u64]) -> BTreeMap<u64, String> {
    let mut found = BTreeMap::new();
    if wanted.is_empty() || elf.debug_size(".debug_info") == 0 {
        return found;
    }
    let information = Information::new(elf);
    let ranges = Ranges::read(&information, wanted);
    let heads = information.heads();
    let may_have = |head: &&Head<'_>| !ranges.of_unit(head.offset).is_empty() || !ranges.knows(head.offset);
    let places: Vec<u64> = heads.iter().filter(may_have).map(|head| head.offset).collect();
    let mut reader = Reader {
        tables: Tables::new(&information, &heads),
        information: &information,
        heads: &heads,
        wanted,
        units: BTreeMap::new(),
        known: BTreeMap::new(),
    };
    for unit in places {
        let Some(read) = reader.unit(unit) else { continue };
        let variables: Vec<_> =
            read.contents.variables.iter().filter_map(|variable| Some((variable.address, variable.of_type?))).collect();
        for (address, place) in variables {
            if let Some(name) = reader.crate_of(unit, place) {
                found.entry(address).or_insert(name);
            }
        }
    }
    found
}

struct Reader<'r, 'd> {
    information: &'r Information<'r, 'd>,
    tables: Tables<'d>,
    heads: &'r [Head<'d>],
    wanted: &'r [u64],
    /// The units that were asked for, by where they begin.
    units: BTreeMap<u64, Option<Box<Read<'d>>>>,
    /// The crates of types that were looked at, by where these stand.
    known: BTreeMap<u64, Option<String>>,
}

struct Read<'d> {
    unit: Unit<'d>,
    contents: Contents,
}

impl<'d> Reader<'_, 'd> {
    /// A unit of Rust.
    fn unit(&mut self, offset: u64) -> Option<&Read<'d>> {
        if !self.units.contains_key(&offset) {
            let read = self.read(offset);
            self.units.insert(offset, read);
        }
        self.units.get(&offset)?.as_deref()
    }

    fn read(&mut self, offset: u64) -> Option<Box<Read<'d>>> {
        let head = &self.heads[self.heads.binary_search_by_key(&offset, |head| head.offset).ok()?];
        if !self.information.open(head, &mut self.tables)?.rust {
            return None;
        }
        let unit = self.information.whole(head, &mut self.tables)?;
        let contents = Contents::read(self.information, &unit, self.wanted);
        Some(Box::new(Read { unit, contents }))
    }

    /// Where an entry stands: its unit, and its place in that.
    fn at(&self, unit: u64, place: Place) -> Option<(u64, usize)> {
        match place {
            Place::Unit(entry) => Some((unit, entry)),
            Place::Any(offset) => {
                let offset = offset as u64;
                let after = self.heads.partition_point(|head| head.offset <= offset);
                let head = self.heads[..after].last()?;
                Some((head.offset, usize::try_from(offset - head.offset).ok()?))
            }
        }
    }

    fn crate_of(&mut self, unit: u64, place: Place) -> Option<String> {
        let mut at = self.at(unit, place)?;
        let first = at.0.saturating_add(at.1 as u64);
        if let Some(known) = self.known.get(&first) {
            return known.clone();
        }
        let mut found = None;
        for _ in 0..STEPS {
            let Some(read) = self.unit(at.0) else { break };
            let Ok(next) = next(&read.unit, at.1) else { break };
            let next = match (next, read.contents.root(at.1)) {
                (Next::Element(element), _) => element,
                (Next::Parameter(parameter), Some(name)) => {
                    let is_wrapper = WRAPPERS.contains(&name);
                    if !is_wrapper || found.is_none() {
                        found = Some(name.to_owned());
                    }
                    parameter.filter(|_| is_wrapper)
                }
                (Next::Parameter(_), None) => None,
            };
            let Some(next) = next.and_then(|place| self.at(at.0, place)) else { break };
            at = next;
        }
        self.known.insert(first, found.clone());
        found
    }
}

/// Where a type leads to.
enum Next {
    /// It is an array of these.
    Element(Option<Place>),
    /// It is generic, and this is the first type that it is generic over.
    Parameter(Option<Place>),
}

fn next(unit: &Unit<'_>, entry: usize) -> gimli::Result<Next> {
    let mut entries = unit.entries_raw(Some(UnitOffset(entry)))?;
    let Some(abbreviation) = entries.read_abbreviation()? else { return Ok(Next::Parameter(None)) };
    if abbreviation.tag() == gimli::DW_TAG_array_type {
        return Ok(Next::Element(of_type(&mut entries, abbreviation)?));
    }
    entries.skip_attributes(abbreviation.attributes())?;
    for _ in 0..PARTS {
        let depth = entries.next_depth();
        if depth < 1 || entries.is_empty() {
            break;
        }
        let Some(part) = entries.read_abbreviation()? else { continue };
        if depth == 1 && part.tag() == gimli::DW_TAG_template_type_parameter {
            return Ok(Next::Parameter(of_type(&mut entries, part)?));
        }
        entries.skip_attributes(part.attributes())?;
    }
    Ok(Next::Parameter(None))
}

fn of_type(
    entries: &mut gimli::EntriesRaw<'_, '_, Bytes<'_>>,
    abbreviation: &gimli::Abbreviation,
) -> gimli::Result<Option<Place>> {
    let mut found = None;
    for specification in abbreviation.attributes() {
        let attribute = entries.read_attribute(*specification)?;
        if attribute.name() == gimli::DW_AT_type {
            found = Place::of(&attribute.value());
        }
    }
    Ok(found)
}
