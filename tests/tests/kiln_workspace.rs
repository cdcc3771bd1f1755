//! The workspace in the shape of Kiln, built and run by Cargo: its preset, its names and variables, its document's build script,
//! and a crate that its table of defaults does not have.

use std::path::{Path, PathBuf};

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Run, cargo};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("kiln")
}

fn run(variables: &[(&str, &str)]) -> Run {
    cargo(&folder(), variables, &["run", "--locked", "--verbose"])
}

fn prints(run: &Run, lines: &[&str]) {
    for line in lines {
        assert!(run.stdout.lines().any(|printed| printed == *line), "{line}: {}{}", run.stdout, run.stderr);
    }
}

/// One test, because its runs share what is built.
#[test]
fn it_goes_by_its_own_names() {
    let built = run(&[]);
    prints(
        &built,
        &[
            "kiln-runtime: 16777216 bytes (preset)",
            "wasi: 4194304 bytes",
            "total: 71827456 bytes (sum (memory_budget.toml:3))",
            "qm: 8000000 of 31107200 bytes, 100000: true",
            "asil-a: 1024000 of 15923200 bytes, 100000: true",
            "asil-b: 512000 of 14515200 bytes, 100000: true",
            "asil-c: 256000 of 13811200 bytes, 100000: false",
            "asil-d: 128000 of 13459200 bytes, 100000: false",
        ],
    );
    assert!(!built.stderr.contains("warning"), "{}", built.stderr);
    assert!(run(&[]).is_fresh());

    let set = run(&[("KILN_TOTAL_BUDGET", "1GB"), ("KILN_RUNTIME_BUDGET", "32MB"), ("KILN_WASI_BUDGET", "5MB")]);
    prints(
        &set,
        &[
            "kiln-runtime: 33554432 bytes (KILN_RUNTIME_BUDGET)",
            "wasi: 5242880 bytes",
            "total: 1073741824 bytes (KILN_TOTAL_BUDGET)",
            "asil-d: 128000 of 13459200 bytes, 100000: false",
        ],
    );
    let selected = run(&[("KILN_BUDGET_PROFILE", "asil-d")]);
    assert!(selected.stdout.starts_with("kiln-runtime: 128000 bytes (memory_budget.toml:"), "{}", selected.stderr);

    // WRT's names are another project's here, and said to be.
    let foreign = run(&[("WRT_TOTAL_BUDGET", "1GB")]);
    assert!(foreign.stderr.contains("Did you mean KILN_TOTAL_BUDGET?"), "{}", foreign.stderr);
}

#[test]
fn its_own_test_passes() {
    let tested = cargo(&folder(), &[], &["test", "--locked", "--package", "kiln-foundation", "--test", "workspace"]);
    assert!(tested.success && tested.stdout.contains("1 passed"), "{}{}", tested.stdout, tested.stderr);
}

#[test]
fn its_build_script_is_the_documented_one() {
    let script = std::fs::read_to_string(folder().join("kiln-foundation/build.rs")).expect("a build script");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let documented = DOCUMENTED_SCRIPT.replace("wrt_", "kiln_").replace("WRT_", "KILN_");
    assert_eq!(words(&script), words(&documented));
}
