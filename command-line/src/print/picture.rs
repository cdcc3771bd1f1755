//! The budgets as shapes of SVG: a treemap, a bar of the whole, a crate's place between its limits.

use std::fmt::Write as _;

use memory_budgets_validator::{BudgetedCrate, size};
use unicode_width::UnicodeWidthStr;

use crate::escape::{line, markup};
use crate::print::squarify::{Rect, squarify};
use crate::survey::Row;

/// How many colours there are for crates; neighbours differ.
const COLORS: usize = 8;

/// The class of a crate's colour.
pub(crate) fn color(place: usize) -> String {
    format!("k{}", place % COLORS)
}

/// A part of the total: a crate, or what is left.
struct Part {
    /// The crate's place; `None` for what is left.
    place: Option<usize>,
    bytes: f64,
    bounds: Rect,
}

/// The total as an area: each crate as large as its budget, and what is left hatched. `id` tells pictures of a page apart.
pub(crate) fn treemap(row: &Row, width: f64, height: f64, id: &str) -> String {
    let crates = &row.plan().crates;
    // What is left is a strip of its own; where the crates exceed the total, they fill the picture. What could not be read has no
    // size, and neither has what it leaves.
    let left = if row.is_readable() { row.left().max(0) as f64 } else { 0.0 };
    let strip = if left > 0.0 { width * left / row.total().bytes as f64 } else { 0.0 };
    let part = |place: usize| {
        let bounds = Rect { x: 0.0, y: 0.0, w: 0.0, h: 0.0 };
        Part { place: Some(place), bytes: crates[place].budget.base.bytes as f64, bounds }
    };
    let known = (0..crates.len()).filter(|&place| crates[place].budget.readable);
    let mut parts: Vec<Part> = known.map(part).filter(|part| part.bytes > 0.0).collect();
    parts.sort_by(|a, b| b.bytes.total_cmp(&a.bytes));
    let whole = Rect { x: 0.0, y: 0.0, w: width - strip, h: height };
    let sizes: Vec<f64> = parts.iter().map(|part| part.bytes).collect();
    for (part, bounds) in parts.iter_mut().zip(squarify(whole, &sizes)) {
        part.bounds = bounds;
    }
    if strip > 0.0 {
        parts.push(Part { place: None, bytes: left, bounds: Rect { x: width - strip, y: 0.0, w: strip, h: height } });
    }

    let mut svg = hatching(id);
    for part in &parts {
        let Rect { x, y, w, h } = part.bounds;
        let (name, class) = match part.place {
            Some(place) => (crates[place].name.as_str(), format!("cell {}", color(place))),
            None => ("left", "cell".to_owned()),
        };
        let shown =
            size::print(part.place.map_or(row.left().unsigned_abs(), |place| crates[place].budget.base.bytes.into()));
        let fill = if part.place.is_none() { format!(" fill=\"url(#hatch-{id})\"") } else { String::new() };
        let _ = write!(
            svg,
            "<g><title>{}: {shown}</title><rect class=\"{class}\"{fill} x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"3\"/>",
            markup(&line(name))
        );
        label(&mut svg, part.bounds, name, &shown);
        svg.push_str("</g>\n");
    }
    svg
}

/// A part's name and size, as far as they fit into it.
fn label(svg: &mut String, bounds: Rect, name: &str, shown: &str) {
    const PADDING: f64 = 8.0;
    let name = line(name);
    for font in [15.0, 13.0, 11.0, 10.0] {
        let fits = |text: &str| text.width() as f64 * font * 0.55 + 2.0 * PADDING <= bounds.w;
        if fits(&name) && bounds.h >= font * 1.4 + PADDING {
            let (x, y) = (bounds.x + PADDING, bounds.y + PADDING + font * 0.85);
            let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{font}\">{}</text>", markup(&name));
            if fits(shown) && bounds.h >= font * 2.8 + PADDING {
                let y = y + font * 1.35;
                let _ =
                    write!(svg, "<text class=\"size\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{font}\">{shown}</text>");
            }
            return;
        }
    }
}

/// The pattern of what is left.
fn hatching(id: &str) -> String {
    format!(
        "<defs><pattern id=\"hatch-{id}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <path class=\"lines\" d=\"M0 0V8\" stroke-width=\"1.5\"/></pattern></defs>\n"
    )
}

/// The scale that all crates' limits share: powers of two from the smallest to the largest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    least: f64,
    most: f64,
}

