//! A crate that has used up its budget of the heap: who is named, and what reporting it costs whom.
#![cfg(feature = "global-allocator")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "panics are what is tested")]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "a ledger keeps a reference to its hook")]

use std::alloc::System;
use std::panic::catch_unwind;
use std::sync::Mutex;

use memory_budgets::{BudgetedGlobalAlloc, Usage, scope};

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '16MB'\n[crates.app]\nbudget = '1MB'\n[crates.net]\nbudget = '64KB'",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn usage() -> Usage {
    MEMORY.usage(CrateId::Net)
}

/// A long message, from a crate with a small budget: it is written, kept and shown, and no charge of anybody's.
#[test]
fn a_panic_is_charged_to_nobody() {
    let _alone = ONE_AT_A_TIME.lock();
    MEMORY.reset_peaks();
    let (before, length) = (usage(), if cfg!(miri) { 300 } else { 60_000 });
    let caught = scope(CrateId::Net, || catch_unwind(|| panic!("{:>length$}", "of a size")));
    let message = caught.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(message.len(), length);
    assert_eq!(usage(), before, "its high-water mark too");
    // What is allocated after it has been caught is charged again.
    let block = scope(CrateId::Net, || vec![0u8; 100]);
    assert_eq!(usage().used, before.used + 100);
    drop(block);
}

/// With nothing left, the failure is reported all the same; the count of refusals is all that has changed.
#[test]
fn a_failure_that_is_reported_by_a_panic() {
    let _alone = ONE_AT_A_TIME.lock();
    let all = scope(CrateId::Net, || vec![0u8; 64 * 1024]);
    let before = usage();
    let caught = scope(CrateId::Net, || catch_unwind(|| Vec::<u8>::new().try_reserve_exact(10).unwrap()));
    let message = caught.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("TryReserveError"), "{message}");
    let mut expected = before;
    expected.refused += 1;
    assert_eq!(usage(), expected);
    let last = MEMORY.last_refusal().expect("one was refused");
    assert_eq!((last.crate_name, last.requested, last.used, last.budget), ("net", 10, 64 * 1024, 64 * 1024));
    drop(all);
}

/// `push`, `vec!`, `Box::new`: the program ends, and what ended it has been named first. Where the hook ends it, its report may
/// be as long as it likes. Each is a program of its own, which neither Miri starts nor the emulator that ARM's tests run in.
#[cfg(all(feature = "budget-tracking", not(any(miri, target_arch = "arm"))))]
mod ends {
    use std::backtrace::Backtrace;
    use std::io::Write;
    use std::process::{Command, abort};

    use memory_budgets::Hook;

    use super::{CrateId, MEMORY, scope};

    const HOW: &str = "HOW_IT_ENDS";

    fn report(text: &str) {
        let _ = std::io::stderr().write_all(format!("{text}\n").as_bytes());
    }

    static NAMES: Hook<CrateId> = |warning| report(&format!("{warning}{}", " ".repeat(100_000)));
    static ABORTS: Hook<CrateId> = |warning| {
        if let memory_budgets::WarningKind::Refused { .. } = warning.kind {
            report(&format!("{warning}\n{}", Backtrace::force_capture()));
            abort();
        }
    };

    /// What a program of its own says, which allocates one block too many.
    fn said(test: &str, how: &str, backtrace: Option<&str>) -> Vec<String> {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program);
        child.args(["--exact", test, "--nocapture"]).env(HOW, how).env_remove("RUST_BACKTRACE");
        child.env_remove("RUST_LIB_BACKTRACE").envs(backtrace.map(|value| ("RUST_BACKTRACE", value)));
        let output = child.output().expect("it runs");
        let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!output.status.success() && !printed.contains("it went on"), "{printed}{said}");
        said.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    #[inline(never)]
    fn one_too_many() {
        let held = scope(CrateId::Net, || vec![0u8; 64 * 1024]);
        scope(CrateId::Net, || drop(std::hint::black_box(Box::new(held.len()))));
        println!("it went on");
    }

    /// What is said first, whatever std has to say after it.
    const FIRST: [&str; 3] = [
        "net has reached 80% of its budget: 64KB of 64KB are in use",
        "net is refused 8 bytes: 64KB of 64KB are in use",
        "memory allocation of 8 bytes failed",
    ];

    #[test]
    fn by_std() {
        if std::env::var_os(HOW).is_some() {
            MEMORY.set_hook(&NAMES).expect("the first one");
            return one_too_many();
        }
        for backtrace in [None, Some("0"), Some("1")] {
            let said = said("ends::by_std", "by std", backtrace);
            assert_eq!(said[..3], FIRST, "{said:#?}");
            // Where std asks for more, to read the variable or for a backtrace, that is the crate's too, and refused in turn.
            let bytes = |before: &'static str| {
                let rest = said.iter().filter_map(move |line| line.strip_prefix(before));
                rest.map(|rest| rest.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
            };
            let (refused, failed) = (bytes("net is refused "), bytes("memory allocation of "));
            assert_eq!(refused, failed, "{said:#?}");
            assert!(backtrace.is_some() || failed.len() == 1, "{said:#?}");
        }
    }

    /// What std asks for is the crate's where there is room for it: it cannot be told from what a program asks for that goes on
    /// after a refusal, and that is to have no byte for nothing. Here a single one brings the crate to the threshold.
    #[test]
    fn by_std_with_room_left() {
        if std::env::var_os(HOW).is_some() {
            MEMORY.set_hook(&NAMES).expect("the first one");
            let held = scope(CrateId::Net, || vec![0u8; 64 * 1024 * 80 / 100]);
            scope(CrateId::Net, || drop(std::hint::black_box(Vec::<u8>::with_capacity(held.len()))));
            return println!("it went on");
        }
        for (backtrace, asks) in [(None, false), (Some("0"), true), (Some("1"), true)] {
            let said = said("ends::by_std_with_room_left", "by std", backtrace);
            assert!(
                said[0].starts_with("net is refused ") && said[1].starts_with("memory allocation of "),
                "{said:#?}"
            );
            let reached = said.iter().position(|line| line.starts_with("net has reached 80% of its budget: "));
            assert_eq!(reached, asks.then_some(2), "{said:#?}");
        }
    }

    #[test]
    fn by_a_hook() {
        if std::env::var_os(HOW).is_some() {
            MEMORY.set_hook(&ABORTS).expect("the first one");
            return one_too_many();
        }
        let said = said("ends::by_a_hook", "by a hook", Some("1"));
        assert_eq!(said[0], "net is refused 8 bytes: 64KB of 64KB are in use");
        assert!(said.iter().any(|line| line.contains("one_too_many")), "{said:#?}");
        assert!(!said.iter().any(|line| line.contains("memory allocation of")), "{said:#?}");
    }
}
