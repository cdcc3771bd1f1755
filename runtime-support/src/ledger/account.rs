//! One crate's account: words that say how much is in use, changed so that no instant shows more than the budget.
//!
//! `word` is what everybody goes by. A charge is added by compare and exchange, because it may not fit; what a guard or a
//! block returns is subtracted without a look, because nobody else can have returned it. What is kept beyond its guard is
//! counted in `kept` as well: a release by hand is taken from there first, checked, and can be no guard's. So `kept` is at
//! most what is in use, at every instant, and nothing wraps.
//!
//! Differences and sums are `wrapping` where this says that they do not: a check that cannot fail would be code in every
//! program with checks of overflow, and a panic where there is none.
//!
//! All of these are `Relaxed`: each decision is made by one word alone, and no data is handed on by it. Only what is read of
//! two words together says otherwise where it does so.

#[cfg(all(test, not(loom)))]
mod inside;
#[cfg(feature = "budget-tracking")]
mod threshold;
mod withheld;

use super::atomic::{AtomicUsize, Bits, Ordering::Acquire, Ordering::Relaxed, Ordering::Release, Word};
use super::usage::Usage;
#[cfg(feature = "budget-tracking")]
pub(crate) use threshold::threshold;
pub(crate) use withheld::CannotLower;

/// How many of a word's bits count bytes, where the rest counts live charges; one of them is the [generation](Account::mark).
const HALF: u32 = 32;

/// What a live charge adds to a word that counts both.
const ONE: Bits = 1 << (Bits::BITS / 2);

/// The generation of a word that counts both, and of one that counts bytes alone.
const PACKED_MARK: Bits = ONE >> 1;
const WIDE_MARK: Bits = 1 << (Bits::BITS - 1);

/// The counters of a crate, on cache lines that no other crate's counters share: threads that charge different crates
/// would otherwise wait for each other. Two lines on the processors that fetch pairs; none of its own where there is no
/// cache to share.
#[cfg_attr(
    not(any(
        feature = "packed-ledger",
        target_arch = "x86_64",
        target_arch = "aarch64",
        all(target_os = "none", target_pointer_width = "32")
    )),
    repr(align(64))
)]
#[cfg_attr(all(not(feature = "packed-ledger"), any(target_arch = "x86_64", target_arch = "aarch64")), repr(align(128)))]
pub(crate) struct Account {
    /// The bytes in use and those that are [withheld](Self::lower), and in the upper half the live charges where
    /// [both fit](Self::is_packed).
    word: Word,
    /// The most that `word` has counted in bytes.
    peak: AtomicUsize,
    /// The most that `word` may count in bytes: the budget that the account was made with.
    limit: usize,
    /// One byte more than that where `word` counts live charges too, and 0 where it does not.
    #[cfg(any(all(test, loom), target_has_atomic = "64"))]
    packed_end: usize,
    /// What only a release by hand returns, in bytes and charges as in `word`.
    kept: Word,
    /// The live charges, and those of them that are kept, where the words have no room for them.
    live: AtomicUsize,
    kept_live: AtomicUsize,
    /// How much of the limit is withheld, by generation.
    withheld: [AtomicUsize; 2],
    refused: AtomicUsize,
    /// Where a warning is due, in bytes as `word` counts them, by generation.
    #[cfg(feature = "budget-tracking")]
    thresholds: [AtomicUsize; 2],
    /// 1 while a warning is being handled.
    #[cfg(feature = "budget-tracking")]
    warning: AtomicUsize,
}

/// A word as a charge has left it, or as a refusal has found it.
#[derive(Clone, Copy)]
pub(crate) struct Reading(Bits);

impl Account {
    /// Whether there is no account that does not [count in line](Self::is_in_line): none counts both in a word.
    pub(crate) const ALL_IN_LINE: bool = Bits::BITS <= HALF;

    maybe_const! {
        pub(crate) fn new(budget: usize) -> Account {
            Account {
                word: Word::new(0),
                peak: AtomicUsize::new(0),
                limit: budget,
                // Where every byte may be a charge of its own, both counts fit in halves.
                #[cfg(any(all(test, loom), target_has_atomic = "64"))]
                packed_end: if (budget as Bits) < PACKED_MARK { budget + 1 } else { 0 },
                kept: Word::new(0),
                live: AtomicUsize::new(0),
                kept_live: AtomicUsize::new(0),
                withheld: [AtomicUsize::new(0), AtomicUsize::new(0)],
                refused: AtomicUsize::new(0),
                #[cfg(feature = "budget-tracking")]
                thresholds: [AtomicUsize::new(0), AtomicUsize::new(0)],
                #[cfg(feature = "budget-tracking")]
                warning: AtomicUsize::new(0),
            }
        }
    }

