//! What the README shows works as it is shown.

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Sandbox};

/// The README's blocks of a language, in order.
fn blocks(language: &str) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("README.md");
    let text = std::fs::read_to_string(path).expect("the README");
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(block, _)| block.to_owned()).collect()
}

fn find(language: &str, part: &str) -> String {
    blocks(language).into_iter().find(|block| block.contains(part)).expect("a block that holds this part")
}

#[test]
fn the_sixty_seconds() {
    let sandbox = Sandbox::new("the-sixty-seconds");
    sandbox.write("memory_budget.toml", &find("toml", "[crates.app-core]"));
    let main = "\nfn main() { println!(\"{CORE_BYTES}\") }\n";
    sandbox.write("app/src/main.rs", &(find("rust", "CORE_BYTES") + main));
    assert_eq!(sandbox.prints(), (4 << 20).to_string());
}

#[test]
fn the_whole_file() {
    let sandbox = Sandbox::new("the-whole-file");
    sandbox.write("memory_budget.toml", &find("toml", "[profile.production]"));
    assert_eq!(sandbox.prints(), "33554432 memory_budget.toml:1 134217728");
}

#[test]
fn the_error() {
    let sandbox = Sandbox::new("the-error");
    sandbox.write("memory_budget.toml", "\n\n\"wrt-runtime\" = \"2MB\"\n");
    let run = sandbox.run();
    let shown = find("text", "below minimum requirement");
    // The place in the Rust source, and what a compiler adds to it, is not ours.
    let ours = shown.split_once(" --> src/lib.rs").map_or("", |(ours, _)| ours).trim_end();
    assert!(!ours.is_empty());
    let printed: Vec<_> = run.stderr.lines().map(str::trim_end).collect();
    assert!(printed.join("\n").contains(ours), "{}", run.stderr);
}

#[test]
fn the_ledger() {
    let sandbox = Sandbox::new("the-ledger");
    sandbox.write("memory_budget.toml", &find("toml", "[crates.app-core]"));
    let main = "fn main() -> Result<(), Box<dyn std::error::Error>> {\n";
    sandbox
        .write("app/src/main.rs", &(find("rust", "CORE_BYTES") + main + &find("rust", "charge.keep()") + "\nOk(()) }"));
    let printed = sandbox.prints();
    let row = printed.lines().find(|line| line.starts_with("app-net")).unwrap_or_default();
    assert_eq!(
        row.split_whitespace().take(5).collect::<Vec<_>>(),
        ["app-net", "1.5MB", "0", "bytes", "64KB"],
        "{printed}"
    );
}

#[test]
fn the_build_script() {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let documented = DOCUMENTED_SCRIPT.replace("    // Generate budget constants\n", "");
    let joined = |text: &str| words(text).concat();
    assert_eq!(joined(&find("rust", "validate_budgets(&config)")), joined(&documented));
}

/// Every feature is in the README's table and in the crate's documentation.
#[test]
fn the_features() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let read = |path: &str| std::fs::read_to_string(repository.join(path)).expect("a file");
    let (manifest, readme, docs) =
        (read("runtime-support/Cargo.toml"), read("README.md"), read("runtime-support/src/lib.rs"));
    let section = manifest.split("[features]\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("features");
    let features: Vec<&str> =
        section.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(" =").next()).collect();
    assert!(features.len() >= 10);
    for feature in features {
        assert!(docs.contains(&format!("//! - `{feature}`: ")), "the documentation does not have {feature}");
        assert!(
            readme.lines().any(|line| line.starts_with("| `") && line.contains(&format!("`{feature}`"))),
            "nor the README {feature}"
        );
    }
}
