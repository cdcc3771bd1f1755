//! The programs for a board build, and what they assert of themselves holds in an emulator.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use memory_budgets_tests::sandbox::{Run, Sandbox, cargo, repository};

const TARGET: &str = "thumbv7em-none-eabihf";

/// A processor without compare-and-swap.
const BARE: &str = "thumbv6m-none-eabi";

fn folder() -> PathBuf {
    repository().join("tests/firmware")
}

/// Whether firmware can be built here: the target is installed, and its dependencies are at hand or can be fetched.
fn ready() -> bool {
    static READY: OnceLock<bool> = OnceLock::new();
    *READY.get_or_init(|| {
        if !is_installed(TARGET) {
            skipped(&format!("{TARGET} is not installed (rustup target add {TARGET})"));
            return false;
        }
        let run = in_folder(&["fetch", "--locked", "--target", TARGET, "--config", "net.offline=false"]);
        assert!(!run.stderr.contains("--locked was passed"), "{}", run.stderr);
        if !run.success {
            skipped(&format!("the registry is not to be had: {}", run.stderr));
        }
        run.success
    })
}

fn is_installed(target: &str) -> bool {
    let rustc = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    let library = rustc.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    library.is_some_and(|path| Path::new(path.trim()).is_dir())
}

fn is_emulated() -> bool {
    let found = Command::new("qemu-system-arm").arg("--version").output().is_ok();
    if !found {
        skipped("qemu-system-arm is not installed");
    }
    found
}

/// Says so even where the harness keeps what a test prints to itself.
fn skipped(why: &str) {
    let _ = writeln!(io::stderr(), "skipped: {why}");
}

fn in_folder(arguments: &[&str]) -> Run {
    let target = repository().join("target/firmware");
    cargo(&folder(), &[("CARGO_TARGET_DIR", &target.display().to_string())], arguments)
}

fn programs() -> Vec<String> {
    let folders = std::fs::read_dir(folder().join("programs")).expect("a folder").filter_map(Result::ok);
    let mut programs: Vec<_> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    programs.sort();
    programs
}

/// Built one at a time: features of a dependency that one asks for are not for the others.
#[test]
fn every_program_builds_and_runs() {
    assert!(programs().len() >= 9);
    if !ready() {
        return;
    }
    let emulated = is_emulated();
    for program in programs() {
        let run = in_folder(&["build", "--release", "--locked", "-p", &format!("{program}@0.0.0")]);
        assert!(run.success && !run.stderr.contains("warning"), "{program}: {}", run.stderr);
        if emulated {
            let printed = emulate(&repository().join("target/firmware").join(TARGET).join("release").join(&program));
            assert!(printed.contains("radio") && printed.contains("sensor"), "{program} printed {printed}");
        }
    }
}

/// The section of the budgets for `--cfg board_b` is in force in what is built for it.
#[test]
fn a_cfg_tells_boards_apart() {
    if !ready() {
        return;
    }
    let other_board = format!("target.{TARGET}.rustflags=[\"--cfg\", \"board_b\"]");
    let target = repository().join("target/firmware/board_b");
    let folders = ["--target-dir", target.to_str().expect("Cargo's own name")];
    let program = ["-p", "pools@0.0.0", "--config", &other_board];
    let run = in_folder(&[&["build", "--release", "--locked"][..], &folders, &program].concat());
    assert!(run.success, "{}", run.stderr);
    if is_emulated() {
        let printed = emulate(&target.join(TARGET).join("release/pools"));
        let radio = printed.lines().find(|line| line.starts_with("radio")).expect("a row for the radio");
        assert!(radio.contains("16KB"), "{printed}");
    }
}

/// The main loop, an interrupt and an interrupt of that one allocate in scopes of their own: each crate has what is its own.
#[test]
fn scopes_of_interrupts() {
    if !ready() || !is_emulated() {
        return;
    }
    let run = in_folder(&["build", "--release", "--locked", "-p", "scoped-interrupts@0.0.0"]);
    assert!(run.success, "{}", run.stderr);
    let printed = emulate(&repository().join("target/firmware").join(TARGET).join("release/scoped-interrupts"));
    let row = |name: &str| -> Vec<String> {
        let row = printed.lines().find(|line| line.starts_with(name)).expect("a row for each crate");
        row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(row("sensor")[1..4], ["4KB", "0 bytes", "356 bytes"], "{printed}");
    // Two frames, with an acknowledgement while they are held or without.
    let radio = row("radio");
    assert_eq!(radio[1..3], ["6KB", "0 bytes"], "{printed}");
    assert!(["600 bytes", "648 bytes"].contains(&radio[3].as_str()), "{printed}");
}

/// Where the allocator cannot work the compiler says so, once, and what to do.
#[test]
fn a_target_without_compare_and_swap() {
    if !is_installed(BARE) {
        return skipped(&format!("{BARE} is not installed (rustup target add {BARE})"));
    }
    let target = repository().join("target/bare");
    let check = |features: &str, flags: &str| {
        let variables = [("CARGO_TARGET_DIR", &*target.display().to_string()), ("RUSTFLAGS", flags)];
        let package = ["check", "-p", "memory-budgets", "--target", BARE, "--features", features];
        cargo(repository(), &variables, &[&package[..], &["--config", "net.offline=false"]].concat())
    };
    let run = check("global-allocator", "");
    assert!(!run.success);
    let errors: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("error")).collect();
    assert!(matches!(errors[..], [own, _] if own.contains("enable the feature `portable-atomic`")), "{}", run.stderr);
    let run = check("global-allocator,portable-atomic", "--cfg portable_atomic_unsafe_assume_single_core");
    assert!(run.success, "{}", run.stderr);
}

/// Without a feature nothing is asked of such a target; whoever names the ledger there is told what is missing.
#[test]
fn a_ledger_on_a_target_without_compare_and_swap() {
    if !is_installed(BARE) {
        return skipped(&format!("{BARE} is not installed (rustup target add {BARE})"));
    }
    let sandbox = Sandbox::new("without-compare-and-swap");
    sandbox.remove("app/src/main.rs");
    let check = |uses: &str| {
        let module = "#![no_std]\n#[memory_budgets::memory_budgets(env = false, toml = \"\
                          preset = 'none'\ntotal_budget = 9\n[crates.app]\nbudget = 8\")]\npub mod budgets {}\n";
        sandbox.write("app/src/lib.rs", &format!("{module}{uses}"));
        sandbox.cargo_in("app", &["check", "--target", BARE])
    };
    let run = check("pub const ALL: usize = budgets::TOTAL_SYSTEM_BUDGET;\npub use budgets::*;\n");
    assert!(run.success && !run.stderr.contains("warning"), "{}", run.stderr);
    let run = check("use budgets::MemorySystem;\npub static MEMORY: MemorySystem = MemorySystem::validated();\n");
    assert_eq!(run.errors().len(), 1, "{}", run.stderr);
    let why = "this target has no compare-and-swap, which the ledger counts with: enable the feature `portable-atomic`";
    assert!(run.stderr.contains(why) && !run.stderr.contains("unresolved import"), "{}", run.stderr);
}

/// What a program prints until it ends with success. One that hangs is ended.
fn emulate(program: &Path) -> String {
    let mut emulator = Command::new("qemu-system-arm")
        .args(["-machine", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none"])
        .args(["-semihosting-config", "enable=on,target=native", "-kernel"])
        .arg(program)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the emulator runs");
    for _ in 0..1200 {
        if emulator.try_wait().expect("it is our own").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = emulator.kill();
    let output = emulator.wait_with_output().expect("it has ended");
    let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {printed}{said}", program.display());
    printed.into_owned()
}
