//! The board's memory: nothing else of the board is in this program. And where defmt's strings go.

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let board = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../board");
    println!("cargo::rustc-link-search={}", board.display());
    println!("cargo::rerun-if-changed={}", board.join("memory.x").display());
    if std::env::var_os("CARGO_FEATURE_DEFMT_LOGGER").is_some() {
        println!("cargo::rustc-link-arg-bins=-Tdefmt.x");
    }
    Ok(())
}
