//! What is different, as a text, as Markdown and as JSON.

use std::fmt::Write as _;

use memory_budgets_validator::size;

use crate::changes::{Amount, Change, Changes, Compared, What};
use crate::console::Console;
use crate::escape::{self, markdown_code};
use crate::ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED, YELLOW};
use crate::listed::listed;
use crate::object::{object, pretty};
use crate::print::json::{TOOL, Tool};
use crate::print::table::{Cell, Table};

/// For a terminal.
pub(crate) fn human(compared: &[Compared], console: &Console) -> String {
    let mut ink = Ink::new();
    if let Some(Compared { changes, .. }) = compared.first() {
        ink.push(BOLD, &format!("{} → {}", changes.before, changes.after));
        ink.push(PLAIN, "\n");
    }
    for one in compared {
        ink.push(PLAIN, "\n");
        if compared.len() > 1 {
            ink.push(CYAN, &one.name);
            ink.push(PLAIN, "\n");
        }
        table(&one.changes, console, &mut ink);
    }
    ink.finish()
}

fn table(changes: &Changes, console: &Console, ink: &mut Ink) {
    if changes.changes.is_empty() {
        ink.push(PLAIN, "no budget changes\n");
        if let Some(unread) = unread(changes) {
            ink.push(YELLOW, &format!("{unread}\n"));
        }
        return;
    }
    let mut table = Table::default()
        .left("", 0)
        .left("", 0)
        .right("before", 0)
        .right("after", 0)
        .right("change", 2)
        .left("", 2)
        .left("where", 3);
    let mut was_crate = true;
    for change in &changes.changes {
        if std::mem::replace(&mut was_crate, change.name.is_some()) && change.name.is_none() {
            table.empty_line();
        }
        let style = match change.verb() {
            "added" | "raised" => RED,
            "unreadable" => YELLOW,
            _ => GREEN,
        };
        // A limit that moves takes nothing and gives nothing.
        let style = if matches!(change.what, What::Budget | What::Total | What::Sum) { style } else { PLAIN };
        table.row(vec![
            change.name.clone().unwrap_or_else(|| change.what.name().to_owned()).into(),
            Cell::new(DIM, if change.name.is_some() && change.what != What::Budget { change.what.name() } else { "" }),
            shown(change.before).into(),
            shown(change.after).into(),
            Cell::new(style, difference(change)),
            change.verb().into(),
            Cell::new(DIM, on(change, changes)),
        ]);
    }
    table.print(ink, console.width);
    if let Some(unread) = unread(changes) {
        ink.push(YELLOW, &format!("\n{unread}\n"));
    }
}

/// What the changes are not all of, if there is such a thing.
fn unread(changes: &Changes) -> Option<String> {
    let sides = (!changes.unread.is_empty()).then(|| listed(&changes.unread))?;
    Some(format!("not all of {sides} can be read, and what is unreadable is not compared"))
}

/// For a pull request's comment.
pub(crate) fn markdown(compared: &[Compared]) -> String {
    let mut text = String::new();
    if let Some(Compared { changes, .. }) = compared.first() {
        let (before, after) = (markdown_code(&changes.before), markdown_code(&changes.after));
        let _ = writeln!(text, "### Memory budgets: {before} → {after}");
    }
    for one in compared {
        text.push('\n');
        if compared.len() > 1 {
            let _ = writeln!(text, "#### {}\n", escape::markdown(&one.name));
        }
        markdown_table(&one.changes, &mut text);
        text.push_str(&not_all(&one.changes));
    }
    text
}

