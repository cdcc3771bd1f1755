//! The top level of the file.

use toml::de::DeTable;

use super::document::Document;
use super::parser::Parser;
use crate::findings::catalogue::{self, Context};
use crate::index::Index;
use crate::name;
use crate::preset::Preset;

impl Parser<'_, '_> {
    pub(super) fn document(&mut self, table: &DeTable<'_>) -> Document {
        let mut document = Document::default();
        // The names come first: whether a key is a crate depends on them, wherever they stand.
        self.names(table, &mut document);
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
        let mut declared = Vec::new();
        for declaration in &document.crates {
            if declaration.budget.is_some() {
                declared.push(declaration.name.value.clone());
            }
        }
        self.take_guesses(&mut document.top, &Index::new(declared));
        document
    }

    /// The preset, the prefix and the declared crates, from which it is known which keys are crates.
    fn names(&mut self, table: &DeTable<'_>, document: &mut Document) {
        if let Some(value) = table.get("preset") {
            if let Some(text) = value.get_ref().as_str() {
                match Preset::named(text) {
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
        for of_preset in document.preset.crates() {
            known.push(document.preset.name_of(of_preset));
        }
        if let Some(crates) = table.get("crates").and_then(|value| self.table("crates", value)) {
            document.crates = self.crates(crates, &mut known);
        }
        self.known = Index::new(known);
    }
}
