//! What parsing has at hand: the text, the findings, the names; and how an entry of a table is read.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::Written;
use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, Source, catalogue};
use crate::index::{self, Index};
use crate::preset::Preset;

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

pub(super) struct Parser<'a, 'f> {
    pub(super) source: &'a Arc<Source>,
    pub(super) findings: &'f mut Vec<Finding>,
    pub(super) preset: Preset,
    pub(super) prefix: String,
    /// Every crate that may be given a budget.
    pub(super) known: Index,
    /// The names that the package declares for predicates.
    pub(super) declared: Index,
    /// For the crates that misspelt keys mean.
    pub(super) search: Search,
}

impl Parser<'_, '_> {
    pub(super) fn boolean(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let on = value.get_ref().as_bool();
        if on.is_none() {
            self.wrong_type(key, "true or false", value);
        }
        on
    }

    pub(super) fn string(&mut self, key: &str, value: &Value<'_>) -> Option<Written<String>> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, "a string", value);
        }
        Some(Written { value: text?.to_owned(), origin: self.origin(value) })
    }

    pub(super) fn table<'t, 'i>(&mut self, key: &str, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, "a table", value);
        }
        table
    }

    /// A table's entries as they stand in the file; TOML's parser sorts them by key.
    pub(super) fn in_order<'t, 'i>(&self, table: &'t DeTable<'i>) -> Vec<(String, &'t Value<'i>, Origin)> {
        let mut entries = Vec::new();
        for entry in table {
            entries.push(entry);
        }
        let order = index::sorted(entries.len(), &mut |a, b| entries[a].0.span().start.cmp(&entries[b].0.span().start));
        let mut in_order = Vec::new();
        for &i in &order {
            let (key, value) = entries[i];
            let origin = Origin::Text { source: self.source.clone(), span: key.span() };
            in_order.push((key.get_ref().to_string(), value, origin));
        }
        in_order
    }

    pub(super) fn origin(&self, value: &Value<'_>) -> Origin {
        Origin::Text { source: self.source.clone(), span: value.span() }
    }

    pub(super) fn wrong_type(&mut self, key: &str, accepted: &str, value: &Value<'_>) {
        self.report(catalogue::wrong_type(key, accepted, value.get_ref().type_str(), &self.origin(value)));
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