impl Scale {
    pub(crate) fn of(row: &Row) -> Scale {
        let sizes = row.plan().crates.iter().flat_map(|entry| {
            let budget = entry.budget.readable.then_some(&entry.budget.base);
            let limits = [entry.min.as_ref(), entry.max.as_ref(), budget];
            limits.into_iter().flatten().map(|value| value.bytes).filter(|&bytes| bytes > 0).collect::<Vec<_>>()
        });
        let log = |bytes: u64| (bytes as f64).log2();
        let (least, most) =
            sizes.fold((f64::MAX, 0.0_f64), |(least, most), bytes| (least.min(log(bytes)), most.max(log(bytes))));
        if least < most { Scale { least, most } } else { Scale { least: 0.0, most: most.max(1.0) } }
    }

    fn at(self, bytes: u64, width: f64) -> f64 {
        let place = ((bytes.max(1) as f64).log2() - self.least) / (self.most - self.least);
        place.clamp(0.0, 1.0) * width
    }
}

/// A crate's budget as a dot on the band between its minimum and its maximum.
pub(crate) fn range(entry: &BudgetedCrate, scale: Scale, width: f64, height: f64) -> String {
    let bytes = entry.budget.base.bytes;
    let min = entry.min.as_ref().map_or(0.0, |min| scale.at(min.bytes, width));
    let max = entry.max.as_ref().map_or(width, |max| scale.at(max.bytes, width));
    let outside = entry.min.as_ref().is_some_and(|min| bytes < min.bytes)
        || entry.max.as_ref().is_some_and(|max| bytes > max.bytes);
    let radius = height * 0.34;
    let x = scale.at(bytes, width).clamp(radius, width - radius);
    let band = if entry.min.is_some() || entry.max.is_some() {
        let length = (max - min).max(2.0);
        format!(
            "<rect class=\"band\" x=\"{min:.1}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"{:.1}\" rx=\"{:.1}\"/>",
            height * 0.28,
            height * 0.44,
            height * 0.22
        )
    } else {
        String::new()
    };
    if !entry.budget.readable {
        return band;
    }
    let class = if outside { "dot bad" } else { "dot" };
    format!("{band}<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"/>", height / 2.0)
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::{Request, Target, validate};

    use super::treemap;
    use crate::survey::{Row, Verdict};

    fn row(text: &str) -> Row {
        let target = Target::from_rustc_cfg("board", "target_pointer_width=\"32\"").expect("a target");
        let request = Request { inline: Some(text.to_owned()), target: Some(target), ..Request::default() };
        Row { triple: "board".to_owned(), outcome: validate(&request), verdict: Verdict::Ok }
    }

    /// The areas by the names in the titles.
    fn areas(svg: &str) -> Vec<(String, f64)> {
        let number = |line: &str, name: &str| {
            let value = line.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            value.and_then(|(value, _)| value.parse::<f64>().ok()).expect("a number")
        };
        let lines = svg.lines().filter(|line| line.starts_with("<g><title>"));
        lines
            .map(|line| {
                let name = line["<g><title>".len()..].split(':').next().expect("a name").to_owned();
                (name, number(line, "width") * number(line, "height"))
            })
            .collect()
    }

    /// Budgets may be drawn beside each other only as large as they are.
    #[test]
    fn areas_are_in_proportion() {
        for text in [
            "",
            "total_budget = '1GB'",
            "preset = 'none'\ntotal_budget = 100\n[crates.a]\nbudget = 100\n[crates.b]\nbudget = 0",
        ] {
            let row = row(text);
            let areas = areas(&treemap(&row, 960.0, 320.0, "t"));
            let whole: f64 = areas.iter().map(|(_, area)| area).sum();
            assert!((whole - 960.0 * 320.0).abs() < 600.0, "{whole}");
            for entry in &row.plan().crates {
                let part = entry.budget.base.bytes as f64 / row.total().bytes as f64;
                let drawn = areas.iter().find(|(name, _)| *name == entry.name).map_or(0.0, |(_, area)| area / whole);
                assert!((part - drawn).abs() < 0.002, "{}: {part} is drawn as {drawn}", entry.name);
            }
        }
    }

    #[test]
    fn a_sum_above_the_total_fills_the_picture() {
        let svg = treemap(&row("total_budget = '1MB'"), 960.0, 320.0, "t");
        assert!(areas(&svg).iter().all(|(name, _)| name != "left"));
    }
}
