use kiln_memory_validator::{validate_budgets, BudgetConfig};

fn main() {
    let config = BudgetConfig::from_file("memory_budget.toml")
        .unwrap_or_default();
        
    validate_budgets(&config)
        .expect("Memory budget validation failed");
        
    // Generate budget constants
    println!("cargo:rustc-env=KILN_TOTAL_BUDGET={}", config.total_budget);
}
