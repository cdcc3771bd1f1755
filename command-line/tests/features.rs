//! The features that are on are those of a plain `cargo build`: held against Cargo itself, workspace by workspace.

mod sandbox;
#[path = "support/workspaces.rs"]
mod workspaces;

use std::collections::BTreeSet;
use std::num::NonZero;
use std::process::Command;
use std::thread;

use sandbox::{ARM, LINUX, Sandbox, host};
use workspaces::{SHAPES, Shape, workspace};

/// The features of the carrier that the command takes to be on for a target.
fn taken(sandbox: &Sandbox, folder: &str, options: &[&str], target: &str) -> BTreeSet<String> {
    let run = sandbox.run_in(folder, &[&["show", "--quiet", "--format", "json", "--target", target], options].concat());
    assert_eq!(run.status, Some(0), "{options:?}: {}", run.stderr);
    let json = run.json();
    let crates = json["targets"][0]["crates"].as_array().expect("a list").iter();
    let on = crates.filter(|entry| entry["budget"] == 1);
    on.map(|entry| entry["name"].as_str().expect("a name").to_owned()).collect()
}

fn cargo(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(sandbox.path(folder)).env_remove("RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    let output = command.env("CARGO_TARGET_DIR", sandbox.path("target")).output().expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The features that Cargo builds a package with for the target, and not for its own use; `None` where it does not.
fn built(sandbox: &Sandbox, package: &str, folder: &str, options: &[&str]) -> Option<BTreeSet<String>> {
    let target = host();
    let build = ["check", "--offline", "--message-format=json", "--target", &target];
    let messages = cargo(sandbox, folder, &[&build[..], options].concat());
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let of_package = |message: &serde_json::Value| {
        let files = message["filenames"].to_string();
        let is_library = message["target"]["kind"] == serde_json::json!(["lib"]);
        message["target"]["name"] == package && is_library && files.contains(&target)
    };
    let units: Vec<_> = messages.filter(of_package).collect();
    assert!(units.len() < 2, "{units:?}");
    let features = units.first()?["features"].as_array().expect("a list").iter();
    Some(features.map(|name| name.as_str().expect("a name").to_owned()).collect())
}

#[test]
fn as_cargo_builds_it() {
    let target = host();
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for shapes in SHAPES.chunks(SHAPES.len().div_ceil(workers)) {
            scope.spawn(|| shapes.iter().for_each(|shape| is_as_cargo_builds_it(shape, &target)));
        }
    });
}

fn is_as_cargo_builds_it((what, shape, builds): &Shape, target: &str) {
    let sandbox = workspace(shape);
    for (folder, options, expected) in *builds {
        let expected: BTreeSet<String> = expected.split_whitespace().map(str::to_owned).collect();
        let named = options.iter().skip_while(|option| **option != "-p").nth(1).copied();
        // The command is about a package that is named, or else the folder's, or the carrier.
        let package = named.unwrap_or(if folder.is_empty() { "carrier" } else { folder });
        let alone = || built(&sandbox, package, folder, &["-p", package]);
        let built = built(&sandbox, package, folder, options).or_else(alone).expect("it is built by itself");
        assert_eq!(built, expected, "{what}: cargo check {options:?} in /{folder}");
        assert_eq!(taken(&sandbox, folder, options, target), expected, "{what}: {options:?} in /{folder}");
    }
}

/// For a target that nothing can be built for here, Cargo says it all the same.
#[test]
fn as_cargo_resolves_it_for_other_targets() {
    let (_, shape, _) = SHAPES.iter().find(|(what, ..)| *what == "targets").expect("there is one");
    let sandbox = workspace(shape);
    for (target, expected) in
        [(ARM, "alloc default std usual"), ("x86_64-unknown-linux-gnu", ""), ("wasm32-unknown-unknown", "")]
    {
        let tree = ["tree", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p},{f}", "--target"];
        let tree = cargo(&sandbox, "", &[&tree[..], &[target]].concat());
        let of_carrier = tree.lines().find(|line| line.starts_with("carrier "));
        let names = of_carrier.and_then(|line| line.split_once(',')).map(|(_, names)| names).unwrap_or_default();
        let resolved: Vec<&str> = names.split(',').filter(|name| !name.is_empty()).collect();
        assert_eq!(resolved.join(" "), expected, "cargo tree --target {target}:\n{tree}");
        // Where nothing needs it, it is as it is by itself.
        let taken: Vec<String> = taken(&sandbox, "", &[], target).into_iter().collect();
        let expected = if of_carrier.is_some() { expected } else { "default usual" };
        assert_eq!(taken.join(" "), expected, "{target}");
    }
}

/// What is said about features, a sentence each.
fn said(sandbox: &Sandbox, options: &[&str]) -> Vec<String> {
    let run = sandbox.run(&[&["show"], options].concat());
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    let sentences = run.stderr.lines().filter_map(|line| line.strip_prefix("note: "));
    let sentences = sentences.filter(|sentence| sentence.starts_with("`feature") && !sentence.contains("no such"));
    sentences.map(str::to_owned).collect()
}

