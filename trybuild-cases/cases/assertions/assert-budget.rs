#[memory_budgets::memory_budgets]
pub mod budgets {}

use budgets::CrateId;

memory_budgets::assert_budget!(CrateId::Component, 64 * 1024);
memory_budgets::assert_budget!(CrateId::Component, 16 * 1024 * 1024);
memory_budgets::assert_budget!(CrateId::Host, CrateId::Host.budget() + 1,);
memory_budgets::assert_budget!(CrateId::Long, usize::MAX);

macro_rules! of_two {
    ($crate_id:expr, $bytes:expr) => {
        memory_budgets::assert_budget!($crate_id, 2 * $bytes);
    };
}
of_two!(CrateId::Host, 4 << 20);

memory_budgets::assert_budget!(CrateId::Host);

fn main() {}
