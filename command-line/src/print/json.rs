//! The object that programs read: its schema stands in `schema/output.schema.json`.

use memory_budgets_validator::Severity;

use crate::object::{object, pretty};
use crate::place::{Location, locations, variable};
use crate::survey::{Row, Survey, Verdict};
use crate::workspace::Workspace;

/// The number of the form; it changes where what reads the old one would not understand the new one.
const SCHEMA: u32 = 1;

struct Report<'a> {
    schema: u32,
    tool: Tool,
    verdict: &'static str,
    file: Option<String>,
    findings: Vec<FindingObject<'a>>,
    targets: Vec<TargetObject<'a>>,
}

object!(Report<'a> {
    "schema": schema,
    "tool": tool,
    "verdict": verdict,
    "file": file,
    "findings": findings,
    "targets": targets,
});

pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

object!(Tool { "name": name, "version": version });

pub(crate) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

pub(crate) struct FindingObject<'a> {
    kind: &'static str,
    severity: &'static str,
    title: &'a str,
    solution: &'a str,
    notes: &'a [String],
    targets: Vec<&'a str>,
    variable: Option<&'a str>,
    locations: Vec<LocationObject>,
}

object!(FindingObject<'a> {
    "kind": kind,
    "severity": severity,
    "title": title,
    "solution": solution,
    "notes": notes,
    "targets": targets,
    "variable": variable,
    "locations": locations,
});

struct LocationObject {
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    label: Option<String>,
}

object!(LocationObject {
    "path": path,
    "line": line,
    "column": column,
    "end_line": end_line,
    "end_column": end_column,
    "label": label,
});

struct TargetObject<'a> {
    triple: &'a str,
    verdict: &'static str,
    file: Option<String>,
    packages: Vec<&'a str>,
    profile: Option<&'a str>,
    complete: bool,
    sum: Option<u128>,
    total: Option<u64>,
    total_origin: String,
    total_is_sum: bool,
    platform_limit: Option<u64>,
    platform_limit_origin: Option<String>,
    left: Option<i128>,
    crates: Vec<CrateObject<'a>>,
}

object!(TargetObject<'a> {
    "triple": triple,
    "verdict": verdict,
    "file": file,
    "packages": packages,
    "profile": profile,
    "complete": complete,
    "sum": sum,
    "total": total,
    "total_origin": total_origin,
    "total_is_sum": total_is_sum,
    "platform_limit": platform_limit,
    "platform_limit_origin": platform_limit_origin,
    "left": left,
    "crates": crates,
});

struct CrateObject<'a> {
    name: &'a str,
    variant: &'a str,
    budget: Option<u64>,
    min: Option<u64>,
    max: Option<u64>,
    origin: String,
    purpose: &'a str,
}

object!(CrateObject<'a> {
    "name": name,
    "variant": variant,
    "budget": budget,
    "min": min,
    "max": max,
    "origin": origin,
    "purpose": purpose,
});

/// All surveys as one object.
pub(crate) fn json(surveys: &[Survey<'_>], _workspace: &Workspace) -> String {
    let report = Report {
        schema: SCHEMA,
        tool: TOOL,
        verdict: surveys.iter().map(Survey::verdict).max().unwrap_or(Verdict::Ok).name(),
        file: surveys.first().and_then(|survey| survey.configuration.file()),
        findings: surveys.iter().flat_map(findings).collect(),
        targets: surveys.iter().flat_map(|survey| survey.rows.iter().map(|row| target(survey, row))).collect(),
    };
    pretty(&report)
}

pub(crate) fn findings<'a>(survey: &'a Survey<'_>) -> Vec<FindingObject<'a>> {
    let object = |shared: &'a crate::survey::Shared| FindingObject {
        kind: shared.finding.kind.name(),
        severity: severity(shared.finding.severity),
        title: &shared.title,
        solution: &shared.finding.solution,
        notes: &shared.finding.notes,
        targets: survey.triples(shared),
        variable: variable(&shared.finding),
        locations: locations(&shared.finding).into_iter().map(location).collect(),
    };
    survey.findings.iter().map(object).collect()
}

/// `error`, `warning` or `note`
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

fn location(location: Location) -> LocationObject {
    let span = location.span;
    LocationObject {
        path: location.path,
        line: span.map(|span| span.line),
        column: span.map(|span| span.column),
        end_line: span.map(|span| span.end_line),
        end_column: span.map(|span| span.end_column),
        label: location.label,
    }
}

fn target<'a>(survey: &'a Survey<'_>, row: &'a Row) -> TargetObject<'a> {
    let crates = row.plan().crates.iter().map(|entry| CrateObject {
        name: &entry.name,
        variant: &entry.variant,
        budget: entry.budget.readable.then_some(entry.budget.base.bytes),
        min: entry.min.as_ref().map(|min| min.bytes),
        max: entry.max.as_ref().map(|max| max.bytes),
        origin: entry.budget.base.origin.short(),
        purpose: &entry.purpose,
    });
    TargetObject {
        triple: &row.triple,
        verdict: row.verdict.name(),
        file: survey.configuration.file(),
        packages: survey.configuration.packages.iter().map(|package| package.name.as_str()).collect(),
        profile: row.plan().profile.as_deref(),
        complete: row.is_certain(),
        sum: row.sum_is_readable().then(|| row.sum()),
        total: row.total_is_readable().then(|| row.total().bytes),
        total_origin: row.total().origin.short(),
        total_is_sum: row.total().is_sum,
        platform_limit: row.limit().map(|limit| limit.bytes),
        platform_limit_origin: row.limit().map(|limit| limit.origin.short()),
        left: row.is_readable().then(|| row.left()),
        crates: crates.collect(),
    }
}