fn markdown_table(changes: &Changes, text: &mut String) {
    if changes.changes.is_empty() {
        text.push_str("No budget changes.\n");
        return;
    }
    let differ = changes.changes.iter().any(|change| !on(change, changes).is_empty());
    let (targets, rule) = if differ { (" targets |", " --- |") } else { ("", "") };
    let _ = writeln!(text, "| crate | before | after | change | |{targets}\n| --- | ---: | ---: | ---: | --- |{rule}");
    for change in &changes.changes {
        let name = match (&change.name, change.what) {
            (Some(name), What::Budget) => markdown_code(name),
            (Some(name), what) => format!("{} {}", markdown_code(name), what.name()),
            (None, what) => format!("**{}**", what.name().replace('_', " ")),
        };
        let on: Vec<String> =
            change.targets.iter().filter(|_| !on(change, changes).is_empty()).map(|name| markdown_code(name)).collect();
        let targets = if differ { format!(" {} |", on.join(", ")) } else { String::new() };
        let _ = writeln!(
            text,
            "| {name} | {} | {} | {} | {} |{targets}",
            shown(change.before),
            shown(change.after),
            difference(change),
            change.verb()
        );
    }
}

fn not_all(changes: &Changes) -> String {
    unread(changes).map_or(String::new(), |unread| format!("\n⚠️ {}\n", escape::markdown(&unread)))
}

struct Object<'c> {
    schema: u32,
    tool: Tool,
    before: &'c str,
    after: &'c str,
    grows: bool,
    complete: bool,
    changes: Vec<ChangeObject<'c>>,
}

object!(Object<'c> {
    "schema": schema,
    "tool": tool,
    "before": before,
    "after": after,
    "grows": grows,
    "complete": complete,
    "changes": changes,
});

struct ChangeObject<'c> {
    packages: Vec<&'c str>,
    name: Option<&'c str>,
    what: &'static str,
    change: &'static str,
    before: Option<u128>,
    after: Option<u128>,
    targets: Vec<&'c str>,
}

object!(ChangeObject<'c> {
    "packages": packages,
    "name": name,
    "what": what,
    "change": change,
    "before": before,
    "after": after,
    "targets": targets,
});

/// For programs: `$defs/diff` of `schema/output.schema.json`.
pub(crate) fn json(compared: &[Compared]) -> String {
    let Some(Compared { changes: first, .. }) = compared.first() else { return String::new() };
    pretty(&Object {
        schema: 1,
        tool: TOOL,
        before: &first.before,
        after: &first.after,
        grows: compared.iter().any(|one| one.changes.grows()),
        complete: compared.iter().all(|one| one.changes.unread.is_empty()),
        changes: compared.iter().flat_map(objects_of).collect(),
    })
}

fn objects_of(compared: &Compared) -> Vec<ChangeObject<'_>> {
    compared.changes.changes.iter().map(|change| object_of(compared, change)).collect()
}

fn object_of<'c>(compared: &'c Compared, change: &'c Change) -> ChangeObject<'c> {
    ChangeObject {
        packages: compared.packages.iter().map(String::as_str).collect(),
        name: change.name.as_deref(),
        what: change.what.name(),
        change: change.verb(),
        before: bytes(change.before),
        after: bytes(change.after),
        targets: change.targets.iter().map(String::as_str).filter(|name| !name.is_empty()).collect(),
    }
}

fn bytes(amount: Amount) -> Option<u128> {
    match amount {
        Amount::Bytes(bytes) => Some(bytes),
        Amount::None | Amount::Unread => None,
    }
}

fn shown(amount: Amount) -> String {
    match amount {
        Amount::Bytes(bytes) => size::print(bytes),
        Amount::Unread => "?".to_owned(),
        Amount::None => String::new(),
    }
}

/// `+4MB`, `-256KB`
fn difference(change: &Change) -> String {
    match (change.before, change.after) {
        (Amount::Unread, _) | (_, Amount::Unread) | (Amount::None, Amount::None) => String::new(),
        (Amount::Bytes(before), Amount::Bytes(after)) if after >= before => format!("+{}", size::print(after - before)),
        (Amount::Bytes(before), Amount::Bytes(after)) => format!("-{}", size::print(before - after)),
        (Amount::None, Amount::Bytes(after)) => format!("+{}", size::print(after)),
        (Amount::Bytes(before), Amount::None) => format!("-{}", size::print(before)),
    }
}

/// On which targets, where it is not all of them.
fn on(change: &Change, changes: &Changes) -> String {
    if change.targets.len() == changes.targets.len() {
        String::new()
    } else {
        format!("on {}", listed(&change.targets))
    }
}
