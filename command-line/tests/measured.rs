//! `cargo memory-budget measure`: firmware beside its budgets.

#![allow(clippy::panic, reason = "a test may")]

mod sandbox;
mod support;

use serde_json::Value;
use support::elf::Made;
use support::firmware::{BUDGETS, Firmware};
use support::{TARGET, has};

const BUILT: [&str; 6] = ["measure", "--release", "--bin", "app", "--target", TARGET];

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The row of a crate.
fn row<'j>(report: &'j Value, name: &str) -> &'j Value {
    let crates = report["crates"].as_array().expect("crates");
    crates.iter().find(|row| row["name"] == name).unwrap_or_else(|| unreachable!("no {name} in {report:#}"))
}

#[test]
fn a_static_above_its_budget() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(60_000);
    let run = firmware.memory_budget(&BUILT);
    let text = run.expect(1);
    for part in [
        "error[over-budget]: app-core has 60000 bytes in RAM, and a budget of 48KB",
        "--> memory_budget.toml:5:10",
        "app_core::POOL 60000 bytes",
        "Reduce what app-core has by 10848 bytes, or increase its budget",
        "over its budgets: 58.8KB of 64KB in RAM",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }

    // The shipped program says the same; nothing is built for it, and its target is told by its folder.
    let program = firmware.program();
    let shipped = program.to_str().expect("UTF-8");
    firmware.write("app-core/src/lib.rs", "this does not compile");
    assert_eq!(firmware.memory_budget(&["measure", shipped]).expect(1), text);

    let report = json(firmware.memory_budget(&["measure", shipped, "--format", "json"]).expect(1));
    assert_eq!((&report["schema"], &report["verdict"]), (&1.into(), &"over".into()));
    assert_eq!((&report["program"]["architecture"], &report["program"]["target"]), (&"arm".into(), &TARGET.into()));
    assert_eq!(report["program"]["path"], format!("target/{TARGET}/release/app"));
    assert_eq!(report["program"]["sha256"].as_str().map(str::len), Some(64));
    let core = row(&report, "app_core");
    assert_eq!((&core["package"], &core["budget"], &core["ram"]), (&"app-core".into(), &49_152.into(), &60_000.into()));
    assert_eq!((&core["verdict"], &core["known"]["name"]), (&"over".into(), &60_000.into()));
    assert_eq!(core["largest"][0]["symbol"], "app_core::POOL");
    assert_eq!((&core["largest"][0]["section"], &core["largest"][0]["known"]), (&".bss".into(), &"name".into()));
    // The program's own crate is called after it, and its package has the budget.
    let app = row(&report, "app");
    assert_eq!((&app["package"], &app["ram"], &app["verdict"]), (&"firmware".into(), &300.into(), &"fits".into()));
    assert_eq!(app["known"]["debug"], 300);
    assert_eq!(row(&report, "app_net")["verdict"], "absent");
    assert_eq!((&report["total"]["ram"], &report["total"]["budget"]), (&60_300.into(), &65_536.into()));
    let finding = &report["findings"][0];
    assert_eq!((&finding["kind"], &finding["severity"]), (&"over-budget".into(), &"error".into()));
    assert_eq!(finding["locations"][0]["line"], 5);
    for section in report["sections"].as_array().expect("sections") {
        let bytes = |key: &str| section[key].as_u64().expect("a number");
        assert_eq!(bytes("attributed") + bytes("padding") + bytes("reserved") + bytes("unattributed"), bytes("size"));
    }
}

/// With `-v` every row says what it is made of, that of nobody too.
#[test]
fn symbols_of_nobody_are_shown() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(1000);
    let mut made = Made::default();
    made.symbol("nobody_knows", 0x2070, 16, 2);
    std::fs::write(firmware.path("made"), made.bytes()).expect("writable");
    let shown = |more: &[&str]| {
        let arguments = [&["measure", "made", "--target", TARGET], more].concat();
        firmware.memory_budget(&arguments).expect(0).to_owned()
    };
    let lines = shown(&["-v"]);
    let rest = lines.split("unattributed").nth(1).unwrap_or_default();
    assert!(rest.contains("  nobody_knows") && rest.contains("16 bytes"), "{lines}");
    assert!(!shown(&[]).contains("nobody_knows"));
}

