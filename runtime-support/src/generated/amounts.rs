//! Amounts in bytes, as the compiler decides them for its target: sizes are `u64`, and what is computed of them is `u128`, so
//! that a message never shows a number that was cut.

/// A value that the compilation target decides.
pub struct Layered<'l, T> {
    pub base: T,
    /// Whether each matches; the last one that does is in force.
    pub overlays: &'l [(bool, T)],
}

impl<T: Copy> Layered<'_, T> {
    #[must_use]
    pub const fn get(&self) -> T {
        let mut i = self.overlays.len();
        while i > 0 {
            i -= 1;
            if self.overlays[i].0 {
                return self.overlays[i].1;
            }
        }
        self.base
    }
}

/// The largest `usize`, as a size.
#[must_use]
pub const fn address_space() -> u64 {
    usize::MAX as u64
}

/// A size among amounts that were computed.
#[must_use]
pub const fn wide(size: u64) -> u128 {
    size as u128
}

/// An amount as a `usize`; what does not fit is refused by an assertion of its own.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "compared with what it was cut from")]
pub const fn bytes(amount: u128) -> usize {
    let cut = amount as usize;
    if cut as u128 == amount { cut } else { usize::MAX }
}

#[must_use]
pub const fn budgets<const N: usize>(sizes: &[u64; N]) -> [usize; N] {
    let mut budgets = [0; N];
    let mut i = 0;
    while i < N {
        budgets[i] = bytes(wide(sizes[i]));
        i += 1;
    }
    budgets
}

#[must_use]
pub const fn sum(sizes: &[u64]) -> u128 {
    let mut sum = 0;
    let mut i = 0;
    while i < sizes.len() {
        sum += wide(sizes[i]); // of fewer than 2^64
        i += 1;
    }
    sum
}

/// A sum and its margin in hundredths of a percent, rounded up.
#[must_use]
pub const fn with_margin(sum: u128, hundredths: u32) -> u128 {
    // A file's sizes are below 2^63 and fewer than 2^20, so that no product reaches 2^128.
    (sum * (10_000 + hundredths as u128)).div_ceil(10_000)
}
