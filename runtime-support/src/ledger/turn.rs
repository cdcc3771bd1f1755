//! What one does at a time, without waiting for another: who comes second goes without.

use super::atomic::{AtomicUsize, Ordering};

/// The right to do it, until it is dropped.
pub(crate) struct Turn<'a>(&'a AtomicUsize);

impl<'a> Turn<'a> {
    /// `None` where somebody has it. It is taken where `turn` is not 0.
    pub(crate) fn take(turn: &'a AtomicUsize) -> Option<Turn<'a>> {
        (turn.swap(1, Ordering::Acquire) == 0).then_some(Turn(turn))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Release);
    }
}