#[test]
fn what_fits_passes_in_every_format() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(40_000);
    let text = firmware.memory_budget(&BUILT).expect(0).to_owned();
    assert!(text.contains("within its budgets: 39.3KB of 64KB in RAM") && !text.contains("over"), "{text}");
    assert!(text.contains("statics alone are compared, a lower bound"), "{text}");
    let program = firmware.program();
    let shipped = program.to_str().expect("UTF-8");
    for format in ["human", "json", "markdown", "svg", "html"] {
        let arguments = ["measure", shipped, "--format", format];
        let once = firmware.memory_budget(&arguments);
        assert_eq!(firmware.memory_budget(&arguments).stdout, once.expect(0), "the same bytes, whenever");
        assert!(once.stdout.contains("app-core") && once.stdout.contains("fits"), "{format}: {}", once.stdout);
        if format == "html" || format == "svg" {
            let outside = once.stdout.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !outside.contains("http:") && !outside.contains("https:") && !outside.contains("src="),
                "{format} takes nothing from outside"
            );
        }
    }
}

#[test]
fn every_verdict_has_its_finding() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(40_000);
    firmware.memory_budget(&BUILT).expect(0);
    let program = firmware.program();
    let shipped = program.to_str().expect("UTF-8");
    let measured = |budgets: &str, status: i32| {
        firmware.write("memory_budget.toml", budgets);
        let report = json(firmware.memory_budget(&["measure", shipped, "--format", "json"]).expect(status));
        let kinds = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .map(|one| one["kind"].as_str().unwrap_or_default().to_owned());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(measured(&BUDGETS.replace("64KB", "32KB").replace("48KB", "16KB"), 1), ["over-total", "over-budget"]);
    let script = "platform_limit = { linker_script = \"memory.x\", region = \"RAM\" }\n";
    firmware.write("memory.x", "MEMORY { RAM : ORIGIN = 0x20000000, LENGTH = 32K }\n");
    let limited = format!("{script}{}", BUDGETS.replace("64KB", "32KB").replace("48KB", "16KB"));
    assert_eq!(measured(&limited, 1), ["over-total", "over-budget", "over-limit"]);
    assert_eq!(measured(&format!("safety_margin = \"80%\"\n{BUDGETS}"), 0), ["over-total"]);
    assert_eq!(measured(&format!("strict_mode = true\nsafety_margin = \"80%\"\n{BUDGETS}"), 1), ["over-total"]);
    assert_eq!(measured(&BUDGETS.replace("[crates.firmware]\nbudget = \"1KB\"\n", ""), 0), ["unbudgeted"]);

    // Without debug information nobody knows whose the 300 bytes are, and the last budget is no longer proven.
    firmware.write("memory_budget.toml", &BUDGETS.replace("48KB", "40100"));
    let manifest = "[workspace]\nmembers = [\"app-core\", \"firmware\"]\nresolver = \"2\"\n[profile.release]\npanic = \"abort\"\n[profile.dev]\npanic = \"abort\"\n";
    firmware.write("Cargo.toml", manifest);
    let run = firmware.memory_budget(&BUILT);
    assert!(
        run.expect(0).contains("warning[undecided]: app-core has between 40000 bytes and 40300 bytes in RAM"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("undecided: what is unattributed may be anybody's"), "{}", run.stdout);
    assert_eq!(firmware.memory_budget(&[&BUILT[..], &["--strict"]].concat()).status, Some(1));
}

#[test]
fn what_was_counted_at_run_time() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(40_000);
    firmware.write(
        "usage.json",
        "{\"schema\":1,\"crates\":[{\"name\":\"app-core\",\"used\":0,\"peak\":9000,\"budget\":49152,\"live\":0,\"refused\":0},\
         {\"name\":\"app-net\",\"used\":0,\"peak\":5000,\"budget\":4096,\"live\":0,\"refused\":0}],\"used\":0,\"peak\":11000,\"total\":65536}\n",
    );
    let run = firmware.memory_budget(&[&BUILT[..], &["--peaks", "usage.json", "--format", "json"]].concat());
    let report = json(run.expect(1));
    assert_eq!(
        (&row(&report, "app_core")["peak"], &row(&report, "app_core")["verdict"]),
        (&9000.into(), &"fits".into())
    );
    // Nothing of it is in the program, and at run time it has had too much.
    assert_eq!((&row(&report, "app_net")["peak"], &row(&report, "app_net")["verdict"]), (&5000.into(), &"over".into()));
    assert_eq!(report["total"]["peak"], 11_000);
    // From a serial line: a board that starts anew, a report that is cut off, a crate that has no budget here.
    let counted = |peak: u32| {
        format!(
            "{{\"schema\":1,\"crates\":[{{\"name\":\"app-core\",\"used\":0,\"peak\":{peak},\"budget\":49152,\"live\":0,\"refused\":0}},\
             {{\"name\":\"elsewhere\",\"used\":0,\"peak\":7,\"budget\":9,\"live\":0,\"refused\":0}}],\"used\":0,\"peak\":{peak},\"total\":65536}}"
        )
    };
    let (high, low) = (counted(9000), counted(100));
    firmware
        .write("serial.log", &format!("boot\r\n0.1 INFO {high} main.rs:3\r\n{}\r\nreset\r\n{low}\r\n", &high[..70]));
    let run = firmware.memory_budget(&[&BUILT[..], &["--peaks", "serial.log", "--format", "json"]].concat());
    let report = json(run.expect(0));
    assert_eq!((&row(&report, "app_core")["peak"], &report["total"]["peak"]), (&9000.into(), &9000.into()));
    assert_eq!(
        (&row(&report, "elsewhere")["peak"], &row(&report, "elsewhere")["verdict"]),
        (&7.into(), &"unbudgeted".into())
    );
    for part in [
        "warning: 1 of 3 reports in serial.log is broken and not counted: ",
        "warning: elsewhere in the usage report has no budget here: is it another program's?",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
    let run = firmware.memory_budget(&[&BUILT[..], &["--peaks", "none.json"]].concat());
    run.expect(2);
    firmware.write("usage.json", "{}");
    let run = firmware.memory_budget(&[&BUILT[..], &["--peaks", "usage.json"]].concat());
    run.expect(2);
    assert!(run.stderr.contains("usage.json is no usage report"), "{}", run.stderr);
}

#[test]
fn growth_since_a_saved_measurement() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(30_000);
    firmware.memory_budget(&[&BUILT[..], &["--save", "saved.json"]].concat()).expect(0);
    let against = [&BUILT[..], &["--against", "saved.json", "--deny-growth"]].concat();
    let same = firmware.memory_budget(&against);
    assert!(same.expect(0).contains("nothing has changed since the saved measurement"), "{}", same.stdout);
    firmware.pool(40_000);
    let grown = firmware.memory_budget(&against);
    assert!(grown.expect(1).contains("app_core::POOL changed"), "{}", grown.stdout);
    assert!(grown.stderr.contains("app_core has grown in RAM, which --deny-growth forbids"), "{}", grown.stderr);
    let without = firmware.memory_budget(&[&BUILT[..], &["--against", "saved.json", "--format", "json"]].concat());
    let report = json(without.expect(0));
    let growth = &report["growth"]["crates"][0];
    assert_eq!((&growth["before"]["ram"], &growth["after"]["ram"]), (&30_000.into(), &40_000.into()));
    firmware.pool(20_000);
    firmware.memory_budget(&against).expect(0);
}

