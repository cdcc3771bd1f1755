//! What the generated module has of the ledger: its type, and with a feature the one of the program.

/// How many live charges the program's ledger has records for, where the attribute does not say.
pub const RECORDS: usize = 512;

/// The type of the ledger. Targets without compare-and-swap have one with the feature `portable-atomic` only.
#[cfg(any(target_has_atomic = "ptr", feature = "portable-atomic"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_system {
    ($count:literal) => {
        /// The ledger of what these crates use at run time.
        pub type MemorySystem = $crate::Ledger<CrateId, $count>;
    };
}

/// What stands in for it there: whoever names it is told what to do.
#[cfg(not(any(target_has_atomic = "ptr", feature = "portable-atomic")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_system {
    ($count:literal) => {
        /// There is no ledger on this target without the feature `portable-atomic`.
        #[deprecated(
            note = "this target has no compare-and-swap, which the ledger counts with: enable the feature `portable-atomic` of `memory-budgets`"
        )]
        #[derive($crate::__private::Debug)]
        pub struct MemorySystem(());
    };
}

/// The ledger of the program, with as many records and the threshold that the attribute says.
#[cfg(feature = "memory-monitoring")]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_monitor {
    ($($records:literal)? $(; $threshold:literal)?) => {
        /// The ledger of the program, and its report.
        pub mod memory_monitor {
            $crate::__budgets_records! { $($records)? }
            static MEMORY_SYSTEM: super::MemorySystem =
                $crate::__budgets_with_records!($crate::__budgets_with_threshold!(
                    super::MemorySystem::validated() $(; $threshold)?
                ));

            /// The ledger that all crates of the program share.
            #[must_use]
            #[inline]
            pub const fn memory_system() -> &'static super::MemorySystem {
                &MEMORY_SYSTEM
            }

            /// How much every crate is using.
            #[must_use]
            pub fn get_usage_report() -> $crate::UsageReport<super::CrateId, { super::CrateId::COUNT }> {
                MEMORY_SYSTEM.report()
            }
        }
    };
}

#[cfg(not(feature = "memory-monitoring"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_monitor {
    ($($records:literal)? $(; $threshold:literal)?) => {};
}

/// The table of its records.
#[cfg(feature = "memory-debug")]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_records {
    ($records:literal) => {
        $crate::__budgets_records! { for Records<$records> }
    };
    () => {
        $crate::__budgets_records! { for Records<{ $crate::__private::RECORDS }> }
    };
    (for Records<$records:tt>) => {
        static RECORDS: $crate::Records<$records> = $crate::Records::new();
    };
}

#[cfg(feature = "memory-debug")]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_with_records {
    ($memory:expr) => {
        $memory.with_records(&RECORDS)
    };
}

#[cfg(not(feature = "memory-debug"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_records {
    ($($records:literal)?) => {};
}

#[cfg(not(feature = "memory-debug"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_with_records {
    ($memory:expr) => {
        $memory
    };
}

#[cfg(feature = "budget-tracking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_with_threshold {
    ($memory:expr; $threshold:literal) => {
        $memory.with_threshold($threshold)
    };
    ($memory:expr) => {
        $memory
    };
}

#[cfg(not(feature = "budget-tracking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_with_threshold {
    ($memory:expr $(; $threshold:literal)?) => {
        $memory
    };
}
