//! What is in force, for people at a terminal.

use anstyle::Style;
use memory_budgets_validator::{BudgetedCrate, Severity, Value, size};

use crate::console::Console;
use crate::ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED, YELLOW};
use crate::listed::{counted, listed};
use crate::print::amount::{budget, left, share_of, share_of_left, share_of_sum, sum, total};
use crate::print::bar::{self, bar};
use crate::print::diagnostic::diagnostic;
use crate::print::table::{Cell, Table};
use crate::survey::{Row, Survey, Verdict, distinct};
use crate::workspace::Workspace;

/// The columns of a bar in a table, and of one that stands alone.
const NARROW: usize = 20;
const WIDE: usize = 30;

/// The budgets of a configuration, with their origins, on every target.
pub(crate) fn show(survey: &Survey<'_>, workspace: &Workspace, console: &Console) -> String {
    let mut ink = Ink::new();
    let groups = survey.groups();
    ink.push(BOLD, &survey.configuration.name(workspace));
    ink.push(PLAIN, "\n");
    let names = names(survey, &groups);
    for (group, name) in groups.iter().zip(&names) {
        let triples: Vec<&str> = group.iter().map(|&row| survey.rows[row].triple.as_str()).collect();
        if groups.len() > 1 && (triples.len() > 1 || triples[0] != name) {
            ink.push(CYAN, name);
            ink.push(PLAIN, ": ");
        }
        ink.push(DIM, &listed(&triples));
        ink.push(PLAIN, "\n");
    }
    ink.push(PLAIN, "\n");
    match groups.as_slice() {
        [_] => one(survey, console, &mut ink),
        _ => side_by_side(survey, &groups, &names, console, &mut ink),
    }
    ink.finish()
}

/// The texts of all surveys, with a line between them.
pub(crate) fn each<'s>(surveys: &[Survey<'s>], print: impl Fn(&Survey<'s>) -> String) -> String {
    surveys.iter().map(print).collect::<Vec<_>>().join("\n")
}

/// What is wrong, a row a target, and how much there is of it.
pub(crate) fn check(survey: &Survey<'_>, workspace: &Workspace, console: &Console) -> String {
    let mut ink = Ink::new();
    for shared in &survey.findings {
        ink.push_styled(&diagnostic(shared, survey, console));
    }
    let mut table = Table::default()
        .left("target", 0)
        .right("sum", 3)
        .right("total", 2)
        .right("limit", 4)
        .right("left", 1)
        .left("verdict", 0);
    for row in &survey.rows {
        let verdict = match row.verdict {
            Verdict::Ok => GREEN,
            Verdict::Warnings => YELLOW,
            Verdict::Errors => RED,
        };
        table.row(vec![
            row.triple.clone().into(),
            sum(row).into(),
            total(row).into(),
            row.limit().map_or(String::new(), |limit| size::print(limit.bytes.into())).into(),
            Cell::new(left_style(row), left(row)),
            Cell::new(verdict, row.verdict.name()),
        ]);
    }
    table.print(&mut ink, console.width);
    let style = match survey.verdict() {
        Verdict::Ok => GREEN,
        Verdict::Warnings => YELLOW,
        Verdict::Errors => RED,
    };
    ink.push(PLAIN, "\n");
    ink.push(style, &counts(survey));
    ink.push(PLAIN, &format!(": {}\n", survey.configuration.name(workspace)));
    ink.finish()
}

/// All targets alike.
fn one(survey: &Survey<'_>, console: &Console, ink: &mut Ink) {
    let row = &survey.rows[0]; // a survey has one at least
    let whole_bytes = u128::from(row.total().bytes);
    let mut table = Table::default()
        .left("crate", 0)
        .right("budget", 0)
        .right("share", 2)
        .left("", 3)
        .right("min", 4)
        .right("max", 4)
        .left("origin", 1);
    let drawn = |known: bool, bytes: u128, style| {
        let is_drawn = console.terminal && known && row.total_is_readable();
        Cell::new(style, if is_drawn { bar(bytes, whole_bytes, NARROW) } else { String::new() })
    };
    for entry in &row.plan().crates {
        let bytes = entry.budget.base.bytes.into();
        let limit =
            |value: &Option<Value>| value.as_ref().map_or(String::new(), |value| size::print(value.bytes.into()));
        let style = budget_style(entry);
        table.row(vec![
            entry.name.clone().into(),
            Cell::new(style, budget(entry)),
            share_of(entry, row).into(),
            drawn(entry.budget.readable, bytes, CYAN),
            Cell::new(DIM, limit(&entry.min)),
            Cell::new(DIM, limit(&entry.max)),
            Cell::new(DIM, entry.budget.base.origin.short()),
        ]);
    }
    table.empty_line();
    let none = Cell::default;
    table.row(vec![
        "sum".into(),
        sum(row).into(),
        share_of_sum(row).into(),
        drawn(row.sum_is_readable(), row.sum(), total_style(row)),
    ]);
    let mut whole = |name: &str, size: String, value: &Value| {
        let cells = vec![name.into(), size.into(), none(), none(), none(), none(), Cell::new(DIM, value.said())];
        table.row(cells);
    };
    whole("total", total(row), row.total());
    if let Some(limit) = row.limit() {
        whole("limit", size::print(limit.bytes.into()), limit);
    }
    table.row(vec!["left".into(), Cell::new(left_style(row), left(row)), share_of_left(row).into()]);
    table.print(ink, console.width);
}