#[test]
fn who_turns_it_on_is_said() {
    for (shape, options, expected) in [
        ("a member turns", &[][..], "`feature = \"std\"` is on: `app` turns it on; -p carrier changes that"),
        ("a member turns", &["--all-features"], "`feature = \"std\"` is on: `app` turns it on"),
        (
            "a member turns",
            &[],
            "`feature = \"usual\"` is taken to be on, as in a plain `cargo build`; --no-default-features changes that",
        ),
        (
            "a member turns",
            &[],
            "`feature = \"big\"` is taken to be off, as in a plain `cargo build`; --features big changes that",
        ),
        (
            "a member turns",
            &["-p", "carrier"],
            "`feature = \"std\"` is taken to be off, as in a plain `cargo build -p carrier`; --features std changes that",
        ),
        (
            "default members, and one",
            &[],
            "`feature = \"std\"` is taken to be off, as in a plain `cargo build -p carrier`; --features std changes that",
        ),
        (
            "dependencies of the workspace",
            &[],
            "`feature = \"std\"` is taken to be off, as in a plain `cargo build`; -p carrier --features std changes that",
        ),
        ("a root package", &[], "`feature = \"alloc\"` is on: `root` turns it on; --no-default-features changes that"),
        (
            "a root package",
            &[],
            "`feature = \"usual\"` is on: `root` turns it on; -p carrier --no-default-features changes that",
        ),
        (
            "a root package",
            &[],
            "`feature = \"big\"` is taken to be off, as in a plain `cargo build`; --features carrier/big changes that",
        ),
        (
            "targets",
            &["--target", LINUX, "--target", ARM],
            "`feature = \"std\"` is on for armv7-unknown-linux-gnueabihf and off for x86_64-unknown-linux-gnu: `app` turns it on; \
             --features carrier/std changes that",
        ),
        (
            "targets",
            &["--target", LINUX, "--target", ARM, "--target", "x86_64-pc-windows-msvc"],
            "`feature = \"usual\"` is taken to be on for armv7-unknown-linux-gnueabihf and x86_64-pc-windows-msvc and off for \
             x86_64-unknown-linux-gnu, as in a plain `cargo build`; --features carrier/usual changes that",
        ),
    ] {
        let (_, text, _) = SHAPES.iter().find(|(what, ..)| what.contains(shape)).expect("there is one");
        let said = said(&workspace(text), options);
        assert!(said.iter().any(|sentence| sentence == expected), "{shape}, {options:?}: {said:#?}");
    }
    // What the options have decided needs no word.
    let sandbox = workspace(SHAPES[0].1);
    for (options, feature) in
        [(["--features", "big"], "big"), (["--all-features", "-q"], "big"), (["--no-default-features", "-q"], "usual")]
    {
        let said = said(&sandbox, &options);
        assert!(said.iter().all(|sentence| !sentence.contains(feature)), "{options:?}: {said:#?}");
    }
}

#[test]
fn a_feature_that_nothing_takes() {
    for (shape, options, says) in [
        (
            "a root package",
            &["--features", "big"][..],
            "error: root has no feature `big`\nhelp: carrier has one: --features carrier/big\n",
        ),
        (
            "dependencies of the workspace",
            &["--features", "std"],
            "error: app has no feature `std`\nhelp: carrier has one: -p carrier --features std\n",
        ),
        (
            "an old edition",
            &["--features", "std", "-p", "carrier"],
            "error: root has no feature `std`\nhelp: carrier has one: --features carrier/std\n",
        ),
        ("a member turns", &["--features", "none"], "error: none of app and carrier has a feature `none`\n"),
    ] {
        let (_, text, _) = SHAPES.iter().find(|(what, ..)| what.contains(shape)).expect("there is one");
        let run = workspace(text).run(&[&["show"], options].concat());
        assert_eq!((run.status, &*run.stderr), (Some(2), says), "{shape}, {options:?}");
    }
}

#[test]
fn what_is_advised_helps() {
    let target = host();
    let mut count = 0;
    for (what, shape, _) in SHAPES {
        let sandbox = workspace(shape);
        let before = taken(&sandbox, "", &[], &target);
        for sentence in said(&sandbox, &[]) {
            let feature = sentence.split('"').nth(1).expect("its name");
            let Some((_, advice)) = sentence.split_once("; ") else { continue };
            let option = advice.strip_suffix(" changes that").expect("that alone");
            let options: Vec<&str> = option.split(' ').collect();
            let after = taken(&sandbox, "", &options, &target);
            assert_ne!(after.contains(feature), before.contains(feature), "{what}: {sentence}");
            count += 1;
        }
    }
    assert!(count > 50, "{count} options are advised");
}
