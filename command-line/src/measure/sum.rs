//! The sums: a row a crate, a row a section, and that they come to the whole.

use std::collections::BTreeMap;

use super::attribution::Found;
use super::elf::Elf;
use super::owners::Owners;
use super::reserved::{self, reserve};
use super::rows::Rows;
use super::section;
use super::{
    CrateRow, Known, MeasureError, Measurement, Memories, Options, Section, Share, SymbolRow, debug, mangling,
};

pub(super) fn sum_up(
    elf: &Elf<'_>,
    rows: &[Rows],
    found: &Found,
    owners: Owners,
    options: &Options,
) -> Result<Measurement, MeasureError> {
    let counted = owners.counted();
    let list = owners.into_list();
    let mut tally = Tally {
        elf,
        crates: vec![CrateRow::default(); list.len()],
        unattributed: Share::default(),
        attributed: vec![0; elf.sections.len()],
        largest: Vec::new(),
    };
    for symbol in elf.symbols.iter().filter(|symbol| symbol.bytes > 0) {
        let owner = counted.get(symbol.owner as usize).copied();
        tally.add(symbol.section, symbol.bytes, owner, Known::of_code(symbol.known), Some(symbol.name), symbol.address);
    }
    let mut reserved_bytes = vec![0; elf.sections.len()];
    let mut reserved = Vec::new();
    for (gap, (owner, known)) in found.gaps.iter().zip(&found.gap_owners) {
        let owner = counted.get(*owner as usize).copied();
        match reserved::region(&elf.sections[usize::from(gap.section)]).filter(|_| owner.is_none()) {
            Some(region) => {
                reserved_bytes[usize::from(gap.section)] += gap.bytes;
                reserve(&mut reserved, region, gap.bytes);
            }
            None => tally.add(gap.section, gap.bytes, owner, *known, gap.label, gap.address),
        }
    }
    reserved::between_symbols(elf, &mut reserved);
    let Tally { crates, unattributed, attributed, largest, .. } = tally;
    let mut measurement = Measurement {
        architecture: elf.architecture.clone(),
        crates,
        unattributed,
        reserved,
        ..Measurement::default()
    };
    for (row, owner) in measurement.crates.iter_mut().zip(list) {
        row.name = owner.name;
        row.disambiguator = owner.disambiguator.map(|hash| format!("{hash:016x}"));
    }
    show_largest(elf, largest, &mut measurement, options);
    for (number, section) in elf.sections.iter().enumerate() {
        let (rows, attributed, reserved) = (rows[number], attributed[number], reserved_bytes[number]);
        let unattributed = (rows.named + rows.nameless).checked_sub(attributed + reserved);
        let Some(unattributed) =
            unattributed.filter(|rest| attributed + reserved + rest + rows.padding == section.size)
        else {
            return Err(MeasureError::Defect(format!(
                "the rows of {} do not come to its {} bytes",
                section.name, section.size
            )));
        };
        count(&mut measurement.padding, section, rows.padding);
        count(&mut measurement.total, section, section.size);
        measurement.sections.push(Section {
            name: section.name.clone(),
            address: section.address,
            stored_at: section.stored_at,
            size: section.size,
            memory: memory_name(section).to_owned(),
            attributed,
            padding: rows.padding,
            reserved,
            unattributed,
        });
    }
    measurement.crates.retain(|row| row.share.bytes != Memories::default());
    measurement.crates.sort_by(|a, b| {
        let weight = |row: &CrateRow| (row.share.bytes.written(), row.share.bytes.flash);
        weight(b).cmp(&weight(a)).then_with(|| (&a.name, &a.disambiguator).cmp(&(&b.name, &b.disambiguator)))
    });
    check(&measurement)?;
    Ok(measurement)
}

