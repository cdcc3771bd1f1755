//! Which units the wanted addresses lie in, by the table of ranges.

use std::collections::BTreeSet;

use gimli::DebugAranges;

use super::Information;

pub(super) struct Ranges {
    /// A unit and a wanted address in it.
    units: BTreeSet<(u64, u64)>,
    /// The units that have a set of ranges, sorted.
    sets: Vec<u64>,
    /// Whether every wanted address is in one of them.
    pub(super) complete: bool,
}

impl Ranges {
    pub(super) fn read(information: &Information<'_, '_>, wanted: &[u64]) -> Ranges {
        let mut ranges = Ranges { units: BTreeSet::new(), sets: Vec::new(), complete: false };
        let mut open = Open::new(wanted.len());
        let mut sets = DebugAranges::from(information.section(".debug_aranges")).headers();
        while let Ok(Some(set)) = sets.next() {
            let offset = set.debug_info_offset().0 as u64;
            ranges.sets.push(offset);
            let mut entries = set.entries();
            while let Ok(Some(entry)) = entries.next() {
                // What the linker has thrown away lies at 0.
                if entry.address() == 0 {
                    continue;
                }
                let end = entry.address().saturating_add(entry.length());
                let mut at = open.next(wanted.partition_point(|&address| address < entry.address()));
                while wanted.get(at).is_some_and(|&address| address < end) {
                    ranges.units.insert((offset, wanted[at]));
                    open.close(at);
                    at = open.next(at);
                }
            }
        }
        ranges.sets.sort_unstable();
        ranges.complete = open.next(0) == wanted.len();
        ranges
    }

    /// The wanted addresses in a unit.
    pub(super) fn of_unit(&self, offset: u64) -> Vec<u64> {
        self.units.range((offset, 0)..=(offset, u64::MAX)).map(|&(_, address)| address).collect()
    }

    /// Whether a unit has a set of ranges.
    pub(super) fn knows(&self, offset: u64) -> bool {
        self.sets.binary_search(&offset).is_ok()
    }
}

/// The addresses that no range was found for yet. Ranges that overlap would otherwise cost their product.
struct Open {
    /// For each address itself, or one further on that may be open.
    further: Vec<usize>,
}

impl Open {
    fn new(count: usize) -> Open {
        Open { further: (0..=count).collect() }
    }

    /// The first open address from one on, or the end of all.
    fn next(&mut self, from: usize) -> usize {
        let mut last = from;
        while self.further[last] != last {
            last = self.further[last];
        }
        let mut at = from;
        while at != last {
            at = std::mem::replace(&mut self.further[at], last);
        }
        last
    }

    fn close(&mut self, at: usize) {
        self.further[at] = at + 1;
    }
}
