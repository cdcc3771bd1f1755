//! Where a warning is due.

use super::super::atomic::{Ordering::Relaxed, Statistic};
use super::super::turn::Turn;
use super::{Account, Reading};

impl Account {
    /// Sets the threshold to a percentage of the budget, for an account that nobody uses yet.
    pub(crate) const fn set_threshold(&mut self, percent: u8) {
        self.threshold = Statistic::new(threshold(self.limit, percent));
    }

    /// Sets the threshold anew, for a budget that was lowered.
    pub(crate) fn lower_threshold(&self, percent: u8) {
        let withheld = self.in_force().1;
        self.threshold.store(withheld.saturating_add(threshold(self.limit.wrapping_sub(withheld), percent)), Relaxed);
    }

    /// Whether so many bytes more, which have led to this word, have reached the threshold; or may have, while the budget is
    /// being lowered: there is a moment in which the word says so already, and the threshold is that of the old budget.
    #[inline]
    pub(crate) fn crosses(&self, bytes: usize, reading: Reading) -> bool {
        let (threshold, counted) = (self.threshold.load(Relaxed), self.counted(reading.0));
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

/// Whether so many bytes have reached the [`threshold`], without a division.
pub(crate) fn has_reached(used: usize, budget: usize, percent: u8) -> bool {
    used as Wide * 100 >= budget as Wide * Wide::from(percent)
}

/// A percentage of a budget, rounded up. Of 0 percent nothing rises to it.
#[allow(clippy::cast_possible_truncation, reason = "compared with the largest value first")]
pub(crate) const fn threshold(budget: usize, percent: u8) -> usize {
    let threshold = (budget as Wide * percent as Wide).div_ceil(100);
    if threshold > usize::MAX as Wide { usize::MAX } else { threshold as usize }
}
