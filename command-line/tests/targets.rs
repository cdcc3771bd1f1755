//! Real targets: what the compiler says of them decides which sections and limits hold.

mod sandbox;

use std::process::Command;

use sandbox::{ARM, LINUX, RISCV, Run, Sandbox, THUMB};

const FILE: &str = "
preset = 'none'
total_budget = '64MB'
[crates.app]
budget = 1
[target.'cfg(target_pointer_width = \"16\")']
app = 16
total_budget = '60KB'
[target.'cfg(target_pointer_width = \"32\")']
app = 32
[target.'cfg(target_arch = \"arm\")']
platform_limit = '64MB'
[target.'cfg(all(target_arch = \"arm\", target_os = \"none\"))']
app = 33
[target.'cfg(windows)']
app = 2
[target.'cfg(target_family = \"wasm\")']
app = 3
[target.'cfg(target_os = \"macos\")']
app = 4
[target.'cfg(debug_assertions)']
total_budget = '65MB'
[target.'cfg(feature = \"big\")']
app = 5
[target.'cfg(board = \"v2\")']
app = 6
[target.'cfg(lab)']
app = 7
";

const TWELVE: [&str; 12] = [
    LINUX,
    ARM,
    THUMB,
    "thumbv6m-none-eabi",
    RISCV,
    "riscv64gc-unknown-linux-gnu",
    "wasm32-unknown-unknown",
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "aarch64-unknown-linux-gnu",
    "msp430-none-elf",
    "i686-unknown-linux-gnu",
];

/// What is in force for `app`, and the total in megabytes, by target.
fn in_force(run: &Run) -> Vec<(u64, u64)> {
    let json = run.json();
    let rows = json["targets"].as_array().expect("a list").iter();
    let number = |value: &serde_json::Value| value.as_u64().expect("a number");
    rows.map(|row| (number(&row["crates"][0]["budget"]), number(&row["total"]) >> 20)).collect()
}

fn show(sandbox: &Sandbox, more: &[&str]) -> Run {
    let run = sandbox.run(&[&["show", "--quiet", "--format", "json"], more].concat());
    assert!(run.status == Some(0) || run.status == Some(1), "{}", run.stderr);
    run
}

#[test]
fn twelve_of_them() {
    let sandbox = Sandbox::with(FILE);
    let targets: Vec<&str> = TWELVE.iter().flat_map(|target| ["--target", target]).collect();
    let expected = [1, 32, 33, 33, 32, 1, 3, 2, 4, 1, 16, 32].into_iter().map(|app| (app, 65));
    assert_eq!(in_force(&show(&sandbox, &targets)), expected.collect::<Vec<_>>());
    let json = sandbox.run(&[&["check", "--format", "json"], &targets[..]].concat()).json();
    let verdicts: Vec<&str> =
        json["targets"].as_array().expect("a list").iter().filter_map(|row| row["verdict"].as_str()).collect();
    // The total of a build with debug assertions is above the limit of ARM, and above what 16 bits can tell apart.
    let wrong = [ARM, THUMB, "thumbv6m-none-eabi", "msp430-none-elf"];
    for (target, verdict) in TWELVE.iter().zip(verdicts) {
        assert_eq!(verdict == "errors", wrong.contains(target), "{target}: {verdict}");
    }
}

