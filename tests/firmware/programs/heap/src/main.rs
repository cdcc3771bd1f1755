//! A heap in a static, and a crate that the main loop and an interrupt charge at once.

#![no_std]
#![no_main]

use core::sync::atomic::{AtomicUsize, Ordering};

use board_budgets::{CrateId, MEMORY, RADIO_BUDGET};
use cortex_m::Peripherals;
use cortex_m_rt::{entry, exception};
use embedded_alloc::LlffHeap;

/// Budgets count what was asked for. What a heap rounds up, and its gaps, come on top: an eighth here.
const HEAP_BYTES: usize = RADIO_BUDGET / 8 * 9;

#[global_allocator]
static HEAP: LlffHeap = LlffHeap::empty();

const TICKS: usize = 200;
static TICK: AtomicUsize = AtomicUsize::new(0);
static REFUSED: AtomicUsize = AtomicUsize::new(0);

#[entry]
fn main() -> ! {
    // SAFETY: it is the first thing that happens, and happens once.
    unsafe {
        embedded_alloc::init!(HEAP, HEAP_BYTES);
    }
    if let Some(mut peripherals) = Peripherals::take() {
        board::start_ticks(&mut peripherals.SYST);
    }
    let mut refused = 0;
    while TICK.load(Ordering::Relaxed) < TICKS {
        // One frame more than there is room for, while the interrupt takes and returns others.
        let frames = core::array::from_fn::<_, { RADIO_BUDGET / radio::FRAME + 1 }, _>(|_| radio::frame());
        refused += frames.iter().filter(|frame| frame.is_err()).count();
        assert!(MEMORY.usage(CrateId::Radio).used <= RADIO_BUDGET);
    }
    let usage = MEMORY.usage(CrateId::Radio);
    assert_eq!(usage.peak, RADIO_BUDGET);
    assert_eq!(usage.refused, refused + REFUSED.load(Ordering::Relaxed));
    board::print(&MEMORY.report());
    board::finish()
}

#[exception]
fn SysTick() {
    match radio::frame() {
        Ok(mut frame) => frame.bytes[0] = 1,
        Err(_) => {
            REFUSED.fetch_add(1, Ordering::Relaxed);
        }
    }
    TICK.fetch_add(1, Ordering::Relaxed);
}
