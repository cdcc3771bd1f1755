//! What cannot be done is said in a sentence, with the status 2, and nothing is changed.

mod sandbox;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;

use sandbox::{ARM, LINUX, PROGRAM, Sandbox};

const OWN: &str = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '256KB'\n";

/// The command fails with the status 2 and says this, and prints nothing else.
fn fails(sandbox: &Sandbox, arguments: &[&str], says: &str) {
    let run = sandbox.run(arguments);
    assert_eq!(run.status, Some(2), "{arguments:?}: {}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    assert!(run.stdout.is_empty(), "{arguments:?}: {}", run.stdout);
}

#[test]
fn no_cargo_workspace() {
    let sandbox = Sandbox::empty();
    for command in [&["check"][..], &["show"], &["init"], &["fit"], &["diff", "main"], &["explain", "app"]] {
        fails(&sandbox, command, "there is no Cargo.toml in");
    }
    fails(&sandbox, &["check", "--manifest-path", "none/Cargo.toml"], "there is no manifest");
    fails(&sandbox, &["check", "--manifest-path", "."], "has to end in Cargo.toml");
    assert_eq!(sandbox.run(&["explain", "total"]).status, Some(0), "what a finding means needs no workspace");
    assert_eq!(sandbox.run(&["schema"]).status, Some(0));
}

#[test]
fn a_manifest_that_does_not_parse() {
    let sandbox = Sandbox::with(OWN);
    sandbox.write("app/Cargo.toml", "[package]\nname = = \"app\"\n");
    let run = sandbox.run_in("app", &["check"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("error[malformed]") && run.stdout.contains("--> Cargo.toml:2:8"), "{}", run.stdout);
    sandbox.write("Cargo.toml", "[workspace\n");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("error[malformed]") && run.stdout.contains("--> Cargo.toml:1:"), "{}", run.stdout);
    fails(&sandbox, &["init"], "Cargo.toml is not valid TOML: unclosed table, expected `]` (Cargo.toml:1:11)");
    sandbox.write(".cargo/config.toml", "[build\n");
    fails(&sandbox, &["check"], "config.toml:1 is not valid TOML");
}

/// A member that cannot be read may carry the attribute, or a budget: nothing passes as if it were not there.
#[test]
fn a_member_that_cannot_be_read() {
    type Spoil = fn(&Sandbox);
    let cases: [(Spoil, &str); 4] = [
        (|sandbox| sandbox.write("bad/Cargo.toml", "[package\n"), "bad/Cargo.toml is not valid TOML"),
        (|_| {}, "The file bad/Cargo.toml does not exist"),
        (|sandbox| sandbox.write("bad/Cargo.toml", "[dependencies]\n"), "bad/Cargo.toml makes no package"),
        (
            |sandbox| fs::create_dir_all(sandbox.path("bad/Cargo.toml")).expect("writable"),
            "Cannot read bad/Cargo.toml: it is a folder",
        ),
    ];
    for (spoil, says) in cases {
        for attribute in ["", "#[memory_budgets::memory_budgets]\nmod b {}\n"] {
            let sandbox = Sandbox::with(OWN);
            sandbox.write("app/src/lib.rs", attribute);
            sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"app-net\", \"bad\"]\nresolver = \"2\"\n");
            spoil(&sandbox);
            let run = sandbox.run(&["check", "--target", LINUX]);
            assert_eq!(run.status, Some(1), "{says}: {}{}", run.stdout, run.stderr);
            assert_eq!(run.stdout.matches(says).count(), 1, "{says}: {}", run.stdout);
            let run = sandbox.run(&["show", "--target", LINUX]);
            assert_eq!(run.status, Some(1), "{says}: {}{}", run.stdout, run.stderr);
            assert!(run.stderr.contains("1 error; `cargo memory-budget check` shows what"), "{}", run.stderr);
            fails(&sandbox, &["check", "-p", "bad"], says);
            fs::remove_file(sandbox.path("memory_budget.toml")).expect("written");
            fails(&sandbox, &["init"], says);
            assert!(!sandbox.path("memory_budget.toml").exists());
        }
    }
}

/// A folder that the compiler cannot be told of.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let sandbox = Sandbox::with(OWN);
    let folder = sandbox.path("").join(OsStr::from_bytes(b"in\xff"));
    fs::create_dir_all(folder.join("src")).expect("writable");
    fs::write(folder.join("Cargo.toml"), "[workspace]\n[package]\nname = \"a\"\nversion = \"0.1.0\"\n")
        .expect("writable");
    fs::write(folder.join("src/lib.rs"), "").expect("writable");
    for arguments in [&["check"][..], &["show"], &["init"], &["fit"], &["check", "--manifest-path", "Cargo.toml"]] {
        let output = sandbox::command(&folder).args(arguments).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("the name of the folder") && said.contains("is not UTF-8"), "{arguments:?}: {said}");
        assert!(!said.contains("rustc"), "{said}");
    }
    let names = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(names, 2, "nothing is written");
}

