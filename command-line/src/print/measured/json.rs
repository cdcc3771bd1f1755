//! A measured program as an object that programs read: its schema stands in `schema/measurement.schema.json`.

use memory_budgets_validator::Standing;
use serde::Serialize;

use super::verdict;
use crate::measure::growth::Growth;
use crate::measure::report::{ProgramFile, RegionUse, Report, Row};
use crate::measure::{KnownBytes, Memories, Reserved, Section, SymbolRow};
use crate::object::pretty;
use crate::print::json::{FindingObject, TOOL, Tool, findings};
use crate::survey::Survey;

/// The number of the form; it changes where what reads the old one would not understand the new one.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Object<'a> {
    schema: u32,
    tool: Tool,
    verdict: &'static str,
    program: &'a ProgramFile,
    findings: Vec<FindingObject<'a>>,
    sections: &'a [Section],
    crates: Vec<CrateObject<'a>>,
    reserved: &'a [Reserved],
    total: Total<'a>,
    regions: &'a [RegionUse],
    growth: Option<&'a Growth>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct CrateObject<'a> {
    name: &'a str,
    disambiguator: Option<&'a str>,
    package: Option<&'a str>,
    budget: Option<u64>,
    budget_origin: Option<String>,
    ram: u64,
    tls: u64,
    flash: u64,
    peak: Option<u64>,
    verdict: &'static str,
    known: KnownBytes,
    largest: &'a [SymbolRow],
}

#[derive(Serialize)]
struct Total<'a> {
    ram: u64,
    flash: u64,
    tls: u64,
    peak: Option<u64>,
    /// What no crate is known to own, in RAM, that of one thread included.
    unattributed: u64,
    unattributed_flash: u64,
    largest_unattributed: &'a [SymbolRow],
    padding: Memories,
    budget: Option<u64>,
    limit: Option<u64>,
    verdict: &'static str,
}

/// A report as one object.
pub(crate) fn json(report: &Report, survey: &Survey<'_>) -> String {
    let measurement = &report.measurement;
    let whole = if report.limit_standing == Standing::Over { report.limit_standing } else { report.total_standing };
    let object = Object {
        schema: SCHEMA,
        tool: TOOL,
        verdict: verdict(report).name(),
        program: &report.program,
        findings: findings(survey),
        sections: &measurement.sections,
        crates: report.crates.iter().map(row).collect(),
        reserved: &measurement.reserved,
        total: Total {
            ram: measurement.total.ram,
            flash: measurement.total.flash,
            tls: measurement.total.tls,
            peak: report.peak,
            unattributed: measurement.unattributed.bytes.written(),
            unattributed_flash: measurement.unattributed.bytes.flash,
            largest_unattributed: &measurement.unattributed.largest,
            padding: measurement.padding,
            budget: report.total_is_readable.then_some(report.total.bytes),
            limit: report.limit.as_ref().map(|limit| limit.bytes),
            verdict: whole.name(),
        },
        regions: &report.regions,
        growth: report.growth.as_ref(),
        notes: report.notes(),
    };
    pretty(&object)
}

fn row(row: &Row) -> CrateObject<'_> {
    CrateObject {
        name: &row.name,
        disambiguator: row.disambiguator.as_deref(),
        package: row.package.as_deref(),
        budget: row.budget.as_ref().map(|budget| budget.bytes),
        budget_origin: row.budget.as_ref().map(|budget| budget.origin.short()),
        ram: row.bytes.ram,
        tls: row.bytes.tls,
        flash: row.bytes.flash,
        peak: row.peak,
        verdict: row.standing.name(),
        known: row.known,
        largest: &row.largest,
    }
}
