//! What every command prints, as files that are read in a review. After a change of wording:
//! `UPDATE_EXPECT=1 cargo test -p cargo-memory-budget --test snapshots`, and read the difference.

mod sandbox;

use expect_test::expect_file;
use sandbox::{ARM, LINUX, RISCV, Sandbox};

/// A configuration with something of everything.
const FILE: &str = "\
preset = \"none\"
total_budget = \"8MB\"
safety_margin = \"20%\"

[crates.app]
budget = \"4MB\"
min = \"1MB\"
max = \"16MB\"
purpose = \"The application itself\"

[crates.app-net]
budget = \"1.5MB\"
max = \"2MB\"

[target.'cfg(target_arch = \"arm\")']
total_budget = \"3MB\"
platform_limit = \"4MB\"
app = \"2MB\"
app-net = \"0.5MB\"

[target.'cfg(feature = \"tls\")']
app-net = \"2MB\"

[profile.production]
app-net = \"1MB\"
";

/// A configuration with mistakes of several kinds.
const WRONG: &str = "\
preset = \"none\"
total_budget = \"8MB\"

[crates.app]
budget = \"512KB\"
min = \"1MB\"

[crates.app-net]
budget = \"16mb\"

[target.'cfg(target_arch = \"arm\")']
total_budget = \"3MB\"
platform_limit = \"2MB\"

[target.'cfg(target_os = \"qnx\")']
total_budgt = \"3MB\"
";

/// A workspace with a feature that the configuration asks for.
fn sandbox(text: &str) -> Sandbox {
    let sandbox = Sandbox::with(text);
    sandbox.package("app", "[features]\ntls = []\n");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    sandbox
}

fn shows(name: &str, sandbox: &Sandbox, arguments: &[&str]) {
    let run = sandbox.run(arguments);
    let text = format!("$ cargo memory-budget {}\n{}", arguments.join(" "), run.shown(sandbox));
    expect_file![format!("{}/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"))].assert_eq(&text);
}

#[test]
fn help() {
    let sandbox = Sandbox::empty();
    shows("help.txt", &sandbox, &["--help"]);
    for command in ["check", "show", "explain", "init", "fit", "diff", "schema", "completions"] {
        shows(&format!("help-{command}.txt"), &sandbox, &[command, "--help"]);
    }
    shows("no-such-option.txt", &sandbox, &["check", "--taget", "x"]);
    shows("no-such-format.txt", &sandbox, &["check", "--format", "html"]);
    shows("version.txt", &sandbox, &["--version"]);
}

#[test]
fn show() {
    let sandbox = sandbox(FILE);
    let two = ["--target", LINUX, "--target", ARM, "--target", RISCV];
    let on = |first: &[&'static str], targets: &[&'static str]| [first, targets].concat();
    shows("show.txt", &sandbox, &["show", "--target", LINUX]);
    shows("show-production.txt", &sandbox, &["show", "--target", LINUX, "--profile-name", "production"]);
    shows("show-targets.txt", &sandbox, &on(&["show"], &two));
    shows("show-targets.md", &sandbox, &on(&["show", "--quiet", "--format", "markdown"], &two));
    shows("show-targets.json", &sandbox, &on(&["show", "--quiet", "--format", "json"], &two));
    shows("show-targets.svg", &sandbox, &on(&["show", "--quiet", "--format", "svg"], &two));
    shows("show-targets.html", &sandbox, &on(&["show", "--quiet", "--format", "html"], &two));
    shows("show-colors.txt", &sandbox, &on(&["show", "--quiet", "--color", "always"], &two));
    shows("show-colors-one.txt", &sandbox, &["show", "--quiet", "--color", "always", "--target", LINUX]);
}

