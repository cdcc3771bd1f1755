//! `fit`: what it proposes holds every rule, and what it writes keeps everything else.

mod sandbox;

use sandbox::{ARM, LINUX, RISCV, Sandbox, THUMB};

#[test]
fn the_defaults_on_arm() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["check", "--target", ARM]).status, Some(1));
    let section = sandbox.run(&["fit", "--target", ARM]);
    assert_eq!(section.status, Some(0), "{}", section.stderr);
    assert!(
        section.stdout.starts_with("[target.'cfg(target_arch = \"arm\")']\ntotal_budget = \"32MB\"\n"),
        "{}",
        section.stdout
    );
    assert!(!sandbox.path("memory_budget.toml").exists(), "nothing is written without --write");
    sandbox.write("memory_budget.toml", &section.stdout);
    let run = sandbox.run(&["check", "--strict", "--target", ARM, "--target", THUMB, "--target", LINUX]);
    assert_eq!(run.status, Some(0), "{}", run.stdout);
    assert!(sandbox.run(&["fit", "--target", ARM]).stderr.contains("nothing to fit"));
}

#[test]
fn without_a_file_one_is_written() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["fit", "--target", ARM, "--write"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    assert!(run.stderr.contains("memory_budget.toml"), "{}", run.stderr);
    assert_eq!(sandbox.run(&["check", "--target", ARM]).status, Some(0));
}

const FILE: &str = "\
# What a board may use.
preset = \"none\"
total_budget = \"8MB\"   # all of it
safety_margin = \"25%\"

[crates.app]
budget = \"4MB\" # the application
min = \"1MB\"

[crates.app-net]
budget = \"2MB\"
min = \"256KB\"
max = \"2MB\"

# Boards.
[target.'cfg( target_arch=\"arm\" )']
platform_limit = \"4MB\" # soldered
app = \"3MB\" # less

[profile.lab]
app = \"2MB\"
# The end.
";

#[test]
fn a_section_that_is_there_is_filled_in() {
    let sandbox = Sandbox::with(FILE);
    assert_eq!(sandbox.run(&["check", "--target", ARM]).status, Some(1));
    let run = sandbox.run(&["fit", "--target", ARM, "--write"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    let expected =
        FILE.replace("app = \"3MB\" # less\n", "app = \"2MB\" # less\ntotal_budget = \"4MB\"\napp-net = \"1MB\"\n");
    assert_eq!(sandbox.read("memory_budget.toml").replace("\"app-net\" =", "app-net ="), expected);
    assert_eq!(sandbox.run(&["check", "--strict", "--target", ARM, "--target", LINUX]).status, Some(0));
}

#[test]
fn a_profile_that_is_wrong_is_not_called_right() {
    let sandbox = Sandbox::with(
        "preset = \"none\"\ntotal_budget = \"8MB\"\n[crates.app]\nbudget = \"1MB\"\nmax = \"2MB\"\n[profile.lab]\napp = \"5MB\"\n",
    );
    assert_eq!(sandbox.run(&["check", "--target", LINUX]).status, Some(1));
    for arguments in [["fit", "--target", LINUX], ["fit", "--total", "8MB"]] {
        let run = sandbox.run(&arguments);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
        assert!(run.stderr.contains("the profile lab does not hold the rules (line 7)"), "{}", run.stderr);
    }
    // What the help says mends it.
    let run = sandbox.run(&["fit", "--profile-name", "lab", "--target", LINUX, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(sandbox.run(&["check", "--target", LINUX]).status, Some(0), "{}", sandbox.read("memory_budget.toml"));
}

#[test]
fn a_total_for_all_targets() {
    let sandbox = Sandbox::with(FILE);
    let run = sandbox.run(&["fit", "--total", "5MB"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout, "total_budget = \"5MB\"\napp = \"2.5MB\"\n\"app-net\" = \"1.25MB\"\n");
    assert_eq!(sandbox.run(&["fit", "--total", "5MB", "--write"]).status, Some(0));
    let text = sandbox.read("memory_budget.toml");
    assert!(
        text.contains("total_budget = \"5MB\"   # all of it\n")
            && text.contains("budget = \"2.5MB\" # the application\n"),
        "{text}"
    );
    assert!(!text.contains("\"app-net\" ="), "its own table says it: {text}");
    assert_eq!(sandbox.run(&["check", "--strict", "--target", LINUX]).status, Some(0));
    let run = sandbox.run(&["fit", "--total", "4MB", "--profile-name", "lab"]);
    assert!(run.stdout.starts_with("[profile.lab]\ntotal_budget = \"4MB\"\n"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn minima_and_maxima_are_kept() {
    let sandbox = Sandbox::with("\"wrt-runtime\" = \"2MB\"\n\"wrt-error\" = \"8MB\"\ntotal_budget = \"1GB\"\n");
    let run = sandbox.run(&["fit", "--target", LINUX]);
    let heading = "[target.'cfg(all(target_arch = \"x86_64\", target_os = \"linux\"))']\n";
    assert_eq!(run.stdout, format!("{heading}\"wrt-runtime\" = \"4MB\"\n\"wrt-error\" = \"2MB\"\n"), "{}", run.stderr);
}

#[test]
fn several_targets_share_a_section_where_they_can() {
    let sandbox = Sandbox::with("platform_limit = \"60MB\"\n");
    let run = sandbox.run(&["fit", "--target", ARM, "--target", THUMB, "--target", RISCV]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    let headings: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with('[')).collect();
    let riscv = "[target.'cfg(all(target_arch = \"riscv32\", target_os = \"none\"))']";
    assert_eq!(headings, ["[target.'cfg(target_arch = \"arm\")']", riscv]);
}

#[test]
fn sixteen_bits() {
    let sandbox = Sandbox::with(
        "preset = 'none'\ntotal_budget = '128KB'\n[crates.app]\nbudget = '100KB'\nmin = '1KB'\n[crates.net]\nbudget = '20KB'\n",
    );
    let run = sandbox.run(&["fit", "--target", "msp430-none-elf"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    sandbox.write("memory_budget.toml", &format!("{}\n{}", sandbox.read("memory_budget.toml"), run.stdout));
    let run = sandbox.run(&["check", "--target", "msp430-none-elf"]);
    assert_eq!(run.status, Some(0), "{}", run.stdout);
}

#[test]
fn what_is_in_the_way_is_said() {
    let sandbox = Sandbox::with(&FILE.replace("min = \"1MB\"", "min = \"3.5MB\""));
    let run = sandbox.run(&["fit", "--target", ARM]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    for line in [
        "nothing fits: the minima come to 3.75MB, 564KB more than the platform limit (memory_budget.toml:17), 4MB, 3276KB with the \
         safety margin left aside\n",
        "app      3.5MB  memory_budget.toml:8\n",
        "app-net  256KB  memory_budget.toml:12\n",
        "lower `min` of some by 564KB together",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
}

/// A variable cannot be mended in a file, and is not.
#[test]
fn the_environment_is_left_aside() {
    let mut sandbox = Sandbox::with(FILE);
    sandbox.set("APP_BUDGET", "900MB");
    let run = sandbox.run(&["fit", "--target", LINUX]);
    assert!(run.stderr.contains("nothing to fit"), "{}{}", run.stdout, run.stderr);
}
