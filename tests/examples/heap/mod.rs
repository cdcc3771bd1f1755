use std::hint::black_box;
use std::time::Instant;

/// Allocates and frees blocks of mixed sizes; the seconds that it takes.
pub fn work() -> f64 {
    const SIZES: [usize; 8] = [16, 64, 24, 200, 32, 1000, 48, 128];
    let start = Instant::now();
    for i in 0..400_000 {
        drop(black_box(Vec::<u8>::with_capacity(black_box(SIZES[i % SIZES.len()]))));
    }
    start.elapsed().as_secs_f64()
}
