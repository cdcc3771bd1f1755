//! What `cargo memory-budget` is made of.

#![forbid(unsafe_code)]

pub mod measure;
