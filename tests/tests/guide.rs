//! The guide: each piece of code in it is a passage of a file that is built, and what it says of two attributes holds.

use memory_budgets_tests::markdown::{Block, blocks};
use memory_budgets_tests::sandbox::{cargo, repository};

/// What the tests build.
const BUILT: [&str; 5] =
    ["../tests/firmware/", "../tests/kiln/", "../tests/packages/", "../tests/tests/", "../tests/wrt/"];

fn guide() -> Vec<Block> {
    blocks(&repository().join("docs/guide.md"))
}

#[test]
fn its_code_is_built() {
    let docs = repository().join("docs");
    let mut passages = 0;
    for block in guide().iter().filter(|block| block.language != "console") {
        let place = format!("docs/guide.md:{}", block.line);
        let file = block.file.as_ref().ok_or(&place).expect("a file is named above the block");
        assert!(BUILT.iter().any(|folder| file.starts_with(folder)), "{place}: no test builds {file}");
        assert!(["rust", "toml"].contains(&&*block.language), "{place}: {}", block.language);
        let whole = std::fs::read_to_string(docs.join(file)).map_err(|_| &place).expect("the file that is named");
        let mut rest = whole.lines().collect::<Vec<_>>();
        // A line that says so stands for what is left out.
        for passage in block.text.split("// …\n") {
            let passage: Vec<&str> = passage.lines().collect();
            let found = rest.windows(passage.len()).position(|window| is_passage(&passage, window));
            assert!(found.is_some(), "{place} is not in {file}:\n{}", passage.join("\n"));
            rest.drain(..found.unwrap_or_default() + passage.len());
            passages += 1;
        }
    }
    assert!(passages >= 20, "{passages}");
}

/// Whether lines are the same, but for what all of them are moved to the left.
fn is_passage(passage: &[&str], window: &[&str]) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let moved = indent(window[0]).saturating_sub(indent(passage[0]));
    passage.iter().zip(window).all(|(shown, line)| match line.get(moved..) {
        Some(line) => line == *shown,
        None => line.is_empty() && shown.is_empty(),
    })
}

#[test]
fn its_links_lead_somewhere() {
    let text = std::fs::read_to_string(repository().join("docs/guide.md")).expect("the guide");
    let anchor = |title: &str| title.to_lowercase().replace(' ', "-");
    let anchors: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    for target in targets {
        match target.strip_prefix('#') {
            Some(name) => assert!(anchors.iter().any(|anchor| anchor == name), "there is no section {target}"),
            None => assert!(repository().join("docs").join(target).exists(), "there is no {target}"),
        }
    }
}

/// The package with the sections, as the other board has it.
#[test]
fn a_feature_tells_boards_apart() {
    let run = cargo(repository(), &[], &["test", "--locked", "-p", "boards", "--features", "large-board"]);
    assert!(run.success && run.stdout.contains("2 passed"), "{}{}", run.stdout, run.stderr);
}

/// What a board needs is asked of its budget alone, and then by every build.
#[test]
fn a_minimum_of_one_board() {
    let file = "tests/packages/boards/memory_budget.toml";
    let text = std::fs::read_to_string(repository().join(file)).expect("the file");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("memory_budget.toml");
    let variables = [("MEMORY_BUDGET_FILE", path.to_str().expect("a name in UTF-8"))];
    for (budget, is_right) in [("32KB", true), ("16KB", false)] {
        std::fs::write(&path, text.replace("node-net = \"64KB\"", &format!("node-net = {budget:?}")))
            .expect("writable");
        for more in [&[][..], &["--features", "large-board"]] {
            let run = cargo(repository(), &variables, &[&["check", "--locked", "-p", "boards"], more].concat());
            assert_eq!(run.success, is_right, "{budget} {more:?}: {}", run.stderr);
            let said = "node-net budget (16KB) below minimum requirement (32KB)";
            assert!(is_right || run.stderr.contains(said), "{}", run.stderr);
        }
    }
}

mod names {
    #[memory_budgets::memory_budgets(env = false, toml = "[crates.wrt-wasi]\nbudget = \"512KB\"")]
    pub(super) mod budgets {}

    #[test]
    fn of_wrt() {
        let wasi = budgets::CrateId::Wasi;
        assert_eq!((wasi.name(), wasi.short_name()), ("wrt-wasi", "wasi"));
    }
}

mod two_attributes {
    macro_rules! budgets {
        ($name:ident) => {
            #[memory_budgets::memory_budgets(
                env = false,
                toml = "preset = \"none\"\ntotal_budget = 64\n[crates.app]\nbudget = 64"
            )]
            pub(super) mod $name {}
        };
    }
    budgets!(first);
    budgets!(second);

    #[test]
    fn make_two_ledgers() {
        use std::any::TypeId;
        assert_ne!(TypeId::of::<first::CrateId>(), TypeId::of::<second::CrateId>());
        let first = first::MemorySystem::new(first::TOTAL_MEMORY_BUDGET).expect("they fit");
        let second = second::MemorySystem::new(second::TOTAL_MEMORY_BUDGET).expect("they fit");
        let _charge = first.charge(first::CrateId::App, 64).expect("it fits");
        assert!(second.charge(second::CrateId::App, 64).is_ok());
    }
}
