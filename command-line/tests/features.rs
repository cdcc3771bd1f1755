//! The features that are on are those of a plain `cargo build`: held against Cargo itself, workspace by workspace.

mod sandbox;

use std::collections::BTreeSet;
use std::num::NonZero;
use std::process::Command;
use std::thread;

use sandbox::{ARM, LINUX, Sandbox, host};

/// What the carrier has, for the shapes that say nothing else.
const FEATURES: &str = "[features]\ndefault = [\"usual\"]\nusual = []\nstd = [\"alloc\"]\nalloc = []\nbig = []\n";

/// A workspace: the texts of its files, each behind a line `# PATH`.
///
/// What is no manifest of a workspace begins with its `[package]`, where it does not do so itself; `FEATURES` are the carrier's.
fn workspace(shape: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("carrier/Cargo.toml", &package("carrier", FEATURES));
    for file in shape.split("# ").skip(1) {
        let (path, text) = file.split_once('\n').expect("a path and a text");
        let folder = path.strip_suffix("/Cargo.toml");
        let text = match folder.filter(|_| !text.contains("[package]")) {
            Some(folder) => package(folder.rsplit('/').next().expect("a name"), text),
            None => text.to_owned(),
        };
        sandbox.write(path, &text.replace("FEATURES\n", FEATURES));
        if text.contains("[package]") && !text.contains("proc-macro") {
            sandbox.write(&path.replace("Cargo.toml", "src/lib.rs"), "");
        }
        if text.contains("[build-dependencies]") {
            sandbox.write(&path.replace("Cargo.toml", "build.rs"), "fn main() {}\n");
        }
        if text.contains("proc-macro") {
            sandbox.write(&path.replace("Cargo.toml", "src/lib.rs"), "extern crate proc_macro;\n");
        }
    }
    // The compiler does without the attribute, and the command finds it.
    sandbox.write("carrier/src/lib.rs", "#[cfg_attr(budgeted, memory_budgets::memory_budgets)]\npub mod budgets {}\n");
    let features = ["default", "usual", "std", "alloc", "big", "extra", "more"];
    let mut file = "preset = 'none'\ntotal_budget = 1000\n".to_owned();
    for feature in features {
        file.push_str(&format!("[crates.{feature}]\nbudget = 0\n"));
    }
    for feature in features {
        file.push_str(&format!("[target.'cfg(feature = \"{feature}\")']\n{feature} = 1\n"));
    }
    sandbox.write("memory_budget.toml", &file);
    sandbox
}

fn package(name: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{more}")
}

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

/// A workspace, and what is on where a build of it is asked for from a folder with options.
type Shape = (&'static str, &'static str, &'static [(&'static str, &'static [&'static str], &'static str)]);

