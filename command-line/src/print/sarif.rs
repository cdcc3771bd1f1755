//! SARIF 2.1.0, for code scanning.

use memory_budgets_validator::Kind;
use serde::Serialize;

use crate::meaning::{self, Example};
use crate::place::{Location, in_repository, locations, tidy};
use crate::print::json::{pretty, severity};
use crate::survey::{Shared, Survey, listed};
use crate::workspace::Workspace;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    level: &'static str,
    message: Text,
    locations: Vec<SarifLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "memoryBudget/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// All surveys as one run.
pub(crate) fn sarif(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let prefix = in_repository(&workspace.root);
    let mut results = Vec::new();
    let mut fingerprints = std::collections::HashMap::new();
    for survey in surveys {
        for shared in &survey.findings {
            let mut result = result(shared, survey, &prefix);
            // Those that look alike are told apart by their order.
            let count = fingerprints.entry(result.partial_fingerprints.finding.clone()).or_insert(0);
            *count += 1;
            result.partial_fingerprints.finding = format!("{}:{count}", result.partial_fingerprints.finding);
            results.push(result);
        }
    }
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: Kind::ALL.iter().map(|&kind| rule(kind)).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn rule(kind: Kind) -> Rule {
    let meaning = meaning::of(kind);
    let what = meaning.map_or("", |meaning| meaning.what);
    let mend = meaning.map_or("", |meaning| meaning.mend);
    let example = meaning.map_or(Example::None, |meaning| meaning.example);
    let shown = example
        .text()
        .map(|(name, text)| format!("\n\nAn example, in {name}:\n\n```{}\n{text}```\n", example.language()));
    let level = severity(kind.severity());
    Rule {
        id: kind.name(),
        short_description: Text { text: kind.name().replace('-', " ") },
        full_description: Text { text: what.to_owned() },
        help: Help {
            text: format!("{what} {mend}"),
            markdown: format!("{what}\n\n**How to mend it:** {mend}{}", shown.unwrap_or_default()),
        },
        default_configuration: Configuration { level },
    }
}

fn result(shared: &Shared, survey: &Survey<'_>, prefix: &str) -> SarifResult {
    let finding = &shared.finding;
    let mut text = format!("{}. Solution: {}", shared.title, finding.solution);
    if survey.rows.len() > 1 {
        text = format!("{text} (on {})", listed(&survey.triples(shared)));
    }
    let mut places = locations(finding);
    if places.is_empty() {
        // A result without a place is refused: the file as a whole, or else the manifest.
        let package = &survey.configuration.package().folder;
        let manifest = || crate::subject::shown(&package.join("Cargo.toml"), &survey.configuration.open.root);
        places.push(Location { path: survey.configuration.file().unwrap_or_else(manifest), span: None, label: None });
    }
    let related = places.split_off(1);
    let words = format!(
        "{}\n{}\n{}",
        finding.kind.name(),
        places[0].path,
        finding.origin.source_line().map_or(&*finding.title, str::trim)
    );
    SarifResult {
        rule_id: finding.kind.name(),
        level: severity(finding.severity),
        message: Text { text },
        locations: places.into_iter().map(|place| location(place, prefix, None)).collect(),
        related_locations: related
            .into_iter()
            .enumerate()
            .map(|(id, place)| location(place, prefix, Some(id)))
            .collect(),
        partial_fingerprints: Fingerprints { finding: fingerprint(&words) },
    }
}

fn location(place: Location, prefix: &str, id: Option<usize>) -> SarifLocation {
    let region = place.span.map(|span| Region {
        start_line: span.line,
        start_column: span.column,
        end_line: span.end_line,
        end_column: span.end_column,
    });
    let artifact_location = Artifact { uri: uri(&tidy(&format!("{prefix}{}", place.path))), uri_base_id: "%SRCROOT%" };
    SarifLocation {
        id,
        physical_location: Physical { artifact_location, region },
        message: place.label.map(|text| Text { text }),
    }
}

/// A path as a relative address.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Stays the same while the words do, wherever in the file they stand (FNV-1a).
fn fingerprint(words: &str) -> String {
    let hash = words
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
