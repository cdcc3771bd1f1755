//! The code of every `CrateId`. What the attribute emits is data; it ends in a call of the macro here.

use core::fmt::{self, Write as _};

use crate::crates::fit;
use crate::{BudgetedCrate, UnknownCrate};

/// What the attribute implements for its enum. The public trait follows from it, so that no method of the enum has the name
/// of one that is implemented beside it: there is a lint against that.
pub trait Generated: Copy + Eq + fmt::Debug + 'static {
    type List: List<Self>;
    const NAMES: &'static [&'static str];
    const SIZES: &'static [usize];
    const TOTAL_SIZE: usize;

    fn __budgets_index(self) -> usize;
}

/// The list of all crates.
pub trait List<C: 'static> {
    const ALL: &'static [C];
}

/// What the list is implemented for. It has a parameter, because the compiler then evaluates the list where it is used and not
/// before: that takes time quadratic in the number of crates.
pub struct Lazy<const LAZY: usize>;

impl<C: Generated> BudgetedCrate for C {
    const COUNT: usize = C::SIZES.len();
    const ALL: &'static [C] = C::List::ALL;
    const BUDGETS: &'static [usize] = C::SIZES;
    const TOTAL: usize = C::TOTAL_SIZE;
    // What is asserted beside the enum, or was found when the configuration was read.
    const REFUSED: bool = !fit(C::SIZES, C::TOTAL_SIZE);
    const GENERATED: bool = true;

    #[inline]
    fn index(self) -> usize {
        self.__budgets_index()
    }

    #[inline]
    fn name(self) -> &'static str {
        C::NAMES[self.__budgets_index()]
    }

    #[inline]
    fn budget(self) -> usize {
        C::SIZES[self.__budgets_index()]
    }
}

/// Implements the methods and traits of the enum `CrateId`, from the tables beside it. `$room` is how many bytes the text of
/// a failing assertion may have.
///
/// A name that is bound in a macro means whatever constant, static or unit struct of that name the consumer has in scope, and
/// so do the names of parameters: all have the private prefix.
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_implement {
    ($room:literal) => {
        impl CrateId {
            /// The package's name.
            #[must_use]
            #[inline]
            pub const fn name(self) -> &'static $crate::__private::str {
                __BUDGETS_NAMES[self.index()]
            }

            /// The package's name without the prefix that the workspace's packages share.
            #[must_use]
            #[inline]
            pub const fn short_name(self) -> &'static $crate::__private::str {
                $crate::__private::short_name(self.name(), __BUDGETS_PREFIX)
            }

            /// The budget in bytes.
            #[must_use]
            #[inline]
            pub const fn budget(self) -> $crate::__private::usize {
                (&CRATE_BUDGETS)[self.index()]
            }

            /// The position in [`ALL`](Self::ALL), from 0.
            #[must_use]
            #[inline]
            pub const fn index(self) -> $crate::__private::usize {
                self as $crate::__private::usize
            }

            /// The crate at a position in [`ALL`](Self::ALL).
            #[must_use]
            #[inline]
            pub const fn from_index(__budgets_index: $crate::__private::usize) -> $crate::__private::Option<Self> {
                $crate::__private::from_index(__budgets_index)
            }

            /// Whether an amount in bytes is within the budget.
            #[must_use]
            #[inline]
            pub const fn fits(self, __budgets_bytes: $crate::__private::usize) -> $crate::__private::bool {
                __budgets_bytes <= self.budget() || $crate::__private::contains(__BUDGETS_UNSURE, self.index())
            }

            /// What the crate is for; empty where the configuration does not say.
            #[must_use]
            #[inline]
            pub const fn purpose(self) -> &'static $crate::__private::str {
                $crate::__private::entry(__BUDGETS_PURPOSES, self.index())
            }

            /// Where the budget came from: a line of a file, an environment variable, or the preset.
            #[must_use]
            #[inline]
            pub const fn origin(self) -> &'static $crate::__private::str {
                __BUDGETS_ORIGINS[self.index()]
            }

            /// What `assert_budget!` calls.
            #[doc(hidden)]
            #[inline]
            #[track_caller]
            pub const fn __budgets_assert(self, __budgets_bytes: $crate::__private::usize) {
                if !self.fits(__budgets_bytes) {
                    $crate::__private::over_budget::<$room>(self.name(), __budgets_bytes, self.budget(), self.origin());
                }
            }
        }

        /// The variant's name.
        impl $crate::__private::Debug for CrateId {
            #[inline]
            fn fmt(&self, __budgets_formatter: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                let __budgets_chosen = $crate::__private::entry(__BUDGETS_CHOSEN, self.index());
                $crate::__private::fmt_variant(self.short_name(), __budgets_chosen, __budgets_formatter)
            }
        }

        /// The package's name.
        impl $crate::__private::Display for CrateId {
            #[inline]
            fn fmt(&self, __budgets_formatter: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                __budgets_formatter.pad(self.name())
            }
        }

        /// From the package's name.
        impl $crate::__private::FromStr for CrateId {
            type Err = $crate::UnknownCrate;

            #[inline]
            fn from_str(
                __budgets_name: &$crate::__private::str,
            ) -> $crate::__private::Result<Self, $crate::UnknownCrate> {
                $crate::__private::find(__budgets_name)
            }
        }

        impl $crate::__private::Generated for CrateId {
            type List = $crate::__private::Lazy<0>;
            const NAMES: &'static [&'static $crate::__private::str] = __BUDGETS_NAMES;
            const SIZES: &'static [$crate::__private::usize] = &CRATE_BUDGETS;
            const TOTAL_SIZE: $crate::__private::usize = TOTAL_SYSTEM_BUDGET;

            #[inline]
            fn __budgets_index(self) -> $crate::__private::usize {
                self.index()
            }
        }
    };
}

