//! `suggest`: budgets that hold what was measured, with a margin.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use memory_budgets_validator::{Plan, is_same_crate, size, validate};

use crate::Status;
use crate::args::SuggestOptions;
use crate::console::Console;
use crate::edit::{self, Edit, Section};
use crate::fault::Fault;
use crate::ink::{DIM, GREEN, Ink, PLAIN, YELLOW};
use crate::measure::build::{self, Program};
use crate::measure::growth;
use crate::measure::packages::Packages;
use crate::measure::peaks::Peaks;
use crate::measure::{Measurement, Memories, Options};
use crate::measuring::{heed, measured, subject, target};
use crate::print::measured::about;
use crate::print::table::{Cell, Table};
use crate::subject::{Configuration, Subject};
use crate::survey::request_on;

/// In hundredths of a percent, where neither the file nor an option says another.
const MARGIN: u32 = 2500;

/// What a crate is proposed to have.
struct Proposal {
    /// The package's name.
    name: String,
    /// Its place among the plan's crates; `None` where it has no budget yet.
    of_plan: Option<usize>,
    statics: u64,
    peak: u64,
    budget: u64,
    /// What kept it from being just what was measured, with the margin.
    because: &'static str,
}

pub(crate) fn suggest(
    options: &SuggestOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let peaks = Peaks::read(&options.peaks)?;
    let measurements = options.programs.iter().map(|path| measurement(path)).collect::<Result<Vec<_>, _>>()?;
    let first = options.programs.first().map_or(Path::new(""), std::path::PathBuf::as_path);
    let none = Measurement::default();
    let whole = measurements.first().unwrap_or(&none);
    let subject = subject(first, whole, &options.place, &options.build, variables, console)?;
    let target = match measurements.first() {
        Some(measurement) => target(&subject, first, measurement)?,
        None => &subject.targets[0], // there is one at least
    };
    let configuration = subject.first(console);
    let plan = validate(&request_on(configuration, target)).plan;
    if let Some(peaks) = &peaks {
        heed(peaks, &plan, console);
    }
    let packages = Packages::ask(&build::cargo(variables), &subject.workspace.root, &target.triple);
    let margin = match &options.margin {
        Some(text) => percent(text)?,
        None => plan.margin.as_ref().map_or(MARGIN, |margin| margin.hundredths),
    };
    let proposals = proposals(&plan, &measurements, peaks.as_ref(), &packages, margin);
    let total = total(&plan, &proposals, &measurements, peaks.as_ref(), margin);

    if options.write {
        return write(configuration, &subject, target, &proposals, total, console);
    }
    let text = table(&plan, &proposals, total, margin, console);
    console.deliver(&text, options.output.output.as_deref())?;
    Ok(Status::Fine)
}

/// Measures a program, or reads a saved measurement.
fn measurement(path: &Path) -> Result<Measurement, Fault> {
    if path.extension().is_some_and(|ending| ending == "json") {
        return growth::saved(path);
    }
    measured(
        &Program { path: path.to_owned(), libraries: Vec::new() },
        None,
        Options { largest: 0, ..Options::default() },
    )
}

/// `40%`, `12.5%`: in hundredths of a percent.
fn percent(text: &str) -> Result<u32, Fault> {
    let number = text.strip_suffix('%').unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let hundredths = || {
        let whole: u32 = whole.parse().ok().filter(|&whole| whole <= 1000)?;
        Some(whole * 100 + format!("{fraction:0<2}").parse::<u32>().ok()?)
    };
    let valid = digits(whole) && digits(fraction) && fraction.len() <= 2;
    let parsed = if valid { hundredths() } else { None };
    parsed.ok_or_else(|| {
        Fault::new(format!("--margin {text} is not a percentage")).help("write one such as 25% or 12.5%")
    })
}

/// What was measured, with the margin, in whole KB.
fn rounded(bytes: u64, margin: u32) -> u64 {
    let with = (u128::from(bytes) * (10_000 + u128::from(margin))).div_ceil(10_000).next_multiple_of(1024);
    u64::try_from(with).unwrap_or(size::MAX).min(size::MAX)
}