/// The rows of all crates, of nobody and of padding come to the whole.
fn check(measurement: &Measurement) -> Result<(), MeasureError> {
    let reserved: u64 = measurement.reserved.iter().filter(|one| one.in_section).map(|one| one.bytes).sum();
    let shares = measurement.crates.iter().map(|row| &row.share.bytes);
    let all = shares.chain([&measurement.unattributed.bytes, &measurement.padding]);
    let (ram, tls) = all.fold((reserved, 0), |(ram, tls), one| (ram + one.ram, tls + one.tls));
    if (ram, tls) == (measurement.total.ram, measurement.total.tls) {
        return Ok(());
    }
    let (wanted, tls_wanted) = (measurement.total.ram, measurement.total.tls);
    Err(MeasureError::Defect(format!(
        "the rows come to {ram} + {tls} bytes and the sections to {wanted} + {tls_wanted}"
    )))
}

struct Tally<'e, 'd> {
    elf: &'e Elf<'d>,
    crates: Vec<CrateRow>,
    unattributed: Share,
    /// By section.
    attributed: Vec<u64>,
    /// What is in RAM.
    largest: Vec<Large>,
}

struct Large {
    owner: Option<u32>,
    bytes: u64,
    name: Option<u32>,
    address: u64,
    section: u16,
    known: Known,
}

impl Tally<'_, '_> {
    fn add(&mut self, section: u16, bytes: u64, owner: Option<u32>, known: Known, name: Option<u32>, address: u64) {
        let within = &self.elf.sections[usize::from(section)];
        let written = within.memory.is_written();
        match owner {
            None => count(&mut self.unattributed.bytes, within, bytes),
            Some(owner) => {
                let row = &mut self.crates[owner as usize];
                count(&mut row.share.bytes, within, bytes);
                self.attributed[usize::from(section)] += bytes;
                let by = match known {
                    Known::Exact => &mut row.known.exact,
                    Known::Name => &mut row.known.name,
                    Known::Debug => &mut row.known.debug,
                    Known::Map | Known::Unattributed => &mut row.known.map,
                };
                *by += if written { bytes } else { 0 };
            }
        }
        if written {
            self.largest.push(Large { owner, bytes, name, address, section, known });
        }
    }
}

fn count(into: &mut Memories, section: &section::Section, bytes: u64) {
    let memory = section.memory;
    for (counts, counter) in [(memory.ram, &mut into.ram), (memory.tls, &mut into.tls), (memory.flash, &mut into.flash)]
    {
        *counter += if counts { bytes } else { 0 };
    }
}

fn memory_name(section: &section::Section) -> &'static str {
    match (section.memory.tls, section.memory.ram, section.memory.flash) {
        (true, ..) => "tls",
        (_, true, true) => "ram+flash",
        (_, true, false) => "ram",
        _ => "flash",
    }
}

/// Gives each crate its largest symbols. A symbol of nobody is shown by its name too.
fn show_largest(elf: &Elf<'_>, mut largest: Vec<Large>, measurement: &mut Measurement, options: &Options) {
    let name = |large: &Large| large.name.map(|name| elf.name(name)).unwrap_or_default();
    largest.sort_unstable_by(|a, b| {
        (a.owner, b.bytes).cmp(&(b.owner, a.bytes)).then_with(|| (name(a), a.section).cmp(&(name(b), b.section)))
    });
    // Where the types are asked for of: an address, whose it is, and which of its symbols lies there.
    let mut typed: BTreeMap<u64, (Option<u32>, usize)> = BTreeMap::new();
    for large in &largest {
        let share = share(measurement, large.owner);
        if share.largest.len() < options.largest {
            if share.largest.len() < options.types {
                typed.insert(large.address, (large.owner, share.largest.len()));
            }
            share.largest.push(SymbolRow {
                symbol: mangling::readable(name(large)),
                section: elf.sections[usize::from(large.section)].name.clone(),
                bytes: large.bytes,
                known: large.known,
                type_crate: None,
            });
        }
    }
    let wanted: Vec<u64> = typed.keys().copied().collect();
    for (address, of_type) in debug::types(elf, &wanted) {
        let Some((owner, place)) = typed.get(&address) else { continue };
        let of_other = owner.is_none_or(|owner| measurement.crates[owner as usize].name != of_type);
        if of_other {
            share(measurement, *owner).largest[*place].type_crate = Some(of_type);
        }
    }
}

fn share(measurement: &mut Measurement, owner: Option<u32>) -> &mut Share {
    match owner {
        Some(owner) => &mut measurement.crates[owner as usize].share,
        None => &mut measurement.unattributed,
    }
}
