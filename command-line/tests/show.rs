//! `show` and `explain` say what is in force, and nothing that is not.

mod sandbox;

use sandbox::{ARM, LINUX, Sandbox};

const PROFILES: &str = "\
preset = \"none\"
total_budget = \"1MB\"
[crates.app]
budget = \"100KB\"
[profile.prod]
app = \"200KB\"
[profile.lab]
app = \"300KB\"
";
/// A budget that cannot be read beside one that can.
const UNREADABLE: &str = "\
preset = \"none\"
total_budget = \"1MB\"
[crates.app]
budget = \"10kk\"
[crates.app-net]
budget = \"256KB\"
";
const FORMATS: [&str; 4] = ["human", "markdown", "svg", "html"];

fn with_profiles() -> Sandbox {
    let sandbox = Sandbox::with(PROFILES);
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets(profile = \"prod\")]\npub mod budgets {}\n");
    sandbox
}

#[test]
fn the_profile_in_force_is_named() {
    let mut sandbox = with_profiles();
    let profile = |sandbox: &Sandbox, name: &str, other: &str| {
        for format in FORMATS {
            let run = sandbox.run(&["show", "--target", LINUX, "--format", format]);
            assert!(run.stdout.contains(&format!("profile {name}")), "{format}: {}", run.stdout);
            assert!(!run.stdout.contains(other), "{format}: {}", run.stdout);
        }
        let json = sandbox.run(&["show", "--target", LINUX, "--format", "json"]).json();
        assert_eq!(json["targets"][0]["profile"], name);
    };
    profile(&sandbox, "prod", "profile lab");
    sandbox.set("MEMORY_BUDGET_PROFILE", "lab");
    profile(&sandbox, "lab", "profile prod");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    profile(&sandbox, "lab", "profile prod");
}

#[test]
fn a_variable_of_somebody_elses_selects_no_profile() {
    let mut sandbox = with_profiles();
    sandbox.set("OTHER_BUDGET_PROFILE", "lab");
    let json = sandbox.run(&["explain", "app", "--target", LINUX, "--format", "json"]).json();
    let layers = json["layers"].as_array().expect("layers");
    let layer = |name: &str| layers.iter().find(|layer| layer["layer"] == name).expect("it is there");
    assert_eq!(
        (&layer("[profile.prod]")["wins_on"][0], &layer("[profile.prod]")["remark"]),
        (&LINUX.into(), &().into())
    );
    assert_eq!(layer("[profile.lab]")["remark"], "not selected");
}

#[test]
fn two_sections_on_one_line_are_two() {
    let line = "target = { 'cfg(unix)' = { app = \"200KB\" }, 'cfg(target_arch = \"arm\")' = { app = \"300KB\" } }\n";
    // A byte order mark is no column.
    for mark in ["", "\u{feff}"] {
        let sandbox = Sandbox::with(&format!("{mark}{line}{}", PROFILES));
        let run = sandbox.run(&["explain", "app", "--target", LINUX, "--target", ARM, "--format", "json"]);
        let json = run.json();
        let wins: Vec<(&str, &str)> = json["layers"]
            .as_array()
            .expect("layers")
            .iter()
            .flat_map(|layer| {
                let on = layer["wins_on"].as_array().expect("names").iter();
                on.map(|on| (layer["layer"].as_str().expect("a name"), on.as_str().expect("a name")))
            })
            .collect();
        assert_eq!(wins, [("[target.'cfg(unix)']", LINUX), ("[target.'cfg(target_arch = \"arm\")']", ARM)]);
    }
}

#[test]
fn what_cannot_be_read_is_shown_as_such() {
    let sandbox = Sandbox::with(UNREADABLE);
    for format in FORMATS {
        let run = sandbox.run(&["show", "--target", LINUX, "--format", format]);
        // What stands in for it is what the total leaves.
        let mark = if ["svg", "html"].contains(&format) { ">?<" } else { "?" };
        assert!(run.stdout.contains(mark) && !run.stdout.contains("768KB"), "{format}: {}", run.stdout);
        assert!(!run.stdout.contains("100.0%"), "{format}: {}", run.stdout);
    }
    for format in ["human", "markdown"] {
        let run = sandbox.run(&["show", "--target", LINUX, "--format", format, "--color", "always"]);
        let app = run.stdout.lines().find(|line| line.contains("app") && line.contains('?')).expect("its row");
        assert!(!app.contains('%') && !app.contains('█'), "{app}");
    }
    let json = sandbox.run(&["show", "--target", LINUX, "--format", "json"]).json();
    let target = &json["targets"][0];
    for key in ["sum", "left"] {
        assert!(target[key].is_null(), "{target}");
    }
    assert_eq!((&target["total"], &target["complete"]), (&(1 << 20).into(), &false.into()));
    assert!(target["crates"][0]["budget"].is_null() && target["crates"][1]["budget"] == 256 << 10, "{target}");
    let run = sandbox.run(&["show", "--target", LINUX, "--target", ARM]);
    assert!(!run.stdout.contains("768KB"), "{}", run.stdout);

    let json = sandbox.run(&["explain", "app", "--target", LINUX, "--format", "json"]).json();
    let layer = &json["layers"][0];
    assert_eq!((&layer["budget"], &layer["remark"]), (&"10kk".into(), &"cannot be read".into()));
    assert!(layer["wins_on"].as_array().expect("names").is_empty() && json["targets"][0]["budget"].is_null(), "{json}");
    let run = sandbox.run(&["explain", "app", "--target", LINUX]);
    assert!(run.stdout.contains("cannot be read") && !run.stdout.contains("768KB"), "{}", run.stdout);
}

#[test]
fn a_total_that_cannot_be_read() {
    let sandbox = Sandbox::with(&UNREADABLE.replace("1MB", "1xx").replace("10kk", "16KB"));
    for command in ["show", "check"] {
        for format in ["human", "markdown"] {
            let run = sandbox.run(&[command, "--target", LINUX, "--format", format]);
            let total = if command == "show" { "272KB" } else { "| 272KB | ? |" };
            let shown = run.stdout.contains(total) || (command == "check" && run.stdout.contains("272KB      ?"));
            assert!(shown && !run.stdout.contains('%'), "{command} {format}: {}", run.stdout);
        }
    }
    let json = sandbox.run(&["show", "--target", LINUX, "--format", "json"]).json();
    let target = &json["targets"][0];
    assert!(target["total"].is_null() && target["left"].is_null() && target["sum"] == 272 << 10, "{target}");
}