#[test]
fn check() {
    let sandbox = sandbox(FILE);
    let two = ["--target", LINUX, "--target", ARM, "--target", RISCV];
    let on = |first: &[&'static str]| [first, &two].concat();
    shows("check.txt", &sandbox, &on(&["check"]));
    shows("check-strict.txt", &sandbox, &on(&["check", "--strict"]));
    sandbox.write("memory_budget.toml", WRONG);
    shows("check-wrong.txt", &sandbox, &on(&["check"]));
    shows("check-wrong.json", &sandbox, &on(&["check", "--format", "json"]));
    // The rules are the same whatever is found.
    let mut sarif = sandbox.run(&on(&["check", "--format", "sarif"])).json();
    let results = serde_json::to_string_pretty(&sarif["runs"][0]["results"].take()).expect("JSON");
    expect_file![format!("{}/tests/snapshots/check-wrong.sarif", env!("CARGO_MANIFEST_DIR"))].assert_eq(&results);
    shows("check-wrong.github", &sandbox, &on(&["check", "--format", "github"]));
    shows("check-wrong.md", &sandbox, &on(&["check", "--format", "markdown"]));
    shows("check-wrong-colors.txt", &sandbox, &on(&["check", "--color", "always"]));
    shows("check-verbose.txt", &sandbox, &["check", "-v", "--target", LINUX]);
}

#[test]
fn forty_columns() {
    let mut sandbox = sandbox(FILE);
    sandbox.set("COLUMNS", "40");
    let two = ["--target", LINUX, "--target", ARM];
    shows("narrow-show.txt", &sandbox, &["show", "--target", LINUX]);
    shows("narrow-show-targets.txt", &sandbox, &[&["show"], &two[..]].concat());
    shows("narrow-explain.txt", &sandbox, &[&["explain", "app-net"], &two[..]].concat());
    sandbox.write("memory_budget.toml", WRONG);
    shows("narrow-check.txt", &sandbox, &[&["check"], &two[..]].concat());
}

#[test]
fn explain() {
    let mut sandbox = sandbox(FILE);
    sandbox.set("APP_NET_BUDGET", "256KB");
    let two = ["--target", LINUX, "--target", ARM];
    shows("explain.txt", &sandbox, &[&["explain", "app"], &two[..]].concat());
    shows(
        "explain-variable.txt",
        &sandbox,
        &[&["explain", "app-net", "--profile-name", "production"], &two[..]].concat(),
    );
    shows("explain-total.txt", &sandbox, &[&["explain", "total_budget"], &two[..]].concat());
    shows("explain.json", &sandbox, &[&["explain", "app", "--format", "json"], &two[..]].concat());
    shows("explain-finding.txt", &sandbox, &["explain", "below-minimum"]);
    shows("explain-finding.json", &sandbox, &["explain", "unknown-target-value", "--format", "json"]);
    shows("explain-unknown.txt", &sandbox, &["explain", "app-nett"]);
}

#[test]
fn fit() {
    let sandbox = Sandbox::new();
    sandbox.write("memory_budget.toml", "");
    shows("fit.txt", &sandbox, &["fit", "--target", ARM]);
    shows("fit-total.txt", &sandbox, &["fit", "--target", ARM, "--total", "20MB"]);
    shows("fit-nothing.txt", &sandbox, &["fit", "--target", ARM, "--total", "12MB"]);
    shows("fit-not-needed.txt", &sandbox, &["fit", "--target", LINUX]);
}

#[test]
fn init() {
    let sandbox = Sandbox::new();
    sandbox.package("app-macros", "description = 'Says \"hi\" \\ to'\n[lib]\nproc-macro = true\n");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app*\"]\nresolver = \"2\"\n");
    shows("init.txt", &sandbox, &["init"]);
    let snapshot = |name: &str| expect_file![format!("{}/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"))];
    snapshot("init.toml").assert_eq(&sandbox.read("memory_budget.toml"));
    shows("init-again.txt", &sandbox, &["init"]);
    shows("init-check.txt", &sandbox, &["check", "--target", LINUX]);
    let sandbox = Sandbox::new();
    sandbox.package("wrt-runtime", "");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"wrt-runtime\"]\nresolver = \"2\"\n");
    shows("init-preset.txt", &sandbox, &["init"]);
    snapshot("init-preset.toml").assert_eq(&sandbox.read("memory_budget.toml"));
}

#[test]
fn diff() {
    let sandbox = sandbox(FILE);
    sandbox.commit("one");
    let after = FILE.replace("\"1.5MB\"", "\"1.75MB\"").replace("\"0.5MB\"", "\"256KB\"").replace("\"8MB\"", "\"9MB\"");
    sandbox.write("memory_budget.toml", &format!("{after}[crates.app-log]\nbudget = \"64KB\"\n"));
    let two = ["--target", LINUX, "--target", ARM];
    shows("diff.txt", &sandbox, &[&["diff", "main"], &two[..]].concat());
    shows("diff.md", &sandbox, &[&["diff", "main", "--format", "markdown"], &two[..]].concat());
    shows("diff.json", &sandbox, &[&["diff", "main", "--format", "json"], &two[..]].concat());
    shows("diff-deny-growth.txt", &sandbox, &[&["diff", "main", "--deny-growth"], &two[..]].concat());
    shows("diff-targets.txt", &sandbox, &["diff", &format!("target:{LINUX}"), ARM]);
    shows("diff-profile.txt", &sandbox, &["diff", "production", "memory_budget.toml", "--target", LINUX]);
    shows("diff-same.txt", &sandbox, &["diff", "main", "HEAD", "--target", LINUX]);
    shows("diff-unknown.txt", &sandbox, &["diff", "nothing"]);
}
