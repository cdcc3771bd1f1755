//! A measured program, for people at a terminal.

use anstyle::Style;
use memory_budgets_validator::{Standing, size};

use super::{about, change, flash_change, matters, name, total, verdict};
use crate::console::Console;
use crate::ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED, YELLOW};
use crate::listed::counted;
use crate::measure::SymbolRow;
use crate::measure::growth::Growth;
use crate::measure::report::{Report, Row};
use crate::print::amount::share;
use crate::print::bar::bar;
use crate::print::diagnostic::diagnostic;
use crate::print::table::{Cell, Table};
use crate::survey::Survey;
use crate::workspace::Workspace;

const BAR: usize = 16;
/// How many symbols of what has grown are shown.
const SYMBOLS: usize = 8;

/// What is wrong, a row a crate, the regions, what has grown.
pub(crate) fn human(report: &Report, survey: &Survey<'_>, workspace: &Workspace, console: &Console) -> String {
    let mut ink = Ink::new();
    for shared in &survey.findings {
        ink.push_styled(&diagnostic(shared, survey, console));
    }
    ink.push(BOLD, &report.program.path);
    ink.push(DIM, &format!(" ({}), {}", report.program.target, survey.configuration.name(workspace)));
    ink.push(PLAIN, "\n\n");
    crates(report, console, &mut ink);
    regions(report, console, &mut ink);
    if let Some(growth) = &report.growth {
        grown(growth, console, &mut ink);
    }
    ink.push(PLAIN, "\n");
    for note in report.notes() {
        ink.push(DIM, &format!("note: {note}"));
        ink.push(PLAIN, "\n");
    }
    let standing = verdict(report);
    let words = match standing {
        Standing::Over => "over its budgets",
        Standing::Undecided => "undecided: what is unattributed may be anybody's",
        _ => "within its budgets",
    };
    ink.push(style(standing), words);
    let of = format!(": {} of {} in RAM", about(report.used), total(report));
    ink.push(PLAIN, &of);
    if let Some(limit) = &report.limit {
        ink.push(PLAIN, &format!(", limit {}", size::print(limit.bytes.into())));
    }
    ink.push(PLAIN, "\n");
    ink.finish()
}

fn style(standing: Standing) -> Style {
    match standing {
        Standing::Over => RED,
        Standing::Undecided => YELLOW,
        Standing::Fits => GREEN,
        _ => DIM,
    }
}

fn crates(report: &Report, console: &Console, ink: &mut Ink) {
    let mut table = Table::default()
        .left("crate", 0)
        .right("RAM", 0)
        .right("peak", 1)
        .right("budget", 0)
        .right("used", 2)
        .left("", 5)
        .left("verdict", 0)
        .right("flash", 3)
        .left("known by", 4);
    let all = console.is_verbose();
    let shown = |row: &&Row| all || matters(row);
    for row in report.crates.iter().filter(shown) {
        let budget = row.budget.as_ref().map(|budget| budget.bytes);
        let used = |budget: u64| share(row.used.into(), budget.into());
        let drawn = match budget {
            Some(budget) if console.terminal => bar(row.used.into(), budget.into(), BAR),
            _ => String::new(),
        };
        let color = if row.standing == Standing::Over { RED } else { CYAN };
        table.row(vec![
            name(row).into(),
            about(row.bytes.written()).into(),
            row.peak.map_or(String::new(), about).into(),
            super::budget(row).into(),
            budget.map_or(String::new(), used).into(),
            Cell::new(color, drawn),
            Cell::new(style(row.standing), row.standing.name()),
            Cell::new(DIM, about(row.bytes.flash)),
            Cell::new(DIM, known(row)),
        ]);
        if all {
            symbols(&row.largest, &mut table);
        }
    }
    let hidden = report.crates.iter().filter(|row| !shown(row)).map(|row| row.bytes.flash);
    let (hidden, flash) = hidden.fold((0, 0), |(count, sum), flash| (count + 1, sum + flash));
    if hidden > 0 {
        let cells = [Cell::new(DIM, format!("{hidden} more in flash")), "0 bytes".into()];
        let mut cells = cells.to_vec();
        cells.resize_with(7, Cell::default);
        cells.push(Cell::new(DIM, about(flash)));
        table.row(cells);
    }
    table.empty_line();
    let measurement = &report.measurement;
    let whole = |name: &str, ram: u64, flash: u64, table: &mut Table| {
        let mut cells = vec![Cell::from(name), about(ram).into()];
        cells.resize_with(7, Cell::default);
        cells.push(Cell::new(DIM, if flash > 0 { about(flash) } else { String::new() }));
        table.row(cells);
    };
    let nobody = &measurement.unattributed.bytes;
    whole("unattributed", nobody.written(), nobody.flash, &mut table);
    if all {
        symbols(&measurement.unattributed.largest, &mut table);
    }
    whole("padding", measurement.padding.written(), measurement.padding.flash, &mut table);
    for one in measurement.reserved.iter().filter(|one| one.in_section) {
        whole(&one.name, one.bytes, 0, &mut table);
    }
    whole("all", measurement.total.written(), measurement.total.flash, &mut table);
    if let Some(peak) = report.peak {
        whole("and at run time", peak, 0, &mut table);
    }
    for one in measurement.reserved.iter().filter(|one| !one.in_section) {
        whole(&format!("left for the {}", one.name), one.bytes, 0, &mut table);
    }
    table.print(ink, console.width);
}

