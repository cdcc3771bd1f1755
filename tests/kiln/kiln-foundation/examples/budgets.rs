//! Prints the budgets that are in force, whatever the file has beside them.

use kiln_foundation::{CrateId, TOTAL_BUDGET_ORIGIN, TOTAL_MEMORY_BUDGET};

fn main() {
    for id in CrateId::ALL {
        println!("{} {} {} {}", id.name(), id.short_name(), id.budget(), id.origin());
    }
    println!("total {TOTAL_MEMORY_BUDGET} {TOTAL_BUDGET_ORIGIN}");
}
