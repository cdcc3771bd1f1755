//! Whose each symbol is, and each gap: by its name, by the libraries, by the debug information, by the linker's map. The surest comes first,
//! and what has an owner keeps it.

use super::debug;
use super::elf::{Elf, NOBODY};
use super::map::{Map, Part};
use super::measurement::Known;
use super::options::Options;
use super::owners::Owners;
use super::rows::Gap;
use super::{mangling, objects};

/// What has no symbol, and whose it is all the same.
pub(super) struct Found {
    pub(super) gaps: Vec<Gap>,
    pub(super) gap_owners: Vec<(u32, Known)>,
}

impl Found {
    fn push(&mut self, gap: Gap, owner: (u32, Known)) {
        self.gaps.push(gap);
        self.gap_owners.push(owner);
    }
}

pub(super) fn by_name(elf: &mut Elf<'_>, owners: &mut Owners) {
    let mut symbols = std::mem::take(&mut elf.symbols);
    for symbol in &mut symbols {
        if let Some(named) = mangling::defining_crate(elf.name_and_more(symbol.name)) {
            symbol.owner = owners.number(named.name, named.disambiguator);
            if elf.sections[usize::from(symbol.section)].memory.is_written() {
                owners.has_variables(symbol.owner);
            }
            symbol.known = if named.disambiguator.is_some() { Known::Exact } else { Known::Name }.code();
        }
    }
    elf.symbols = symbols;
}

/// The symbols and labelled gaps that have no owner yet, with their names.
pub(super) fn by_library(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners, options: &Options) {
    if options.libraries.is_empty() {
        return;
    }
    let unowned = elf.symbols.iter().filter(|symbol| symbol.owner == NOBODY && symbol.bytes > 0);
    let labels = found.gaps.iter().filter_map(|gap| gap.label);
    let wanted = unowned.map(|symbol| symbol.name).chain(labels).map(|name| elf.name(name)).collect();
    let defined = objects::defined(&options.libraries, &wanted);
    let mut symbols = std::mem::take(&mut elf.symbols);
    for symbol in symbols.iter_mut().filter(|symbol| symbol.owner == NOBODY && symbol.bytes > 0) {
        if let Some(name) = defined.get(elf.name(symbol.name)) {
            symbol.owner = owners.number(name, None);
            symbol.known = Known::Exact.code();
        }
    }
    for (gap, owner) in found.gaps.iter().zip(&mut found.gap_owners) {
        if let Some(name) = gap.label.and_then(|label| defined.get(elf.name(label))) {
            *owner = (owners.number(name, None), Known::Exact);
        }
    }
    elf.symbols = symbols;
}

pub(super) fn by_debug(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners) {
    let mut wanted: Vec<u64> = Vec::new();
    wanted.extend(elf.symbols.iter().filter(|s| s.owner == NOBODY && s.bytes > 0).map(|s| s.address));
    let open =
        found.gaps.iter().zip(&found.gap_owners).filter(|(gap, (owner, _))| *owner == NOBODY && gap.label.is_some());
    wanted.extend(open.map(|(gap, _)| gap.address));
    wanted.sort_unstable();
    wanted.dedup();
    let declared = debug::declared(elf, &wanted);
    for symbol in elf.symbols.iter_mut().filter(|symbol| symbol.owner == NOBODY) {
        if let Some(declared) = declared.get(&symbol.address) {
            symbol.owner = owners.number(&declared.name, declared.disambiguator);
            symbol.known = Known::Debug.code();
        }
    }
    for (gap, owner) in
        found.gaps.iter().zip(&mut found.gap_owners).filter(|(gap, (owner, _))| *owner == NOBODY && gap.label.is_some())
    {
        if let Some(declared) = declared.get(&gap.address) {
            *owner = (owners.number(&declared.name, declared.disambiguator), Known::Debug);
        }
    }
}

pub(super) fn by_map(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners, map: &Map) {
    // A static of another crate in an object of the program's own: link-time optimisation has put it there, with all others.
    let moved = elf.symbols.iter().filter(|symbol| symbol.owner != NOBODY && symbol.bytes > 0).any(|symbol| {
        let memory = elf.sections[usize::from(symbol.section)].memory;
        let part = map.part(symbol.address).filter(|part| part.own && memory.is_written());
        part.is_some_and(|part| owners.name(symbol.owner) != Some(&part.name))
    });
    let tells = |part: &&Part| !(part.own && moved);
    for symbol in elf.symbols.iter_mut().filter(|symbol| symbol.owner == NOBODY && symbol.bytes > 0) {
        if let Some(part) = map.part(symbol.address).filter(tells) {
            symbol.owner = owners.number(&part.name, None);
            symbol.known = Known::Map.code();
        }
    }
    let mut split = Found { gaps: Vec::new(), gap_owners: Vec::new() };
    for (gap, owner) in std::mem::take(&mut found.gaps).into_iter().zip(&found.gap_owners) {
        let end = gap.address + gap.bytes;
        let mut at = gap.address;
        while owner.0 == NOBODY && at < end {
            let part = map.part(at);
            let next = map.parts.partition_point(|part| part.address <= at);
            let next = map.parts.get(next).map_or(end, |part| part.address.min(end));
            let to = part.map_or(next, |part| part.end.min(next));
            let whose = part.filter(tells).map_or(*owner, |part| (owners.number(&part.name, None), Known::Map));
            let label = gap.label.filter(|_| at == gap.address);
            split.push(Gap { address: at, bytes: to - at, label, section: gap.section }, whose);
            at = to;
        }
        if at < end {
            split.push(Gap { address: at, bytes: end - at, ..gap }, *owner);
        }
    }
    *found = split;
}
