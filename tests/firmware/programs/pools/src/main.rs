//! No heap: a queue and a pool of heapless, sized by a budget and charged to it once.

#![no_std]
#![no_main]

use board_budgets::{CrateId, MEMORY};
use cortex_m::singleton;
use cortex_m_rt::entry;
use heapless::pool::boxed::BoxBlock;
use sensor::{BLOCKS, Block, Pool, STATIC_BYTES, Sample, Samples};

#[entry]
fn main() -> ! {
    // What is static stays charged, so that the report shows it and the rest of the budget is what is left.
    let Ok(charge) = MEMORY.charge(CrateId::Sensor, STATIC_BYTES) else { unreachable!("it is asserted that they fit") };
    let _ = charge.keep();
    let Some(samples) = singleton!(: Samples = Samples::new()) else { unreachable!("it is made once") };
    let Some(blocks) = singleton!(: [Block; BLOCKS] = [const { BoxBlock::new() }; BLOCKS]) else {
        unreachable!("they are made once")
    };
    for block in blocks {
        Pool.manage(block);
    }

    let mut tick = 0;
    while samples.push_back(Sample { tick, value: -1 }).is_ok() {
        tick += 1;
    }
    assert_eq!(samples.len(), samples.capacity());
    let taken = core::array::from_fn::<_, { BLOCKS + 1 }, _>(|_| Pool.alloc([Sample::default(); 16]).ok());
    assert!(taken[..BLOCKS].iter().all(Option::is_some) && taken[BLOCKS].is_none());

    board::print(&MEMORY.report());
    board::finish()
}
