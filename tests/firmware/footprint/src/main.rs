//! What a ledger costs: the same program with it and without it is measured, and the difference is the ledger's.

#![no_std]
#![no_main]

use core::hint::black_box;
use core::panic::PanicInfo;

use cortex_m as _;
use cortex_m_rt::entry;
use memory_budgets as _;
use portable_atomic as _;

#[cfg(feature = "heap")]
mod heap;
#[cfg(feature = "heap")]
use heap::allocate;

#[cfg(feature = "defmt-logger")]
mod defmt_logger;
#[cfg(feature = "log-logger")]
mod log_logger;

#[cfg(all(feature = "ledger", not(feature = "records")))]
use board_budgets::MEMORY;
#[cfg(feature = "records")]
static RECORDS: memory_budgets::Records<16> = memory_budgets::Records::new();
#[cfg(feature = "records")]
static MEMORY: board_budgets::MemorySystem = board_budgets::MemorySystem::validated().with_records(&RECORDS);

#[cfg(feature = "log")]
static HOOK: memory_budgets::Hook<board_budgets::CrateId> = memory_budgets::log_warning;
#[cfg(feature = "defmt")]
static HOOK: memory_budgets::Hook<board_budgets::CrateId> = memory_budgets::defmt_warning;

#[entry]
fn main() -> ! {
    #[cfg(feature = "heap")]
    heap::init();
    #[cfg(feature = "log-logger")]
    log_logger::init();
    #[cfg(any(feature = "log", feature = "defmt"))]
    let _ = MEMORY.set_hook(&HOOK);
    loop {
        // The same work with a ledger and without one.
        let bytes = black_box(1000_usize);
        #[cfg(feature = "ledger")]
        charge(bytes);
        #[cfg(feature = "heap")]
        allocate(bytes);
        #[cfg(feature = "log-logger")]
        log::warn!("{bytes} bytes");
        #[cfg(feature = "defmt-logger")]
        defmt::warn!("{=usize} bytes", bytes);
        #[cfg(feature = "report")]
        report();
        black_box(bytes);
    }
}

#[cfg(feature = "ledger")]
fn charge(bytes: usize) {
    use board_budgets::CrateId;
    if let Ok(charge) = MEMORY.charge(black_box(CrateId::Radio), bytes) {
        drop(black_box(charge));
    }
}

#[cfg(feature = "report")]
fn report() {
    let report = black_box(MEMORY.report());
    #[cfg(feature = "printed")]
    {
        use core::fmt::Write as _;
        let _ = write!(Nowhere, "{report}");
    }
    #[cfg(feature = "json")]
    {
        use core::fmt::Write as _;
        let _ = write!(Nowhere, "{}", report.json());
    }
    #[cfg(feature = "serde")]
    {
        let mut line = [0; 512];
        let _ = black_box(serde_json_core::to_slice(&report, &mut line));
        black_box(&line);
    }
    black_box(&report);
}

#[cfg(any(feature = "printed", feature = "json"))]
struct Nowhere;

#[cfg(any(feature = "printed", feature = "json"))]
impl core::fmt::Write for Nowhere {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        black_box(text);
        Ok(())
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
