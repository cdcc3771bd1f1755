//! What accounting costs at run time, as ratios within one run: in every round each contender does the same work in turn,
//! and the median of the rounds' ratios is printed.
//!
//! `cargo bench -p memory-budgets-tests --bench ledger`, with a registry for the peers; `ledger-only` as an argument leaves
//! the allocators out. Instructions: run the bench's program, whose path Cargo prints, with the argument `callgrind` under
//! `valgrind --tool=callgrind`; each line of `callgrind_annotate --inclusive=yes` with `measured_` is for 100,000 charges.

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;

use memory_budgets_tests::median;

#[memory_budgets::memory_budgets(toml = "", env = false)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

const BYTES: usize = 64;
const OPERATIONS: usize = 100_000;
const ROUNDS: usize = 60;

static LEDGER: MemorySystem = MemorySystem::validated();

/// A counter on cache lines of its own.
#[repr(align(128))]
struct Counter(AtomicUsize);

impl Counter {
    const fn new() -> Counter {
        Counter(AtomicUsize::new(0))
    }
}

static COUNTERS: [Counter; 16] = [const { Counter::new() }; 16];
static LOCKED: [Mutex<usize>; 16] = [const { Mutex::new(0) }; 16];

/// WRT's own algorithm: a compare-exchange loop on the crate, then the total, then a number for the allocation.
struct Coordinator {
    crates: [AtomicUsize; 16],
    total: AtomicUsize,
    next_id: AtomicUsize,
}

static COORDINATOR: Coordinator = Coordinator {
    crates: [const { AtomicUsize::new(0) }; 16],
    total: AtomicUsize::new(0),
    next_id: AtomicUsize::new(1),
};

impl Coordinator {
    fn charge(&self, id: CrateId, bytes: usize) -> Option<usize> {
        let used = &self.crates[id.index()];
        let mut current = used.load(Ordering::Acquire);
        loop {
            let next = current.checked_add(bytes).filter(|next| *next <= id.budget())?;
            match used.compare_exchange_weak(current, next, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => break,
                Err(seen) => current = seen,
            }
        }
        self.total.fetch_add(bytes, Ordering::AcqRel);
        Some(self.next_id.fetch_add(1, Ordering::AcqRel))
    }

    fn release(&self, id: CrateId, bytes: usize) {
        self.crates[id.index()].fetch_sub(bytes, Ordering::AcqRel);
        self.total.fetch_sub(bytes, Ordering::AcqRel);
    }
}

/// One charge and its release.
type Work = fn(CrateId);

// The index is known to everyone alike.
#[inline(never)]
fn measured_limit(id: CrateId) {
    let counter = &COUNTERS[id.index()].0;
    for _ in 0..OPERATIONS {
        black_box(counter.fetch_add(black_box(BYTES), Ordering::Relaxed));
        black_box(counter.fetch_sub(black_box(BYTES), Ordering::Relaxed));
    }
}

#[inline(never)]
fn measured_guard(id: CrateId) {
    for _ in 0..OPERATIONS {
        let charge = LEDGER.charge(id, black_box(BYTES));
        black_box(charge.is_ok());
        drop(charge);
    }
}

#[inline(never)]
fn measured_by_hand(id: CrateId) {
    for _ in 0..OPERATIONS {
        let bytes = LEDGER.charge(id, black_box(BYTES)).map_or(0, memory_budgets::Charge::keep);
        black_box(LEDGER.release(id, black_box(bytes)).is_ok());
    }
}

#[inline(never)]
fn measured_mutex(id: CrateId) {
    for _ in 0..OPERATIONS {
        let lock = || LOCKED[id.index()].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *lock() += black_box(BYTES);
        *lock() -= black_box(BYTES);
    }
}

#[inline(never)]
fn measured_wrt(id: CrateId) {
    for _ in 0..OPERATIONS {
        black_box(COORDINATOR.charge(id, black_box(BYTES)));
        COORDINATOR.release(id, black_box(BYTES));
    }
}

