//! Workspaces in which several members turn features on in one, the carrier.

use super::sandbox::Sandbox;

/// What the carrier has, for the shapes that say nothing else.
const FEATURES: &str = "[features]\ndefault = [\"usual\"]\nusual = []\nstd = [\"alloc\"]\nalloc = []\nbig = []\n";

/// A workspace: the texts of its files, each behind a line `# PATH`.
///
/// What is no manifest of a workspace begins with its `[package]`, where it does not do so itself; `FEATURES` are the carrier's.
pub(crate) fn workspace(shape: &str) -> Sandbox {
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

/// A workspace, and what is on where a build of it is asked for from a folder with options.
pub(crate) type Shape = (&'static str, &'static str, &'static [(&'static str, &'static [&'static str], &'static str)]);

pub(crate) const SHAPES: &[Shape] = &[
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
