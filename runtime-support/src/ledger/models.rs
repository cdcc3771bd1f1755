//! Every interleaving of small programs on the smallest ledger, by loom:
//! `RUSTFLAGS="--cfg loom" cargo test -p memory-budgets --lib --release`

extern crate std;

use loom::sync::Arc;
use loom::thread;

use crate::{BudgetedCrate, Usage};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Only;

impl BudgetedCrate for Only {
    const COUNT: usize = 1;
    const ALL: &'static [Only] = &[Only];
    const BUDGETS: &'static [usize] = &[10];

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "only"
    }

    fn budget(self) -> usize {
        10
    }
}

type Ledger = crate::Ledger<Only, 1>;

fn ledger() -> Arc<Ledger> {
    Arc::new(Ledger::new(10).expect("it fits"))
}

fn is_consistent(usage: Usage) -> bool {
    usage.used <= usage.peak && usage.peak <= usage.budget && usage.live <= 3
}

/// Two of three charges of five bytes fit, whoever comes first; the others are refused for good reason.
#[test]
fn charge_against_charge() {
    loom::model(|| {
        let memory = ledger();
        let others: [_; 2] = core::array::from_fn(|_| {
            let memory = memory.clone();
            thread::spawn(move || memory.charge(Only, 5).map(crate::Charge::keep).is_ok())
        });
        let own = memory.charge(Only, 5).map(crate::Charge::keep).is_ok();
        let granted = others.into_iter().map(|other| other.join().expect("no panic")).filter(|ok| *ok);
        assert_eq!(granted.count() + usize::from(own), 2);
        let usage = memory.usage(Only);
        assert_eq!((usage.used, usage.peak, usage.live, usage.refused), (10, 10, 2, 1));
    });
}

/// A charge that fits beside what is being returned is granted, and one that fits only afterwards may be refused.
#[test]
fn charge_against_release() {
    loom::model(|| {
        let memory = ledger();
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
            (if late { 10 } else { 0 }, usize::from(late), usize::from(!late))
        );
    });
}

/// A charge that fits is granted while others ask for too much.
#[test]
fn charge_against_greed() {
    loom::model(|| {
        let memory = ledger();
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
        assert_eq!((usage.used, usage.peak, usage.live, usage.refused), (0, 10, 0, 2));
    });
}

/// Of two releases of the same bytes one is refused.
#[test]
fn release_against_release() {
    loom::model(|| {
        let memory = ledger();
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

/// A snapshot is consistent in itself at every instant, and the peak is exact in the end.
#[test]
fn charge_against_report() {
    loom::model(|| {
        let memory = ledger();
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
        assert_eq!((report.total().used, report.total().peak, report.total().live), (0, 7, 0));
    });
}
