//! Programs for the tests, built by the compiler at hand.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "each test takes what it needs"
)]

pub mod boards;
pub mod elf;
pub mod firmware;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The target of the firmware.
pub const TARGET: &str = "thumbv7em-none-eabihf";

/// How to build a program.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    pub target: &'static str,
    pub mangling: &'static str,
    pub fat: bool,
}

/// A program, and the libraries it was linked from.
pub struct Program {
    pub path: PathBuf,
    pub libraries: Vec<PathBuf>,
    pub map: PathBuf,
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A folder for what a test builds, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("writable");
    folder
}

/// Whether programs for a target can be built; says so in a line where they cannot.
pub fn has(target: &str) -> bool {
    let libraries = Command::new(rustc()).args(["--print", "target-libdir", "--target", target]).output();
    let there = || libraries.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).exists());
    if there() {
        return true;
    }
    let added = Command::new("rustup").args(["target", "add", target]).output();
    let added = added.is_ok_and(|output| output.status.success());
    if !added {
        eprintln!("skipped: {target} cannot be added");
    }
    added
}

pub fn rustc() -> String {
    env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

/// Runs a command, which has to succeed; gives what it printed.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| unreachable!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Builds a small program for a board, with debug information, in a folder of this name.
pub fn board(name: &str, build: &Build) -> PathBuf {
    let folder = folder(name);
    let source = "#![no_std]\n#![no_main]\n#[unsafe(no_mangle)] static mut PLAIN: [u8; 100] = [0; 100];\n\
                  #[unsafe(no_mangle)] pub extern \"C\" fn _start() -> ! { core::hint::black_box(&raw mut PLAIN); loop {} }\n\
                  #[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }\n";
    fs::write(folder.join("small.rs"), source).expect("writable");
    let mut rustc = Command::new(rustc());
    rustc.args(["small.rs", "--edition=2024", "-g", "-Copt-level=1", "-Cpanic=abort", "-Clink-arg=--entry=_start"]);
    run(rustc.args(["--target", build.target]).current_dir(&folder));
    folder.join("small")
}

/// An argument with a path, whatever letters that has.
fn joined(begin: &str, path: &OsStr) -> OsString {
    let mut argument = OsString::from(begin);
    argument.push(path);
    argument
}

impl Build {
    pub fn name(&self) -> String {
        format!("{}-{}-{}", self.target, self.mangling, if self.fat { "fat" } else { "plain" })
    }

    pub fn is_hosted(&self) -> bool {
        self.target.contains("linux")
    }

    fn rustc(&self, folder: &Path, source: &str) -> Command {
        let mut rustc = Command::new(rustc());
        rustc.arg(fixtures().join(source)).current_dir(folder).args(["--edition=2024", "-Copt-level=2", "-g"]);
        rustc.args(["--target", self.target, "--out-dir", ".", "-L", "."]);
        if self.mangling == "v0" {
            rustc.arg("-Csymbol-mangling-version=v0");
        }
        rustc
    }

    fn library(&self, folder: &Path, source: &str, file: &str, more: &[&str]) -> PathBuf {
        let mut rustc = self.rustc(folder, source);
        rustc.args(["--crate-type=rlib", &format!("-Cextra-filename=-{file}"), &format!("-Cmetadata={file}")]);
        if self.target.contains("thumb") || self.target.contains("riscv") {
            rustc.arg("-Cpanic=abort");
        }
        run(rustc.args(more));
        folder.join(format!("lib{}-{file}.rlib", source.trim_end_matches(".rs")))
    }

    /// Builds the program of the tests.
    pub fn program(&self) -> Program {
        self.program_in(&folder(&self.name()))
    }

    pub fn program_in(&self, folder: &Path) -> Program {
        let first = self.library(folder, "depot.rs", "0000000000000001", &["--cfg=first"]);
        let second = self.library(folder, "depot.rs", "0000000000000002", &[]);
        let pools = self.library(folder, "pools.rs", "0000000000000003", &[]);
        let foreign = self.library(folder, "foreign.rs", "0000000000000004", &[]);
        let source = if self.is_hosted() { "hosted.rs" } else { "board.rs" };
        let map = folder.join("app.map");
        let mut rustc = self.rustc(folder, source);
        rustc.args(["--crate-name=app", "--crate-type=bin"]);
        for (name, library) in
            [("first_depot", &first), ("second_depot", &second), ("pools", &pools), ("foreign", &foreign)]
        {
            rustc.arg(joined(&format!("--extern={name}="), library.as_os_str()));
        }
        if self.fat {
            rustc.arg("-Clto=fat");
        }
        if self.is_hosted() {
            // A list behind `-Wl,` would end at a comma in the path.
            for argument in [OsStr::new("-Xlinker"), OsStr::new("-Map"), OsStr::new("-Xlinker"), map.as_os_str()] {
                rustc.arg(joined("-Clink-arg=", argument));
            }
        } else {
            rustc.arg("-Cpanic=abort").arg(joined("-Clink-arg=-T", fixtures().join("board.ld").as_os_str()));
            rustc.arg(joined("-Clink-arg=-Map=", map.as_os_str())).arg("-Clink-arg=--icf=all");
        }
        run(&mut rustc);
        Program { path: folder.join("app"), libraries: vec![first, second, pools, foreign], map }
    }
}
