//! The atomics that the ledger counts with.

#[cfg(all(test, loom))]
pub(crate) use loom::sync::atomic::{AtomicU64 as Word, AtomicUsize, Ordering};

#[cfg(all(not(all(test, loom)), feature = "portable-atomic"))]
pub(crate) use portable_atomic::{AtomicUsize, Ordering};

#[cfg(all(not(all(test, loom)), feature = "portable-atomic", target_has_atomic = "64"))]
pub(crate) use portable_atomic::AtomicU64 as Word;
#[cfg(all(not(all(test, loom)), feature = "portable-atomic", not(target_has_atomic = "64")))]
pub(crate) use portable_atomic::AtomicUsize as Word;

#[cfg(all(not(all(test, loom)), not(feature = "portable-atomic")))]
pub(crate) use core::sync::atomic::{AtomicUsize, Ordering};

#[cfg(all(not(all(test, loom)), not(feature = "portable-atomic"), target_has_atomic = "64"))]
pub(crate) use core::sync::atomic::AtomicU64 as Word;
#[cfg(all(not(all(test, loom)), not(feature = "portable-atomic"), not(target_has_atomic = "64")))]
pub(crate) use core::sync::atomic::AtomicUsize as Word;

/// What a [`Word`] holds.
#[cfg(any(all(test, loom), target_has_atomic = "64"))]
pub(crate) type Bits = u64;
/// What a [`Word`] holds.
#[cfg(not(any(all(test, loom), target_has_atomic = "64")))]
pub(crate) type Bits = usize;

#[cfg(not(all(test, loom)))]
pub(crate) use core::hint::spin_loop;
#[cfg(all(test, loom))]
pub(crate) use loom::hint::spin_loop;
