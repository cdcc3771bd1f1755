//! The integration check on generated workspaces, with Cargo itself as the judge of who is a member and depends on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use memory_budgets_tests::sandbox;
use memory_budgets_validator::{
    BudgetConfig, Finding, Integration, Kind, Request, Severity, check_integration, validate_budgets,
};
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
    // Not a member: nothing is expected of it.
    configuration += "[crates.serde]\nbudget = '1KB'\nmemory_system = true\n";
    let check = generated.check(&configuration);
    assert_eq!(named(&check.findings, Kind::NotIntegrated).len(), 19, "no source names its variant yet");
    for (folder, variant) in [
        ("crates/direct", "Direct"),
        ("crates/indirect", "Indirect"),
        ("crates/for-target", "ForTarget"),
        ("inside", "Inside"),
    ] {
        generated.write(&format!("w/{folder}/src/lib.rs"), "mod inner;");
        generated.write(&format!("w/{folder}/src/inner/mod.rs"), "mod used;");
        generated.write(&format!("w/{folder}/src/inner/used.rs"), &format!("fn f() {{ CrateId::{variant}; }}"));
    }
    // Neither of these counts.
    generated.write("w/tools/a1/tests/t.rs", "CrateId::A1");
    generated.write("w/tools/a1/build.rs", "CrateId::A1");
    generated.write("w/tools/a1/src/other.rs", "CrateId::A1");
    generated.write("w/tools/a1/src/lib.rs", "// CrateId::A1\nCrateId::Direct");
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
    let kinds: Vec<Kind> = check.findings.iter().map(|finding| finding.kind).take(2).collect();
    assert_eq!(kinds, [Kind::MissingFile, Kind::MissingFile]);
    let malformed: Vec<_> = check.findings.iter().filter(|finding| finding.kind == Kind::Malformed).collect();
    assert_eq!((malformed.len(), malformed[0].position().as_deref()), (1, Some("crates/nothing/Cargo.toml:3:11")));
    assert!(
        check.findings[0].to_string().contains("gone/Cargo.toml")
            && check.findings[0].position().as_deref() == Some("Cargo.toml:3:12")
    );
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
    assert_eq!(kinds(generated.check(&budgeted)), [Kind::NotIntegrated], "nothing leads to either");
    generated.write("w/Cargo.toml", "[workspace]\nmembers = [\"crates/foundation\", \"crates/user\"]\n");
    std::os::unix::fs::symlink("/", generated.path("w/crates/user/src/everything")).expect("writable");
    for file in ["pipe", "dangling", "up-0"] {
        generated
            .write("w/crates/user/src/lib.rs", &format!("mod {file} {{ mod up_1; }} #[path = \"{file}.rs\"] mod a;"));
        let expected = if file == "up-0" { Kind::NotIntegrated } else { Kind::UnreadableFile };
        assert_eq!(kinds(generated.check(&budgeted)), [expected], "{file}");
    }
    generated.write("w/crates/user/src/lib.rs", "mod pipe; mod dangling; mod used;");
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
    assert!(check.files.contains(&generated.path("w/crates/member-7").join(Path::new("src/lib.rs"))));
}

/// Folders that lead back to themselves are looked into once for each part of a pattern, and not in every combination.
#[cfg(unix)]
#[test]
fn patterns_in_circles() {
    let generated =
        Generated::new(&format!("[workspace]\nmembers = [\"crates/foundation\", \"{}a\"]\n", "*/".repeat(30)));
    generated.package("w/crates/a", "a", "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n");
    for i in 0..4 {
        std::os::unix::fs::symlink(".", generated.path(&format!("w/up-{i}"))).expect("writable");
        std::os::unix::fs::symlink("..", generated.path(&format!("w/crates/up-{i}"))).expect("writable");
    }
    // Cargo takes two names of a package for two packages, and refuses them: here it is enough to come to an end.
    let check = generated.check(NO_PRESET);
    assert!((4..32).contains(&check.files.len()), "{:?}", check.files);
}