/// What was read and asked, where something is wrong as well.
#[test]
fn what_was_read_and_asked() {
    let sandbox = Sandbox::with(OWN);
    sandbox.package("app-net", "[dependencies]\napp = { path = \"../app\" }\n");
    let said = |arguments: &[&str]| sandbox.run(arguments).stderr;
    let path = |path: &str| fs::canonicalize(sandbox.path("")).expect("it is there").join(path).display().to_string();
    let checked = said(&["check", "-v", "--target", LINUX]);
    for line in [
        format!("ask rustc about {LINUX}\n"),
        format!("read {}\n", path("app/src/lib.rs")),
        format!("  read {}\n", path("memory_budget.toml")),
        format!("  read {}\n", path("app-net/Cargo.toml")),
    ] {
        assert!(checked.contains(&line), "{line}{checked}");
    }
    assert!(said(&["check", "-v"]).contains("ask rustc about its host\n"));
    let failed = said(&["check", "-v", "--target", LINUX, "--features", "none"]);
    assert!(failed.contains(&format!("read {}\n", path("app/src/lib.rs"))), "{failed}");
    assert_eq!(said(&["check", "--target", LINUX]), "");
    sandbox.commit("one");
    let compared = said(&["diff", "-v", "nothing"]);
    for line in ["ask git for nothing\n", "ask rustc about nothing\n"] {
        assert!(compared.contains(line), "{line}{compared}");
    }
}

#[test]
fn a_revision_that_does_not_exist_and_files_that_come_and_go() {
    let sandbox = Sandbox::new();
    fails(&sandbox, &["diff", "main"], "`main` is no file, no profile, no git revision and no target");
    sandbox.commit("without a file");
    fails(&sandbox, &["diff", "git:nothing"], "there is no git revision `nothing`");
    fails(&sandbox, &["diff", "profile:nothing"], "there is no profile `nothing`");
    fails(&sandbox, &["diff", "file:nothing"], "there is no file `nothing`");
    fails(&sandbox, &["diff", "--deny-growth", "--", "--output=x"], "`--output=x` is no file");
    sandbox.write("memory_budget.toml", OWN);
    let run = sandbox.run(&["diff", "main", "--target", LINUX]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("note: main has no configuration file"), "{}", run.stderr);
    assert!(run.stdout.contains("app    256KB  +256KB  added"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["diff", "main", "--deny-growth"]).status, Some(1));
    sandbox.commit("with a file");
    fs::remove_file(sandbox.path("memory_budget.toml")).expect("written");
    sandbox.commit("without one again");
    let run = sandbox.run(&["diff", "HEAD~1", "HEAD", "--target", LINUX]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("app     256KB  -256KB  removed"), "{}", run.stdout);
    sandbox.write("memory_budget.toml", "[broken\n");
    fails(&sandbox, &["diff", "HEAD~1"], "the working tree cannot be compared: memory_budget.toml is not valid TOML");
}

#[test]
fn a_target_that_rustc_does_not_know() {
    let sandbox = Sandbox::with(OWN);
    fails(
        &sandbox,
        &["check", "--target", "armv7-unknown-linux-gnueabihff"],
        "did you mean `armv7-unknown-linux-gnueabihf`?",
    );
    fails(&sandbox, &["check", "--target", "pdp11"], "`rustc --print target-list` shows all");
    fails(&sandbox, &["check", "--target", "none.json"], "there is no target file");
    fails(&sandbox, &["check", "--target", ""], "is no target");
    fails(&sandbox, &["check", "--cfg", "a-b"], "is nothing that --cfg takes");
    fails(&sandbox, &["check", "--features", "none"], "none of app and app-net has a feature `none`");
    fails(&sandbox, &["check", "-p", "ap-net"], "did you mean `app-net`?");
    let mut sandbox = Sandbox::with(OWN);
    sandbox.set("RUSTC", "/nowhere/rustc");
    fails(&sandbox, &["check"], "cannot run /nowhere/rustc");
}

#[test]
fn a_file_that_cannot_be_read_or_written() {
    let sandbox = Sandbox::with(OWN);
    fails(&sandbox, &["check", "--config", "none.toml"], "cannot read none.toml");
    fails(&sandbox, &["check", "--config", "app"], "is a folder");
    fails(&sandbox, &["check", "--output", "none/report"], "cannot write none/report");
    fails(&sandbox, &["check", "--output", "app"], "cannot write app");
    #[cfg(target_os = "linux")]
    {
        fails(&sandbox, &["show", "--output", "/dev/full"], "cannot write /dev/full: No space left");
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = sandbox.command("", &["check"]).stdout(full).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(said.contains("cannot write to standard output: No space left"), "{said}");
    }
}

