//! What is asked of a measurement.

use std::path::PathBuf;

/// How to measure.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The architecture that the program has to be for, as `target_arch` calls it.
    pub architecture: Option<String>,
    /// The library files (`libapp_core-….rlib`) that it was linked from: a symbol that only one of them defines is that crate's.
    pub libraries: Vec<PathBuf>,
    /// The text of the linker's map, for what nothing else can attribute.
    pub map: Option<String>,
    /// How many of its largest symbols each crate is shown with.
    pub largest: usize,
    /// Whether debug information is read, where nothing else can attribute a symbol.
    pub debug: bool,
    /// For how many of each crate's largest symbols the debug information is asked which crate their types are of.
    pub types: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { architecture: None, libraries: Vec::new(), map: None, largest: 10, debug: true, types: 0 }
    }
}
