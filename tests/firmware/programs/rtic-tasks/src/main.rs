//! RTIC: a hardware task charges and spawns a software task with the guard, which returns the bytes.

#![no_std]
#![no_main]

use board as _;

#[rtic::app(device = lm3s6965, dispatchers = [GPIOA])]
mod app {
    use board_budgets::{Charged, CrateId, MEMORY, RADIO_BUDGET};

    const FRAME: usize = 1024;
    const FRAMES: usize = 100;

    #[shared]
    struct Shared {}

    #[local]
    struct Local {
        sent: usize,
    }

    #[init]
    fn init(context: init::Context) -> (Shared, Local) {
        let mut timer = context.core.SYST;
        board::start_ticks(&mut timer);
        (Shared {}, Local { sent: 0 })
    }

    #[task(binds = SysTick, priority = 2)]
    fn receive(_: receive::Context) {
        if let Ok(charge) = MEMORY.charge(CrateId::Radio, FRAME) {
            // Where the task still has a frame, this one comes back and is dropped.
            let _ = send::spawn(charge);
        }
    }

    #[task(priority = 1, local = [sent])]
    async fn send(context: send::Context, charge: Charged) {
        assert_eq!(charge.bytes(), FRAME);
        assert!(MEMORY.usage(CrateId::Radio).used >= FRAME);
        drop(charge);
        *context.local.sent += 1;
        if *context.local.sent == FRAMES {
            let usage = MEMORY.usage(CrateId::Radio);
            assert!(usage.peak >= FRAME && usage.peak <= RADIO_BUDGET);
            board::print(&MEMORY.report());
            board::finish();
        }
    }
}
