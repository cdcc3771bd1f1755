//! Prints the budgets in force for this workspace, where each came from, and what is left of the total.

#[memory_budgets::memory_budgets]
mod budgets {}

use budgets::{CrateId, TOTAL_BUDGET_ORIGIN, TOTAL_CRATE_BUDGETS, TOTAL_SYSTEM_BUDGET};

fn main() {
    let width = CrateId::ALL.iter().map(|id| id.name().len()).max().unwrap_or(0).max("crate".len());
    let row = |name: &str, bytes: usize, origin: &str| {
        let total = TOTAL_SYSTEM_BUDGET as u128;
        let share = (bytes as u128 * 1000 + total / 2).checked_div(total).unwrap_or(0); // in tenths of a percent
        let line =
            format!("{name:width$}  {:>10}  {bytes:>12}  {:>5}.{}%  {origin}", size(bytes), share / 10, share % 10);
        println!("{}", line.trim_end());
    };
    println!("{:width$}  {:>10}  {:>12}  {:>7}  origin", "crate", "budget", "bytes", "share");
    for id in CrateId::ALL {
        row(id.name(), id.budget(), id.origin());
    }
    println!();
    row("sum", TOTAL_CRATE_BUDGETS, "");
    row("total", TOTAL_SYSTEM_BUDGET, TOTAL_BUDGET_ORIGIN);
    row("left", TOTAL_SYSTEM_BUDGET - TOTAL_CRATE_BUDGETS, "");
}

fn size(bytes: usize) -> String {
    memory_budgets_validator::size::print(bytes as u128)
}
