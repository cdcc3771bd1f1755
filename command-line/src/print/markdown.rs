//! Tables for a comment or a job's summary.

use std::fmt::Write as _;

use memory_budgets_validator::{Value, size};

use crate::escape::{markdown, markdown_code};
use crate::place::locations;
use crate::print::amount::{budget, left, share_of, share_of_sum, sum, total};
use crate::print::human::counts;
use crate::print::json::severity;
use crate::survey::{Row, Shared, Survey, Verdict};
use crate::workspace::Workspace;

/// What is wrong, and a row a target.
pub(crate) fn check(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let mut text = String::new();
    for survey in surveys {
        let mark = match survey.verdict() {
            Verdict::Ok => "✅",
            Verdict::Warnings => "⚠️",
            Verdict::Errors => "❌",
        };
        let _ = writeln!(text, "### {mark} Memory budgets: {}\n", counts(survey));
        let _ = writeln!(text, "{}\n", markdown(&survey.configuration.name(workspace)));
        if !survey.findings.is_empty() {
            text.push_str("| | what is wrong | where | how to mend it |\n| --- | --- | --- | --- |\n");
            for shared in &survey.findings {
                finding(&mut text, shared, survey);
            }
            text.push('\n');
        }
        matrix(&mut text, survey);
    }
    text
}

fn finding(text: &mut String, shared: &Shared, survey: &Survey<'_>) {
    let place = match locations(&shared.finding).first() {
        Some(location) => match location.span {
            Some(span) => format!("{}:{}", location.path, span.line),
            None => location.path.clone(),
        },
        None => shared.finding.position().unwrap_or_default(),
    };
    let place = if place.is_empty() { String::new() } else { markdown_code(&place) };
    let mut title = markdown(&shared.title);
    if survey.rows.len() > 1 && shared.targets.len() < survey.rows.len() {
        let triples: Vec<String> = survey.triples(shared).into_iter().map(markdown_code).collect();
        let _ = write!(title, " (on {})", triples.join(", "));
    }
    let _ = writeln!(
        text,
        "| {} `{}` | {title} | {place} | {} |",
        severity(shared.finding.severity),
        shared.finding.kind.name(),
        markdown(&shared.finding.solution)
    );
}

/// A row a target: what it comes to.
fn matrix(text: &mut String, survey: &Survey<'_>) {
    text.push_str("| target | sum | total | limit | left | verdict |\n| --- | ---: | ---: | ---: | ---: | --- |\n");
    for row in &survey.rows {
        let limit = row.limit().map_or(String::new(), |limit| size::print(limit.bytes.into()));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {limit} | {} | {} |",
            markdown_code(&row.triple),
            sum(row),
            total(row),
            left(row),
            row.verdict.name()
        );
    }
    text.push('\n');
}

/// What is in force, a table for each group of targets that agree.
pub(crate) fn show(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let mut text = String::new();
    for survey in surveys {
        let _ = writeln!(text, "### Memory budgets\n\n{}\n", markdown(&survey.configuration.name(workspace)));
        for group in survey.groups() {
            let triples: Vec<String> = group.iter().map(|&row| markdown_code(&survey.rows[row].triple)).collect();
            let _ = writeln!(text, "On {}:\n", triples.join(", "));
            budgets(&mut text, &survey.rows[group[0]]);
        }
    }
    text
}

fn budgets(text: &mut String, row: &Row) {
    text.push_str(
        "| crate | budget | share | min | max | origin | purpose |\n| --- | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    let limit = |value: &Option<Value>| value.as_ref().map_or(String::new(), |value| size::print(value.bytes.into()));
    for entry in &row.plan().crates {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            markdown_code(&entry.name),
            budget(entry),
            share_of(entry, row),
            limit(&entry.min),
            limit(&entry.max),
            markdown_code(&entry.budget.base.origin.short()),
            markdown(&entry.purpose)
        );
    }
    let _ = writeln!(text, "| **sum** | {} | {} | | | | |", sum(row), share_of_sum(row));
    let origin = markdown_code(&row.total().said());
    let _ = writeln!(text, "| **total** | {} | | | | {origin} | |", total(row));
    if let Some(limit) = row.limit() {
        let _ = writeln!(
            text,
            "| **limit** | {} | | | | {} | |",
            size::print(limit.bytes.into()),
            markdown_code(&limit.origin.short())
        );
    }
    let _ = writeln!(text, "| **left** | {} | | | | | |\n", left(row));
}
