//! The page: one file, nothing from outside, whole without scripts.

use std::fmt::Write as _;

use memory_budgets_validator::{Severity, Value, size};

use crate::escape::{line, markup};
use crate::listed::listed;
use crate::place::locations;
use crate::print::amount::{budget, left, share_of, share_of_left, share_of_sum, sum, total};
use crate::print::human::counts;
use crate::print::json::{TOOL, severity};
use crate::print::picture::{Scale, color, range, treemap};
use crate::survey::{Row, Shared, Survey, Verdict};
use crate::workspace::Workspace;

const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");
/// Their digests, which are all that a browser lets onto the page; a test compares them.
const STYLE_DIGEST: &str = "sha256-+koUA5MNCcdST4oPCIc3X/aTN4Lp8QgBA1YVC8A5KBo=";
const SCRIPT_DIGEST: &str = "sha256-kYdSr6squn/r0aO3kudnLwJrVJk11iGg5gWW+UO6ZRY=";

/// A page of all surveys.
pub(crate) fn html(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let names: Vec<String> = surveys.iter().map(|survey| survey.configuration.name(workspace)).collect();
    let names = text(&names.join("; "));
    let mut page = Page::default();
    for survey in surveys {
        page.survey(survey, workspace, surveys.len() > 1);
    }
    let navigation = if page.links.len() > 1 {
        let links: String =
            page.links.iter().map(|(id, name)| format!("<li><a href=\"#{id}\">{name}</a></li>\n")).collect();
        format!("<nav aria-label=\"Targets\">\n<ul>\n{links}</ul>\n</nav>\n")
    } else {
        String::new()
    };
    document("Memory budgets", &names, &navigation, &page.body)
}

/// A page with a title, what it is about, and a body; all three are markup.
pub(crate) fn document(title: &str, about: &str, navigation: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_DIGEST}'; \
         script-src '{SCRIPT_DIGEST}'; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}: {about}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#budgets\">To the budgets</a>\n\
         <header>\n<h1>{title}</h1>\n<p class=\"about\">{about}</p>\n</header>\n{navigation}\
         <main id=\"budgets\">\n{body}</main>\n<p id=\"status\" class=\"hidden\" role=\"status\"></p>\n\
         <footer>Written by {} {}</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        TOOL.name, TOOL.version,
    )
}

/// What is wrong, with its place; `on` says of which targets.
pub(crate) fn finding(body: &mut String, shared: &Shared, on: &str) {
    let places = locations(&shared.finding);
    let place = places.first().map(|location| match location.span {
        Some(span) => format!("{}:{}:{}", location.path, span.line, span.column),
        None => location.path.clone(),
    });
    let place = place
        .or_else(|| shared.finding.position())
        .map_or(String::new(), |place| format!("<p><code>{}</code></p>", text(&place)));
    let class = match shared.finding.severity {
        Severity::Error => Verdict::Errors,
        Severity::Warning => Verdict::Warnings,
        _ => Verdict::Ok,
    };
    let _ = writeln!(
        body,
        "<div class=\"finding\"><h3><span class=\"{}\">{}</span> {}</h3><p>{}</p>{place}<p class=\"origin\">{}{}</p></div>",
        class.name(),
        severity(shared.finding.severity),
        text(&shared.title),
        text(&shared.finding.solution),
        shared.finding.kind.name(),
        text(on),
    );
}

/// A name that none of the others has, for whoever reads the landmarks alone: two attributes of a package may go by one file.
fn numbered<'n>(name: String, others: impl Iterator<Item = &'n String>) -> String {
    let same = others.filter(|other| other.split(" (").next() == name.split(" (").next()).count();
    if same > 0 { format!("{name} ({})", same + 1) } else { name }
}

#[derive(Default)]
struct Page {
    body: String,
    /// The sections about targets: their ids and names.
    links: Vec<(String, String)>,
    /// What the tables of all targets are about.
    files: Vec<String>,
}

