//! The packages as they are published: what is in them, and what becomes of a dependency that is taken from one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use memory_budgets_tests::sandbox::{Sandbox, cargo, repository, write};

const PUBLISHED: [&str; 6] = [
    "memory-budgets",
    "memory-budgets-macros",
    "memory-budgets-validator",
    "wrt-memory-validator",
    "kiln-memory-validator",
    "cargo-memory-budget",
];

/// The folder with what `cargo package` makes of them, each unpacked.
fn packages() -> &'static Path {
    static PACKAGES: OnceLock<PathBuf> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packaged");
        let target = folder.display().to_string();
        let mut arguments = vec!["package", "--no-verify", "--allow-dirty", "--target-dir", &target];
        arguments.extend(PUBLISHED.iter().flat_map(|package| ["-p", package]));
        let run = cargo(repository(), &[], &arguments);
        assert!(run.success && !run.stderr.contains("warning"), "{}", run.stderr);
        let unpacked = folder.join("unpacked");
        for package in PUBLISHED {
            unpack(&folder.join(format!("package/{}.crate", versioned(package))), &unpacked);
        }
        unpacked
    })
}

fn versioned(package: &str) -> String {
    format!("{package}-{}", env!("CARGO_PKG_VERSION_OF_THE_PACKAGES"))
}

fn unpack(archive: &Path, folder: &Path) {
    fs::create_dir_all(folder).expect("writable");
    let status = Command::new("tar").arg("xf").arg(archive).arg("-C").arg(folder).status();
    assert!(status.expect("tar runs").success(), "{} is no archive", archive.display());
}
