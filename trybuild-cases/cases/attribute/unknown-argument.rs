#[memory_budgets::memory_budgets(config_flie = "a.toml", speed, "text", = 3)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
