//! Saved measurements, and what has grown since.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Measurement, Memories, Share};
use crate::fault::Fault;
use crate::object::pretty;
use crate::replace::replace;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// A measurement in a file, with every symbol in RAM.
#[derive(Serialize, Deserialize)]
struct Saved<M> {
    schema: u32,
    measurement: M,
}

/// Writes a measurement into a file.
pub(crate) fn save(measurement: &Measurement, path: &Path) -> Result<(), Fault> {
    let saved = Saved { schema: 1, measurement };
    replace(path, &pretty(&saved)).map_err(|error| Fault::file("write", path, &error))
}

/// Reads a saved measurement.
pub(crate) fn saved(path: &Path) -> Result<Measurement, Fault> {
    let metadata = fs::metadata(path).map_err(|error| Fault::file("read", path, &error))?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(Fault::new(format!("{} is no saved measurement", path.display())));
    }
    let text = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    let saved: Saved<Measurement> = serde_json::from_str(&text).map_err(|error| {
        Fault::new(format!("{} is no saved measurement: {error}", path.display()))
            .help("`cargo memory-budget measure --save FILE` writes one")
    })?;
    if saved.schema == 1 {
        return Ok(saved.measurement);
    }
    Err(Fault::new(format!("{} is of the form {}, and 1 is known", path.display(), saved.schema)))
}

/// What has changed from one measurement to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Growth {
    /// What has changed, the most in RAM first.
    pub(crate) crates: Vec<CrateGrowth>,
    pub(crate) total: Change,
}

/// What has changed in a crate, in all its versions together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CrateGrowth {
    /// Its name; empty for what is nobody's.
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) change: Change,
    /// Its symbols in RAM that were added, removed, or have changed their size, the largest change first.
    pub(crate) symbols: Vec<SymbolGrowth>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    pub(crate) before: Memories,
    pub(crate) after: Memories,
}

/// A symbol, with its bytes before and after: none where it was not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SymbolGrowth {
    pub(crate) symbol: String,
    pub(crate) before: Option<u64>,
    pub(crate) after: Option<u64>,
}

impl Change {
    /// By how much RAM has grown, that of one thread included; below zero where it has shrunk.
    pub(crate) fn grown(&self) -> i128 {
        i128::from(self.after.written()) - i128::from(self.before.written())
    }
}

impl Growth {
    /// Compares two measurements.
    pub(crate) fn between(before: &Measurement, after: &Measurement) -> Growth {
        let (old, new) = (by_name(before), by_name(after));
        let mut growth = Growth { crates: Vec::new(), total: Change { before: before.total, after: after.total } };
        let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        let none = Part::default();
        for name in names {
            let (old, new) = (old.get(name).unwrap_or(&none), new.get(name).unwrap_or(&none));
            let change = Change { before: old.bytes, after: new.bytes };
            let symbols = symbols(old, new);
            if change.before != change.after || !symbols.is_empty() {
                growth.crates.push(CrateGrowth { name: name.to_owned(), change, symbols });
            }
        }
        growth.crates.sort_by(|a, b| (b.change.grown(), &a.name).cmp(&(a.change.grown(), &b.name)));
        growth
    }

    /// The names of the crates that have more RAM than before, and whether the whole has.
    pub(crate) fn grown(&self) -> (Vec<&str>, bool) {
        let grown = self.crates.iter().filter(|one| one.change.grown() > 0).map(|one| one.name.as_str());
        (grown.collect(), self.total.grown() > 0)
    }
}

#[derive(Default)]
struct Part<'m> {
    bytes: Memories,
    symbols: BTreeMap<&'m str, u64>,
}

impl<'m> Part<'m> {
    fn add(&mut self, share: &'m Share) {
        self.bytes.ram += share.bytes.ram;
        self.bytes.tls += share.bytes.tls;
        self.bytes.flash += share.bytes.flash;
        for row in &share.largest {
            *self.symbols.entry(&row.symbol).or_default() += row.bytes;
        }
    }
}