    /// The budget in bytes.
    pub(crate) fn budget(&self) -> usize {
        self.limit.wrapping_sub(self.in_force().1)
    }

    /// Whether bytes and live charges share a word.
    #[inline]
    fn is_packed(&self) -> bool {
        #[cfg(any(all(test, loom), target_has_atomic = "64"))]
        return self.packed_end > 0;
        #[cfg(not(any(all(test, loom), target_has_atomic = "64")))]
        false
    }

    /// Whether a charge is [tried](Self::try_charge) in line: where nearly all words count both, those that do not are left
    /// out, which would cost the others a step or two.
    #[inline]
    pub(crate) fn is_in_line(&self) -> bool {
        Self::ALL_IN_LINE || self.is_packed()
    }

    /// What a live charge adds to `word`.
    #[inline]
    fn one(&self) -> Bits {
        if self.is_packed() { ONE } else { 0 }
    }

    /// Adds bytes and a live charge, if they fit. The word that this leaves.
    ///
    /// # Errors
    /// The word, where they do not fit.
    #[inline]
    pub(crate) fn charge(&self, bytes: usize) -> Result<Reading, Reading> {
        self.try_charge(bytes).map_or_else(|| self.charge_patiently(bytes), Ok)
    }

    /// One attempt at a charge, in line: whoever makes it needs no more registers than that takes. `None` where it is
    /// refused, and where others have come before.
    #[inline]
    pub(crate) fn try_charge(&self, bytes: usize) -> Option<Reading> {
        let word = self.word.load(Relaxed);
        let sum = self.sum_in_line(word, bytes)?;
        // The halves are put together before the word is there: one step less to wait for.
        let next = word.wrapping_add(bytes as Bits | self.one());
        self.word.compare_exchange(word, next, Relaxed, Relaxed).ok()?;
        self.count_live();
        self.reached(sum);
        Some(Reading(next))
    }

    /// What `word` would count with so many bytes more, if a charge in line may lead there.
    #[cfg(any(all(test, loom), target_has_atomic = "64"))]
    #[inline]
    fn sum_in_line(&self, word: Bits, bytes: usize) -> Option<usize> {
        let sum = narrow(word & (PACKED_MARK - 1)).checked_add(bytes)?;
        (sum < self.packed_end).then_some(sum)
    }

    /// What `word` would count with so many bytes more, if they fit.
    #[cfg(not(any(all(test, loom), target_has_atomic = "64")))]
    #[inline]
    fn sum_in_line(&self, word: Bits, bytes: usize) -> Option<usize> {
        let before = self.counted(word);
        (bytes <= self.limit.wrapping_sub(before)).then(|| before.wrapping_add(bytes))
    }

    /// Adds bytes to a charge that is live. As [`charge`](Self::charge).
    pub(crate) fn grow(&self, bytes: usize) -> Result<Reading, Reading> {
        self.add(bytes, 0)
    }

    /// A charge that is refused, or that others have come before.
    #[cold]
    #[inline(never)]
    fn charge_patiently(&self, bytes: usize) -> Result<Reading, Reading> {
        if self.is_in_line() && bytes <= self.limit.wrapping_sub(self.counted(self.word.load(Relaxed))) {
            wait(0); // others have come before
        }
        let after = self.add(bytes, self.one())?;
        self.count_live();
        Ok(after)
    }

    /// Counts a live charge where `word` does not.
    #[inline]
    fn count_live(&self) {
        if !self.is_packed() {
            self.live.fetch_add(1, Relaxed);
        }
    }

    fn add(&self, bytes: usize, one: Bits) -> Result<Reading, Reading> {
        let mut pauses = 0;
        loop {
            let word = self.word.load(Relaxed);
            let before = self.counted(word);
            if bytes > self.limit.wrapping_sub(before) {
                return Err(Reading(word));
            }
            // The upper half may wrap, after four billion charges of no bytes that are all kept; it disturbs nothing.
            let next = word.wrapping_add((bytes as Bits).wrapping_add(one));
            if self.word.compare_exchange_weak(word, next, Relaxed, Relaxed).is_ok() {
                self.reached(before.wrapping_add(bytes));
                return Ok(Reading(next));
            }
            pauses = wait(pauses);
        }
    }

    /// Takes away the bytes of a charge that is live, and with it the charge: for whoever holds them alone.
    #[inline]
    pub(crate) fn release(&self, bytes: usize) {
        if self.is_packed() {
            self.word.fetch_sub(bytes as Bits | ONE, Relaxed);
        } else {
            self.word.fetch_sub(bytes as Bits, Relaxed);
            self.live.fetch_sub(1, Relaxed);
        }
    }