/// What stands in for a budget that cannot be read is not compared, and not shown.
#[test]
fn budgets_that_cannot_be_read() {
    let sandbox =
        sandbox::Sandbox::with("preset = \"none\"\ntotal_budget = \"1xx\"\n[crates.app]\nbudget = \"10kk\"\n");
    std::fs::write(sandbox.path("program"), Made::default().bytes()).expect("writable");
    let measure = |format| sandbox.run(&["measure", "program", "--target", TARGET, "--format", format]);
    for format in ["human", "markdown", "svg", "html"] {
        let run = measure(format);
        assert_eq!(run.status, Some(1), "{format}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("of ?") && !run.stdout.contains("1MB"), "{format}: {}", run.stdout);
        assert!(!run.stdout.contains("0.0%"), "{format}: {}", run.stdout);
    }
    let report = measure("json").json();
    assert!(report["total"]["budget"].is_null() && row(&report, "app")["budget"].is_null(), "{report}");
    assert_eq!(
        (&report["total"]["verdict"], &row(&report, "app")["verdict"]),
        (&"undecided".into(), &"undecided".into())
    );
}

/// A variable goes before the attribute's argument, and what is suggested goes where it counts.
#[test]
fn the_profile_that_a_variable_selects() {
    let profiles = "[profile.prod]\napp = 50\n[profile.lab]\napp = 60\n";
    let file = format!("preset = \"none\"\ntotal_budget = \"1MB\"\n[crates.app]\nbudget = \"1KB\"\n{profiles}");
    let mut sandbox = sandbox::Sandbox::with(&file);
    let source = "#[memory_budgets::memory_budgets(profile = \"prod\")]\npub mod budgets {}\n";
    sandbox.write("app/src/lib.rs", source);
    sandbox.set("MEMORY_BUDGET_PROFILE", "lab");
    std::fs::write(sandbox.path("program"), Made::default().bytes()).expect("writable");
    let run = sandbox.run(&["suggest", "program", "--target", TARGET, "--write"]);
    assert_eq!(run.status, Some(0), "{}{}", run.stdout, run.stderr);
    let written = sandbox.read("memory_budget.toml");
    assert!(written.contains("[profile.prod]\napp = 50\n[profile.lab]\napp = \"1KB\"\n"), "{written}");
}

#[test]
fn what_cannot_be_measured_has_not_passed() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(1000);
    firmware.memory_budget(&BUILT).expect(0);
    let program = firmware.program();
    let shipped = program.to_str().expect("UTF-8");
    let refused = |arguments: &[&str], why: &str| {
        let run = firmware.memory_budget(&[&["measure"], arguments].concat());
        run.expect(2);
        assert!(run.stderr.contains(why), "{why}\n{}", run.stderr);
    };
    refused(&[shipped, "--target", "x86_64-unknown-linux-gnu"], "it is a program for arm, and x86_64 was asked for");
    refused(&["none"], "cannot measure none: it cannot be read");
    refused(&["memory_budget.toml"], "it is no ELF file, and no program");
    refused(&["."], "it is a folder, and no program");
    refused(&[shipped, "--against", "memory_budget.toml"], "memory_budget.toml is no saved measurement");
    refused(&[shipped, "--map", "memory_budget.toml"], "the map is none that GNU ld or LLD writes");
    refused(&[shipped, "--deny-growth"], "--against");
    let manifest = std::fs::read_to_string(firmware.path("Cargo.toml")).expect("readable");
    firmware.write("Cargo.toml", &manifest.replace("debug = true", "strip = true"));
    refused(&BUILT[1..], "it has no symbols");
    firmware.write("firmware/src/main.rs", "does not compile");
    refused(&BUILT[1..], "the program does not build, so that there is nothing to measure");
}