fn by_name(measurement: &Measurement) -> BTreeMap<&str, Part<'_>> {
    let mut parts: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for row in &measurement.crates {
        parts.entry(&row.name).or_default().add(&row.share);
    }
    parts.entry("").or_default().add(&measurement.unattributed);
    parts
}

fn symbols(old: &Part<'_>, new: &Part<'_>) -> Vec<SymbolGrowth> {
    let mut symbols: BTreeMap<&str, (Option<u64>, Option<u64>)> = BTreeMap::new();
    for (name, bytes) in &old.symbols {
        symbols.entry(name).or_default().0 = Some(*bytes);
    }
    for (name, bytes) in &new.symbols {
        symbols.entry(name).or_default().1 = Some(*bytes);
    }
    let changed = symbols.into_iter().filter(|(_, (before, after))| before != after);
    let mut changed: Vec<SymbolGrowth> =
        changed.map(|(name, (before, after))| SymbolGrowth { symbol: name.to_owned(), before, after }).collect();
    let by = |one: &SymbolGrowth| i128::from(one.after.unwrap_or(0)) - i128::from(one.before.unwrap_or(0));
    changed.sort_by_key(|one| std::cmp::Reverse(by(one)));
    changed
}

#[cfg(test)]
mod tests {
    use super::super::{CrateRow, Known, Measurement, Memories, Share, SymbolRow};
    use super::{Growth, save, saved};

    fn measurement(crates: &[(&str, &[(&str, u64)])]) -> Measurement {
        let mut measurement = Measurement::default();
        for (name, symbols) in crates {
            let row = |(symbol, bytes): &(&str, u64)| SymbolRow {
                symbol: (*symbol).to_owned(),
                section: ".bss".to_owned(),
                bytes: *bytes,
                known: Known::Exact,
                type_crate: None,
            };
            let ram = symbols.iter().map(|(_, bytes)| bytes).sum();
            measurement.total.ram += ram;
            measurement.crates.push(CrateRow {
                name: (*name).to_owned(),
                share: Share { bytes: Memories { ram, tls: 0, flash: 7 }, largest: symbols.iter().map(row).collect() },
                ..CrateRow::default()
            });
        }
        measurement
    }

    #[test]
    fn added_removed_and_grown() {
        let before = measurement(&[("a", &[("a::X", 10), ("a::GONE", 5)]), ("same", &[("same::S", 3)])]);
        let after =
            measurement(&[("a", &[("a::X", 30), ("a::NEW", 1)]), ("same", &[("same::S", 3)]), ("b", &[("b::Y", 2)])]);
        let growth = Growth::between(&before, &after);
        let crates: Vec<_> = growth.crates.iter().map(|one| (one.name.as_str(), one.change.grown())).collect();
        assert_eq!(crates, [("a", 16), ("b", 2)]);
        let symbols: Vec<_> =
            growth.crates[0].symbols.iter().map(|one| (one.symbol.as_str(), one.before, one.after)).collect();
        assert_eq!(symbols, [("a::X", Some(10), Some(30)), ("a::NEW", None, Some(1)), ("a::GONE", Some(5), None)]);
        assert_eq!(growth.grown(), (vec!["a", "b"], true));
        assert_eq!(Growth::between(&after, &before).grown(), (Vec::new(), false));
        assert_eq!(Growth::between(&after, &after).crates, []);
    }

    /// What is moved from one crate to another lets the one grow, and not the whole.
    #[test]
    fn what_moves_lets_one_grow() {
        let before = measurement(&[("a", &[("a::X", 10)]), ("b", &[])]);
        let after = measurement(&[("a", &[]), ("b", &[("b::X", 10)])]);
        assert_eq!(Growth::between(&before, &after).grown(), (vec!["b"], false));
    }

    #[test]
    fn a_file_gives_back_what_was_saved() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("saved.json");
        let measurement = measurement(&[("a", &[("a::X", 10)])]);
        save(&measurement, &path).expect("writable");
        assert_eq!(saved(&path), Ok(measurement));
        std::fs::write(&path, "{\"schema\":1}").expect("writable");
        assert!(saved(&path).expect_err("nothing in it").what.contains("is no saved measurement"));
        assert!(saved(folder.path()).is_err());
    }
}
