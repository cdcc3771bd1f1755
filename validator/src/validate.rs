//! The recipe: gather, parse, resolve, check.

use std::path::PathBuf;

use crate::environment::{old_spelling, settings};
use crate::findings::{Finding, Kind, Origin, settle};
use crate::gather::{self, Config, Gathered, Watch};
use crate::handed_on;
use crate::parse::document::Document;
use crate::parse::linker_script::Region;
use crate::plan::Plan;
use crate::profiles::{self, Profile};
use crate::request::Request;
use crate::rules::{self, Assertions};
use crate::{parse, resolve, scripts};

/// What a configuration comes to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The resolved configuration; after an error, as much of it as can be used.
    pub plan: Plan,
    /// What is wrong, in the order of the sources.
    pub findings: Vec<Finding>,
    /// What is left for the compiler to assert: for the attribute.
    #[doc(hidden)]
    pub assertions: Assertions,
    /// The profiles of the file, in its order, selected or not.
    pub profiles: Vec<Profile>,
    /// The names that the package's lints declare for predicates.
    #[doc(hidden)]
    pub cfgs: Vec<String>,
    /// What all of this depends on.
    pub watch: Watch,
    /// The memory regions of the linker scripts that limits are taken from.
    pub regions: Vec<Region>,
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// The workspace root, which paths in messages are relative to.
    pub root: PathBuf,
}

/// Does all that can be done: everything where the compilation target is known, and else all that does not depend on it.
#[must_use]
pub fn validate(request: &Request) -> Outcome {
    validate_gathered(request, &gather::gather(request))
}

/// What comes of texts that are gathered already: for further requests that lead to the same ones.
pub(crate) fn validate_gathered(request: &Request, gathered: &Gathered) -> Outcome {
    let mut findings = gathered.findings.clone();
    let mut reported = findings.len();
    let (mut document, whole) = match &gathered.config {
        Config::Text(source) => parse::parse(source, &gathered.cfgs, &mut findings),
        Config::Salvaged(Some(source)) => (parse::parse(source, &gathered.cfgs, &mut findings).0, false),
        none => {
            let preset = gathered.preset();
            (Document { preset, ..Document::default() }, matches!(none, Config::Absent))
        }
    };
    let mut watch = gathered.watch.clone();
    let mut regions = Vec::new();
    if whole {
        regions = scripts::read(&mut document, gathered, request, &mut watch, &mut findings);
    }
    if !matches!(gathered.config, Config::Salvaged(_)) {
        reported = findings.len();
    }
    let mut plan = resolve::resolve(&document, gathered, request, &mut findings);
    let (mut assertions, mut profiles) = (Assertions::default(), Vec::new());
    if whole {
        if let Some(finding) = gathered.no_file(plan.strict_mode) {
            findings.push(finding);
        }
        assertions = rules::check(&plan, &mut findings);
        profiles = profiles::profiles(&document, gathered, request, &plan, &mut findings);
        handed_on::compare(&plan, gathered, request, &mut findings, &mut assertions);
    } else {
        // The plan is there to compile against. What is wrong with it follows from what could not be read.
        findings.truncate(reported);
        resolve::stand_in::for_all(&mut plan);
    }
    if plan.strict_mode {
        assertions.make_errors();
    }
    let mut findings = settle(findings, plan.strict_mode);
    watch.variables = watched_variables(request, &plan, gathered, &findings);
    let mut all = vec![&mut assertions];
    for profile in &mut profiles {
        all.push(&mut profile.assertions);
    }
    handed_on::forget_shown(gathered, &mut findings, &mut all);
    Outcome {
        plan,
        findings,
        assertions,
        profiles,
        cfgs: gathered.cfgs.clone(),
        watch,
        regions,
        file: gathered.file.clone(),
        root: gathered.root.clone(),
    }
}

fn watched_variables(request: &Request, plan: &Plan, gathered: &Gathered, findings: &[Finding]) -> Vec<String> {
    if request.environment.is_none() {
        return Vec::new();
    }
    let mut consulted = settings(&plan.prefix);
    for entry in &plan.crates {
        consulted.push(entry.variable.clone());
        if let Some(old) = old_spelling(&entry.variable, &plan.prefix) {
            consulted.push(old);
        }
    }
    for finding in findings {
        // Their warnings go when they do.
        if let (Kind::UnknownVariable, Origin::Variable(name)) = (finding.kind, &finding.origin) {
            consulted.push(name.clone());
        }
    }
    let mut variables = Vec::new();
    for name in consulted {
        // The compiler itself complains about a watched variable that is not Unicode.
        if gathered.environment.variable(&name) != Some(&None) {
            variables.push(name);
        }
    }
    variables
}

/// Targets can be resolved side by side.
const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<Outcome>();
    is_shared::<Finding>();
    is_shared::<Plan>();
};
