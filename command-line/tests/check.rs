//! `check`: the same findings as the attribute, for every target at once, in every format.

mod sandbox;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use memory_budgets_validator::{Finding, Kind, Request, Target, validate};
use sandbox::{ARM, LINUX, RISCV, Run, Sandbox, THUMB};
use serde_json::Value;

const OWN: &str =
    "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '256KB'\n[crates.app-net]\nbudget = '256KB'\n";

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

fn kinds(run: &Run) -> Vec<String> {
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list").iter();
    findings.map(|finding| finding["kind"].as_str().expect("a text").to_owned()).collect()
}

/// The compile-fail cases: `NAME.toml` and `NAME.env`.
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("trybuild-cases").join("cases");
    let entries = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect()
    };
    let folders = entries(&root).into_iter().filter(|folder| folder.file_name() != Some(OsStr::new("attribute")));
    let files = folders.flat_map(|folder| entries(&folder));
    let mut cases: Vec<PathBuf> = files.filter(|file| file.extension() == Some(OsStr::new("rs"))).collect();
    cases.sort();
    cases
}

#[cfg(unix)]
fn variables(case: &Path) -> Vec<(OsString, OsString)> {
    use std::os::unix::ffi::OsStrExt;
    let text = fs::read(case.with_extension("env")).unwrap_or_default();
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let equals = line.iter().position(|&byte| byte == b'=').expect("NAME=value");
            (OsStr::from_bytes(&line[..equals]).to_owned(), OsStr::from_bytes(&line[equals + 1..]).to_owned())
        })
        .collect()
}

fn target(triple: &str) -> Target {
    let output = Command::new("rustc").args(["--print=cfg", "--target", triple]).output().expect("rustc runs");
    Target::from_rustc_cfg(triple, &String::from_utf8(output.stdout).expect("UTF-8")).expect("a target")
}

/// A finding as JSON shows it.
fn seen(finding: &Finding) -> (String, String, String, Option<String>) {
    let place = match (finding.path(), finding.line(), finding.column()) {
        (Some(path), Some(line), Some(column)) if path != "inline toml" => Some(format!("{path}:{line}:{column}")),
        _ => None,
    };
    (finding.kind.name().to_owned(), finding.title.clone(), finding.solution.clone(), place)
}

fn shown(finding: &Value) -> (String, String, String, Option<String>) {
    let text = |key: &str| finding[key].as_str().expect("a text").to_owned();
    let own = |location: &&Value| location["label"].is_null() && !location["line"].is_null();
    let location = finding["locations"].get(0).filter(own);
    let place = location.map(|location| {
        format!("{}:{}:{}", location["path"].as_str().expect("a path"), location["line"], location["column"])
    });
    (text("kind"), text("title"), text("solution"), place)
}

/// The corpus through the validator, as the attribute and the build script call it, and through `check`: the same words at the
/// same places. That the attribute prints these is the compile-fail cases' own test.
#[cfg(unix)]
#[test]
fn says_what_the_attribute_says() {
    let mut compared = 0;
    let mut places = 0;
    for case in corpus() {
        let sandbox = Sandbox::empty();
        sandbox
            .write("Cargo.toml", "[workspace]\n[package]\nname = \"case\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        if let Ok(mut text) = fs::read(case.with_extension("toml")) {
            if case.ends_with("file/file-too-large.rs") {
                text.extend(std::iter::repeat_n(b'#', 1 << 20));
            }
            fs::write(sandbox.path("memory_budget.toml"), text).expect("writable");
        }
        let variables = variables(&case);
        for triple in [LINUX, ARM] {
            let outcome = validate(&Request {
                manifest_dir: Some(fs::canonicalize(sandbox.path("")).expect("it is there")),
                environment: Some(variables.clone()),
                target: Some(target(triple)),
                ..Request::default()
            });
            let output = sandbox
                .command("", &["check", "--format", "json", "--target", triple])
                .envs(variables.iter().map(|(name, value)| (name, value)))
                .output()
                .expect("the program runs");
            let run = Run::of(&output);
            let json = run.json();
            let mut said: Vec<_> = json["findings"].as_array().expect("a list").iter().map(shown).collect();
            // The workspace around the file is looked at here alone.
            said.retain(|(kind, ..)| !["unknown-crate", "not-integrated", "unbudgeted"].contains(&&**kind));
            let expected: Vec<_> = outcome.findings.iter().map(seen).collect();
            assert_eq!(said, expected, "{} on {triple}", case.display());
            let wrong =
                outcome.findings.iter().any(|finding| finding.severity == memory_budgets_validator::Severity::Error);
            assert_eq!(run.status, Some(i32::from(wrong)), "{}", case.display());
            compared += said.len();
            places += said.iter().filter(|(.., place)| place.is_some()).count();
        }
    }
    assert!(compared > 100 && places > 80, "{compared}, {places}");
}