/// A line for each symbol, with the crate of its type where that is another one.
fn symbols(symbols: &[SymbolRow], table: &mut Table) {
    for symbol in symbols.iter().filter(|symbol| symbol.bytes > 0) {
        let name = if symbol.symbol.is_empty() { "(nameless)" } else { &symbol.symbol };
        let of_type = symbol.type_crate.as_ref().map_or(String::new(), |name| format!(" (a type of {name})"));
        table.row(vec![Cell::new(DIM, format!("  {name}{of_type}")), Cell::new(DIM, about(symbol.bytes))]);
    }
}

/// How a crate's RAM is known to be its.
fn known(row: &Row) -> String {
    let known = row.known;
    let ways = [("exact", known.exact), ("name", known.name), ("debug", known.debug), ("map", known.map)];
    let ways: Vec<&str> = ways.into_iter().filter(|(_, bytes)| *bytes > 0).map(|(way, _)| way).collect();
    ways.join(", ")
}

fn regions(report: &Report, console: &Console, ink: &mut Ink) {
    if report.regions.is_empty() {
        return;
    }
    ink.push(PLAIN, "\n");
    let mut table =
        Table::default().left("region", 0).right("used", 0).right("length", 0).right("share", 1).left("", 2);
    for region in &report.regions {
        let over = region.used > region.length;
        let drawn = if console.terminal { bar(region.used.into(), region.length.into(), BAR) } else { String::new() };
        table.row(vec![
            region.name.clone().into(),
            Cell::new(if over { RED } else { PLAIN }, about(region.used)),
            size::print(region.length.into()).into(),
            share(region.used.into(), region.length.into()).into(),
            Cell::new(if over { RED } else { CYAN }, drawn),
        ]);
    }
    table.print(ink, console.width);
}

fn grown(growth: &Growth, console: &Console, ink: &mut Ink) {
    ink.push(PLAIN, "\n");
    if growth.crates.is_empty() {
        ink.push(PLAIN, "nothing has changed since the saved measurement\n");
        return;
    }
    let mut table =
        Table::default().left("since then", 0).right("before", 1).right("now", 1).right("RAM", 0).right("flash", 2);
    let change_style = |bytes: i128| match bytes {
        more if more > 0 => YELLOW,
        less if less < 0 => GREEN,
        _ => DIM,
    };
    let some = |bytes: Option<u64>| bytes.map_or_else(|| "-".to_owned(), about);
    for one in &growth.crates {
        let name = if one.name.is_empty() { "unattributed" } else { &one.name };
        let by = one.change.grown();
        table.row(vec![
            name.into(),
            about(one.change.before.written()).into(),
            about(one.change.after.written()).into(),
            Cell::new(change_style(by), change(by)),
            Cell::new(DIM, change(flash_change(&one.change))),
        ]);
        for symbol in one.symbols.iter().take(SYMBOLS) {
            let by = i128::from(symbol.after.unwrap_or(0)) - i128::from(symbol.before.unwrap_or(0));
            let what = match (symbol.before, symbol.after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            let symbol_name = if symbol.symbol.is_empty() { "(nameless)" } else { &symbol.symbol };
            table.row(vec![
                Cell::new(DIM, format!("  {symbol_name} {what}")),
                Cell::new(DIM, some(symbol.before)),
                Cell::new(DIM, some(symbol.after)),
                Cell::new(DIM, change(by)),
            ]);
        }
        if one.symbols.len() > SYMBOLS {
            let more = counted(one.symbols.len() - SYMBOLS, "more symbol");
            table.row(vec![Cell::new(DIM, format!("  and {more}"))]);
        }
    }
    let total = growth.total.grown();
    table.row(vec![
        "all".into(),
        about(growth.total.before.written()).into(),
        about(growth.total.after.written()).into(),
        Cell::new(change_style(total), change(total)),
        Cell::new(DIM, change(flash_change(&growth.total))),
    ]);
    table.print(ink, console.width);
}
