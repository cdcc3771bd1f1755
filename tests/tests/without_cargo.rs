//! The attribute where Cargo does not set the package's folder.

use std::process::Command;

/// The finding `no-manifest-dir`; the compile-fail cases run under Cargo and cannot show it.
#[test]
fn no_manifest_dir() {
    let outcome = memory_budgets_validator::validate(&memory_budgets_validator::Request::default());
    let names: Vec<_> = outcome.findings.iter().map(|finding| finding.kind.name()).collect();
    assert_eq!(names, ["no-manifest-dir"]);
}

/// An inline configuration needs no folder. rustc is run by hand on what Cargo has built.
#[test]
fn rustc_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = folder.path().join("alone.rs");
    let deps = std::env::current_exe().expect("a test has a path").parent().expect("in a folder").to_owned();
    let newest = |prefix: &str| {
        let files = std::fs::read_dir(&deps).expect("readable").filter_map(Result::ok).map(|entry| entry.path());
        let named = files.filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(prefix) && name.ends_with("rlib"))
        });
        named
            .max_by_key(|path| path.metadata().and_then(|metadata| metadata.modified()).ok())
            .expect("it was built for this test")
    };
    let support = newest("libmemory_budgets-");
    let compile = |arguments: &str| {
        std::fs::write(&source, format!("#[memory_budgets::memory_budgets({arguments})]\npub mod budgets {{}}\n"))
            .expect("writable");
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
        rustc.args(["--edition=2021", "--crate-type=lib", "--emit=metadata"]).arg("--out-dir").arg(folder.path());
        rustc.arg("--extern").arg(format!("memory_budgets={}", support.display())).arg("-L").arg(&deps).arg(&source);
        let output = rustc.env_remove("CARGO_MANIFEST_DIR").output().expect("rustc runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (success, printed) = compile("env = false, toml = \"\"");
    assert!(success, "{printed}");
    let (success, printed) = compile("env = false");
    assert!(
        !success
            && printed.contains("CARGO_MANIFEST_DIR is not set")
            && printed.contains("aborting due to 1 previous error"),
        "{printed}"
    );
}
