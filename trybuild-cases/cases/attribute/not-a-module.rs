#[wrt_memory_budgets::memory_budgets]
struct Budgets;

#[wrt_memory_budgets::memory_budgets(env = false)]
/// Documented.
pub fn budgets() {}

fn main() {
    let _ = Budgets;
    budgets();
}