const SHAPES: &[Shape] = &[
    (
        "a member turns a feature on",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false, features = [\"std\"] }\n",
        &[
            ("", &[], "alloc default std usual"),
            ("", &["-p", "carrier"], "default usual"),
            ("carrier", &[], "default usual"),
            ("", &["--manifest-path", "app/../carrier/Cargo.toml"], "default usual"),
            ("", &["--no-default-features"], "alloc std"),
            ("", &["--features", "big"], "alloc big default std usual"),
            ("", &["--features", "carrier/big"], "alloc big default std usual"),
            ("", &["--all-features"], "alloc big default std usual"),
            ("", &["--release"], "alloc default std usual"),
        ],
    ),
    (
        "default members, and one that none of them needs",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"tool\", \"carrier\"]\ndefault-members = [\"a*\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n\
         # tool/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[("", &[], "default usual"), ("", &["-p", "carrier"], "default usual")],
    ),
    (
        "default members that need it",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"tool\", \"carrier\"]\ndefault-members = [\"tool\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"big\"] }\n\
         # tool/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false, features = [\"std\"] }\n",
        &[("", &[], "alloc std"), ("", &["--no-default-features"], "alloc std")],
    ),
    (
        "a root package",
        "# Cargo.toml\n[package]\nname = \"root\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
         [workspace]\nmembers = [\"app\"]\n[features]\ndefault = [\"carrier/alloc\"]\nmore = [\"middle/more\"]\n\
         [dependencies]\ncarrier.path = \"carrier\"\nmiddle.path = \"middle\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n\
         # middle/Cargo.toml\n[features]\nmore = [\"carrier/big\"]\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\n",
        &[
            ("", &[], "alloc default usual"),
            ("", &["--features", "more"], "alloc big default usual"),
            ("", &["--features", "middle/more"], "alloc big default usual"),
            ("", &["--no-default-features"], "default usual"),
            ("middle", &[], ""),
            ("", &["-p", "middle", "--all-features"], "more"),
        ],
    ),
    (
        "dependencies of the workspace, to which members add",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n\
         [workspace.dependencies]\ncore = { package = \"carrier\", path = \"carrier\", default-features = false, features = [\"alloc\"] }\n\
         # app/Cargo.toml\n[dependencies]\ncore = { workspace = true, features = [\"big\"] }\n",
        &[("", &[], "alloc big"), ("", &["--features", "core/std"], "alloc big std")],
    ),
    (
        "default features that a member has back",
        "# Cargo.toml\n[workspace]\nmembers = [\"net\", \"carrier\"]\ndefault-members = [\"net\"]\nresolver = \"2\"\n\
         [workspace.dependencies]\ncarrier = { path = \"carrier\", default-features = false }\n\
         # net/Cargo.toml\n[dependencies]\ncarrier = { workspace = true, default-features = true }\n",
        &[("", &[], "default usual")],
    ),
    (
        "default features that the workspace has left on stay on",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n\
         [workspace.dependencies]\ncarrier.path = \"carrier\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { workspace = true, default-features = false }\n",
        &[("", &[], "default usual")],
    ),
    (
        "optional dependencies, which somebody has to take",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n[features]\ntaken = [\"dep:one\"]\nwith = [\"two/big\"]\nweak = [\"one?/std\", \"two?/std\"]\n\
         [dependencies]\none = { package = \"carrier\", path = \"../carrier\", default-features = false, features = [\"alloc\"], optional = true }\n\
         two = { package = \"middle\", path = \"../middle\", optional = true }\n\
         # middle/Cargo.toml\n[features]\nbig = [\"carrier/big\"]\nstd = [\"carrier/std\"]\n[dependencies]\ncarrier.path = \"../carrier\"\n",
        &[
            ("", &[], "default usual"),
            ("", &["--features", "taken"], "alloc"),
            ("", &["--features", "two"], "default usual"),
            ("", &["--features", "with"], "big default usual"),
            ("", &["--features", "weak"], "default usual"),
            ("", &["--features", "weak,taken"], "alloc std"),
            ("", &["--features", "taken weak", "--features", "with"], "alloc big default std usual"),
        ],
    ),
    (
        "the carrier's own optional dependencies are features",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n\
         # extra/Cargo.toml\n[features]\nmore = []\n\
         # carrier/Cargo.toml\n[features]\ndefault = [\"usual\"]\nusual = []\nbig = [\"extra/more\"]\nstd = [\"extra?/more\"]\n\
         [dependencies]\nextra = { path = \"../extra\", optional = true }\n\
         # app/Cargo.toml\n[features]\nbig = [\"carrier/big\"]\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[
            ("", &[], "default std usual"),
            ("", &["--features", "carrier/extra"], "default extra std usual"),
            ("", &["--features", "big"], "big default extra std usual"),
            ("", &["-p", "carrier", "--features", "std"], "default std usual"),
            ("", &["-p", "carrier", "--features", "extra"], "default extra usual"),
        ],
    ),
    (
        "build scripts, tests and macros have features of their own",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"macros\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"3\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\nmacros = { path = \"../macros\" }\n\
         [build-dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n\
         [dev-dependencies]\ncarrier = { path = \"../carrier\", features = [\"big\"] }\n\
         # macros/Cargo.toml\n[lib]\nproc-macro = true\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"alloc\"] }\n",
        &[("", &[], "")],
    ),
    (
        "macros that are built themselves share theirs",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"macros\", \"carrier\"]\ndefault-members = [\"app\", \"macros\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\nmacros = { path = \"../macros\" }\n\
         # macros/Cargo.toml\n[lib]\nproc-macro = true\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"alloc\"] }\n",
        &[("", &[], "alloc default usual")],
    ),
    (
        "with resolver 1 they have not",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"tool\", \"carrier\"]\ndefault-members = [\"app\"]\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\n\
         tool = { path = \"../tool\" }\n\
         [dev-dependencies]\ncarrier = { path = \"../carrier\", features = [\"big\"] }\n\
         [target.'cfg(windows)'.dependencies]\ncarrier = { path = \"../carrier\", features = [\"alloc\"] }\n\
         # tool/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\n\
         [dev-dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[("", &[], "alloc big default usual"), ("", &["-p", "carrier"], "default usual")],
    ),
    (
        "an old edition means resolver 1, and options are for the folder's package",
        "# Cargo.toml\n[package]\nname = \"root\"\nversion = \"0.1.0\"\nedition.workspace = true\n\
         [workspace]\nmembers = [\"carrier\", \"app\"]\n[workspace.package]\nedition = \"2018\"\n\
         [features]\nmore = [\"carrier/big\"]\n[dependencies]\ncarrier = { path = \"carrier\", default-features = false }\n\
         [target.'cfg(windows)'.dev-dependencies]\ncarrier = { path = \"carrier\", features = [\"alloc\"] }\n\
         # app/Cargo.toml\n[features]\nmore = []\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[
            ("", &[], "alloc default usual"),
            ("", &["--features", "more"], "alloc big default usual"),
            ("", &["-p", "app", "--features", "more"], ""),
            ("", &["-p", "carrier", "--no-default-features"], "alloc default usual"),
            ("", &["-p", "carrier", "--features", "carrier/big"], "alloc big default usual"),
            ("carrier", &["--no-default-features"], ""),
            ("app", &["-p", "carrier"], "alloc default std usual"),
        ],
    ),
    (
        "the resolver that a package asks for",
        "# Cargo.toml\n[package]\nname = \"root\"\nversion = \"0.1.0\"\nedition = \"2018\"\nresolver = \"2\"\n\
         [workspace]\nmembers = [\"carrier\"]\n[dependencies]\ncarrier = { path = \"carrier\", default-features = false }\n\
         [dev-dependencies]\ncarrier = { path = \"carrier\", features = [\"big\"] }\n",
        &[("", &[], "")],
    ),
    (
        "targets",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n\
         # app/Cargo.toml\n[features]\nwith = [\"carrier/alloc\"]\n\
         [target.'cfg(unix)'.dependencies]\ncarrier = { path = \"../carrier\", default-features = false }\n\
         [target.'cfg(not(debug_assertions))'.dependencies]\ncarrier = { path = \"../carrier\", features = [\"big\"] }\n\
         [target.armv7-unknown-linux-gnueabihf.dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[("", &[], ""), ("", &["--release"], ""), ("", &["--features", "with"], "alloc")],
    ),
    (
        "circles",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\", \"carrier\"]\nresolver = \"1\"\n\
         # carrier/Cargo.toml\n[features]\nstd = [\"alloc\"]\nalloc = [\"std\"]\nbig = []\n\
         [dev-dependencies]\ncarrier = { path = \".\", features = [\"big\"] }\napp = { path = \"../app\" }\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { path = \"../carrier\", features = [\"std\"] }\n",
        &[("", &[], "alloc big std"), ("", &["-p", "carrier"], "alloc big std")],
    ),
    (
        "one that tests itself with a feature",
        "# Cargo.toml\n[workspace]\nmembers = [\"carrier\"]\nresolver = \"2\"\n\
         # carrier/Cargo.toml\n[features]\nstd = []\nbig = []\n[dev-dependencies]\ncarrier = { path = \".\", features = [\"std\"] }\n",
        &[("", &[], ""), ("", &["--features", "big"], "big"), ("", &["--features", "carrier/big"], "")],
    ),
    (
        "a package that a patch puts there",
        "# Cargo.toml\n[workspace]\nmembers = [\"app\"]\ndefault-members = [\"app\"]\nresolver = \"2\"\n[patch.crates-io]\ncarrier = { path = \"carrier\" }\n\
         # app/Cargo.toml\n[dependencies]\ncarrier = { version = \"0.1\", default-features = false, features = [\"std\"] }\n",
        &[("", &[], "alloc std")],
    ),
];

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
