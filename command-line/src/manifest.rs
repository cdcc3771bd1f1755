//! The text of a manifest as a table, and what stands in it.

use std::fs;
use std::path::Path;

use toml::de::{DeTable, DeValue};

/// What a manifest says; `None` where it cannot be read, which the validator reports.
pub(crate) fn with_manifest<T>(folder: &Path, read: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest = DeTable::parse(&text).ok()?;
    Some(read(manifest.get_ref()))
}

/// The value at a path of keys.
pub(crate) fn at<'t, 'i>(table: &'t DeTable<'i>, path: &[&str]) -> Option<&'t DeValue<'i>> {
    let (last, tables) = path.split_last()?;
    let mut table = table;
    for name in tables {
        table = table.get(*name)?.get_ref().as_table()?;
    }
    Some(table.get(*last)?.get_ref())
}

pub(crate) fn text(table: &DeTable<'_>, path: &[&str]) -> Option<String> {
    at(table, path)?.as_str().map(str::to_owned)
}

pub(crate) fn list(value: &DeValue<'_>) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.filter_map(|text| text.get_ref().as_str().map(str::to_owned)).collect()
}

/// The entries of a table that are tables or, like a dependency's version, texts.
pub(crate) fn entries<'t>(table: Option<&'t DeValue<'_>>) -> impl Iterator<Item = (&'t str, &'t DeValue<'t>)> {
    let entries = table.and_then(DeValue::as_table).into_iter().flatten();
    entries.map(|(key, value)| (&**key.get_ref(), value.get_ref()))
}
