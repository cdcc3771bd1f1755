//! The tables that hold for some targets, or where a profile is selected.

use super::document::{Document, FlatBudget, Limits, Overlay};
use super::parser::{Parser, Value};
use crate::findings::Origin;
use crate::findings::catalogue::{self, Context};
use crate::findings::suggest;
use crate::index::{self, Index};
use crate::predicate::{Predicate, Refusal, known};

impl Parser<'_, '_> {
    pub(super) fn targets(&mut self, value: &Value<'_>) -> Vec<(Predicate, Overlay)> {
        let Some(targets) = self.table("target", value) else { return Vec::new() };
        let mut sections = Vec::new();
        for (key, value, origin) in self.in_order(targets) {
            let predicate = Predicate::read(&key);
            match &predicate {
                Err(Refusal::Unstable(name)) => self.report(catalogue::unstable_predicate(&key, name, &origin)),
                Err(Refusal::Malformed(reason)) => self.report(match known::of_triple(&key) {
                    Some(instead) => catalogue::target_triple(&key, &instead, &origin),
                    None => catalogue::invalid_predicate(&key, reason, &origin),
                }),
                Ok(predicate) => self.doubt(predicate, &origin),
            }
            let Some(table) = self.table(&key, value) else { continue };
            let mut overlay = Overlay::default();
            for (key, value, origin) in self.in_order(table) {
                match key.as_str() {
                    "platform_limit" => self.limit(value, &mut overlay),
                    "strict_mode" => self.report(catalogue::misplaced_key(&key, "the top level or a profile", &origin)),
                    "crates" => self.crates_of_section(value, &mut overlay),
                    _ => self.budget_or_total(&key, value, &origin, &Context::Target, &mut overlay),
                }
            }
            if let Ok(predicate) = predicate {
                self.take_guesses(&mut overlay, &Index::default());
                sections.push((predicate, overlay));
            }
        }
        sections
    }

    /// `[target.'cfg(…)'.crates.NAME]`: a budget and limits for crates that are known.
    fn crates_of_section(&mut self, value: &Value<'_>, overlay: &mut Overlay) {
        let Some(crates) = self.table("crates", value) else { return };
        let flat = overlay.budgets.len();
        for (name, value, origin) in self.in_order(crates) {
            if !self.known.has(&name) {
                let meant = self.crate_meant(&name);
                self.report(catalogue::unknown_key(&name, &Context::Root, meant.as_deref(), &origin));
                continue;
            }
            let Some(table) = self.table(&name, value) else { continue };
            let mut limits = Limits { name: name.clone(), min: None, max: None };
            for (key, value, origin) in self.in_order(table) {
                let what = format!("{name} {key}");
                match key.as_str() {
                    "budget" => {
                        let size = self.size(&what, value);
                        overlay.budgets.push(FlatBudget { name: name.clone(), size });
                    }
                    "min" => limits.min = Some(self.size(&what, value)),
                    "max" => limits.max = Some(self.size(&what, value)),
                    _ if Context::Crate.settings().contains(&key.as_str()) => {
                        self.report(catalogue::misplaced_key(&key, "the crate's table at the top level", &origin));
                    }
                    _ => {
                        let meant = suggest::setting(&key, Context::SectionCrate.settings());
                        self.report(catalogue::unknown_key(&key, &Context::SectionCrate, meant, &origin));
                    }
                }
            }
            overlay.limits.push(limits);
        }
        if overlay.budgets.len() > flat {
            self.report_duplicates(&overlay.budgets);
        }
    }

    /// A section may give a budget in the flat form or in a table, and not in both.
    fn report_duplicates(&mut self, budgets: &[FlatBudget]) {
        let mut names = Vec::new();
        for flat in budgets {
            names.push(flat.name.clone());
        }
        for (i, first) in index::earlier(names).iter().enumerate() {
            if let &Some(first) = first {
                let (first, second) = (&budgets[first], &budgets[i]);
                self.report(catalogue::duplicate_budget(&first.name, &second.size.origin, &first.size.origin));
            }
        }
    }

    /// Warns of names and values that no target has, once each.
    fn doubt(&mut self, predicate: &Predicate, origin: &Origin) {
        let mut names = Vec::new();
        predicate.for_each_name(&mut |name, value| names.push((name, value)));
        let mut texts = Vec::new();
        for (name, value) in &names {
            texts.push(format!("{name} {value:?}"));
        }
        let earlier = index::earlier(texts);
        for (i, &(name, value)) in names.iter().enumerate() {
            if earlier[i].is_some() {
                continue;
            }
            match value {
                Some(value) if known::has_value(name, value) == Some(false) => {
                    let meant = known::probable_target_value(name, value);
                    self.report(catalogue::unknown_target_value(name, value, meant, origin));
                }
                _ if self.declared.has(name) => {}
                _ => {
                    if let Some(meant) = known::probable_name(name, value) {
                        self.report(catalogue::unknown_target_name(name, value, &meant, origin));
                    }
                }
            }
        }
    }

    pub(super) fn profiles(&mut self, value: &Value<'_>, document: &mut Document) {
        let Some(profiles) = self.table("profile", value) else { return };
        for (profile, value, origin) in self.in_order(profiles) {
            document.profile_origins.push(origin);
            let mut overlay = Overlay::default();
            for (key, value, origin) in
                self.table(&profile, value).map(|table| self.in_order(table)).unwrap_or_default()
            {
                match key.as_str() {
                    "strict_mode" => overlay.strict_mode = self.boolean("strict_mode", value),
                    "platform_limit" | "crates" => {
                        self.report(catalogue::misplaced_key(&key, "the top level or a `[target.'cfg(…)']`", &origin));
                    }
                    _ => self.budget_or_total(&key, value, &origin, &Context::Profile, &mut overlay),
                }
            }
            self.take_guesses(&mut overlay, &Index::default());
            document.profiles.push((profile, overlay));
        }
    }
}
