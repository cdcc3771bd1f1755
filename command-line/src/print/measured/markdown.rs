//! A measured program, for a comment or a job's summary.

use std::fmt::Write as _;

use memory_budgets_validator::{Standing, size};

use super::{about, change, flash_change, matters, name, total, total_share, verdict};
use crate::escape::{markdown as escaped, markdown_code};
use crate::measure::growth::Growth;
use crate::measure::report::Report;
use crate::print::amount::share;
use crate::print::json::severity;
use crate::survey::Survey;

/// What is wrong, a row a crate, the regions, what has grown.
pub(crate) fn markdown(report: &Report, survey: &Survey<'_>) -> String {
    let mut text = String::new();
    let mark = match verdict(report) {
        Standing::Over => "❌",
        Standing::Undecided => "⚠️",
        _ => "✅",
    };
    let of = format!("{} of {}", about(report.used), total(report));
    let _ = writeln!(
        text,
        "### {mark} Memory of the program: {of} in RAM\n\n{} for {}\n",
        markdown_code(&report.program.path),
        markdown_code(&report.program.target)
    );
    for shared in &survey.findings {
        let place = shared.finding.position().map_or(String::new(), |place| format!(" ({})", markdown_code(&place)));
        let _ = writeln!(
            text,
            "- {} `{}`: {}{place}. {}",
            severity(shared.finding.severity),
            shared.finding.kind.name(),
            escaped(&shared.title),
            escaped(&shared.finding.solution)
        );
    }
    if !survey.findings.is_empty() {
        text.push('\n');
    }
    text.push_str(
        "| crate | RAM | peak | budget | used | verdict | flash |\n| --- | ---: | ---: | ---: | ---: | --- | ---: |\n",
    );
    for row in report.crates.iter().filter(|row| matters(row)) {
        let budget = row.budget.as_ref().map(|budget| budget.bytes);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            markdown_code(&name(row)),
            about(row.bytes.written()),
            row.peak.map_or(String::new(), about),
            super::budget(row),
            budget.map_or(String::new(), |budget| share(row.used.into(), budget.into())),
            row.standing.name(),
            about(row.bytes.flash),
        );
    }
    let measurement = &report.measurement;
    let nobody = &measurement.unattributed.bytes;
    let _ = writeln!(text, "| *unattributed* | {} | | | | | {} |", about(nobody.written()), about(nobody.flash));
    let _ = writeln!(
        text,
        "| *padding* | {} | | | | | {} |",
        about(measurement.padding.written()),
        about(measurement.padding.flash)
    );
    for one in &measurement.reserved {
        let _ = writeln!(text, "| *{}* | {} | | | | | |", escaped(&one.name), about(one.bytes));
    }
    let _ = writeln!(
        text,
        "| **all** | {} | {} | {} | {} | {} | {} |\n",
        about(measurement.total.written()),
        report.peak.map_or(String::new(), about),
        total(report),
        total_share(report),
        report.total_standing.name(),
        about(measurement.total.flash)
    );
    if !report.regions.is_empty() {
        text.push_str("| region | used | length | share |\n| --- | ---: | ---: | ---: |\n");
        for region in &report.regions {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                markdown_code(&region.name),
                about(region.used),
                size::print(region.length.into()),
                share(region.used.into(), region.length.into())
            );
        }
        text.push('\n');
    }
    if let Some(growth) = &report.growth {
        grown(&mut text, growth);
    }
    for note in report.notes() {
        let _ = writeln!(text, "- {note}");
    }
    text
}

fn grown(text: &mut String, growth: &Growth) {
    if growth.crates.is_empty() {
        text.push_str("Nothing has changed since the saved measurement.\n\n");
        return;
    }
    text.push_str("| since then | before | now | RAM | flash |\n| --- | ---: | ---: | ---: | ---: |\n");
    for one in &growth.crates {
        let name = if one.name.is_empty() { "*unattributed*".to_owned() } else { markdown_code(&one.name) };
        let (before, after) = (about(one.change.before.written()), about(one.change.after.written()));
        let _ = writeln!(
            text,
            "| {name} | {before} | {after} | {} | {} |",
            change(one.change.grown()),
            change(flash_change(&one.change))
        );
        for symbol in one.symbols.iter().take(3) {
            let some = |bytes: Option<u64>| bytes.map_or_else(|| "-".to_owned(), about);
            let by = i128::from(symbol.after.unwrap_or(0)) - i128::from(symbol.before.unwrap_or(0));
            let _ = writeln!(
                text,
                "| ↳ {} | {} | {} | {} | |",
                markdown_code(&symbol.symbol),
                some(symbol.before),
                some(symbol.after),
                change(by)
            );
        }
    }
    let total = &growth.total;
    let _ = writeln!(
        text,
        "| **all** | {} | {} | {} | {} |\n",
        about(total.before.written()),
        about(total.after.written()),
        change(total.grown()),
        change(flash_change(total))
    );
}
