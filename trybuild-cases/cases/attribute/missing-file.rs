#[memory_budgets::memory_budgets(config_file = "conf/none.toml")]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