fn proposals(
    plan: &Plan,
    measurements: &[Measurement],
    peaks: Option<&Peaks>,
    packages: &Packages,
    margin: u32,
) -> Vec<Proposal> {
    let package = |name: &str| packages.package(name).unwrap_or(name).to_owned();
    // Of several programs the one counts that has the most of it.
    let statics = |wanted: &str| {
        let of = |measurement: &Measurement| -> u64 {
            let rows = measurement.crates.iter().filter(|row| is_same_crate(&package(&row.name), wanted));
            rows.map(|row| row.share.bytes.written()).sum()
        };
        measurements.iter().map(of).max().unwrap_or(0)
    };
    let peak = |name: &str| peaks.and_then(|peaks| peaks.of(name)).unwrap_or(0);
    let mut proposals = Vec::new();
    for (i, entry) in plan.crates.iter().enumerate() {
        let (statics, peak) = (statics(&entry.name), peak(&entry.name));
        if statics + peak == 0 {
            continue; // nothing was measured of it
        }
        let (mut budget, mut because) = (rounded(statics.saturating_add(peak), margin), "");
        if let Some(min) = entry.min.as_ref().filter(|min| budget < min.bytes) {
            (budget, because) = (min.bytes, "its minimum");
        }
        if entry.max.as_ref().is_some_and(|max| budget > max.bytes) {
            because = "above its maximum";
        }
        proposals.push(Proposal { name: entry.name.clone(), of_plan: Some(i), statics, peak, budget, because });
    }
    let mut others: Vec<String> = Vec::new();
    for row in measurements.iter().flat_map(|measurement| &measurement.crates) {
        let name = package(&row.name);
        let known = plan.crates.iter().any(|entry| is_same_crate(&entry.name, &name)) || others.contains(&name);
        if packages.is_member(&row.name) && row.share.bytes.written() > 0 && !known {
            others.push(name);
        }
    }
    for name in others {
        let (statics, peak) = (statics(&name), peak(&name));
        let budget = rounded(statics.saturating_add(peak), margin);
        proposals.push(Proposal { name, of_plan: None, statics, peak, budget, because: "it has none" });
    }
    proposals
}

/// The total, where the one in force does not hold what is proposed; one that is the sum follows it.
fn total(
    plan: &Plan,
    proposals: &[Proposal],
    measurements: &[Measurement],
    peaks: Option<&Peaks>,
    margin: u32,
) -> Option<u64> {
    let unchanged = plan.crates.iter().enumerate().filter(|(i, _)| proposals.iter().all(|one| one.of_plan != Some(*i)));
    let kept: u128 = unchanged.map(|(_, entry)| u128::from(entry.budget.base.bytes)).sum();
    let sum = kept + proposals.iter().map(|one| u128::from(one.budget)).sum::<u128>();
    let sum = plan.margin.as_ref().map_or(sum, |margin| margin.on_top_of(sum));
    let statics = measurements.iter().map(|measurement| Memories::written(&measurement.total)).max().unwrap_or(0);
    let whole = rounded(statics.saturating_add(peaks.map_or(0, |peaks| peaks.peak)), margin);
    let needed = sum.next_multiple_of(1024).max(whole.into());
    (!plan.total.base.is_sum && needed > plan.total.base.bytes.into())
        .then(|| u64::try_from(needed).unwrap_or(size::MAX))
}

