//! One record of the table, in a slot that says who may write to it.

use super::super::atomic::{AtomicUsize, Ordering, fence};

/// A place for a record.
pub(super) struct Slot {
    /// [`FREE`], or a record's sequence number and what it is.
    pub(super) state: AtomicUsize,
    pub(super) crate_index: AtomicUsize,
    pub(super) bytes: AtomicUsize,
    /// The index of the call site and one; 0 where the table of sites was full.
    pub(super) site: AtomicUsize,
    /// What the record is found by again: an address, or 0.
    pub(super) key: AtomicUsize,
}

pub(super) const FREE: usize = 0;
/// Somebody is writing it.
pub(super) const BUSY: usize = 1;
/// A guard knows it.
pub(super) const GUARDED: usize = 2;
/// Whoever releases its bytes has to find it.
pub(super) const KEPT: usize = 3;

/// How many bits of a state say what the record is.
pub(super) const PHASE: u32 = 2;

/// The largest sequence number: after it they begin anew.
pub(super) const LAST: usize = usize::MAX >> PHASE;

impl Slot {
    maybe_const! {
        pub(super) fn new() -> Slot {
            Slot {
                state: AtomicUsize::new(FREE),
                crate_index: AtomicUsize::new(0),
                bytes: AtomicUsize::new(0),
                site: AtomicUsize::new(0),
                key: AtomicUsize::new(0),
            }
        }
    }

    /// Makes a slot that is in this state the caller's, if it still is.
    pub(super) fn open(&self, state: usize, sequence: usize) -> bool {
        let busy = in_phase(sequence, BUSY);
        // Whoever finds it taken also finds what the taker has given up before.
        let opened = self.state.compare_exchange(state, busy, Ordering::AcqRel, Ordering::Acquire);
        // Whoever reads what is written from here on reads that it is busy, too.
        fence(Ordering::Release);
        opened.is_ok()
    }

    /// Lets everybody see what the caller has written.
    pub(super) fn close(&self, phase: usize) {
        let sequence = self.state.load(Ordering::Relaxed) >> PHASE;
        self.state.store(in_phase(sequence, phase), Ordering::Release);
    }

    /// What it says, if it is live and nobody changes it meanwhile.
    pub(super) fn read(&self) -> Option<Record> {
        let state = self.state.load(Ordering::Acquire);
        let record = Record {
            state,
            position: Position { behind: 0, slot: 0 },
            crate_index: self.crate_index.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            site: self.site.load(Ordering::Relaxed),
            key: self.key.load(Ordering::Relaxed),
        };
        fence(Ordering::Acquire);
        let is_unchanged = self.state.load(Ordering::Relaxed) == state;
        (record.phase() >= GUARDED && is_unchanged).then_some(record)
    }
}

fn in_phase(sequence: usize, phase: usize) -> usize {
    sequence << PHASE | phase
}

/// Where a record stands among all, the oldest first: by how far its number is behind the one that they [begin with](super::records::Table::first).
/// Two have the same number where one of them has lived as long as all numbers last; then it is by their slots.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(super) behind: usize,
    pub(super) slot: usize,
}

/// A live charge.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    pub(super) state: usize,
    pub(crate) position: Position,
    pub(crate) crate_index: usize,
    pub(crate) bytes: usize,
    pub(crate) site: usize,
    pub(super) key: usize,
}

impl Record {
    pub(crate) fn sequence(&self) -> usize {
        self.state >> PHASE
    }

    pub(super) fn phase(&self) -> usize {
        self.state & ((1 << PHASE) - 1)
    }

    /// Whether it is found by its crate and its bytes.
    pub(crate) fn is_released_by_hand(&self) -> bool {
        self.phase() == KEPT && self.key == 0
    }
}
