//! A command that waits says so in a terminal, and nowhere else.
#![cfg(target_os = "linux")]

mod sandbox;

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use sandbox::{LINUX, PROGRAM, Sandbox, unset};

/// Lets the compiler answer only when the file `go` is there, or so many tenths of a second have gone.
fn slow_compiler(sandbox: &mut Sandbox, tenths: u32) {
    let script = "#!/bin/sh\ni=0\nwhile [ ! -e \"$GO\" ] && [ $i -lt \"$TENTHS\" ]; do sleep 0.1; i=$((i + 1)); done\n\
                  exec rustc \"$@\"\n";
    sandbox.write("slow rustc", script);
    let path = sandbox.path("slow rustc");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
    let go = sandbox.path("go").display().to_string();
    for (name, value) in [("RUSTC", &path.display().to_string()), ("GO", &go), ("TENTHS", &tenths.to_string())] {
        sandbox.set(name, value);
    }
}

/// What standard error shows in a terminal, with standard output in the file `out.txt`. As soon as progress is seen, the compiler
/// answers.
fn in_terminal(sandbox: &Sandbox, options: &str) -> Option<String> {
    let command = format!("stty cols 120 rows 30 && '{PROGRAM}' check --target {LINUX} {options} > out.txt");
    let mut script = unset(Command::new("script"));
    script.args(["-qec", &command, "/dev/null"]).current_dir(sandbox.path("")).stdin(Stdio::null());
    script.stdout(Stdio::piped()).env("TERM", "xterm").envs(sandbox.variables());
    let Ok(mut child) = script.spawn() else {
        eprintln!("skipped: there is no `script`");
        return None;
    };
    let mut terminal = child.stdout.take().expect("piped");
    let (mut shown, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = terminal.read(&mut piece) {
        shown.extend_from_slice(&piece[..length]);
        if String::from_utf8_lossy(&shown).contains("asking") {
            sandbox.write("go", "");
        }
    }
    assert!(child.wait().expect("it ends").success());
    Some(String::from_utf8_lossy(&shown).into_owned())
}

#[test]
fn a_terminal_shows_it_and_is_cleared_of_it() {
    let mut sandbox = Sandbox::with("");
    let plain = sandbox.run(&["check", "--target", LINUX]);
    // A minute, after which nobody looks any more.
    slow_compiler(&mut sandbox, 600);
    let Some(shown) = in_terminal(&sandbox, "") else { return };
    let line = format!("\r{} 0/1 asking {} about 1 target", "░".repeat(20), sandbox.path("slow rustc").display());
    assert!(shown.starts_with(&line), "{shown:?}");
    assert!(shown.ends_with("\r\u{1b}[K"), "nothing of it stays: {shown:?}");
    assert_eq!(sandbox.read("out.txt"), plain.stdout, "and nothing of it is in the result");
}

#[test]
fn nobody_else_sees_it() {
    let mut sandbox = Sandbox::with("");
    let plain = sandbox.run(&["check", "--target", LINUX]);
    slow_compiler(&mut sandbox, 20);
    let run = sandbox.run(&["check", "--target", LINUX]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (Some(0), plain.stdout.as_str(), ""));
    let Some(shown) = in_terminal(&sandbox, "--quiet") else { return };
    assert_eq!(shown, "", "who wants it quiet");
    assert_eq!(sandbox.read("out.txt"), plain.stdout);
}
