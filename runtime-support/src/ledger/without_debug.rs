//! What stands in for the records where the feature `memory-debug` is off: nothing, in the same shape, so that the ledger need
//! not ask for the feature at every step.

use core::panic::Location;

use super::account::Account;

/// That nothing is written down of a charge.
#[derive(Clone, Copy)]
pub(super) enum Noted {
    Not,
}

/// No records, and no counts.
pub(super) struct Debugging<const N: usize>;

#[allow(clippy::unused_self, reason = "the shape is that of the records")]
impl<const N: usize> Debugging<N> {
    pub(super) const fn new() -> Self {
        Debugging
    }

    #[inline]
    pub(super) fn charged(&self, _: usize, _: usize, _: &'static Location<'static>) -> Noted {
        Noted::Not
    }

    #[inline]
    pub(super) fn split(&self, noted: Noted, _: usize, _: usize, _: &'static Location<'static>) -> Noted {
        noted
    }

    #[inline]
    pub(super) fn resized(&self, _: Noted, _: usize) {}

    #[inline]
    pub(super) fn grown(&self, _: usize, _: Noted, _: usize) {}

    #[inline]
    pub(super) fn ends_peak(&self, _: usize, _: &Account) {}

    #[cfg(feature = "allocator-api2")]
    #[inline]
    pub(super) fn returned(&self, _: usize) {}

    #[inline]
    pub(super) fn dropped(&self, _: usize, _: Noted) {}

    #[inline]
    pub(super) fn kept(&self, _: usize, _: Noted, _: usize, _: usize) {}

    #[inline]
    pub(super) fn released(&self, _: usize, _: usize) {}
}