/// The time of one round on a thread for each crate.
fn round(work: Work, crates: &[CrateId]) -> f64 {
    if let [only] = crates {
        let start = Instant::now();
        work(*only);
        return start.elapsed().as_secs_f64();
    }
    let barrier = Barrier::new(crates.len() + 1);
    thread::scope(|scope| {
        let threads: Vec<_> = crates
            .iter()
            .map(|&id| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    let start = Instant::now();
                    work(id);
                    start.elapsed().as_secs_f64()
                })
            })
            .collect();
        barrier.wait();
        threads.into_iter().filter_map(|thread| thread.join().ok()).fold(0.0, f64::max)
    })
}

fn compare(title: &str, crates: &[CrateId]) {
    const CONTENDERS: [(&str, Work); 5] = [
        ("limit: fetch_add + fetch_sub", measured_limit),
        ("charge and drop", measured_guard),
        ("charge, keep, release", measured_by_hand),
        ("mutex", measured_mutex),
        ("WRT's coordinator", measured_wrt),
    ];
    let mut times = vec![Vec::new(); CONTENDERS.len()];
    for _ in 0..ROUNDS {
        for ((_, work), times) in CONTENDERS.iter().zip(&mut times) {
            times.push(round(*work, crates));
        }
    }
    println!("{title}, times the limit, times WRT's:");
    for ((name, _), own) in CONTENDERS.iter().zip(&times) {
        let ratio = |other: &[f64]| median(own.iter().zip(other).map(|(own, other)| own / other).collect());
        println!("  {name:30} {:6.2} {:6.2}", ratio(&times[0]), ratio(&times[4]));
    }
}

/// Every allocator is a program's own, and these programs are run in turn.
fn allocators() {
    const HEAPS: [(&str, &str); 6] = [
        ("heap_system", "system allocator"),
        ("heap_budgeted", "BudgetedGlobalAlloc in a scope"),
        ("heap_cap", "cap"),
        ("heap_stats", "stats_alloc"),
        ("heap_peakmem", "peakmem-alloc"),
        ("heap_tracking", "tracking-allocator"),
    ];
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let build = ["build", "--release", "--features", "peers", "--examples", "--message-format", "json"];
    let output = Command::new(env!("CARGO")).args(build).current_dir(package).stderr(Stdio::inherit()).output();
    let printed = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let program = |name: &str| {
        let messages = printed.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut of_name = messages.filter(|message| message["target"]["name"] == name);
        of_name.find_map(|message| message["executable"].as_str().map(str::to_owned)).expect("it was built")
    };
    let programs = HEAPS.map(|(name, _)| program(name));
    let mut times = vec![Vec::new(); HEAPS.len()];
    for _ in 0..ROUNDS {
        for (program, times) in programs.iter().zip(&mut times) {
            let output = Command::new(program).output().expect("it runs");
            let printed = String::from_utf8_lossy(&output.stdout);
            let seconds = printed.split_whitespace().map(|time| time.parse::<f64>().expect("a time"));
            times.push(seconds.collect::<Vec<_>>());
        }
    }
    println!("one allocation and its return, times the system's: 64 bytes, mixed sizes:");
    for ((_, name), own) in HEAPS.iter().zip(&times) {
        let ratio = |i: usize| median(own.iter().zip(&times[0]).map(|(own, system)| own[i] / system[i]).collect());
        println!("  {name:30} {:6.2} {:6.2}", ratio(0), ratio(1));
    }
}

/// Whose figures these are: on another processor they are others.
fn processor() -> String {
    let described = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = described.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    named.map_or_else(
        || format!("an unknown processor ({})", std::env::consts::ARCH),
        |(_, name)| name.trim().to_owned(),
    )
}

fn main() {
    if std::env::args().any(|argument| argument == "callgrind") {
        for work in [measured_limit, measured_guard, measured_by_hand, measured_mutex, measured_wrt] {
            work(CrateId::Runtime);
        }
        return;
    }
    println!("{}", processor());
    let threads = thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    compare("one thread", &[CrateId::Runtime]);
    compare(&format!("{threads} threads, a crate each"), &CrateId::ALL[..threads]);
    compare(&format!("{threads} threads, one crate"), &vec![CrateId::Runtime; threads]);
    if !std::env::args().any(|argument| argument == "ledger-only") {
        allocators();
    }
}
