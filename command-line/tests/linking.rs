//! `memory-budget-linker` in real builds: a program over its budget does not link.

mod support;

use std::path::Path;
use std::process::Command;

use support::firmware::{BUDGETS, Firmware};
use support::{TARGET, has};

const LINKER: &str = env!("CARGO_BIN_EXE_memory-budget-linker");
const BUILD: [&str; 6] = ["build", "--release", "--bin", "app", "--target", TARGET];

fn with_linker(firmware: &Firmware) {
    let config = format!(
        "[target.{TARGET}]\nrustflags = [\"-Clink-arg=--entry=_start\"]\nlinker = {LINKER:?}\n\
         [target.x86_64-unknown-linux-gnu]\nlinker = {LINKER:?}\n"
    );
    firmware.write(".cargo/config.toml", &config);
}

#[test]
fn a_program_over_its_budget_does_not_link() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(60_000);
    with_linker(&firmware);
    let run = firmware.cargo(&BUILD, &[]);
    run.expect(101);
    for part in [
        "error: linking with",
        "error[over-budget]: app-core has 60000 bytes in RAM, and a budget of 48KB",
        "--> memory_budget.toml:5:10",
        "Reduce what app-core has by 10848 bytes, or increase its budget",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
    assert!(!firmware.program().exists(), "it is not there");

    // It stays so, and the same program with a smaller static builds.
    firmware.cargo(&BUILD, &[]).expect(101);
    firmware.pool(40_000);
    firmware.cargo(&BUILD, &[]).expect(0);
    assert!(firmware.program().exists());
    let again = firmware.cargo(&[&BUILD[..], &["--verbose"]].concat(), &[]);
    again.expect(0);
    assert!(!again.stderr.contains("Compiling") && !again.stderr.contains("Dirty"), "{}", again.stderr);

    // An incremental build of a larger one fails, and the one before is not mistaken for it.
    firmware.pool(50_000);
    firmware.cargo(&BUILD, &[]).expect(101);
    firmware.pool(40_000);
    firmware.cargo(&BUILD, &[]).expect(0);
}

/// Cargo links anew when something changes that it watches: a build script makes the budgets such a thing, as the attribute does.
#[test]
fn a_changed_budget() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(40_000);
    with_linker(&firmware);
    firmware.cargo(&BUILD, &[]).expect(0);
    let less = BUDGETS.replace("48KB", "16KB");
    firmware.write("memory_budget.toml", &less);
    firmware.cargo(&BUILD, &[]).expect(0);
    firmware.write("firmware/build.rs", "fn main() { println!(\"cargo::rerun-if-changed=../memory_budget.toml\"); }\n");
    let run = firmware.cargo(&BUILD, &[]);
    run.expect(101);
    assert!(run.stderr.contains("and a budget of 16KB"), "{}", run.stderr);
    firmware.write("memory_budget.toml", BUDGETS);
    firmware.cargo(&BUILD, &[]).expect(0);
    firmware.write("memory_budget.toml", &less);
    firmware.cargo(&BUILD, &[]).expect(101);
}