/// Targets that differ, a column a group.
fn side_by_side(survey: &Survey<'_>, groups: &[Vec<usize>], names: &[String], console: &Console, ink: &mut Ink) {
    let rows: Vec<&Row> = groups.iter().map(|group| &survey.rows[group[0]]).collect();
    let mut table = Table::default().left("crate", 0);
    for name in names {
        table = table.right(name, 0);
    }
    table = table.right("min", 2).right("max", 2).left("origin", 1);
    let size_of = |value: &Value| size::print(value.bytes.into());
    for (i, entry) in rows[0].plan().crates.iter().enumerate() {
        let of = |row: &Row| row.plan().crates.get(i).map(|entry| entry.budget.base.clone());
        let values: Vec<_> = rows.iter().filter_map(|row| of(row)).collect();
        let mut cells = vec![Cell::from(entry.name.clone())];
        cells.extend(rows.iter().map(|row| {
            row.plan().crates.get(i).map_or_else(Cell::default, |entry| Cell::new(budget_style(entry), budget(entry)))
        }));
        let limit = |of: fn(&BudgetedCrate) -> &Option<Value>| {
            let limits = rows.iter().filter_map(|row| row.plan().crates.get(i));
            let limits = limits.map(|entry| of(entry).as_ref().map_or(String::new(), size_of)).collect();
            Cell::new(DIM, where_they_differ(limits, names))
        };
        cells.extend([limit(|entry| &entry.min), limit(|entry| &entry.max)]);
        cells.push(Cell::new(DIM, origins(&values, names)));
        table.row(cells);
    }
    table.empty_line();
    let mut line = |name: &str, cell: &dyn Fn(&Row) -> Cell, last: Cell| {
        let mut cells = vec![Cell::from(name)];
        cells.extend(rows.iter().map(|row| cell(row)));
        cells.extend([Cell::default(), Cell::default(), last]);
        table.row(cells);
    };
    line("sum", &|row| sum(row).into(), Cell::default());
    let totals: Vec<_> = rows.iter().map(|row| row.total().clone()).collect();
    line("total", &|row| total(row).into(), Cell::new(DIM, origins(&totals, names)));
    let limits: Vec<_> = rows.iter().filter_map(|row| row.limit().cloned()).collect();
    line(
        "limit",
        &|row| row.limit().map_or_else(Cell::default, |limit| size_of(limit).into()),
        Cell::new(
            DIM,
            distinct(limits.iter().map(|value| value.origin.short()).collect::<Vec<_>>().iter().map(String::as_str))
                .join(", "),
        ),
    );
    line("left", &|row| Cell::new(left_style(row), left(row)), Cell::default());
    line("share", &|row| share_of_sum(row).into(), Cell::default());
    table.print(ink, console.width);
    if console.terminal {
        ink.push(PLAIN, "\n");
        let width = names.iter().map(String::len).max().unwrap_or(0);
        for (row, name) in rows.iter().zip(names) {
            ink.push(PLAIN, &format!("{name:width$}  "));
            let drawn = if row.is_readable() { row.sum() } else { 0 };
            bar::push(ink, total_style(row), drawn, row.total().bytes.into(), WIDE);
            ink.push(PLAIN, &format!("  {} of {}\n", sum(row), total(row)));
        }
    }
}

/// Short names for groups of targets: the architecture where it tells them apart, else the whole name of the first.
fn names(survey: &Survey<'_>, groups: &[Vec<usize>]) -> Vec<String> {
    let firsts: Vec<&str> = groups.iter().map(|group| survey.rows[group[0]].triple.as_str()).collect();
    let short = |triple: &str| triple.split('-').next().unwrap_or(triple).to_owned();
    let shorts: Vec<String> = firsts.iter().map(|triple| short(triple)).collect();
    let tell_apart = distinct(shorts.iter().map(String::as_str)).len() == shorts.len();
    if tell_apart { shorts } else { firsts.into_iter().map(str::to_owned).collect() }
}

/// The origin of the first group's value, and of the others' where they differ.
fn origins(values: &[Value], names: &[String]) -> String {
    where_they_differ(values.iter().map(Value::said).collect(), names)
}

/// The text of the first group, and those of others that differ, with their names.
fn where_they_differ(texts: Vec<String>, names: &[String]) -> String {
    let first = texts.first().cloned().unwrap_or_default();
    let others = texts.iter().zip(names).skip(1).filter(|(text, _)| **text != first);
    let others = others.map(|(text, name)| format!("{name} {}", if text.is_empty() { "none" } else { text }));
    let all: Vec<String> = std::iter::once(first.clone()).chain(others).filter(|text| !text.is_empty()).collect();
    all.join(", ")
}

fn budget_style(entry: &BudgetedCrate) -> Style {
    let bytes = entry.budget.base.bytes;
    let wrong = entry.min.as_ref().is_some_and(|min| bytes < min.bytes)
        || entry.max.as_ref().is_some_and(|max| bytes > max.bytes);
    match entry.budget.readable {
        false => YELLOW,
        true if wrong => RED,
        true => PLAIN,
    }
}

fn total_style(row: &Row) -> Style {
    match row.left() {
        _ if !row.is_readable() => PLAIN,
        left if left < 0 => RED,
        _ if row.total().is_sum => GREEN,
        left if left.unsigned_abs() * 20 < u128::from(row.total().bytes) => YELLOW,
        _ => GREEN,
    }
}

fn left_style(row: &Row) -> Style {
    if row.is_readable() && row.left() < 0 { RED } else { PLAIN }
}

/// `2 errors, 1 warning, 1 note`
pub(crate) fn counts(survey: &Survey<'_>) -> String {
    let count = |severity, one: &str| match survey.count(severity) {
        0 => String::new(),
        some => counted(some, one),
    };
    let counts = [count(Severity::Error, "error"), count(Severity::Warning, "warning"), count(Severity::Note, "note")];
    let counts: Vec<&str> = counts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    if counts.is_empty() { "nothing is wrong".to_owned() } else { counts.join(", ") }
}
