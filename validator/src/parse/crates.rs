//! `[crates.NAME]`, at the top level.

use toml::de::DeTable;

use super::document::{Declaration, Written};
use super::parser::Parser;
use crate::findings::catalogue::{self, Context};
use crate::findings::suggest;
use crate::name;

impl Parser<'_, '_> {
    /// The declared crates. All names become known, also where what is declared is no table.
    pub(super) fn crates(&mut self, table: &DeTable<'_>, known: &mut Vec<String>) -> Vec<Declaration> {
        let mut crates = Vec::new();
        for (key, value, origin) in self.in_order(table) {
            if !name::is_crate_name(&key) {
                self.report(catalogue::invalid_crate_name(&key, &origin));
                continue;
            }
            known.push(key.clone());
            if let Some(declaration) = self.table(&key, value) {
                crates.push(self.declaration(&Written { value: key, origin }, declaration));
            }
        }
        crates
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
                "purpose" => {
                    if let Some(purpose) = self.string("purpose", value) {
                        declaration.purpose = Some(purpose.value);
                    }
                }
                "variant" => declaration.variant = self.string("variant", value),
                "memory_system" => declaration.memory_system = self.boolean("memory_system", value),
                _ => {
                    let meant = suggest::setting(&key, Context::Crate.settings());
                    self.report(catalogue::unknown_key(&key, &Context::Crate, meant, &origin));
                    if let Some(setting) = meant {
                        guesses.push((setting, self.guess(value)));
                    }
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
            if place.is_none() {
                *place = Some(size);
            }
        }
        declaration
    }
}
