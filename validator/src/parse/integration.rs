//! `[integration]`.

use toml::de::DeValue;

use super::parser::{Parser, Value};
use crate::findings::catalogue::{self, Context};
use crate::findings::{Origin, suggest};
use crate::name;

impl Parser<'_, '_> {
    /// The names in `exempt` of `[integration]`.
    pub(super) fn exempt(&mut self, value: &Value<'_>) -> Vec<(String, Origin)> {
        let mut exempt = Vec::new();
        let Some(table) = self.table("integration", value) else { return exempt };
        for (key, value, origin) in self.in_order(table) {
            match (key.as_str(), value.get_ref()) {
                ("exempt", DeValue::Array(names)) => {
                    for name in names {
                        let Some(name) = self.string("exempt", name) else { continue };
                        if name::is_crate_name(&name.value) {
                            exempt.push((name.value, name.origin));
                        } else {
                            self.report(catalogue::invalid_crate_name(&name.value, &name.origin));
                        }
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
}
