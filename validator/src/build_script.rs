//! The front end for build scripts: with what it prints for Cargo, alone in printing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::{env, fmt};

use crate::cargo::Cargo;
use crate::findings::{Finding, Kind, Origin, Severity, catalogue, settle};
use crate::gather::search::shown;
use crate::gather::{Gathered, gather};
use crate::integration::{Integration, check_integration};
use crate::request::Request;
use crate::target::Target;
use crate::validate::{Outcome, validate_gathered};

/// The memory budgets of a workspace, resolved for the target that is being built.
///
/// The fields are results, for a build script to read: the check looks at what they were made of. In a build script the
/// package is the one that is being built. Elsewhere it is that of `CARGO_MANIFEST_DIR`, or of the current directory, and
/// the target is not known: sizes are then those outside all target sections, and no rule that depends on the target is
/// checked.
///
/// Where the configuration is wrong the fields hold what can be used of it, and [`validate_budgets`] says what is wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BudgetConfig {
    /// The total budget in bytes.
    pub total_budget: u64,
    /// Where the total came from: `memory_budget.toml:3`, `WRT_TOTAL_BUDGET` or `preset`; `sum (memory_budget.toml:3)` where it
    /// is the sum of the crate budgets.
    pub total_origin: String,
    /// The crates with a budget, in the order of `CrateId`.
    pub crates: Vec<CrateBudget>,
    /// The most that the target has for the total, in bytes: the smallest of the limits that hold for it.
    pub platform_limit: Option<u64>,
    /// Whether warnings are errors.
    pub strict_mode: bool,
    /// Whether [`validate_budgets`] also checks who uses the memory system: only where the script asks for it.
    pub integration_check: bool,
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    request: Request,
    /// Read once, whatever is asked of it.
    gathered: Arc<Gathered>,
    outcome: Outcome,
}

/// A crate with its budget.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrateBudget {
    /// The package's name.
    pub name: String,
    /// The budget in bytes.
    pub budget: u64,
    /// Where the budget came from, as in [`BudgetConfig::total_origin`].
    pub origin: String,
    /// The least that the crate works with, in bytes.
    pub min: Option<u64>,
    /// The most that it may be given, in bytes.
    pub max: Option<u64>,
    /// What it is for; empty where nobody said so.
    pub purpose: String,
    /// Whether it has to use the memory system.
    pub memory_system: bool,
}

impl BudgetConfig {
    /// Reads a file, which is looked for from the package's folder up to the workspace root.
    ///
    /// The variable `MEMORY_BUDGET_FILE` goes before it, as it does for the attribute, and `"memory_budget.toml"` stands
    /// for the attribute's own search: what a manifest's `memory_validation` table names goes before that file too.
    ///
    /// ```no_run
    /// use memory_budgets_validator::{validate_budgets, BudgetConfig};
    ///
    /// let config = BudgetConfig::from_file("memory_budget.toml").unwrap_or_default();
    /// validate_budgets(&config).expect("Memory budget validation failed");
    /// println!("cargo:rustc-env=WRT_TOTAL_BUDGET={}", config.total_budget);
    /// ```
    ///
    /// # Errors
    /// Where there is no such file: the default then warns of that, but in a crate of the preset. What is wrong inside a file is
    /// kept for [`validate_budgets`] to report.
    pub fn from_file(path: impl AsRef<Path>) -> Result<BudgetConfig, BudgetError> {
        let path = path.as_ref();
        let Some(text) = path.to_str() else {
            return Err(BudgetError { findings: vec![catalogue::path_not_utf8(path)], warnings: Vec::new() });
        };
        let config = BudgetConfig::from_request(Request { searched_file: Some(text.to_owned()), ..surroundings() });
        if config.file.is_some() || config.outcome.watch.absent.is_empty() {
            return Ok(config);
        }
        let mut findings = config.outcome.findings;
        findings.retain(|finding| finding.severity == Severity::Error && finding.kind != Kind::NoFile);
        if findings.is_empty() {
            let looked_in = shown(&config.outcome.watch.absent, &config.outcome.root);
            findings.push(catalogue::missing_file(text, &looked_in, &Origin::BuildScript));
        }
        Err(BudgetError { findings, warnings: Vec::new() })
    }