impl Page {
    fn survey(&mut self, survey: &Survey<'_>, workspace: &Workspace, is_one_of_many: bool) {
        if survey.rows.len() > 1 || !survey.findings.is_empty() {
            self.verdicts(survey, workspace, is_one_of_many);
        }
        for group in survey.groups() {
            let triples: Vec<&str> = group.iter().map(|&row| survey.rows[row].triple.as_str()).collect();
            let id = format!("target-{}", self.links.len() + 1);
            let mut name = text(&listed(&triples));
            if is_one_of_many {
                name = format!("{}, {name}", text(&survey.configuration.name(workspace)));
            }
            let name = numbered(name, self.links.iter().map(|(_, known)| known));
            self.target(&survey.rows[group[0]], &id, &name);
            self.links.push((id, name));
        }
    }

    /// A row a target, and what is wrong.
    fn verdicts(&mut self, survey: &Survey<'_>, workspace: &Workspace, is_one_of_many: bool) {
        let id = format!("verdict-{}", self.links.len() + 1);
        let file = numbered(text(&survey.configuration.name(workspace)), self.files.iter());
        let of = if is_one_of_many { format!(" of {file}") } else { String::new() };
        let _ = write!(
            self.body,
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">All targets{of}: <span class=\"{}\">{}</span></h2>\n\
             <div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">\n<table>\n\
             <caption id=\"{id}-caption\"><span>What {file} comes to on each target</span></caption>\n<thead><tr><th scope=\"col\">target</th>\
             <th scope=\"col\" class=\"n\">sum</th><th scope=\"col\" class=\"n\">total</th><th scope=\"col\" class=\"n\">limit</th>\
             <th scope=\"col\" class=\"n\">left</th><th scope=\"col\">verdict</th></tr></thead>\n<tbody>\n",
            survey.verdict().name(),
            counts(survey),
        );
        self.files.push(file);
        for row in &survey.rows {
            let limit = row.limit().map_or(String::new(), |limit| size::print(limit.bytes.into()));
            let _ = writeln!(
                self.body,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{limit}</td>\
                 <td class=\"n\">{}</td><td class=\"{verdict}\">{verdict}</td></tr>",
                text(&row.triple),
                sum(row),
                total(row),
                left(row),
                verdict = row.verdict.name(),
            );
        }
        self.body.push_str("</tbody>\n</table>\n</div>\n");
        for shared in &survey.findings {
            finding(&mut self.body, shared, &format!(" · on {}", listed(&survey.triples(shared))));
        }
        self.body.push_str("</section>\n");
    }

    /// The budgets on a target: figures, picture, table.
    fn target(&mut self, row: &Row, id: &str, name: &str) {
        let _ = write!(
            self.body,
            "<section id=\"{id}\" aria-labelledby=\"{id}-name\">\n<h2 id=\"{id}-name\">{name}</h2>\n<dl class=\"figures\">\n"
        );
        self.figure("Budgeted", &sum(row), &share_of_sum(row));
        self.figure("Total", &total(row), &row.total().said());
        self.figure("Left", &left(row), &share_of_left(row));
        if let Some(limit) = row.limit() {
            self.figure("Platform limit", &size::print(limit.bytes.into()), &limit.origin.short());
        }
        let caption = match row.left() {
            _ if !row.is_readable() => "The crates whose budgets could be read, as large beside each other as these.",
            left if left < 0 => "Every crate as large as its budget is of the total. They exceed it.",
            _ => "Every crate as large as its budget is of the total. What is left is hatched.",
        };
        // Of the two a window shows the one that fits it.
        let picture = |shape: &str, width: f64, height: f64| {
            format!(
                "<svg class=\"{shape}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
                 aria-label=\"{} of {} are budgeted; the table below has every crate\">\n{}</svg>\n",
                sum(row),
                total(row),
                treemap(row, width, height, &format!("{id}-{shape}")),
            )
        };
        let _ = write!(
            self.body,
            "</dl>\n<figure>\n{}{}<figcaption>{caption}</figcaption>\n</figure>\n",
            picture("wide", 960.0, 320.0),
            picture("tall", 360.0, 320.0),
        );
        self.table(row, id, name);
        self.body.push_str("</section>\n");
    }

    fn figure(&mut self, name: &str, value: &str, origin: &str) {
        let origin =
            if origin.is_empty() { String::new() } else { format!("<span class=\"origin\">{}</span>", text(origin)) };
        let _ = writeln!(self.body, "<div><dt>{name}</dt><dd>{value}{origin}</dd></div>");
    }

