//! How a budget is lowered while others charge.

use super::super::atomic::{Bits, Ordering::Acquire, Ordering::Relaxed, Ordering::Release, fence};
use super::{Account, PACKED_MARK, Reading, WIDE_MARK, wait};

/// Why a budget cannot be lowered.
pub(crate) enum CannotLower {
    /// It is lower already: this many bytes.
    Raised(usize),
    /// So many bytes are in use.
    InUse(usize),
    /// It takes all bits of a word, which has none left for the generation.
    TooLarge(usize),
}

impl Account {
    /// The bit of `word` that says which of the two amounts is withheld; none where bytes take all bits.
    #[inline]
    pub(super) fn mark(&self) -> Bits {
        if self.is_packed() {
            PACKED_MARK
        } else if self.limit as Bits & WIDE_MARK == 0 {
            WIDE_MARK
        } else {
            0
        }
    }

    /// Which of the two amounts is withheld of a word.
    #[inline]
    pub(super) fn generation(&self, word: Bits) -> usize {
        usize::from(word & self.mark() != 0)
    }

    /// Lowers the budget, for one caller at a time: what the limit is more than the budget is withheld, as if it were in use,
    /// in the same step in which it is seen to be free. So no charge can come between, and charges are as quick as before.
    ///
    /// The step also changes the word's generation, by which everybody who reads it knows how much of it is withheld.
    ///
    /// What goes by the generation is `prepared` before anybody can see the step: for this generation, with so much withheld.
    ///
    /// The budget that was in force before the step, and the bytes that were in use at it.
    ///
    /// # Errors
    /// [`CannotLower`]; nothing has changed then.
    pub(crate) fn lower(
        &self,
        budget: usize,
        mut prepare: impl FnMut(usize, usize),
    ) -> Result<(usize, usize), CannotLower> {
        let mark = self.mark();
        let mut pauses = 0;
        loop {
            let word = self.word.load(Relaxed);
            let generation = self.generation(word);
            let withheld = self.withheld[generation].load(Relaxed);
            let (present, used) = (self.limit.wrapping_sub(withheld), self.counted(word).wrapping_sub(withheld));
            if budget > present {
                return Err(CannotLower::Raised(present));
            }
            if budget == present {
                return Ok((present, used));
            }
            if used > budget {
                return Err(CannotLower::InUse(used));
            }
            if mark == 0 {
                return Err(CannotLower::TooLarge(present));
            }
            let more = present.wrapping_sub(budget);
            // Whoever reads this amount before the word finds no older word than the one before.
            self.withheld[1 - generation].store(withheld.wrapping_add(more), Release);
            prepare(1 - generation, withheld.wrapping_add(more));
            let next = word.wrapping_add(more as Bits) ^ mark;
            if self.word.compare_exchange_weak(word, next, Release, Relaxed).is_ok() {
                // The peak of the larger budget means nothing in the smaller one.
                self.reset_peak();
                return Ok((present, used));
            }
            pauses = wait(pauses);
        }
    }

    /// The word, and how much of it is withheld: where neither amount is another than before the word was read, the one of its
    /// generation is its own. Whoever lowers the budget twice has written the other one anew.
    pub(super) fn in_force(&self) -> (Bits, usize) {
        loop {
            let before = [self.withheld[0].load(Acquire), self.withheld[1].load(Acquire)];
            let word = self.word.load(Acquire);
            let generation = self.generation(word);
            let withheld = self.withheld[generation].load(Acquire);
            if withheld == before[generation] && self.withheld[1 - generation].load(Relaxed) == before[1 - generation] {
                return (word, withheld);
            }
        }
    }

    /// The bytes that were in use when the word was read, and the budget that was in force. Where that has been lowered more
    /// than once since, both are less by the same amount.
    pub(crate) fn at(&self, reading: Reading) -> (usize, usize) {
        // Whoever has read the word finds what is withheld of it, or of a later one.
        fence(Acquire);
        let withheld = self.withheld[self.generation(reading.0)].load(Relaxed);
        (self.counted(reading.0).saturating_sub(withheld), self.limit.wrapping_sub(withheld))
    }
}