#[test]
fn what_targets_share_is_said_once() {
    let sandbox = Sandbox::with("");
    let run = sandbox
        .run(&["check", "--format", "json", "--target", LINUX, "--target", ARM, "--target", THUMB, "--target", RISCV]);
    assert_eq!(run.status, Some(1));
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    assert_eq!(kinds(&run), ["platform"]);
    assert_eq!(texts(&findings[0]["targets"]), [ARM, THUMB]);
    let title = format!("Total budget (65.5MB) exceeds platform limit (32MB) for targets {ARM} and {THUMB}");
    assert_eq!(findings[0]["title"], title.as_str());
    let verdicts: Vec<&Value> = json["targets"].as_array().expect("a list").iter().map(|row| &row["verdict"]).collect();
    assert_eq!(verdicts, ["ok", "errors", "errors", "ok"]);
    assert_eq!(json["targets"][1]["left"], 1 << 20);
}

#[test]
fn statuses() {
    let sandbox = Sandbox::with(OWN);
    assert_eq!(sandbox.run(&["check"]).status, Some(0));
    sandbox.write("memory_budget.toml", &format!("safety_margin = '200%'\n{OWN}"));
    assert_eq!(sandbox.run(&["check"]).status, Some(0), "a warning");
    assert_eq!(sandbox.run(&["check", "--strict"]).status, Some(1), "a warning where it is an error");
    assert_eq!(sandbox.run(&["show", "--strict"]).status, Some(1));
    sandbox.write("memory_budget.toml", "preset = 'none'");
    assert_eq!(sandbox.run(&["check"]).status, Some(1));
    assert_eq!(sandbox.run(&["check", "--config", "none.toml"]).status, Some(2));
    assert_eq!(sandbox.run(&["check", "--nonsense"]).status, Some(2));
    assert_eq!(sandbox.run(&["--help"]).status, Some(0));
    assert_eq!(sandbox.run(&[]).status, Some(2));
    assert_eq!(sandbox.run(&["memory-budget", "--version"]).status, Some(0), "as Cargo calls it");
}

#[test]
fn warns_of_a_package_that_leaves_its_file_behind() {
    let sandbox = Sandbox::with(OWN);
    let check = ["check", "--format", "json"];
    assert!(kinds(&sandbox.run(&check)).is_empty(), "an application");
    let attribute = "#[memory_budgets::memory_budgets]\npub mod budgets {}\n";
    for (more, warned) in [
        ("description = 'd'\nlicense = 'MIT'\n", true),
        ("description = 'd'\nlicense = 'MIT'\npublish = false\n", false),
        ("description = 'd'\nlicense = 'MIT'\npublish = []\n", false),
        ("publish = ['ours']\n", true),
        ("description = 'd'\n", false),
    ] {
        sandbox.package("app", more);
        sandbox.write("app/src/lib.rs", attribute);
        let run = sandbox.run(&check);
        assert_eq!(kinds(&run) == ["unpackaged-file"], warned, "{more}");
        if warned {
            let finding = &run.json()["findings"][0];
            assert_eq!(finding["title"], "app may be published, and memory_budget.toml is not in its package");
            assert_eq!(finding["locations"][0]["path"], "app/Cargo.toml");
            assert_eq!(run.status, Some(0));
            assert_eq!(sandbox.run(&["check", "--strict"]).status, Some(1));
        }
    }
    sandbox.package("app", "publish = true\n");
    sandbox.write("app/src/lib.rs", attribute);
    sandbox.write("app/memory_budget.toml", OWN);
    assert!(kinds(&sandbox.run(&check)).is_empty(), "its own file");
}

