//! One crate's account: a word that says how much is used and by how many charges, changed in one step.

#[cfg(feature = "budget-tracking")]
use super::atomic::Ordering;
use super::atomic::{AtomicUsize, Bits, Ordering::Relaxed, Word};
use super::usage::Usage;

/// How many of a word's bits count bytes, where the rest counts live charges.
const HALF: u32 = 32;

/// The counters of a crate, on cache lines that no other crate's counters share: threads that charge different crates
/// would otherwise wait for each other. Two lines on the processors that fetch pairs.
#[cfg_attr(all(not(feature = "packed-ledger"), any(target_arch = "x86_64", target_arch = "aarch64")), repr(align(128)))]
#[cfg_attr(
    all(not(feature = "packed-ledger"), not(any(target_arch = "x86_64", target_arch = "aarch64"))),
    repr(align(64))
)]
pub(crate) struct Account {
    /// The bytes in use, and in the upper half the live charges where both fit.
    word: Word,
    peak: AtomicUsize,
    budget: usize,
    /// The bits of `word` that count bytes.
    mask: Bits,
    /// What a charge adds to `word` beside its bytes.
    one: Bits,
    /// The live charges where `word` has no room for them.
    live: AtomicUsize,
    refused: AtomicUsize,
    /// Where a warning is due, in bytes.
    #[cfg(feature = "budget-tracking")]
    threshold: usize,
    /// 1 while a warning is being handled.
    #[cfg(feature = "budget-tracking")]
    warning: AtomicUsize,
}

/// What a change has led from and to, in bytes.
#[cfg_attr(not(feature = "budget-tracking"), allow(dead_code, reason = "nobody looks at it"))]
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) before: usize,
    pub(crate) after: usize,
}

impl Account {
    maybe_const! {
        pub(crate) fn new(budget: usize) -> Account {
            // Where every byte could be a charge of its own, the count of charges is no larger than that of bytes.
            let fits = Bits::BITS > HALF && (budget as u64) >> HALF == 0;
            Account {
                word: Word::new(0),
                peak: AtomicUsize::new(0),
                budget,
                mask: if fits { Bits::MAX >> (Bits::BITS / 2) } else { Bits::MAX },
                one: if fits { 1 << (Bits::BITS / 2) } else { 0 },
                live: AtomicUsize::new(0),
                refused: AtomicUsize::new(0),
                #[cfg(feature = "budget-tracking")]
                threshold: 0,
                #[cfg(feature = "budget-tracking")]
                warning: AtomicUsize::new(0),
            }
        }
    }

    pub(crate) fn budget(&self) -> usize {
        self.budget
    }

    /// Adds bytes and a live charge, if they fit.
    ///
    /// # Errors
    /// How many bytes are in use, where they do not.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) -> Result<Change, usize> {
        let change = self.add(bytes, self.one)?;
        if self.one == 0 {
            self.live.fetch_add(1, Relaxed);
        }
        Ok(change)
    }

    /// Adds bytes to a charge that is live.
    ///
    /// # Errors
    /// As [`charge`](Self::charge).
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    #[inline]
    pub(crate) fn grow(&self, bytes: usize) -> Result<Change, usize> {
        self.add(bytes, 0)
    }

    /// Takes bytes and a live charge away, if as many bytes are in use.
    ///
    /// # Errors
    /// How many bytes are in use, where these are fewer.
    #[inline]
    pub(crate) fn release(&self, bytes: usize) -> Result<Change, usize> {
        let change = self.subtract(bytes, self.one)?;
        if self.one == 0 {
            let _ = self.live.fetch_update(Relaxed, Relaxed, |live| live.checked_sub(1));
        }
        Ok(change)
    }

    /// Takes bytes away from a charge that stays live.
    ///
    /// # Errors
    /// As [`release`](Self::release).
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    #[inline]
    pub(crate) fn shrink(&self, bytes: usize) -> Result<Change, usize> {
        self.subtract(bytes, 0)
    }

    #[inline]
    fn add(&self, bytes: usize, one: Bits) -> Result<Change, usize> {
        let mut word = self.word.load(Relaxed);
        loop {
            let before = self.used_in(word);
            // Never more than the budget is in use, so that this does not wrap.
            if bytes > self.budget - before {
                return Err(before);
            }
            // The upper half may wrap, after four billion charges of no bytes that are all kept; it disturbs nothing.
            let next = word.wrapping_add(bytes as Bits).wrapping_add(one);
            match self.word.compare_exchange_weak(word, next, Relaxed, Relaxed) {
                Ok(_) => {
                    let after = before + bytes;
                    if after > self.peak.load(Relaxed) {
                        self.peak.fetch_max(after, Relaxed);
                    }
                    return Ok(Change { before, after });
                }
                Err(current) => word = current,
            }
        }
    }

    #[inline]
    fn subtract(&self, bytes: usize, one: Bits) -> Result<Change, usize> {
        let mut word = self.word.load(Relaxed);
        loop {
            let before = self.used_in(word);
            if bytes > before {
                return Err(before);
            }
            let one = if word > self.mask { one } else { 0 };
            match self.word.compare_exchange_weak(word, word - bytes as Bits - one, Relaxed, Relaxed) {
                Ok(_) => return Ok(Change { before, after: before - bytes }),
                Err(current) => word = current,
            }
        }
    }

    /// Counts a request that was not met.
    pub(crate) fn refuse(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(crate) fn usage(&self) -> Usage {
        let word = self.word.load(Relaxed);
        let used = self.used_in(word);
        let live =
            if self.one == 0 { self.live.load(Relaxed) } else { narrow(word.checked_div(self.one).unwrap_or(0)) };
        // A charge is counted before its peak: what is in use has been reached.
        let peak = self.peak.load(Relaxed).max(used);
        Usage { used, budget: self.budget, peak, live, refused: self.refused.load(Relaxed) }
    }

    /// Sets the threshold to a percentage of the budget, rounded up.
    #[cfg(feature = "budget-tracking")]
    #[allow(clippy::cast_possible_truncation, reason = "compared with the largest value first")]
    pub(crate) const fn set_threshold(&mut self, percent: u8) {
        let threshold = (self.budget as u128 * percent as u128).div_ceil(100);
        self.threshold = if threshold > usize::MAX as u128 { usize::MAX } else { threshold as usize };
    }

    #[cfg(feature = "budget-tracking")]
    pub(crate) fn threshold(&self) -> usize {
        self.threshold
    }

    /// The right to handle a warning, until it is dropped; `None` where somebody has it.
    #[cfg(feature = "budget-tracking")]
    pub(crate) fn take_turn(&self) -> Option<Turn<'_>> {
        (self.warning.swap(1, Ordering::Acquire) == 0).then_some(Turn(&self.warning))
    }

    #[inline]
    fn used_in(&self, word: Bits) -> usize {
        narrow(word & self.mask)
    }
}

/// The right to handle a warning.
#[cfg(feature = "budget-tracking")]
pub(crate) struct Turn<'a>(&'a AtomicUsize);

#[cfg(feature = "budget-tracking")]
impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Release);
    }
}

/// A count that came from a `usize`.
#[allow(clippy::cast_possible_truncation, reason = "it is no larger than the `usize` it was made of")]
#[inline]
fn narrow(bits: Bits) -> usize {
    bits as usize
}
