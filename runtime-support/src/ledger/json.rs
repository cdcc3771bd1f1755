//! A report as JSON, with and without serde: `cargo memory-budget measure --peaks` reads it.

use core::fmt::{self, Write as _};

use super::usage::{Usage, UsageReport};
use crate::BudgetedCrate;

/// The version of the form, which changes when a program that reads it has to know.
const SCHEMA: u32 = 1;

impl<C: BudgetedCrate, const N: usize> UsageReport<C, N> {
    /// The report as one line of JSON, for whatever firmware prints to: a serial line, RTT, semihosting. It needs no allocator,
    /// and the feature `serde` gives the same.
    ///
    /// `{"schema":1,"crates":[{"name","used","peak","budget","live","refused"}],"used","peak","total"}`, with amounts in bytes.
    /// `cargo memory-budget measure --peaks` holds it against a program's file.
    ///
    /// ```
    /// # #[memory_budgets::memory_budgets(toml = "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4")]
    /// # pub mod budgets {}
    /// let memory = budgets::MemorySystem::validated();
    /// assert_eq!(
    ///     memory.report().json().to_string(),
    ///     r#"{"schema":1,"crates":[{"name":"app","used":0,"peak":0,"budget":4,"live":0,"refused":0}],"used":0,"peak":0,"total":9}"#
    /// );
    /// ```
    pub fn json(&self) -> impl fmt::Display + '_ {
        Json(self)
    }
}

struct Json<'r, C, const N: usize>(&'r UsageReport<C, N>);

impl<C: BudgetedCrate, const N: usize> fmt::Display for Json<'_, C, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"{{"schema":{SCHEMA},"crates":["#)?;
        for (i, (id, usage)) in self.0.iter().enumerate() {
            f.write_str(if i > 0 { r#",{"name":"# } else { r#"{"name":"# })?;
            string(id.name(), f)?;
            let Usage { used, budget, peak, live, refused } = usage;
            write!(f, r#","used":{used},"peak":{peak},"budget":{budget},"live":{live},"refused":{refused}}}"#)?;
        }
        let Usage { used, peak, .. } = self.0.total();
        write!(f, r#"],"used":{used},"peak":{peak},"total":{}}}"#, self.0.total_budget())
    }
}

/// A string of JSON. The names of packages need no escape; those of an enum that was written by hand may.
fn string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(feature = "serde")]
mod serde {
    use serde::ser::{Serialize, SerializeStruct, Serializer};

    use super::{SCHEMA, Usage, UsageReport};
    use crate::BudgetedCrate;

    /// As in a [`UsageReport`], without a name.
    impl Serialize for Usage {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            fields(self, serializer.serialize_struct("Usage", 5)?)
        }
    }

    fn fields<S: SerializeStruct>(usage: &Usage, mut row: S) -> Result<S::Ok, S::Error> {
        row.serialize_field("used", &usage.used)?;
        row.serialize_field("peak", &usage.peak)?;
        row.serialize_field("budget", &usage.budget)?;
        row.serialize_field("live", &usage.live)?;
        row.serialize_field("refused", &usage.refused)?;
        row.end()
    }

    /// As [`json`](UsageReport::json) has it.
    impl<C: BudgetedCrate, const N: usize> Serialize for UsageReport<C, N> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let sum = self.total();
            let mut report = serializer.serialize_struct("UsageReport", 5)?;
            report.serialize_field("schema", &SCHEMA)?;
            report.serialize_field("crates", &Crates(self))?;
            report.serialize_field("used", &sum.used)?;
            report.serialize_field("peak", &sum.peak)?;
            report.serialize_field("total", &self.total_budget())?;
            report.end()
        }
    }

    struct Crates<'r, C, const N: usize>(&'r UsageReport<C, N>);

    impl<C: BudgetedCrate, const N: usize> Serialize for Crates<'_, C, N> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.iter().map(|(id, usage)| Row { name: id.name(), usage }))
        }
    }

    struct Row<'r> {
        name: &'static str,
        usage: &'r Usage,
    }

    impl Serialize for Row<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut row = serializer.serialize_struct("CrateUsage", 6)?;
            row.serialize_field("name", self.name)?;
            fields(self.usage, row)
        }
    }
}