#[test]
fn checks_who_uses_the_memory_system() {
    let sandbox = Sandbox::with("preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '256KB'\n");
    sandbox.package("app-net", "[dependencies]\napp = { path = \"../app\" }\n");
    let run = sandbox.run(&["check", "--format", "json", "--target", LINUX, "--target", ARM]);
    assert_eq!(kinds(&run), ["unbudgeted"]);
    let finding = &run.json()["findings"][0];
    assert_eq!(finding["title"], "app-net uses the memory system but has no budget");
    assert_eq!(
        (&finding["locations"][0]["path"], &finding["locations"][0]["line"]),
        (&"app-net/Cargo.toml".into(), &6.into())
    );
    assert_eq!(texts(&finding["targets"]), [LINUX, ARM]);
}

/// A configuration is found as specification says: what names it in Cargo's configuration, in a manifest, in the attribute.
#[test]
fn finds_what_a_build_finds() {
    let file = |run: &Run| run.json()["file"].as_str().map(str::to_owned);
    let show = ["show", "--quiet", "--format", "json", "--target", LINUX];

    let sandbox = Sandbox::with(OWN);
    assert_eq!(file(&sandbox.run(&show)).as_deref(), Some("memory_budget.toml"));
    assert_eq!(file(&sandbox.run_in("app-net/src", &show)).as_deref(), Some("memory_budget.toml"), "the package there");
    sandbox.write("env.toml", OWN);
    let relative = "[env]\nWRT_MEMORY_BUDGET_FILE = { value = \"env.toml\", relative = true }\n";
    sandbox.write(".cargo/config.toml", relative);
    assert_eq!(file(&sandbox.run(&show)).as_deref(), Some("env.toml"), "as `[env]` says to a build");
    fs::remove_file(sandbox.path(".cargo/config.toml")).expect("written");

    sandbox.write("conf/named.toml", OWN);
    sandbox.package("app", "[package.metadata.memory_validation]\nconfig_file = \"conf/named.toml\"\n");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    assert_eq!(file(&sandbox.run(&show)).as_deref(), Some("conf/named.toml"));
    sandbox.write("app/own.toml", &format!("{OWN}[profile.small]\ntotal_budget = '600KB'\n"));
    let attribute =
        "#[memory_budgets::memory_budgets(config_file = \"own.toml\", profile = \"small\", env = false)]\nmod b {}\n";
    sandbox.write("app/src/lib.rs", attribute);
    let run = sandbox.run(&show);
    assert_eq!(file(&run).as_deref(), Some("app/own.toml"), "the attribute's argument");
    assert_eq!(run.json()["targets"][0]["total"], 600 << 10);
    assert_eq!(file(&sandbox.run(&[&show[..], &["--config", "env.toml"]].concat())).as_deref(), Some("env.toml"));
    assert_eq!(file(&sandbox.run(&[&show[..], &["-p", "app-net"]].concat())).as_deref(), Some("memory_budget.toml"));
    let manifest = sandbox.path("app-net/Cargo.toml").display().to_string();
    let named = [&show[..], &["--manifest-path", &manifest]].concat();
    assert_eq!(file(&Sandbox::empty().run(&named)).as_deref(), Some("memory_budget.toml"));
}

