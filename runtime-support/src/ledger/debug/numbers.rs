//! Sequence numbers that begin anew, as on 32 bits after a thousand million charges: no record is missed for it, whose number is
//! smaller than that of an older one or 0, and no slot is lost.

extern crate std;

use std::boxed::Box;
use std::string::ToString;
use std::vec::Vec;

use super::Records;
use super::slot::LAST;
use crate::BudgetedCrate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Only;

impl BudgetedCrate for Only {
    const ALL: &'static [Only] = &[Only];
    const BUDGETS: &'static [usize] = &[1 << 20];

    fn index(self) -> usize {
        0
    }

    fn name(self) -> &'static str {
        "only"
    }
}

type Ledger = crate::Ledger<Only, 1>;

/// A ledger with a table of four records, which has recorded so many.
fn ledger(recorded: usize) -> Ledger {
    let records: &'static Records<4> = Box::leak(Box::new(Records::new()));
    let memory = Ledger::validated().with_records(records);
    memory.debugging.table.begin_after(recorded);
    memory
}

/// Just before the numbers begin anew, and before the word that counts them does.
fn edges() -> impl Iterator<Item = usize> {
    let rounds = [LAST, LAST * 2 + 1, usize::MAX];
    rounds.into_iter().flat_map(|last| (0..6).map(move |before| last - before))
}

fn leaked(memory: &Ledger) -> Vec<usize> {
    memory.leaks().iter().map(|leak| leak.bytes).collect()
}

#[test]
fn records_stay_in_order() {
    for recorded in edges() {
        let memory = ledger(recorded);
        let charge = |bytes| memory.charge(Only, bytes).expect("it fits");
        let first = charge(100);
        let _ = charge(200).keep();
        let second = charge(300);
        let _ = charge(200).keep();
        assert_eq!(leaked(&memory), [100, 200, 300, 200], "after {recorded}");
        let sequences: Vec<_> = memory.leaks().iter().map(|leak| leak.sequence).collect();
        assert!(sequences.iter().zip(1..).all(|(one, i)| *one == recorded.wrapping_add(i) & LAST), "{sequences:?}");
        assert!(
            memory.leaks().to_string().starts_with("4 live charges of 800 bytes\n  800 bytes in 4 charges to only")
        );
        // The older one of two that are alike.
        memory.release(Only, 200).expect("kept");
        assert_eq!(leaked(&memory), [100, 300, 200], "after {recorded}");
        // In part of the oldest that is larger.
        let _ = first.keep();
        let _ = second.keep();
        memory.release(Only, 50).expect("kept");
        assert_eq!(leaked(&memory), [50, 300, 200], "after {recorded}");
        memory.release(Only, 550).expect("kept");
        assert!(memory.leaks().is_empty() && memory.used() == 0, "after {recorded}: {}", memory.leaks());
    }
}

#[test]
fn no_slot_is_lost() {
    for recorded in edges() {
        let memory = ledger(recorded);
        for round in 1..8 {
            let held = [round; 4].map(|bytes| memory.charge(Only, bytes).expect("it fits"));
            assert_eq!((leaked(&memory), memory.leaks().untracked()), (Vec::from([round; 4]), 0), "after {recorded}");
            for charge in held {
                let kept = charge.keep();
                memory.release(Only, kept).expect("kept");
            }
            assert!(memory.leaks().is_empty(), "after {recorded}: {}", memory.leaks());
        }
    }
}

/// A record that is so old that its number has come again is listed beside the other one of its number.
#[test]
fn two_records_of_one_number() {
    let memory = ledger(41);
    let old = memory.charge(Only, 1).expect("it fits");
    memory.debugging.table.begin_after(41);
    let new = [2, 3].map(|bytes| memory.charge(Only, bytes).expect("it fits"));
    let mut bytes = leaked(&memory);
    bytes.sort_unstable();
    assert_eq!(bytes, [1, 2, 3]);
    assert!(memory.leaks().to_string().starts_with("3 live charges of 6 bytes\n"), "{}", memory.leaks());
    drop((old, new));
    assert!(memory.leaks().is_empty());
}
