//! Files of just the largest size, manifests above the package's, variables that agree.

use std::path::Path;

use super::{Folder, inline, is, kinds, paths, variables};
use crate::gather::disk::{self, MAX_FILE};
use crate::handed_on::choice;
use crate::{Kind, Request, validate};

const PACKAGE: &str = "[package]\nname = \"app\"\n";
const BUDGETS: &str = "preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 4\n";

/// The budgets, and a comment up to so many bytes.
fn padded(bytes: u64) -> String {
    let rest = usize::try_from(bytes).expect("few") - BUDGETS.len();
    format!("{BUDGETS}{}", "#".repeat(rest))
}

#[test]
fn the_largest_file_is_read_and_one_byte_more_is_not() {
    let folder = Folder::new(&[("Cargo.toml", PACKAGE), ("memory_budget.toml", &padded(MAX_FILE))]);
    let outcome = folder.validate("");
    assert_eq!((kinds(&outcome), outcome.plan.crates[0].budget.base.bytes), (vec![], 4));
    folder.write("memory_budget.toml", &padded(MAX_FILE + 1));
    let outcome = folder.validate("");
    assert_eq!(kinds(&outcome), ["file-too-large"]);
    // Its names still are there, up to sixteen times the size.
    assert_eq!((outcome.plan.crates[0].name.as_str(), outcome.plan.unsure), ("app", true));
    folder.write("memory_budget.toml", &padded(16 * MAX_FILE));
    assert_eq!(folder.validate("").plan.crates[0].name, "app");
    folder.write("memory_budget.toml", &padded(16 * MAX_FILE + 1));
    assert_eq!(folder.validate("").plan.crates[0].name, "wrt-foundation");
}

#[test]
fn an_inline_text_may_be_as_large_as_a_file() {
    assert_eq!(kinds(&inline(&padded(MAX_FILE))), [""; 0]);
    let outcome = inline(&padded(MAX_FILE + 1));
    assert_eq!((kinds(&outcome), outcome.plan.crates[0].name.as_str()), (vec!["file-too-large"], "app"));
}

#[test]
fn bytes_up_to_a_limit() {
    let folder = Folder::new(&[("five", "12345"), ("empty", "")]);
    let bytes = |name: &str, limit| disk::bytes(&folder.path(name), limit).ok();
    assert_eq!(bytes("five", 5).as_deref(), Some(&b"12345"[..]));
    assert_eq!(bytes("five", 6).as_deref(), Some(&b"12345"[..]));
    assert_eq!(bytes("five", 4), None);
    assert_eq!(bytes("empty", 0), Some(Vec::new()));
    if cfg!(target_os = "linux") {
        // It says that it is empty, and is not.
        assert!(disk::bytes(Path::new("/proc/self/status"), 1 << 20).is_err());
    }
}

/// What a manifest that cannot be read would have said is not known: nothing that follows from it is reported.
#[test]
fn a_broken_manifest_leaves_all_open() {
    let broken = "[package]\nname = ";
    let folder = Folder::new(&[("Cargo.toml", broken), ("memory_budget.toml", "wrt-runtime = 1\n")]);
    let outcome = folder.validate("");
    assert_eq!((kinds(&outcome), outcome.plan.unsure), (vec!["malformed"], true));
    let outcome = validate(&Request { inline: Some("wrt-runtime = 1".to_owned()), ..folder.request("") });
    assert_eq!((kinds(&outcome), outcome.plan.unsure), (vec!["malformed"], true));
}

#[test]
fn the_workspace_is_the_one_that_takes_the_package_in() {
    let folder = Folder::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"out/in\"]\nexclude = [\"out\", \"other\"]\n"),
        ("a/b/Cargo.toml", PACKAGE),
        ("out/far/Cargo.toml", PACKAGE),
        ("out/in/Cargo.toml", PACKAGE),
        ("out/in/deep/Cargo.toml", PACKAGE),
        ("vendored/Cargo.toml", PACKAGE),
        ("vendored/.cargo-checksum.json", "{}"),
        ("checked/out/Cargo.toml", PACKAGE),
        ("checked/.cargo-ok", ""),
    ]);
    for (package, root) in [
        ("a/b", ""),
        ("out/in", ""),
        ("out/in/deep", ""),
        ("out/far", "out/far"),
        ("vendored", "vendored"),
        ("checked/out", "checked/out"),
    ] {
        let outcome = folder.validate(package);
        assert!(is(&outcome.root, &folder.path(root)), "{package}: {}", outcome.root.display());
    }
}

