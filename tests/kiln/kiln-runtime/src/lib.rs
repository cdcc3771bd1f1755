//! The execution engine.

#![no_std]

pub mod engine;

/// The stack of the engine, in bytes.
pub const STACK: usize = 64 * 1024;

kiln_foundation::assert_budget!(kiln_foundation::CrateId::Runtime, STACK);
