//! Budgets against the program itself: what of its memory is whose.
//!
//! A program is an ELF file. Every byte that it has in memory falls into one row (a crate's, nobody's, or padding), and the rows of a
//! section come to its size; that is checked in every run.

pub(crate) mod build;
mod debug;
mod elf;
mod error;
pub(crate) mod growth;
mod image;
mod mangling;
mod map;
mod measurement;
mod objects;
mod owners;
pub(crate) mod packages;
pub(crate) mod peaks;
pub(crate) mod report;
mod rows;

use std::path::{Path, PathBuf};

use object::ReadRef;

use self::elf::{Elf, NOBODY};
pub use self::error::MeasureError;
pub use self::image::{Image, sha256};
use self::map::{Map, Part};
pub use self::measurement::{CrateRow, Known, KnownBytes, Measurement, Memories, Reserved, Section, Share, SymbolRow};
use self::owners::Owners;
use self::rows::{Gap, Rows};

/// How to measure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The architecture that the program has to be for, as `target_arch` calls it.
    pub architecture: Option<String>,
    /// The library files (`libapp_core-….rlib`) that it was linked from: a symbol that only one of them defines is that crate's.
    pub libraries: Vec<PathBuf>,
    /// The text of the linker's map, for what nothing else can attribute.
    pub map: Option<String>,
    /// How many of its largest symbols each crate is shown with.
    pub largest: usize,
    /// Whether debug information is read, where nothing else can attribute a symbol.
    pub debug: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { architecture: None, libraries: Vec::new(), map: None, largest: 10, debug: true }
    }
}

/// Measures a program's file.
///
/// # Errors
/// Where it cannot be measured: see [`MeasureError`].
pub fn file(path: &Path, options: &Options) -> Result<Measurement, MeasureError> {
    program(Image::open(path)?.bytes(), options)
}

/// Measures a program.
///
/// # Errors
/// Where it cannot be measured: see [`MeasureError`].
pub fn program<'d>(data: impl ReadRef<'d> + 'd, options: &Options) -> Result<Measurement, MeasureError> {
    let mut elf = Elf::read(data, options.debug)?;
    if let Some(wanted) = options.architecture.as_ref().filter(|wanted| **wanted != elf.architecture) {
        return Err(MeasureError::Architecture { wanted: wanted.clone(), found: elf.architecture });
    }
    let mut owners = Owners::default();
    // Names stand in the order of the symbols, until these are sorted.
    by_name(&mut elf, &mut owners);
    let (rows, gaps) = rows::sweep(&mut elf);
    let mut found = Found { gaps, gap_owners: Vec::new() };
    found.gap_owners = vec![(NOBODY, Known::Unattributed); found.gaps.len()];
    by_library(&mut elf, &mut found, &mut owners, options);
    by_debug(&mut elf, &mut found, &mut owners);
    if let Some(map) = &options.map {
        let map = Map::read(map, &elf)?;
        by_map(&mut elf, &mut found, &mut owners, &map);
    }
    sum_up(&elf, &rows, &found, owners, options)
}

/// What has no symbol, and whose it is all the same.
struct Found {
    gaps: Vec<Gap>,
    gap_owners: Vec<(u32, Known)>,
}

impl Found {
    fn push(&mut self, gap: Gap, owner: (u32, Known)) {
        self.gaps.push(gap);
        self.gap_owners.push(owner);
    }
}

const KNOWN: [Known; 5] = [Known::Unattributed, Known::Exact, Known::Name, Known::Debug, Known::Map];

fn code(known: Known) -> u8 {
    u8::try_from(KNOWN.iter().position(|&one| one == known).unwrap_or(0)).unwrap_or(0)
}

fn by_name(elf: &mut Elf<'_>, owners: &mut Owners) {
    let mut symbols = std::mem::take(&mut elf.symbols);
    for symbol in &mut symbols {
        if let Some(named) = mangling::defining_crate(elf.name(symbol.name)) {
            symbol.owner = owners.number(named.name, named.disambiguator);
            symbol.known = code(if named.disambiguator.is_some() { Known::Exact } else { Known::Name });
        }
    }
    elf.symbols = symbols;
}

/// The symbols and labelled gaps that have no owner yet, with their names.
fn by_library(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners, options: &Options) {
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
            symbol.known = code(Known::Exact);
        }
    }
    for (gap, owner) in found.gaps.iter().zip(&mut found.gap_owners) {
        if let Some(name) = gap.label.and_then(|label| defined.get(elf.name(label))) {
            *owner = (owners.number(name, None), Known::Exact);
        }
    }
    elf.symbols = symbols;
}