#[test]
fn names_are_declared_by_the_lints_that_hold() {
    let lints =
        |of: &str, names: &str| format!("[{of}.rust]\nunexpected_cfgs = {{ level = 'warn', check-cfg = [{names}] }}\n");
    let folder = Folder::new(&[
        ("Cargo.toml", &format!("[workspace]\n{}", lints("workspace.lints", "'cfg(board_a)', 'cfg(board_b)'"))),
        ("own/Cargo.toml", &format!("{PACKAGE}{}", lints("lints", "'cfg(own)'"))),
        ("taken/Cargo.toml", &format!("{PACKAGE}[lints]\nworkspace = true\n")),
        ("not/Cargo.toml", &format!("{PACKAGE}[lints]\nworkspace = false\n")),
    ]);
    let declared = |package: &str| -> Vec<String> {
        folder.validate(package).cfgs.into_iter().filter(|name| !name.is_empty()).collect()
    };
    assert_eq!(declared("own"), ["own"]);
    assert_eq!(declared("taken"), ["board_a", "board_b"]);
    assert_eq!(declared("not"), [""; 0]);
}

#[test]
fn the_package_comes_before_the_workspace() {
    let settings = |of: &str| format!("[{of}.metadata.memory_validation]\nstrict_mod = true\n");
    let folder = Folder::new(&[
        ("Cargo.toml", &format!("[workspace]\n{}", settings("workspace"))),
        ("app/Cargo.toml", &format!("{PACKAGE}{}", settings("package"))),
        ("memory_budget.toml", BUDGETS),
    ]);
    let outcome = folder.validate("app");
    assert_eq!(kinds(&outcome), ["unknown-key"; 2]);
    assert_eq!(paths(&outcome.findings), ["app/Cargo.toml", "Cargo.toml"]);
}

#[test]
fn without_a_file_the_package_chooses_the_preset() {
    for (name, first, said) in [
        ("kiln-runtime", "kiln-foundation", vec![]),
        ("kiln-other", "kiln-foundation", vec!["no-file"]),
        ("wrt-runtime", "wrt-foundation", vec![]),
        ("wrt-other", "wrt-foundation", vec!["no-file"]),
        ("app", "wrt-foundation", vec!["no-file"]),
    ] {
        let folder = Folder::new(&[("Cargo.toml", &format!("[package]\nname = \"{name}\"\n"))]);
        let outcome = folder.validate("");
        assert_eq!((outcome.plan.crates[0].name.as_str(), kinds(&outcome)), (first, said), "{name}");
        assert!(!outcome.watch.absent.is_empty() && !outcome.plan.unsure, "{name}");
    }
    // After an error the names are still the package's.
    let folder = Folder::new(&[("Cargo.toml", "[package]\nname = \"kiln-runtime\"\n")]);
    let outcome = validate(&Request { config_file: Some("none.toml".to_owned()), ..folder.request("") });
    assert_eq!((kinds(&outcome), outcome.plan.crates[0].name.as_str()), (vec!["missing-file"], "kiln-foundation"));
}

