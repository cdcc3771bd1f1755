//! How long `check` takes, as ratios: `cargo bench -p cargo-memory-budget --bench speed`.
//!
//! On workspaces of 20 members against `cargo metadata --no-deps` there, and for ten targets against ten calls of rustc, run
//! side by side. Both are called without rustup's proxy. Medians of runs that take turns, so that a busy machine slows both.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cargo-memory-budget");
const RUNS: usize = 31;
const TEN: [&str; 10] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "armv7-unknown-linux-gnueabihf",
    "thumbv6m-none-eabi",
    "thumbv7em-none-eabihf",
    "thumbv8m.main-none-eabi",
    "riscv32imac-unknown-none-elf",
    "riscv64gc-unknown-linux-gnu",
    "wasm32-unknown-unknown",
    "x86_64-pc-windows-msvc",
];

/// Code as it is written, this program's own, some 250 lines each, for members of a real size. None of it names a budget.
const CODE: [&str; 6] = [
    include_str!("../src/cargo_config.rs"),
    include_str!("../src/git.rs"),
    include_str!("../src/subject.rs"),
    include_str!("../src/survey.rs"),
    include_str!("../src/targets.rs"),
    include_str!("../src/workspace.rs"),
];

/// How much code the members have.
struct Size {
    name: &'static str,
    /// Of files beside `lib.rs`, none of which names a budget.
    modules: usize,
    /// Of pieces in each of these, and in `lib.rs`, which does.
    in_module: usize,
    in_library: usize,
}

const SIZES: [Size; 3] = [
    Size { name: "one file", modules: 0, in_module: 0, in_library: 2 },
    Size { name: "20 files", modules: 19, in_module: 2, in_library: 2 },
    Size { name: "one large file", modules: 0, in_module: 0, in_library: 40 },
];

fn main() {
    println!("on {}:", processor());
    let run = |folder: &Path, program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().expect("it runs");
        assert!(status.success(), "{program} {arguments:?}");
    };
    for size in SIZES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lines = workspace(folder.path(), &size);
        let metadata =
            || run(folder.path(), env!("CARGO"), &["metadata", "--no-deps", "--offline", "--format-version", "1"]);
        let check = || run(folder.path(), PROGRAM, &["check", "--quiet"]);
        let what = format!("check of 20 members, {} each ({lines} lines) / cargo metadata --no-deps", size.name);
        ratio(&what, 1.2, check, metadata);
    }

    let folder = tempfile::tempdir().expect("a temporary folder");
    workspace(folder.path(), &SIZES[0]);
    let rustc = compiler();
    let ten: Vec<&str> = TEN.iter().flat_map(|target| ["--target", target]).collect();
    let check = || run(folder.path(), PROGRAM, &[&["check", "--quiet"], &ten[..]].concat());
    let calls = || {
        thread::scope(|scope| {
            for target in TEN {
                scope.spawn(|| run(folder.path(), &rustc, &["--print", "cfg", "--target", target]));
            }
        });
    };
    ratio("check for ten targets / ten calls of rustc side by side", 1.0, check, calls);
}

/// The compiler itself, and not the proxy that chooses it.
fn compiler() -> String {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc runs");
    let sysroot = String::from_utf8(output.stdout).expect("a path");
    Path::new(sysroot.trim()).join("bin/rustc").to_str().expect("a path").to_owned()
}

/// No figure says anything without it.
fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| "a processor without a name".to_owned(), |(_, name)| name.to_owned())
}

/// Prints the ratio of two medians.
fn ratio(what: &str, at_most: f64, one: impl Fn(), other: impl Fn()) {
    let time = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ones.push(time(&one));
        others.push(time(&other));
    }
    let (one, other) = (median(ones), median(others));
    let ratio = one.as_secs_f64() / other.as_secs_f64();
    println!("{what}: {ratio:.2} ({one:.1?} / {other:.1?}), asked for: at most {at_most}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Twenty members that use each other, each with a budget and a source that names it. Gives how many lines of code each has.
fn workspace(folder: &Path, size: &Size) -> usize {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
        text.lines().count()
    };
    write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"2\"\n");
    let mut file = String::from("preset = 'none'\ntotal_budget = '64MB'\n");
    let mut lines = 0;
    for i in 0..20 {
        let name = format!("app-{i}");
        let before =
            if i == 0 { String::new() } else { "[dependencies]\napp-0 = { path = \"../app-0\" }\n".to_owned() };
        write(
            &format!("crates/{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{before}"),
        );
        let mut pieces = CODE.iter().copied().cycle();
        let mut library =
            if i == 0 { "#[memory_budgets::memory_budgets]\npub mod budgets {}\n" } else { "" }.to_owned();
        lines = 0;
        for module in 0..size.modules {
            library.push_str(&format!("mod m{module};\n"));
            let text: String = pieces.by_ref().take(size.in_module).collect();
            lines += write(&format!("crates/{name}/src/m{module}.rs"), &text);
        }
        library.extend(pieces.take(size.in_library));
        library.push_str(&format!("fn id() {{ let _ = CrateId::App{i}; }}\n"));
        lines += write(&format!("crates/{name}/src/lib.rs"), &library);
        file.push_str(&format!("[crates.{name}]\nbudget = '1MB'\nmemory_system = {}\n", i > 0));
    }
    file.push_str("[target.'cfg(target_arch = \"arm\")']\ntotal_budget = '32MB'\n");
    write("memory_budget.toml", &file);
    lines
}