/// Root may write where others may not: then there is nothing to see here.
#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only() {
    use std::os::unix::fs::PermissionsExt;

    let mode = |sandbox: &Sandbox, path: &str, mode: u32| {
        fs::set_permissions(sandbox.path(path), fs::Permissions::from_mode(mode)).expect("ours");
    };
    let sandbox = Sandbox::with("");
    mode(&sandbox, "", 0o555);
    mode(&sandbox, "memory_budget.toml", 0o444);
    let run = sandbox.run(&["check", "--target", LINUX]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    fails(&sandbox, &["fit", "--target", ARM, "--write"], "cannot write");
    assert_eq!(sandbox.read("memory_budget.toml"), "");
    let is_root = fs::write(sandbox.path("probe"), "").is_ok();
    if !is_root {
        fails(&sandbox, &["check", "--output", "report"], "cannot write report");
    }
    mode(&sandbox, "", 0o755);
    let names = fs::read_dir(sandbox.path("")).expect("a folder").map(|entry| entry.expect("readable").file_name());
    assert!(
        names.into_iter().all(|name| !name.to_string_lossy().starts_with(".memory_budget")),
        "nothing is left behind"
    );
}

#[test]
fn nothing_is_fitted_into_a_file_with_errors() {
    for (text, says) in [
        ("\"wrt-runtime\" = \"16mb\"\n", "wrt-runtime budget \"16mb\" is not a size"),
        ("wrt-runtim = 1\n", "`wrt-runtim` is neither a setting nor a known crate (memory_budget.toml:1:1)"),
        ("[broken\n", "memory_budget.toml is not valid TOML"),
        ("[crates.wrt-host]\nmin = \"4MB\"\nmax = \"2MB\"\n", "wrt-host minimum (4MB) above its maximum (2MB)"),
    ] {
        let sandbox = Sandbox::with(text);
        fails(&sandbox, &["fit", "--target", ARM, "--write"], says);
        assert_eq!(sandbox.read("memory_budget.toml"), text);
    }
    let sandbox = Sandbox::with("");
    fails(&sandbox, &["fit", "--total", "12mb"], "did you mean 12MB?");
    assert_eq!(sandbox.run(&["fit", "--total", "12MB", "--write"]).status, Some(1), "the minima do not fit");
    assert_eq!(sandbox.read("memory_budget.toml"), "");
}

/// Whoever writes second finds another file than it has read, or the first one's, whole.
#[test]
fn two_commands_that_write_at_once() {
    let sandbox = Sandbox::with("# budgets\n");
    let runs: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = ["40MB", "20MB", "30MB", "25MB"]
            .map(|total| {
                let sandbox = &sandbox;
                scope.spawn(move || sandbox.run(&["fit", "--target", ARM, "--total", total, "--write"]))
            })
            .into_iter()
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(runs.iter().any(|run| run.status == Some(0)), "{runs:#?}");
    for run in &runs {
        let late = run.stderr.contains("was changed meanwhile; nothing was written");
        assert!(run.status == Some(0) || (run.status == Some(2) && late), "{run:#?}");
    }
    let text = sandbox.read("memory_budget.toml");
    assert!(text.starts_with("# budgets\n") && text.matches("[target.").count() == 1, "{text}");
    assert_eq!(sandbox.run(&["check", "--target", ARM]).status, Some(0), "{text}");
}

#[test]
fn a_pipe_that_is_closed() {
    let sandbox = Sandbox::with("total_budget = '1MB'\n");
    let mut child = sandbox
        .command("", &["show", "--format", "html"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "the budgets are wrong all the same: {said}");
    assert!(!said.contains("panicked") && !said.contains("pipe"), "{said}");
}

/// Standard output by its name, which leads to a file: what is there before and after stays.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_by_its_name() {
    let sandbox = Sandbox::with("");
    let script = format!("(echo before; '{PROGRAM}' schema --output /dev/stdout; echo after) > log");
    let run = Command::new("sh").args(["-c", &script]).current_dir(sandbox.path("")).status().expect("a shell");
    let log = sandbox.read("log");
    assert!(run.success() && log.starts_with("before\n{") && log.ends_with("}\nafter\n"), "{log}");
}

#[test]
fn without_git() {
    let mut sandbox = Sandbox::with(OWN);
    sandbox.commit("one");
    sandbox.set("RUSTC", &String::from_utf8_lossy(&which("rustc")));
    sandbox.set("PATH", "/nowhere");
    fails(
        &sandbox,
        &["diff", "main"],
        "`main` is no file, no profile and no target, and cannot run git: it is not installed",
    );
    fails(&sandbox, &["diff", "git:main"], "cannot run git: it is not installed");
}

/// The compiler itself, which needs no path to be found.
fn which(name: &str) -> Vec<u8> {
    let output = std::process::Command::new(name).args(["--print", "sysroot"]).output().expect("it runs");
    let sysroot = String::from_utf8(output.stdout).expect("UTF-8");
    format!("{}/bin/{name}", sysroot.trim_end()).into_bytes()
}
