#[memory_budgets::memory_budgets(threshold = 101, toml = "")]
pub mod above {}

#[memory_budgets::memory_budgets(threshold = "90", toml = "")]
pub mod text {}

#[memory_budgets::memory_budgets(threshold = 0, toml = "")]
pub mod none {}

fn main() {
    let _ = (above::CrateId::Runtime, text::CrateId::Runtime, none::CrateId::Runtime);
}
