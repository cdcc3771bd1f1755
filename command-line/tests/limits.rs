//! `min` and `max` of target sections in every command.

mod sandbox;

use sandbox::{ARM, LINUX, Sandbox, THUMB};

const FILE: &str = "\
preset = \"none\"
total_budget = \"8MB\"

[crates.app]
budget = \"4MB\"
min = \"2MB\"
max = \"6MB\"

[target.'cfg(target_os = \"none\")']
total_budget = \"128KB\"

[target.'cfg(target_os = \"none\")'.crates.app]
budget = \"96KB\" # what is left
min = \"64KB\"
max = \"128KB\"
";

#[test]
fn what_is_in_force() {
    let sandbox = Sandbox::with(FILE);
    let both = ["--target", LINUX, "--target", THUMB];
    let json = sandbox.run(&[&["show", "--format", "json"][..], &both].concat()).json();
    let limits = |i: usize| {
        let row = &json["targets"][i]["crates"][0];
        (row["budget"].as_u64(), row["min"].as_u64(), row["max"].as_u64())
    };
    assert_eq!(limits(0), (Some(4 << 20), Some(2 << 20), Some(6 << 20)));
    assert_eq!(limits(1), (Some(96 << 10), Some(64 << 10), Some(128 << 10)));
    let run = sandbox.run(&[&["show"][..], &both].concat());
    assert!(run.stdout.contains("2MB, thumbv7em 64KB  6MB, thumbv7em 128KB"), "{}", run.stdout);
    assert_eq!(sandbox.run(&[&["check", "--strict"][..], &both].concat()).status, Some(0));
    // Targets that differ in a limit alone are two.
    let alone = "[target.'cfg(target_os = \"none\")'.crates.wrt-host]\nmax = \"8MB\"\n[target.'cfg(unix)'.crates.wrt-host]\nmax = \"9MB\"\n";
    let run = Sandbox::with(alone).run(&["show", "--target", LINUX, "--target", "riscv64gc-unknown-none-elf"]);
    assert!(run.stdout.contains("9MB, riscv64gc 8MB"), "{}", run.stdout);
}

#[test]
fn where_it_comes_from() {
    let run = Sandbox::with(FILE).run(&["explain", "app", "--target", LINUX, "--target", THUMB]);
    let line = run.stdout.lines().find(|line| line.starts_with("[target.")).expect("the layer");
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(
        words.join(" "),
        format!("[target.'cfg(target_os = \"none\")'.crates.app] 96KB 64KB 128KB memory_budget.toml:13 on {THUMB}")
    );
}

#[test]
fn what_is_wrong_on_a_board_is_found_on_a_pc() {
    let sandbox = Sandbox::with(&FILE.replace("\"96KB\"", "\"32KB\""));
    let run = sandbox.run(&["check", "--target", LINUX]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("app budget (32KB) below minimum requirement (64KB)"), "{}", run.stdout);
    assert!(run.stdout.contains("memory_budget.toml:13"), "{}", run.stdout);
}

#[test]
fn what_fits_is_within_the_limits_of_the_target() {
    let sandbox = Sandbox::with(&FILE.replace("\"128KB\"\n\n", "\"80KB\"\n\n"));
    assert_eq!(sandbox.run(&["check", "--target", THUMB]).status, Some(1));
    let run = sandbox.run(&["fit", "--target", THUMB, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    // The table that has the budget keeps it.
    let text = sandbox.read("memory_budget.toml");
    assert!(text.contains("budget = \"80KB\" # what is left\n") && !text.contains("\napp ="), "{text}");
    assert_eq!(sandbox.run(&["check", "--strict", "--target", THUMB, "--target", LINUX]).status, Some(0));
    // A section with nothing but tables of crates.
    let tables = FILE
        .replace("[target.'cfg(target_os = \"none\")']\ntotal_budget = \"128KB\"\n", "")
        .replace("budget = \"96KB\" # what is left\n", "");
    let sandbox = Sandbox::with(&tables);
    let run = sandbox.run(&["fit", "--target", THUMB, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(sandbox.run(&["check", "--strict", "--target", THUMB, "--target", LINUX]).status, Some(0));
    // A group of targets is within the limits of each.
    let boards = "preset = 'none'\ntotal_budget = '8MB'\n[crates.app]\nbudget = '4MB'\n[target.'cfg(target_arch = \"arm\")']\nplatform_limit = '2MB'\n\
                  [target.'cfg(target_os = \"none\")'.crates.app]\nmax = '1MB'\n";
    let sandbox = Sandbox::with(boards);
    let run = sandbox.run(&["fit", "--target", ARM, "--target", THUMB, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(sandbox.read("memory_budget.toml").contains("app = \"1MB\""), "{}", sandbox.read("memory_budget.toml"));
}

#[test]
fn what_has_changed() {
    let sandbox = Sandbox::with(FILE);
    sandbox.write("before.toml", &FILE.replace("\"64KB\"", "\"32KB\""));
    let on = |target: &str| {
        sandbox.run(&["diff", "before.toml", "memory_budget.toml", "--target", target, "--format", "json"]).json()
    };
    let changes = on(THUMB)["changes"].clone();
    assert_eq!(
        (&changes[0]["what"], &changes[0]["before"], &changes[0]["after"]),
        (&"min".into(), &32768.into(), &65536.into())
    );
    assert_eq!(on(LINUX)["changes"].as_array().map(Vec::len), Some(0));
}
