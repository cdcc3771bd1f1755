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
        let mut fault = match value::size(value.get_ref()) {
            Ok(bytes) => return WrittenSize::new(Ok(bytes), origin),
            Err(fault) => fault,
        };
        if what == "total_budget" {
            match value.get_ref() {
                DeValue::String(text) if text.trim().eq_ignore_ascii_case(SUM) => {
                    fault.suggestion = Some(SUM.to_owned());
                }
                _ => {}
            }
        }
        let shown = match value.get_ref() {
            DeValue::Table(_) => "",
            _ => self.source.text().get(value.span()).unwrap_or_default().trim(),
        };
        self.report(catalogue::invalid_size(what, shown, &fault, &origin));
        WrittenSize::new(Err(fault.meant()), origin)
    }

    /// The size of a key that is misspelt, which is reported: it is not to be relied on.
    pub(super) fn guess(&self, value: &Value<'_>) -> WrittenSize {
        let meant = match value::size(value.get_ref()) {
            Ok(bytes) => Some(bytes),
            Err(fault) => fault.meant(),
        };
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