/// Paths in manifests are Cargo's to take, and it takes them by name.
#[cfg(unix)]
#[test]
fn manifests_paths_are_by_name() {
    let generated =
        Generated::new("[workspace]\nresolver = \"2\"\nmembers = [\"crates/*\", \"link/../by-name\", \"../far\"]\n");
    generated.package(
        "w/by-name",
        "by-name",
        "[dependencies]\nwrt-foundation = { path = \"../link/../crates/foundation\" }\n",
    );
    generated.package("w/else/by-name", "by-disk", "");
    generated.package("far", "far", "");
    let manifest = fs::read_to_string(generated.path("far/Cargo.toml")).expect("written");
    generated.write("far/Cargo.toml", &manifest.replace("edition", "workspace = \"../w/link/..\"\nedition"));
    fs::create_dir_all(generated.path("w/else/where")).expect("writable");
    std::os::unix::fs::symlink("else/where", generated.path("w/link")).expect("writable");
    let members = generated.members_by_cargo();
    assert_eq!(members.keys().map(String::as_str).collect::<Vec<_>>(), ["by-name", "far", "wrt-foundation"]);
    let ours = memory_budgets_validator::members(&generated.path("w"));
    assert!(ours.findings.is_empty(), "{:?}", ours.findings);
    let names = ours.packages().map(|(name, _)| name.to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), members.into_keys().collect());
    assert_eq!(named(&generated.check(NO_PRESET).findings, Kind::Unbudgeted), set(&["by-name"]));
    // And so is the root that a package names, for its configuration.
    generated.write("w/memory_budget.toml", NO_PRESET);
    let request = Request { manifest_dir: Some(generated.path("far")), ..Request::default() };
    assert_eq!(BudgetConfig::from_request(request).file, Some(generated.path("w/memory_budget.toml")));
}

/// A member `app` whose code is in these files: whether it names its variant.
fn names_its_variant(manifest: &str, files: &[(&str, &str)]) -> bool {
    let generated = Generated::new("[workspace]\nmembers = [\"crates/*\"]\n");
    let dependency = "[dependencies]\nwrt-foundation = { path = \"../foundation\" }\n";
    generated.package("w/crates/app", "app", &format!("{manifest}\n{dependency}"));
    fs::remove_file(generated.path("w/crates/app/src/lib.rs")).expect("written");
    for (path, text) in files {
        generated.write(&format!("w/crates/app/{path}"), text);
    }
    let check = generated.check(&format!("{NO_PRESET}[crates.app]\nbudget = '1KB'\nmemory_system = true\n"));
    let kinds: Vec<_> = check.findings.iter().map(|finding| finding.kind).collect();
    assert!(matches!(kinds[..], [] | [Kind::NotIntegrated]), "{:?}", check.findings);
    kinds.is_empty()
}

