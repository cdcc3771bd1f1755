//! The configuration as it is used: every number final, with its origin; only the target is still open.

use crate::findings::Origin;
use crate::predicate::Predicate;
use crate::target::Target;
use crate::work;

/// A size and where it came from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Value {
    /// The size in bytes; of a total that is the sum, what it comes to where no target section changes a budget.
    pub bytes: u64,
    /// Where it came from.
    pub origin: Origin,
    /// Whether it is the sum of the crate budgets, as a total can be: see [`Plan::total_under`].
    pub is_sum: bool,
}

impl Value {
    pub(crate) fn new(bytes: u64, origin: Origin) -> Self {
        Value { bytes, origin, is_sum: false }
    }

    /// Where it came from, in a word: `memory_budget.toml:3`; of a total that is the sum, `sum (memory_budget.toml:3)`.
    #[must_use]
    pub fn said(&self) -> String {
        let origin = self.origin.short();
        if self.is_sum { format!("sum ({origin})") } else { origin }
    }
}

/// A size that target sections may change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Layered {
    /// The size where no section matches.
    pub base: Value,
    /// The size in a section, by the section's index in [`Plan::sections`]; the last one that matches is used.
    pub overlays: Vec<(usize, Value)>,
    /// `false` where a part of it could not be read: it stands in for nothing, and no rule looks at it.
    pub readable: bool,
}

impl Layered {
    pub(crate) fn new(bytes: u64, origin: Origin) -> Self {
        Layered { base: Value::new(bytes, origin), overlays: Vec::new(), readable: true }
    }

    /// The value for a target that matches just these sections; those that are not listed do not match.
    #[must_use]
    pub fn under(&self, matching: &[bool]) -> &Value {
        last_of(&self.overlays, matching).unwrap_or(&self.base)
    }

    /// Every value that some target may see.
    pub fn alternatives(&self) -> impl Iterator<Item = &Value> {
        std::iter::once(&self.base).chain(self.overlays.iter().map(|(_, value)| value))
    }

    /// A text for every value.
    #[must_use]
    pub fn texts(&self, text: &dyn Fn(&Value) -> String) -> Choice {
        let mut overlays = Vec::new();
        for (section, value) in &self.overlays {
            overlays.push((*section, text(value)));
        }
        Choice { base: text(&self.base), overlays }
    }
}

/// The value of the last section that matches.
fn last_of<'v>(overlays: &'v [(usize, Value)], matching: &[bool]) -> Option<&'v Value> {
    work::steps(1 + overlays.len());
    for (section, value) in overlays.iter().rev() {
        if matching.get(*section) == Some(&true) {
            return Some(value);
        }
    }
    None
}

/// A text that depends on the target in the way that a [`Layered`] value does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Choice {
    /// The text where no section matches.
    pub base: String,
    /// The text in a section.
    pub overlays: Vec<(usize, String)>,
}

/// The same on every target.
impl From<String> for Choice {
    fn from(base: String) -> Self {
        Choice { base, overlays: Vec::new() }
    }
}

/// A crate with a budget.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BudgetedCrate {
    /// The package's name.
    pub name: String,
    /// The name without the prefix that crates have in common, and the dash behind it.
    pub(crate) short: String,
    /// The variant of `CrateId`.
    pub variant: String,
    /// The constant with the budget.
    pub constant: String,
    /// The environment variable that overrides the budget.
    pub variable: String,
    /// What the crate is for; empty where nobody said so.
    pub purpose: String,
    /// The budget.
    pub budget: Layered,
    /// The least that the crate works with, where no section says another.
    pub min: Option<Value>,
    /// The most that it may be given, where no section says another.
    pub max: Option<Value>,
    /// The least in a section, by the section's index in [`Plan::sections`]; the last one that matches is in force.
    pub min_overlays: Vec<(usize, Value)>,
    /// And the most.
    pub max_overlays: Vec<(usize, Value)>,
    /// What is said outside all sections, whichever of them match a target that is known.
    pub(crate) outside: Said,
    /// What each section says, those that do not match the target among them, in the order of the file.
    pub(crate) inside: Vec<Said>,
    /// Whether the crate has to use the memory system.
    pub memory_system: bool,
    /// Where it is declared.
    pub origin: Origin,
    /// Whether the file declares it, and not the preset.
    pub declared: bool,
}

/// What one place says of a crate's budget and of its limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// The section's place among all, where it is one.
    pub(crate) section: usize,
    pub(crate) budget: Option<Value>,
    pub(crate) min: Option<Value>,
    pub(crate) max: Option<Value>,
}

impl BudgetedCrate {
    /// The least that the crate works with on a target that matches just these sections.
    #[must_use]
    pub fn min_under(&self, matching: &[bool]) -> Option<&Value> {
        last_of(&self.min_overlays, matching).or(self.min.as_ref())
    }

    /// The most that it may be given there.
    #[must_use]
    pub fn max_under(&self, matching: &[bool]) -> Option<&Value> {
        last_of(&self.max_overlays, matching).or(self.max.as_ref())
    }

    /// What a section says of it, to be added to.
    pub(crate) fn said_by(&mut self, section: usize) -> &mut Said {
        match self.inside.last() {
            Some(said) if said.section == section => {}
            _ => self.inside.push(Said { section, ..Said::default() }),
        }
        let last = self.inside.len() - 1;
        &mut self.inside[last]
    }

    /// Whether the variant is the one that comes of the name.
    #[must_use]
    pub fn has_derived_variant(&self) -> bool {
        self.variant == crate::name::variant(&self.short)
    }

