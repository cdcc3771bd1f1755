//! Prints what is in force and, with the feature `memory-monitoring`, what is in use.

use wrt_foundation::{CrateId, TOTAL_BUDGET_ORIGIN, TOTAL_MEMORY_BUDGET};

fn main() {
    if let Err(error) = wrt_runtime::initialize_memory_system() {
        eprintln!("{error}");
        std::process::exit(1);
    }
    println!("{}: {} bytes ({})", CrateId::Runtime, CrateId::Runtime.budget(), CrateId::Runtime.origin());
    println!("{}: {} bytes ({})", CrateId::Debug, CrateId::Debug.budget(), CrateId::Debug.origin());
    println!("total: {TOTAL_MEMORY_BUDGET} bytes ({TOTAL_BUDGET_ORIGIN})");
    #[cfg(feature = "memory-monitoring")]
    {
        let memory = wrt_foundation::memory_monitor::memory_system();
        let stack = memory.charge(CrateId::Runtime, wrt_runtime::STACK);
        let buffers = memory.charge(CrateId::Component, wrt_component::BUFFERS);
        wrt_component::report_budget_usage();
        #[cfg(feature = "memory-debug")]
        println!("{}", memory.leaks());
        drop((stack, buffers));
    }
}
