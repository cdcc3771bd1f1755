#[memory_budgets::memory_budgets]
struct Budgets;

#[memory_budgets::memory_budgets(env = false)]
/// Documented.
pub fn budgets() {}

fn main() {
    let _ = Budgets;
    budgets();
}
