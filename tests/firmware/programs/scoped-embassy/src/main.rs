//! Embassy: two tasks, each in a scope of its own whenever it is polled.

#![no_std]
#![no_main]

extern crate alloc;

use alloc::vec;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering};

use board_budgets::{CrateId, MEMORY, RADIO_BUDGET, SENSOR_BUDGET};
use cortex_m::Peripherals;
use cortex_m_rt::exception;
use embassy_executor::Spawner;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;
use embassy_sync::signal::Signal;
use embedded_alloc::LlffHeap;
use memory_budgets::{BudgetedGlobalAlloc, scope, scope_future};

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<LlffHeap> = BudgetedGlobalAlloc::new(LlffHeap::empty(), &MEMORY);

const SAMPLE: usize = 100;
const FRAME: usize = 1024;
const FRAMES: usize = 50;

static TICKED: Signal<CriticalSectionRawMutex, ()> = Signal::new();
static SAMPLES: Channel<CriticalSectionRawMutex, Vec<u8>, 2> = Channel::new();
static INTERRUPTS: AtomicUsize = AtomicUsize::new(0);

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    let heap = HEAP.inner();
    // SAFETY: it is the first thing that happens, and happens once.
    unsafe {
        embedded_alloc::init!(heap, 2 * (RADIO_BUDGET + SENSOR_BUDGET));
    }
    spawner.spawn(measure().expect("it is spawned once"));
    spawner.spawn(send().expect("it is spawned once"));
    if let Some(mut peripherals) = Peripherals::take() {
        board::start_ticks(&mut peripherals.SYST);
    }
}

/// The sensor's: a sample for each tick, which it hands on.
#[embassy_executor::task]
async fn measure() {
    scope_future(CrateId::Sensor, async {
        loop {
            TICKED.wait().await;
            let sample = vec![1; SAMPLE];
            SAMPLES.send(sample).await;
        }
    })
    .await
}

/// The radio's: frames of samples, which are the sensor's until they are freed here.
#[embassy_executor::task]
async fn send() {
    scope_future(CrateId::Radio, async {
        for _ in 0..FRAMES {
            let mut frame = Vec::<u8>::with_capacity(FRAME);
            let sample = SAMPLES.receive().await;
            frame.extend_from_slice(&sample);
            assert!(MEMORY.usage(CrateId::Sensor).used >= sample.capacity());
            let usage = MEMORY.usage(CrateId::Radio);
            assert!(usage.used >= frame.capacity() && usage.peak <= FRAME + 16, "{usage:?}");
        }
        assert_eq!(MEMORY.usage(CrateId::Radio).used, 0);
        let usage = MEMORY.usage(CrateId::Sensor);
        assert!(usage.peak >= SAMPLE && usage.peak <= 4 * SAMPLE, "{usage:?}");
        assert!(INTERRUPTS.load(Ordering::Relaxed) >= FRAMES);
        board::print(&MEMORY.report());
        board::finish();
    })
    .await
}

#[exception]
fn SysTick() {
    // Whichever task it has interrupted: this is the radio's.
    let acknowledgement = scope(CrateId::Radio, || vec![0u8; 16]);
    TICKED.signal(());
    INTERRUPTS.fetch_add(1, Ordering::Relaxed);
    drop(acknowledgement);
}
