//! Every interleaving of small programs on the smallest ledger, by loom:
//! `RUSTFLAGS="--cfg loom" cargo test -p memory-budgets --lib --release`

extern crate std;

use loom::sync::Arc;
use loom::thread;

use crate::{BudgetedCrate, Usage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Only;

impl BudgetedCrate for Only {
    const ALL: &'static [Only] = &[Only];
    const BUDGETS: &'static [usize] = &[10];

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "only"
    }
}

pub(super) type Ledger = crate::Ledger<Only, 1>;

/// Every interleaving on a ledger with ten bytes to charge, where bytes and live charges share a word.
fn on_a_small_ledger(run: impl Fn(Arc<Ledger>, usize) + Copy + Send + Sync + 'static) {
    loom::model(move || run(Arc::new(Ledger::validated()), 0));
}

/// As [`on_a_small_ledger`], and where they do not, with all but ten bytes of a large budget kept from the start: there are
/// more steps, and what is tried is every interleaving of few switches.
fn on_both_layouts(run: impl Fn(Arc<Ledger>, usize) + Copy + Send + Sync + 'static) {
    on_a_small_ledger(run);
    on_a_large_ledger(run);
}

fn on_a_large_ledger(run: impl Fn(Arc<Ledger>, usize) + Copy + Send + Sync + 'static) {
    with_switches(2, move || {
        const MOST: usize = 1 << 40;
        let memory = Ledger::with_budgets([MOST], MOST).expect("it fits");
        let filled = memory.charge(Only, MOST - 10).expect("it fits").keep();
        run(Arc::new(memory), filled);
    });
}

/// Every interleaving with at most so many switches that no thread asks for.
pub(super) fn with_switches(switches: usize, run: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(switches);
    model.check(run);
}

fn is_consistent(usage: Usage) -> bool {
    usage.used <= usage.peak && usage.peak <= usage.budget && usage.live <= 4
}

/// Two of three charges of five bytes fit, whoever comes first; the others are refused for good reason.
#[test]
fn charge_against_charge() {
    let run = |memory: Arc<Ledger>, filled| {
        let others: [_; 2] = core::array::from_fn(|_| {
            let memory = memory.clone();
            thread::spawn(move || memory.charge(Only, 5).map(core::mem::forget).is_ok())
        });
        let own = memory.charge(Only, 5).map(core::mem::forget).is_ok();
        let granted = others.into_iter().map(|other| other.join().expect("no panic")).filter(|ok| *ok);
        assert_eq!(granted.count() + usize::from(own), 2);
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.peak, usage.refused), (filled + 10, filled + 10, 1));
        assert_eq!(usage.live, 2 + usize::from(filled > 0));
    };
    with_switches(3, move || run(Arc::new(Ledger::validated()), 0));
    on_a_large_ledger(run);
}

/// A charge that fits beside what is being returned is granted, and one that fits only afterwards may be refused.
#[test]
fn charge_against_release() {
    on_both_layouts(|memory, filled| {
        let held = memory.charge(Only, 6).expect("it fits").keep();
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.release(Only, held).expect("it is charged"))
        };
        drop(memory.charge(Only, 4).expect("it fits in any case"));
        let late = memory.charge(Only, 10).map(crate::Charge::keep).is_ok();
        other.join().expect("no panic");
        let usage = memory.usage(Only);
        assert_eq!(
            (usage.used, usage.live, usage.refused),
            (filled + if late { 10 } else { 0 }, usize::from(late) + usize::from(filled > 0), usize::from(!late))
        );
    });
}

/// A charge that fits is granted while others ask for too much.
#[test]
fn charge_against_greed() {
    on_both_layouts(|memory, filled| {
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                assert!(memory.charge(Only, 11).is_err());
                assert!(memory.charge(Only, usize::MAX).is_err());
            })
        };
        drop(memory.charge(Only, 10).expect("it fits"));
        other.join().expect("no panic");
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.peak, usage.refused), (filled, filled + 10, 2));
    });
}

