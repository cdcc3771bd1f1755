//! What a program is looked at with: records of live charges, and how memory is used.

mod leaks;
#[cfg(all(test, loom))]
mod models;
#[cfg(all(test, not(loom)))]
mod numbers;
mod patterns;
mod records;
mod slot;

pub use leaks::{Leak, LeakReport};
pub(super) use patterns::Counts;
pub use patterns::{Bucket, Pattern, UsagePatterns};
pub use records::Records;

use core::panic::Location;

use records::Table;

use super::Ledger;
use super::account::Account;
use super::atomic::{AtomicUsize, Ordering::AcqRel, Ordering::Relaxed, Statistic};
use crate::BudgetedCrate;

/// Whether a charge is written down.
#[derive(Clone, Copy)]
pub(super) enum Noted {
    /// No: it is one within a budget that is charged already.
    Not,
    /// It is counted, and has no record.
    WithoutRecord,
    /// It has the record in this slot.
    In(usize),
}

/// What a ledger writes down beside its accounts.
pub(super) struct Debugging<const N: usize> {
    table: Table,
    /// The ledger's among those that have charged with a table, from 1; 0 as long as it has not.
    number: AtomicUsize,
    /// How many charges found no room in the table.
    untracked: Statistic,
    counts: [Counts; N],
}

impl<const N: usize> Debugging<N> {
    maybe_const! {
        pub(super) fn new() -> Self {
            Debugging {
                table: Table::EMPTY,
                number: AtomicUsize::new(0),
                untracked: Statistic::new(0),
                counts: patterns::counts(),
            }
        }
    }

    /// The table, where it is this ledger's or nobody's yet.
    fn claimed_table(&self) -> Option<&Table> {
        static LEDGERS: Statistic = Statistic::new(0);
        if self.table.is_missing() {
            return None;
        }
        let number = match self.number.load(Relaxed) {
            0 => {
                // Where all numbers are had, the next ledger goes without a table.
                let next = LEDGERS.fetch_update(Relaxed, Relaxed, |count| count.checked_add(1)).ok()? + 1;
                self.number.compare_exchange(0, next, Relaxed, Relaxed).map_or_else(|first| first, |_| next)
            }
            number => number,
        };
        self.table.claim(number).then_some(&self.table)
    }

    /// The table, if it is this ledger's: no other one has records.
    pub(super) fn table(&self) -> Table {
        let number = self.number.load(Relaxed);
        if number > 0 && self.table.belongs_to(number) { self.table } else { Table::EMPTY }
    }

    /// Counts a charge and records it.
    pub(super) fn charged(&self, index: usize, bytes: usize, location: &'static Location<'static>) -> Noted {
        self.counts[index].charged(bytes);
        self.record(index, bytes, location)
    }

    /// Records a part of a charge as one of its own.
    pub(super) fn split(
        &self,
        whole: Noted,
        index: usize,
        bytes: usize,
        location: &'static Location<'static>,
    ) -> Noted {
        if matches!(whole, Noted::Not) {
            return Noted::Not;
        }
        self.counts[index].split();
        self.record(index, bytes, location)
    }

    fn record(&self, index: usize, bytes: usize, location: &'static Location<'static>) -> Noted {
        if self.table.is_missing() {
            return Noted::WithoutRecord;
        }
        let slot = self.claimed_table().and_then(|table| table.add(index, bytes, location));
        slot.map_or_else(
            || {
                self.untracked.fetch_add(1, Relaxed);
                Noted::WithoutRecord
            },
            Noted::In,
        )
    }

    /// Changes the bytes of a guard's record.
    pub(super) fn resized(&self, noted: Noted, bytes: usize) {
        if let Noted::In(slot) = noted {
            self.table.resize(slot, bytes);
        }
    }

    /// Counts a guard's charge that has grown to so many bytes, and changes its record.
    pub(super) fn grown(&self, index: usize, noted: Noted, bytes: usize) {
        if !matches!(noted, Noted::Not) {
            self.requested(index, bytes);
            self.resized(noted, bytes);
        }
    }

    /// Counts a charge that has grown to so many bytes.
    pub(super) fn requested(&self, index: usize, bytes: usize) {
        self.counts[index].requested(bytes);
    }

    /// Remembers the high-water mark of an account that begins a new one.
    pub(super) fn ends_peak(&self, index: usize, account: &Account) {
        self.counts[index].reached(account.usage().peak);
    }

    /// Counts the return of a charge.
    pub(super) fn returned(&self, index: usize) {
        self.counts[index].released();
    }

    /// Counts the return of a guard's charge, and removes its record.
    pub(super) fn dropped(&self, index: usize, noted: Noted) {
        match noted {
            Noted::Not => {}
            Noted::WithoutRecord => self.returned(index),
            Noted::In(slot) => {
                self.returned(index);
                self.table.remove(slot);
            }
        }
    }

    /// Leaves a guard's record to be found by a key, or where that is 0 by its bytes.
    pub(super) fn kept(&self, index: usize, noted: Noted, bytes: usize, key: usize) {
        match noted {
            Noted::In(slot) => self.table.keep(slot, key),
            Noted::WithoutRecord if key == 0 => {
                self.counts[index].loose.fetch_sub(bytes, AcqRel);
            }
            Noted::WithoutRecord | Noted::Not => {}
        }
    }

    /// Counts a release by hand, and removes the records of its bytes.
    pub(super) fn released(&self, index: usize, bytes: usize) {
        self.returned(index);
        self.table().release(index, bytes, &self.counts[index].loose);
    }
}

impl<C: BudgetedCrate, const N: usize> Ledger<C, N> {
    /// Gives the ledger a table for records of its live charges. When the table is full, charges still succeed, and those
    /// without a record are counted. No two ledgers share a table: see [`Records`].
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
    pub fn leaks(&self) -> LeakReport<'_, C> {
        LeakReport::new(self.debugging.table(), &self.debugging.counts, self.debugging.untracked.load(Relaxed))
    }

    /// How every crate has used memory since the ledger was made, whatever [`reset_peaks`](Self::reset_peaks) and
    /// [`lower_budget`](Self::lower_budget) begin anew.
    /// It is counted with the table of records and without it.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "")]
    /// # pub mod budgets {}
    /// # use budgets::{CrateId, MemorySystem};
    /// let memory = MemorySystem::validated();
    /// drop(memory.charge(CrateId::Runtime, 1000)?);
    /// for (crate_id, pattern) in memory.usage_patterns().iter().filter(|(_, pattern)| pattern.charges > 0) {
    ///     println!("{}: {} charges, a budget of {} bytes would do", crate_id.name(), pattern.charges, pattern.recommendation());
    ///     assert_eq!((pattern.largest, pattern.peak, pattern.recommendation()), (1000, 1000, 2048));
    /// }
    /// # Ok::<(), memory_budgets::BudgetExceeded>(())
    /// ```
    #[must_use]
    pub fn usage_patterns(&self) -> UsagePatterns<C, N> {
        UsagePatterns::new(|crate_id: C| {
            let counts = self.debugging.counts.get(crate_id.index());
            counts.map_or(Pattern::EMPTY, |counts| counts.pattern(&self.usage(crate_id)))
        })
    }
}
