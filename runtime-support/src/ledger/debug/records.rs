//! A table of the live charges, with the places in the program that made them.
//!
//! A slot's state says who may write to it: whoever has turned [`FREE`] or [`KEPT`] into [`BUSY`](super::slot::BUSY), or has its guard. It is one
//! word with the record's sequence number, so that a slot that was given to another record meanwhile is not taken for the
//! one that was seen. Readers write nothing: they read the state, the record, and the state once more, and what has changed
//! between is no record to them (a seqlock; hence the fences in [`Slot::open`] and [`Slot::read`]).
//!
//! Nobody sees all slots at one instant. Whoever finds nothing therefore has to know that nothing has come meanwhile, or look
//! again: a record that was found would otherwise be missed while it is in a slot that was looked at before it came, and
//! another one is taken that is in a slot still to be looked at.
//!
//! Sequence numbers begin anew when a word has no more of them: on 32 bits after 2^30 records, which a program may well come to.
//! So no number is special, and which of two records is older is told by how far their numbers are behind the last one's.

use core::panic::Location;

use once_cell::race::OnceRef;

use super::super::atomic::{AtomicUsize, Ordering};
use super::slot::{FREE, GUARDED, KEPT, LAST, PHASE, Position, Record, Slot};

/// A table for the records of at most `R` live charges, and of as many call sites. It is a static of its own, so that a
/// ledger's type does not depend on its size; a record takes six words, which are zero at first: such a static takes no room
/// in a program's image.
///
/// A table belongs to the ledger that is the first to charge with it. Another one that was given the same goes without: its
/// charges are counted as [untracked](crate::LeakReport::untracked).
pub struct Records<const R: usize> {
    slots: [Slot; R],
    sites: [OnceRef<'static, Location<'static>>; R],
    shared: Shared,
}

impl<const R: usize> Records<R> {
    maybe_const! {
        /// A table without records.
        #[must_use]
        pub fn new() -> Self {
            Records {
                slots: slots(),
                sites: [const { OnceRef::new() }; R],
                shared: Shared::new(),
            }
        }
    }

    pub(crate) const fn table(&'static self) -> Table {
        Table { slots: &self.slots, sites: &self.sites, shared: Some(&self.shared) }
    }
}

#[cfg(not(all(test, loom)))]
const fn slots<const R: usize>() -> [Slot; R] {
    [const { Slot::new() }; R]
}

#[cfg(all(test, loom))]
fn slots<const R: usize>() -> [Slot; R] {
    core::array::from_fn(|_| Slot::new())
}

impl<const R: usize> Default for Records<R> {
    fn default() -> Self {
        Records::new()
    }
}

/// How many records there is room for, and how many live charges it has.
impl<const R: usize> core::fmt::Debug for Records<R> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let live = self.slots.iter().filter_map(Slot::read).count();
        f.debug_struct("Records").field("room", &R).field("live", &live).finish_non_exhaustive()
    }
}

struct Shared {
    /// Whose table it is; 0 as long as nobody has charged with it.
    owner: AtomicUsize,
    /// Of the last record.
    sequence: AtomicUsize,
    /// How often a slot has become free.
    freed: AtomicUsize,
    /// How often a record has become one that is released by hand.
    kept: AtomicUsize,
}

impl Shared {
    maybe_const! {
        fn new() -> Shared {
            Shared {
                owner: AtomicUsize::new(0),
                sequence: AtomicUsize::new(0),
                freed: AtomicUsize::new(0),
                kept: AtomicUsize::new(0),
            }
        }
    }
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

    /// As if there had been so many records.
    #[cfg(all(test, not(loom)))]
    pub(super) fn begin_after(&self, recorded: usize) {
        if let Some(shared) = self.shared {
            shared.sequence.store(recorded, Ordering::Relaxed);
        }
    }

    /// Whether there is none.
    pub(crate) fn is_missing(&self) -> bool {
        self.shared.is_none()
    }