/// Of two releases of the same bytes one is refused.
#[test]
fn release_against_release() {
    loom::model(|| {
        let memory = Arc::new(Ledger::validated());
        let held = memory.charge(Only, 4).expect("it fits").keep();
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.release(Only, held).is_ok())
        };
        let own = memory.release(Only, held).is_ok();
        assert!(own != other.join().expect("no panic"));
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.live, usage.refused), (0, 0, 1));
    });
}

/// Nobody releases by hand what a guard holds, whatever becomes of the guard: it is kept first or not at all.
#[test]
fn release_against_guards() {
    on_both_layouts(|memory, filled| {
        if filled > 0 {
            memory.release(Only, filled).expect("it is kept"); // so that nothing but what follows is
        }
        let (kept, dropped) = (memory.charge(Only, 4).expect("it fits"), memory.charge(Only, 4).expect("it fits"));
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                let released = memory.release(Only, 4).is_ok();
                assert!(memory.release(Only, 8).is_err());
                released
            })
        };
        drop(dropped);
        let bytes = kept.keep();
        assert!(memory.usage(Only).used <= 4);
        if !other.join().expect("no panic") {
            memory.release(Only, bytes).expect("it is kept");
        }
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.live), (0, 0));
    });
}

/// A snapshot is consistent in itself at every instant, and the peak is exact in the end.
#[test]
fn charge_against_report() {
    on_both_layouts(|memory, filled| {
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                let charge = memory.charge(Only, 7).expect("it fits");
                drop(charge);
                drop(memory.charge(Only, 3).expect("it fits"));
            })
        };
        for _ in 0..2 {
            assert!(is_consistent(memory.usage(Only)));
        }
        other.join().expect("no panic");
        let report = memory.report();
        assert_eq!((report.total().used, report.total().peak), (filled, filled + 7));
    });
}

/// Growth takes what a charge would have had, and the other way round; what is split off stays charged.
#[test]
fn growth_against_charge() {
    on_both_layouts(|memory, filled| {
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.charge(Only, 6).map(crate::Charge::keep).is_ok())
        };
        let mut own = memory.charge(Only, 2).expect("it fits in any case");
        let grown = own.try_grow(4).is_ok();
        let part = own.split(1).expect("it holds more");
        own.shrink(1).expect("it holds more");
        let charged = other.join().expect("no panic");
        assert!(grown != charged);
        let usage = memory.usage(Only);
        assert_eq!(usage.used, filled + if grown { 5 } else { 7 });
        assert_eq!(usage.live, 2 + usize::from(charged) + usize::from(filled > 0));
        drop((own, part));
    });
}

/// Either the charge was there before the budget was lowered, which is refused then, or it finds the lowered one.
#[test]
fn charge_against_lower() {
    on_both_layouts(|memory, filled| {
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.charge(Only, 8).map(crate::Charge::keep).is_ok())
        };
        let lowered = memory.lower_budget(Only, filled + 6).is_ok();
        assert!(is_consistent(memory.usage(Only)));
        assert!(lowered != other.join().expect("no panic"));
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.budget), if lowered { (filled, filled + 6) } else { (filled + 8, filled + 10) });
        assert!(memory.charge(Only, 7).is_err());
    });
}

/// Of two who lower at once one may have to come again; no budget is lost, and none is raised.
#[test]
fn lower_against_lower() {
    loom::model(|| {
        let memory = Arc::new(Ledger::validated());
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.lower_budget(Only, 6).is_ok())
        };
        let own = memory.lower_budget(Only, 4).is_ok();
        let other = other.join().expect("no panic");
        assert!(own || other);
        let budget = memory.usage(Only).budget;
        assert_eq!(budget, if own { 4 } else { 6 });
        drop(memory.charge(Only, budget).expect("it fits"));
        assert!(memory.charge(Only, budget + 1).is_err());
    });
}

