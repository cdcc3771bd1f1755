//! What an account does not show: which counts share a word, whether a charge takes one attempt, and how long one waits.

use super::{Account, Bits, HALF, wait};

#[test]
fn bytes_and_charges_share_a_word_where_both_fit() {
    let most = i32::MAX as usize;
    for (budget, fits) in [(0, true), (1, true), (most, true), (most + 1, false), (most * 2 + 1, false)] {
        let account = Account::new(budget);
        assert_eq!(account.is_packed(), fits && Bits::BITS > HALF, "{budget}");
        assert_eq!(account.is_in_line(), fits || Bits::BITS <= HALF, "{budget}");
        assert_eq!(account.try_charge(0).is_some(), account.is_in_line(), "{budget}");
    }
}

#[test]
fn one_attempt_is_enough_for_what_fits() {
    let account = Account::new(10);
    for (bytes, used) in [(4, Some(4)), (7, None), (usize::MAX, None), (6, Some(10)), (1, None), (0, Some(10))] {
        assert_eq!(account.try_charge(bytes).map(|reading| account.at(reading).0), used, "{bytes}");
    }
    assert_eq!((account.usage().used, account.usage().live), (10, 3));
}

#[cfg(feature = "budget-tracking")]
#[test]
fn a_threshold_is_reached_where_it_says() {
    let most = usize::MAX;
    for budget in [1, 7, 99, 100, 1 << 20, most / 255, most / 2, most - 1, most] {
        for percent in [1, 50, 80, 99, 100] {
            let has_reached = |used: usize| used as u128 * 100 >= budget as u128 * u128::from(percent);
            let first = super::threshold(budget, percent);
            assert!(has_reached(first) && !has_reached(first - 1), "{budget} {percent}");
        }
        assert_eq!(super::threshold(budget, 0), 0);
    }
}

#[test]
fn who_comes_too_late_waits_longer_each_time() {
    let waits = core::iter::successors(Some(wait(0)), |pauses| Some(wait(*pauses)));
    assert!(waits.take(7).eq([32, 64, 128, 256, 512, 512, 512]));
}
