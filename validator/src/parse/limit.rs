//! `platform_limit`.

use super::document::{Overlay, WrittenRegion};
use super::parser::{Parser, Value};
use crate::findings::catalogue::{self, Context};
use crate::findings::suggest;

impl Parser<'_, '_> {
    /// A size, or `{ linker_script = "memory.x", region = "RAM" }`.
    pub(super) fn limit(&mut self, value: &Value<'_>, overlay: &mut Overlay) {
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
        for &(missing, key) in &[(script.is_none(), "linker_script"), (region.is_none(), "region")] {
            if missing {
                self.report(catalogue::incomplete_limit(key, &self.origin(value)));
            }
        }
        if let (Some(Some(script)), Some(Some(region))) = (script, region) {
            overlay.limit_region = Some(WrittenRegion { script, region });
        }
    }
}
