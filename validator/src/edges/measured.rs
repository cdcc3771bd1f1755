//! A measured program that has just what it may have, and a byte more.

use super::inline;
use crate::rules::measured::{Judgement, Measured, MeasuredCrate, Standing, judge};

fn measured(crates: &[(&str, u64)], unattributed: u64) -> Measured {
    let row = |(name, statics): &(&str, u64)| MeasuredCrate {
        name: (*name).to_owned(),
        statics: *statics,
        ..MeasuredCrate::default()
    };
    let crates: Vec<MeasuredCrate> = crates.iter().map(row).collect();
    let ram = crates.iter().map(|row| row.statics).sum::<u64>() + unattributed;
    Measured { crates, unattributed, ram }
}

fn judged(text: &str, crates: &[(&str, u64)], unattributed: u64) -> Judgement {
    judge(&inline(text).plan, &measured(crates, unattributed))
}

fn kinds(judgement: &Judgement) -> Vec<&str> {
    judgement.findings.iter().map(|finding| finding.kind.name()).collect()
}

#[test]
fn all_of_the_total_and_of_a_limit_may_be_had() {
    let text = "preset = 'none'\ntotal_budget = 100\nplatform_limit = 100\n[crates.app]\nbudget = 100\n";
    let just = judged(text, &[("app", 100)], 0);
    assert_eq!((kinds(&just), just.total, just.limit), (vec![], Standing::Fits, Standing::Fits));
    let over = judged(text, &[("app", 99)], 2);
    assert_eq!((over.total, over.limit), (Standing::Over, Standing::Over));
    assert!(
        ["over-limit", "over-total", "undecided"].iter().all(|kind| kinds(&over).contains(kind)),
        "{:?}",
        kinds(&over)
    );
    // The margin counts up to the last byte too.
    let text = format!("safety_margin = '25%'\n{text}");
    let just = judged(&text, &[("app", 80)], 0);
    assert_eq!((kinds(&just), just.total, just.limit), (vec![], Standing::Fits, Standing::Fits));
    let more = judged(&text, &[("app", 81)], 0);
    assert_eq!((more.findings.len(), more.total, more.limit), (2, Standing::Fits, Standing::Fits));
}

#[test]
fn what_could_not_be_read_is_undecided_and_no_finding() {
    let text = "preset = 'none'\ntotal_budget = '1KB'\n[crates.app]\nbudget = '1kb'\n";
    for bytes in [1, 1000] {
        let judgement = judged(text, &[("app", bytes)], 24);
        assert_eq!((judgement.crates[0].standing, kinds(&judgement)), (Standing::Undecided, vec![]));
    }
}

#[test]
fn the_largest_crates_are_named() {
    let text = "preset = 'none'\ntotal_budget = 10\n[crates.app]\nbudget = 10\n";
    let crates = [("a", 0), ("b", 1), ("c", 3), ("d", 3), ("app", 9), ("e", 2), ("f", 1)];
    let notes = |crates: &[(&str, u64)], unattributed: u64| {
        let findings = judged(text, crates, unattributed).findings;
        findings.into_iter().find(|finding| finding.kind == crate::Kind::OverTotal).expect("it is over the total").notes
    };
    assert_eq!(
        notes(&crates, 0),
        ["the largest crates:\n  app 9 bytes\n  c 3 bytes\n  d 3 bytes\n  e 2 bytes\n  b 1 byte"]
    );
    assert_eq!(notes(&[("app", 0)], 11), ["the largest crates:"]);
}

#[test]
fn an_excess_is_the_difference() {
    let text = "preset = 'none'\ntotal_budget = '1KB'\n[crates.app]\nbudget = 300\n";
    let finding = judged(text, &[("app", 301)], 0).findings.pop().expect("it is over its budget");
    assert_eq!(finding.solution, "Reduce what app has by 1 byte, or increase its budget");
    let finding = judged(text, &[("app", 700)], 0).findings.pop().expect("it is over its budget");
    assert_eq!(finding.solution, "Reduce what app has by 400 bytes, or increase its budget");
}