#[test]
fn code_that_counts() {
    const NAME: &str = "const B: usize = CrateId::App.budget();";
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("", &[("src/lib.rs", NAME)]),
        ("", &[("src/main.rs", NAME)]),
        ("", &[("src/bin/tool.rs", NAME)]),
        ("", &[("src/bin/tool/main.rs", "mod inner;"), ("src/bin/tool/inner.rs", NAME)]),
        ("autobins = false\n[[bin]]\nname = \"tool\"\n", &[("src/bin/tool.rs", NAME)]),
        ("[[bin]]\nname = \"tool\"\npath = \"tools/tool.rs\"\n", &[("tools/tool.rs", NAME)]),
        (
            "[lib]\npath = \"code/root.rs\"\n",
            &[("code/root.rs", "mod a;"), ("code/a/mod.rs", "mod b;"), ("code/a/b.rs", NAME)],
        ),
        ("", &[("src/lib.rs", "pub mod a;"), ("src/a.rs", "pub(crate) mod b;"), ("src/a/b.rs", NAME)]),
        ("", &[("src/lib.rs", "mod a { pub mod b { mod r#type; } }"), ("src/a/b/type.rs", NAME)]),
        ("", &[("src/lib.rs", "mod a;"), ("src/a.rs", "mod b { mod c; }"), ("src/a/b/c.rs", NAME)]),
        (
            "",
            &[("src/lib.rs", "#[path = \"../shared/x.rs\"] mod a;"), ("shared/x.rs", "mod y;"), ("shared/y.rs", NAME)],
        ),
        ("", &[("src/lib.rs", "#[path = \"dir\"] mod a { #[path = \"x.rs\"] mod b; }"), ("src/dir/x.rs", NAME)]),
        ("", &[("src/lib.rs", "mod a;"), ("src/a.rs", "mod b { #[path = \"x.rs\"] mod c; }"), ("src/a/b/x.rs", NAME)]),
        ("", &[("src/lib.rs", "#[cfg_attr(windows, path = \"win.rs\")] mod os;"), ("src/os.rs", NAME)]),
        (
            "",
            &[
                ("src/lib.rs", "#[cfg_attr(windows, path = \"win.rs\")] mod os;"),
                ("src/win.rs", NAME),
                ("src/os.rs", ""),
            ],
        ),
        ("", &[("src/lib.rs", "include!(\"parts/a.rs\");"), ("src/parts/a.rs", NAME)]),
        ("", &[("src/lib.rs", "cfg_if! { if #[cfg(test)] { mod a; } else { mod b; } }"), ("src/b.rs", NAME)]),
        ("", &[("src/lib.rs", "#[cfg(unix)] mod a;"), ("src/a.rs", NAME)]),
        ("", &[("src/lib.rs", "#[cfg(not(test))] const B: usize = CrateId::App.budget();")]),
        ("[features]\nx = []\n", &[("src/lib.rs", "#[cfg(feature = \"x\")] const B: usize = CrateId::App.budget();")]),
        (
            "[target.'cfg(unix)'.dependencies]\nlibc = { version = \"1\", optional = true }\n",
            &[("src/lib.rs", "#![cfg(any(feature = \"libc\", feature = \"y\"))] use CrateId::App;")],
        ),
        ("", &[("src/lib.rs", "#[cfg(test)] use a::{b, c}; fn f() { #[cfg(test)] g(1); CrateId::App; }")]),
        ("", &[("src/lib.rs", "#[cfg_attr(not(test), a(CrateId::App))] fn f() {}")]),
        ("", &[("src/lib.rs", "#[cfg_attr(all(), cfg_attr(unix, a(CrateId::App)))] fn f() {}")]),
        ("", &[("src/lib.rs", "struct S { #[cfg(test)] a: u8, b: [u8; CrateId::App.budget()] }")]),
        (
            "",
            &[
                ("src/lib.rs", "#[test] fn t() {} use budgets::CrateId as Id; mod a;"),
                ("src/a.rs", "use crate::Id; const A: Id = Id::App;"),
            ],
        ),
        (
            "",
            &[
                ("src/lib.rs", "pub use budgets::CrateId::*; mod a;"),
                ("src/a.rs", "fn f() { charge(crate::App) } fn g() { charge(App) }"),
            ],
        ),
        ("", &[("src/lib.rs", "safe_managed_alloc!(1024, App)")]),
        (
            "",
            &[
                ("src/lib.rs", "mod a;"),
                ("src/a.rs", "mod a;"),
                ("src/a/a.rs", "#[path = \"../a.rs\"] mod a; const X: C = <C>::App; type C = super::CrateId;"),
            ],
        ),
    ];
    for (manifest, files) in cases {
        assert!(names_its_variant(manifest, files), "{manifest} {files:?}");
    }
}

