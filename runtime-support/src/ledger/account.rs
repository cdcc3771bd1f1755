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
    /// The bytes in use, and in the upper half the live charges where [both fit](Account::is_packed).
    word: Word,
    peak: AtomicUsize,
    budget: usize,
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

impl Account {
    maybe_const! {
        pub(crate) fn new(budget: usize) -> Account {
            Account {
                word: Word::new(0),
                peak: AtomicUsize::new(0),
                budget,
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

    /// Whether bytes and live charges share a word: where every byte may be a charge of its own, both counts fit in halves.
    #[inline]
    fn is_packed(&self) -> bool {
        Bits::BITS > HALF && (self.budget as u64) >> HALF == 0
    }

    /// Adds bytes and a live charge, if they fit. How many bytes are in use then.
    ///
    /// # Errors
    /// How many bytes are in use, where they do not fit.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) -> Result<usize, usize> {
        self.try_charge(bytes).map_or_else(|| self.charge_patiently(bytes), Ok)
    }

    /// One attempt at a charge, in line: whoever makes it needs no more registers than that takes. `None` where it is
    /// refused, where others have come before, and where it takes two counters.
    #[inline]
    pub(crate) fn try_charge(&self, bytes: usize) -> Option<usize> {
        if !self.is_packed() {
            return None;
        }
        let word = self.word.load(Relaxed);
        let before = self.used_in(word);
        if bytes > self.budget - before {
            return None;
        }
        // The halves are put together before the word is there: one step less to wait for.
        let next = word.wrapping_add(bytes as Bits | ONE);
        self.word.compare_exchange(word, next, Relaxed, Relaxed).ok()?;
        self.reached(before + bytes);
        Some(before + bytes)
    }

    /// Adds bytes to a charge that is live. As [`charge`](Self::charge).
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn grow(&self, bytes: usize) -> Result<usize, usize> {
        self.add(bytes, 0)
    }

    /// Takes bytes and a live charge away, if as many bytes are in use. How many bytes are in use then.
    ///
    /// # Errors
    /// How many bytes are in use, where these are fewer.
    #[inline]
    pub(crate) fn release(&self, bytes: usize) -> Result<usize, usize> {
        self.try_release(bytes).map_or_else(|| self.release_patiently(bytes), Ok)
    }

    /// One attempt at a release, as [`try_charge`](Self::try_charge).
    #[inline]
    fn try_release(&self, bytes: usize) -> Option<usize> {
        if !self.is_packed() {
            return None;
        }
        let word = self.word.load(Relaxed);
        let before = self.used_in(word);
        if bytes > before || word < ONE {
            return None;
        }
        let next = word.wrapping_sub(bytes as Bits | ONE);
        self.word.compare_exchange(word, next, Relaxed, Relaxed).ok()?;
        Some(before - bytes)
    }

    /// Takes bytes away from a charge that stays live. As [`release`](Self::release).
    #[cfg(any(feature = "allocator-api2", feature = "global-allocator"))]
    pub(crate) fn shrink(&self, bytes: usize) -> Result<usize, usize> {
        self.subtract(bytes, 0)
    }

    /// A charge that is refused, that others have come before, or that takes two counters.
    #[cold]
    #[inline(never)]
    fn charge_patiently(&self, bytes: usize) -> Result<usize, usize> {
        if self.is_packed() {
            if bytes <= self.budget - self.used_in(self.word.load(Relaxed)) {
                wait(0); // others have come before
            }
            return self.add(bytes, ONE);
        }
        let after = self.add(bytes, 0)?;
        self.live.fetch_add(1, Relaxed);
        Ok(after)
    }

    #[cold]
    #[inline(never)]
    fn release_patiently(&self, bytes: usize) -> Result<usize, usize> {
        if self.is_packed() {
            if bytes <= self.used_in(self.word.load(Relaxed)) {
                wait(0); // others have come before
            }
            return self.subtract(bytes, ONE);
        }
        let after = self.subtract(bytes, 0)?;
        let _ = self.live.fetch_update(Relaxed, Relaxed, |live| live.checked_sub(1));
        Ok(after)
    }

    fn add(&self, bytes: usize, one: Bits) -> Result<usize, usize> {
        let mut pauses = 0;
        loop {
            let word = self.word.load(Relaxed);
            let before = self.used_in(word);
            // Never more than the budget is in use, so that this does not wrap.
            if bytes > self.budget - before {
                return Err(before);
            }
            // The upper half may wrap, after four billion charges of no bytes that are all kept; it disturbs nothing.
            let next = word.wrapping_add((bytes as Bits).wrapping_add(one));
            if self.word.compare_exchange_weak(word, next, Relaxed, Relaxed).is_ok() {
                self.reached(before + bytes);
                return Ok(before + bytes);
            }
            pauses = wait(pauses);
        }
    }

    fn subtract(&self, bytes: usize, one: Bits) -> Result<usize, usize> {
        let mut pauses = 0;
        loop {
            let word = self.word.load(Relaxed);
            let before = self.used_in(word);
            if bytes > before {
                return Err(before);
            }
            // No live charge and still bytes: some were released in parts.
            let one = if word >= one { one } else { 0 };
            let next = word.wrapping_sub((bytes as Bits).wrapping_add(one));
            if self.word.compare_exchange_weak(word, next, Relaxed, Relaxed).is_ok() {
                return Ok(before - bytes);
            }
            pauses = wait(pauses);
        }
    }

    #[inline]
    fn used_in(&self, word: Bits) -> usize {
        narrow(if self.is_packed() { word & (ONE - 1) } else { word })
    }

    #[inline]
    fn reached(&self, used: usize) {
        if used > self.peak.load(Relaxed) {
            self.peak.fetch_max(used, Relaxed);
        }
    }

    /// Counts a request that was not met.
    pub(crate) fn refuse(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(crate) fn usage(&self) -> Usage {
        let word = self.word.load(Relaxed);
        let used = self.used_in(word);
        let live = if self.is_packed() { narrow(word / ONE) } else { self.live.load(Relaxed) };
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

    /// Whether so many bytes more, which have led to this usage, have reached the threshold.
    #[cfg(feature = "budget-tracking")]
    #[inline]
    pub(crate) fn crosses(&self, bytes: usize, used: usize) -> bool {
        used >= self.threshold && used - bytes < self.threshold
    }

    /// The right to handle a warning, until it is dropped; `None` where somebody has it.
    #[cfg(feature = "budget-tracking")]
    pub(crate) fn take_turn(&self) -> Option<Turn<'_>> {
        (self.warning.swap(1, Ordering::Acquire) == 0).then_some(Turn(&self.warning))
    }
}

/// What a live charge adds to a word that counts both.
const ONE: Bits = 1 << (Bits::BITS / 2);

/// Patience with other processors: whoever comes too late waits a little, and longer each time, so that the word does not
/// go to and fro for every change. How long to wait the next time.
fn wait(pauses: u32) -> u32 {
    const FEWEST: u32 = 16;
    const MOST: u32 = 256;
    let pauses = pauses.clamp(FEWEST, MOST);
    for _ in 0..pauses {
        super::atomic::spin_loop();
    }
    pauses * 2
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