#[test]
fn budgets_that_hold_what_was_measured() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(60_000);
    firmware.memory_budget(&BUILT).expect(1);
    let program = firmware.program();
    let shipped = program.to_str().expect("UTF-8");
    let text = firmware.memory_budget(&["suggest", shipped]).expect(0).to_owned();
    assert!(
        text.contains("app-core         58.5KB      74KB  48KB") && text.contains("with a margin of 25%"),
        "{text}"
    );

    // Comments, order and spelling stay, and what is proposed holds what was measured.
    let before = format!("# budgets of the board\n{BUDGETS}")
        .replace("\"48KB\"", "\"48KB\" # a pool")
        .replace("[crates.firmware]\nbudget = \"1KB\"\n\n", "");
    firmware.write("memory_budget.toml", &before);
    let usage = "{\"schema\":1,\"crates\":[{\"name\":\"app-net\",\"used\":0,\"peak\":5000,\"budget\":4096,\"live\":0,\"refused\":0}],\"used\":0,\"peak\":5000,\"total\":65536}";
    firmware.write("usage.json", usage);
    firmware.memory_budget(&["suggest", shipped, "--peaks", "usage.json", "--margin", "10%", "--write"]).expect(0);
    let after = std::fs::read_to_string(firmware.path("memory_budget.toml")).expect("readable");
    let expected = before.replace("\"48KB\"", "\"65KB\"").replace("\"4KB\"", "\"6KB\"").replace("\"64KB\"", "\"72KB\"");
    assert_eq!(after, format!("{expected}\n[crates.firmware]\nbudget = \"1KB\"\n"));
    firmware.memory_budget(&["measure", shipped, "--peaks", "usage.json"]).expect(0);
    let again = firmware.memory_budget(&["suggest", shipped, "--peaks", "usage.json", "--margin", "10%", "--write"]);
    again.expect(0);
    assert!(again.stderr.contains("nothing to change"), "{}", again.stderr);
    firmware.memory_budget(&["suggest"]).expect(2);
    firmware.memory_budget(&["suggest", shipped, "--margin", "much"]).expect(2);

    // A budget that a target section sets is changed there.
    firmware.write(
        "memory_budget.toml",
        &format!("{BUDGETS}\n[target.'cfg(target_arch = \"arm\")']\napp-core = \"1KB\"\n"),
    );
    firmware.memory_budget(&["suggest", shipped, "--write"]).expect(0);
    let after = std::fs::read_to_string(firmware.path("memory_budget.toml")).expect("readable");
    assert!(
        after.contains("[target.'cfg(target_arch = \"arm\")']\napp-core = \"74KB\"\n")
            && after.contains("budget = \"48KB\""),
        "{after}"
    );

    // A total that is the sum follows, and a budget in a section's table is changed in that.
    let sum = BUDGETS.replace("\"64KB\"", "\"sum\"");
    assert!(sum.contains("\"sum\""));
    let table = "\n[target.'cfg(target_arch = \"arm\")'.crates.app-core]\nbudget = \"1KB\" # the board's\n";
    firmware.write("memory_budget.toml", &format!("{sum}{table}"));
    let text = firmware.memory_budget(&["suggest", shipped]).expect(0).to_owned();
    assert!(!text.contains("total_budget"), "{text}");
    firmware.memory_budget(&["suggest", shipped, "--write"]).expect(0);
    let after = std::fs::read_to_string(firmware.path("memory_budget.toml")).expect("readable");
    assert!(after.contains("total_budget = \"sum\"") && after.contains("budget = \"74KB\" # the board's\n"), "{after}");
    firmware.memory_budget(&["measure", shipped]).expect(0);
}

