use std::hint::black_box;
use std::time::Instant;

const OPERATIONS: usize = 2_000;
const ROUNDS: usize = 300;

/// The seconds that an allocation and its return take: the medians of many short rounds, which an interruption does not move.
/// First with blocks of 64 bytes, then with mixed sizes.
pub fn work() -> String {
    let rounds = |sizes: [usize; 8]| {
        let mut times: Vec<f64> = (0..ROUNDS).map(|_| round(sizes)).collect();
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    };
    format!("{} {}", rounds([64; 8]), rounds([16, 64, 24, 200, 32, 1000, 48, 128]))
}

#[inline(never)]
fn round(sizes: [usize; 8]) -> f64 {
    let start = Instant::now();
    for i in 0..OPERATIONS {
        drop(black_box(Vec::<u8>::with_capacity(black_box(sizes[i % sizes.len()]))));
    }
    start.elapsed().as_secs_f64() / OPERATIONS as f64
}
