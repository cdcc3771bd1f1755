//! The integration check on generated workspaces, with Cargo itself as the judge of who is a member and depends on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use memory_budgets_tests::sandbox;
use memory_budgets_validator::{BudgetConfig, Finding, Integration, Kind, Request, Severity, check_integration};
use serde_json::Value;
use tempfile::TempDir;

struct Generated {
    folder: TempDir,
}

impl Generated {
    fn new(root: &str) -> Generated {
        let generated = Generated { folder: tempfile::tempdir().expect("a temporary folder") };
        generated.write("w/Cargo.toml", root);
        generated.package("w/crates/foundation", "wrt-foundation", "");
        generated
    }

    fn write(&self, path: &str, text: &str) {
        sandbox::write(&self.path(path), text);
    }

    fn package(&self, path: &str, name: &str, more: &str) {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n{more}");
        self.write(&format!("{path}/Cargo.toml"), &manifest);
        self.write(&format!("{path}/src/lib.rs"), "");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Checks against a configuration; the memory system is `wrt-foundation`.
    fn check(&self, configuration: &str) -> Integration {
        let config =
            BudgetConfig::from_request(Request { inline: Some(configuration.to_owned()), ..Request::default() });
        assert!(config.findings().is_empty(), "{:?}", config.findings());
        check_integration(&self.path("w"), &self.path("w/crates/foundation"), &config.outcome().plan)
    }

    /// The members by Cargo's own account: their names, and the folders that they depend on for themselves.
    fn members_by_cargo(&self) -> BTreeMap<String, Vec<PathBuf>> {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .current_dir(self.path("w"))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).expect("Cargo writes JSON");
        let text = |value: &Value| value.as_str().expect("a string").to_owned();
        let packages = metadata["packages"].as_array().expect("a list").iter();
        packages
            .map(|package| {
                let dependencies = package["dependencies"].as_array().expect("a list").iter();
                let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
                let paths = normal.filter_map(|dependency| dependency["path"].as_str().map(PathBuf::from));
                (text(&package["name"]), paths.collect())
            })
            .collect()
    }
}

const NO_PRESET: &str =
    "preset = 'none'\ntotal_budget = '1MB'\n[crates.wrt-foundation]\nbudget = '1KB'\nmemory_system = true\n";

