//! What a program is looked at with: records of live charges, and how memory is used.

mod leaks;
mod patterns;
mod records;

pub use leaks::{Leak, LeakReport};
pub(super) use patterns::Counts;
pub use patterns::{Pattern, UsagePatterns};
pub use records::Records;
pub(super) use records::Table;

use core::panic::Location;

use super::MemorySystem;
use crate::BudgetedCrate;

/// What a ledger writes down beside its accounts.
pub(super) struct Debugging<const N: usize> {
    pub(super) table: Table,
    pub(super) counts: [Counts; N],
}

impl<const N: usize> Debugging<N> {
    pub(super) const fn new() -> Self {
        Debugging { table: Table::EMPTY, counts: [const { Counts::new() }; N] }
    }

    /// Counts a charge and records it; the record's slot, if there is room.
    pub(super) fn charged(&self, index: usize, bytes: usize, location: &'static Location<'static>) -> Option<usize> {
        self.counts[index].charged(bytes);
        self.table.add(index, bytes, location)
    }
}

impl<C: BudgetedCrate, const N: usize> MemorySystem<C, N> {
    /// Gives the ledger a table for records of its live charges. When the table is full, charges still succeed, and those
    /// without a record are counted.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem, TOTAL_MEMORY_BUDGET};
    /// use memory_budgets::Records;
    ///
    /// static RECORDS: Records<64> = Records::new();
    /// let memory = MemorySystem::new(TOTAL_MEMORY_BUDGET)?.with_records(&RECORDS);
    /// let charge = memory.charge(CrateId::Runtime, 4096)?;
    /// let leaks = memory.leaks();
    /// let leak = leaks.iter().next().unwrap();
    /// assert_eq!((leak.crate_id, leak.bytes), (CrateId::Runtime, 4096));
    /// println!("{leaks}"); // … 4KB in 1 charge to wrt-runtime at src/main.rs:9:21
    /// # drop(charge);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_records<const R: usize>(mut self, records: &'static Records<R>) -> Self {
        self.debugging.table = records.table();
        self
    }

    /// The charges that are live, oldest first; none where the ledger has no table.
    #[must_use]
    pub fn leaks(&self) -> LeakReport<C> {
        LeakReport::new(self.debugging.table)
    }

    /// How every crate has used memory so far.
    #[must_use]
    pub fn usage_patterns(&self) -> UsagePatterns<C, N> {
        UsagePatterns::new(|crate_id: C| self.debugging.counts[crate_id.index()].pattern(&self.usage(crate_id)))
    }
}
