//! What a target is: the compiler says so itself, of as many targets as are asked for side by side.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

use memory_budgets_validator::for_command_line::side_by_side;
use memory_budgets_validator::{Predicate, Target};

use crate::cargo_config::CargoConfig;
use crate::console::Console;
use crate::fault::Fault;
use crate::toolchain::behind_proxy;

/// How many compilers run at once.
const AT_ONCE: usize = 16;

/// The compiler, and what it is asked with.
#[derive(Debug)]
pub(crate) struct Compiler<'a> {
    /// As messages call it.
    named: PathBuf,
    /// What is run.
    program: PathBuf,
    /// The workspace's folder, whose toolchain is meant.
    folder: PathBuf,
    config: &'a CargoConfig,
}

/// A target, by the word that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Host,
    Triple(String),
    /// A JSON target file.
    File(PathBuf),
}

/// What the compiler says of a target.
pub(crate) type Answer = (Named, Result<Target, Fault>);

impl Named {
    /// What a word of the command line, of Cargo's configuration or of a manifest means.
    pub(crate) fn of(word: &str, folder: &Path) -> Named {
        match word {
            "host-tuple" => Named::Host,
            _ if Path::new(word).extension().is_some_and(|ending| ending == "json") => Named::File(folder.join(word)),
            _ => Named::Triple(word.to_owned()),
        }
    }

