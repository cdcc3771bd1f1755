//! Prints what a program comes to, as JSON.
fn main() {
    let path = std::env::args().nth(1).expect("a path");
    let options = cargo_memory_budget::measure::Options::default();
    match cargo_memory_budget::measure::file(std::path::Path::new(&path), &options) {
        Ok(measurement) => println!("{}", serde_json::to_string_pretty(&measurement).expect("json")),
        Err(error) => println!("{path}: {error}"),
    }
}
