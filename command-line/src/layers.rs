//! Every layer that speaks of a crate or of the total, whether it wins or not.

use std::fs;
use std::ops::Range;

use memory_budgets_validator::{Plan, Request, size, validate};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::subject::Configuration;

/// What one layer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) name: String,
    /// The budget, as it is written.
    pub(crate) budget: Option<String>,
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
    /// As in `Origin::short`: what the value in force has as its origin where this layer wins.
    pub(crate) origin: String,
    /// Where the value stands there: its line and column. `None` where it is in no text.
    pub(crate) at: Option<(usize, usize)>,
    /// Why it may not count, whatever the target is.
    pub(crate) remark: Option<String>,
}

/// A configuration file, for what its layers say.
pub(crate) struct Layers<'c> {
    configuration: &'c Configuration,
    /// The file's name and text.
    file: Option<(String, String)>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl<'c> Layers<'c> {
    pub(crate) fn of(configuration: &'c Configuration) -> Layers<'c> {
        let from_disk = || {
            let text = fs::read_to_string(configuration.open.file.as_ref()?).ok()?;
            Some((configuration.file()?, text.trim_start_matches('\u{feff}').to_owned()))
        };
        let inline = configuration.request.inline.clone().map(|text| ("inline toml".to_owned(), text));
        Layers { configuration, file: inline.or_else(from_disk) }
    }

    /// What is said about `name`: a crate, or `total_budget`. The earlier layer comes first; the last that counts wins.
    pub(crate) fn about(&self, name: &str) -> Vec<Layer> {
        let mut layers: Vec<Layer> = self.preset(name).into_iter().collect();
        if let Some((file, text)) = &self.file {
            if let Ok(table) = DeTable::parse(text) {
                let reader = Reader { file, text, name, profile: self.configuration.profile() };
                reader.read(table.get_ref(), &mut layers);
            }
        }
        layers.extend(self.variable(name));
        layers
    }

    fn preset(&self, name: &str) -> Option<Layer> {
        let text = match self.file.as_ref().and_then(|(_, text)| Some((text, DeTable::parse(text).ok()?))) {
            Some((_, table)) => match table.get_ref().get("preset").and_then(|value| value.get_ref().as_str()) {
                Some("none") => return None,
                Some(preset) => format!("preset = {preset:?}"),
                None => String::new(),
            },
            None => String::new(),
        };
        let plan = validate(&Request { inline: Some(text), ..Request::default() }).plan;
        let origin = "preset".to_owned();
        let named = "the preset".to_owned();
        if name == "total_budget" {
            let budget = Some(size::print(plan.total.base.bytes.into()));
            return Some(Layer { name: named, budget, min: None, max: None, origin, at: None, remark: None });
        }
        let entry = plan.crates.into_iter().find(|entry| entry.name == name)?;
        let limit = |value: &memory_budgets_validator::Value| size::print(value.bytes.into());
        Some(Layer {
            name: named,
            budget: Some(limit(&entry.budget.base)),
            min: entry.min.as_ref().map(limit),
            max: entry.max.as_ref().map(limit),
            origin,
            at: None,
            remark: None,
        })
    }

    fn variable(&self, name: &str) -> Option<Layer> {
        let plan: &Plan = &self.configuration.open.plan;
        let environment = self.configuration.request.environment.as_ref()?;
        let variable = match plan.crates.iter().find(|entry| entry.name == name) {
            Some(entry) => entry.variable.clone(),
            None if name == "total_budget" => {
                let is_total = |name: &&str| name.ends_with("_TOTAL_BUDGET");
                self.configuration.open.watch.variables.iter().map(String::as_str).find(is_total)?.to_owned()
            }
            None => return None,
        };
        let value = environment
            .iter()
            .find(|(known, _)| *known == *variable)
            .map(|(_, value)| value.to_string_lossy().into_owned());
        let remark = value.is_none().then(|| "not set".to_owned());
        Some(Layer { name: variable.clone(), budget: value, min: None, max: None, origin: variable, at: None, remark })
    }
}

/// Reads what a file says about a name.
struct Reader<'r> {
    file: &'r str,
    text: &'r str,
    name: &'r str,
    /// The profile in force.
    profile: Option<&'r str>,
}

impl Reader<'_> {
    fn read(&self, table: &DeTable<'_>, layers: &mut Vec<Layer>) {
        if let Some(value) = table.get(self.name) {
            layers.push(self.flat("the file".to_owned(), value));
        }
        layers.extend(self.declaration(table, format!("[crates.{}]", self.name)));
        let mut sections: Vec<(usize, String, bool, &DeTable<'_>)> = Vec::new();
        for kind in ["profile", "target"] {
            for (key, value) in table.get(kind).and_then(|value| value.get_ref().as_table()).into_iter().flatten() {
                if let Some(section) = value.get_ref().as_table() {
                    let quoted = self.text.get(key.span()).unwrap_or_default();
                    let counts = kind == "target" || self.profile == Some(&**key.get_ref());
                    sections.push((key.span().start, format!("[{kind}.{quoted}]"), counts, section));
                }
            }
        }
        // A profile's layer lies below those of targets; each kind goes by the order of the file.
        sections.sort_by_key(|(start, name, ..)| (name.starts_with("[target."), *start));
        for (_, name, counts, section) in sections {
            let of_crate = format!("{}.crates.{}]", name.trim_end_matches(']'), self.name);
            let flat = section.get(self.name).map(|value| self.flat(name, value));
            for mut layer in flat.into_iter().chain(self.declaration(section, of_crate)) {
                layer.remark = (!counts).then(|| "not selected".to_owned());
                layers.push(layer);
            }
        }
    }

    fn flat(&self, name: String, value: &Value<'_>) -> Layer {
        let (budget, origin) = (Some(self.written(&value.span())), self.origin(&value.span()));
        let at = Some(self.at(&value.span()));
        Layer { name, budget, min: None, max: None, origin, at, remark: None }
    }

    fn declaration(&self, table: &DeTable<'_>, name: String) -> Option<Layer> {
        let crates = table.get("crates")?.get_ref().as_table()?;
        let (key, value) = crates.iter().find(|(key, _)| key.get_ref() == self.name)?;
        let declared = value.get_ref().as_table()?;
        let written = |key: &str| declared.get(key).map(|value| self.written(&value.span()));
        let place = declared.get("budget").map_or(key.span(), Spanned::span);
        let (budget, min, max) = (written("budget"), written("min"), written("max"));
        Some(Layer { name, budget, min, max, origin: self.origin(&place), at: Some(self.at(&place)), remark: None })
    }

    fn written(&self, span: &Range<usize>) -> String {
        self.text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'']).to_owned()
    }

    fn origin(&self, span: &Range<usize>) -> String {
        format!("{}:{}", self.file, self.at(span).0)
    }

    /// A line and a column, counted as origins count them.
    fn at(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}
