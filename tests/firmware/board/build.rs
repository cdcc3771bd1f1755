//! Hands the linker the board's memory.

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-link-search={}", env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=memory.x");
    Ok(())
}
