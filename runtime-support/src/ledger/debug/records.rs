//! A table of the live charges, with the places in the program that made them.

use core::panic::Location;

use once_cell::race::OnceRef;

use super::super::atomic::{AtomicUsize, Ordering};

/// A table for the records of at most `R` live charges, and of as many call sites. It is a static of its own, so that a
/// ledger's type does not depend on its size; a record takes seven words.
pub struct Records<const R: usize> {
    slots: [Slot; R],
    sites: [OnceRef<'static, Location<'static>>; R],
    shared: Shared,
}

impl<const R: usize> Records<R> {
    /// A table without records.
    #[must_use]
    pub const fn new() -> Self {
        Records {
            slots: [const { Slot::new() }; R],
            sites: [const { OnceRef::new() }; R],
            shared: Shared { sequence: AtomicUsize::new(1), untracked: AtomicUsize::new(0) },
        }
    }

    pub(crate) const fn table(&'static self) -> Table {
        Table { slots: &self.slots, sites: &self.sites, shared: Some(&self.shared) }
    }
}

impl<const R: usize> Default for Records<R> {
    fn default() -> Self {
        Records::new()
    }
}

struct Shared {
    /// Of the next record.
    sequence: AtomicUsize,
    untracked: AtomicUsize,
}

struct Slot {
    /// [`FREE`], [`BUSY`], [`GUARDED`] or [`KEPT`].
    state: AtomicUsize,
    sequence: AtomicUsize,
    crate_index: AtomicUsize,
    bytes: AtomicUsize,
    /// The index of the call site and one; 0 where the table of sites was full.
    site: AtomicUsize,
    /// What the record is found by again: an address, or 0.
    key: AtomicUsize,
}

const FREE: usize = 0;
/// Somebody is writing it.
const BUSY: usize = 1;
/// A guard knows it.
const GUARDED: usize = 2;
/// Whoever releases its bytes has to find it.
const KEPT: usize = 3;

impl Slot {
    const fn new() -> Slot {
        Slot {
            state: AtomicUsize::new(FREE),
            sequence: AtomicUsize::new(0),
            crate_index: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            site: AtomicUsize::new(0),
            key: AtomicUsize::new(0),
        }
    }

    /// What it says, if it is live and nobody changes it meanwhile.
    fn read(&self) -> Option<Record> {
        let state = self.state.load(Ordering::Acquire);
        let record = Record {
            sequence: self.sequence.load(Ordering::Relaxed),
            crate_index: self.crate_index.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            site: self.site.load(Ordering::Relaxed),
            key: self.key.load(Ordering::Relaxed),
            kept: state == KEPT,
        };
        core::sync::atomic::fence(Ordering::Acquire);
        let unchanged =
            self.state.load(Ordering::Relaxed) == state && self.sequence.load(Ordering::Relaxed) == record.sequence;
        (matches!(state, GUARDED | KEPT) && unchanged).then_some(record)
    }
}

/// A live charge.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    pub(crate) sequence: usize,
    pub(crate) crate_index: usize,
    pub(crate) bytes: usize,
    pub(crate) site: usize,
    key: usize,
    kept: bool,
}

/// The records of a ledger, whatever their number.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    slots: &'static [Slot],
    sites: &'static [OnceRef<'static, Location<'static>>],
    shared: Option<&'static Shared>,
}

impl Table {
    pub(crate) const EMPTY: Table = Table { slots: &[], sites: &[], shared: None };

    /// Adds a record, if there is room.
    pub(crate) fn add(&self, crate_index: usize, bytes: usize, location: &'static Location<'static>) -> Option<usize> {
        let shared = self.shared?;
        let sequence = shared.sequence.fetch_add(1, Ordering::Relaxed);
        let count = self.slots.len();
        // Where the last ones went, the next is probably free.
        for i in (0..count).map(|i| (sequence + i) % count) {
            let slot = &self.slots[i];
            if slot.state.compare_exchange(FREE, BUSY, Ordering::Acquire, Ordering::Relaxed).is_ok() {
                slot.sequence.store(sequence, Ordering::Relaxed);
                slot.crate_index.store(crate_index, Ordering::Relaxed);
                slot.bytes.store(bytes, Ordering::Relaxed);
                slot.site.store(self.site_of(location), Ordering::Relaxed);
                slot.key.store(0, Ordering::Relaxed);
                slot.state.store(GUARDED, Ordering::Release);
                return Some(i);
            }
        }
        shared.untracked.fetch_add(1, Ordering::Relaxed);
        None
    }

