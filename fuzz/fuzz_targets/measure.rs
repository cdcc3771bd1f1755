//! Bytes as a program: it is measured or refused, and its rows come to its sections, which is checked inside.

#![no_main]

use cargo_memory_budget::measure::{Options, program};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut options = Options::default();
    options.types = 10;
    if let Err(error) = program(input, &options) {
        assert!(!error.is_defect(), "{error}");
    }
});
