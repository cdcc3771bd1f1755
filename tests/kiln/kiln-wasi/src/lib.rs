//! The system interface, a crate that Kiln's own table of defaults does not have.

#![no_std]

use kiln_foundation::CrateId;
use kiln_foundation::memory_init::init_crate_memory;

/// Its budget in bytes.
pub fn start() -> usize {
    init_crate_memory(CrateId::Wasi).0
}
