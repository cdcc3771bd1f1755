//! What a measured program looks like beside its budgets: a format a file.

pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod picture;

use memory_budgets_validator::{Standing, size};

use crate::measure::growth::Change;
use crate::measure::report::{Report, Row};
use crate::print::amount::share;

/// A measured size: exact where it is round, and else with one decimal.
pub(crate) fn about(bytes: u64) -> String {
    for (shift, unit) in [(30, "GB"), (20, "MB"), (10, "KB")] {
        if bytes >= 1 << shift {
            let exact = size::print(bytes.into());
            if exact.ends_with(unit) {
                return exact;
            }
            let tenths = (u128::from(bytes) * 10) >> shift;
            return format!("{}.{}{unit}", tenths / 10, tenths % 10);
        }
    }
    size::print(bytes.into())
}

/// How much more or less it is.
pub(crate) fn change(bytes: i128) -> String {
    let size = about(u64::try_from(bytes.unsigned_abs()).unwrap_or(u64::MAX));
    match bytes {
        0 => "same".to_owned(),
        less if less < 0 => format!("-{size}"),
        _ => format!("+{size}"),
    }
}

/// By how much flash has changed.
pub(crate) fn flash_change(change: &Change) -> i128 {
    i128::from(change.after.flash) - i128::from(change.before.flash)
}

/// What a row is called: the crate, and the version's mark where two are in the program.
pub(crate) fn name(row: &Row) -> String {
    let shown = row.package.as_ref().unwrap_or(&row.name);
    match &row.mark {
        Some(mark) => format!("{shown}[{}]", mark.get(..4).unwrap_or(mark)),
        None => shown.clone(),
    }
}

/// A row's budget: a question mark for one that could not be read.
pub(crate) fn budget(row: &Row) -> String {
    match &row.budget {
        Some(budget) => size::print(budget.bytes.into()),
        None if row.standing == Standing::Undecided => "?".to_owned(),
        None => String::new(),
    }
}

/// The total budget, likewise.
pub(crate) fn total(report: &Report) -> String {
    if report.total_is_readable { size::print(report.total.bytes.into()) } else { "?".to_owned() }
}

/// How much of it is used, where it is known.
pub(crate) fn total_share(report: &Report) -> String {
    let used = || share(report.used.into(), report.total.bytes.into());
    if report.total_is_readable { used() } else { String::new() }
}

/// Whether a row has to do with RAM or a budget, and is not flash alone.
pub(crate) fn matters(row: &Row) -> bool {
    row.bytes.written() > 0 || !budget(row).is_empty() || row.peak.is_some()
}

/// Whether all fits.
pub(crate) fn verdict(report: &Report) -> Standing {
    let whole =
        [report.total_standing, report.limit_standing].into_iter().chain(report.crates.iter().map(|row| row.standing));
    let mut verdict = Standing::Fits;
    for standing in whole {
        match standing {
            Standing::Over => return Standing::Over,
            Standing::Undecided => verdict = Standing::Undecided,
            _ => {}
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::{about, change};

    #[test]
    fn sizes_are_short() {
        for (bytes, shown) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1KB"),
            (60_000, "58.5KB"),
            (48 << 10, "48KB"),
            (3 << 19, "1.5MB"),
        ] {
            assert_eq!(about(bytes), shown);
        }
        assert_eq!(
            (change(0), change(-1024), change(60_000)),
            ("same".to_owned(), "-1KB".to_owned(), "+58.5KB".to_owned())
        );
    }
}