#[test]
fn two_variables_may_name_one_file() {
    let folder = Folder::new(&[("Cargo.toml", PACKAGE), ("a.toml", BUDGETS), ("b.toml", BUDGETS)]);
    let with = |set: &[(&str, &str)]| validate(&Request { environment: Some(variables(set)), ..folder.request("") });
    let outcome = with(&[("WRT_MEMORY_BUDGET_FILE", "a.toml"), ("KILN_MEMORY_BUDGET_FILE", "a.toml")]);
    assert_eq!((kinds(&outcome), outcome.plan.total.base.bytes), (vec![], 9));
    let outcome = with(&[("WRT_MEMORY_BUDGET_FILE", "a.toml"), ("KILN_MEMORY_BUDGET_FILE", "b.toml")]);
    assert_eq!(kinds(&outcome), ["conflicting-files"]);
    // One that names nothing was meant to name a file: none is looked for instead.
    folder.write("memory_budget.toml", BUDGETS);
    let outcome = with(&[("WRT_MEMORY_BUDGET_FILE", "")]);
    assert_eq!((kinds(&outcome), outcome.file, outcome.plan.unsure), (vec!["empty-variable"], None, true));
}

#[test]
fn what_is_watched_of_the_environment() {
    let set = variables(&[("WRT_RUNTME_BUDGET", "1"), ("WRT_HOST_BUDGET", "1MB")]);
    let request = Request { inline: Some(BUDGETS.replace("'none'", "'wrt'")), ..Request::default() };
    let watched = validate(&Request { environment: Some(set), ..request.clone() }).watch.variables;
    for name in ["WRT_TOTAL_BUDGET", "WRT_BUDGET_PROFILE", "APP_BUDGET", "WRT_RUNTIME_BUDGET", "WRT_RUNTME_BUDGET"] {
        assert!(watched.iter().any(|watched| watched == name), "{name}: {watched:?}");
    }
    assert!(!watched.iter().any(|name| name == "xyzzy" || name.is_empty()), "{watched:?}");
    assert_eq!(validate(&request).watch.variables, [""; 0]);
}

#[test]
fn a_choice_is_named_by_what_it_goes_by() {
    let outcome = inline(BUDGETS);
    let of =
        |file: Option<&str>, request: &Request| choice(file.map(Path::new), Path::new("/w"), request, &outcome.plan);
    assert_eq!(of(None, &Request::default()), "the preset alone");
    assert_eq!(of(Some("/w/conf/a.toml"), &Request::default()), "conf/a.toml");
    let request = Request { inline: Some(String::new()), ..Request::default() };
    assert_eq!([of(None, &request), of(Some("/w/a.toml"), &request)], ["an inline text"; 2]);
}

/// What the build script hands on is compared where the attribute goes by the same, and by nothing of its own.
#[test]
fn what_is_handed_on() {
    let folder = Folder::new(&[("Cargo.toml", PACKAGE), ("memory_budget.toml", &format!("{BUDGETS}[profile.p]\n"))]);
    folder.write("other.toml", BUDGETS);
    let handed_on =
        |total: &str, choice: &str| variables(&[("MEMORY_BUDGET_TOTAL", total), ("MEMORY_BUDGET_CHOICE", choice)]);
    let with = |total: &str, choice: &str, request: Request| {
        let outcome = validate(&Request { environment: Some(handed_on(total, choice)), ..request });
        outcome.findings.iter().map(|finding| finding.kind).collect::<Vec<_>>()
    };
    let own = "memory_budget.toml";
    assert_eq!(with("9", own, folder.request("")), []);
    assert_eq!(with("8", own, folder.request("")), [Kind::HandedOnTotal]);
    assert_eq!(with("9", "other.toml", folder.request("")), [Kind::HandedOnChoice]);
    assert_eq!(with("8", "other.toml", folder.request("")), [Kind::HandedOnTotal]);
    for request in [
        Request { inline: Some(BUDGETS.to_owned()), ..folder.request("") },
        Request { config_file: Some("other.toml".to_owned()), ..folder.request("") },
        Request { profile: Some("p".to_owned()), ..folder.request("") },
    ] {
        assert_eq!(with("8", "nothing", request), []);
    }
    // Who sets the total means another one.
    let mut environment = handed_on("8", own);
    environment.extend(variables(&[("MEMORY_TOTAL_BUDGET", "7")]));
    let outcome = validate(&Request { environment: Some(environment), ..folder.request("") });
    assert_eq!((kinds(&outcome), outcome.plan.total.base.bytes), (vec![], 7));
}