/// The crates that findings of a kind are about: the first word of the title.
fn named(findings: &[Finding], kind: Kind) -> BTreeSet<String> {
    let of_kind = findings.iter().filter(|finding| finding.kind == kind);
    of_kind.filter_map(|finding| finding.title.split(' ').next()).map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Twenty members, every way of being one and of depending on the memory system.
fn twenty() -> Generated {
    let generated = Generated::new(
        "[workspace]\nresolver = \"2\"\n\
         members = [\"crates/*\", \"tools/[ab]?\", \"deep/**/leaf\", \"apps/one\", \"vendored/kept\", \"./odd/../odd/here\"]\n\
         exclude = [\"crates/excluded\", \"vendored\"]\n\
         [workspace.dependencies]\n\
         wrt-foundation = { path = \"crates/foundation\" }\n\
         renamed-in-root = { package = \"wrt-foundation\", path = \"crates/foundation\" }\n\
         through = { path = \"crates/direct\" }\n",
    );
    let package = |path: &str, more: &str| {
        let name = path.rsplit('/').next().expect("a name");
        generated.package(&format!("w/{path}"), name, more);
    };
    package("crates/direct", "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    package("crates/renamed", "[dependencies]\nmemory = { package = \"wrt-foundation\", path = \"../foundation\" }\n");
    package("crates/inherited", "[dependencies]\nwrt-foundation.workspace = true\n");
    package("crates/inherited-renamed", "[dependencies]\nrenamed-in-root = { workspace = true, optional = true }\n");
    package("crates/optional", "[dependencies.wrt-foundation]\npath = \"../foundation\"\noptional = true\n");
    package(
        "crates/for-target",
        "[target.'cfg(windows)'.dependencies]\nwrt-foundation = { path = \"../foundation\" }\n",
    );
    package(
        "crates/for-triple",
        "[target.armv7-unknown-linux-gnueabihf.dependencies]\nwrt-foundation.workspace = true\n",
    );
    package("crates/indirect", "[dependencies]\nthrough.workspace = true\n");
    package("crates/dev-only", "[dev-dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    package("crates/build-only", "[build-dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    package("crates/registry", "[dependencies]\nserde = \"1\"\n");
    package("crates/nothing", "");
    package("crates/excluded", "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    package("tools/a1", "[dependencies]\nwrt-foundation = { path = \"../../crates/foundation\" }\n");
    package("tools/c1", "[dependencies]\nwrt-foundation = { path = \"../../crates/foundation\" }\n");
    package("deep/x/y/leaf", "[dependencies]\nwrt-foundation = { path = \"../../../../crates/foundation\" }\n");
    // By its path alone: the dependency makes it a member.
    package(
        "apps/one",
        "[dependencies]\ninside = { path = \"../../inside\" }\noutside = { path = \"../../../outside\" }\n",
    );
    package("inside", "[dependencies]\nwrt-foundation = { path = \"../crates/foundation\" }\n");
    package("vendored/kept", "[dependencies]\nwrt-foundation = { path = \"../../crates/foundation\" }\n");
    package("vendored/left", "[dependencies]\nwrt-foundation = { path = \"../../crates/foundation\" }\n");
    package("odd/here", "[build-dependencies]\ndev-made = { path = \"../../dev-made\" }\n");
    package("dev-made", "[dependencies]\nwrt-foundation = { path = \"../crates/foundation\" }\n");
    package("unrelated", "[dependencies]\nwrt-foundation = { path = \"../crates/foundation\" }\n");
    generated.package("outside", "outside", "[dependencies]\nwrt-foundation = { path = \"../w/crates/foundation\" }\n");
    generated.write("w/crates/README.md", "no package\n");
    generated
}

#[test]
fn members_and_dependencies_are_those_of_cargo() {
    let generated = twenty();
    let members = generated.members_by_cargo();
    assert_eq!(members.len(), 20, "{:?}", members.keys());
    let foundation = generated.path("w/crates/foundation");
    let direct = members.iter().filter(|(_, dependencies)| dependencies.contains(&foundation));
    let expected: BTreeSet<String> = direct.map(|(name, _)| name.clone()).collect();
    assert_eq!(expected.len(), 12, "{expected:?}");
    let check = generated.check(NO_PRESET);
    assert_eq!(named(&check.findings, Kind::Unbudgeted), expected);
    assert_eq!(check.findings.len(), expected.len());

    let first = check.findings[0].to_string();
    assert_eq!(
        first,
        "direct uses the memory system but has no budget\n\n\
         Solution: Declare it with `[crates.direct]` and a `budget`, or drop its dependency on wrt-foundation\n\n \
         --> crates/direct/Cargo.toml:6:1\n  |\n6 | wrt-foundation = { path = \"../foundation\" }\n  | ^^^^^^^^^^^^^^"
    );
}

#[test]
fn budgeted_crates_have_to_use_it() {
    let generated = twenty();
    let mut configuration = NO_PRESET.to_owned();
    for name in generated.members_by_cargo().keys().filter(|name| *name != "wrt-foundation") {
        let _ = write!(configuration, "[crates.{name}]\nbudget = '1KB'\nmemory_system = true\n");
    }
    // Not a member: nothing is expected of it. Not asked for: nothing either.
    configuration += "[crates.elsewhere]\nbudget = '1KB'\nmemory_system = true\n";
    let check = generated.check(&configuration);
    assert_eq!(named(&check.findings, Kind::NotIntegrated).len(), 19, "no source names its variant yet");
    for (folder, variant) in [
        ("crates/direct", "Direct"),
        ("crates/indirect", "Indirect"),
        ("crates/for-target", "ForTarget"),
        ("inside", "Inside"),
    ] {
        generated.write(&format!("w/{folder}/src/inner/used.rs"), &format!("fn f() {{ CrateId::{variant}; }}"));
    }
    // Neither of these counts.
    generated.write("w/tools/a1/tests/t.rs", "CrateId::A1");
    generated.write("w/tools/a1/build.rs", "CrateId::A1");
    generated.write("w/tools/a1/src/other.rs", "// CrateId::A1\nCrateId::Direct");
    let check = generated.check(&configuration);
    let findings = named(&check.findings, Kind::NotIntegrated);
    assert_eq!(findings.len(), 15, "{findings:?}");
    assert!(!findings.contains("direct") && !findings.contains("indirect") && !findings.contains("inside"));
    let solution = |name: &str| {
        let finding = check.findings.iter().find(|finding| finding.title.starts_with(&format!("{name} has a budget")));
        finding.map(ToString::to_string).expect(name)
    };
    assert_eq!(
        solution("dev-only"),
        "dev-only has a budget but does not use the memory system\n\n\
         Solution: Make it depend on wrt-foundation, directly or through another member; \
         or set `memory_system = false` in `[crates.dev-only]`\n\n --> crates/dev-only/Cargo.toml"
    );
    assert_eq!(
        solution("a1"),
        "a1 has a budget but does not use the memory system\n\n\
         Solution: Name `CrateId::A1` where it takes memory; or set `memory_system = false` in `[crates.a1]`\n\n --> tools/a1"
    );
    assert!(solution("registry").contains("Make it depend on") && solution("nothing").contains("Make it depend on"));
    assert!(check.findings.iter().all(|finding| finding.severity == Severity::Warning));
    let strict = generated.check(&format!("strict_mode = true\n{configuration}"));
    assert!(strict.findings.iter().all(|finding| finding.severity == Severity::Error));
}

#[test]
fn a_cycle_through_dev_dependencies() {
    let generated = Generated::new("[workspace]\nmembers = [\"crates/*\"]\n");
    generated.package(
        "w/crates/foundation",
        "wrt-foundation",
        "[dependencies]\nbase = { path = \"../base\" }\n[dev-dependencies]\nuser = { path = \"../user\" }\n",
    );
    generated.package("w/crates/base", "base", "[dev-dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    generated.package("w/crates/user", "user", "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    assert_eq!(generated.members_by_cargo().len(), 3);
    let check = generated.check(NO_PRESET);
    assert_eq!(named(&check.findings, Kind::Unbudgeted), set(&["user"]));
    assert_eq!(check.findings.len(), 1);
}

#[test]
fn a_root_that_is_a_package_and_a_patch() {
    let generated = Generated::new(
        "[package]\nname = \"root\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\nmembers = [\"crates/*\"]\n\
         [dependencies]\nwrt-foundation = { path = \"crates/foundation\" }\n\
         [patch.crates-io]\nfoundation-patch = { package = \"wrt-foundation\", path = \"crates/foundation\" }\n",
    );
    generated.write("w/src/lib.rs", "");
    generated.package("w/crates/patched", "patched", "[dependencies]\nwrt-foundation = \"0.0\"\n");
    assert_eq!(named(&generated.check(NO_PRESET).findings, Kind::Unbudgeted), set(&["root", "patched"]));
    // A package without `[workspace]` is alone.
    generated.package("w/alone", "alone", "[dependencies]\nwrt-foundation = { path = \"../crates/foundation\" }\n");
    let plan = BudgetConfig::from_request(Request { inline: Some(NO_PRESET.to_owned()), ..Request::default() });
    let check = check_integration(&generated.path("w/alone"), &generated.path("w/alone"), &plan.outcome().plan);
    assert!(check.findings.is_empty(), "{:?}", check.findings);
}

#[test]
fn a_member_that_does_not_parse_and_what_is_missing() {
    let generated = twenty();
    generated.write("w/crates/nothing/Cargo.toml", "[package]\nname = \"nothing\"\nversion = = 1\n");
    let root = fs::read_to_string(generated.path("w/Cargo.toml")).expect("written");
    generated.write("w/Cargo.toml", &root.replace("members = [", "members = [\"gone\", \"none/*\", "));
    let check = generated.check(NO_PRESET);
    let kinds: Vec<Kind> = check.findings.iter().map(|finding| finding.kind).take(3).collect();
    assert_eq!(kinds, [Kind::MissingFile, Kind::MissingFile, Kind::Malformed]);
    assert!(
        check.findings[0].to_string().contains("gone/Cargo.toml")
            && check.findings[0].position().as_deref() == Some("Cargo.toml:3:12")
    );
    assert_eq!(check.findings[2].position().as_deref(), Some("crates/nothing/Cargo.toml:3:11"));
    assert_eq!(named(&check.findings, Kind::Unbudgeted).len(), 12, "the others are still checked");

    generated.write("w/Cargo.toml", "[workspace\n");
    let check = generated.check(NO_PRESET);
    assert_eq!(check.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Kind::Malformed]);
    fs::remove_file(generated.path("w/Cargo.toml")).expect("written");
    let check = generated.check(NO_PRESET);
    assert_eq!(check.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [Kind::UnreadableFile]);
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_things_that_are_no_files() {
    let generated = Generated::new("[workspace]\nmembers = [\"crates/**\"]\n");
    let link =
        |to: &str, at: &str| std::os::unix::fs::symlink(generated.path(to), generated.path(at)).expect("writable");
    generated.package("w/crates/user", "user", "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    for i in 0..4 {
        link("w/crates", &format!("w/crates/up-{i}"));
        link("w/crates/user", &format!("w/crates/user/src/up-{i}"));
    }
    link("w/crates/nowhere", "w/crates/user/src/dangling.rs");
    let pipe = Command::new("mkfifo").arg(generated.path("w/crates/user/src/pipe.rs")).status().expect("mkfifo runs");
    assert!(pipe.success());
    let check = generated.check(NO_PRESET);
    assert_eq!(named(&check.findings, Kind::Unbudgeted), set(&["user"]), "{:?}", check.findings);
    let budgeted = format!("{NO_PRESET}[crates.user]\nbudget = '1KB'\nmemory_system = true\n");
    let kinds = |check: Integration| check.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>();
    assert_eq!(kinds(generated.check(&budgeted)), [Kind::UnreadableFile], "the link that leads nowhere");
    generated.write("w/crates/user/src/used.rs", "CrateId::User");
    assert_eq!(kinds(generated.check(&budgeted)), []);
}

#[test]
fn a_thousand_members() {
    let generated = Generated::new("[workspace]\nmembers = [\"crates/*\"]\n");
    for i in 0..1000 {
        // A chain, the longest way round.
        let next = if i == 0 { "foundation".to_owned() } else { format!("member-{}", i - 1) };
        let name = if i == 0 { "wrt-foundation" } else { &next };
        generated.package(
            &format!("w/crates/member-{i}"),
            &format!("member-{i}"),
            &format!("[dependencies]\n{name} = {{ path = \"../{next}\" }}\n"),
        );
        generated.write(&format!("w/crates/member-{i}/src/lib.rs"), &format!("fn f() {{ CrateId::Member{i}; }}"));
    }
    let mut configuration = NO_PRESET.to_owned();
    for i in 0..999 {
        let _ = write!(configuration, "[crates.member-{i}]\nbudget = 1\nmemory_system = true\n");
    }
    configuration += "[crates.member-999]\nbudget = 1\nmemory_system = true\nvariant = 'Last'\n";
    let check = generated.check(&configuration);
    assert_eq!(named(&check.findings, Kind::NotIntegrated), set(&["member-999"]));
    assert_eq!(check.findings.len(), 1);
    assert!(check.files.iter().all(|path| path.exists() && path.starts_with(generated.path("w") as PathBuf)));
    assert!(check.files.contains(&generated.path("w/crates/member-7").join(Path::new("src"))));
}
