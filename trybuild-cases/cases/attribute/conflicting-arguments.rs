#[memory_budgets::memory_budgets(config_file = "a.toml", toml = "", env = false)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
