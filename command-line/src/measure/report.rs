//! A measured program beside its budgets: what every format shows.

use std::collections::{HashMap, HashSet};

use memory_budgets_validator::{
    BudgetedCrate, CrateJudgement, Finding, Judgement, Measured, MeasuredCrate, Plan, Region, Standing, Value,
    is_same_crate, judge, size,
};
use serde::Serialize;

use super::growth::Growth;
use super::packages::Packages;
use super::peaks::Peaks;
use super::{CrateRow, KnownBytes, Measurement, Memories, SymbolRow};

/// The program that was measured.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ProgramFile {
    /// Relative to the workspace root, where it lies in it.
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) architecture: String,
    /// The target whose budgets it is compared with.
    pub(crate) target: String,
}

/// A measured program beside its budgets.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) program: ProgramFile,
    pub(crate) measurement: Measurement,
    /// Those of the program, and then those that have a budget and are not in it.
    pub(crate) crates: Vec<Row>,
    pub(crate) total: Value,
    pub(crate) total_standing: Standing,
    /// Whether the total could be read; what stands in for it is nobody's word.
    pub(crate) total_is_readable: bool,
    /// The smallest platform limit.
    pub(crate) limit: Option<Value>,
    pub(crate) limit_standing: Standing,
    /// All RAM, that of one thread and what was counted at run time included.
    pub(crate) used: u64,
    /// What was counted at run time.
    pub(crate) peak: Option<u64>,
    pub(crate) regions: Vec<RegionUse>,
    pub(crate) growth: Option<Growth>,
    pub(crate) findings: Vec<Finding>,
}

/// A crate of the program, or one that has a budget.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// As the program calls it.
    pub(crate) name: String,
    pub(crate) disambiguator: Option<String>,
    /// The same where another version of it is in the program.
    pub(crate) mark: Option<String>,
    pub(crate) package: Option<String>,
    pub(crate) budget: Option<Value>,
    pub(crate) bytes: Memories,
    pub(crate) peak: Option<u64>,
    /// What all rows of the package have together, which is what its budget is compared with.
    pub(crate) used: u64,
    pub(crate) standing: Standing,
    pub(crate) known: KnownBytes,
    pub(crate) largest: Vec<SymbolRow>,
}

/// A region of a linker script.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RegionUse {
    pub(crate) name: String,
    pub(crate) origin: u64,
    pub(crate) length: u64,
    pub(crate) used: u64,
}

impl Report {
    /// Puts a measurement beside a plan that is resolved for the program's target.
    pub(crate) fn new(
        program: ProgramFile,
        measurement: Measurement,
        plan: &Plan,
        packages: &Packages,
        peaks: Option<&Peaks>,
    ) -> Report {
        let measured = measured(&measurement, packages, peaks);
        let judgement = judge(plan, &measured);
        let crates = rows(&measurement, plan, packages, peaks, &judgement);
        Report {
            program,
            crates,
            total: plan.total.base.clone(),
            total_standing: if plan.total.readable { judgement.total } else { Standing::Undecided },
            total_is_readable: plan.total.readable,
            limit: plan.limits.iter().map(|limit| &limit.value).min_by_key(|value| value.bytes).cloned(),
            limit_standing: judgement.limit,
            used: measured.ram,
            peak: peaks.map(|peaks| peaks.peak),
            regions: Vec::new(),
            growth: None,
            findings: judgement.findings,
            measurement,
        }
    }

    /// Says of each region of a linker script what the program uses of it: its sections, and what is stored there for other places.
    pub(crate) fn use_regions(&mut self, regions: &[Region]) {
        let used = |region: &Region| {
            let holds = |address: u64| address >= region.origin && address - region.origin < region.length;
            let in_it = |section: &&super::Section| holds(section.address) || section.stored_at.is_some_and(holds);
            self.measurement.sections.iter().filter(in_it).map(|section| section.size).sum()
        };
        let row = |region: &Region| RegionUse {
            name: region.name.clone(),
            origin: region.origin,
            length: region.length,
            used: used(region),
        };
        self.regions = regions.iter().map(row).collect();
    }

    /// What is not proven, in sentences.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.peak.is_none() {
            notes.push(
                "statics alone are compared, a lower bound: what a program takes at run time is added with --peaks"
                    .to_owned(),
            );
        }
        let (flash, nameless) = (self.measurement.total.flash, self.measurement.unattributed.bytes.flash);
        if let Some(percent) = (u128::from(nameless) * 100).checked_div(flash.into()) {
            notes.push(format!("flash by crate is an estimate: {percent}% of it has no name"));
        }
        if self.measurement.total.tls > 0 {
            let tls = size::print(self.measurement.total.tls.into());
            notes.push(format!("{tls} of thread-local memory is counted once; every further thread takes as much"));
        }
        notes
    }
}