    /// As [`release`](Self::release), where [`charge`](Self::try_charge) is tried in line.
    #[cfg(feature = "global-allocator")]
    #[inline]
    pub(crate) fn release_in_line(&self, bytes: usize) {
        if Self::ALL_IN_LINE {
            self.release(bytes);
        } else {
            self.word.fetch_sub(bytes as Bits | ONE, Relaxed);
        }
    }

    /// Takes away bytes of a charge that stays live: for whoever holds them alone.
    pub(crate) fn shrink(&self, bytes: usize) {
        self.word.fetch_sub(bytes as Bits, Relaxed);
    }

    /// Makes two live charges of one.
    pub(crate) fn split(&self) {
        if self.is_packed() {
            self.word.fetch_add(ONE, Relaxed);
        }
        self.count_live();
    }

    /// Leaves the bytes of a live charge to [`release_kept`](Self::release_kept): for whoever holds them alone.
    #[inline]
    pub(crate) fn keep(&self, bytes: usize) {
        if self.is_packed() {
            self.kept.fetch_add(bytes as Bits | ONE, Relaxed);
        } else {
            // Whoever finds the bytes is to find the charge.
            self.kept_live.fetch_add(1, Relaxed);
            self.kept.fetch_add(bytes as Bits, Release);
        }
    }

    /// Takes bytes away that are kept, and one kept charge if there is one.
    ///
    /// # Errors
    /// How many bytes are kept, where these are fewer.
    #[inline]
    pub(crate) fn release_kept(&self, bytes: usize) -> Result<(), usize> {
        let mut pauses = 0;
        loop {
            let kept = self.kept.load(Relaxed);
            let before = self.kept_in(kept);
            if bytes > before {
                return Err(before);
            }
            // No charge and still bytes: some were released in parts.
            let one = if self.is_packed() && kept >= ONE { ONE } else { 0 };
            let gone = (bytes as Bits).wrapping_add(one);
            if self.kept.compare_exchange(kept, kept.wrapping_sub(gone), Acquire, Relaxed).is_ok() {
                if !self.is_packed() {
                    let one_less = |count: usize| count.checked_sub(1);
                    if self.kept_live.fetch_update(Relaxed, Relaxed, one_less).is_ok() {
                        self.live.fetch_sub(1, Relaxed);
                    }
                }
                self.word.fetch_sub(gone, Relaxed);
                return Ok(());
            }
            pauses = wait(pauses);
        }
    }

    /// A new high-water mark from here on: what is in use. A charge that is made meanwhile may count or not.
    pub(crate) fn reset_peak(&self) {
        self.peak.store(self.counted(self.word.load(Relaxed)), Relaxed);
        // One that came between did not see that it was higher than the new mark.
        self.reached(self.counted(self.word.load(Relaxed)));
    }

    /// The bytes that a word counts, those that are withheld among them.
    #[inline]
    fn counted(&self, word: Bits) -> usize {
        narrow(if self.is_packed() { word & (PACKED_MARK - 1) } else { word & !self.mark() })
    }

    #[inline]
    fn kept_in(&self, kept: Bits) -> usize {
        narrow(if self.is_packed() { kept & (ONE - 1) } else { kept })
    }

    #[inline]
    fn reached(&self, counted: usize) {
        if counted > self.peak.load(Relaxed) {
            self.peak.fetch_max(counted, Relaxed);
        }
    }

    /// Counts a request that was not met.
    pub(crate) fn refuse(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    pub(crate) fn used(&self) -> usize {
        let (word, withheld) = self.in_force();
        self.counted(word).wrapping_sub(withheld)
    }

    pub(crate) fn usage(&self) -> Usage {
        let (word, withheld) = self.in_force();
        let (used, budget) = (self.counted(word).wrapping_sub(withheld), self.limit.wrapping_sub(withheld));
        let live = if self.is_packed() { narrow(word / ONE) } else { self.live.load(Relaxed) };
        // A charge is counted before its peak: what is in use has been reached. And the peak may be that of another budget,
        // where one is being lowered.
        let peak = self.peak.load(Relaxed).saturating_sub(withheld).max(used).min(budget);
        Usage { used, budget, peak, live, refused: self.refused.load(Relaxed) }
    }
}

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

/// A count that came from a `usize`.
#[allow(clippy::cast_possible_truncation, reason = "it is no larger than the `usize` it was made of")]
#[inline]
fn narrow(bits: Bits) -> usize {
    bits as usize
}
