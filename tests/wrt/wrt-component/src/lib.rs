//! The Component Model.

use wrt_foundation::CrateId;

wrt_foundation::assert_budget!(CrateId::Component, 32 * 1024);

/// The buffers of all components, in bytes: half of the budget.
pub const BUFFERS: usize = CrateId::Component.budget() / 2;

/// As WRT's documentation has it.
#[cfg(feature = "memory-monitoring")]
pub fn report_budget_usage() {
    let usage = wrt_foundation::memory_monitor::get_usage_report();
    
    for (crate_id, info) in usage.iter() {
        println!("Crate {}: {}/{} bytes ({}%)", 
            crate_id.name(),
            info.used,
            info.budget,
            (info.used * 100) / info.budget
        );
    }
}
