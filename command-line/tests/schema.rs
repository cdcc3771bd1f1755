//! The schema of the file against the parser, in both directions: every file that is accepted is valid, and a file with a
//! mistake that a schema can see is not.

mod sandbox;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use memory_budgets_validator::{Kind, Request, Severity, validate};
use sandbox::Sandbox;
use serde_json::{Value, json};
use toml_edit::DocumentMut;

/// Mistakes that lie in one value or one key. The others lie between several, or outside the file.
const SEEN: [Kind; 10] = [
    Kind::InvalidPrefix,
    Kind::UnknownPreset,
    Kind::WrongType,
    Kind::InvalidMargin,
    Kind::InvalidCrateName,
    Kind::MisplacedKey,
    Kind::TargetTriple,
    Kind::InvalidVariant,
    Kind::UnknownKey,
    Kind::InvalidSize,
];

fn schema() -> Value {
    serde_json::from_str(include_str!("../schema/memory_budget.schema.json")).expect("a schema is JSON")
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a member of a workspace")
}

/// Every file of the repository, by where it stands.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut pending: Vec<PathBuf> =
        ["trybuild-cases/cases", "tests/wrt", "tests/kiln"].map(|folder| repository().join(folder)).into();
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with("Cargo.toml") {
                if let Ok(text) = fs::read_to_string(&path) {
                    files.insert(path.display().to_string(), text);
                }
            }
        }
    }
    let own = repository().join("memory_budget.toml");
    files.insert(own.display().to_string(), fs::read_to_string(own).expect("it is there"));
    let readme = fs::read_to_string(repository().join("README.md")).expect("it is there");
    for (i, block) in readme.split("```toml\n").skip(1).enumerate() {
        let text = block.split("```").next().unwrap_or_default();
        if text.contains("total_budget") {
            files.insert(format!("README, block {i}"), text.to_owned());
        }
    }
    files
}

fn findings(text: &str) -> Vec<(Kind, Severity)> {
    let outcome = validate(&Request { inline: Some(text.to_owned()), ..Request::default() });
    outcome.findings.iter().map(|finding| (finding.kind, finding.severity)).collect()
}

/// A file as JSON, as an editor hands it to a schema; `None` where it is no TOML.
fn instance(text: &str) -> Option<Value> {
    fn value(item: &toml_edit::Item) -> Value {
        match item {
            toml_edit::Item::Value(one) => of_value(one),
            toml_edit::Item::Table(table) => table.iter().map(|(key, item)| (key.to_owned(), value(item))).collect(),
            toml_edit::Item::ArrayOfTables(tables) => tables
                .iter()
                .map(|table| table.iter().map(|(key, item)| (key.to_owned(), value(item))).collect::<Value>())
                .collect(),
            toml_edit::Item::None => Value::Null,
        }
    }
    fn of_value(one: &toml_edit::Value) -> Value {
        match one {
            toml_edit::Value::String(text) => json!(text.value()),
            toml_edit::Value::Integer(number) => json!(number.value()),
            // A float that is whole is an integer to a schema of this draft; editors keep the difference.
            toml_edit::Value::Float(number) => json!(if number.value().fract() == 0.0 { 0.5 } else { *number.value() }),
            toml_edit::Value::Boolean(on) => json!(on.value()),
            toml_edit::Value::Datetime(time) => json!({ "time": time.value().to_string() }),
            toml_edit::Value::Array(values) => values.iter().map(of_value).collect(),
            toml_edit::Value::InlineTable(table) => {
                table.iter().map(|(key, one)| (key.to_owned(), of_value(one))).collect()
            }
        }
    }
    let document: DocumentMut = text.trim_start_matches('\u{feff}').parse().ok()?;
    Some(document.iter().map(|(key, item)| (key.to_owned(), value(item))).collect())
}

#[test]
fn accepts_what_the_parser_accepts_and_refuses_what_it_refuses() {
    let schema = schema();
    let mut cases = Vec::new();
    for (name, text) in files() {
        let Some(instance) = instance(&text) else { continue };
        let findings = findings(&text);
        let by_parser = findings.iter().all(|(kind, _)| !SEEN.contains(kind));
        cases.push((name, findings, by_parser, instance));
    }
    let pairs: Vec<(Value, Value)> = cases.iter().map(|(.., instance)| (schema.clone(), instance.clone())).collect();
    let Some(errors) = sandbox::are_valid(&pairs) else { return };
    let (mut valid, mut wrong) = (0, 0);
    for ((name, findings, by_parser, instance), error) in cases.iter().zip(errors) {
        // A key that could be a crate's, with a size behind it, is one to a schema: it cannot know which are declared.
        let only_names = findings.iter().all(|(kind, _)| !SEEN.contains(kind) || *kind == Kind::UnknownKey);
        match (by_parser, error) {
            (true, error) => {
                // A schema sees of a predicate how it begins.
                let is_predicate = findings.iter().any(|(kind, _)| *kind == Kind::InvalidPredicate);
                assert!(is_predicate || error.is_none(), "{name} is accepted by the parser: {error:?}");
                valid += 1;
            }
            (false, None) => {
                let whole_bytes = findings.iter().all(|(kind, _)| !SEEN.contains(kind) || *kind == Kind::InvalidSize);
                assert!(only_names || whole_bytes, "{name} is wrong ({findings:?}) and valid: {instance}");
            }
            (false, Some(_)) => wrong += 1,
        }
    }
    assert!(valid > 25 && wrong >= 8, "{valid} valid, {wrong} wrong");
}