    /// Resolves a request that was put together by hand.
    #[must_use]
    pub fn from_request(request: Request) -> BudgetConfig {
        let gathered = Arc::new(gather(&request));
        BudgetConfig::of(request, gathered)
    }

    fn of(request: Request, gathered: Arc<Gathered>) -> BudgetConfig {
        let outcome = validate_gathered(&request, &gathered);
        let plan = &outcome.plan;
        let crates = plan.crates.iter().map(|entry| CrateBudget {
            name: entry.name.clone(),
            budget: entry.budget.base.bytes,
            origin: entry.budget.base.origin.short(),
            min: entry.min.as_ref().map(|min| min.bytes),
            max: entry.max.as_ref().map(|max| max.bytes),
            purpose: entry.purpose.clone(),
            memory_system: entry.memory_system,
        });
        let limits = plan.limits.iter().filter(|limit| limit.predicate.is_none() || plan.target.is_some());
        BudgetConfig {
            total_budget: plan.total.base.bytes,
            total_origin: plan.total.base.said(),
            crates: crates.collect(),
            platform_limit: limits.map(|limit| limit.value.bytes).min(),
            strict_mode: plan.strict_mode,
            integration_check: request.integration_check == Some(true),
            file: outcome.file.clone(),
            request,
            gathered,
            outcome,
        }
    }

    /// Selects a profile, as the attribute's argument does: the variable `WRT_BUDGET_PROFILE` (`MEMORY_BUDGET_PROFILE` where crates have
    /// no prefix in common) goes before it.
    #[must_use]
    pub fn profile(self, name: impl Into<String>) -> BudgetConfig {
        BudgetConfig::of(Request { profile: Some(name.into()), ..self.request }, self.gathered)
    }

    /// Makes errors of warnings, or not, whatever the file says.
    #[must_use]
    pub fn strict_mode(self, on: bool) -> BudgetConfig {
        BudgetConfig::of(Request { strict_mode: Some(on), ..self.request }, self.gathered)
    }

    /// Has [`validate_budgets`] check who uses the memory system.
    ///
    /// That has a price: the script runs again whenever a source of a budgeted crate changes, and what is built of its package,
    /// and all that depends on it, is built again with it. [`check_workspace`] in a test costs a build nothing.
    #[must_use]
    pub fn integration_check(self, on: bool) -> BudgetConfig {
        BudgetConfig::of(Request { integration_check: Some(on), ..self.request }, self.gathered)
    }

    /// What is wrong, warnings included; the integration check is not part of it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.outcome.findings
    }

    /// What the fields were made of, with the origin of every value.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    fn integration(&self) -> Integration {
        let package = self.request.manifest_dir.as_ref();
        package.map(|package| check_integration(&self.outcome.root, package, &self.outcome.plan)).unwrap_or_default()
    }

    /// The findings of the integration check among all others, in the order of the sources. Both have read the manifests,
    /// and say the same of what is wrong with one.
    fn with(&self, more: Vec<Finding>) -> Vec<Finding> {
        let mut findings = self.outcome.findings.clone();
        let known = said(&findings);
        findings
            .extend(more.into_iter().filter(|finding| !known.contains(&(finding.title.clone(), finding.position()))));
        settle(findings, self.strict_mode)
    }
}

/// What findings say, and of what.
fn said(findings: &[Finding]) -> BTreeSet<(String, Option<String>)> {
    findings.iter().map(|finding| (finding.title.clone(), finding.position())).collect()
}

/// What the attribute without arguments comes to: the file that it finds, or else the preset, with a warning `no-file` where the
/// package is none of the preset's; and the environment.
impl Default for BudgetConfig {
    fn default() -> Self {
        BudgetConfig::from_request(surroundings())
    }
}

/// The package, the environment and the target that the process sees.
fn surroundings() -> Request {
    let environment: Vec<_> = env::vars_os().collect();
    Request {
        manifest_dir: env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| env::current_dir().ok()),
        target: Target::of_build_script(&environment, &print_cfg),
        environment: Some(environment),
        ..Request::default()
    }
}

