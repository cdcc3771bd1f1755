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

#[cfg(not(any(target_has_atomic = "ptr", feature = "portable-atomic")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_system {
    ($count:literal) => {};
}

/// The ledger of the program.
#[cfg(feature = "memory-monitoring")]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_memory_monitor {
    ($($records:literal)?) => {
        /// The ledger of the program, and its report.
        pub mod memory_monitor {
            $crate::__budgets_global_ledger! { $($records)? }

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
    ($($records:literal)?) => {};
}

#[cfg(all(feature = "memory-monitoring", not(feature = "memory-debug")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_global_ledger {
    ($($records:literal)?) => {
        static MEMORY_SYSTEM: super::MemorySystem = super::MemorySystem::validated();
    };
}

#[cfg(all(feature = "memory-monitoring", feature = "memory-debug"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __budgets_global_ledger {
    ($records:literal) => {
        $crate::__budgets_global_ledger! { for Records<$records> }
    };
    () => {
        $crate::__budgets_global_ledger! { for Records<{ $crate::__private::RECORDS }> }
    };
    (for Records<$records:tt>) => {
        static RECORDS: $crate::Records<$records> = $crate::Records::new();
        static MEMORY_SYSTEM: super::MemorySystem = super::MemorySystem::validated().with_records(&RECORDS);
    };
}