/// Every way to write a size that the parser has.
#[test]
fn accepts_each_size() {
    let sizes = ["1 byte", "2 bytes", "1B", "1KB", "1.5 MB", "0.5\tGB", "1KiB", "1MiB", "1GiB", "1_024"];
    let files = sizes.map(|size| format!("total_budget = \"{size}\""));
    for file in &files {
        assert!(findings(file).iter().all(|(kind, _)| *kind != Kind::InvalidSize), "{file}");
    }
    let pairs: Vec<(Value, Value)> = files.iter().filter_map(|file| Some((schema(), instance(file)?))).collect();
    assert_eq!(pairs.len(), sizes.len());
    let Some(errors) = sandbox::are_valid(&pairs) else { return };
    assert!(errors.iter().all(Option::is_none), "{errors:?}");
}

/// One mistake each, all of which the parser reports and the schema sees.
#[test]
fn refuses_each_mistake_in_a_value_or_a_key() {
    let schema = schema();
    let wrong = [
        "total_budget = '1mb'",
        "total_budget = '1 TB'",
        "total_budget = ''",
        "total_budget = -1",
        "total_budget = 1.5",
        "total_budget = true",
        "total_budget = '+1MB'",
        "total_budget = '1__0'",
        "total_budget = '1e6'",
        "total_budget = ' 1MB'",
        "total_budget = '1MB '",
        "total_budget = 'Sum'",
        "total_budget = ['sum']",
        "wrt-runtime = 'sum'",
        "platform_limit = 'sum'",
        "[crates.app]\nbudget = 'sum'",
        "[profile.p]\ntotal_budget = 'all'",
        "total_budget = [1]",
        "platform_limit = '1.'",
        "strict_mode = 'yes'",
        "integration_check = 1",
        "safety_margin = 20",
        "safety_margin = '20'",
        "safety_margin = '-1%'",
        "safety_margin = '1.234%'",
        "preset = 'nothing'",
        "preset = 1",
        "wrt-runtime = 'lots'",
        "wrt-runtime = {}",
        "crates = 1",
        "[crates]\napp = 1",
        "[crates.app]\nbudget = 1\ncolour = 'red'",
        "[crates.app]\nbudget = 1\nmin = 'x'",
        "[crates.app]\nbudget = 1\npurpose = 1",
        "[crates.app]\nbudget = 1\nvariant = 'app'",
        "[crates.app]\nbudget = 1\nvariant = 'Self'",
        "[crates.app]\nbudget = 1\nmemory_system = 'yes'",
        "[crates.'a b']\nbudget = 1",
        "[crates.1a]\nbudget = 1",
        "target = 1",
        "[target.thumbv7em-none-eabihf]\ntotal_budget = 1",
        "[target.arm]\ntotal_budget = 1",
        "[target.'cfg(unix)']\nstrict_mode = true",
        "[target.'cfg(unix)']\nsafety_margin = '1%'",
        "[target.'cfg(unix)']\nwrt-runtime = true",
        "[target.'cfg(unix)']\ncrates = 1",
        "[target.'cfg(unix)'.crates]\nwrt-runtime = 1",
        "[target.'cfg(unix)'.crates.wrt-runtime]\nmin = 'x'",
        "[target.'cfg(unix)'.crates.wrt-runtime]\nvariant = 'A'",
        "[target.'cfg(unix)'.crates.wrt-runtime]\nother = 1",
        "[profile.p.crates.wrt-runtime]\nmin = 1",
        "[target.'cfg(target_arch = \"arm\")']\ntotal_budget = 'x'",
        "profile = 1",
        "[profile]\np = 1",
        "[profile.p]\nplatform_limit = 1",
        "[profile.p]\nintegration_check = true",
        "[profile.p]\nstrict_mode = 1",
        "[profile.p]\nprefix = 'a'",
        "prefix = 'app-'",
        "prefix = 1",
        "integration = 1",
        "[integration]\nexempt = 'a'",
        "[integration]\nother = 1",
        "[platform_limit]\nregion = 'RAM'\nother = 1",
    ];
    for text in wrong {
        assert!(findings(text).iter().any(|(kind, _)| SEEN.contains(kind)), "the parser accepts {text}");
    }
    let pairs: Vec<(Value, Value)> = wrong.iter().map(|text| (schema.clone(), instance(text).expect("TOML"))).collect();
    let Some(errors) = sandbox::are_valid(&pairs) else { return };
    for (text, error) in wrong.iter().zip(errors) {
        assert!(error.is_some(), "valid: {text}");
    }
}

