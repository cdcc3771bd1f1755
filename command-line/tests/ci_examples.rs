//! What the README shows for CI and for a shell is run as it stands: what it would do outside is written down instead.
#![cfg(unix)]

mod sandbox;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use sandbox::{PROGRAM, Sandbox};
use yaml_rust2::{Yaml, YamlLoader};

/// The README's blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("README.md");
    let readme = fs::read_to_string(readme).expect("readable");
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|rest| rest.split("```").next().expect("it ends").to_owned()).collect()
}

/// The example with this key, as YAML has it.
fn example(key: &str) -> Yaml {
    let mut found = blocks("yaml").into_iter().filter_map(|text| {
        let mut documents = YamlLoader::load_from_str(&text).expect("YAML");
        assert_eq!(documents.len(), 1, "{text}");
        Some(documents.remove(0)).filter(|document| !document[key].is_badvalue())
    });
    let (one, other) = (found.next(), found.next());
    assert!(other.is_none(), "two examples with {key}");
    one.expect("an example")
}

fn budgets(app: &str) -> String {
    format!("preset = \"none\"\ntotal_budget = \"1MB\"\n[crates.app]\nbudget = \"{app}\"\n")
}

/// What a service has of a repository whose branch `topic` raises a budget: a clone, and programs that write down what they
/// are given instead of sending it.
struct Service {
    sandbox: Sandbox,
    variables: BTreeMap<String, String>,
}

impl Service {
    fn new(raised: &str, clone: &[&str]) -> Service {
        let sandbox = Sandbox::with(&budgets("100KB"));
        sandbox.commit("one");
        sandbox.git(&["checkout", "-q", "-b", "topic"]);
        sandbox.write("memory_budget.toml", &budgets(raised));
        sandbox.commit("two");
        let from = sandbox.path("").display().to_string();
        let places = [from.as_str(), "clone"];
        sandbox.git(&[&["clone", "-q", "--no-local", "--branch", "topic"], clone, &places].concat());
        for name in ["gh", "curl"] {
            let path = sandbox.path("programs").join(name);
            sandbox.write(&format!("programs/{name}"), "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" >> \"$GIVEN\"\n");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
        }
        let mut service = Service { sandbox, variables: BTreeMap::new() };
        let given = service.sandbox.path("given").display().to_string();
        service.set("GIVEN", &given);
        service
    }

    fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Runs lines as both services do: in a shell that stops at the first that fails.
    fn run(&self, script: &str) -> Output {
        let programs = [self.sandbox.path("programs"), folder(PROGRAM), folder(env!("CARGO"))];
        let others = env::var_os("PATH").unwrap_or_default();
        let paths = env::join_paths(programs.into_iter().chain(env::split_paths(&others))).expect("paths");
        let mut shell = sandbox::unset(Command::new("bash"));
        shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).env("PATH", paths);
        shell.envs(&self.variables).current_dir(self.sandbox.path("clone")).output().expect("a shell")
    }

    /// What would have been sent.
    fn given(&self) -> Vec<String> {
        self.sandbox.read("given").lines().map(str::to_owned).collect()
    }
}

fn folder(program: &str) -> PathBuf {
    Path::new(program).parent().expect("a folder").to_owned()
}

#[track_caller]
fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What stands in the place of `${{ … }}` for a pull request.
fn evaluated(text: &str) -> String {
    let known =
        [("${{ github.token }}", "a token"), ("${{ github.event.number }}", "7"), ("${{ github.base_ref }}", "main")];
    let text = known.iter().fold(text.to_owned(), |text, (expression, value)| text.replace(expression, value));
    assert!(!text.contains("${{"), "{text}");
    text
}

/// Runs the steps of the example for GitHub; gives the statuses.
fn github(service: &mut Service) -> Vec<Option<i32>> {
    let example = example("jobs");
    let job = &example["jobs"]["memory-budgets"];
    assert!(job["runs-on"].as_str().is_some_and(|machine| machine.starts_with("ubuntu")));
    let mut statuses = Vec::new();
    for step in job["steps"].as_vec().expect("steps") {
        for (name, value) in step["env"].as_hash().into_iter().flatten() {
            service.set(name.as_str().expect("a name"), &evaluated(value.as_str().expect("a text")));
        }
        match (step["uses"].as_str(), step["run"].as_str()) {
            (Some(action), None) => {
                let (_, version) = action.split_once('@').expect("a version");
                assert!(version.starts_with('v'), "{action}");
                if let Some(file) = step["with"]["sarif_file"].as_str() {
                    assert_eq!(step["if"].as_str(), Some("always()"), "findings are shown where the check has failed");
                    let sarif = service.sandbox.read(&format!("clone/{file}"));
                    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
                    assert_eq!(sarif["version"], "2.1.0");
                }
            }
            (None, Some(script)) => statuses.push(service.run(script).status.code()),
            both => unreachable!("{both:?}"),
        }
    }
    statuses
}

