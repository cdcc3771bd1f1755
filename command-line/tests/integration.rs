//! `check` and who uses the memory system: what is a note, what the file may say of it, and what is exempt.

mod sandbox;

use sandbox::Sandbox;

const OWN: &str = "preset = 'none'\ntotal_budget = '1MB'\nstrict_mode = true\n\
                   [crates.app]\nbudget = '256KB'\n[crates.app-net]\nbudget = '256KB'\n";

/// `app-net` depends on `app`, which carries the attribute, and has this code.
fn workspace(file: &str, code: &str) -> Sandbox {
    let sandbox = Sandbox::with(file);
    sandbox.package("app-net", "[dependencies]\napp = { path = \"../app\" }\n");
    sandbox.write("app-net/src/lib.rs", code);
    sandbox
}

const CHARGES: &str = "use app::budgets::CrateId;\npub fn f() {\n    app::MEMORY.charge(CrateId::App, 512);\n}\n";

#[test]
fn another_crates_budget_is_a_note_in_strict_mode_too() {
    let sandbox = workspace(OWN, CHARGES);
    let run = sandbox.run(&["check"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    for part in [
        "note[foreign-budget]: app-net charges the budget of app\n --> app-net/src/lib.rs:3:24\n",
        "3 |     app::MEMORY.charge(CrateId::App, 512);",
        "help: Charge `CrateId::AppNet` where the memory is app-net's own",
        "1 note: memory_budget.toml",
        "  ok\n",
    ] {
        assert!(run.stdout.contains(part), "{part}\n{}", run.stdout);
    }
    let formats = [
        ("json", "\"severity\": \"note\""),
        ("sarif", "\"level\": \"note\""),
        ("github", "::notice file=app-net/src/lib.rs,line=3,endLine=3,col=24,endColumn=35,title=foreign-budget::"),
        (
            "markdown",
            "| note `foreign-budget` | app-net charges the budget of app | <code>app-net/src/lib.rs:3</code> |",
        ),
    ];
    for (format, part) in formats {
        let run = sandbox.run(&["check", "--format", format]);
        assert!(run.status == Some(0) && run.stdout.contains(part), "{format}: {}{}", run.stdout, run.stderr);
    }
    let explained = sandbox.run(&["explain", "foreign-budget"]);
    assert!(explained.stdout.starts_with("foreign-budget (note, in strict mode too)\n"), "{}", explained.stdout);
}

/// The file has the check, unless it says that nobody wants it.
#[test]
fn the_file_may_do_without() {
    let unbudgeted = OWN.replace("[crates.app-net]\nbudget = '256KB'\n", "");
    for (said, status) in [("", 1), ("integration_check = true\n", 1), ("integration_check = false\n", 0)] {
        let run = workspace(&format!("{said}{unbudgeted}"), "").run(&["check"]);
        assert_eq!(run.status, Some(status), "{said}{}{}", run.stdout, run.stderr);
        assert_eq!(run.stdout.contains("app-net uses the memory system but has no budget"), status == 1);
    }
}

/// A reserve has a budget and is no crate.
#[test]
fn a_budget_that_is_no_crates_may_be_exempt() {
    let reserve = format!("{OWN}[crates.app-reserve]\nbudget = '64KB'\n");
    let run = workspace(&reserve, "").run(&["check"]);
    assert!(run.status == Some(1) && run.stdout.contains("app-reserve has a budget but is no crate of this workspace"));
    let run = workspace(&format!("{reserve}[integration]\nexempt = ['app-reserve']\n"), "").run(&["check"]);
    assert!(run.status == Some(0) && !run.stdout.contains("app-reserve"), "{}{}", run.stdout, run.stderr);
    let run = workspace(&format!("{reserve}[integration]\nexempt = ['app-reserv']\n"), "").run(&["check"]);
    assert!(run.stdout.contains("app-reserv is exempt but is no crate"), "{}", run.stdout);
}