#[test]
fn code_that_does_not_count() {
    const NAME: &str = "const B: usize = CrateId::App.budget();";
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("", &[("src/lib.rs", ""), ("src/a.rs", NAME), ("src/a/mod.rs", NAME), ("src/bin.rs", NAME)]),
        ("autobins = false", &[("src/lib.rs", ""), ("src/main.rs", NAME), ("src/bin/tool.rs", NAME)]),
        (
            "",
            &[
                ("src/lib.rs", ""),
                ("tests/t.rs", NAME),
                ("examples/e.rs", NAME),
                ("benches/b.rs", NAME),
                ("build.rs", NAME),
            ],
        ),
        ("", &[("src/lib.rs", "#[cfg(test)] mod tests { CrateId::App; }")]),
        ("", &[("src/lib.rs", "#[a(CrateId::App)] #[cfg(test)] #[b(CrateId::App)] mod tests { CrateId::App; }")]),
        ("", &[("src/lib.rs", "#[cfg_attr(any(test, doctest), a(CrateId::App))] fn f() {}")]),
        ("", &[("src/lib.rs", "#[cfg_attr(feature = \"none\", a(CrateId::App))] fn f() {}")]),
        ("", &[("src/lib.rs", "#[cfg_attr(test, path = \"a.rs\")] mod b;"), ("src/a.rs", NAME), ("src/b.rs", "")]),
        ("", &[("src/lib.rs", "#[cfg(test)] mod tests;"), ("src/tests.rs", NAME)]),
        (
            "",
            &[
                ("src/lib.rs", "#[cfg(all(test, unix))] #[path = \"x.rs\"] mod tests;"),
                ("src/x.rs", NAME),
                ("src/tests.rs", NAME),
            ],
        ),
        (
            "",
            &[
                ("src/lib.rs", "mod tests;"),
                ("src/tests.rs", "#![cfg(test)] CrateId::App; mod inner;"),
                ("src/tests/inner.rs", NAME),
            ],
        ),
        ("", &[("src/lib.rs", "#[cfg(feature = \"none\")] fn f<A, B>(a: [u8; 3]) -> A { CrateId::App }")]),
        (
            "",
            &[(
                "src/lib.rs",
                "#[cfg(feature = \"none\")] impl<const N: usize> A<{ N }> for CrateId { fn f() { CrateId::App } }",
            )],
        ),
        (
            "[features]\ny = [\"dep:libc\"]\n[dev-dependencies]\nloom = { version = \"1\" }\n[target.'cfg(unix)'.dependencies]\nlibc = { version = \"1\", optional = true }\n",
            &[(
                "src/lib.rs",
                "#[cfg(any(feature = \"libc\", feature = \"loom\"))] const B: usize = CrateId::App.budget();",
            )],
        ),
        (
            "",
            &[(
                "src/lib.rs",
                "#[test] fn t() { CrateId::App } #[tokio::test(flavor = \"a\")] async fn u() { CrateId::App }",
            )],
        ),
        ("", &[("src/lib.rs", "fn f() { #[cfg(test)] g(CrateId::App); #[cfg(test)] let x = CrateId::App; }")]),
        ("", &[("src/lib.rs", "#[cfg(not(not(test)))] use budgets::CrateId::{App, Other};")]),
        ("", &[("src/lib.rs", "// CrateId::App\nconst A: &str = \"CrateId::App\"; struct App; fn f() -> App { App }")]),
        ("", &[("src/lib.rs", "#[cfg(test")]),
        ("", &[("src/lib.rs", "#[")]),
        ("", &[("src/lib.rs", "mod a {"), ("src/a.rs", NAME)]),
        ("", &[("src/lib.rs", "macro_rules! m { ($name:ident) => { mod $name; } } m!(a);"), ("src/a.rs", NAME)]),
    ];
    for (manifest, files) in cases {
        assert!(!names_its_variant(manifest, files), "{manifest} {files:?}");
    }
}

