//! Stage 2: from the text to the [`Document`]. Keys and values are checked one by one; what they come to is not.

pub(crate) mod document;
pub(crate) mod linker_script;
mod sections;
mod value;

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::document::{Declaration, Document, FlatBudget, Overlay, Written, WrittenRegion, WrittenSize};
use crate::findings::catalogue::{self, Context};
use crate::findings::suggest::{self, Search};
use crate::findings::{Finding, Origin, Source};
use crate::index::{self, Index};
use crate::name;
use crate::preset::Preset;
use crate::size::SUM;

type Value<'i> = Spanned<DeValue<'i>>;

/// Reads a configuration; `false` where its syntax is broken, which is then the only finding. `declared` are the names that
/// the package declares for predicates.
pub(crate) fn parse(source: &Arc<Source>, declared: &[String], findings: &mut Vec<Finding>) -> (Document, bool) {
    let text = source.text();
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut ignored = Vec::new();
    let findings = if let Some(error) = errors.first() {
        let (says, span) = match (error.span(), key_of_many_parts(text)) {
            (Some(span), _) => (error.message(), span),
            (None, Some(span)) => ("a key has more than 80 parts", span),
            (None, None) => (error.message(), text.len()..text.len()),
        };
        let origin = Origin::Text { source: source.clone(), span };
        findings.push(catalogue::malformed(&source.name, says, &origin));
        // The crates that can still be made out are needed for an API that raises no further errors.
        &mut ignored
    } else {
        findings
    };
    let table = table.into_inner();
    let declared = Index::new(declared.to_vec());
    let mut parser = Parser {
        source,
        findings,
        preset: Preset::default(),
        prefix: String::new(),
        known: Index::default(),
        declared,
        search: Search::default(),
    };
    (parser.document(&table), errors.is_empty())
}