#[test]
fn on_github() {
    let mut service = Service::new("900KB", &[]);
    assert_eq!(github(&mut service), [Some(0), Some(0)]);
    let given = service.given();
    assert!(given[0].ends_with("/gh"), "{given:?}");
    assert_eq!(given[1..], ["pr", "comment", "7", "--body-file", "diff.md"]);
    let table = service.sandbox.read("clone/diff.md");
    assert!(table.contains("| <code>app</code> | 100KB | 900KB | +800KB | raised |"), "{table}");
    // What is wrong fails the job, and is uploaded all the same.
    let mut service = Service::new("2MB", &[]);
    assert_eq!(github(&mut service)[0], Some(1));
    assert!(service.sandbox.read("clone/budgets.sarif").contains("\"ruleId\""));
}

#[test]
fn on_gitlab() {
    let example = example("memory-budgets");
    let job = &example["memory-budgets"];
    let script: Vec<&str> = job["script"].as_vec().expect("lines").iter().filter_map(Yaml::as_str).collect();
    assert_eq!(job["variables"]["GIT_DEPTH"].as_str(), Some("0"), "a shallow clone has no commit in common");
    let mut service = Service::new("900KB", &["--single-branch"]);
    for (name, value) in [
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("CI_API_V4_URL", "https://gitlab.example/api/v4"),
        ("CI_PROJECT_ID", "42"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("TOKEN", "a token"),
    ] {
        service.set(name, value);
    }
    succeeds(&service.run(&script.join("\n")));
    let given = service.given();
    let address = "https://gitlab.example/api/v4/projects/42/merge_requests/7/notes";
    assert!(given[0].ends_with("/curl"), "{given:?}");
    assert_eq!(
        given[1..],
        ["--fail", "--header", "PRIVATE-TOKEN: a token", "--data-urlencode", "body@diff.md", address]
    );
    for file in job["artifacts"]["paths"].as_vec().expect("files") {
        let table = service.sandbox.read(&format!("clone/{}", file.as_str().expect("a path")));
        assert!(table.contains("| <code>app</code> | 100KB | 900KB | +800KB | raised |"), "{table}");
    }
    // Without the fetch there is nothing to compare with.
    let service = Service::new("900KB", &["--single-branch"]);
    let missing = service.run("cargo memory-budget diff origin/main... --target thumbv7em-none-eabihf");
    let said = String::from_utf8_lossy(&missing.stderr);
    assert!(missing.status.code() == Some(2) && said.contains("`origin/main...` is no file"), "{said}");
}

/// The target that an option names in each of the lines with a command.
fn targets(script: &str, command: &str) -> Vec<String> {
    let lines = script.lines().filter(|line| line.contains(&format!("cargo memory-budget {command} ")));
    let target = |line: &str| line.split("--target ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::to_owned);
    lines.map(|line| target(line).unwrap_or_default()).collect()
}

#[test]
fn check_and_diff_are_about_the_same_target() {
    let examples: Vec<String> =
        blocks("yaml").into_iter().filter(|example| !targets(example, "diff").is_empty()).collect();
    assert_eq!(examples.len(), 2);
    for example in examples {
        assert_eq!(targets(&example, "check"), targets(&example, "diff"), "{example}");
        assert!(targets(&example, "check").iter().all(|target| !target.is_empty()), "{example}");
    }
}

/// The commands that the README begins with, one after the other in a workspace of WRT's. Those about a program need one.
#[test]
fn in_a_shell() {
    let service = Service::new("900KB", &[]);
    let sandbox = &service.sandbox;
    sandbox.write("clone/Cargo.toml", "[workspace]\nmembers = [\"wrt-*\"]\nresolver = \"2\"\n");
    sandbox.package("clone/wrt-foundation", "");
    sandbox.write("clone/wrt-foundation/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    sandbox.package("clone/wrt-runtime", "[dependencies]\nwrt-foundation = { path = \"../wrt-foundation\" }\n");
    fs::remove_file(sandbox.path("clone/memory_budget.toml")).expect("it is there");
    succeeds(&service.run("git branch main origin/main"));
    let of_programs = |line: &&str| ["measure", "suggest"].iter().any(|name| line.contains(&format!("budget {name} ")));
    let all = blocks("console").concat();
    let commands = all.lines().filter(|line| line.starts_with("cargo memory-budget")).filter(|line| !of_programs(line));
    let statuses: Vec<(&str, Option<i32>, String)> = commands
        .map(|command| {
            let output = service.run(command);
            (command, output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        })
        .collect();
    assert!(statuses.len() >= 8, "{statuses:#?}");
    for (command, status, said) in &statuses {
        assert!(matches!(status, Some(0 | 1)), "{command}: {said}");
    }
    assert!(sandbox.read("clone/budgets.html").starts_with("<!DOCTYPE html>"));
}
