//! Prints what is in force, and what each level of safety allows.

use kiln_foundation::memory_coordinator::CrateIdentifier;
use kiln_foundation::{CrateId, Profile, TOTAL_BUDGET_ORIGIN, TOTAL_MEMORY_BUDGET};
use kiln_runtime::engine::EngineBuilder;

fn main() {
    println!("{}: {} bytes ({})", CrateId::Runtime, CrateId::Runtime.budget(), CrateId::Runtime.origin());
    println!("{}: {} bytes", CrateIdentifier::name(&CrateId::Wasi), kiln_wasi::start());
    println!("total: {TOTAL_MEMORY_BUDGET} bytes ({TOTAL_BUDGET_ORIGIN})");
    for level in Profile::ALL {
        let (budget, total) = (level.budget(CrateId::Runtime), level.total());
        println!("{level}: {budget} of {total} bytes, 100000: {}", EngineBuilder::with(level).takes(100_000));
    }
}