/// Each key of the schema is one of the parser's, and says what it is for.
#[test]
fn each_key_is_the_parsers_and_described() {
    fn described(path: &str, schema: &Value) {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            if *property == Value::Bool(false) {
                continue; // a setting of another place
            }
            let through = property.get("$ref").and_then(Value::as_str).map(|reference| reference.ends_with("section"));
            assert!(property["description"].is_string() || through == Some(true), "{path}{key} has no description");
            described(&format!("{path}{key}."), property);
        }
    }
    let schema = schema();
    described("", &schema);
    for (name, definition) in schema["definitions"].as_object().expect("definitions") {
        assert!(definition["description"].is_string(), "{name}");
        described(&format!("{name}: "), definition);
    }

    let keys = |schema: &Value| -> Vec<String> {
        let properties = schema["properties"].as_object().expect("properties").iter();
        properties.filter(|(_, property)| **property != Value::Bool(false)).map(|(key, _)| key.clone()).collect()
    };
    let is_known =
        |text: &str| findings(text).iter().all(|(kind, _)| !matches!(kind, Kind::UnknownKey | Kind::MisplacedKey));
    for (before, schema) in [
        ("", &schema),
        ("[crates.app]\n", &schema["definitions"]["crate"]),
        ("[target.'cfg(unix)']\n", &schema["definitions"]["section"]),
        ("[target.'cfg(unix)'.crates.wrt-host]\n", &schema["definitions"]["limited"]),
        ("[profile.p]\n", &schema["definitions"]["profile"]),
    ] {
        for key in keys(schema) {
            assert!(is_known(&format!("{before}\"{key}\" = 1")), "{before}{key}");
        }
        assert!(!is_known(&format!("{before}nonsense = 1")));
    }
    // What belongs elsewhere is refused on both sides.
    for name in ["section", "profile"] {
        for (key, property) in schema["definitions"][name]["properties"].as_object().expect("properties") {
            let before = if name == "section" { "[target.'cfg(unix)']" } else { "[profile.p]" };
            assert_eq!(is_known(&format!("{before}\n{key} = 1")), *property != Value::Bool(false), "{before} {key}");
        }
    }
    // Presets, and the values of targets.
    for preset in schema["properties"]["preset"]["enum"].as_array().expect("a list") {
        assert!(
            findings(&format!("preset = {preset}")).iter().all(|(kind, _)| *kind != Kind::UnknownPreset),
            "{preset}"
        );
    }
    let targets = keys(&schema["properties"]["target"]);
    assert!(targets.len() > 60);
    for target in targets {
        assert_eq!(findings(&format!("[target.'{target}']")), [], "{target}");
    }
    // The other way round: what a mistake in a table offers is what the schema has.
    let solution = |text: &str| {
        let outcome = validate(&Request { inline: Some(text.to_owned()), ..Request::default() });
        outcome.findings.iter().find(|finding| finding.kind == Kind::UnknownKey).map(|finding| finding.solution.clone())
    };
    let offered = solution("[crates.wrt-host]\nzzzzzzz = 1").expect("it is unknown");
    for key in offered.trim_start_matches("Use ").replace(" or ", ", ").split(", ") {
        assert!(keys(&schema["definitions"]["crate"]).iter().any(|known| known == key), "{key}");
    }
    for (section, name) in [("[target.'cfg(unix)']", "section"), ("[profile.p]", "profile")] {
        let offered = solution(&format!("{section}\nzzzzzzz = 1")).expect("it is unknown");
        for key in offered.split_once("use one of: ").expect("settings").1.split(", ") {
            assert!(keys(&schema["definitions"][name]).iter().any(|known| known == key), "{key}");
        }
    }
}

#[test]
fn it_is_what_the_command_prints() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&["schema"]);
    assert_eq!(run.stdout, include_str!("../schema/memory_budget.schema.json"));
    assert_eq!(sandbox.run(&["schema", "--output", "s.json"]).status, Some(0));
    assert_eq!(sandbox.read("s.json"), run.stdout);
}
