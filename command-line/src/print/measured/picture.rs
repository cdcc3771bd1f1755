//! A measured program as a picture and as a page: what each crate uses, beside its budget.

use std::fmt::Write as _;

use memory_budgets_validator::{Standing, size};

use super::{about, matters, name, total, total_share, verdict};
use crate::escape::{line, markup};
use crate::measure::report::{Report, Row};
use crate::print::amount::share;
use crate::print::html;
use crate::survey::Survey;

const WIDTH: f64 = 960.0;
const EDGE: f64 = 24.0;
const LINE: f64 = 26.0;
/// Where the bars begin, and how long the longest is.
const BARS: f64 = 300.0;
const LONGEST: f64 = 430.0;
const STYLE: &str = include_str!("../page/picture.css");

/// A picture of the whole.
pub(crate) fn svg(report: &Report) -> String {
    let (body, height) = bars(report, EDGE + 56.0);
    let height = height + EDGE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" role=\"img\" \
         aria-label=\"{}\">\n<style>\n{STYLE}</style>\n<rect class=\"sheet\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"title\" x=\"{EDGE}\" y=\"{:.0}\" font-size=\"18\">{}</text>\n\
         <text class=\"size\" x=\"{EDGE}\" y=\"{:.0}\" font-size=\"14\">{}</text>\n{body}</svg>\n",
        text(&described(report)),
        EDGE + 16.0,
        text(&shortened(&report.program.path, 90)),
        EDGE + 40.0,
        text(&figures(report)),
    )
}

/// In one sentence.
fn described(report: &Report) -> String {
    format!("Memory of {}: {}", report.program.path, figures(report))
}

fn figures(report: &Report) -> String {
    let limit =
        report.limit.as_ref().map_or(String::new(), |limit| format!(" · limit {}", size::print(limit.bytes.into())));
    let share = if report.total_is_readable { format!(" ({})", total_share(report)) } else { String::new() };
    format!("{} of {} in RAM{share}{limit} · {}", about(report.used), total(report), verdict(report).name())
}

/// A bar a crate from `y` downwards: its budget as a band, its use in it. All are drawn to one scale, that of roots, so that small
/// ones are seen beside large ones.
#[expect(clippy::cast_precision_loss, reason = "a bar has a thousand places")]
fn bars(report: &Report, y: f64) -> (String, f64) {
    let rows: Vec<&Row> = report.crates.iter().filter(|row| matters(row)).collect();
    let largest = rows
        .iter()
        .map(|row| row.used.max(row.budget.as_ref().map_or(0, |budget| budget.bytes)))
        .max()
        .unwrap_or(1)
        .max(1);
    let length = |bytes: u64| (bytes as f64 / largest as f64).sqrt() * LONGEST;
    let mut svg = String::new();
    let mut y = y;
    for row in rows {
        let budget = row.budget.as_ref().map_or(0, |budget| budget.bytes);
        let of =
            if budget > 0 { format!("{} of {}", about(row.used), size::print(budget.into())) } else { about(row.used) };
        let class = if row.standing == Standing::Over { "dot bad" } else { "dot" };
        let shown = text(&shortened(&name(row), 34));
        let _ = writeln!(
            svg,
            "<g transform=\"translate(0 {y:.0})\"><title>{shown}: {of}, {verdict}</title>\
             <text x=\"{EDGE}\" y=\"16\" font-size=\"13\">{shown}</text>\
             <rect class=\"band\" x=\"{BARS}\" y=\"5\" width=\"{:.1}\" height=\"14\" rx=\"3\"/>\
             <rect class=\"{class}\" x=\"{BARS}\" y=\"8\" width=\"{:.1}\" height=\"8\" rx=\"2\"/>\
             <text class=\"size\" x=\"{:.0}\" y=\"16\" font-size=\"13\" text-anchor=\"end\">{of} · {verdict}</text></g>",
            length(budget),
            length(row.used),
            WIDTH - EDGE,
            verdict = row.standing.name(),
        );
        y += LINE;
    }
    (svg, y)
}

