//! Where a warning is due.

use super::super::atomic::{AtomicUsize, Ordering::Acquire, Ordering::Relaxed, fence};
use super::super::turn::Turn;
use super::{Account, Reading};

impl Account {
    maybe_const! {
        /// Sets the threshold to a percentage of the budget, for an account that nobody uses yet.
        pub(crate) fn set_threshold(&mut self, percent: u8) {
            let bytes = threshold(self.limit, percent);
            self.thresholds = [AtomicUsize::new(bytes), AtomicUsize::new(bytes)];
        }
    }

    /// Sets the threshold of a generation that is yet to come, of which so much will be withheld.
    pub(crate) fn prepare_threshold(&self, generation: usize, withheld: usize, percent: u8) {
        let bytes = threshold(self.limit.wrapping_sub(withheld), percent);
        self.thresholds[generation].store(withheld.wrapping_add(bytes), Relaxed);
    }

    /// Whether so many bytes more, which have led to this word, have reached the threshold: that of the budget which was in
    /// force when they were added, so that nobody else finds the same, and nobody has to. Only where the budget has been lowered
    /// twice since is it a later one.
    #[inline]
    pub(crate) fn crosses(&self, bytes: usize, reading: Reading) -> bool {
        let threshold = &self.thresholds[self.generation(reading.0)];
        let counted = self.counted(reading.0);
        // What is too old to be right is less.
        if counted < threshold.load(Relaxed) {
            return false;
        }
        // Whoever has read the word finds what was prepared for it.
        fence(Acquire);
        let threshold = threshold.load(Relaxed);
        counted >= threshold && counted.wrapping_sub(bytes) < threshold
    }

    /// The right to handle a warning, until it is dropped; `None` where somebody has it.
    pub(crate) fn take_turn(&self) -> Option<Turn<'_>> {
        Turn::take(&self.warning)
    }
}

/// What holds a percentage of any number of bytes; not more, which would take a kilobyte of code on small processors.
#[cfg(target_pointer_width = "64")]
type Wide = u128;
#[cfg(not(target_pointer_width = "64"))]
type Wide = u64;

/// A percentage of a budget, not more than 100, rounded up. Of 0 percent nothing rises to it.
#[allow(clippy::cast_possible_truncation, reason = "it is no larger than the budget")]
pub(crate) const fn threshold(budget: usize, percent: u8) -> usize {
    (budget as Wide * percent as Wide).div_ceil(100) as usize
}
