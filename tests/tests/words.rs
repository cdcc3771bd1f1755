//! The words of a kind of finding stand where its family says: in the catalogue's file of that name or in the row of a rule, and in
//! the file of that name for `explain`.

use std::collections::BTreeMap;
use std::fs;

use memory_budgets_tests::sandbox::repository;
use memory_budgets_validator::Kind;

/// Each variant with its family: the comment above it.
fn families(kinds: &str) -> Vec<(&str, &str)> {
    let mut family = "";
    let mut families = Vec::new();
    for line in kinds.lines().map(str::trim_start) {
        if let Some(name) = line.strip_prefix("// ") {
            family = name;
        } else if let Some((variant, _)) = line.split_once(" \"") {
            families.push((variant, family));
        }
    }
    families
}

fn names(text: &str, variant: &str) -> bool {
    let mut after = text.split("Kind::").skip(1);
    after.any(|rest| rest.strip_prefix(variant).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// The kinds whose words are not in the file of their family alone.
fn strays(families: &[(&str, &str)], files: &BTreeMap<String, String>) -> Vec<String> {
    let stray = |&(variant, family): &(&str, &str)| {
        let places = files.iter().filter(|(_, text)| names(text, variant)).map(|(family, _)| family.as_str());
        let places: Vec<&str> = places.collect();
        (places != [family]).then(|| format!("{variant} belongs to {family}, and is in {places:?}"))
    };
    families.iter().filter_map(stray).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("readable")
}

/// The files of a folder but its `mod.rs`.
fn files(folder: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(repository().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let named = paths.map(|path| {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        (name, fs::read_to_string(path).expect("readable"))
    });
    named.filter(|(name, _)| name != "mod").collect()
}

#[test]
fn each_kind_has_its_words_in_the_file_of_its_family() {
    let kinds = read("validator/src/findings/kind.rs");
    let families = families(kinds.split("\nkinds! {").nth(1).expect("the list of kinds"));
    assert_eq!(families.len(), Kind::ALL.len());

    let mut catalogue = files("validator/src/findings/catalogue");
    catalogue.entry("rules".to_owned()).or_default().push_str(&read("validator/src/rules/mod.rs"));
    assert_eq!(strays(&families, &catalogue), [""; 0], "in the catalogue");
    assert_eq!(strays(&families, &files("command-line/src/meaning")), [""; 0], "for `explain`");
}

#[test]
fn strays_are_named() {
    let kinds = families(
        "\n    // files\n    NoFile \"no-file\" Error,\n    NoFileThere \"no-file-there\" Error,\n    // settings\n    Key \"key\" Error,\n    Gone \"gone\" Error,\n",
    );
    let files = [("files", "Kind::NoFile, Kind::Key"), ("settings", "Kind::Key;"), ("rules", "Kind::NoFileThere")];
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    assert_eq!(
        strays(&kinds, &files),
        [
            "NoFileThere belongs to files, and is in [\"rules\"]",
            "Key belongs to settings, and is in [\"files\", \"settings\"]",
            "Gone belongs to settings, and is in []",
        ]
    );
}
