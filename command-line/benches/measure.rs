//! How long it takes to measure a program, against other tools on the same one, and how much memory a symbol takes.
//!
//! `cargo bench -p cargo-memory-budget --bench measure`, with the path of a large program behind `--`, or without one: then it is a debug
//! build of a program with a large crate from the registry in it, which stays in the target folder for the next time. A made file of a million
//! symbols comes beside it. Tools that are not installed are left out: nm is binutils', cargo-bloat and bloaty are installed apart. Only the
//! ratios count; the times are of one machine, whose processor is named.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cargo_memory_budget::measure::{Options, file};
use support::elf::{Made, MadeSection, NOBITS, PROGBITS, WRITTEN};

const ROUNDS: usize = 5;

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    println!("{}", processor());
    let bloat = named.is_none().then(large_folder);
    let program = named.map_or_else(large_program, PathBuf::from);
    compare(&program, bloat.as_deref());

    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("a-million-symbols");
    fs::write(&made, million().bytes()).expect("writable");
    compare(&made, None);
    memory(&made);
}

/// A JavaScript engine: pure Rust, so that it builds everywhere.
const LARGE: [(&str, &str); 2] = [
    (
        "Cargo.toml",
        "[package]\nname = \"large-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nboa_engine = \"0.21\"\n\n[workspace]\n",
    ),
    (
        "src/main.rs",
        "fn main() {\n    let source = std::env::args().nth(1).unwrap_or_default();\n    \
         let value = boa_engine::Context::default().eval(boa_engine::Source::from_bytes(&source));\n    \
         println!(\"{value:?}\");\n}\n",
    ),
];

fn large_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("large-program")
}

fn large_program() -> PathBuf {
    let folder = large_folder();
    for (path, text) in LARGE {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(&path, text).expect("writable");
        }
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    support::run(Command::new(cargo).args(["build", "--quiet", "--target-dir", "target"]).current_dir(&folder));
    folder.join("target/debug/large-program")
}

fn processor() -> String {
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = known.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or("an unknown processor", |(_, name)| name.trim()).to_owned()
}

/// A million symbols with names as long as a debug build's, a tenth of them in RAM.
fn million() -> Made {
    const COUNT: u64 = 1_000_000;
    let text = MadeSection { name: ".text", kind: PROGBITS, flags: 6, address: 0x10_0000, size: COUNT * 16 };
    let bss = MadeSection { name: ".bss", kind: NOBITS, flags: WRITTEN, address: 0x1_0000_0000, size: COUNT * 16 };
    let mut made = Made { is_64: true, sections: vec![text, bss], symbols: Vec::new(), ..Made::default() };
    for i in 0..COUNT {
        // Hashes in the place of an order: a symbol table has none.
        let place = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) % COUNT;
        let (section, start) = if i % 10 == 0 { (2, 0x1_0000_0000) } else { (1, 0x10_0000) };
        let name = format!("_ZN8crate{:03}6module9submodule11Implementer8function17h{i:016x}E", i % 100);
        made.symbol(&name, start + place * 16, 16, section);
    }
    made
}

fn compare(program: &Path, bloat: Option<&Path>) {
    let size = fs::metadata(program).expect("a program").len();
    println!("{} ({} MB)", program.display(), size >> 20);
    let ours = median(|| {
        black_box(file(program, &Options::default()).expect("a program"));
    });
    println!("  measure                 {:8.1} ms", milliseconds(ours));
    let against = |name: &str, command: &mut dyn FnMut() -> Command| {
        let runs = command().stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !runs {
            println!("  {name}: not here, or it does not read this file");
            return;
        }
        let theirs = median(|| {
            let status = command().stdout(Stdio::null()).stderr(Stdio::null()).status();
            assert!(status.is_ok_and(|status| status.success()));
        });
        println!(
            "  {name:23} {:8.1} ms   measure is {:.3} of it",
            milliseconds(theirs),
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
    };
    against("nm -S --size-sort", &mut || {
        let mut command = Command::new("nm");
        command.args(["-S", "--size-sort"]).arg(program);
        command
    });
    against("bloaty -d symbols", &mut || {
        let mut command = Command::new("bloaty");
        command.args(["-d", "symbols"]).arg(program);
        command
    });
    if let Some(folder) = bloat {
        against("cargo bloat -n 0", &mut || {
            let mut command = Command::new("cargo-bloat");
            command.args(["bloat", "-n", "0"]).current_dir(folder).env("CARGO_TARGET_DIR", "target");
            command
        });
    }
}

/// The memory of a process that measures, without the tables of the file, over the number of symbols.
fn memory(made: &Path) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("few-symbols");
    fs::write(&path, Made::default().bytes()).expect("writable");
    let peak = |program: &Path| {
        let script = "exec /usr/bin/env time -f %M \"$1\" measure \"$0\" >/dev/null";
        let own = env!("CARGO_BIN_EXE_cargo-memory-budget");
        let output = Command::new("sh").args(["-c", script]).arg(program).arg(own).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        text.lines().last().and_then(|line| line.trim().parse::<u64>().ok())
    };
    let (Some(small), Some(large)) = (peak(&path), peak(made)) else {
        println!("  memory: GNU time is not installed");
        return;
    };
    let tables = fs::metadata(made).expect("it was made").len();
    let bytes = (large - small) * 1024;
    println!("  memory: {} bytes a symbol, the file's tables left out", bytes.saturating_sub(tables) / 1_000_000);
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