/// A budget and what is in use of it are read of one instant: what is withheld is never taken for what is in use.
#[test]
fn lower_against_report() {
    with_switches(3, || {
        let memory = Arc::new(Ledger::validated());
        let _held = memory.charge(Only, 3).expect("it fits");
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                memory.lower_budget(Only, 8).expect("nobody else lowers it");
                memory.lower_budget(Only, 6).expect("nobody else lowers it");
                memory.lower_budget(Only, 5).expect("nobody else lowers it");
            })
        };
        let usage = memory.usage(Only);
        assert_eq!(usage.used, 3);
        assert!(is_consistent(usage) && [5, 6, 8, 10].contains(&usage.budget));
        other.join().expect("no panic");
        assert_eq!((memory.usage(Only).used, memory.usage(Only).budget), (3, 5));
    });
}

/// Also where an attempt to lower it has failed before, and its amount comes again.
#[test]
fn lower_again_against_report() {
    with_switches(3, || {
        let memory = Arc::new(Ledger::validated());
        let account = &memory.accounts[0];
        let failed = account.lower(5, |_, _| assert!(account.charge(6).is_ok()));
        assert!(failed.is_err(), "six bytes have come between");
        account.release(6);
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                for budget in [8, 7, 5] {
                    memory.lower_budget(Only, budget).expect("nobody else lowers it");
                }
            })
        };
        let usage = memory.usage(Only);
        assert!(usage.used == 0 && [5, 7, 8, 10].contains(&usage.budget), "{usage:?}");
        other.join().expect("no panic");
    });
}

/// What is refused is told by the budget that has refused it.
#[test]
fn lower_against_refusal() {
    loom::model(|| {
        let memory = Arc::new(Ledger::validated());
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.lower_budget(Only, 8))
        };
        if let Err(refused) = memory.charge(Only, 9).map(core::mem::forget) {
            assert_eq!((refused.used, refused.budget), (0, 8));
        }
        let _ = other.join().expect("no panic");
    });
}

/// A new mark is no lower than what is in use, and no higher than what was.
#[test]
fn reset_against_charge() {
    on_both_layouts(|memory, filled| {
        drop(memory.charge(Only, 10).expect("it fits"));
        let other = {
            let memory = memory.clone();
            thread::spawn(move || memory.charge(Only, 7).expect("it fits").keep())
        };
        memory.reset_peaks();
        assert!(is_consistent(memory.usage(Only)));
        other.join().expect("no panic");
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.peak), (filled + 7, filled + 7));
    });
}

/// Bytes that are set aside are nobody else's, and come back as a whole.
#[test]
fn charges_within_a_sub_budget() {
    loom::model(|| {
        let memory = Arc::new(Ledger::validated());
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                let part = memory.sub_budget(Only, 6).expect("it fits in any case");
                let inner = part.sub_budget(4).expect("it fits");
                assert!(inner.charge(5).is_err());
                let _ = inner.charge(4).expect("it fits").keep();
                drop(inner);
                drop(part.charge(6).expect("what was kept within is given back"));
            })
        };
        drop(memory.charge(Only, 4).expect("it fits in any case"));
        let usage = memory.usage(Only);
        assert!(is_consistent(usage) && [0, 6].contains(&usage.used));
        other.join().expect("no panic");
        assert_eq!((memory.usage(Only).used, memory.usage(Only).refused), (0, 0));
    });
}

/// A refusal is read as a whole, or another one.
#[test]
fn the_last_refusal() {
    loom::model(|| {
        let memory = Arc::new(Ledger::validated());
        let other = {
            let memory = memory.clone();
            thread::spawn(move || {
                assert!(memory.charge(Only, 11).is_err());
                let _one = memory.charge(Only, 1).expect("it fits");
                assert!(memory.charge(Only, 12).is_err());
                assert!(memory.charge(Only, 13).is_err());
            })
        };
        let known = |memory: &Ledger| {
            let seen = memory.last_refusal().map(|refused| (refused.requested, refused.used, refused.budget));
            assert!([None, Some((11, 0, 10)), Some((12, 1, 10)), Some((13, 1, 10))].contains(&seen), "{seen:?}");
            seen
        };
        known(&memory);
        other.join().expect("no panic");
        assert_eq!(known(&memory), Some((13, 1, 10)));
    });
}
