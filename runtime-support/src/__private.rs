//! What generated code refers to. Not an interface: it changes with the macro, in the same version.

pub use core::clone::Clone;
pub use core::cmp::{Eq, Ord, PartialEq, PartialOrd};
pub use core::default::Default;
pub use core::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use core::hash::Hash;
pub use core::marker::Copy;
pub use core::option::Option;
pub use core::primitive::{bool, str, u8, u64, usize};
pub use core::result::Result;
pub use core::str::FromStr;
pub use core::{cfg, compile_error, include_bytes, option_env, panic};

use core::fmt::Write as _;

use crate::{BudgetedCrate, UnknownCrate};

pub use crate::__wrt_implement as implement;
pub use crate::__wrt_map_crates as map_crates;

/// The largest size of the target, and how the message calls its address space.
const ADDRESS_SPACE: u64 = usize::MAX as u64;

/// A compile-time message.
pub struct Message<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Message<N> {
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "a memory budget breaks a rule", // only whole texts are pushed, so this is not reached
        }
    }

    const fn new() -> Self {
        Message { bytes: [0; N], len: 0 }
    }

    /// Adds a text, or nothing where it does not fit: a part of it might not be UTF-8.
    const fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes(), 0, text.len());
    }

    const fn push_bytes(&mut self, bytes: &[u8], from: usize, to: usize) {
        if to - from > N - self.len {
            return;
        }
        let mut i = from;
        while i < to {
            self.bytes[self.len] = bytes[i];
            self.len += 1;
            i += 1;
        }
    }

    const fn push_number(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = number;
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.push_bytes(&digits, start, digits.len());
    }

    /// Adds a size as the validator prints it; a test of the workspace compares the two.
    const fn push_size(&mut self, bytes: u64) {
        let mut shift = 30;
        while shift > 0 {
            let unit = 1u64 << shift;
            let hundredths = (bytes % unit) * 100;
            if bytes >= unit && hundredths % unit == 0 {
                self.push_number(bytes >> shift);
                let hundredths = hundredths >> shift;
                if hundredths != 0 {
                    self.push(".");
                    self.push_number(hundredths / 10);
                    if hundredths % 10 != 0 {
                        self.push_number(hundredths % 10);
                    }
                }
                self.push(match shift {
                    30 => "GB",
                    20 => "MB",
                    _ => "KB",
                });
                return;
            }
            shift -= 10;
        }
        self.push_number(bytes);
        self.push(" bytes");
    }
}

/// A size as a message shows it.
#[must_use]
pub const fn size_message(bytes: u64) -> Message<32> {
    let mut message = Message::new();
    message.push_size(bytes);
    message
}

/// A value that the compilation target decides.
pub struct Layered<T: Copy + 'static> {
    pub base: T,
    /// Whether each matches; the last one that does is in force.
    pub overlays: &'static [(bool, T)],
}