/// A page of the whole.
pub(crate) fn html(report: &Report, survey: &Survey<'_>) -> String {
    let mut body = String::new();
    let _ = write!(
        body,
        "<section aria-labelledby=\"whole\">\n<h2 id=\"whole\">{}</h2>\n<dl class=\"figures\">\n",
        text(&report.program.target)
    );
    let mut figure = |name: &str, value: String, origin: &str| {
        let origin =
            if origin.is_empty() { String::new() } else { format!("<span class=\"origin\">{}</span>", text(origin)) };
        let _ = writeln!(body, "<div><dt>{name}</dt><dd>{value}{origin}</dd></div>");
    };
    figure("In RAM", about(report.used), &total_share(report));
    figure("Total budget", total(report), &report.total.said());
    if let Some(limit) = &report.limit {
        figure("Platform limit", size::print(limit.bytes.into()), &limit.origin.short());
    }
    figure("Unattributed", about(report.measurement.unattributed.bytes.written()), "");
    figure("Flash", about(report.measurement.total.flash), "");
    let (picture, height) = bars(report, 4.0);
    let _ = write!(
        body,
        "</dl>\n<figure>\n<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{}; the table below has every crate\">\n{picture}</svg>\n\
         <figcaption>What each crate uses, in the band of its budget; lengths are roots of sizes.</figcaption>\n</figure>\n",
        text(&described(report)),
    );
    table(&mut body, report);
    for shared in &survey.findings {
        html::finding(&mut body, shared, "");
    }
    for note in report.notes() {
        let _ = writeln!(body, "<p class=\"about\">{}</p>", text(&note));
    }
    body.push_str("</section>\n");
    html::document("Memory of the program", &text(&report.program.path), "", &body)
}

fn table(body: &mut String, report: &Report) {
    body.push_str(
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"crates-caption\" tabindex=\"0\">\n<table class=\"sortable\">\n\
         <caption id=\"crates-caption\">What each crate has in the program</caption>\n<thead><tr><th scope=\"col\">crate</th>\
         <th scope=\"col\" class=\"n\">RAM</th><th scope=\"col\" class=\"n\">peak</th><th scope=\"col\" class=\"n\">budget</th>\
         <th scope=\"col\" class=\"n\">used</th><th scope=\"col\">verdict</th><th scope=\"col\" class=\"n\">flash</th>\
         <th scope=\"col\">largest symbol</th></tr></thead>\n<tbody>\n",
    );
    let number = |bytes: Option<u64>, shown: String| match bytes {
        Some(bytes) => format!("<td class=\"n\" data-sort=\"{bytes}\">{shown}</td>"),
        None => format!("<td class=\"n\">{shown}</td>"),
    };
    for row in report.crates.iter().filter(|row| matters(row)) {
        let budget = row.budget.as_ref().map(|budget| budget.bytes);
        let class = match row.standing {
            Standing::Over => "errors",
            Standing::Undecided => "warnings",
            _ => "ok",
        };
        let (ram, flash) = (row.bytes.written(), row.bytes.flash);
        let largest = row.largest.first().map_or(String::new(), |symbol| symbol.symbol.clone());
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{}</th>{}{}{}{}<td class=\"{class}\">{}</td>{}<td class=\"origin\">{}</td></tr>",
            text(&name(row)),
            number(Some(ram), about(ram)),
            number(row.peak, row.peak.map_or(String::new(), about)),
            number(budget, super::budget(row)),
            number(
                budget.map(|_| row.used),
                budget.map_or(String::new(), |budget| share(row.used.into(), budget.into()))
            ),
            row.standing.name(),
            number(Some(flash), about(flash)),
            text(&shortened(&largest, 60)),
        );
    }
    body.push_str("</tbody>\n</table>\n</div>\n");
}

/// Text from outside, on one line.
fn text(text: &str) -> String {
    markup(&line(text))
}

fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}