/// What `map_crates!` of the generated module comes to: it may stand where the enum's name means something else, so that the
/// type is left to the function.
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_map_crates {
    ($f:expr; $($index:literal)*) => {
        [$($f($crate::__private::nth($index))),*]
    };
}

/// # Errors
/// [`UnknownCrate`] where no crate has this name.
pub fn find<C: Generated>(name: &str) -> Result<C, UnknownCrate> {
    let index = C::NAMES.iter().position(|&other| other == name);
    index.and_then(from_index).ok_or(UnknownCrate)
}

#[must_use]
pub const fn all<C: Generated, const N: usize>() -> [C; N] {
    let mut all = [C::List::ALL[0]; N];
    let mut i = 0;
    while i < N {
        all[i] = C::List::ALL[i];
        i += 1;
    }
    all
}

#[must_use]
pub const fn from_index<C: Generated>(index: usize) -> Option<C> {
    if index < C::SIZES.len() { Some(C::List::ALL[index]) } else { None }
}

/// The crate with this index, in a constant and without naming the enum.
#[must_use]
pub const fn nth<C: Generated>(index: usize) -> C {
    C::List::ALL[index]
}

#[must_use]
pub const fn contains(list: &[usize], index: usize) -> bool {
    let mut i = 0;
    while i < list.len() && list[i] != index {
        i += 1;
    }
    i < list.len()
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

/// The name without a prefix, which may be empty, and the dash behind it.
#[must_use]
pub const fn short_name(name: &'static str, prefix: &str) -> &'static str {
    let (text, prefix) = (name.as_bytes(), prefix.as_bytes());
    if prefix.is_empty() || text.len() <= prefix.len() || text[prefix.len()] != b'-' {
        return name;
    }
    let mut same = 0;
    while same < prefix.len() && text[same] == prefix[same] {
        same += 1;
    }
    match core::str::from_utf8(text.split_at(same + 1).1) {
        Ok(short) if same == prefix.len() => short,
        _ => name,
    }
}

/// Writes a variant's name: the one that was chosen, or the one that comes of the crate's name without its prefix.
///
/// # Errors
/// Those of the formatter.
pub fn fmt_variant(short_name: &str, chosen: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str(chosen)?;
    if !chosen.is_empty() {
        return Ok(());
    }
    for word in short_name.split(['-', '_']) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            formatter.write_char(first.to_ascii_uppercase())?;
            formatter.write_str(letters.as_str())?;
        }
    }
    Ok(())
}
