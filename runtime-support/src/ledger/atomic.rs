//! The atomics that the ledger counts with.
//!
//! A `Statistic` is a counter that nothing else goes by. The models leave those out, which have enough to try.

#![allow(unused_imports, reason = "some are for a feature")]

#[cfg(all(test, loom))]
mod source {
    pub(crate) use core::sync::atomic::AtomicUsize as Statistic;
    pub(crate) use loom::hint::spin_loop;
    pub(crate) use loom::sync::atomic::{AtomicU64 as Word, AtomicUsize, Ordering, fence};
}

#[cfg(all(not(all(test, loom)), feature = "portable-atomic"))]
mod source {
    pub(crate) use core::hint::spin_loop;
    #[cfg(target_has_atomic = "64")]
    pub(crate) use portable_atomic::AtomicU64 as Word;
    #[cfg(not(target_has_atomic = "64"))]
    pub(crate) use portable_atomic::AtomicUsize as Word;
    pub(crate) use portable_atomic::{AtomicUsize as Statistic, AtomicUsize, Ordering, fence};
}

#[cfg(all(not(all(test, loom)), not(feature = "portable-atomic")))]
mod source {
    pub(crate) use core::hint::spin_loop;
    #[cfg(target_has_atomic = "64")]
    pub(crate) use core::sync::atomic::AtomicU64 as Word;
    #[cfg(not(target_has_atomic = "64"))]
    pub(crate) use core::sync::atomic::AtomicUsize as Word;
    pub(crate) use core::sync::atomic::{AtomicUsize as Statistic, AtomicUsize, Ordering, fence};
}

pub(crate) use source::*;

/// What a [`Word`] holds.
#[cfg(any(all(test, loom), target_has_atomic = "64"))]
pub(crate) type Bits = u64;
/// What a [`Word`] holds.
#[cfg(not(any(all(test, loom), target_has_atomic = "64")))]
pub(crate) type Bits = usize;
