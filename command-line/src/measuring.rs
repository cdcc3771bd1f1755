//! `measure`: budgets against the program itself.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use memory_budgets_validator::for_command_line::display;
use memory_budgets_validator::{Plan, Severity, Target, is_same_crate};

use crate::Status;
use crate::args::MeasureOptions;
use crate::args::{Build, Place, ShowFormat};
use crate::console::Console;
use crate::fault::Fault;
use crate::listed::listed;
use crate::measure::build::{self, Program};
use crate::measure::growth::{self, Growth};
use crate::measure::packages::Packages;
use crate::measure::peaks::Peaks;
use crate::measure::report::{ProgramFile, Report};
use crate::measure::{MeasureError, Measurement, Options};
use crate::print::measured;
use crate::subject::Subject;
use crate::survey::{Survey, Verdict, request_on};

/// How many of its largest symbols each crate is shown with.
pub(crate) const LARGEST: usize = 10;
/// The largest map that is read, in bytes.
const LARGEST_MAP: u64 = 1 << 30;

pub(crate) fn measure(
    options: &MeasureOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let cargo = build::cargo(variables);
    let program = match &options.program {
        Some(path) => Program { path: path.clone(), libraries: Vec::new() },
        None => build::build(options, &cargo)?,
    };
    let peaks = Peaks::read(&options.peaks)?;
    let before = options.against.as_ref().map(|path| growth::saved(path)).transpose()?;
    let every_symbol = options.save.is_some() || before.is_some();
    let kept = if every_symbol { usize::MAX } else { LARGEST };
    let types = if console.is_verbose() { LARGEST } else { 0 };
    let how = Options { largest: kept, types, ..Options::default() };
    let mut measurement = measured(&program, options.map.as_deref(), how)?;
    if let Some(path) = &options.save {
        growth::save(&measurement, path)?;
    }
    let growth = before.map(|before| Growth::between(&before, &measurement));
    measurement.show(LARGEST);

    let subject = subject(&program.path, &measurement, &options.place, &options.build, variables, console)?;
    let target = target(&subject, &program.path, &measurement)?;
    let configuration = subject.first(console);
    let root = &subject.workspace.root;
    let packages = Packages::ask(&cargo, root, &target.triple);
    let mut survey = Survey::of(&subject, configuration);
    let outcome = memory_budgets_validator::validate(&request_on(configuration, target));
    let program = ProgramFile {
        path: display(&fs::canonicalize(&program.path).unwrap_or_else(|_| program.path.clone()), root),
        sha256: crate::measure::sha256(&program.path).map_err(|error| unmeasured(&program.path, &error))?,
        architecture: measurement.architecture.clone(),
        target: target.triple.clone(),
    };
    if let Some(peaks) = &peaks {
        heed(peaks, &outcome.plan, console);
    }
    let mut report = Report::new(program, measurement, &outcome.plan, &packages, peaks.as_ref());
    report.growth = growth;
    report.use_regions(&outcome.regions);

    let unsound = survey.verdict();
    survey.findings.clear();
    survey.rows.retain(|row| row.triple == target.triple);
    survey.add(report.findings.clone());
    let text = match options.format {
        ShowFormat::Human => measured::human::human(&report, &survey, &subject.workspace, console),
        ShowFormat::Json => measured::json::json(&report, &survey),
        ShowFormat::Markdown => measured::markdown::markdown(&report, &survey),
        ShowFormat::Svg => measured::picture::svg(&report),
        ShowFormat::Html => measured::picture::html(&report, &survey),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    if unsound == Verdict::Errors {
        console.warning("the budgets themselves are wrong; `cargo memory-budget check` shows how");
    }
    let over = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    let grown = options.deny_growth && denied(&report, console);
    Ok(if over || grown || unsound == Verdict::Errors { Status::Wrong } else { Status::Fine })
}

/// Says what of the reports is not as it ought to be: what was not counted, and crates that no budget is for.
pub(crate) fn heed(peaks: &Peaks, plan: &Plan, console: &Console) {
    for warning in &peaks.warnings {
        console.warning(warning);
    }
    let has_budget = |name: &str| plan.crates.iter().any(|entry| is_same_crate(&entry.name, name));
    let strange: Vec<&str> =
        peaks.crates.iter().map(|one| one.name.as_str()).filter(|name| !has_budget(name)).collect();
    if !strange.is_empty() {
        let (names, verb) = (listed(&strange), if strange.len() == 1 { "has" } else { "have" });
        console.warning(&format!("{names} in the usage report {verb} no budget here: is it another program's?"));
    }
}

/// Says what has grown; whether anything has.
fn denied(report: &Report, console: &Console) -> bool {
    let Some(growth) = &report.growth else { return false };
    let (crates, whole) = growth.grown();
    if crates.is_empty() && !whole {
        return false;
    }
    let names: Vec<&str> =
        crates.iter().map(|name| if name.is_empty() { "what is unattributed" } else { name }).collect();
    let what = if names.is_empty() { "the whole program".to_owned() } else { listed(&names) };
    let verb = if names.len() > 1 { "have" } else { "has" };
    console.fault(&Fault::new(format!("{what} {verb} grown in RAM, which --deny-growth forbids")));
    true
}

/// Measures a program, with what is known of its libraries and its map.
pub(crate) fn measured(program: &Program, map: Option<&Path>, how: Options) -> Result<Measurement, Fault> {
    let map = map.map(read_map).transpose()?;
    let options = Options { libraries: program.libraries.clone(), map, ..how };
    crate::measure::file(&program.path, &options).map_err(|error| unmeasured(&program.path, &error))
}

fn read_map(path: &Path) -> Result<String, Fault> {
    let metadata = fs::metadata(path).map_err(|error| Fault::file("read", path, &error))?;
    if !metadata.is_file() || metadata.len() > LARGEST_MAP {
        return Err(Fault::new(format!("{} is no linker's map", path.display())));
    }
    let bytes = fs::read(path).map_err(|error| Fault::file("read", path, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Why a program has not been measured; a defect of ours ends the process as a panic does.
pub(crate) fn unmeasured(path: &Path, error: &MeasureError) -> Fault {
    Fault::new(format!("cannot measure {}: {error}", path.display())).defect(error.is_defect())
}

/// The configuration and its targets. The folder that Cargo puts a program into is called after its target.
pub(crate) fn subject(
    program: &Path,
    measurement: &Measurement,
    place: &Place,
    build: &Build,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Subject, Fault> {
    if build.target.is_empty() {
        if let Some(triple) = triple_of(program, measurement) {
            let of_program = Build { target: vec![triple], ..build.clone() };
            if let Ok(subject) = Subject::find(place, &of_program, variables, console) {
                return Ok(subject);
            }
        }
    }
    Subject::find(place, build, variables, console)
}

/// `target/thumbv7em-none-eabihf/release/app`
fn triple_of(program: &Path, measurement: &Measurement) -> Option<String> {
    let absolute: PathBuf = fs::canonicalize(program).ok()?;
    let folder = absolute.parent()?.parent()?.file_name()?.to_str()?;
    let (machine, _) = folder.split_once('-').filter(|(_, rest)| rest.contains('-'))?;
    let architecture = measurement.architecture.as_str();
    let same = match architecture {
        "arm" => machine.starts_with("thumb") || machine.starts_with("arm"),
        "x86" => machine.starts_with('i') && machine.ends_with("86"),
        _ => machine.starts_with(architecture),
    };
    same.then(|| folder.to_owned())
}

/// The target that a program is for, of those that are asked for.
pub(crate) fn target<'s>(subject: &'s Subject, program: &Path, measurement: &Measurement) -> Result<&'s Target, Fault> {
    let architecture = |target: &Target| {
        let cfg = target.cfgs.iter().find(|(name, _)| name == "target_arch");
        cfg.and_then(|(_, value)| value.clone()).unwrap_or_default()
    };
    let fitting = subject.targets.iter().find(|target| architecture(target) == measurement.architecture);
    fitting.ok_or_else(|| {
        let wanted: Vec<String> = subject.targets.iter().map(architecture).collect();
        let error = MeasureError::Architecture { wanted: listed(&wanted), found: measurement.architecture.clone() };
        unmeasured(program, &error).help("name the target that it is for with --target")
    })
}