impl<T: Copy> Layered<T> {
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

/// One or many of something: one stands for every crate.
const fn at(list: &[u64], i: usize) -> u64 {
    if list.len() == 1 { list[0] } else { list[i] }
}

const fn starts_with(text: &[u8], from: usize, what: &[u8]) -> bool {
    let mut i = 0;
    while i < what.len() {
        if from + i >= text.len() || text[from + i] != what[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// The message of the first crate for which `left <= right` does not hold.
#[must_use]
pub const fn first_violation<const N: usize>(
    names: &[&str],
    left: &[u64],
    right: &[u64],
    template: &str,
    origins: &[&str],
) -> Option<Message<N>> {
    let mut i = 0;
    while i < names.len() {
        if at(left, i) > at(right, i) {
            return violation(names[i], at(left, i), at(right, i), 0, template, &["from ", origins[i]]);
        }
        i += 1;
    }
    None
}

/// The message where `left <= right` does not hold, with the places of the template filled in.
#[must_use]
pub const fn violation<const N: usize>(
    name: &str,
    left: u64,
    right: u64,
    sum: u64,
    template: &str,
    evidence: &[&str],
) -> Option<Message<N>> {
    if left <= right {
        return None;
    }
    let mut message = Message::new();
    let text = template.as_bytes();
    let mut copied = 0;
    let mut i = 0;
    while i < text.len() {
        let places: [&[u8]; 6] = [b"{crate}", b"{left}", b"{right}", b"{sum}", b"{width}", b"{space}"];
        let mut place = 0;
        while place < places.len() && !starts_with(text, i, places[place]) {
            place += 1;
        }
        if place == places.len() {
            i += 1;
            continue;
        }
        message.push_bytes(text, copied, i);
        match place {
            0 => message.push(name),
            1 => message.push_size(left),
            2 => message.push_size(right),
            3 => message.push_size(sum),
            4 => message.push_number(usize::BITS as u64),
            _ => message.push_size(ADDRESS_SPACE.saturating_add(1)),
        }
        i += places[place].len();
        copied = i;
    }
    message.push_bytes(text, copied, text.len());
    let mut i = 0;
    while i < evidence.len() {
        message.push(evidence[i]);
        i += 1;
    }
    Some(message)
}

/// The message of `assert_budget!`, where it fails.
#[must_use]
pub const fn over_budget(name: &str, bytes: usize, budget: usize) -> Option<Message<256>> {
    if bytes <= budget {
        return None;
    }
    let mut message = Message::new();
    message.push_size(bytes as u64);
    message.push(" exceed the budget of ");
    message.push(name);
    message.push(" (");
    message.push_size(budget as u64);
    message.push(")");
    Some(message)
}

/// The largest `usize`, as a size.
#[must_use]
pub const fn address_space() -> u64 {
    ADDRESS_SPACE
}

/// A size as a `usize`; what does not fit is refused by an assertion of its own.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "compared with what it was cut from")]
pub const fn bytes(size: u64) -> usize {
    let cut = size as usize;
    if cut as u64 == size { cut } else { usize::MAX }
}

#[must_use]
pub const fn budgets<const N: usize>(sizes: &[u64; N]) -> [usize; N] {
    let mut budgets = [0; N];
    let mut i = 0;
    while i < N {
        budgets[i] = bytes(sizes[i]);
        i += 1;
    }
    budgets
}

#[must_use]
pub const fn sum(sizes: &[u64]) -> u64 {
    let mut sum = 0u64;
    let mut i = 0;
    while i < sizes.len() {
        sum = sum.saturating_add(sizes[i]);
        i += 1;
    }
    sum
}

/// A sum and its margin in hundredths of a percent, rounded up.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "compared with the largest value first")]
pub const fn with_margin(sum: u64, hundredths: u64) -> u64 {
    let with_margin = (sum as u128 * (10_000 + hundredths as u128)).div_ceil(10_000);
    if with_margin > u64::MAX as u128 { u64::MAX } else { with_margin as u64 }
}

/// The list of all crates. It is implemented for a type with a parameter, because the compiler then evaluates it where
/// it is used and not before: that takes time quadratic in the number of crates.
pub trait Table<C: 'static> {
    const ALL: &'static [C];
}

/// # Errors
/// [`UnknownCrate`] where no crate has this name.
pub fn find<C: BudgetedCrate>(name: &str) -> Result<C, UnknownCrate> {
    C::ALL.iter().copied().find(|id| id.name() == name).ok_or(UnknownCrate)
}

#[must_use]
pub const fn all<C: BudgetedCrate, const N: usize>() -> [C; N] {
    let mut all = [C::ALL[0]; N];
    let mut i = 0;
    while i < N {
        all[i] = C::ALL[i];
        i += 1;
    }
    all
}

/// The text of an index in a list that is sorted by index and does not have all; empty where there is none.
#[must_use]
pub const fn entry(list: &'static [(usize, &'static str)], index: usize) -> &'static str {
    let (mut from, mut to) = (0, list.len());
    while from < to {
        let middle = from + (to - from) / 2;
        if list[middle].0 == index {
            return list[middle].1;
        } else if list[middle].0 < index {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    ""
}

/// Writes a variant's name: the one that was chosen, or the one that comes of the crate's name.
///
/// # Errors
/// Those of the formatter.
pub fn fmt_variant(name: &str, chosen: &str, formatter: &mut Formatter<'_>) -> FmtResult {
    formatter.write_str(chosen)?;
    if !chosen.is_empty() {
        return Ok(());
    }
    for word in name.strip_prefix("wrt-").unwrap_or(name).split(['-', '_']) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            formatter.write_char(first.to_ascii_uppercase())?;
            formatter.write_str(letters.as_str())?;
        }
    }
    Ok(())
}

#[must_use]
pub const fn from_index<C: BudgetedCrate>(index: usize) -> Option<C> {
    if index < C::COUNT { Some(C::ALL[index]) } else { None }
}

/// The crate with this index, in a constant and without naming the enum.
#[must_use]
pub const fn nth<C: BudgetedCrate>(index: usize) -> C {
    C::ALL[index]
}

#[doc(hidden)]
#[macro_export]
macro_rules! __wrt_map_crates {
    ($f:expr; $($index:literal)*) => {
        [$($f($crate::__private::nth($index))),*]
    };
}
