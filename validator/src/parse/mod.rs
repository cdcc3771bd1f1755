//! Stage 2: from the text to the [`Document`]. Keys and values are checked one by one; what they come to is not.

mod crates;
pub(crate) mod document;
mod integration;
mod keys;
mod limit;
pub(crate) mod linker_script;
mod parser;
mod root;
mod sections;
mod sizes;
mod value;

use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use self::document::Document;
use self::parser::Parser;
use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, Source, catalogue};
use crate::index::Index;
use crate::preset::Preset;

/// Reads a configuration; `false` where its syntax is broken, which is then the only finding. `declared` are the names that
/// the package declares for predicates.
pub(crate) fn parse(source: &Arc<Source>, declared: &[String], findings: &mut Vec<Finding>) -> (Document, bool) {
    let text = source.text();
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut ignored = Vec::new();
    let findings = if let Some(error) = errors.first() {
        let (says, span) = match (error.span(), key_of_many_parts(text)) {
            (Some(span), _) => (error.message(), span),
            (None, Some(span)) => ("a key has more than 80 parts", span),
            (None, None) => (error.message(), text.len()..text.len()),
        };
        let origin = Origin::Text { source: source.clone(), span };
        findings.push(catalogue::malformed(&source.name, says, &origin));
        // The crates that can still be made out are needed for an API that raises no further errors.
        &mut ignored
    } else {
        findings
    };
    let table = table.into_inner();
    let declared = Index::new(declared.to_vec());
    let mut parser = Parser {
        source,
        findings,
        preset: Preset::default(),
        prefix: String::new(),
        known: Index::default(),
        declared,
        search: Search::default(),
    };
    (parser.document(&table), errors.is_empty())
}

/// Where a key has more parts than the parser follows, for which alone it gives no place: the first line with so many points.
fn key_of_many_parts(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut points = 0;
        for &byte in line.as_bytes() {
            points += usize::from(byte == b'.');
        }
        if points >= 80 {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}
