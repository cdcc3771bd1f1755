//! The workspace as a whole.

#[test]
fn every_crate_uses_the_memory_system() {
    wrt_memory_validator::check_workspace().expect("every crate uses the memory system");
}