/// What the configuration names has to be there: as a member, or as a dependency of one.
#[test]
fn names_that_are_no_crates() {
    let generated = twenty();
    generated.write("w/Cargo.lock", "version = 4\n\n[[package]]\nname = \"deep-below\"\nversion = \"1.0.0\"\n");
    let configuration = format!(
        "{NO_PRESET}[crates.dircet]\nbudget = 1\nvariant = 'Misspelt'\n[crates.serde]\nbudget = 1\n[crates.deep-below]\nbudget = 1\n\
         [crates.entirely-different]\nbudget = 1\n[crates.excluded]\nbudget = 1\n\
         [integration]\nexempt = ['inside', 'crates-inherited', 'renamed', 'optoinal', 'serde']\n"
    );
    let check = generated.check(&configuration);
    assert_eq!(
        named(&check.findings, Kind::UnknownCrate),
        set(&["dircet", "entirely-different", "excluded", "crates-inherited", "optoinal"])
    );
    let unbudgeted = named(&check.findings, Kind::Unbudgeted);
    assert!(!unbudgeted.contains("inside") && !unbudgeted.contains("renamed") && unbudgeted.contains("optional"));
    let text = |name: &str| {
        let finding = check.findings.iter().find(|finding| finding.title.starts_with(&format!("{name} ")));
        finding.map(ToString::to_string).expect(name)
    };
    assert!(text("dircet").starts_with(
        "dircet has a budget but is no crate of this workspace\n\nSolution: Did you mean `direct`?\n\n --> inline toml:"
    ));
    assert!(text("optoinal").starts_with(
        "optoinal is exempt but is no crate of this workspace\n\nSolution: Did you mean `optional`?\n\n  --> inline toml:18:52\n"
    ), "{}", text("optoinal"));
    assert!(text("entirely-different").contains("Remove it, or add the crate"));
    let edit = check
        .findings
        .iter()
        .find(|finding| finding.title.starts_with("optoinal"))
        .and_then(|finding| finding.edit.clone());
    assert!(edit.expect("a slip").applied().contains("'renamed', 'optional', 'serde'"));
    // In the order of the sources: the manifests, and then the configuration.
    let places: Vec<_> =
        check.findings.iter().map(|finding| (finding.path() == Some("inline toml"), finding.line())).collect();
    assert!(places.is_sorted_by_key(|(of_file, _)| *of_file), "{places:?}");
    assert!(places.iter().filter(|(of_file, _)| *of_file).is_sorted(), "{places:?}");
    // The preset's crates are nobody's claim, and of a workspace that cannot be read nothing is claimed.
    assert_eq!(named(&generated.check("").findings, Kind::UnknownCrate), set(&[]));
    generated.write("w/crates/nothing/Cargo.toml", "= 1");
    assert_eq!(named(&generated.check(&configuration).findings, Kind::UnknownCrate), set(&[]));
}

/// A manifest that is malformed is read by both parts of a build script, and reported once.
#[test]
fn one_list_of_both_parts() {
    let generated = twenty();
    let request = |folder: &str| Request { manifest_dir: Some(generated.path(folder)), ..Request::default() };
    generated.write("w/memory_budget.toml", &format!("{NO_PRESET}[crates.none]\nbudget = '4KB'\nmax = '1KB'\n"));
    let config = BudgetConfig::from_request(request("w/crates/foundation")).integration_check(true).strict_mode(true);
    let error = validate_budgets(&config).expect_err("not all is well");
    let kinds: Vec<Kind> = error.findings().iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds[..12], [Kind::Unbudgeted; 12]);
    assert_eq!(kinds[12..], [Kind::UnknownCrate, Kind::AboveMaximum]);
    for manifest in ["w/Cargo.toml", "w/crates/foundation/Cargo.toml"] {
        let before = fs::read_to_string(generated.path(manifest)).expect("written");
        generated.write(manifest, "= 1");
        let config = BudgetConfig::from_request(request("w/crates/foundation")).integration_check(true);
        let error = validate_budgets(&config).expect_err("it is malformed");
        let malformed = error.findings().iter().filter(|finding| finding.kind == Kind::Malformed).count();
        assert_eq!((malformed, error.findings().len()), (1, 1), "{error}");
        generated.write(manifest, &before);
    }
}

/// Whatever is asked of a configuration, its texts are those that were read when it was made.
#[test]
fn texts_are_read_once() {
    let generated = twenty();
    let request = Request { manifest_dir: Some(generated.path("w/crates/foundation")), ..Request::default() };
    generated.write("w/memory_budget.toml", &format!("{NO_PRESET}[profile.small]\ntotal_budget = '512KB'\n"));
    let config = BudgetConfig::from_request(request);
    assert_eq!(config.total_budget, 1 << 20);
    generated.write("w/memory_budget.toml", "= 1");
    generated.write("w/Cargo.toml", "= 1");
    let config = config.profile("small").strict_mode(true);
    assert_eq!((config.total_budget, config.strict_mode, config.findings().len()), (512 << 10, true, 0));
}
