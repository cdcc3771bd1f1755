//! Colours, bars and widths: with a terminal, without one, and as the environment asks.

mod sandbox;

use std::process::{Command, Stdio};

use sandbox::{LINUX, PROGRAM, Run, Sandbox};

fn colored(run: &Run) -> bool {
    run.stdout.contains('\u{1b}')
}

#[test]
fn no_terminal_no_colors() {
    let mut sandbox = Sandbox::with("");
    let show = ["show", "--target", LINUX];
    let plain = sandbox.run(&show);
    assert!(!colored(&plain) && !plain.stdout.contains('█'));
    assert!(colored(&sandbox.run(&[&show[..], &["--color", "always"]].concat())));
    sandbox.set("CARGO_TERM_COLOR", "always");
    let run = sandbox.run(&show);
    assert!(colored(&run) && run.stdout.contains('█'));
    // The variable is about streams. Who wants colours in a file says so.
    sandbox.run(&[&show[..], &["--output", "colors.txt"]].concat());
    assert!(!sandbox.read("colors.txt").contains('\u{1b}'));
    sandbox.run(&[&show[..], &["--output", "colors.txt", "--color", "always"]].concat());
    assert!(sandbox.read("colors.txt").contains('\u{1b}'));
    assert!(colored(&sandbox.run(&["--help"])) && !colored(&sandbox.run(&["--help", "--color", "never"])));
    let wrong = |color| sandbox.run(&["--color", color, "show", "--none"]).stderr.contains('\u{1b}');
    assert!(wrong("always") && !wrong("never"));
    assert!(!colored(&sandbox.run(&[&show[..], &["--color", "never"]].concat())));
    sandbox.set("NO_COLOR", "1");
    assert!(!colored(&sandbox.run(&show)), "NO_COLOR goes before Cargo's variable");
    assert!(colored(&sandbox.run(&[&show[..], &["--color", "always"]].concat())), "an option goes before both");
    assert!(!colored(&sandbox.run(&["--help"])));
    let run = sandbox.run(&[&show[..], &["--output", "report.txt"]].concat());
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(sandbox.read("report.txt"), plain.stdout);
    assert_eq!(sandbox.run(&[&show[..], &["--quiet"]].concat()).stderr, "");
}

/// A real terminal, which `script` makes.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_colors_bars_and_a_width() {
    let sandbox = Sandbox::with("");
    let in_terminal = |columns: u32, before: &str, arguments: &str| {
        let command = format!("stty cols {columns} rows 30 && {before} '{PROGRAM}' {arguments}");
        let mut script = Command::new("script");
        script.args(["-qec", &command, "/dev/null"]).current_dir(sandbox.path("")).stdin(Stdio::null());
        script.env("TERM", "xterm").env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("CARGO_TERM_COLOR");
        script.output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(shown) = in_terminal(120, "", &format!("show --target {LINUX}")) else {
        eprintln!("skipped: there is no `script`");
        return;
    };
    assert!(shown.contains("\u{1b}[") && shown.contains('█') && shown.contains("origin"), "{shown}");
    let narrow = in_terminal(40, "", &format!("show --target {LINUX}")).expect("it ran before");
    assert!(narrow.contains("not shown on 40 columns"), "{narrow}");
    let plain = in_terminal(120, "NO_COLOR=1", &format!("show --target {LINUX}")).expect("it ran before");
    assert!(!plain.contains("\u{1b}[") && plain.contains('█'), "{plain}");
    let dumb = in_terminal(120, "TERM=dumb", &format!("check --target {LINUX}")).expect("it ran before");
    assert!(!dumb.contains("\u{1b}["), "{dumb}");
}
