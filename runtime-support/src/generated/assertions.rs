//! What fails while compiling, with the numbers of the target.

use crate::message::{Message, unit};

/// A part of what a message ends with.
#[derive(Clone, Copy)]
pub enum Evidence<'a> {
    /// A text.
    Text(&'a str),
    /// The largest of these sizes, with names and origins.
    Largest(&'a [&'a str], &'a [u64], &'a [&'a str]),
}

/// The message of the first crate for which `left <= right` does not hold.
#[must_use]
pub const fn first_violation<const N: usize>(
    names: &[&str],
    left: &[u64],
    right: &[u64],
    template: &str,
    origins: &[&str],
) -> Option<Message<N>> {
    let mut i = 0;
    while i < names.len() {
        if at(left, i) > at(right, i) {
            let evidence = [Evidence::Text("from "), Evidence::Text(origins[i])];
            return violation(names[i], at(left, i) as u128, at(right, i) as u128, 0, template, &evidence);
        }
        i += 1;
    }
    None
}

/// One or many of something: one stands for every crate.
const fn at(list: &[u64], i: usize) -> u64 {
    if list.len() == 1 { list[0] } else { list[i] }
}

/// The message where `left <= right` does not hold, with the places of the template filled in.
#[must_use]
pub const fn violation<const N: usize>(
    name: &str,
    left: u128,
    right: u128,
    sum: u128,
    template: &str,
    evidence: &[Evidence<'_>],
) -> Option<Message<N>> {
    if left <= right {
        return None;
    }
    let mut message = Message::new();
    let text = template.as_bytes();
    let mut copied = 0;
    let mut i = 0;
    while i < text.len() {
        let places: [&[u8]; 6] = [b"{crate}", b"{left}", b"{right}", b"{sum}", b"{width}", b"{space}"];
        let mut place = 0;
        while place < places.len() && !starts_with(text, i, places[place]) {
            place += 1;
        }
        if place == places.len() {
            i += 1;
            continue;
        }
        message.push_bytes(text, copied, i);
        match place {
            0 => message.push(name),
            1 => push_amount(&mut message, left),
            2 => push_amount(&mut message, right),
            3 => push_amount(&mut message, sum),
            4 => message.push_number(usize::BITS as u64),
            _ => push_amount(&mut message, usize::MAX as u128 + 1),
        }
        i += places[place].len();
        copied = i;
    }
    message.push_bytes(text, copied, text.len());
    let mut i = 0;
    while i < evidence.len() {
        match evidence[i] {
            Evidence::Text(text) => message.push(text),
            Evidence::Largest(names, sizes, origins) => push_largest(&mut message, names, sizes, origins),
        }
        i += 1;
    }
    Some(message)
}

const fn starts_with(text: &[u8], from: usize, what: &[u8]) -> bool {
    let mut i = 0;
    while i < what.len() {
        if from + i >= text.len() || text[from + i] != what[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Adds the largest sizes, the first of equals first, as the validator lists them; a test of the workspace compares the two.
const fn push_largest<const N: usize>(message: &mut Message<N>, names: &[&str], sizes: &[u64], origins: &[&str]) {
    message.push("\n\nthe largest budgets:");
    // What was listed last: all that is larger, and of its equals those before it, is listed already.
    let mut last = (u64::MAX, 0);
    let mut shown = 0;
    while shown < 3 {
        let mut next = sizes.len();
        let mut i = 0;
        while i < sizes.len() {
            let open = sizes[i] < last.0 || (sizes[i] == last.0 && i >= last.1);
            if open && (next == sizes.len() || sizes[i] > sizes[next]) {
                next = i;
            }
            i += 1;
        }
        if next == sizes.len() {
            return;
        }
        message.push("\n  ");
        message.push(names[next]);
        message.push(" ");
        message.push_size(sizes[next]);
        message.push(" (");
        message.push(origins[next]);
        message.push(")");
        last = (sizes[next], next + 1);
        shown += 1;
    }
}

/// Adds an amount as a size. Sums may be more than a `u64` holds, and [`Message`] counts in no larger numbers: reports in small
/// processors' programs use it too.
#[allow(clippy::cast_possible_truncation, reason = "each is compared first, or a remainder")]
const fn push_amount<const N: usize>(message: &mut Message<N>, amount: u128) {
    const MOST: u128 = u64::MAX as u128;
    const GB: u128 = 1 << 30;
    // The unit depends on what exceeds whole GB.
    let (shift, hundredths) = unit(if amount > MOST { (amount % GB + GB) as u64 } else { amount as u64 });
    push_wide(message, amount >> shift);
    message.push_unit(shift, hundredths);
}

#[allow(clippy::cast_possible_truncation, reason = "each is compared first, or a digit")]
const fn push_wide<const N: usize>(message: &mut Message<N>, number: u128) {
    const HALF: u128 = 10u128.pow(19);
    if number < HALF {
        return message.push_number(number as u64);
    }
    push_wide(message, number / HALF);
    let mut place = HALF / 10;
    while place > 0 {
        message.push_number((number / place % 10) as u64);
        place /= 10;
    }
}

/// How `assert_budget!` fails: `N` bytes have room for its text with the name twice and the origin.
///
/// # Panics
/// Always: that is the compiler's error. It stands where the macro does, since all functions on the way track their caller.
#[track_caller]
#[allow(clippy::panic, reason = "how a constant fails")]
pub const fn over_budget<const N: usize>(name: &str, bytes: usize, budget: usize, origin: &str) {
    let mut message = Message::<N>::new();
    message.push_size(bytes as u64);
    message.push(" exceed the budget of ");
    message.push(name);
    message.push(" (");
    message.push_size(budget as u64);
    message.push(") by ");
    message.push_size((bytes - budget) as u64);
    message.push("\n\nSolution: Use at most ");
    message.push_size(budget as u64);
    message.push(", or increase ");
    message.push(name);
    message.push(" budget to at least ");
    message.push_size(bytes as u64);
    message.push("\n\nthe budget is from ");
    // As origins are written in one word.
    message.push(if matches!(origin.as_bytes(), b"preset") { "the preset" } else { origin });
    panic!("{}", message.as_str());
}
