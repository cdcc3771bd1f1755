//! `explain`: why a crate has the budget that it has, or what a finding means.

use std::ffi::OsString;

use memory_budgets_validator::{Kind, Severity, Value, size};

use crate::Status;
use crate::args::{ExplainFormat, ExplainOptions};
use crate::console::Console;
use crate::fault::Fault;
use crate::ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED, YELLOW};
use crate::layers::{Layer, Layers};
use crate::listed::listed;
use crate::meaning;
use crate::object::{object, pretty};
use crate::print::json::severity;
use crate::print::table::{Cell, Table};
use crate::subject::{Configuration, Subject};
use crate::survey::{Row, Survey};

/// What can be explained beside crates and findings.
const TOTAL: &str = "total_budget";

pub(crate) fn explain(
    options: &ExplainOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let name = options.name.as_str();
    let kind = Kind::ALL.iter().copied().find(|kind| kind.name() == name);
    // What a finding means needs no workspace.
    let subject = match (Subject::find(&options.place, &options.build, variables, console), kind) {
        (Ok(subject), _) => Some(subject),
        (Err(_), Some(_)) => None,
        (Err(fault), None) => return Err(fault),
    };
    let is_known = |configuration: &&Configuration| {
        name == TOTAL || configuration.open.plan.crates.iter().any(|entry| entry.name == name)
    };
    let configuration = subject.as_ref().and_then(|subject| subject.configurations.iter().find(is_known));
    let text = match (configuration, &subject, kind) {
        (Some(configuration), Some(subject), _) => {
            let survey = Survey::of(subject, configuration);
            let explained = Explained::new(name, &survey, Layers::of(configuration).about(name));
            match options.format {
                ExplainFormat::Human => explained.human(&configuration.name(&subject.workspace), console),
                ExplainFormat::Json => pretty(&explained),
            }
        }
        (_, _, Some(kind)) => match options.format {
            ExplainFormat::Human => finding(kind),
            ExplainFormat::Json => pretty(&FindingObject::of(kind)),
        },
        _ => return Err(unknown(name, subject.as_ref())),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    Ok(Status::Fine)
}

fn unknown(name: &str, subject: Option<&Subject>) -> Fault {
    let configurations = subject.into_iter().flat_map(|subject| &subject.configurations);
    let crates =
        configurations.flat_map(|configuration| &configuration.open.plan.crates).map(|entry| entry.name.as_str());
    let known = crates.chain([TOTAL]).chain(Kind::ALL.iter().map(|kind| kind.name()));
    let near = known.map(|known| (strsim::osa_distance(name, known), known));
    let nearest = near.filter(|(distance, known)| *distance <= known.len() / 3).min_by_key(|(distance, _)| *distance);
    let fault = Fault::new(format!("`{name}` is neither a crate with a budget nor a finding's name"));
    match nearest {
        Some((_, meant)) => fault.help(format!("did you mean `{meant}`?")),
        None => fault.help("`cargo memory-budget show` lists the crates, and `check` shows the names of findings"),
    }
}

/// A crate or the total, with all that is said of it.
struct Explained {
    name: String,
    purpose: String,
    variant: Option<String>,
    constant: Option<String>,
    variable: Option<String>,
    layers: Vec<LayerObject>,
    targets: Vec<InForce>,
}

object!(Explained {
    "name": name,
    "purpose": purpose,
    "variant": variant,
    "constant": constant,
    "variable": variable,
    "layers": layers,
    "targets": targets,
});

struct LayerObject {
    layer: String,
    budget: Option<String>,
    min: Option<String>,
    max: Option<String>,
    origin: String,
    remark: Option<String>,
    /// The targets where this layer's budget is the one in force.
    wins_on: Vec<String>,
}

object!(LayerObject {
    "layer": layer,
    "budget": budget,
    "min": min,
    "max": max,
    "origin": origin,
    "remark": remark,
    "wins_on": wins_on,
});

struct InForce {
    triple: String,
    /// `None` where it could not be read.
    budget: Option<u64>,
    origin: String,
    min: Option<u64>,
    max: Option<u64>,
}

object!(InForce { "triple": triple, "budget": budget, "origin": origin, "min": min, "max": max });

impl InForce {
    fn budget(&self) -> String {
        self.budget.map_or("?".to_owned(), |bytes| size::print(bytes.into()))
    }
}

impl Explained {
    fn new(name: &str, survey: &Survey<'_>, layers: Vec<Layer>) -> Explained {
        let entry = |row: &Row| row.plan().crates.iter().position(|entry| entry.name == name);
        let budget = |row: &Row| {
            entry(row).map_or_else(|| row.plan().total.clone(), |place| row.plan().crates[place].budget.clone())
        };
        let limit = |row: &Row, of: fn(&memory_budgets_validator::BudgetedCrate) -> &Option<Value>| {
            entry(row).and_then(|place| of(&row.plan().crates[place]).as_ref()).map(|value| value.bytes)
        };
        let targets = survey.rows.iter().map(|row| InForce {
            triple: row.triple.clone(),
            budget: budget(row).readable.then_some(budget(row).base.bytes),
            origin: budget(row).base.origin.short(),
            min: limit(row, |entry| &entry.min),
            max: limit(row, |entry| &entry.max),
        });
        let targets: Vec<InForce> = targets.collect();
        let layers = layers.into_iter().map(|mut layer| {
            let says = |row: &&Row| {
                let origin = budget(row).base.origin;
                let is_there = origin.short() == layer.origin && origin.line().zip(origin.column()) == layer.at;
                layer.budget.is_some() && layer.remark.is_none() && is_there
            };
            let rows: Vec<&Row> = survey.rows.iter().filter(says).collect();
            let wins_on = rows.iter().filter(|row| budget(row).readable).map(|row| row.triple.clone()).collect();
            if rows.iter().any(|row| !budget(row).readable) {
                layer.remark = Some("cannot be read".to_owned());
            }
            let Layer { name, budget, min, max, origin, remark, .. } = layer;
            LayerObject { layer: name, budget, min, max, origin, remark, wins_on }
        });
        let first = survey.rows.first().and_then(|row| Some(&row.plan().crates[entry(row)?]));
        Explained {
            name: name.to_owned(),
            purpose: first.map(|entry| entry.purpose.clone()).unwrap_or_default(),
            variant: first.map(|entry| entry.variant.clone()),
            constant: first.map(|entry| entry.constant.clone()),
            variable: first.map(|entry| entry.variable.clone()),
            layers: layers.collect(),
            targets,
        }
    }

    fn human(&self, configuration: &str, console: &Console) -> String {
        let mut ink = Ink::new().paint(BOLD, &self.name);
        if !self.purpose.is_empty() {
            ink.push(PLAIN, &format!(": {}", self.purpose));
        }
        ink.push(PLAIN, "\n");
        ink.push(DIM, configuration);
        ink.push(PLAIN, "\n");
        if let (Some(variant), Some(constant), Some(variable)) = (&self.variant, &self.constant, &self.variable) {
            ink.push(DIM, &format!("CrateId::{variant}, {constant}, {variable}"));
            ink.push(PLAIN, "\n");
        }
        ink.push(PLAIN, "\n");
        let mut table = Table::default()
            .left("layer", 0)
            .right("budget", 0)
            .right("min", 3)
            .right("max", 3)
            .left("where", 2)
            .left("in force", 1);
        for layer in &self.layers {
            let (mark, style) = match (layer.wins_on.len(), &layer.remark) {
                (_, Some(remark)) => (remark.clone(), DIM),
                (0, None) => (String::new(), PLAIN),
                (2, None) if self.targets.len() == 2 => ("on both targets".to_owned(), GREEN),
                (all, None) if all == self.targets.len() && all > 1 => (format!("on all {all} targets"), GREEN),
                (_, None) => (format!("on {}", listed(&layer.wins_on)), GREEN),
            };
            let text = |text: &Option<String>| Cell::from(text.clone().unwrap_or_default());
            let origin = if layer.origin == layer.layer { String::new() } else { layer.origin.clone() };
            table.row(vec![
                layer.layer.clone().into(),
                text(&layer.budget),
                text(&layer.min),
                text(&layer.max),
                Cell::new(DIM, origin),
                Cell::new(style, mark),
            ]);
        }
        if table.print(&mut ink, console.width).contains(&"in force") {
            ink.push(PLAIN, "\n");
            for target in &self.targets {
                ink.push(PLAIN, &format!("{}: {} ({})\n", target.triple, target.budget(), target.origin));
            }
        }
        ink.push(PLAIN, "\nThe last layer that counts on a target wins there.\n");
        ink.finish()
    }
}

struct FindingObject {
    kind: &'static str,
    severity: &'static str,
    what: &'static str,
    mend: &'static str,
    example: Option<&'static str>,
}

object!(FindingObject { "kind": kind, "severity": severity, "what": what, "mend": mend, "example": example });

impl FindingObject {
    fn of(kind: Kind) -> FindingObject {
        let meaning = meaning::of(kind);
        FindingObject {
            kind: kind.name(),
            severity: severity(kind.severity()),
            what: meaning.map_or("", |meaning| meaning.what),
            mend: meaning.map_or("", |meaning| meaning.mend),
            example: meaning.and_then(|meaning| meaning.example.text()).map(|(_, text)| text),
        }
    }
}

/// What a finding means.
fn finding(kind: Kind) -> String {
    let (style, more) = match kind.severity() {
        Severity::Error => (RED, ""),
        Severity::Warning => (YELLOW, ", an error in strict mode"),
        _ => (PLAIN, ", in strict mode too"),
    };
    let mut ink = Ink::new().paint(BOLD, kind.name()).plain(" (").paint(style, severity(kind.severity()));
    ink.push(PLAIN, more);
    ink.push(PLAIN, ")\n");
    if let Some(meaning) = meaning::of(kind) {
        ink.push(PLAIN, &format!("\n{}\n\n", meaning.what));
        ink.push(BOLD, "How to mend it: ");
        ink.push(PLAIN, &format!("{}\n", meaning.mend));
        if let Some((name, text)) = meaning.example.text() {
            ink.push(PLAIN, "\n");
            ink.push(BOLD, &format!("An example, in {name}:"));
            ink.push(PLAIN, "\n\n");
            for line in text.lines() {
                ink.push(CYAN, format!("    {line}").trim_end());
                ink.push(PLAIN, "\n");
            }
        }
    }
    ink.finish()
}
