//! What the programs share of the board: a console over semihosting, a tick, an end.

#![no_std]

use core::fmt;

use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m_semihosting::debug;
use panic_semihosting as _;

/// Has the interrupt `SysTick` come again and again.
pub fn start_ticks(timer: &mut SYST) {
    timer.set_clock_source(SystClkSource::Core);
    timer.set_reload(10_000);
    timer.clear_current();
    timer.enable_interrupt();
    timer.enable_counter();
}

/// Prints on the console of whoever runs the emulator.
pub fn print(what: &dyn fmt::Display) {
    cortex_m_semihosting::hprintln!("{what}");
}

/// Ends the emulator with the exit status 0.
pub fn finish() -> ! {
    loop {
        debug::exit(debug::EXIT_SUCCESS);
    }
}
