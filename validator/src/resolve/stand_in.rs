//! What stands in for sizes that nobody has said, or that could not be read, so that code which uses them still compiles.

use crate::plan::Plan;
use crate::size;

/// What a budget is where nothing tells more: an array can have it, it can be divided by, and a little can be taken from it.
const USUAL: u64 = 1 << 20;

/// Gives such sizes a value. What was probably meant is there already; a total that is not known holds all budgets.
pub(super) fn for_sizes(plan: &mut Plan) {
    for entry in &mut plan.crates {
        if !entry.budget.readable && entry.budget.base.bytes == 0 {
            let least = entry.min.as_ref().map_or(0, |min| min.bytes);
            let most = entry.max.as_ref().map_or(u64::MAX, |max| max.bytes);
            entry.budget.base.bytes = USUAL.max(least).min(most);
        }
    }
    if !plan.total.readable {
        let sum = plan.crates.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.budget.base.bytes));
        plan.total.base.bytes = plan.total.base.bytes.max(sum.min(size::MAX));
    }
}
