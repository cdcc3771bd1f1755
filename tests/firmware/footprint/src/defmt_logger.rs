//! A logger of defmt's that encodes what it is given, and sends it nowhere.

use core::hint::black_box;

use defmt::{Encoder, Logger, global_logger};

#[global_logger]
struct Nowhere;

static mut ENCODER: Encoder = Encoder::new();

fn encoder() -> &'static mut Encoder {
    // SAFETY: the main loop alone logs, and nothing interrupts it.
    unsafe { &mut *(&raw mut ENCODER) }
}

fn send(bytes: &[u8]) {
    black_box(bytes);
}

// SAFETY: as for `encoder`.
unsafe impl Logger for Nowhere {
    fn acquire() {
        encoder().start_frame(send);
    }

    unsafe fn flush() {}

    unsafe fn release() {
        encoder().end_frame(send);
    }

    unsafe fn write(bytes: &[u8]) {
        encoder().write(bytes, send);
    }
}
