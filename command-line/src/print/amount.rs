//! The sizes of a configuration as every format shows them: what could not be read is a question mark, and no number.

use memory_budgets_validator::{BudgetedCrate, size};

use crate::survey::Row;

const UNREADABLE: &str = "?";

/// A crate's budget.
pub(crate) fn budget(entry: &BudgetedCrate) -> String {
    shown(entry.budget.readable, || size::print(entry.budget.base.bytes.into()))
}

/// The total.
pub(crate) fn total(row: &Row) -> String {
    shown(row.total_is_readable(), || size::print(row.total().bytes.into()))
}

/// What the crates come to.
pub(crate) fn sum(row: &Row) -> String {
    shown(row.sum_is_readable(), || size::print(row.sum()))
}

/// What is left; below zero where the crates exceed the total.
pub(crate) fn left(row: &Row) -> String {
    let sign = if row.left() < 0 { "-" } else { "" };
    shown(row.is_readable(), || format!("{sign}{}", size::print(row.left().unsigned_abs())))
}

/// What part of the total a crate has, where both are known.
pub(crate) fn share_of(entry: &BudgetedCrate, row: &Row) -> String {
    let known = entry.budget.readable && row.total_is_readable();
    part(known, entry.budget.base.bytes.into(), row)
}

/// And all of them.
pub(crate) fn share_of_sum(row: &Row) -> String {
    part(row.is_readable(), row.sum(), row)
}

/// And what is left, where there is something.
pub(crate) fn share_of_left(row: &Row) -> String {
    part(row.is_readable() && row.left() >= 0, row.left().unsigned_abs(), row)
}

fn part(known: bool, bytes: u128, row: &Row) -> String {
    if known { share(bytes, row.total().bytes.into()) } else { String::new() }
}

fn shown(is_readable: bool, text: impl FnOnce() -> String) -> String {
    if is_readable { text() } else { UNREADABLE.to_owned() }
}

/// In percent with one decimal, cut off as everywhere: what does not reach its budget is not shown as if it did.
pub(crate) fn share(part: u128, whole: u128) -> String {
    let tenths = part.saturating_mul(1000).checked_div(whole);
    tenths.map_or(String::new(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
}
