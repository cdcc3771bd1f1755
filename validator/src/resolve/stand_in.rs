//! What stands in for sizes that nobody has said, or that could not be read, so that code which uses them still compiles.

use crate::plan::{BudgetedCrate, Plan};
use crate::size;

/// What a budget is where nothing tells more: an array can have it, it can be divided by, and a little can be taken from it.
const USUAL: u64 = 1 << 20;

/// Gives such sizes a value. What was probably meant is there already. The rest has room in the total, if there is some, and
/// a total that is not known holds all budgets: code that makes a ledger of them while compiling does not fail. One that is
/// their sum is computed here, and is known where they are.
pub(crate) fn for_sizes(plan: &mut Plan) {
    let is_open = |entry: &BudgetedCrate| !entry.budget.readable && entry.budget.base.bytes == 0;
    let mut open = 0;
    for entry in &plan.crates {
        open += u64::from(is_open(entry));
    }
    let usual = match plan.total.base.bytes.saturating_sub(sum(plan)).checked_div(open) {
        Some(room @ 1..) if plan.total.readable => USUAL.min(room),
        _ => USUAL,
    };
    for entry in &mut plan.crates {
        if is_open(entry) {
            let budget = &mut entry.budget.base.bytes;
            *budget = usual;
            if let Some(min) = &entry.min {
                *budget = min.bytes.max(*budget);
            }
            if let Some(max) = &entry.max {
                *budget = max.bytes.min(*budget);
            }
        }
    }
    if plan.total.base.is_sum {
        plan.total.base.bytes = sum(plan);
    } else if !plan.total.readable {
        plan.total.base.bytes = plan.total.base.bytes.max(sum(plan).min(size::MAX));
    }
    if plan.total_may_be_sum() {
        for entry in &plan.crates {
            plan.total.readable &= entry.budget.readable;
        }
    }
}

/// Where the file could not be read, nothing in the plan is what it says.
pub(crate) fn for_all(plan: &mut Plan) {
    plan.unsure = true;
    plan.total.readable = false;
    for_sizes(plan);
}

/// The sum of the crate budgets where no section changes one, in bytes.
fn sum(plan: &Plan) -> u64 {
    let mut sum: u64 = 0;
    for entry in &plan.crates {
        sum = sum.saturating_add(entry.budget.base.bytes);
    }
    sum
}