/// Each target's configuration is the compiler's, name by name.
#[test]
fn they_are_as_the_compiler_describes_them() {
    let described = |triple: &str| {
        let output = Command::new("rustc").args(["--print=cfg", "--target", triple]).output().expect("rustc runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    for triple in ["armv7-unknown-linux-gnueabihf", "x86_64-pc-windows-msvc", "wasm32-wasip1"] {
        let mut file = String::from("preset = 'none'\ntotal_budget = 1000\n[crates.app]\nbudget = 0\n");
        let stable = |line: &&str| {
            !line.starts_with("panic") && !line.contains("reliable") && !line.contains("target_has_atomic_load")
        };
        let all: Vec<String> = described(triple).lines().filter(stable).map(str::to_owned).collect();
        file.push_str(&format!("[target.'cfg(all({}))']\napp = 9\n", all.join(", ")));
        let sandbox = Sandbox::with(&file);
        assert_eq!(in_force(&show(&sandbox, &["--target", triple])), [(9, 0)], "{triple}");
    }
}

#[test]
fn what_only_a_build_knows_is_given() {
    let sandbox = Sandbox::with(FILE);
    sandbox.package("app", "[features]\ndefault = [\"some\"]\nsome = []\nall = [\"big\"]\nbig = []\n");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    for (options, expected) in [
        (&[][..], (1, 65)),
        (&["--release"], (1, 64)),
        (&["--features", "big"], (5, 65)),
        (&["-F", "some,all"], (5, 65)),
        (&["--all-features"], (5, 65)),
        (&["--cfg", "lab"], (7, 65)),
        (&["--cfg", "board=\"v2\""], (6, 65)),
        (&["--cfg", "board=\"v1\""], (1, 65)),
        (&["--cfg", "lab", "--all-features", "--release"], (7, 64)),
    ] {
        let run = show(&sandbox, &[&["--target", LINUX], options].concat());
        assert_eq!(in_force(&run), [expected], "{options:?}");
    }
    let said = sandbox.run(&["show", "--target", LINUX]).stderr;
    for assumption in [
        "`debug_assertions` is taken to be on, as in a plain `cargo build`; --release changes that",
        "`feature = \"big\"` is taken to be off, as in a plain `cargo build`; --features big changes that",
        "`board = \"v2\"` is taken to be off, as in a plain `cargo build`; --cfg 'board=\"v2\"' changes that",
        "`lab` is taken to be off, as in a plain `cargo build`; --cfg lab changes that",
    ] {
        assert!(said.contains(&format!("note: {assumption}\n")), "{said}");
    }
    sandbox.package("app", "[features]\ndefault = [\"big\"]\nbig = []\n");
    sandbox.write("app/src/lib.rs", "#[memory_budgets::memory_budgets]\npub mod budgets {}\n");
    assert_eq!(in_force(&show(&sandbox, &["--target", LINUX])), [(5, 65)], "a default feature");
    assert_eq!(in_force(&show(&sandbox, &["--target", LINUX, "--no-default-features"])), [(1, 65)]);
}

/// What Cargo's configuration adds to a build is added here too, in the order of precedence that Cargo has.
#[test]
fn flags_of_cargo_count() {
    let mut sandbox = Sandbox::with(FILE);
    sandbox.write(".cargo/config.toml", "[target.'cfg(unix)']\nrustflags = [\"--cfg\", \"lab\"]\n");
    assert_eq!(in_force(&show(&sandbox, &["--target", LINUX, "--target", THUMB])), [(7, 65), (33, 65)]);
    sandbox.set("RUSTFLAGS", "--cfg board=\"v2\"");
    assert_eq!(in_force(&show(&sandbox, &["--target", LINUX])), [(6, 65)], "the variable stands for all others");
}

/// Every place that flags come from, alone and over the others: what Cargo itself does, tried with `cargo check -v`.
#[test]
fn flags_from_everywhere() {
    const FLAGS: &str = "preset = 'none'\ntotal_budget = '64MB'\n[crates.app]\nbudget = 0\n\
        [target.'cfg(build)']\napp = 1\n[target.'cfg(all(triple, not(build)))']\napp = 2\n[target.'cfg(all(triple, lab, not(build)))']\napp = 3\n\
        [target.'cfg(all(lab, not(triple), not(build)))']\napp = 4\n[target.'cfg(all(far, build))']\napp = 5\n";
    let triple = "CARGO_TARGET_ARMV7_UNKNOWN_LINUX_GNUEABIHF_RUSTFLAGS";
    let build = "[build]\nrustflags = \"--cfg build\"\n";
    let of_triple = format!("[target.{ARM}]\nrustflags = [\"--cfg\", \"triple\"]\n");
    let of_cfg = "[target.'cfg(target_arch = \"arm\")']\nrustflags = \"--cfg lab\"\n";
    let list = "[build]\nrustflags = [\"--cfg\", \"build\"]\n";
    let far_list = "[build]\nrustflags = [\"--cfg\", \"far\"]\n";
    let far_text = "[build]\nrustflags = \"--cfg far\"\n";
    for (near, far, variables, expected) in [
        (build, "", &[][..], 1),
        ("", "", &[("CARGO_BUILD_RUSTFLAGS", "--cfg build")], 1),
        (far_text, "", &[("CARGO_BUILD_RUSTFLAGS", "--cfg build")], 5),
        (list, far_list, &[], 5),
        (build, far_text, &[], 1),
        (&of_triple, "", &[], 2),
        (&format!("{build}{of_triple}"), "", &[], 2),
        ("", "", &[(triple, "--cfg triple")], 2),
        (build, "", &[(triple, "--cfg triple")], 2),
        (build, "", &[(triple, "")], 1),
        (&of_triple, "", &[(triple, "--cfg lab")], 3),
        (&format!("{of_triple}{of_cfg}"), "", &[], 3),
        (&of_triple, of_cfg, &[], 3),
        (&of_triple, "", &[("RUSTFLAGS", "--cfg lab"), (triple, "--cfg build")], 4),
        (&of_triple, build, &[("RUSTFLAGS", "")], 0),
        (build, "", &[("CARGO_ENCODED_RUSTFLAGS", "--cfg\u{1f}lab"), ("RUSTFLAGS", "--cfg triple")], 4),
        (build, "", &[("CARGO_ENCODED_RUSTFLAGS", ""), ("RUSTFLAGS", "--cfg triple")], 0),
    ] {
        let mut sandbox = Sandbox::with(FLAGS);
        sandbox.write("app/.cargo/config.toml", near);
        sandbox.write(".cargo/config.toml", far);
        variables.iter().for_each(|(name, value)| sandbox.set(name, value));
        let run = sandbox.run_in("app", &["show", "--quiet", "--format", "json", "--target", ARM]);
        assert_eq!(in_force(&run), [(expected, 64)], "{near}{far}{variables:?}");
    }
    // The host has a name as well, which nothing gives before the compiler.
    let host = sandbox::host();
    let sandbox = Sandbox::with(FLAGS);
    sandbox.write(".cargo/config.toml", &format!("[target.{host}]\nrustflags = [\"--cfg\", \"triple\"]\n"));
    assert_eq!(in_force(&show(&sandbox, &[])), [(2, 64)]);
    let mut sandbox = Sandbox::with(FLAGS);
    sandbox.set(&format!("CARGO_TARGET_{}_RUSTFLAGS", host.to_uppercase().replace(['-', '.'], "_")), "--cfg lab");
    assert_eq!(in_force(&show(&sandbox, &[])), [(4, 64)]);
    let said = sandbox.run(&["show"]).stderr;
    assert!(!said.contains("`lab` is taken to be off"), "{said}");
}

/// As Cargo takes them: a name is for every package that has it, and `PACKAGE/NAME` for one.
#[test]
fn features_of_several_packages() {
    let sandbox = Sandbox::with(
        "preset = 'none'\ntotal_budget = '64MB'\n[crates.app]\nbudget = 1\n[target.'cfg(feature = \"big\")']\napp = 5\n",
    );
    let attribute = "#[memory_budgets::memory_budgets]\npub mod budgets {}\n";
    sandbox.package("app", "[features]\nbig = []\nown = []\n");
    sandbox.package("app-net", "[features]\nother = []\n");
    sandbox.package("app-log", "[features]\nquiet = []\n");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app*\"]\nresolver = \"2\"\n");
    for carrier in ["app", "app-net"] {
        sandbox.write(&format!("{carrier}/src/lib.rs"), attribute);
    }
    let budgets = |features: &[&str]| -> Vec<u64> {
        in_force(&show(&sandbox, &[&["--target", LINUX], features].concat())).into_iter().map(|(app, _)| app).collect()
    };
    assert_eq!(budgets(&[]), [1]);
    assert_eq!(budgets(&["--features", "big"]), [5, 1]);
    assert_eq!(budgets(&["--features", "app/big"]), [5, 1]);
    assert_eq!(budgets(&["--features", "app/big,other"]), [5, 1]);
    assert_eq!(budgets(&["-p", "app", "--features", "app/big"]), [5]);
    assert_eq!(budgets(&["-p", "app", "--features", "app-log/quiet elsewhere/x"]), [1]);
    for (features, says) in [
        (&["--features", "bigg"][..], "none of app, app-log and app-net has a feature `bigg`"),
        (&["--features", "app-net/big"], "app-net has no feature `big`"),
        (&["-p", "app-net", "--features", "big"], "app-net has no feature `big`"),
        (&["--features", "app-log/big"], "app-log has no feature `big`"),
    ] {
        let run = sandbox.run(&[&["show", "--target", LINUX], features].concat());
        assert_eq!(run.status, Some(2), "{features:?}: {}", run.stdout);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    let notes = |features: &[&str]| sandbox.run(&[&["show", "--target", LINUX], features].concat()).stderr;
    assert!(notes(&[]).contains("`feature = \"big\"` is taken to be off"), "{}", notes(&[]));
    let said = notes(&["-p", "app", "--features", "app/big"]);
    assert!(!said.contains("feature"), "{said}");
    // What it calls off is off, and what it advises can be done.
    let said = notes(&["--features", "app/big"]);
    assert_eq!(said, "note: `feature = \"big\"` is off: app-net has no such feature\n");
}

/// A JSON target file, which a nightly compiler reads.
#[test]
fn a_target_of_ones_own() {
    let nightly =
        |arguments: &[&str]| Command::new("rustup").args(["run", "nightly", "rustc"]).args(arguments).output();
    let spec = nightly(&["-Zunstable-options", "--print=target-spec-json", "--target", THUMB]);
    let Some(spec) = spec.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: there is no nightly compiler");
        return;
    };
    let mut sandbox = Sandbox::with(FILE);
    sandbox.write("boards/my board.json", &String::from_utf8(spec.stdout).expect("UTF-8"));
    let sysroot = nightly(&["--print=sysroot"]).expect("it ran before").stdout;
    let rustc = format!("{}/bin/rustc", String::from_utf8(sysroot).expect("UTF-8").trim_end());
    sandbox.set("RUSTC", &rustc);
    let run = show(&sandbox, &["--target", "boards/my board.json"]);
    assert_eq!(in_force(&run), [(33, 65)]);
    assert_eq!(run.json()["targets"][0]["triple"], "my board");
    sandbox.write("boards/broken.json", "{");
    let run = sandbox.run(&["check", "--target", "boards/broken.json"]);
    assert!(run.status == Some(2) && !run.stderr.contains("unstable"), "{}", run.stderr);
}

/// The compiler that reads no such file is not the file's fault.
#[test]
fn a_target_of_ones_own_on_a_stable_compiler() {
    let mut sandbox = Sandbox::with(FILE);
    sandbox.write("board.json", "{}");
    let Some(stable) = Command::new("rustup").args(["which", "--toolchain", "stable", "rustc"]).output().ok() else {
        eprintln!("skipped: there is no rustup");
        return;
    };
    if !stable.status.success() {
        eprintln!("skipped: there is no stable toolchain of this name");
        return;
    }
    sandbox.set("RUSTC", String::from_utf8(stable.stdout).expect("UTF-8").trim_end());
    let run = sandbox.run(&["check", "--target", "board.json"]);
    assert!(
        run.status == Some(2) && run.stderr.contains("help: a JSON target file is read by a nightly"),
        "{}",
        run.stderr
    );
}