#[test]
fn packages_with_configurations_of_their_own_are_checked_each() {
    let sandbox = Sandbox::with(OWN);
    sandbox.write("app-net/src/lib.rs", "#[memory_budgets::memory_budgets(config_file = \"net.toml\")]\nmod b {}\n");
    sandbox.write("app-net/net.toml", "preset = 'none'\ntotal_budget = 1\n[crates.app-net]\nbudget = 2\n");
    let run = sandbox.run(&["check", "--format", "json", "--target", LINUX]);
    assert_eq!((run.status, kinds(&run)), (Some(1), vec!["total".to_owned()]));
    let files: Vec<Value> =
        run.json()["targets"].as_array().expect("a list").iter().map(|row| row["file"].clone()).collect();
    assert_eq!(files, ["memory_budget.toml", "app-net/net.toml"]);
    let human = sandbox.run(&["check", "--target", LINUX]).stdout;
    assert!(human.contains("nothing is wrong: memory_budget.toml of app\n"), "{human}");
    assert!(human.contains("1 error: app-net/net.toml of app-net\n"), "{human}");
}

#[test]
fn targets_that_are_named_elsewhere() {
    let triples = |run: &Run| -> Vec<String> {
        let json = run.json();
        json["targets"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| row["triple"].as_str().expect("a text").to_owned())
            .collect()
    };
    let sandbox = Sandbox::with(OWN);
    let show = ["show", "--quiet", "--format", "json"];
    let host = triples(&sandbox.run(&show));
    assert_eq!(host.len(), 1);
    sandbox.write(".cargo/config.toml", &format!("[build]\ntarget = \"{ARM}\"\n"));
    let root = format!(
        "[workspace]\nmembers = [\"app\", \"app-net\"]\nresolver = \"2\"\n\
         [workspace.metadata.memory_validation]\ntargets = [\"{THUMB}\", \"{ARM}\"]\n"
    );
    sandbox.write("Cargo.toml", &root);
    let run = sandbox.run(&show);
    assert_eq!(triples(&run), [&host[0], ARM, THUMB]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    sandbox.package("app", &format!("[package.metadata.memory_validation]\ntargets = [\"{RISCV}\"]\n"));
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    assert_eq!(
        triples(&sandbox.run(&show)),
        [&host[0], ARM, RISCV],
        "the package's own list goes before the workspace's"
    );
    let named = [&show[..], &["--target", THUMB]].concat();
    assert_eq!(triples(&sandbox.run(&named)), [THUMB]);
    sandbox.package("app", "[package.metadata.memory_validation]\ntargets = \"all\"\n");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    let run = sandbox.run(&["check", "--format", "json"]);
    assert_eq!((run.status, kinds(&run)), (Some(1), vec!["wrong-type".to_owned()]));
}

/// Everything that is printed for programs is valid: ours against our schemas, SARIF against the public one.
#[test]
fn machine_formats_are_valid() {
    let schema = |text: &str| serde_json::from_str::<Value>(text).expect("a schema is JSON");
    let own = schema(include_str!("../schema/output.schema.json"));
    let public = schema(include_str!("sarif-2.1.0.schema.json"));
    let sandbox = Sandbox::with(OWN);
    sandbox.commit("one");
    assert_eq!(schema(&sandbox.run(&["schema", "--of", "output"]).stdout), own);
    let mut cases = Vec::new();
    for text in [
        OWN,
        "",
        "total_budget = 1\n\"wrt-runtime\" = \"16mb\"\nx = 1\n[crates.app]\nmin = 2\nmax = 1\n",
        "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '2MB'\nmin = '3MB'\n",
        "= not toml",
    ] {
        sandbox.write("memory_budget.toml", text);
        for command in ["check", "show"] {
            let run = sandbox.run(&[command, "--quiet", "--format", "json", "--target", LINUX, "--target", ARM]);
            cases.push((own.clone(), run.json()));
        }
        let run = sandbox.run(&["check", "--format", "sarif", "--target", LINUX, "--target", ARM]);
        for result in run.json()["runs"][0]["results"].as_array().expect("a list") {
            assert!(
                result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string(),
                "GitHub needs one"
            );
            assert!(result["partialFingerprints"]["memoryBudget/v1"].is_string());
        }
        cases.push((public.clone(), run.json()));
    }
    sandbox.write("memory_budget.toml", &OWN.replace("256KB", "128KB"));
    cases.push((own.clone(), sandbox.run(&["diff", "main", "--format", "json"]).json()));
    cases.push((own.clone(), sandbox.run(&["explain", "app", "--format", "json"]).json()));
    cases.push((own.clone(), sandbox.run(&["explain", "total", "--format", "json"]).json()));
    // The schema says no as well.
    cases.push((own, serde_json::json!({ "schema": 1 })));
    let Some(errors) = sandbox::are_valid(&cases) else { return };
    let (last, others) = errors.split_last().expect("some");
    assert!(last.is_some());
    assert!(others.iter().all(Option::is_none), "{others:#?}");
}

/// Fingerprints stay while lines move, so that code scanning knows a result again.
#[test]
fn fingerprints_stay() {
    let sandbox = Sandbox::with("wrt-runtim = 1\nwrt-hots = 1\nwrt-runtme = 1\n");
    let fingerprints = |sandbox: &Sandbox| -> Vec<String> {
        let json = sandbox.run(&["check", "--format", "sarif"]).json();
        let results = json["runs"][0]["results"].as_array().expect("a list").clone();
        results.iter().map(|result| result["partialFingerprints"]["memoryBudget/v1"].to_string()).collect()
    };
    let before = fingerprints(&sandbox);
    assert_eq!(before.len(), 3);
    sandbox.write("memory_budget.toml", "# moved\n\nwrt-runtim = 1\nwrt-hots = 1\nwrt-runtme = 1\n");
    assert_eq!(fingerprints(&sandbox), before);
    assert!(before[0] != before[1] && before[1] != before[2]);
}

/// Where the workspace is not the repository, its platforms still find the file.
#[test]
fn places_are_those_of_the_repository() {
    let sandbox = Sandbox::empty();
    sandbox.write("README.md", "");
    sandbox.write(
        "firm ware/Cargo.toml",
        "[workspace]\n[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
    );
    sandbox.write("firm ware/memory_budget.toml", "wrt-runtim = 1\n");
    sandbox.commit("one");
    let run = sandbox.run_in("firm ware", &["check", "--format", "github"]);
    assert!(run.stdout.starts_with("::error file=firm ware/memory_budget.toml,line=1,"), "{}", run.stdout);
    let json = sandbox.run_in("firm ware", &["check", "--format", "sarif"]).json();
    let place = &json["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "firm%20ware/memory_budget.toml");
    let json = sandbox.run_in("firm ware", &["check", "--format", "json"]).json();
    assert_eq!(json["findings"][0]["locations"][0]["path"], "memory_budget.toml");
}

#[test]
fn every_kind_is_a_rule_of_sarif() {
    let sandbox = Sandbox::with(OWN);
    let json = sandbox.run(&["check", "--format", "sarif"]).json();
    let rules = json["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list").clone();
    assert_eq!(rules.len(), Kind::ALL.len());
    for (rule, kind) in rules.iter().zip(Kind::ALL) {
        assert_eq!(rule["id"], kind.name());
        assert!(rule["help"]["text"].as_str().expect("a text").len() > 20, "{rule}");
    }
    assert!(json["runs"][0]["results"].as_array().expect("a list").is_empty());
}

/// A file that shares no folder with the workspace is not one of the repository that has its name.
#[cfg(target_os = "linux")]
#[test]
fn a_file_from_elsewhere() {
    let sandbox = Sandbox::with(OWN);
    let Ok(elsewhere) = tempfile::tempdir_in("/dev/shm") else {
        eprintln!("skipped: there is no /dev/shm");
        return;
    };
    let path = elsewhere.path().join("memory_budget.toml");
    fs::write(&path, OWN.replace("256KB", "1MB")).expect("writable");
    let path = path.to_str().expect("UTF-8");
    let run = |format| sandbox.run(&["check", "--target", LINUX, "--config", path, "--format", format]);
    assert!(run("github").stdout.starts_with(&format!("::error file={path},line=")), "{}", run("github").stdout);
    let sarif: Value = run("sarif").json();
    let artifact = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!((&artifact["uri"], artifact.get("uriBaseId")), (&Value::from(format!("file://{path}")), None));
}
