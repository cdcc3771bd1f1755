//! The configuration as it is written: every value with its place, nothing yet decided.

use crate::findings::Origin;
use crate::predicate::Predicate;
use crate::preset::Preset;

/// Something written, with its place.
#[derive(Clone)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// A size.
pub(crate) struct WrittenSize {
    /// In bytes. One that could not be read is already reported: of that there is what was probably meant.
    pub(crate) value: Result<u64, Option<u64>>,
    pub(crate) origin: Origin,
    /// Whether it is no size of its own but the sum of the crate budgets, as a total can be.
    pub(crate) is_sum: bool,
}

impl WrittenSize {
    pub(crate) fn new(value: Result<u64, Option<u64>>, origin: Origin) -> Self {
        WrittenSize { value, origin, is_sum: false }
    }
}

/// A crate's budget in the flat form.
pub(crate) struct FlatBudget {
    pub(crate) name: String,
    pub(crate) size: WrittenSize,
}

/// What a target section says of a crate's limits.
pub(crate) struct Limits {
    pub(crate) name: String,
    pub(crate) min: Option<WrittenSize>,
    pub(crate) max: Option<WrittenSize>,
}

/// `[crates.NAME]`
pub(crate) struct Declaration {
    pub(crate) name: Written<String>,
    pub(crate) budget: Option<WrittenSize>,
    pub(crate) min: Option<WrittenSize>,
    pub(crate) max: Option<WrittenSize>,
    pub(crate) purpose: Option<String>,
    pub(crate) variant: Option<Written<String>>,
    pub(crate) memory_system: Option<bool>,
}

/// A region of a linker script, whose length is a limit.
pub(crate) struct WrittenRegion {
    pub(crate) script: Written<String>,
    pub(crate) region: Written<String>,
}

/// What the top level, a profile and a target section have in common.
#[derive(Default)]
pub(crate) struct Overlay {
    pub(crate) budgets: Vec<FlatBudget>,
    /// Of a target section alone.
    pub(crate) limits: Vec<Limits>,
    pub(crate) total: Option<WrittenSize>,
    pub(crate) platform_limit: Option<WrittenSize>,
    /// Where the limit stands in a linker script, which is not read yet.
    pub(crate) limit_region: Option<WrittenRegion>,
    pub(crate) strict_mode: Option<bool>,
    /// What misspelt keys probably mean; the parser's own.
    pub(crate) guesses: Vec<FlatBudget>,
}

/// A whole configuration.
#[derive(Default)]
pub(crate) struct Document {
    pub(crate) preset: Preset,
    /// Where the file says so, if it does.
    pub(crate) preset_origin: Option<Origin>,
    /// What crate names begin with, if that is not the preset's own.
    pub(crate) prefix: Option<String>,
    pub(crate) top: Overlay,
    /// In hundredths of a percent, with its text.
    pub(crate) safety_margin: Option<Written<(u32, String)>>,
    pub(crate) integration_check: Option<bool>,
    /// `exempt` of `[integration]`.
    pub(crate) exempt: Vec<(String, Origin)>,
    pub(crate) crates: Vec<Declaration>,
    /// In file order.
    pub(crate) targets: Vec<(Predicate, Overlay)>,
    pub(crate) profiles: Vec<(String, Overlay)>,
    /// Where each of them is declared.
    pub(crate) profile_origins: Vec<Origin>,
}

impl Document {
    /// Where a total is written as the sum of the crates.
    pub(crate) fn sums(&self) -> Vec<&Origin> {
        let mut totals = vec![&self.top.total];
        for (_, overlay) in &self.profiles {
            totals.push(&overlay.total);
        }
        for (_, overlay) in &self.targets {
            totals.push(&overlay.total);
        }
        let mut sums = Vec::new();
        for total in &totals {
            match total {
                Some(total) if total.is_sum => sums.push(&total.origin),
                _ => {}
            }
        }
        sums
    }

    /// What crate names begin with; empty where they have nothing in common.
    pub(crate) fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or(self.preset.prefix())
    }
}