    /// Removes a guard's record.
    pub(crate) fn remove(&self, slot: usize) {
        self.slots[slot].state.store(FREE, Ordering::Release);
    }

    /// Leaves a guard's record to be found by its bytes, or by a key that is not 0.
    pub(crate) fn keep(&self, slot: usize, key: usize) {
        self.slots[slot].key.store(key, Ordering::Relaxed);
        self.slots[slot].state.store(KEPT, Ordering::Release);
    }

    /// Takes the record of a key, if it has one: before the block is moved, because its address may be another block's at
    /// once. It has to be removed, or kept again.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn claim_key(&self, key: usize) -> Option<usize> {
        let found = |record: &Record| record.kept && record.key == key;
        let slot = self.slots.iter().position(|slot| slot.read().as_ref().is_some_and(found))?;
        self.claim(slot).then_some(slot)
    }

    /// Removes the record of a key, if it has one: before the block is freed.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn remove_key(&self, key: usize) {
        if let Some(slot) = self.claim_key(key) {
            self.remove(slot);
        }
    }

    /// Gives a record that was taken another key, and another size.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn keep_with(&self, slot: usize, key: usize, bytes: usize) {
        self.slots[slot].bytes.store(bytes, Ordering::Relaxed);
        self.keep(slot, key);
    }

    /// Removes kept records of a crate that come to these bytes: the oldest one of just this size, or else the oldest
    /// ones, of which the last may lose a part only.
    pub(crate) fn remove_bytes(&self, crate_index: usize, bytes: usize) {
        let of_crate = |record: &Record| record.kept && record.key == 0 && record.crate_index == crate_index;
        let mut rest = bytes;
        loop {
            let exact = self.oldest(0, |record| of_crate(record) && record.bytes == rest);
            let Some((i, record)) = exact.or_else(|| self.oldest(0, of_crate)) else { return };
            if !self.claim(i) {
                continue;
            }
            if record.bytes > rest {
                self.slots[i].bytes.store(record.bytes - rest, Ordering::Relaxed);
                self.slots[i].state.store(KEPT, Ordering::Release);
                return;
            }
            self.remove(i);
            rest -= record.bytes;
            if rest == 0 {
                return;
            }
        }
    }

    /// Whether a kept record is now this caller's alone.
    fn claim(&self, slot: usize) -> bool {
        self.slots[slot].state.compare_exchange(KEPT, BUSY, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// The live record with the smallest sequence number above `after` that `wanted` accepts, and its slot.
    pub(crate) fn oldest(&self, after: usize, wanted: impl Fn(&Record) -> bool) -> Option<(usize, Record)> {
        let live = self.slots.iter().enumerate().filter_map(|(i, slot)| Some((i, slot.read()?)));
        live.filter(|(_, record)| record.sequence > after && wanted(record)).min_by_key(|(_, record)| record.sequence)
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = Record> {
        self.slots.iter().filter_map(Slot::read)
    }

    pub(crate) fn untracked(&self) -> usize {
        self.shared.map_or(0, |shared| shared.untracked.load(Ordering::Relaxed))
    }

    pub(crate) fn location(&self, site: usize) -> Option<&'static Location<'static>> {
        self.sites.get(site.checked_sub(1)?)?.get()
    }

    /// The number of a call site, from 1; 0 where the table is full.
    fn site_of(&self, location: &'static Location<'static>) -> usize {
        let count = self.sites.len();
        let start = location.line() as usize * 31 + location.column() as usize;
        for i in (0..count).map(|i| (start + i) % count) {
            let site = &self.sites[i];
            // Whoever comes second finds what the first has put there.
            if site.get().is_none() {
                let _ = site.set(location);
            }
            if site.get() == Some(location) {
                return i + 1;
            }
        }
        0
    }
}
