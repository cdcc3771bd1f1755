//! How many instructions the ledger takes on a processor of 32 bits, so that no change makes them more unnoticed.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use memory_budgets_tests::sandbox::{cargo, repository};

const TARGET: &str = "thumbv7em-none-eabihf";

/// What each function of `tests/firmware/instructions` took when this was written, with Rust 1.95 and `opt-level = "s"`.
const COUNTED: [(&str, usize); 3] = [("measured_charge", 71), ("measured_release", 16), ("measured_by_hand", 67)];

#[test]
fn the_instructions_of_a_charge() {
    let library = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let library = library.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    if !library.is_some_and(|path| Path::new(path.trim()).is_dir()) {
        let _ = writeln!(io::stderr(), "skipped: {TARGET} is not installed (rustup target add {TARGET})");
        return;
    }
    let target = repository().join("target/firmware");
    let variables = [("CARGO_TARGET_DIR", &*target.display().to_string())];
    let build = ["rustc", "--release", "--locked", "--target", TARGET, "-p", "instructions", "--", "--emit", "asm"];
    let run = cargo(&repository().join("tests/firmware"), &variables, &build);
    if !run.success && run.stderr.contains("offline") {
        let _ = writeln!(io::stderr(), "skipped: the registry is not to be had: {}", run.stderr);
        return;
    }
    assert!(run.success, "{}", run.stderr);
    let assembly = assembly(&target.join(TARGET).join("release/deps"));
    for (function, counted) in COUNTED {
        let found = instructions(&assembly, function);
        assert!(
            found > 0 && found <= counted + counted / 10,
            "{function} takes {found} instructions, it took {counted}"
        );
        // Nothing that cannot happen is checked there, with checks of overflow on.
        assert!(!body(&assembly, function).any(|line| line.contains("panic")), "{function} may panic");
    }
}

/// The text of the newest file: an older compiler's may lie beside it.
fn assembly(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("built").filter_map(Result::ok).map(|entry| entry.path());
    let written = |path: &std::path::PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    let newest = files.filter(|path| path.extension().is_some_and(|end| end == "s")).max_by_key(written);
    fs::read_to_string(newest.expect("one was asked for")).expect("text")
}

/// The lines of a function, from its label to its end.
fn body<'a>(assembly: &'a str, function: &str) -> impl Iterator<Item = &'a str> {
    let is_label = |line: &str| !line.starts_with(['\t', '.']) && line.contains(function) && line.ends_with(':');
    let from = assembly.lines().position(is_label);
    assembly.lines().skip(from.map_or(usize::MAX, |from| from + 1)).take_while(|line| !line.starts_with(".Lfunc_end"))
}

fn instructions(assembly: &str, function: &str) -> usize {
    body(assembly, function).filter(|line| line.starts_with('\t') && !line.trim_start().starts_with('.')).count()
}
