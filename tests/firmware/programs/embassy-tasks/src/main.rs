//! Embassy: an interrupt charges, and the guard goes to a task, which returns the bytes.

#![no_std]
#![no_main]

use core::sync::atomic::{AtomicUsize, Ordering};

use board_budgets::{Charged, CrateId, MEMORY, RADIO_BUDGET};
use cortex_m::Peripherals;
use cortex_m_rt::exception;
use embassy_executor::Spawner;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::channel::Channel;

const FRAME: usize = 1024;
const FRAMES: usize = 100;

static RECEIVED: Channel<CriticalSectionRawMutex, Charged, { RADIO_BUDGET / FRAME }> = Channel::new();
static SENT: AtomicUsize = AtomicUsize::new(0);

#[embassy_executor::main]
async fn main(spawner: Spawner) {
    spawner.spawn(send().expect("it is spawned once"));
    if let Some(mut peripherals) = Peripherals::take() {
        board::start_ticks(&mut peripherals.SYST);
    }
}

/// Takes frames two at a time, so that their bytes stay charged while it waits.
#[embassy_executor::task]
async fn send() {
    while SENT.load(Ordering::Relaxed) < FRAMES {
        let first = RECEIVED.receive().await;
        let second = RECEIVED.receive().await;
        assert!(MEMORY.usage(CrateId::Radio).used >= first.bytes() + second.bytes());
        drop((first, second));
        SENT.fetch_add(2, Ordering::Relaxed);
    }
    let usage = MEMORY.usage(CrateId::Radio);
    assert!(usage.peak >= 2 * FRAME && usage.peak <= RADIO_BUDGET);
    board::print(&MEMORY.report());
    board::finish();
}

#[exception]
fn SysTick() {
    if let Ok(charge) = MEMORY.charge(CrateId::Radio, FRAME) {
        // As many as the budget allows have room, so that it is never full.
        assert!(RECEIVED.try_send(charge).is_ok());
    }
}