fn by_debug(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners) {
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
            symbol.known = code(Known::Debug);
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

fn by_map(elf: &mut Elf<'_>, found: &mut Found, owners: &mut Owners, map: &Map) {
    // A static of another crate in an object of the program's own: link-time optimisation has put it there, with all others.
    let moved = elf.symbols.iter().filter(|symbol| symbol.owner != NOBODY && symbol.bytes > 0).any(|symbol| {
        let memory = elf.sections[usize::from(symbol.section)].memory;
        let part = map.part(symbol.address).filter(|part| part.own && (memory.ram || memory.tls));
        part.is_some_and(|part| owners.name(symbol.owner) != Some(&part.name))
    });
    let tells = |part: &&Part| !(part.own && moved);
    for symbol in elf.symbols.iter_mut().filter(|symbol| symbol.owner == NOBODY && symbol.bytes > 0) {
        if let Some(part) = map.part(symbol.address).filter(tells) {
            symbol.owner = owners.number(&part.name, None);
            symbol.known = code(Known::Map);
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

fn sum_up(
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
        tally.add(symbol.section, symbol.bytes, owner, KNOWN[usize::from(symbol.known)], Some(symbol.name));
    }
    let mut reserved_bytes = vec![0; elf.sections.len()];
    let mut reserved = Vec::new();
    for (gap, (owner, known)) in found.gaps.iter().zip(&found.gap_owners) {
        let owner = counted.get(*owner as usize).copied();
        match region(&elf.sections[usize::from(gap.section)]).filter(|_| owner.is_none()) {
            Some(region) => {
                reserved_bytes[usize::from(gap.section)] += gap.bytes;
                reserve(&mut reserved, region, gap.bytes);
            }
            None => tally.add(gap.section, gap.bytes, owner, *known, gap.label),
        }
    }
    between_symbols(elf, &mut reserved);
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
    show_largest(elf, largest, &mut measurement, options.largest);
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
    section: u16,
    known: Known,
}

impl Tally<'_, '_> {
    fn add(&mut self, section: u16, bytes: u64, owner: Option<u32>, known: Known, name: Option<u32>) {
        let within = &self.elf.sections[usize::from(section)];
        let written = within.memory.ram || within.memory.tls;
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
            self.largest.push(Large { owner, bytes, name, section, known });
        }
    }
}

fn count(into: &mut Memories, section: &elf::Section, bytes: u64) {
    let memory = section.memory;
    for (counts, counter) in [(memory.ram, &mut into.ram), (memory.tls, &mut into.tls), (memory.flash, &mut into.flash)]
    {
        *counter += if counts { bytes } else { 0 };
    }
}

fn memory_name(section: &elf::Section) -> &'static str {
    match (section.memory.tls, section.memory.ram, section.memory.flash) {
        (true, ..) => "tls",
        (_, true, true) => "ram+flash",
        (_, true, false) => "ram",
        _ => "flash",
    }
}

/// Gives each crate its largest symbols. A symbol of nobody is shown by its name too.
fn show_largest(elf: &Elf<'_>, mut largest: Vec<Large>, measurement: &mut Measurement, limit: usize) {
    let name = |large: &Large| large.name.map(|name| elf.name(name)).unwrap_or_default();
    largest.sort_unstable_by(|a, b| {
        (a.owner, b.bytes).cmp(&(b.owner, a.bytes)).then_with(|| (name(a), a.section).cmp(&(name(b), b.section)))
    });
    for large in &largest {
        let share = match large.owner {
            Some(owner) => &mut measurement.crates[owner as usize].share,
            None => &mut measurement.unattributed,
        };
        if share.largest.len() < limit {
            share.largest.push(SymbolRow {
                symbol: mangling::readable(name(large)),
                section: elf.sections[usize::from(large.section)].name.clone(),
                bytes: large.bytes,
                known: large.known,
            });
        }
    }
}

/// The region that a section is made for, by the names that linker scripts give.
fn region(section: &elf::Section) -> Option<&'static str> {
    let is = |part: &str| section.memory.ram && section.name.contains(part);
    if is("stack") {
        Some("stack")
    } else if is("heap") {
        Some("heap")
    } else {
        None
    }
}

fn reserve(reserved: &mut Vec<Reserved>, name: &str, bytes: u64) {
    match reserved.iter_mut().find(|one| one.name == name) {
        Some(one) => one.bytes += bytes,
        None => reserved.push(Reserved { name: name.to_owned(), bytes, in_section: true }),
    }
}

/// The stack and the heap of a linker script that makes no sections of them: what it leaves between two symbols.
fn between_symbols(elf: &Elf<'_>, reserved: &mut Vec<Reserved>) {
    let at = |name: &str| elf.absolute.iter().find(|(known, _)| known == name).map(|(_, address)| *address);
    let ends = [
        ("stack", "_stack_end", "_stack_start"),
        ("stack", "_estack", "_sstack"),
        ("heap", "_sheap", "_eheap"),
        ("heap", "__sheap", "__eheap"),
    ];
    for (region, low, high) in ends {
        if let (Some(low), Some(high)) = (at(low), at(high)) {
            if high > low && !reserved.iter().any(|one| one.name == region) {
                reserved.push(Reserved { name: region.to_owned(), bytes: high - low, in_section: false });
            }
        }
    }
}
