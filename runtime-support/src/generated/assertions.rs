//! What fails while compiling, with the numbers of the target.

use crate::message::{Message, unit};

/// A part of a message. A text is only ever copied: whatever it holds, nothing in it is a place.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// A text.
    Text(&'a str),
    /// The crate's name.
    Crate,
    /// Where its budget came from.
    Origin,
    /// The amount on the left.
    Left,
    /// The amount on the right.
    Right,
    /// Another amount.
    Amount(u128),
    /// How many bits an address has.
    Width,
    /// How many bytes addresses can tell apart.
    Space,
    /// The largest of these sizes, with names and origins.
    Largest(&'a [&'a str], &'a [u64], &'a [&'a str]),
}

/// The message of the first crate for which `left <= right` does not hold.
#[must_use]
pub const fn first_violation<const N: usize>(
    names: &[&str],
    origins: &[&str],
    left: &[u64],
    right: &[u64],
    parts: &[Part<'_>],
) -> Option<Message<N>> {
    let mut i = 0;
    while i < names.len() {
        let (left, right) = (at(left, i), at(right, i));
        if left > right {
            return Some(message(names[i], origins[i], left as u128, right as u128, parts));
        }
        i += 1;
    }
    None
}

/// One or many of something: one stands for every crate.
const fn at(list: &[u64], i: usize) -> u64 {
    if list.len() == 1 { list[0] } else { list[i] }
}

/// The message where `left <= right` does not hold.
#[must_use]
pub const fn violation<const N: usize>(left: u128, right: u128, parts: &[Part<'_>]) -> Option<Message<N>> {
    if left <= right { None } else { Some(message("", "", left, right, parts)) }
}

const fn message<const N: usize>(name: &str, origin: &str, left: u128, right: u128, parts: &[Part<'_>]) -> Message<N> {
    let mut message = Message::new();
    let mut i = 0;
    while i < parts.len() {
        match parts[i] {
            Part::Text(text) => message.push(text),
            Part::Crate => message.push(name),
            Part::Origin => message.push(origin),
            Part::Left => push_amount(&mut message, left),
            Part::Right => push_amount(&mut message, right),
            Part::Amount(amount) => push_amount(&mut message, amount),
            Part::Width => message.push_number(usize::BITS as u64),
            Part::Space => push_amount(&mut message, usize::MAX as u128 + 1),
            Part::Largest(names, sizes, origins) => push_largest(&mut message, names, sizes, origins),
        }
        i += 1;
    }
    message
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
    if amount <= MOST {
        return message.push_size(amount as u64);
    }
    let (shift, hundredths) = unit((amount % GB + GB) as u64);
    push_wide(message, amount >> shift);
    message.push_unit(shift, hundredths);
}

#[allow(clippy::cast_possible_truncation, reason = "each is compared first, or a digit")]
const fn push_wide<const N: usize>(message: &mut Message<N>, number: u128) {
    const HALF: u128 = 10u128.pow(19);
    if number <= u64::MAX as u128 {
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
