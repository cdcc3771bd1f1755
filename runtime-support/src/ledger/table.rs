//! A report as a table, made without an allocator.

use core::fmt;

use super::usage::{Usage, UsageReport};
use crate::BudgetedCrate;
use crate::message::{Message, unit};

/// How many characters a full bar has.
const BAR: usize = 20;

impl<C: BudgetedCrate, const N: usize> fmt::Display for UsageReport<C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = self.total();
        let last = [("sum", sum), ("total", Usage { budget: self.total_budget(), ..sum })];
        let rows = || self.iter().map(|(id, usage)| (id.name(), *usage)).chain(last);
        let names = rows().map(|(name, _)| name.len()).fold("crate".len(), usize::max);
        let budget = Column::of("budget", rows().map(|(_, usage)| usage.budget));
        let used = Column::of("used", rows().map(|(_, usage)| usage.used));
        let peak = Column::of("peak", rows().map(|(_, usage)| usage.peak));
        write!(f, "{:names$}", "crate")?;
        for column in [&budget, &used, &peak] {
            write!(f, "  {:>1$}", column.title, column.width)?;
        }
        f.write_str("  percent")?;
        for (name, usage) in rows() {
            write!(f, "\n{name:names$}")?;
            for (column, bytes) in [(&budget, usage.budget), (&used, usage.used), (&peak, usage.peak)] {
                write!(f, "  {:>1$}", column.cell(bytes).as_str(), column.width)?;
            }
            write!(f, "  {:>6}%  [", usage.percent())?;
            // Anything in use shows.
            let full = (usage.percent().min(100) * BAR / 100).max(usize::from(usage.used > 0));
            for i in 0..BAR {
                f.write_str(if i < full { "#" } else { "." })?;
            }
            f.write_str("]")?;
        }
        Ok(())
    }
}

/// A column of sizes in one unit: the largest that shows each of them exactly with at most two decimals.
struct Column {
    title: &'static str,
    /// A power of two.
    unit: u32,
    decimals: u32,
    width: usize,
}

impl Column {
    fn of(title: &'static str, sizes: impl Iterator<Item = usize> + Clone) -> Column {
        // 0 is 0 in any unit, and what is larger has a unit that shows it.
        let least = sizes.clone().filter(|size| *size > 0).map(|size| unit(size as u64).0).min();
        let mut column = Column { title, unit: least.unwrap_or(0), decimals: 0, width: title.len() };
        for size in sizes.clone() {
            column.decimals = column.decimals.max(column.decimals_of(size));
        }
        for size in sizes {
            column.width = column.width.max(column.cell(size).as_str().len());
        }
        column
    }

    /// How many hundredths of the unit a size has beside whole ones.
    fn hundredths(&self, size: usize) -> u64 {
        let unit = 1u64 << self.unit;
        ((size as u64 % unit) * 100) >> self.unit
    }

    fn decimals_of(&self, size: usize) -> u32 {
        match self.hundredths(size) {
            0 => 0,
            tenths if tenths % 10 == 0 => 1,
            _ => 2,
        }
    }

    /// A size with as many decimals as the others have.
    fn cell(&self, size: usize) -> Message<40> {
        let mut cell = Message::new();
        cell.push_number(size as u64 >> self.unit);
        if self.decimals > 0 {
            let hundredths = self.hundredths(size);
            cell.push(".");
            cell.push_number(hundredths / 10);
            if self.decimals > 1 {
                cell.push_number(hundredths % 10);
            }
        }
        match (self.unit, size) {
            (0, 1) => cell.push(" byte "), // below the others' digits
            _ => cell.push_unit(self.unit, 0),
        }
        cell
    }
}
