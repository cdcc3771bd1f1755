//! No command opens a socket, and none of what it runs talks to another machine: the kernel's list of what is asked of it says so.
#![cfg(target_os = "linux")]

mod sandbox;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use sandbox::{LINUX, PROGRAM, Sandbox, unset};

/// Whether `strace` can look on; says so in a line where it cannot.
fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let can = traced.is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("skipped: strace is not there, or may not look on");
    }
    can
}

/// The calls that are about the network, each with the program that makes it: by a program and all that it runs.
fn traced(command: &mut Command, log: &Path) -> Vec<(String, String)> {
    let mut strace = unset(Command::new("strace"));
    strace.args(["-f", "-qq", "-e", "trace=%network,execve", "-o"]).arg(log);
    strace.arg(command.get_program()).args(command.get_args()).current_dir(command.get_current_dir().expect("set"));
    let output = strace.output().expect("it ran before");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}: {said}");
    calls(&fs::read_to_string(log).expect("strace writes it"))
}

/// `PID CALL(…) = RESULT`, a line each. Who a process is, the last `execve` of it says, or of the one that has made it.
fn calls(log: &str) -> Vec<(String, String)> {
    let mut programs: BTreeMap<&str, String> = BTreeMap::new();
    let mut found = Vec::new();
    for line in log.lines() {
        let (process, call) = line.split_once(' ').expect("a process");
        let call = call.trim_start();
        if call.starts_with("execve(") {
            if call.ends_with("= 0") {
                let program = call.split('"').nth(1).expect("a path");
                programs.insert(process, program.rsplit('/').next().unwrap_or_default().to_owned());
            }
        } else if !call.starts_with("+++") && !call.starts_with("---") {
            let program = programs.get(process).cloned().unwrap_or_else(|| "cargo-memory-budget".to_owned());
            found.push((program, call.to_owned()));
        }
    }
    found
}

#[test]
fn what_is_written_down_is_read() {
    let log = "7 execve(\"/bin/git\", [\"git\"], 0x1 /* 9 vars */) = 0\n8 socket(AF_INET, SOCK_STREAM, 0) = 3\n\
               7 socket(AF_UNIX, SOCK_STREAM, 0) = 4\n7 +++ exited with 0 +++\n";
    let calls: Vec<_> = calls(log).into_iter().map(|(program, call)| format!("{program}: {call}")).collect();
    assert_eq!(
        calls,
        ["cargo-memory-budget: socket(AF_INET, SOCK_STREAM, 0) = 3", "git: socket(AF_UNIX, SOCK_STREAM, 0) = 4"]
    );
}

#[test]
fn no_command_opens_a_socket() {
    if !can_trace() {
        return;
    }
    let sandbox = Sandbox::with("preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '900KB'\n");
    sandbox.commit("one");
    fs::create_dir(sandbox.path("new")).expect("writable");
    sandbox.package("new/app", "");
    sandbox.write("new/Cargo.toml", "[workspace]\nmembers = [\"app\"]\nresolver = \"2\"\n");
    let program = program(&sandbox);
    let commands: &[(&str, &[&str])] = &[
        ("", &["check", "--target", LINUX]),
        ("", &["show", "--format", "html", "--output", "page.html"]),
        ("", &["explain", "app"]),
        ("new", &["init"]),
        ("", &["fit", "--target", LINUX, "--total", "800KB", "--write"]),
        ("", &["diff", "main", "--target", LINUX]),
        ("", &["schema"]),
        ("", &["completions", "bash"]),
        ("", &["measure", &program]),
        ("", &["suggest", &program]),
    ];
    let log = sandbox.path("log");
    for (folder, arguments) in commands {
        let mut command = Command::new(PROGRAM);
        let calls = traced(command.args(*arguments).current_dir(sandbox.path(folder)), &log);
        // What git and rustc ask their own system for, such as the name of a user, is not sent anywhere.
        let is_sent = |(program, call): &&(String, String)| {
            program == "cargo-memory-budget" || call.contains("AF_INET") || call.contains("AF_NETLINK")
        };
        let sent: Vec<_> = calls.iter().filter(is_sent).collect();
        assert!(sent.is_empty(), "{arguments:?}: {sent:?}");
    }
    let listed: Vec<&str> = commands.iter().map(|(_, arguments)| arguments[0]).collect();
    let help = sandbox.run(&["--help"]).stdout;
    let known = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in known.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = command.split_whitespace().next().expect("a name");
        assert!(listed.contains(&name), "{name} is not looked at");
    }
    // That would be seen.
    let mut bash = Command::new("bash");
    let opens = "exec 3<>/dev/udp/127.0.0.1/9";
    let calls = traced(bash.args(["-c", opens]).current_dir(sandbox.path("")), &log);
    assert!(calls.iter().any(|(program, call)| program == "bash" && call.contains("AF_INET")), "{calls:?}");
}

/// A program that was built for it.
fn program(sandbox: &Sandbox) -> String {
    sandbox.write(
        "small.rs",
        "static mut POOL: [u8; 4096] = [1; 4096];\nfn main() { std::hint::black_box(&raw mut POOL); }\n",
    );
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let built = Command::new(rustc).args(["--edition=2024", "small.rs"]).current_dir(sandbox.path("")).output();
    let built = built.expect("rustc runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    sandbox.path("small").display().to_string()
}
