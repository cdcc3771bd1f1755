#[memory_budgets::memory_budgets(toml = r#"
    # one line of the text
    "wrt-runtime" = "2MB"
"#)]
pub mod budgets {}

fn main() {
    let _ = budgets::CrateId::Runtime.budget();
}
