//! Sizes and the margin, with what is wrong of them reported.

use toml::de::DeValue;

use super::document::{Written, WrittenSize};
use super::parser::{Parser, Value};
use super::value;
use crate::findings::catalogue;
use crate::size::SUM;

impl Parser<'_, '_> {
    /// A size, or `"sum"`.
    pub(super) fn total(&mut self, value: &Value<'_>) -> WrittenSize {
        if value.get_ref().as_str() == Some(SUM) {
            return WrittenSize { is_sum: true, ..WrittenSize::new(Ok(0), self.origin(value)) };
        }
        self.size("total_budget", value)
    }

    pub(super) fn size(&mut self, what: &str, value: &Value<'_>) -> WrittenSize {
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
    pub(super) fn guess(&self, value: &Value<'_>) -> WrittenSize {
        let meant = value::size(value.get_ref()).map_or_else(|fault| fault.meant(), Some);
        WrittenSize::new(Err(meant), self.origin(value))
    }

    pub(super) fn margin(&mut self, value: &Value<'_>) -> Option<Written<(u32, String)>> {
        let origin = self.origin(value);
        let Some(margin) = value::margin(value.get_ref()) else {
            let shown = self.source.text().get(value.span()).unwrap_or_default().trim();
            self.report(catalogue::invalid_margin(shown, &origin));
            return None;
        };
        Some(Written { value: margin, origin })
    }
}