/// What the rules take.
fn measured(measurement: &Measurement, packages: &Packages, peaks: Option<&Peaks>) -> Measured {
    let mut crates: Vec<MeasuredCrate> = Vec::new();
    let mut names = HashSet::new();
    for row in &measurement.crates {
        let name = package_name(row, packages);
        let mut one = MeasuredCrate {
            statics: row.share.bytes.written(),
            member: packages.is_member(&row.name),
            largest: row.share.largest.iter().map(|symbol| (symbol.symbol.clone(), symbol.bytes)).collect(),
            ..MeasuredCrate::default()
        };
        // Of two versions one has the peak.
        if names.insert(name.clone()) {
            one.peak = peaks.and_then(|peaks| peaks.of(&name));
        }
        one.name = name;
        crates.push(one);
    }
    for peak in peaks.into_iter().flat_map(|peaks| &peaks.crates) {
        if !crates.iter().any(|known| is_same_crate(&known.name, &peak.name)) {
            let member = packages.is_member(&peak.name.replace('-', "_"));
            let one =
                MeasuredCrate { name: peak.name.clone(), peak: Some(peak.peak), member, ..MeasuredCrate::default() };
            crates.push(one);
        }
    }
    let ram = measurement.total.written().saturating_add(peaks.map_or(0, |peaks| peaks.peak));
    Measured { crates, unattributed: measurement.unattributed.bytes.written(), ram }
}

/// The package's name where it is known, else the crate's.
fn package_name(row: &CrateRow, packages: &Packages) -> String {
    packages.package(&row.name).unwrap_or(&row.name).to_owned()
}

/// A budget, where it could be read.
fn budget(entry: &BudgetedCrate) -> Option<Value> {
    entry.budget.readable.then(|| entry.budget.base.clone())
}

fn rows(
    measurement: &Measurement,
    plan: &Plan,
    packages: &Packages,
    peaks: Option<&Peaks>,
    judgement: &Judgement,
) -> Vec<Row> {
    let letters = |name: &str| name.replace('-', "_");
    let judged_by_name: HashMap<String, &CrateJudgement> =
        judgement.crates.iter().rev().map(|judged| (letters(&judged.name), judged)).collect();
    let mut versions: HashMap<&str, usize> = HashMap::new();
    for row in &measurement.crates {
        *versions.entry(&row.name).or_default() += 1;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut shown = HashSet::new();
    for row in &measurement.crates {
        let name = package_name(row, packages);
        let judged = judged_by_name.get(&letters(&name));
        // Of two rows of a package one has the peak.
        let first = shown.insert(letters(&name));
        let of_plan = judged.and_then(|judged| judged.of_plan).map(|i| &plan.crates[i]);
        rows.push(Row {
            name: row.name.clone(),
            mark: row.disambiguator.clone().filter(|_| versions.get(row.name.as_str()).is_some_and(|&count| count > 1)),
            disambiguator: row.disambiguator.clone(),
            package: packages.package(&row.name).map(str::to_owned).or_else(|| of_plan.map(|entry| entry.name.clone())),
            budget: of_plan.and_then(budget),
            bytes: row.share.bytes,
            peak: peaks.and_then(|peaks| peaks.of(of_plan.map_or(&name, |entry| &entry.name))).filter(|_| first),
            used: judged.map_or(row.share.bytes.written(), |judged| judged.used),
            standing: judged.map_or(Standing::Unbudgeted, |judged| judged.standing),
            known: row.known,
            largest: row.share.largest.clone(),
        });
    }
    for judged in judgement.crates.iter().filter(|judged| !shown.contains(&letters(&judged.name))) {
        rows.push(Row {
            name: letters(&judged.name),
            disambiguator: None,
            mark: None,
            package: Some(judged.name.clone()),
            budget: judged.of_plan.and_then(|i| budget(&plan.crates[i])),
            bytes: Memories::default(),
            peak: peaks.and_then(|peaks| peaks.of(&judged.name)),
            used: judged.used,
            standing: judged.standing,
            known: KnownBytes::default(),
            largest: Vec::new(),
        });
    }
    rows
}
