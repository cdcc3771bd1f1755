//! Prints what is in force, what the level of safety allows that its argument names and, with the feature
//! `memory-monitoring`, what is in use.

use wrt_foundation::{CrateId, CrateIdentifier, Profile, TOTAL_BUDGET_ORIGIN, TOTAL_MEMORY_BUDGET};
use wrt_runtime::presets;

fn main() {
    if let Err(error) = wrt_runtime::initialize_memory_system() {
        eprintln!("{error}");
        std::process::exit(1);
    }
    println!("{}: {} bytes ({})", CrateId::Runtime, CrateId::Runtime.budget(), CrateId::Runtime.origin());
    println!("{}: {} bytes ({})", CrateId::Debug, CrateId::Debug.budget(), CrateId::Debug.origin());
    println!("total: {TOTAL_MEMORY_BUDGET} bytes ({TOTAL_BUDGET_ORIGIN})");
    if let Some(level) = std::env::args().nth(1) {
        let Ok(level) = level.parse::<Profile>() else {
            eprintln!("{level} is none of {}", Profile::ALL.map(Profile::name).join(", "));
            std::process::exit(1);
        };
        let context = presets::context(level);
        println!("{level}: {:?}, {} bytes", context.verification(), context.total());
        for id in [CrateId::Runtime, CrateId::Format] {
            println!("{}: {} bytes", CrateIdentifier::name(&id), context.budget(id));
        }
        println!("16KB for {}: {}", CrateId::Platform, context.allows(CrateId::Platform, 16 * 1024));
    }
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
