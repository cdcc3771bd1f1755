//! Whose a symbol is by the debug information, where its name does not tell.

use std::collections::BTreeMap;

use super::Information;
use super::abbreviations::Tables;
use super::ranges::Ranges;
use super::variables::Contents;
use crate::measure::elf::Elf;

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
    if wanted.is_empty() || elf.debug_size(".debug_info") == 0 {
        return found;
    }
    let information = Information::new(elf);
    let ranges = Ranges::read(&information, wanted);
    let heads = information.heads();
    let mut tables = Tables::new(&information, &heads);
    for head in &heads {
        let (of_unit, listed) = (ranges.of_unit(head.offset), ranges.knows(head.offset));
        if of_unit.is_empty() && listed && ranges.complete {
            continue;
        }
        let Some(origin) = information.open(head, &mut tables) else { continue };
        if let Some(owner) = &origin.owner {
            found.extend(of_unit.iter().map(|&address| (address, owner.clone())));
            if origin.rust {
                continue;
            }
        } else if of_unit.is_empty() && origin.rust && listed {
            continue;
        }
        // Of C the ranges know the functions alone.
        let Some(unit) = information.whole(head, &mut tables) else { continue };
        let contents = Contents::read(&information, &unit, wanted);
        for variable in &contents.variables {
            let of_space =
                || contents.root(variable.offset).map(|name| Declared { name: name.to_owned(), disambiguator: None });
            let owner = if origin.rust { of_space() } else { origin.owner.clone() };
            if let Some(owner) = owner {
                found.entry(variable.address).or_insert(owner);
            }
        }
    }
    found
}
