//! Where there is no room, what was there stays as it was, and nothing is left of what was begun.
#![cfg(unix)]

mod sandbox;

use std::fs;
use std::process::Command;

use sandbox::{ARM, LINUX, PROGRAM, Run, Sandbox};

const FILE: &str = "# What a board may use.\ntotal_budget = \"60MB\"\n";

/// All files beside the packages, with what is in them.
fn files(sandbox: &Sandbox) -> Vec<(String, String)> {
    let entries = fs::read_dir(sandbox.path("")).expect("a folder").map(|entry| entry.expect("readable"));
    let mut files: Vec<_> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .map(|name| (name.clone(), sandbox.read(&name)))
        .collect();
    files.sort();
    files
}

/// Runs the program where no file may have more than so many kilobytes.
fn with_room(kilobytes: u32, sandbox: &Sandbox, arguments: &[&str]) -> Option<Run> {
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec '{PROGRAM}' \"$@\"");
    let mut bash = sandbox::unset(Command::new("bash"));
    let output = bash.args(["-c", &script, "bash"]).args(arguments).current_dir(sandbox.path("")).output();
    if output.is_err() {
        eprintln!("skipped: there is no bash");
    }
    output.ok().map(|output| Run::of(&output))
}

#[track_caller]
fn fails(run: &Run, says: &str) {
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    assert!(run.stderr.contains(says), "{}", run.stderr);
}

/// `init` has room for the first of its two files: neither is left.
#[test]
fn a_first_file() {
    let sandbox = Sandbox::new();
    let before = files(&sandbox);
    for (kilobytes, says) in [(16, "memory_budget.schema.json"), (0, "memory_budget.toml")] {
        let Some(run) = with_room(kilobytes, &sandbox, &["init"]) else { return };
        fails(&run, says);
        assert_eq!(files(&sandbox), before);
    }
    assert_eq!(sandbox.run(&["init"]).status, Some(0));
}

#[test]
fn a_file_that_is_there() {
    let sandbox = Sandbox::with(FILE);
    sandbox.write("report", "of yesterday\n");
    let before = files(&sandbox);
    for (arguments, says) in [
        (&["fit", "--target", ARM, "--write"][..], "cannot write"),
        (&["fit", "--target", ARM, "--output", "report"], "cannot write report"),
        (&["check", "--target", LINUX, "--output", "report"], "cannot write report"),
        (&["show", "--target", LINUX, "--format", "html", "--output", "new.html"], "cannot write new.html"),
        (&["schema", "--output", "report"], "cannot write report"),
    ] {
        let Some(run) = with_room(0, &sandbox, arguments) else { return };
        fails(&run, says);
        assert_eq!(files(&sandbox), before, "{arguments:?}");
    }
    assert_eq!(sandbox.run(&["fit", "--target", ARM, "--write"]).status, Some(0));
}

/// A disk of its own that is full to its last byte, where a mount is allowed.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full() {
    let sandbox = Sandbox::with(FILE);
    fs::create_dir(sandbox.path("disk")).expect("writable");
    let script = format!(
        "mount -t tmpfs -o size=64k none disk || exit 77
         cp -r Cargo.toml app app-net memory_budget.toml disk && cd disk || exit
         cat /dev/zero > filler 2> /dev/null
         before=$(ls -a)
         '{PROGRAM}' fit --target {ARM} --write 2> ../said; echo $? > ../status
         cmp memory_budget.toml ../memory_budget.toml && test \"$before\" = \"$(ls -a)\" && echo whole"
    );
    let mut unshare = sandbox::unset(Command::new("unshare"));
    unshare.args(["--map-root-user", "--mount", "sh", "-c", &script]).current_dir(sandbox.path(""));
    let run = unshare.output().map(|output| Run::of(&output)).ok().filter(|run| run.status != Some(77));
    let Some(run) = run.filter(|run| !run.stderr.starts_with("unshare:")) else {
        eprintln!("skipped: no disk can be mounted here");
        return;
    };
    let said = || format!("{run:?} {}", sandbox.read("said"));
    assert_eq!(sandbox.read("status"), "2\n", "{}", said());
    assert!(sandbox.read("said").contains("No space left on device"), "{}", said());
    assert_eq!(run.stdout, "whole\n", "{}", said());
}
