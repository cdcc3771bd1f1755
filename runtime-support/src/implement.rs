//! The code of every `CrateId`. What the attribute emits is data; it ends in a call of this.

/// Implements the methods and traits of the enum `CrateId` beside it, from the tables of these names. The numbers are the
/// indices of the crates whose budgets could not be read.
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_implement {
    ($table:ident $names:ident $chosen:ident $purposes:ident $origins:ident $($unsure:literal)*) => {
        #[allow(clippy::same_name_method, clippy::multiple_inherent_impl)]
        impl CrateId {
            /// The package's name.
            #[must_use]
            #[inline]
            pub const fn name(self) -> &'static $crate::__private::str {
                $names[self.index()]
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
            pub const fn from_index(index: $crate::__private::usize) -> $crate::__private::Option<Self> {
                $crate::__private::from_index(index)
            }

            /// Whether an amount in bytes is within the budget.
            #[must_use]
            #[inline]
            pub const fn fits(self, bytes: $crate::__private::usize) -> $crate::__private::bool {
                bytes <= self.__budgets_most()
            }

            /// The most that an assertion may ask for: after an error, a budget that could not be read fails none.
            #[doc(hidden)]
            #[must_use]
            #[inline]
            pub const fn __budgets_most(self) -> $crate::__private::usize {
                $crate::__private::most(self.index(), self.budget(), &[$($unsure),*])
            }

            /// What the crate is for; empty where the configuration does not say.
            #[must_use]
            #[inline]
            pub const fn purpose(self) -> &'static $crate::__private::str {
                $crate::__private::entry($purposes, self.index())
            }

            /// Where the budget came from: a line of a file, an environment variable, or the preset.
            #[must_use]
            #[inline]
            pub const fn origin(self) -> &'static $crate::__private::str {
                $origins[self.index()]
            }
        }

        /// The variant's name.
        impl $crate::__private::Debug for CrateId {
            #[inline]
            fn fmt(&self, formatter: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::fmt_variant(self.name(), $crate::__private::entry($chosen, self.index()), formatter)
            }
        }

        /// The package's name.
        impl $crate::__private::Display for CrateId {
            #[inline]
            fn fmt(&self, formatter: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                formatter.pad(self.name())
            }
        }

        /// From the package's name.
        impl $crate::__private::FromStr for CrateId {
            type Err = $crate::UnknownCrate;

            #[inline]
            fn from_str(name: &$crate::__private::str) -> $crate::__private::Result<Self, $crate::UnknownCrate> {
                $crate::__private::find(name)
            }
        }

        #[allow(clippy::same_name_method)]
        impl $crate::BudgetedCrate for CrateId {
            const COUNT: $crate::__private::usize = Self::COUNT;
            type Table = $table<0>;

            #[inline]
            fn index(self) -> $crate::__private::usize {
                Self::index(self)
            }

            #[inline]
            fn name(self) -> &'static $crate::__private::str {
                Self::name(self)
            }

            #[inline]
            fn budget(self) -> $crate::__private::usize {
                Self::budget(self)
            }
        }
    };
}
