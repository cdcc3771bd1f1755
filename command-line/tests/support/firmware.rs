//! A workspace of a program for a board and a library, in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use tempfile::TempDir;

use super::TARGET;

/// The workspace; `app-core` has a pool of so many bytes.
pub struct Firmware {
    _folder: TempDir,
    root: PathBuf,
}

impl Firmware {
    pub fn new(pool: u32) -> Firmware {
        Firmware::in_folder("", pool)
    }

    /// The same in a folder of this name.
    pub fn in_folder(name: &str, pool: u32) -> Firmware {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let firmware = Firmware { root: folder.path().join(name), _folder: folder };
        let package = |name: &str, more: &str| {
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{more}")
        };
        firmware.write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"app-core\", \"firmware\"]\nresolver = \"2\"\n\
             [profile.release]\ndebug = true\npanic = \"abort\"\n[profile.dev]\npanic = \"abort\"\n",
        );
        firmware.write("app-core/Cargo.toml", &package("app-core", ""));
        firmware.pool(pool);
        let dependency = "[dependencies]\napp-core = { path = \"../app-core\" }\n[[bin]]\nname = \"app\"\npath = \"src/main.rs\"\ntest = false\n";
        firmware.write("firmware/Cargo.toml", &package("firmware", dependency));
        firmware.write(
            "firmware/src/main.rs",
            "#![no_std]\n#![no_main]\n#[no_mangle] static mut STATE: [u8; 300] = [1; 300];\n\
             #[no_mangle] pub extern \"C\" fn _start() -> ! { app_core::touch(); core::hint::black_box(&raw mut STATE); loop {} }\n\
             #[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }\n",
        );
        firmware.write("memory_budget.toml", BUDGETS);
        firmware
            .write(".cargo/config.toml", &format!("[target.{TARGET}]\nrustflags = [\"-Clink-arg=--entry=_start\"]\n"));
        firmware
    }

    /// Gives the library a pool of another size.
    pub fn pool(&self, bytes: u32) {
        let text = format!(
            "#![no_std]\npub static mut POOL: [u8; {bytes}] = [0; {bytes}];\n\
             pub fn touch() -> *mut u8 {{ core::hint::black_box(&raw mut POOL).cast() }}\n"
        );
        self.write("app-core/src/lib.rs", &text);
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Where Cargo puts the program.
    pub fn program(&self) -> PathBuf {
        self.path("target").join(TARGET).join("release/app")
    }

    /// Runs `cargo memory-budget` in the workspace.
    pub fn memory_budget(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-memory-budget"));
        command.arg("memory-budget").args(arguments);
        self.run(command, &[])
    }

    /// Runs Cargo in the workspace, with these variables.
    pub fn cargo(&self, arguments: &[&str], variables: &[(&str, &Path)]) -> Run {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        self.run(command, variables)
    }

    fn run(&self, mut command: Command, variables: &[(&str, &Path)]) -> Run {
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            let ours = name.ends_with("_BUDGET") || name.starts_with("WRT_") || name.starts_with("MEMORY_BUDGET");
            if ours || (name.starts_with("CARGO_") && name != "CARGO_HOME") || name == "RUSTFLAGS" {
                command.env_remove(name.as_ref());
            }
        }
        command.envs([("CARGO_NET_OFFLINE", "true"), ("CARGO_TERM_COLOR", "never")]).current_dir(&self.root);
        command.envs(variables.iter().copied());
        Run::of(command.output().expect("it runs"))
    }
}

/// How a command ended, and what it printed.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    fn of(output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// What it printed, where it has ended with this status.
    #[track_caller]
    pub fn expect(&self, status: i32) -> &str {
        assert_eq!(self.status, Some(status), "{}\n{}", self.stdout, self.stderr);
        &self.stdout
    }
}

pub const BUDGETS: &str = "preset = \"none\"\ntotal_budget = \"64KB\"\n\n[crates.app-core]\nbudget = \"48KB\"\n\n\
                           [crates.firmware]\nbudget = \"1KB\"\n\n[crates.app-net]\nbudget = \"4KB\"\n";
