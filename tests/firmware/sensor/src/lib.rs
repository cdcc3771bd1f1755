//! Samples in a queue and blocks in a pool, both as long as the sensor's budget allows.

#![no_std]

use board_budgets::{CrateId, SENSOR_BUDGET};
use heapless::Deque;
use heapless::pool::boxed::BoxBlock;

/// One measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    pub tick: u32,
    pub value: i32,
}

/// Half of the budget is a queue: what it needs for itself, and samples.
pub type Samples = Deque<Sample, { (SENSOR_BUDGET / 2 - size_of::<Deque<Sample, 0>>()) / size_of::<Sample>() }>;

/// A quarter is a pool of blocks.
pub type Block = BoxBlock<[Sample; 16]>;
pub const BLOCKS: usize = SENSOR_BUDGET / 4 / size_of::<Block>();

heapless::box_pool!(Pool: [Sample; 16]);

/// All that is set aside for good, which leaves a quarter for the rest.
pub const STATIC_BYTES: usize = size_of::<Samples>() + BLOCKS * size_of::<Block>();

memory_budgets::assert_budget!(CrateId::Sensor, STATIC_BYTES);
