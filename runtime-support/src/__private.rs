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

pub use crate::message::{Message, Part, first_violation, over_budget, size_message, violation};
pub use crate::{
    __budgets_implement as implement, __budgets_map_crates as map_crates, __budgets_memory_monitor as memory_monitor,
    __budgets_memory_system as memory_system,
};

use core::fmt::Write as _;

/// How many live charges the program's ledger has records for.
pub const RECORDS: usize = 512;

use crate::{BudgetedCrate, UnknownCrate};

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

/// The largest `usize`, as a size.
#[must_use]
pub const fn address_space() -> u64 {
    usize::MAX as u64
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
    const BUDGETS: &'static [usize];
}

#[must_use]
pub const fn sum_of(budgets: &[usize]) -> usize {
    let mut sum = 0usize;
    let mut i = 0;
    while i < budgets.len() {
        sum = sum.saturating_add(budgets[i]);
        i += 1;
    }
    sum
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

/// The budget of a crate, or no bound where it is among those that could not be read.
#[must_use]
pub const fn most(index: usize, budget: usize, unsure: &[usize]) -> usize {
    let mut i = 0;
    while i < unsure.len() {
        if unsure[i] == index {
            return usize::MAX;
        }
        i += 1;
    }
    budget
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
macro_rules! __budgets_map_crates {
    ($f:expr; $($index:literal)*) => {
        [$($f($crate::__private::nth($index))),*]
    };
}