    fn table(&mut self, row: &Row, id: &str, name: &str) {
        let has_purposes = row.plan().crates.iter().any(|entry| !entry.purpose.is_empty());
        let purpose = if has_purposes { "<th scope=\"col\">purpose</th>" } else { "" };
        let _ = write!(
            self.body,
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">\n<table class=\"sortable\">\n\
             <caption id=\"{id}-caption\"><span>Budgets on {name}; the bars run from minimum to maximum on one scale of powers of two</span></caption>\n\
             <thead><tr><th scope=\"col\">crate</th><th scope=\"col\" class=\"n\">budget</th><th scope=\"col\" class=\"n\">share</th>\
             <th scope=\"col\" data-still>between its limits</th><th scope=\"col\" class=\"n\">min</th><th scope=\"col\" class=\"n\">max</th>\
             <th scope=\"col\">origin</th>{purpose}</tr></thead>\n<tbody>\n"
        );
        let scale = Scale::of(row);
        for (place, entry) in row.plan().crates.iter().enumerate() {
            // What could not be read comes before all that has a size.
            let sort = if entry.budget.readable { i128::from(entry.budget.base.bytes) } else { -1 };
            let purpose = if has_purposes {
                format!("<td class=\"purpose\">{}</td>", text(&entry.purpose))
            } else {
                String::new()
            };
            let _ = writeln!(
                self.body,
                "<tr><th scope=\"row\"><svg class=\"key\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{}\" width=\"10\" height=\"10\" rx=\"2\"/></svg>{}</th>\
                 <td class=\"n\" data-sort=\"{sort}\">{}</td><td class=\"n\" data-sort=\"{sort}\">{}</td>\
                 <td><svg class=\"range\" viewBox=\"0 0 144 16\" aria-hidden=\"true\">{}</svg></td>{}{}<td class=\"origin\">{}</td>{purpose}</tr>",
                color(place),
                text(&entry.name),
                budget(entry),
                share_of(entry, row),
                range(entry, scale, 144.0, 16.0),
                limit(entry.min.as_ref()),
                limit(entry.max.as_ref()),
                text(&entry.budget.base.origin.short()),
            );
        }
        self.body.push_str("</tbody>\n<tfoot>\n");
        let after = if has_purposes { "<td></td>" } else { "" };
        let mut whole = |name: &str, value: String, share: String, origin: String| {
            let _ = writeln!(
                self.body,
                "<tr><th scope=\"row\">{name}</th><td class=\"n\">{value}</td><td class=\"n\">{share}</td><td></td><td></td><td></td>\
                 <td class=\"origin\">{}</td>{after}</tr>",
                text(&origin)
            );
        };
        whole("sum", sum(row), share_of_sum(row), String::new());
        whole("total", total(row), String::new(), row.total().said());
        if let Some(limit) = row.limit() {
            whole("limit", size::print(limit.bytes.into()), String::new(), limit.origin.short());
        }
        whole("left", left(row), share_of_left(row), String::new());
        self.body.push_str("</tfoot>\n</table>\n</div>\n");
    }
}

fn limit(value: Option<&Value>) -> String {
    match value {
        Some(value) => {
            format!("<td class=\"n\" data-sort=\"{}\">{}</td>", value.bytes, size::print(value.bytes.into()))
        }
        None => "<td class=\"n\"></td>".to_owned(),
    }
}

/// Text from outside, on one line.
fn text(text: &str) -> String {
    markup(&line(text))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{SCRIPT, SCRIPT_DIGEST, STYLE, STYLE_DIGEST};

    #[test]
    fn digests_are_those_of_the_files() {
        for (text, digest) in [(STYLE, STYLE_DIGEST), (SCRIPT, SCRIPT_DIGEST)] {
            assert_eq!(format!("sha256-{}", base64(&Sha256::digest(text))), digest);
        }
    }

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
            for i in 0..=chunk.len() {
                text.push(char::from(LETTERS[(bits >> (18 - 6 * i) & 63) as usize]));
            }
            text.push_str(&"="[..usize::from(chunk.len() < 3)].repeat(3 - chunk.len()));
        }
        text
    }
}
