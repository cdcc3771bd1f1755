//! The last request that a ledger has refused.

use super::atomic::{AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};
use super::turn::Turn;

/// Two places, of which the one that is not shown is written to: whoever reads never waits, not even in an interrupt that
/// came while one is being written.
pub(super) struct LastRefusal {
    /// How many there were; the place of the last one is this, modulo two.
    count: AtomicUsize,
    writing: AtomicUsize,
    places: [Place; 2],
}

struct Place {
    crate_index: AtomicUsize,
    requested: AtomicUsize,
    used: AtomicUsize,
    budget: AtomicUsize,
}

/// What was refused.
#[derive(Clone, Copy)]
pub(super) struct Refused {
    pub(super) crate_index: usize,
    pub(super) requested: usize,
    pub(super) used: usize,
    pub(super) budget: usize,
}

impl Place {
    maybe_const! {
        fn new() -> Place {
            Place {
                crate_index: AtomicUsize::new(0),
                requested: AtomicUsize::new(0),
                used: AtomicUsize::new(0),
                budget: AtomicUsize::new(0),
            }
        }
    }
}

impl LastRefusal {
    maybe_const! {
        pub(super) fn new() -> LastRefusal {
            LastRefusal { count: AtomicUsize::new(0), writing: AtomicUsize::new(0), places: [Place::new(), Place::new()] }
        }
    }

    /// Notes it, unless another is being noted: either is the last one then.
    pub(super) fn note(&self, refused: &Refused) {
        let Some(_turn) = Turn::take(&self.writing) else { return };
        // 0 says that there was none, also after all numbers were had.
        let count = self.count.load(Relaxed).wrapping_add(1);
        let count = if count == 0 { 2 } else { count };
        let place = &self.places[count % 2];
        // Whoever finds any of this finds the number before it.
        place.crate_index.store(refused.crate_index, Release);
        place.requested.store(refused.requested, Release);
        place.used.store(refused.used, Release);
        place.budget.store(refused.budget, Release);
        self.count.store(count, Release);
    }

    /// The last one, if there was one. It is looked up again where others have come meanwhile.
    pub(super) fn get(&self) -> Option<Refused> {
        loop {
            let count = self.count.load(Acquire);
            if count == 0 {
                return None;
            }
            let place = &self.places[count % 2];
            let refused = Refused {
                crate_index: place.crate_index.load(Acquire),
                requested: place.requested.load(Acquire),
                used: place.used.load(Acquire),
                budget: place.budget.load(Acquire),
            };
            if self.count.load(Relaxed) == count {
                return Some(refused);
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::{LastRefusal, Refused, Relaxed};

    /// Also where the count has no larger number, and 0 would say that there was none.
    #[test]
    fn what_is_shown_is_not_written_to() {
        let last = LastRefusal::new();
        for first in [0, usize::MAX - 2] {
            last.count.store(first, Relaxed);
            for requested in 1..5 {
                let shown = &last.places[last.count.load(Relaxed) % 2].requested;
                let before = shown.load(Relaxed);
                last.note(&Refused { crate_index: 0, requested, used: 0, budget: 0 });
                assert_eq!(shown.load(Relaxed), before);
                assert_eq!(last.get().map(|refused| refused.requested), Some(requested));
            }
        }
    }
}
