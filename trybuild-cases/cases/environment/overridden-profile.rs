#![deny(warnings)]

#[memory_budgets::memory_budgets(profile = "b")]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
