//! `memory-budget-linker`: calls the real linker, and measures what it has linked.

mod arguments;

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use memory_budgets_validator::Severity;

use self::arguments::Job;
use crate::args::{Build, Color, Manner, Place};
use crate::console::Console;
use crate::fault::Fault;
use crate::measure::Options;
use crate::measure::build::{self, Program};
use crate::measure::packages::Packages;
use crate::measure::report::{ProgramFile, Report};
use crate::measuring::{LARGEST, measured, subject, target};
use crate::print::diagnostic::diagnostic;
use crate::survey::{Survey, request_on};

/// Names the real linker.
const VARIABLE: &str = "MEMORY_BUDGET_LINKER";

/// Links, and fails where what was linked is a program over its budget. The status is the linker's, or else 1 for a program over its
/// budget and 2 for one that cannot be measured.
pub(crate) fn link(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.skip(1).collect();
    let linker = env::var_os(VARIABLE).filter(|name| !name.is_empty()).unwrap_or_else(|| usual_linker(&arguments));
    match Command::new(&linker).args(&arguments).status() {
        Ok(status) if status.success() => {}
        Ok(status) => return ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            let linker = linker.to_string_lossy();
            say(&format!(
                "error: cannot run the linker {linker}: {error}\nhelp: name it with the variable {VARIABLE}\n"
            ));
            return ExitCode::from(2);
        }
    }
    let Some(job) = Job::of(&arguments).filter(|job| job.is_program && is_for_cargo()) else {
        return ExitCode::SUCCESS;
    };
    match check(&job) {
        Ok(findings) if findings.is_empty() => ExitCode::SUCCESS,
        Ok(findings) => refused(&job, &findings, 1),
        Err(fault) => {
            let help = fault.help.map_or(String::new(), |help| format!("help: {help}\n"));
            refused(&job, &format!("error: {}\n{help}", fault.what), if fault.is_defect { 101 } else { 2 })
        }
    }
}

/// Whether Cargo builds a program: it names it to the compiler of programs alone, and not to that of build scripts and macros.
fn is_for_cargo() -> bool {
    env::var_os("CARGO_BIN_NAME").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some()
}

/// What rustc itself would have called: for targets without a system it says how LLD is to behave.
fn usual_linker(arguments: &[OsString]) -> OsString {
    if arguments.first().is_some_and(|first| first == "-flavor") { "rust-lld".into() } else { "cc".into() }
}

/// A program that is over its budget is not there.
fn refused(job: &Job, why: &str, status: u8) -> ExitCode {
    // Where it cannot be removed, the status alone says it.
    let _ = fs::remove_file(&job.output);
    say(why);
    ExitCode::from(status)
}

fn say(text: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// What is wrong with a program, as text; nothing where it is within its budgets.
fn check(job: &Job) -> Result<String, Fault> {
    let variables: Vec<(OsString, OsString)> = env::vars_os().collect();
    let manner = Manner { color: Some(Color::Never), quiet: true, verbose: 0 };
    let console = Console::new(&manner, &variables);
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let place = Place { manifest_path: Some(folder.join("Cargo.toml")), ..Place::default() };

    let program = Program { path: job.output.clone(), libraries: job.libraries.clone() };
    let measurement = measured(&program, None, Options { largest: LARGEST, ..Options::default() })?;
    let shipped = in_target_folder(&job.output);
    let subject = subject(shipped, &measurement, &place, &Build::default(), &variables, &console)?;
    let target = target(&subject, &job.output, &measurement)?;
    let configuration = subject.first(&console);
    let packages = Packages::ask(&build::cargo(&variables), &subject.workspace.root, &target.triple);
    let outcome = memory_budgets_validator::validate(&request_on(configuration, target));
    let file = ProgramFile {
        path: job.output.display().to_string(),
        sha256: String::new(),
        architecture: measurement.architecture.clone(),
        target: target.triple.clone(),
    };
    let report = Report::new(file, measurement, &outcome.plan, &packages, None);
    let mut survey = Survey::of(&subject, configuration);
    survey.findings.clear();
    survey.rows.retain(|row| row.triple == target.triple);
    let findings = outcome.findings.into_iter().chain(report.findings);
    survey.add(findings.filter(|finding| finding.severity == Severity::Error).collect());
    let text: String = survey.findings.iter().map(|shared| diagnostic(shared, &survey, &console)).collect();
    Ok(anstream::adapter::strip_str(&text).to_string())
}

/// Where Cargo will put the program: beside the folder `deps`, in one that the target gives its name to.
fn in_target_folder(output: &Path) -> &Path {
    let folder = output.parent();
    match folder.and_then(Path::file_name).and_then(OsStr::to_str) {
        Some("deps" | "examples") => folder.unwrap_or(output),
        _ => output,
    }
}