/// What `measure` prints for programs is what its schema says.
#[test]
fn the_object_is_valid() {
    if !has(TARGET) {
        return;
    }
    let schema: Value = json(include_str!("../schema/measurement.schema.json"));
    let firmware = Firmware::new(60_000);
    assert_eq!(json(firmware.memory_budget(&["schema", "--of", "measurement"]).expect(0)), schema);
    firmware.write("memory.x", "MEMORY { RAM : ORIGIN = 0x20000000, LENGTH = 32K }\n");
    let script = "platform_limit = { linker_script = \"memory.x\", region = \"RAM\" }\n";
    firmware
        .write("memory_budget.toml", &format!("{script}{}", BUDGETS.replace("64KB", "32KB").replace("48KB", "16KB")));
    let built = [&BUILT[..], &["--format", "json"]].concat();
    let mut cases = vec![(
        schema.clone(),
        json(firmware.memory_budget(&[&built[..], &["--save", "saved.json"]].concat()).expect(1)),
    )];
    firmware.pool(20_000);
    firmware.write("usage.json", "{\"schema\":1,\"crates\":[{\"name\":\"app-net\",\"peak\":5000}],\"peak\":5000}");
    let more = ["--against", "saved.json", "--peaks", "usage.json"];
    cases.push((schema.clone(), json(firmware.memory_budget(&[&built[..], &more].concat()).expect(1))));
    firmware.write(
        "app-core/src/lib.rs",
        "#![no_std]\nstatic COUNT: core::sync::atomic::AtomicU32 = core::sync::atomic::AtomicU32::new(1);\n\
         pub fn touch() -> *mut u32 { core::hint::black_box(COUNT.as_ptr()) }\n",
    );
    let typed = json(firmware.memory_budget(&[&built[..], &["-v"]].concat()).expect(0));
    assert_eq!(row(&typed, "app_core")["largest"][0]["type_crate"], "core");
    cases.push((schema.clone(), typed));
    cases.push((schema, serde_json::json!({ "schema": 1 })));
    let Some(errors) = sandbox::are_valid(&cases) else { return };
    let (last, others) = errors.split_last().expect("some");
    assert!(last.is_some());
    assert!(others.iter().all(Option::is_none), "{others:#?}");
}
