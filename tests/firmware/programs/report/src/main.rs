//! Prints what it has counted as JSON, for `cargo memory-budget measure --peaks`.

#![no_std]
#![no_main]

use board_budgets::{CrateId, MEMORY};
use cortex_m_rt::entry;

#[entry]
fn main() -> ! {
    let radio = MEMORY.charge(CrateId::Radio, 3000);
    let sensor = MEMORY.charge(CrateId::Sensor, 1000);
    assert!(radio.is_ok() && sensor.is_ok());
    drop(radio);
    board::print(&MEMORY.report().json());
    board::finish()
}
