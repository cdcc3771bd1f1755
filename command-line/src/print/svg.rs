//! The budgets as one picture: what the total is made of, and where each crate stands between its limits.

use std::fmt::Write as _;

use memory_budgets_validator::size;

use crate::escape::{line, markup};
use crate::listed::listed;
use crate::print::amount::{budget, left, share_of, sum, total};
use crate::print::picture::{Scale, color, range, treemap};
use crate::survey::{Row, Survey};
use crate::workspace::Workspace;

const WIDTH: f64 = 960.0;
const EDGE: f64 = 24.0;
const MAP: f64 = 300.0;
const LINE: f64 = 24.0;
/// The colours and the type of the page.
const STYLE: &str = include_str!("page/picture.css");

/// A picture of all surveys, one below the other.
pub(crate) fn svg(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let mut body = String::new();
    let mut y = EDGE;
    let mut described = Vec::new();
    for survey in surveys {
        for group in survey.groups() {
            let triples: Vec<&str> = group.iter().map(|&row| survey.rows[row].triple.as_str()).collect();
            let row = &survey.rows[group[0]];
            described.push(format!("{} of {} on {}", sum(row), total(row), listed(&triples)));
            y = target(&mut body, row, &survey.configuration.name(workspace), &listed(&triples), y);
        }
    }
    let described = markup(&line(&described.join("; ")));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y:.0}\" width=\"{WIDTH}\" height=\"{y:.0}\" role=\"img\" \
         aria-label=\"Memory budgets: {described}\">\n<style>\n{STYLE}</style>\n<rect class=\"sheet\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

/// Draws a target from `y` downwards; gives where the next one begins.
fn target(svg: &mut String, row: &Row, name: &str, triples: &str, y: f64) -> f64 {
    let limit = row.limit().map_or(String::new(), |limit| format!(" · limit {}", size::print(limit.bytes.into())));
    let figures = format!("{} of {} · {} left{limit}", sum(row), total(row), left(row));
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{EDGE}\" y=\"{:.0}\" font-size=\"18\">{}</text>\n\
         <text class=\"size\" x=\"{EDGE}\" y=\"{:.0}\" font-size=\"14\">{}</text>\n\
         <text class=\"title\" x=\"{:.0}\" y=\"{:.0}\" font-size=\"14\" text-anchor=\"end\">{figures}</text>",
        y + 16.0,
        markup(&line(&shortened(name, 80))),
        y + 40.0,
        markup(&line(&shortened(triples, 72))),
        WIDTH - EDGE,
        y + 40.0,
    );
    let top = y + 56.0;
    let _ = writeln!(
        svg,
        "<g transform=\"translate({EDGE} {top:.0})\">\n{}</g>",
        treemap(row, WIDTH - 2.0 * EDGE, MAP, &format!("{top:.0}"))
    );
    let top = top + MAP + 16.0;
    let scale = Scale::of(row);
    let crates = &row.plan().crates;
    let lines = crates.len().div_ceil(2);
    let column = (WIDTH - 3.0 * EDGE) / 2.0;
    for (place, entry) in crates.iter().enumerate() {
        let x = EDGE + (place / lines) as f64 * (column + EDGE);
        let y = top + (place % lines) as f64 * LINE;
        let _ = writeln!(
            svg,
            "<g transform=\"translate({x:.0} {y:.0})\"><title>{name}: {bytes}</title>\
             <rect class=\"{}\" y=\"6\" width=\"11\" height=\"11\" rx=\"3\"/><text x=\"20\" y=\"16\" font-size=\"13\">{name}</text>\
             <text x=\"{:.0}\" y=\"16\" font-size=\"13\" text-anchor=\"end\">{bytes}</text>\
             <text class=\"size\" x=\"{:.0}\" y=\"16\" font-size=\"13\" text-anchor=\"end\">{}</text>\
             <g transform=\"translate({:.0} 4)\">{}</g></g>",
            color(place),
            column - 216.0,
            column - 156.0,
            share_of(entry, row),
            column - 140.0,
            range(entry, scale, 140.0, 16.0),
            name = markup(&line(&shortened(&entry.name, 26))),
            bytes = budget(entry),
        );
    }
    top + lines as f64 * LINE + EDGE
}

/// A name that fits into its place.
fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most { name.to_owned() } else { name.chars().take(most - 1).chain(['…']).collect() }
}