    /// What the target is called, as far as its own name says it.
    pub(crate) fn triple(&self) -> Option<String> {
        match self {
            Named::Host => None,
            Named::Triple(triple) => Some(triple.clone()),
            Named::File(path) => Some(path.file_stem().unwrap_or_default().to_string_lossy().into_owned()),
        }
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(config: &'a CargoConfig, folder: &Path, variables: &[(OsString, OsString)]) -> Compiler<'a> {
        let named = config.rustc.clone().unwrap_or_else(|| "rustc".into());
        let program = behind_proxy(&named, variables).unwrap_or_else(|| named.clone());
        Compiler { named, program, folder: folder.to_owned(), config }
    }

    pub(crate) fn name(&self) -> String {
        self.named.display().to_string()
    }

    /// Asks about all of these at once; `count` goes up with every answer.
    pub(crate) fn ask(&self, named: &[Named], count: &AtomicUsize) -> Vec<Answer> {
        side_by_side(named, AT_ONCE, |one| {
            let answer = (one.clone(), self.target(one));
            count.fetch_add(1, Ordering::Relaxed);
            answer
        })
    }

    /// Says what it is asked about.
    pub(crate) fn tell(&self, named: &[Named], console: &Console) {
        for one in named {
            console.detail(&match one {
                Named::Host => format!("ask {} about its host", self.name()),
                Named::Triple(triple) => format!("ask {} about {triple}", self.name()),
                Named::File(path) => format!("ask {} about {}", self.name(), path.display()),
            });
        }
    }

    pub(crate) fn target(&self, named: &Named) -> Result<Target, Fault> {
        let triple = named.triple().unwrap_or_default();
        let flags = self.config.flags(&triple, &|_| false);
        let target = self.described(named, &triple, &flags)?;
        // The flags may depend on what the target is, and the host's on its name.
        let holds = |text: &str| Predicate::parse(text).is_ok_and(|predicate| target.matches(&predicate));
        let settled = self.config.flags(&target.triple, &holds);
        if settled == flags { Ok(target) } else { self.described(named, &triple, &settled) }
    }

    fn described(&self, named: &Named, triple: &str, flags: &[String]) -> Result<Target, Fault> {
        match named {
            Named::Host => {
                let output = self.run(&["--print=host-tuple", "--print=cfg"], flags)?;
                if let Some((triple, cfg)) = text(&output).and_then(|text| text.split_once('\n')) {
                    return target(triple, cfg);
                }
                // Compilers before 1.84 print the host's name in another way.
                let version = self.run(&["-vV"], &[])?;
                let host = text(&version).and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ")));
                let Some(host) = host else { return Err(self.does_not_answer(&version)) };
                let output = self.run(&["--print=cfg"], flags)?;
                text(&output).map_or_else(|| Err(self.does_not_answer(&output)), |cfg| target(host, cfg))
            }
            Named::Triple(triple) => {
                let output = self.run(&["--print=cfg", "--target", triple], flags)?;
                text(&output).map_or_else(|| Err(self.does_not_know(triple, &output)), |cfg| target(triple, cfg))
            }
            Named::File(path) => {
                if !path.is_file() {
                    return Err(Fault::new(format!("there is no target file {}", path.display())));
                }
                let path = path.to_string_lossy();
                let arguments = ["--print=cfg", "--target", &path];
                let mut output = self.run(&arguments, flags)?;
                if text(&output).is_none() {
                    // Such a file is a nightly compiler's alone, and has to be asked for.
                    let unstable = self.run(&[&arguments[..], &["-Zunstable-options"]].concat(), flags)?;
                    if String::from_utf8_lossy(&unstable.stderr).contains("nightly compiler") {
                        let help = "a JSON target file is read by a nightly compiler: `rustup override set nightly`, or `RUSTC=…`";
                        return Err(self.does_not_answer(&output).help(help));
                    }
                    // What is wrong with the file, where it is not only that nobody asked.
                    output = unstable;
                }
                text(&output).map_or_else(|| Err(self.does_not_answer(&output)), |cfg| target(triple, cfg))
            }
        }
    }

    fn run(&self, arguments: &[&str], flags: &[String]) -> Result<Output, Fault> {
        let mut command = Command::new(&self.program);
        command.args(arguments).args(flags).current_dir(&self.folder).stdin(Stdio::null());
        command.output().map_err(|error| {
            if !self.folder.is_dir() {
                return Fault::new(format!("cannot run {} in the folder {}", self.name(), self.folder.display()));
            }
            let fault = Fault::new(format!("cannot run {}: {error}", self.name()));
            match error.kind() {
                io::ErrorKind::NotFound => fault.help("install Rust, or name the compiler with the variable RUSTC"),
                _ => fault,
            }
        })
    }

    fn does_not_know(&self, triple: &str, output: &Output) -> Fault {
        let said = String::from_utf8_lossy(&output.stderr);
        if !said.contains("target") {
            return self.does_not_answer(output);
        }
        let list = self.run(&["--print=target-list"], &[]).ok();
        let list = list.as_ref().and_then(text).unwrap_or_default();
        let fault = Fault::new(format!("rustc does not know the target `{triple}`"));
        let nearest = list
            .lines()
            .map(|known| (strsim::osa_distance(triple, known), known))
            .filter(|(distance, known)| *distance <= known.len() / 4)
            .min_by_key(|(distance, _)| *distance);
        fault.help(match nearest {
            Some((_, meant)) => format!("did you mean `{meant}`? `rustc --print target-list` shows them all"),
            None => "`rustc --print target-list` shows all that it knows; a JSON target file is named with its ending"
                .to_owned(),
        })
    }

    fn does_not_answer(&self, output: &Output) -> Fault {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
        Fault::new(format!("{} does not describe the target: {}", self.name(), first.trim_start_matches("error: ")))
    }
}

/// What a thread has to say. One that has panicked has said so; going on without its answers would hide it.
pub(crate) fn answer<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The targets that are named, each of which has an answer; those that come to the same are one.
pub(crate) fn answered(named: &[Named], mut answers: Vec<Answer>) -> Result<Vec<Target>, Fault> {
    let mut targets: Vec<Target> = Vec::new();
    for one in named {
        let Some(answer) = answers.iter().position(|(asked, _)| asked == one) else { continue };
        let target = answers.swap_remove(answer).1?;
        if targets.iter().all(|known| known.triple != target.triple) {
            targets.push(target);
        }
    }
    Ok(targets)
}

fn text(output: &Output) -> Option<&str> {
    output.status.success().then(|| std::str::from_utf8(&output.stdout).ok())?
}

/// A target, from what the compiler prints about it.
fn target(triple: &str, text: &str) -> Result<Target, Fault> {
    let target = Target::from_rustc_cfg(triple, text);
    target.map_err(|what| Fault::new(format!("what rustc says of {triple}: {what}")))
}
