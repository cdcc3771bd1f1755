//! The workspace as a whole.

#[test]
fn every_crate_uses_the_memory_system() {
    kiln_memory_validator::check_workspace().expect("every crate uses the memory system");
}
