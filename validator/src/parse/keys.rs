//! Keys that every layer has: `total_budget` and names of crates, as written or as meant.

use super::document::{FlatBudget, Overlay};
use super::parser::{Parser, Value};
use crate::findings::catalogue::{self, Context};
use crate::findings::{Origin, suggest};
use crate::index::Index;
use crate::preset::Preset;

impl Parser<'_, '_> {
    /// The keys that every layer has: `total_budget` and the crates.
    pub(super) fn budget_or_total(
        &mut self,
        key: &str,
        value: &Value<'_>,
        origin: &Origin,
        context: &Context,
        overlay: &mut Overlay,
    ) {
        if key == "total_budget" {
            overlay.total = Some(self.total(value));
        } else if self.known.has(key) {
            let size = self.size(&format!("{key} budget"), value);
            overlay.budgets.push(FlatBudget { name: key.to_owned(), size });
        } else if !matches!(context, Context::Root) && Context::Root.settings().contains(&key) {
            self.report(catalogue::misplaced_key(key, "the top level", origin));
        } else if let Some(other) = self.other_preset(key) {
            self.report(catalogue::other_preset(key, other.name(), origin));
        } else {
            let meant = self.probably_meant(key, value, context);
            self.report(catalogue::unknown_key(key, context, meant.as_deref(), origin));
            if let Some(name) = meant {
                overlay.guesses.push(FlatBudget { name, size: self.guess(value) });
            }
        }
    }

    /// Lets misspelt keys stand for what they probably mean, where that is not set: what they say is not known then, which
    /// is another thing than that nobody has said it.
    pub(super) fn take_guesses(&self, overlay: &mut Overlay, declared: &Index) {
        let guesses = std::mem::take(&mut overlay.guesses);
        if guesses.is_empty() {
            return;
        }
        let set = Index::of(&overlay.budgets, |flat| &flat.name);
        for guess in guesses {
            if guess.name == "total_budget" {
                if overlay.total.is_none() {
                    overlay.total = Some(guess.size);
                }
            } else if self.known.has(&guess.name) && !set.has(&guess.name) && !declared.has(&guess.name) {
                overlay.budgets.push(guess);
            }
        }
    }

    /// The preset that has a crate of this name, where another one is in force.
    fn other_preset(&self, key: &str) -> Option<Preset> {
        let other = |preset: &Preset| *preset != self.preset && self.preset != Preset::None && preset.holds(key);
        Preset::ALL.iter().copied().find(other)
    }

    /// The setting or the crate that a key probably means, as it would be written.
    fn probably_meant(&mut self, key: &str, value: &Value<'_>, context: &Context) -> Option<String> {
        if !self.known.has(&self.with_prefix(key)) {
            if let Some(setting) = suggest::setting(key, context.settings()) {
                return Some(setting.to_owned());
            }
        }
        let meant = self.crate_meant(key)?;
        Some(if value.get_ref().is_table() { format!("crates.{meant}") } else { meant })
    }

    /// The crate that a name probably means: one without the prefix is meant as often as a misspelt one.
    pub(super) fn crate_meant(&mut self, name: &str) -> Option<String> {
        let with_prefix = self.with_prefix(name);
        if self.known.has(&with_prefix) {
            return Some(with_prefix);
        }
        for &wrong in &[name, &with_prefix] {
            if let Some(meant) = self.search.nearest(wrong, &mut self.known.names().iter().map(String::as_str)) {
                return Some(meant.to_owned());
            }
        }
        None
    }

    fn with_prefix(&self, name: &str) -> String {
        let dash = if self.prefix.is_empty() { "" } else { "-" };
        format!("{}{dash}{name}", self.prefix)
    }
}