/// Where a key has more parts than the parser follows, for which alone it gives no place: the first line with so many points.
fn key_of_many_parts(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.bytes().filter(|&byte| byte == b'.').count() >= 80 {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

struct Parser<'a, 'f> {
    source: &'a Arc<Source>,
    findings: &'f mut Vec<Finding>,
    preset: Preset,
    prefix: String,
    /// Every crate that may be given a budget.
    known: Index,
    /// The names that the package declares for predicates.
    declared: Index,
    /// For the crates that misspelt keys mean.
    search: Search,
}

impl Parser<'_, '_> {
    fn document(&mut self, table: &DeTable<'_>) -> Document {
        let mut document = Document::default();
        // The names come first: whether a key is a crate depends on them, wherever they stand.
        if let Some(value) = table.get("preset") {
            if let Some(text) = value.get_ref().as_str() {
                match Preset::ALL.into_iter().find(|preset| preset.name() == text) {
                    Some(preset) => document.preset = preset,
                    None => self.report(catalogue::unknown_preset(text, &self.origin(value))),
                }
                document.preset_origin = Some(self.origin(value));
            } else {
                self.wrong_type("preset", "\"wrt\", \"kiln\" or \"none\"", value);
            }
        }
        if let Some(prefix) = table.get("prefix").and_then(|value| self.string("prefix", value)) {
            let meant = prefix.value.trim_matches('-');
            if name::is_crate_name(meant) {
                document.prefix = Some(meant.to_owned());
            }
            if document.prefix.as_ref() != Some(&prefix.value) {
                self.report(catalogue::invalid_prefix(&prefix.value, document.prefix.as_deref(), &prefix.origin));
            }
        }
        document.prefix().clone_into(&mut self.prefix);
        self.preset = document.preset;
        let mut known = Vec::new();
        known.extend(document.preset.names());
        if let Some(crates) = table.get("crates").and_then(|value| self.table("crates", value)) {
            for (key, value, origin) in self.in_order(crates) {
                if !name::is_crate_name(&key) {
                    self.report(catalogue::invalid_crate_name(&key, &origin));
                } else if let Some(declaration) = self.table(&key, value) {
                    let declaration = self.declaration(&Written { value: key, origin }, declaration);
                    known.push(declaration.name.value.clone());
                    document.crates.push(declaration);
                } else {
                    known.push(key);
                }
            }
        }
        self.known = Index::new(known);

        for (key, value, origin) in self.in_order(table) {
            match key.as_str() {
                "preset" | "prefix" | "crates" => {}
                "safety_margin" => document.safety_margin = self.margin(value),
                "target" => document.targets = self.targets(value),
                "profile" => self.profiles(value, &mut document),
                "strict_mode" => document.top.strict_mode = self.boolean("strict_mode", value),
                "integration_check" => {
                    document.integration_check = self.boolean("integration_check", value);
                }
                "integration" => document.exempt = self.exempt(value),
                "platform_limit" => self.limit(value, &mut document.top),
                _ => self.budget_or_total(&key, value, &origin, &Context::Root, &mut document.top),
            }
        }
        let declared = document.crates.iter().filter(|declaration| declaration.budget.is_some());
        let declared = Index::new(declared.map(|declaration| declaration.name.value.clone()).collect());
        self.take_guesses(&mut document.top, &declared);
        document
    }

    fn declaration(&mut self, name: &Written<String>, table: &DeTable<'_>) -> Declaration {
        let what = |setting: &str| format!("{} {setting}", name.value);
        let mut declaration = Declaration {
            name: name.clone(),
            budget: None,
            min: None,
            max: None,
            purpose: None,
            variant: None,
            memory_system: None,
        };
        let mut guesses = Vec::new();
        for (key, value, origin) in self.in_order(table) {
            match key.as_str() {
                "budget" => declaration.budget = Some(self.size(&what("budget"), value)),
                "min" => declaration.min = Some(self.size(&what("min"), value)),
                "max" => declaration.max = Some(self.size(&what("max"), value)),
                "purpose" => declaration.purpose = self.string("purpose", value).map(|written| written.value),
                "variant" => declaration.variant = self.string("variant", value),
                "memory_system" => declaration.memory_system = self.boolean("memory_system", value),
                _ => {
                    let meant = suggest::setting(&key, Context::Crate.settings());
                    self.report(catalogue::unknown_key(&key, &Context::Crate, meant, &origin));
                    guesses.extend(meant.map(|setting| (setting, self.guess(value))));
                }
            }
        }
        for (setting, size) in guesses {
            let place = match setting {
                "budget" => &mut declaration.budget,
                "min" => &mut declaration.min,
                "max" => &mut declaration.max,
                _ => continue,
            };
            place.get_or_insert(size);
        }
        declaration
    }

    /// Lets misspelt keys stand for what they probably mean, where that is not set: what they say is not known then, which
    /// is another thing than that nobody has said it.
    fn take_guesses(&self, overlay: &mut Overlay, declared: &Index) {
        let guesses = std::mem::take(&mut overlay.guesses);
        if guesses.is_empty() {
            return;
        }
        let set = Index::new(overlay.budgets.iter().map(|flat| flat.name.clone()).collect());
        for guess in guesses {
            if guess.name == "total_budget" {
                overlay.total.get_or_insert(guess.size);
            } else if self.known.get(&guess.name).is_some()
                && [&set, declared].iter().all(|names| names.get(&guess.name).is_none())
            {
                overlay.budgets.push(guess);
            }
        }
    }

    /// The keys that every layer has: `total_budget` and the crates.
    fn budget_or_total(
        &mut self,
        key: &str,
        value: &Value<'_>,
        origin: &Origin,
        context: &Context,
        overlay: &mut Overlay,
    ) {
        if key == "total_budget" {
            overlay.total = Some(self.total(value));
        } else if self.known.get(key).is_some() {
            let size = self.size(&format!("{key} budget"), value);
            overlay.budgets.push(FlatBudget { name: key.to_owned(), size });
        } else if !matches!(context, Context::Root) && Context::Root.settings().contains(&key) {
            self.report(catalogue::misplaced_key(key, "the top level", origin));
        } else if let Some(other) = self.other_preset(key) {
            self.report(catalogue::other_preset(key, other.name(), origin));
        } else {
            let meant = self.probably_meant(key, value, context);
            self.report(catalogue::unknown_key(key, context, meant.as_deref(), origin));
            overlay.guesses.extend(meant.map(|name| FlatBudget { name, size: self.guess(value) }));
        }
    }

    /// The preset that has a crate of this name, where another one is in force.
    fn other_preset(&self, key: &str) -> Option<Preset> {
        Preset::ALL
            .into_iter()
            .find(|&preset| preset != self.preset && self.preset != Preset::None && preset.holds(key))
    }

    /// The names in `exempt` of `[integration]`.
    fn exempt(&mut self, value: &Value<'_>) -> Vec<(String, Origin)> {
        let mut exempt = Vec::new();
        let Some(table) = self.table("integration", value) else { return exempt };
        for (key, value, origin) in self.in_order(table) {
            match (key.as_str(), value.get_ref()) {
                ("exempt", DeValue::Array(names)) => {
                    for name in names {
                        exempt.extend(self.string("exempt", name).map(|name| (name.value, name.origin)));
                    }
                }
                ("exempt", _) => self.wrong_type("exempt", "a list of strings", value),
                _ => {
                    let meant = suggest::setting(&key, Context::Integration.settings());
                    self.report(catalogue::unknown_key(&key, &Context::Integration, meant, &origin));
                }
            }
        }
        exempt
    }

    /// The setting or the crate that a key probably means, as it would be written.
    fn probably_meant(&mut self, key: &str, value: &Value<'_>, context: &Context) -> Option<String> {
        if self.known.get(&self.with_prefix(key)).is_none() {
            if let Some(setting) = suggest::setting(key, context.settings()) {
                return Some(setting.to_owned());
            }
        }
        let meant = self.crate_meant(key)?;
        Some(if value.get_ref().is_table() { format!("crates.{meant}") } else { meant })
    }

    /// The crate that a name probably means: one without the prefix is meant as often as a misspelt one.
    fn crate_meant(&mut self, name: &str) -> Option<String> {
        let with_prefix = self.with_prefix(name);
        if self.known.get(&with_prefix).is_some() {
            return Some(with_prefix);
        }
        let mut search = |wrong: &str| self.search.nearest(wrong, &mut self.known.names().iter().map(String::as_str));
        search(name).or_else(|| search(&with_prefix)).map(str::to_owned)
    }

    fn with_prefix(&self, name: &str) -> String {
        let dash = if self.prefix.is_empty() { "" } else { "-" };
        format!("{}{dash}{name}", self.prefix)
    }

    /// A size, or `{ linker_script = "memory.x", region = "RAM" }`.
    fn limit(&mut self, value: &Value<'_>, overlay: &mut Overlay) {
        let Some(table) = value.get_ref().as_table() else {
            overlay.platform_limit = Some(self.size("platform_limit", value));
            return;
        };
        let (mut script, mut region) = (None, None);
        for (key, value, origin) in self.in_order(table) {
            match key.as_str() {
                "linker_script" => script = Some(self.string("linker_script", value)),
                "region" => region = Some(self.string("region", value)),
                _ => {
                    let meant = suggest::setting(&key, Context::Limit.settings());
                    self.report(catalogue::unknown_key(&key, &Context::Limit, meant, &origin));
                }
            }
        }
        for (missing, key) in [(script.is_none(), "linker_script"), (region.is_none(), "region")] {
            if missing {
                self.report(catalogue::incomplete_limit(key, &self.origin(value)));
            }
        }
        if let (Some(Some(script)), Some(Some(region))) = (script, region) {
            overlay.limit_region = Some(WrittenRegion { script, region });
        }
    }

    /// A size, or `"sum"`.
    fn total(&mut self, value: &Value<'_>) -> WrittenSize {
        if value.get_ref().as_str() == Some(SUM) {
            return WrittenSize { is_sum: true, ..WrittenSize::new(Ok(0), self.origin(value)) };
        }
        self.size("total_budget", value)
    }

    fn size(&mut self, what: &str, value: &Value<'_>) -> WrittenSize {
        let origin = self.origin(value);
        let size = value::size(value.get_ref()).map_err(|mut fault| {
            let is_nearly_sum = |text: &str| text.trim().eq_ignore_ascii_case(SUM);
            if what == "total_budget" && value.get_ref().as_str().is_some_and(is_nearly_sum) {
                fault.suggestion = Some(SUM.to_owned());
            }
            let shown = match value.get_ref() {
                DeValue::Table(_) => "",
                _ => self.source.text().get(value.span()).unwrap_or_default().trim(),
            };
            self.findings.push(catalogue::invalid_size(what, shown, &fault, &origin));
            fault.meant()
        });
        WrittenSize::new(size, origin)
    }

    /// The size of a key that is misspelt, which is reported: it is not to be relied on.
    fn guess(&self, value: &Value<'_>) -> WrittenSize {
        let meant = value::size(value.get_ref()).map_or_else(|fault| fault.meant(), Some);
        WrittenSize::new(Err(meant), self.origin(value))
    }

    fn margin(&mut self, value: &Value<'_>) -> Option<Written<(u32, String)>> {
        let origin = self.origin(value);
        let Some(margin) = value::margin(value.get_ref()) else {
            let shown = self.source.text().get(value.span()).unwrap_or_default().trim();
            self.report(catalogue::invalid_margin(shown, &origin));
            return None;
        };
        Some(Written { value: margin, origin })
    }

    fn boolean(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let on = value.get_ref().as_bool();
        if on.is_none() {
            self.wrong_type(key, "true or false", value);
        }
        on
    }

    fn string(&mut self, key: &str, value: &Value<'_>) -> Option<Written<String>> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, "a string", value);
        }
        text.map(|text| Written { value: text.to_owned(), origin: self.origin(value) })
    }

    fn table<'t, 'i>(&mut self, key: &str, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, "a table", value);
        }
        table
    }

    /// A table's entries as they stand in the file; the parser sorts them by key.
    fn in_order<'t, 'i>(&self, table: &'t DeTable<'i>) -> Vec<(String, &'t Value<'i>, Origin)> {
        let entries: Vec<_> = table.iter().collect();
        let order = index::sorted(entries.len(), &mut |a, b| entries[a].0.span().start.cmp(&entries[b].0.span().start));
        let mut in_order = Vec::new();
        for i in order {
            let (key, value) = entries[i];
            let origin = Origin::Text { source: self.source.clone(), span: key.span() };
            in_order.push((key.get_ref().to_string(), value, origin));
        }
        in_order
    }

    fn origin(&self, value: &Value<'_>) -> Origin {
        Origin::Text { source: self.source.clone(), span: value.span() }
    }

    fn wrong_type(&mut self, key: &str, accepted: &str, value: &Value<'_>) {
        self.report(catalogue::wrong_type(key, accepted, value.get_ref().type_str(), &self.origin(value)));
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