    /// Whether the table is that of the ledger with this number, or becomes so.
    pub(crate) fn claim(&self, ledger: usize) -> bool {
        self.shared.is_some_and(|shared| match shared.owner.load(Ordering::Relaxed) {
            0 => match shared.owner.compare_exchange(0, ledger, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => true,
                Err(owner) => owner == ledger,
            },
            owner => owner == ledger,
        })
    }

    /// Whether the table is that of the ledger with this number.
    pub(crate) fn belongs_to(&self, ledger: usize) -> bool {
        self.shared.is_some_and(|shared| shared.owner.load(Ordering::Relaxed) == ledger)
    }

    /// Adds a guard's record, if there is room. Its slot.
    pub(crate) fn add(&self, crate_index: usize, bytes: usize, location: &'static Location<'static>) -> Option<usize> {
        let shared = self.shared?;
        let site = self.site_of(location);
        let sequence = shared.sequence.fetch_add(1, Ordering::Relaxed).wrapping_add(1) & LAST;
        loop {
            let freed = shared.freed.load(Ordering::Acquire);
            // Where the last ones went, the next is probably free.
            for i in around(sequence, self.slots.len()) {
                let slot = &self.slots[i];
                if slot.open(FREE, sequence) {
                    slot.crate_index.store(crate_index, Ordering::Relaxed);
                    slot.bytes.store(bytes, Ordering::Relaxed);
                    slot.site.store(site, Ordering::Relaxed);
                    slot.key.store(0, Ordering::Relaxed);
                    slot.close(GUARDED);
                    return Some(i);
                }
            }
            if shared.freed.load(Ordering::Acquire) == freed {
                return None;
            }
        }
    }

    /// Removes the record of whoever has its slot: a guard, or who has claimed it.
    pub(crate) fn remove(&self, slot: usize) {
        self.slots[slot].state.store(FREE, Ordering::Release);
        self.has_freed();
    }

    /// Changes the bytes of the record of whoever has its slot: a guard.
    pub(crate) fn resize(&self, slot: usize, bytes: usize) {
        let slot = &self.slots[slot];
        let state = slot.state.load(Ordering::Relaxed);
        slot.open(state, state >> PHASE);
        slot.bytes.store(bytes, Ordering::Relaxed);
        slot.close(GUARDED);
    }

    fn has_freed(&self) {
        if let Some(shared) = self.shared {
            shared.freed.fetch_add(1, Ordering::Release);
        }
    }

    /// Leaves the record of whoever has its slot to be found by its bytes, or by a key that is not 0.
    pub(crate) fn keep(&self, slot: usize, key: usize) {
        self.slots[slot].key.store(key, Ordering::Relaxed);
        self.slots[slot].close(KEPT);
        if let Some(shared) = self.shared.filter(|_| key == 0) {
            shared.kept.fetch_add(1, Ordering::Release);
        }
    }