/// What the compiler says of a target, with the flags that are in force: exact where `CARGO_CFG_…` are not.
fn print_cfg(triple: &str) -> Option<String> {
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let flags = flags.split('\u{1f}').filter(|flag| !flag.is_empty());
    let mut rustc = Command::new(env::var_os("RUSTC")?);
    let output = rustc.args(["--print", "cfg", "--target", triple]).args(flags).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok().filter(|_| output.status.success())
}

/// Checks every rule, and who uses the memory system if that is asked for.
///
/// In a build script it prints for Cargo: all that was read (`rerun-if-changed`, `rerun-if-env-changed`), the warnings in a line
/// each, and for the attribute of the same package the name of the target, whether the total is a user's, and which warnings it
/// has not to show again. The error that it returns shows the rest.
/// Where there is no file yet it names the places where one may appear; Cargo then runs the script at every build, which is
/// the one way to notice that it has. A script that fails runs again in any case: then it prints what is wrong alone.
///
/// What a target section asks for is decided by what Cargo tells the script, and by the compiler where a `--cfg` flag is in
/// force; what only a profile decides (`panic`) is taken as the compiler's default, with a warning `undecided-section`.
///
/// # Errors
/// Everything that is wrong, in the order of the sources.
pub fn validate_budgets(config: &BudgetConfig) -> Result<(), BudgetError> {
    let mut findings = config.outcome.findings.clone();
    let mut files = config.outcome.watch.files.clone();
    if config.integration_check {
        let check = config.integration();
        findings = config.with(check.findings);
        files.extend(check.files);
    }
    let (errors, mut warnings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Error);
    if let Some(cargo) = Cargo::around() {
        if errors.is_empty() || !cargo.knows_errors {
            cargo.watch(&files, &config.outcome);
            cargo.hand_on(&config.request, &config.outcome, &warnings);
            for warning in std::mem::take(&mut warnings) {
                cargo.say("warning", &warning.in_a_line());
            }
        } else {
            // Cargo runs a script that has failed again in any case, and shows all that it has printed beside the error that it
            // ends with. For one that goes on all the same there is this line.
            let what = format!("{}: `validate_budgets` returns what is wrong", counted(errors.len()));
            cargo.say("error", &what);
        }
    } else {
        warnings.clear();
    }
    if errors.is_empty() { Ok(()) } else { Err(BudgetError { findings: errors, warnings }) }
}

/// Checks who uses the memory system, and the configuration with it, for the workspace that a test is in. The memory system is
/// the package with the test.
///
/// Nothing is printed and nothing is watched: a test is the place for it. Where the file says `integration_check = false` only the
/// configuration is checked.
///
/// ```no_run
/// #[test]
/// fn every_crate_uses_the_memory_system() {
///     memory_budgets_validator::check_workspace().expect("the crates use the memory system");
/// }
/// ```
///
/// # Errors
/// Every error in the configuration, and everything that the integration check finds: what it only warns of would be seen by
/// nobody in a test that passes.
pub fn check_workspace() -> Result<(), BudgetError> {
    let config = BudgetConfig::default();
    let asked = config.outcome.plan.integration_check;
    let mut found = if asked { config.integration().findings } else { Vec::new() };
    found.retain(|finding| finding.severity != Severity::Note);
    let of_check = said(&found);
    let mut findings = config.with(found);
    findings.retain(|finding| {
        finding.severity == Severity::Error || of_check.contains(&(finding.title.clone(), finding.position()))
    });
    if findings.is_empty() { Ok(()) } else { Err(BudgetError { findings, warnings: Vec::new() }) }
}

fn counted(errors: usize) -> String {
    format!("{errors} {} in the memory budgets", if errors == 1 { "error" } else { "errors" })
}

/// What is wrong with the budgets. `Debug` reads like `Display`, because that is what `expect` prints.
#[derive(Clone)]
pub struct BudgetError {
    findings: Vec<Finding>,
    /// Those that nobody has shown yet.
    warnings: Vec<Finding>,
}

impl BudgetError {
    /// The errors, in the order of the sources.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for BudgetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.findings.len()))?;
        for finding in &self.findings {
            write!(f, "\n\nerror: {finding}")?;
        }
        for warning in &self.warnings {
            write!(f, "\n\nwarning: {warning}")?;
        }
        f.write_str("\n")
    }
}

impl fmt::Debug for BudgetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BudgetError {}
