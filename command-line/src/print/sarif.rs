//! SARIF 2.1.0, for code scanning.

use std::path::Path;

use memory_budgets_validator::Kind;
use memory_budgets_validator::for_command_line::display;

use crate::listed::listed;
use crate::meaning::{self, Example};
use crate::object::{object, pretty};
use crate::place::{Location, Paths, locations};
use crate::print::json::severity;
use crate::survey::{Shared, Survey};
use crate::workspace::Workspace;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

struct Log {
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

object!(Log { "$schema": schema, "version": version, "runs": runs });

struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

object!(Run { "tool": tool, "columnKind": column_kind, "results": results });

struct Tool {
    driver: Driver,
}

object!(Tool { "driver": driver });

struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

object!(Driver { "name": name, "semanticVersion": semantic_version, "rules": rules });

struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

object!(Rule {
    "id": id,
    "shortDescription": short_description,
    "fullDescription": full_description,
    "help": help,
    "defaultConfiguration": default_configuration,
});

struct Text {
    text: String,
}

object!(Text { "text": text });

struct Help {
    text: String,
    markdown: String,
}

object!(Help { "text": text, "markdown": markdown });

struct Configuration {
    level: &'static str,
}

object!(Configuration { "level": level });

struct SarifResult {
    rule_id: &'static str,
    level: &'static str,
    message: Text,
    locations: Vec<SarifLocation>,
    related_locations: Vec<SarifLocation>,
    partial_fingerprints: Fingerprints,
}

object!(SarifResult {
    "ruleId": rule_id,
    "level": level,
    "message": message,
    "locations": locations,
    "relatedLocations": related_locations unless is_empty,
    "partialFingerprints": partial_fingerprints,
});

struct Fingerprints {
    finding: String,
}

object!(Fingerprints { "memoryBudget/v1": finding });

struct SarifLocation {
    id: Option<usize>,
    physical_location: Physical,
    message: Option<Text>,
}

object!(SarifLocation {
    "id": id unless is_none,
    "physicalLocation": physical_location,
    "message": message unless is_none,
});

struct Physical {
    artifact_location: Artifact,
    region: Option<Region>,
}

object!(Physical { "artifactLocation": artifact_location, "region": region unless is_none });

struct Artifact {
    uri: String,
    /// What the address is relative to; nothing for a file that shares no folder with the repository.
    uri_base_id: Option<&'static str>,
}

object!(Artifact { "uri": uri, "uriBaseId": uri_base_id unless is_none });

struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

object!(Region { "startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column });

/// All surveys as one run.
pub(crate) fn sarif(surveys: &[Survey<'_>], workspace: &Workspace) -> String {
    let paths = Paths::of(&workspace.root);
    let mut results = Vec::new();
    let mut fingerprints = std::collections::HashMap::new();
    for survey in surveys {
        for shared in &survey.findings {
            let mut result = result(shared, survey, &paths);
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

fn result(shared: &Shared, survey: &Survey<'_>, paths: &Paths<'_>) -> SarifResult {
    let finding = &shared.finding;
    let mut text = format!("{}. Solution: {}", shared.title, finding.solution);
    if survey.rows.len() > 1 {
        text = format!("{text} (on {})", listed(&survey.triples(shared)));
    }
    let mut places = locations(finding);
    if places.is_empty() {
        // A result without a place is refused: the file as a whole, or else the manifest.
        let package = &survey.configuration.package().folder;
        let manifest = || display(&package.join("Cargo.toml"), &survey.configuration.open.root);
        places.push(Location {
            path: survey.configuration.file().unwrap_or_else(manifest),
            file: None,
            span: None,
            label: None,
        });
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
        locations: places.into_iter().map(|place| location(place, paths, None)).collect(),
        related_locations: related
            .into_iter()
            .enumerate()
            .map(|(id, place)| location(place, paths, Some(id)))
            .collect(),
        partial_fingerprints: Fingerprints { finding: fingerprint(&words) },
    }
}

fn location(place: Location, paths: &Paths<'_>, id: Option<usize>) -> SarifLocation {
    let region = place.span.map(|span| Region {
        start_line: span.line,
        start_column: span.column,
        end_line: span.end_line,
        end_column: span.end_column,
    });
    let path = paths.path(&place);
    let artifact_location = if Path::new(&path).is_absolute() {
        Artifact { uri: format!("file://{}", uri(&path)), uri_base_id: None }
    } else {
        Artifact { uri: uri(&path), uri_base_id: Some("%SRCROOT%") }
    };
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
