//! `total_budget = "sum"` in every command: the total is what the crates come to.

mod sandbox;

use sandbox::{ARM, LINUX, Sandbox};

const FILE: &str = "\
preset = \"none\"
total_budget = \"sum\"
[crates.app]
budget = \"3MB\"
min = \"1MB\"
[crates.app-net]
budget = \"1MB\"
[target.'cfg(target_arch = \"arm\")']
app-net = \"2MB\"
[profile.lab]
app = \"8MB\"
";

const BOTH: [&str; 4] = ["--target", LINUX, "--target", ARM];

fn on_both(sandbox: &Sandbox, arguments: &[&str]) -> sandbox::Run {
    sandbox.run(&[arguments, &BOTH[..]].concat())
}

#[test]
fn what_is_in_force() {
    let sandbox = Sandbox::with(FILE);
    let json = on_both(&sandbox, &["show", "--format", "json"]).json();
    for (row, total) in [(0, 4), (1, 5)] {
        let row = &json["targets"][row];
        assert_eq!(
            (&row["total"], &row["sum"], &row["left"]),
            (&(total << 20).into(), &(total << 20).into(), &0.into())
        );
        assert_eq!((&row["total_origin"], &row["total_is_sum"]), (&"memory_budget.toml:2".into(), &true.into()));
    }
    for format in ["human", "markdown", "html"] {
        let run = on_both(&sandbox, &["show", "--format", format]);
        assert!(run.stdout.contains("sum (memory_budget.toml:2)"), "{format}: {}", run.stdout);
    }
    let check = on_both(&sandbox, &["check", "--strict"]);
    assert_eq!(check.status, Some(0), "{}", check.stdout);
    let lab = on_both(&sandbox, &["show", "--format", "json", "--profile-name", "lab"]).json();
    assert_eq!(lab["targets"][1]["total"], 10 << 20);
    let fixed =
        Sandbox::with(&FILE.replace("\"sum\"", "\"8MB\"")).run(&["show", "--format", "json", "--target", LINUX]);
    assert_eq!(fixed.json()["targets"][0]["total_is_sum"], false);
}

#[test]
fn where_it_comes_from() {
    let mut sandbox = Sandbox::with(FILE);
    let run = on_both(&sandbox, &["explain", "total_budget"]);
    let layer = run.stdout.lines().find(|line| line.starts_with("the file")).expect("the layer");
    assert_eq!(
        layer.split_whitespace().collect::<Vec<_>>().join(" "),
        "the file sum memory_budget.toml:2 on both targets"
    );
    sandbox.set("MEMORY_TOTAL_BUDGET", "9MB");
    let json = on_both(&sandbox, &["show", "--format", "json"]).json();
    assert_eq!((&json["targets"][0]["total"], &json["targets"][0]["total_is_sum"]), (&(9 << 20).into(), &false.into()));
    sandbox.set("MEMORY_TOTAL_BUDGET", "sum");
    let run = on_both(&sandbox, &["check"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("it has to be a number"), "{}", run.stdout);
}

#[test]
fn what_fits_stays_a_sum() {
    let limited = format!("{FILE}[target.'cfg(target_os = \"linux\")']\nplatform_limit = \"4.5MB\"\n");
    let sandbox = Sandbox::with(&limited);
    let check = on_both(&sandbox, &["check"]);
    assert_eq!(check.status, Some(1));
    assert!(check.stdout.contains("Total budget (5MB) exceeds platform limit (4.5MB)"), "{}", check.stdout);
    let run = sandbox.run(&["fit", "--target", ARM, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    let text = sandbox.read("memory_budget.toml");
    assert_eq!(text.matches("total_budget").count(), 1, "{text}");
    assert_eq!(on_both(&sandbox, &["check", "--strict"]).status, Some(0));
    // A minimum that is raised makes the total larger, and nothing else has to follow.
    let raised = FILE.replace("min = \"1MB\"", "min = \"4MB\"");
    let sandbox = Sandbox::with(&raised);
    let run = sandbox.run(&["fit", "--target", LINUX]);
    assert!(!run.stdout.contains("total_budget"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("app = \"4MB\""), "{}{}", run.stdout, run.stderr);
    // A total that is asked for is one that is to be kept.
    let without_profile = FILE.split("[profile").next().expect("the rest");
    let run = Sandbox::with(without_profile).run(&["fit", "--total", "4MB", "--target", LINUX]);
    assert!(run.stdout.contains("total_budget = \"4MB\""), "{}{}", run.stdout, run.stderr);
    let sandbox = Sandbox::with(without_profile);
    assert_eq!(sandbox.run(&["fit", "--total", "2MB", "--write"]).status, Some(0));
    assert!(sandbox.read("memory_budget.toml").contains("total_budget = \"2MB\"\n"));
    // Minima that no limit holds.
    let tight = limited.replace("min = \"1MB\"", "min = \"5MB\"");
    let run = Sandbox::with(&tight).run(&["fit", "--target", ARM]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("more than the platform limit"), "{}", run.stdout);
}

#[test]
fn what_has_changed() {
    let sandbox = Sandbox::with(FILE);
    sandbox.write("before.toml", &FILE.replace("\"3MB\"", "\"2MB\""));
    let run = sandbox.run(&["diff", "before.toml", "memory_budget.toml", "--target", LINUX, "--format", "json"]);
    let json = run.json();
    let total = json["changes"].as_array().expect("a list").iter().find(|change| change["what"] == "total");
    let total = total.expect("it follows");
    assert_eq!((&total["before"], &total["after"]), (&(3 << 20).into(), &(4 << 20).into()), "{json}");
}

#[test]
fn a_new_file_says_that_there_is_a_sum() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init"]).status, Some(0));
    let text = sandbox.read("memory_budget.toml");
    let line = text.lines().find(|line| line.starts_with("total_budget")).expect("a total");
    assert!(line.ends_with("# or \"sum\": whatever the crates come to"), "{line}");
    let sum = text.replace(line, "total_budget = \"sum\"");
    sandbox.write("memory_budget.toml", &sum);
    assert_eq!(sandbox.run(&["check", "--strict", "--target", LINUX]).status, Some(0));
}
