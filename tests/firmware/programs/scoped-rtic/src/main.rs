//! RTIC: a software task in the sensor's scope, and a hardware task of higher priority in the radio's that stops it anywhere.

#![no_std]
#![no_main]

extern crate alloc;

use board as _;

#[rtic::app(device = lm3s6965, dispatchers = [GPIOA])]
mod app {
    use alloc::vec;
    use alloc::vec::Vec;
    use core::sync::atomic::{AtomicUsize, Ordering};

    use board_budgets::{CrateId, MEMORY, RADIO_BUDGET, SENSOR_BUDGET};
    use embedded_alloc::LlffHeap;
    use memory_budgets::{BudgetedGlobalAlloc, scope, scope_future};

    #[global_allocator]
    static HEAP: BudgetedGlobalAlloc<LlffHeap> = BudgetedGlobalAlloc::new(LlffHeap::empty(), &MEMORY);

    const SAMPLES: usize = 100;
    static FRAMES: AtomicUsize = AtomicUsize::new(0);

    #[shared]
    struct Shared {}

    #[local]
    struct Local {
        samples: Vec<u16>,
    }

    #[init]
    fn init(context: init::Context) -> (Shared, Local) {
        let heap = HEAP.inner();
        // SAFETY: it is the first thing that happens, and happens once.
        unsafe {
            embedded_alloc::init!(heap, 2 * (RADIO_BUDGET + SENSOR_BUDGET));
        }
        let samples = scope(CrateId::Sensor, || Vec::with_capacity(SAMPLES));
        let mut timer = context.core.SYST;
        board::start_ticks(&mut timer);
        assert!(measure::spawn().is_ok());
        (Shared {}, Local { samples })
    }

    #[task(binds = SysTick, priority = 2)]
    fn receive(_: receive::Context) {
        let frame = scope(CrateId::Radio, || vec![0u8; 512]);
        assert_eq!(MEMORY.usage(CrateId::Radio).used, frame.len());
        FRAMES.fetch_add(1, Ordering::Relaxed);
    }

    #[task(priority = 1, local = [samples])]
    async fn measure(context: measure::Context) {
        let samples = context.local.samples;
        scope_future(CrateId::Sensor, async {
            while FRAMES.load(Ordering::Relaxed) < 100 {
                let held = size_of_val(samples.spare_capacity_mut());
                // Interrupted now and then, between the first and the last of these.
                let copy = samples.clone();
                let window = vec![0u16; 50];
                let used = held + 2 * (copy.capacity() + window.capacity());
                assert_eq!(MEMORY.usage(CrateId::Sensor).used, used);
            }
        })
        .await;
        let [radio, sensor] = [CrateId::Radio, CrateId::Sensor].map(|id| MEMORY.usage(id));
        assert_eq!(radio.peak, 512);
        assert_eq!((sensor.used, sensor.peak), (2 * SAMPLES, 2 * SAMPLES + 2 * 50));
        board::print(&MEMORY.report());
        board::finish();
    }
}