fn table(plan: &Plan, proposals: &[Proposal], total: Option<u64>, margin: u32, console: &Console) -> String {
    let mut ink = Ink::new();
    let mut table = Table::default()
        .left("crate", 0)
        .right("statics", 1)
        .right("peak", 1)
        .right("proposed", 0)
        .right("now", 0)
        .left("", 2);
    let print = |bytes: u64| size::print(bytes.into());
    for one in proposals {
        let now = one.of_plan.map(|i| plan.crates[i].budget.base.bytes);
        let style = match now {
            Some(now) if now == one.budget => PLAIN,
            Some(now) if now > one.budget => GREEN,
            _ => YELLOW,
        };
        table.row(vec![
            one.name.clone().into(),
            about(one.statics).into(),
            if one.peak > 0 { about(one.peak).into() } else { Cell::default() },
            Cell::new(style, print(one.budget)),
            now.map_or(String::new(), print).into(),
            Cell::new(DIM, one.because),
        ]);
    }
    if let Some(total) = total {
        table.empty_line();
        let now = print(plan.total.base.bytes);
        table.row(vec![
            "total_budget".into(),
            Cell::default(),
            Cell::default(),
            Cell::new(YELLOW, print(total)),
            now.into(),
        ]);
    }
    if proposals.is_empty() {
        ink.push(PLAIN, "nothing was measured of any crate that has a budget\n");
    }
    table.print(&mut ink, console.width);
    let percent = format!("{}.{:02}", margin / 100, margin % 100);
    let percent = percent.trim_end_matches('0').trim_end_matches('.');
    ink.push(DIM, &format!("\nwith a margin of {percent}%, in whole KB; --write puts it into the file"));
    ink.push(PLAIN, "\n");
    ink.finish()
}

/// Puts the proposals into the file, each where the value in force stands.
fn write(
    configuration: &Configuration,
    subject: &Subject,
    target: &memory_budgets_validator::Target,
    proposals: &[Proposal],
    total: Option<u64>,
    console: &Console,
) -> Result<Status, Fault> {
    let Some(path) = configuration.open.file.as_ref().filter(|_| configuration.request.inline.is_none()) else {
        let fault = Fault::new(format!("{} is no file that could be changed", configuration.name(&subject.workspace)));
        return Err(fault.help("`cargo memory-budget init` writes one"));
    };
    let before = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
    let plan = &configuration.open.plan;
    let mut edits: Vec<Edit> = Vec::new();
    let mut put = |section: Section, key: &str, bytes: u64| {
        let value = (key.to_owned(), size::print(bytes.into()));
        match edits.iter_mut().find(|edit| edit.section == section) {
            Some(edit) => edit.values.push(value),
            None => edits.push(Edit { section, values: vec![value] }),
        }
    };
    let usual = configuration.profile().map_or(Section::Top, |name| Section::Profile(name.to_owned()));
    let in_force = |overlays: &[(usize, memory_budgets_validator::Value)]| {
        let matching = overlays.iter().rev().map(|(section, _)| &plan.sections[*section]);
        let last =
            matching.filter(|predicate| target.matches(predicate)).map(|predicate| Section::Target(predicate.clone()));
        last.take(1).next().unwrap_or_else(|| usual.clone())
    };
    for one in proposals {
        if let Some(entry) = plan.crates.iter().find(|entry| entry.name == one.name) {
            put(in_force(&entry.budget.overlays), &one.name, one.budget);
        }
    }
    if let Some(total) = total {
        put(in_force(&plan.total.overlays), "total_budget", total);
    }
    let mut text = before.clone();
    for edit in &edits {
        text = edit.applied(&text)?;
    }
    for one in proposals.iter().filter(|one| one.of_plan.is_none()) {
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let (name, budget) = (&one.name, size::print(one.budget.into()));
        let _ = write!(text, "\n[crates.{name}]\nbudget = \"{budget}\"\n"); // a text takes it
    }
    if text == before {
        console.done("nothing to change: the budgets are those that would be proposed");
        return Ok(Status::Fine);
    }
    edit::write(path, &before, &text)?;
    console.done(&format!("wrote {}", path.display()));
    Ok(Status::Fine)
}

#[cfg(test)]
mod tests {
    use super::{percent, rounded};

    #[test]
    fn margins() {
        let hundredths = |text: &str| percent(text).ok();
        assert_eq!(["25%", "40", "12.5%", "0%", "1000%"].map(hundredths), [2500, 4000, 1250, 0, 100_000].map(Some));
        assert_eq!(["", "%", "-1%", "1.234%", "1001%", "x", "1e3"].map(hundredths), [None; 7]);
    }

    #[test]
    fn in_whole_kilobytes() {
        assert_eq!((rounded(0, 2500), rounded(1, 2500), rounded(4096, 2500)), (0, 1024, 5120));
        assert_eq!(rounded(u64::MAX, 100_000), (1 << 63) - 1);
    }
}