    /// The name without the prefix that crates have in common, and the dash behind it: `runtime` of `wrt-runtime`.
    #[must_use]
    pub fn short_name(&self) -> &str {
        &self.short
    }
}

/// The most memory that a platform has for the total.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlatformLimit {
    /// Which targets it holds for; `None` for all.
    pub predicate: Option<Predicate>,
    /// The limit.
    pub value: Value,
}

/// A safety margin.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Margin {
    /// In hundredths of a percent.
    pub hundredths: u32,
    /// As it is written: `20%`.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

impl Margin {
    /// A sum with its margin, rounded up to whole bytes.
    #[must_use]
    pub fn on_top_of(&self, sum: u128) -> u128 {
        (sum * (10_000 + u128::from(self.hundredths))).div_ceil(10_000)
    }
}

/// The resolved configuration.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// In the order of `CrateId`.
    pub crates: Vec<BudgetedCrate>,
    /// What crate names begin with; empty where they have nothing in common.
    pub prefix: String,
    /// The total budget; [`total_under`](Self::total_under) knows what it comes to where it is the sum.
    pub total: Layered,
    /// All platform limits.
    pub limits: Vec<PlatformLimit>,
    /// The predicates of the target sections, in file order.
    pub sections: Vec<Predicate>,
    /// The safety margin, if one is set.
    pub margin: Option<Margin>,
    /// Whether something that may set a budget could not be read: no assertion of the user's fails then.
    pub unsure: bool,
    /// The name of the profile that is in force, if one is.
    pub profile: Option<String>,
    /// Whether warnings are errors.
    pub strict_mode: bool,
    /// Whether the workspace's crates have to use the memory system, and those that use it to have a budget: unless the file
    /// says no. A build script checks it only where its own code asks.
    pub integration_check: bool,
    /// The packages that the integration check leaves out, and where they are listed.
    pub exempt: Vec<(String, Origin)>,
    /// How many target sections of the file change a size.
    pub changing_sections: usize,
    /// The compilation target, if it is known: nothing is left open then.
    pub target: Option<Target>,
    /// The name of the compilation target, which may be known where no more is.
    pub triple: Option<String>,
}

/// A set of targets for which all sizes are the same.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scenario {
    /// Which targets; `None` for all.
    pub predicate: Option<Predicate>,
    /// Which sections match there.
    pub matching: Vec<bool>,
}

impl Plan {
    /// Whether the budget of a crate is what the configuration says, as far as is known.
    #[must_use]
    pub fn is_sure(&self, entry: &BudgetedCrate) -> bool {
        !self.unsure && entry.budget.readable
    }

    /// Every combination of the sections that change a budget or the total, and `with_limits` one of the crates' limits;
    /// `None` where these are more than `most`.
    #[must_use]
    pub fn scenarios(&self, most: usize, with_limits: bool) -> Option<Vec<Scenario>> {
        let mut changing = vec![false; self.sections.len()];
        let mut mark = |overlays: &[(usize, Value)]| {
            for (section, _) in overlays {
                changing[*section] = true;
            }
        };
        mark(&self.total.overlays);
        for entry in &self.crates {
            mark(&entry.budget.overlays);
            if with_limits {
                mark(&entry.min_overlays);
                mark(&entry.max_overlays);
            }
        }
        let mut sections = Vec::new();
        for (section, changes) in changing.iter().enumerate() {
            if *changes {
                sections.push(section);
            }
        }
        if sections.len() > most {
            return None;
        }
        let scenario = |combination: usize| {
            let mut matching = vec![false; self.sections.len()];
            let mut parts = Vec::new();
            for (bit, &section) in sections.iter().enumerate() {
                matching[section] = combination >> bit & 1 == 1;
                let predicate = self.sections[section].clone();
                parts.push(if matching[section] { predicate } else { Predicate::Not(Box::new(predicate)) });
            }
            let predicate = match parts.len() {
                0 => None,
                1 => parts.pop(),
                _ => Some(Predicate::All(parts)),
            };
            Scenario { predicate, matching }
        };
        let mut scenarios = Vec::new();
        for combination in 0..1 << sections.len() {
            scenarios.push(scenario(combination));
        }
        Some(scenarios)
    }

    /// The sum of the crate budgets for a target that matches just these sections, in bytes.
    #[must_use]
    pub fn sum(&self, matching: &[bool]) -> u128 {
        let mut sum = 0;
        for entry in &self.crates {
            sum += u128::from(entry.budget.under(matching).bytes);
        }
        sum
    }

    /// The total for a target that matches just these sections, in bytes.
    #[must_use]
    pub fn total_under(&self, matching: &[bool]) -> u128 {
        self.total_beside(self.sum(matching), matching)
    }

    /// The same, for whoever knows the [`sum`](Self::sum) that the crates come to there.
    #[must_use]
    pub fn total_beside(&self, sum: u128, matching: &[bool]) -> u128 {
        let total = self.total.under(matching);
        if total.is_sum { sum } else { total.bytes.into() }
    }

    /// Whether the total is the sum of the crate budgets, on some target at least.
    #[must_use]
    pub fn total_may_be_sum(&self) -> bool {
        let mut may_be = self.total.base.is_sum;
        for (_, value) in &self.total.overlays {
            may_be |= value.is_sum;
        }
        may_be
    }

    /// Whether it is, on every target.
    pub(crate) fn total_is_sum(&self) -> bool {
        let mut is_sum = self.total.base.is_sum;
        for (_, value) in &self.total.overlays {
            is_sum &= value.is_sum;
        }
        is_sum
    }
}
