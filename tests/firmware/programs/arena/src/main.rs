//! The same heap in talc, over an array in a static.

#![no_std]
#![no_main]

use board_budgets::{CrateId, MEMORY, RADIO_BUDGET};
use cortex_m_rt::entry;
use talc::source::Claim;
use talc::{DefaultBinning, TalcLock, min_first_heap_size};

mod interrupts_off;
use interrupts_off::InterruptsOff;

/// What talc needs for itself, what it rounds up, and its gaps come on top of the budget.
const ARENA_BYTES: usize = min_first_heap_size::<DefaultBinning>() + RADIO_BUDGET / 8 * 9;

#[global_allocator]
static HEAP: TalcLock<InterruptsOff, Claim> = TalcLock::new({
    static mut ARENA: [u8; ARENA_BYTES] = [0; ARENA_BYTES];
    // SAFETY: nothing else has the name of the arena.
    unsafe { Claim::array(&raw mut ARENA) }
});

#[entry]
fn main() -> ! {
    for _ in 0..100 {
        let frames = core::array::from_fn::<_, { RADIO_BUDGET / radio::FRAME + 1 }, _>(|_| radio::frame());
        let [granted @ .., refused] = &frames;
        assert!(granted.iter().all(Result::is_ok) && refused.is_err());
    }
    assert_eq!(MEMORY.usage(CrateId::Radio).peak, RADIO_BUDGET);
    assert_eq!(MEMORY.usage(CrateId::Radio).refused, 100);
    board::print(&MEMORY.report());
    board::finish()
}