    /// Takes the record of a key, if it has one: before the block is moved, because its address may be another block's at
    /// once. It has to be removed, or kept again.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn claim_key(&self, key: usize) -> Option<usize> {
        self.slots.iter().position(|slot| {
            let found = slot.read().filter(|record| record.phase() == KEPT && record.key == key);
            found.is_some_and(|record| slot.open(record.state, record.sequence()))
        })
    }

    /// Removes the record of a key, if it has one: before the block is freed.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn remove_key(&self, key: usize) {
        if let Some(slot) = self.claim_key(key) {
            self.remove(slot);
        }
    }

    /// Gives a record that was claimed another key, and another size.
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn keep_with(&self, slot: usize, key: usize, bytes: usize) {
        self.slots[slot].bytes.store(bytes, Ordering::Relaxed);
        self.keep(slot, key);
    }

    /// Removes kept records of a crate for bytes that are released by hand: the oldest one of just this size, and then, oldest
    /// first, those that fit what was released in other sizes. That is counted in `loose`, less what was kept without a
    /// record. It may fit where one of just this size is gone, too: that may be the one it was a part of.
    ///
    /// Every byte is kept before it is released, with a record or without one. As long as `loose` is not below the smallest
    /// record, there is therefore something to remove, for whoever comes last.
    pub(crate) fn release(&self, crate_index: usize, bytes: usize, loose: &AtomicUsize) {
        let of_crate = |record: &Record| record.is_released_by_hand() && record.crate_index == crate_index;
        let exact = |record: &Record| of_crate(record) && record.bytes == bytes;
        loop {
            let Some(record) = self.oldest_for_sure(exact) else {
                loose.fetch_add(bytes, Ordering::AcqRel);
                break;
            };
            if self.remove_kept(&record) {
                break;
            }
        }
        loop {
            let left = loose.load(Ordering::Acquire);
            if surplus(left) == 0 {
                return;
            }
            let fits = |record: &Record| of_crate(record) && (1..=surplus(left)).contains(&record.bytes);
            let Some(record) = self.oldest_for_sure(fits) else {
                if loose.load(Ordering::Acquire) == left {
                    return;
                }
                continue; // somebody has come, or gives up
            };
            let rest = left.wrapping_sub(record.bytes);
            if loose.compare_exchange(left, rest, Ordering::AcqRel, Ordering::Relaxed).is_ok()
                && !self.remove_kept(&record)
            {
                loose.fetch_add(record.bytes, Ordering::AcqRel);
            }
        }
    }

    /// Removes a kept record, if it still is the one that was seen.
    fn remove_kept(&self, seen: &Record) -> bool {
        let state = &self.slots[seen.position.slot].state;
        let is_removed = state.compare_exchange(seen.state, FREE, Ordering::AcqRel, Ordering::Relaxed).is_ok();
        if is_removed {
            self.has_freed();
        }
        is_removed
    }

    /// As [`oldest`](Self::oldest) of the kept ones; `None` only where none has come while they were looked through.
    fn oldest_for_sure(&self, wanted: impl Fn(&Record) -> bool) -> Option<Record> {
        let shared = self.shared?;
        loop {
            let kept = shared.kept.load(Ordering::Acquire);
            let found = self.live(self.first()).filter(&wanted).min_by_key(|record| record.position);
            if found.is_some() || shared.kept.load(Ordering::Acquire) == kept {
                return found;
            }
        }
    }

    /// The number that records are taken to begin with: three quarters of all numbers are before the last one, and one quarter
    /// is for records that come while others are looked at.
    pub(crate) fn first(&self) -> usize {
        let last = self.shared.map_or(0, |shared| shared.sequence.load(Ordering::Relaxed));
        last.wrapping_add(LAST / 4)
    }

    /// The live records, in no order. Of two calls with the same `first` the positions are comparable.
    pub(crate) fn live(&self, first: usize) -> impl Iterator<Item = Record> {
        self.slots.iter().enumerate().filter_map(move |(slot, it)| {
            let record = it.read()?;
            let behind = record.sequence().wrapping_sub(first) & LAST;
            Some(Record { position: Position { behind, slot }, ..record })
        })
    }

    /// The oldest live record after this position.
    pub(crate) fn next(&self, first: usize, after: Option<Position>) -> Option<Record> {
        let later = |record: &Record| after.is_none_or(|after| record.position > after);
        self.live(first).filter(later).min_by_key(|record| record.position)
    }

    pub(crate) fn location(&self, site: usize) -> Option<&'static Location<'static>> {
        self.sites.get(site.checked_sub(1)?)?.get()
    }

    /// The number of a call site, from 1; 0 where the table is full.
    fn site_of(&self, location: &'static Location<'static>) -> usize {
        for i in around(location.line() as usize, self.sites.len()) {
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

/// All places of a table, from one on and around, wherever that is.
fn around(start: usize, count: usize) -> impl Iterator<Item = usize> {
    let start = start.checked_rem(count).unwrap_or(0);
    (start..count).chain(0..start)
}

/// How much of what was released belongs to records; nothing, where more was kept without one.
pub(crate) fn surplus(loose: usize) -> usize {
    isize::try_from(loose).map_or(0, |_| loose)
}
