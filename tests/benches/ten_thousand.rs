//! Compiles a file of ten thousand crates, and the cheapest form of the same that can be written by hand: an enum without
//! a derived `Debug`, tables, a constant for each crate, one loop that sums. Prints the ratio of their medians.
//!
//! `cargo bench -p wrt-memory-budgets-tests`

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use wrt_memory_budgets_tests::sandbox::Sandbox;

const CRATES: usize = 10_000;
const RUNS: usize = 5;

fn main() {
    let attribute = Sandbox::new("ten-thousand-by-attribute");
    attribute.write("memory_budget.toml", &configuration());
    let by_hand = Sandbox::new("ten-thousand-by-hand");
    let mut times = [Vec::new(), Vec::new()];
    for run in 0..=RUNS {
        let source = format!("// {run}\n#[wrt_memory_budgets::memory_budgets]\npub mod budgets {{}}\nfn main() {{}}\n");
        let pair = [(&attribute, source), (&by_hand, format!("// {run}\n{}", hand_written()))];
        for ((sandbox, source), times) in pair.into_iter().zip(&mut times) {
            sandbox.write("app/src/main.rs", &source);
            let time = build(sandbox);
            // The first build compiles the dependencies too.
            if run > 0 {
                times.push(time);
            }
        }
    }
    let [attribute, by_hand] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    });
    println!("{CRATES} crates, medians of {RUNS} builds: attribute / by hand = {:.2}", attribute / by_hand);
}

fn build(sandbox: &Sandbox) -> Duration {
    let start = Instant::now();
    let run = sandbox.cargo_in("app", &["build", "--config", "profile.dev.incremental = false"]);
    assert!(run.success, "{}", run.stderr);
    start.elapsed()
}

fn configuration() -> String {
    let mut text = "preset = \"none\"\ntotal_budget = \"64GB\"\n".to_owned();
    for i in 0..CRATES {
        let _ = writeln!(text, "[crates.crate-{i}]\nbudget = \"{}KB\"", i % 64 + 1);
    }
    text
}

fn hand_written() -> String {
    let mut text = "#![allow(dead_code)]\n#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u16)]\npub enum CrateId {".to_owned();
    let mut each = |before: &str, one: &dyn Fn(usize) -> String, after: &str| {
        text.push_str(before);
        for i in 0..CRATES {
            text.push_str(&one(i));
        }
        text.push_str(after);
    };
    let bytes = |i: usize| (i % 64 + 1) * 1024;
    each("", &|i| format!("/// crate-{i}\nCrate{i} = {i},"), "}");
    each(&format!("impl CrateId {{ pub const ALL: [Self; {CRATES}] = ["), &|i| format!("Self::Crate{i},"), "];");
    each("pub const fn name(self) -> &'static str { NAMES[self as usize] } }", &|_| String::new(), "");
    each(&format!("const NAMES: &[&str; {CRATES}] = &["), &|i| format!("\"crate-{i}\","), "];");
    each(&format!("pub const CRATE_BUDGETS: [usize; {CRATES}] = ["), &|i| format!("{},", bytes(i)), "];");
    each("", &|i| format!("pub const CRATE_{i}_BUDGET: usize = {};", bytes(i)), "");
    text.push_str(
        "const _: () = {
            let (budgets, mut sum, mut i) = (&CRATE_BUDGETS, 0, 0);
            while i < budgets.len() { sum += budgets[i]; i += 1; }
            assert!(sum <= 64 << 30);
        };
        fn main() {}",
    );
    text
}
