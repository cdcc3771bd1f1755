//! The code of every `Profile`.

use crate::UnknownProfile;

/// Implements the methods and traits of the enum `Profile`, from the tables beside it.
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_implement_profile {
    () => {
        impl Profile {
            /// As the configuration calls it.
            #[must_use]
            #[inline]
            pub const fn name(self) -> &'static $crate::__private::str {
                __BUDGETS_PROFILE_NAMES[self as $crate::__private::usize]
            }

            /// The budget of every crate in bytes, by `CrateId as usize`: what is in force where this profile is selected and
            /// no environment variable speaks.
            #[must_use]
            #[inline]
            pub const fn budgets(self) -> &'static [$crate::__private::usize; CrateId::COUNT] {
                &__BUDGETS_PROFILE_BUDGETS[self as $crate::__private::usize]
            }

            /// The budget of a crate in bytes.
            #[must_use]
            #[inline]
            pub const fn budget(self, __budgets_id: CrateId) -> $crate::__private::usize {
                self.budgets()[__budgets_id.index()]
            }

            /// The total in bytes.
            #[must_use]
            #[inline]
            pub const fn total(self) -> $crate::__private::usize {
                __BUDGETS_PROFILE_TOTALS[self as $crate::__private::usize]
            }
        }

        /// As the configuration calls it.
        impl $crate::__private::Display for Profile {
            #[inline]
            fn fmt(&self, __budgets_formatter: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                __budgets_formatter.pad(self.name())
            }
        }

        /// From the name in the configuration.
        impl $crate::__private::FromStr for Profile {
            type Err = $crate::UnknownProfile;

            #[inline]
            fn from_str(
                __budgets_name: &$crate::__private::str,
            ) -> $crate::__private::Result<Self, $crate::UnknownProfile> {
                $crate::__private::find_profile(__budgets_name, __BUDGETS_PROFILE_NAMES, &Self::ALL)
            }
        }
    };
}

/// # Errors
/// [`UnknownProfile`] where none has this name.
pub fn find_profile<P: Copy>(name: &str, names: &[&str], all: &[P]) -> Result<P, UnknownProfile> {
    let found = names.iter().zip(all).find(|(known, _)| **known == name);
    found.map(|(_, profile)| *profile).ok_or(UnknownProfile)
}
