//! What the shells themselves offer with the scripts of `completions`.
#![cfg(unix)]

mod sandbox;

use std::path::Path;
use std::process::Command;

use sandbox::Sandbox;

/// What is typed, and what has to be offered: commands, options, values.
const TYPED: [(&str, &str); 4] =
    [("ch", "check"), ("check --for", "--format"), ("check --format sa", "sarif"), ("diff --deny", "--deny-growth")];

/// A folder with the script for a shell.
fn script(shell: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&["completions", shell]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    sandbox.write("script", &run.stdout);
    sandbox
}

/// What a program prints in the folder; says in a line where there is no such program.
fn asked(sandbox: &Sandbox, program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(sandbox.path("")).output();
    let Ok(output) = output else {
        eprintln!("skipped: there is no {program}");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{program}: {said}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = script(shell).read("script");
        for word in ["cargo-memory-budget", "explain", "deny-growth"] {
            assert!(text.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(Sandbox::empty().run(&["completions", "none"]).status, Some(2));
}

#[test]
fn bash() {
    let sandbox = script("bash");
    let text = sandbox.read("script");
    let name = text.lines().find_map(|line| line.strip_suffix("() {")).expect("a function");
    for (typed, offered) in TYPED {
        let at = typed.split(' ').count();
        let ask = format!(
            "source ./script; COMP_WORDS=(cargo-memory-budget {typed}); COMP_CWORD={at}; \
             {name} cargo-memory-budget \"${{COMP_WORDS[{at}]}}\" \"${{COMP_WORDS[{at} - 1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p cargo-memory-budget"
        );
        let Some(said) = asked(&sandbox, "bash", &["--norc", "-c", &ask]) else { return };
        assert!(said.starts_with(&format!("{offered}\n")) && said.ends_with(" cargo-memory-budget\n"), "{said}");
    }
}

#[test]
fn fish() {
    let sandbox = script("fish");
    for (typed, offered) in TYPED {
        let ask = format!("source script; complete -C 'cargo-memory-budget {typed}'");
        let Some(said) = asked(&sandbox, "fish", &["--no-config", "-c", &ask]) else { return };
        assert!(said.lines().any(|line| line.split('\t').next() == Some(offered)), "{typed}: {said}");
    }
}

/// Asks zsh in a terminal of its own, for it completes nowhere else: a function that sees what it adds prints that.
const ASK: &str = r#"
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked "FOLDER=${(q)1}; source ./setup; print -r -- REA''DY"
while zpty -r asked line; do [[ $line == *READY* ]] && break; done
zpty -w -n asked "$2"$'\t'
while zpty -r asked line; do
  [[ $line == *OFFERED\ * ]] && print -r -- ${${line##*OFFERED }%%[[:space:]]#}
  [[ $line == *ENDED* ]] && break
done
"#;

/// It ends by itself where nothing is completed.
const SETUP: &str = r#"
PS1= PS2= RPS1= TMOUT=60
fpath=($FOLDER $PWD/functions $fpath)
autoload -Uz compinit
compinit -u -D
compadd() {
  local -a hits
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  builtin compadd -O hits "$@"
  (( $#hits )) && print -rl -- "OFFERED "$^hits
  builtin compadd "$@"
}
ended() { print -r -- ENDED }
comppostfuncs=(ended)
bindkey '^I' complete-word
"#;

#[test]
fn zsh() {
    let sandbox = script("zsh");
    sandbox.write("functions/_cargo-memory-budget", &sandbox.read("script"));
    sandbox.write("ask", ASK);
    sandbox.write("setup", SETUP);
    // Cargo's own completion, with which ours works together.
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc runs").stdout;
    let folder = format!("{}/share/zsh/site-functions", String::from_utf8_lossy(&sysroot).trim_end());
    let mut begins = vec!["cargo-memory-budget"];
    if Path::new(&folder).join("_cargo").is_file() {
        begins.push("cargo memory-budget");
    } else {
        eprintln!("skipped: Cargo has no completion for zsh here");
    }
    for begin in begins {
        for (typed, offered) in TYPED {
            let Some(said) = asked(&sandbox, "zsh", &["-f", "ask", &folder, &format!("{begin} {typed}")]) else {
                return;
            };
            assert!(said.lines().any(|line| line.trim_end() == offered), "{begin} {typed}: {said:?}");
        }
    }
}

/// Its variable is there in a terminal alone; with one of that name the script is compiled and run, and what it has set is asked.
#[test]
fn elvish() {
    let sandbox = script("elvish");
    let text = sandbox.read("script").replace("edit:completion:arg-completer", "completers");
    let text = text.replace("edit:complex-candidate", "candidate");
    let before = "var completers = [&]\nfn candidate {|text &display=''| put $text }\n";
    let after = "\n$completers[cargo-memory-budget] cargo-memory-budget check ''\n$completers[cargo-memory-budget] cargo-memory-budget ''\n";
    sandbox.write("all.elv", &format!("{before}{text}{after}"));
    let Some(said) = asked(&sandbox, "elvish", &["-norc", "all.elv"]) else { return };
    for offered in ["check", "explain", "--format"] {
        assert!(said.contains(offered), "{offered}: {said}");
    }
}

/// Where there is one: Debian has no package of it.
#[test]
fn powershell() {
    let sandbox = script("powershell");
    let ask = "$errors = $null; [void][System.Management.Automation.Language.Parser]::ParseInput((Get-Content -Raw script), \
               [ref]$null, [ref]$errors); $errors.Count";
    let Some(said) = asked(&sandbox, "pwsh", &["-NoProfile", "-Command", ask]) else { return };
    assert_eq!(said.trim(), "0");
}
