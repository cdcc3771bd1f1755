//! A heap that knows whom it allocates for: the main loop is in the sensor's scope, the interrupts that stop it in the radio's,
//! and one of them stops the other.

#![no_std]
#![no_main]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering};

use board_budgets::{CrateId, MEMORY, RADIO_BUDGET, SENSOR_BUDGET};
use cortex_m::Peripherals;
use cortex_m::peripheral::SCB;
use cortex_m::peripheral::scb::SystemHandler;
use cortex_m_rt::{entry, exception};
use embedded_alloc::LlffHeap;
use memory_budgets::{BudgetedGlobalAlloc, scope};

/// Both budgets, what the heap rounds up, and its gaps.
const HEAP_BYTES: usize = 2 * (RADIO_BUDGET + SENSOR_BUDGET);

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<LlffHeap> = BudgetedGlobalAlloc::new(LlffHeap::empty(), &MEMORY);

const TICKS: usize = 200;
static TICK: AtomicUsize = AtomicUsize::new(0);
/// How often a tick has come while the other interrupt was in its scope.
static NESTED: AtomicUsize = AtomicUsize::new(0);
static WITHIN: AtomicUsize = AtomicUsize::new(0);

#[entry]
fn main() -> ! {
    let heap = HEAP.inner();
    // SAFETY: it is the first thing that happens, and happens once.
    unsafe {
        embedded_alloc::init!(heap, HEAP_BYTES);
    }
    let nobodys = Box::new([0u32; 16]);
    if let Some(mut peripherals) = Peripherals::take() {
        // The tick may stop the other interrupt.
        // SAFETY: nothing goes by priorities here.
        unsafe { peripherals.SCB.set_priority(SystemHandler::PendSV, 0xff) };
        board::start_ticks(&mut peripherals.SYST);
    }
    let mut rounds = 0;
    scope(CrateId::Sensor, || {
        while TICK.load(Ordering::Relaxed) < TICKS || NESTED.load(Ordering::Relaxed) == 0 {
            let first = Vec::<u8>::with_capacity(100);
            SCB::set_pendsv(); // the interrupt comes here, within the scope
            cortex_m::asm::isb();
            let second = Box::new([rounds; 64]);
            // For the compiler an allocation changes nothing that can be read, so that it may be made after the next lines.
            core::hint::black_box(&second);
            // Whatever interrupts have done meanwhile, and are doing: these are the sensor's, and nothing else is.
            let usage = MEMORY.usage(CrateId::Sensor);
            assert_eq!((usage.used, usage.live), (first.capacity() + size_of_val(&*second), 2));
            drop((first, second));
            assert_eq!(MEMORY.usage(CrateId::Sensor).used, 0);
            rounds += 1;
        }
    });
    // A budget that is used up, with more left in the heap.
    scope(CrateId::Sensor, || {
        assert!(Vec::<u8>::new().try_reserve_exact(SENSOR_BUDGET + 1).is_err());
    });
    assert_eq!(MEMORY.last_refusal().map(|refused| refused.crate_name), Some("sensor"));
    cortex_m::interrupt::disable();
    let [radio, sensor] = [CrateId::Radio, CrateId::Sensor].map(|id| MEMORY.usage(id));
    assert_eq!((radio.used, radio.live, radio.refused), (0, 0, 0));
    assert_eq!((sensor.used, sensor.live, sensor.refused), (0, 0, 1));
    assert!(radio.peak >= 2 * 300 && radio.peak <= 2 * 300 + 48, "{}", radio.peak);
    assert_eq!(sensor.peak, 100 + 64 * size_of::<usize>());
    drop(nobodys);
    board::print(&MEMORY.report());
    board::finish()
}

/// A frame in the radio's scope, and time for a tick.
#[exception]
fn PendSV() {
    scope(CrateId::Radio, || {
        let frame = Vec::<u8>::with_capacity(300);
        WITHIN.store(1, Ordering::Relaxed);
        cortex_m::asm::delay(2_000);
        WITHIN.store(0, Ordering::Relaxed);
        let copy = Vec::<u8>::with_capacity(300);
        assert!(MEMORY.usage(CrateId::Radio).used >= frame.capacity() + copy.capacity());
    });
}

/// Outside all scopes but its own, whatever it has interrupted.
#[exception]
fn SysTick() {
    let acknowledgement = scope(CrateId::Radio, || Box::new([0u8; 48]));
    assert!(MEMORY.usage(CrateId::Radio).used >= size_of_val(&*acknowledgement));
    NESTED.fetch_add(WITHIN.load(Ordering::Relaxed), Ordering::Relaxed);
    TICK.fetch_add(1, Ordering::Relaxed);
}