/// Named in the configuration, in its variable or in the compiler's flags; in a folder whose name has what words are parted by.
#[test]
fn however_the_linker_is_named() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::in_folder("it's a, \"board\"", 60_000);
    let linker = firmware.path("the linker/memory-budget-linker");
    std::fs::create_dir_all(linker.parent().expect("a folder")).expect("writable");
    std::fs::copy(LINKER, &linker).expect("writable");
    // As Cargo takes flags with blanks in them.
    let flags = format!("-Clinker={LINKER}\u{1f}-Clink-arg=--entry=_start");
    let of_target = "CARGO_TARGET_THUMBV7EM_NONE_EABIHF_LINKER";
    for (name, value) in [(of_target, linker.as_path()), ("CARGO_ENCODED_RUSTFLAGS", Path::new(&flags))] {
        firmware.pool(60_000);
        let run = firmware.cargo(&BUILD, &[(name, value)]);
        run.expect(101);
        assert!(run.stderr.contains("error[over-budget]: app-core has 60000 bytes"), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("--> memory_budget.toml:5:10"), "{name}: {}", run.stderr);
        firmware.pool(40_000);
        firmware.cargo(&BUILD, &[(name, value)]).expect(0);
    }
    // The same program without it is measured in the same place.
    firmware.pool(60_000);
    firmware.cargo(&BUILD, &[]).expect(0);
    let program = firmware.program();
    let run = firmware.memory_budget(&["measure", program.to_str().expect("UTF-8")]);
    assert!(run.expect(1).contains("error[over-budget]"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_measured_does_not_link() {
    if !has(TARGET) {
        return;
    }
    let firmware = Firmware::new(1000);
    with_linker(&firmware);
    let run = firmware.cargo(
        &[&BUILD[..], &["--config", "profile.release.strip=true", "--config", "profile.release.debug=false"]].concat(),
        &[],
    );
    run.expect(101);
    assert!(run.stderr.contains("it has no symbols"), "{}", run.stderr);
    // What the linker itself says goes through, and so does its status.
    firmware.write(
        "app-core/src/lib.rs",
        "#![no_std]\nextern \"C\" { fn nowhere(); }\npub fn touch() { unsafe { nowhere() } }\n",
    );
    let run = firmware.cargo(&BUILD, &[]);
    run.expect(101);
    assert!(run.stderr.contains("undefined symbol: nowhere"), "{}", run.stderr);
}

/// A program of this machine, with a build script, a procedural macro and tests, all of them too large.
#[test]
fn what_is_no_program_passes_through() {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return;
    }
    let firmware = Firmware::new(1000);
    with_linker(&firmware);
    let large =
        "static mut LARGE: [u8; 200_000] = [0; 200_000];\nfn touch() { std::hint::black_box(&raw mut LARGE); }\n";
    firmware.write("Cargo.toml", "[workspace]\nmembers = [\"large\", \"large-macro\"]\nresolver = \"2\"\n");
    firmware.write(
        "large-macro/Cargo.toml",
        "[package]\nname = \"large-macro\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n",
    );
    firmware.write(
        "large-macro/src/lib.rs",
        &format!("{large}#[proc_macro]\npub fn nothing(_: proc_macro::TokenStream) -> proc_macro::TokenStream {{ touch(); Default::default() }}\n"),
    );
    firmware.write("large/Cargo.toml", "[package]\nname = \"large\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\nlarge-macro = { path = \"../large-macro\" }\n");
    firmware.write(
        "large/build.rs",
        &format!("{large}fn main() {{ touch(); println!(\"cargo::rerun-if-changed=build.rs\"); }}\n"),
    );
    firmware.write("large/src/lib.rs", "large_macro::nothing!();\n");
    firmware
        .write("large/src/main.rs", &format!("{large}fn main() {{ touch(); }}\n#[test]\nfn runs() {{ touch(); }}\n"));
    firmware
        .write("memory_budget.toml", "preset = \"none\"\ntotal_budget = \"64KB\"\n[crates.large]\nbudget = \"16KB\"\n");
    firmware.cargo(&["build", "--lib"], &[]).expect(0);
    firmware.cargo(&["test"], &[]).expect(0);
    let run = firmware.cargo(&["build"], &[]);
    run.expect(101);
    assert!(run.stderr.contains("error[over-budget]: large has 200"), "{}", run.stderr);
    firmware.write(
        "memory_budget.toml",
        "preset = \"none\"\ntotal_budget = \"640KB\"\n[crates.large]\nbudget = \"320KB\"\n",
    );
    firmware.cargo(&["build"], &[]).expect(0);

    // Built incrementally, as debug builds are.
    let larger = large.replace("200_000", "400_000");
    firmware.write("large/src/main.rs", &format!("{larger}fn main() {{ touch(); }}\n"));
    let run = firmware.cargo(&["build"], &[]);
    run.expect(101);
    assert!(run.stderr.contains("error[over-budget]: large has 400"), "{}", run.stderr);
    // As after every build that fails, the program before stays, and it is that one.
    let before = firmware.path("target/debug/large");
    firmware.memory_budget(&["measure", before.to_str().expect("UTF-8")]).expect(0);
    firmware.write("large/src/main.rs", &format!("{large}fn main() {{ touch(); }}\n"));
    firmware.cargo(&["build"], &[]).expect(0);
}

/// The real linker is whatever the variable names, and gets the arguments as they are, response files too.
#[test]
fn the_real_linker() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("linker");
    std::fs::write(&script, "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$LOG\"\nexit 7\n").expect("writable");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("ours");
        let log = folder.path().join("log");
        let arguments = ["-flavor", "gnu", "@a file", "-o", "x y", "--", ""];
        let status =
            Command::new(LINKER).args(arguments).env("MEMORY_BUDGET_LINKER", &script).env("LOG", &log).status();
        assert_eq!(status.expect("it runs").code(), Some(7));
        assert_eq!(std::fs::read_to_string(&log).expect("written"), arguments.join("\n") + "\n");
    }
    let output = Command::new(LINKER).env("MEMORY_BUDGET_LINKER", Path::new("/nowhere/ld")).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot run the linker /nowhere/ld"));
}

/// flip-link calls the real linker itself, twice.
#[test]
fn flip_link() {
    if Command::new("flip-link").arg("--help").output().is_err() || !has(TARGET) {
        eprintln!("skipped: flip-link is not installed");
        return;
    }
    let firmware = Firmware::new(60_000);
    with_linker(&firmware);
    let layout = "MEMORY\n{\n  FLASH : ORIGIN = 0x00000000, LENGTH = 256K\n  RAM : ORIGIN = 0x20000000, LENGTH = 128K\n}\n\
                  ENTRY(_start)\nSECTIONS {\n .text : { *(.text .text.* .rodata .rodata.*) } > FLASH\n\
                  .data : { *(.data .data.*) } > RAM AT > FLASH\n .bss (NOLOAD) : { *(.bss .bss.*) } > RAM\n\
                  _stack_start = ORIGIN(RAM) + LENGTH(RAM);\n /DISCARD/ : { *(.ARM.exidx*) }\n}\n";
    firmware.write("memory.x", layout);
    let config = format!(
        "[target.{TARGET}]\nrustflags = [\"-Clink-arg=-Tmemory.x\", \"-Clink-arg=-L{}\"]\nlinker = {LINKER:?}\n",
        firmware.path("").display()
    );
    firmware.write(".cargo/config.toml", &config);
    let flip_link = [("MEMORY_BUDGET_LINKER", Path::new("flip-link"))];
    let run = firmware.cargo(&BUILD, &flip_link);
    run.expect(101);
    assert!(run.stderr.contains("error[over-budget]: app-core has 60000 bytes"), "{}", run.stderr);
    firmware.pool(40_000);
    firmware.cargo(&BUILD, &flip_link).expect(0);
}
