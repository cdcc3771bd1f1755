//! Each crate says that it is there before it takes memory.

use core::sync::atomic::{AtomicBool, Ordering};

use crate::{CrateId, map_crates};

const fn not_yet(_: CrateId) -> AtomicBool {
    AtomicBool::new(false)
}

static INITIALIZED: [AtomicBool; CrateId::COUNT] = map_crates!(not_yet);

/// The budget of a crate in bytes, and whether this was its first call.
pub fn init_crate_memory(crate_id: CrateId) -> (usize, bool) {
    let first = !INITIALIZED[crate_id as usize].swap(true, Ordering::AcqRel);
    (crate_id.budget(), first)
}
