//! The recipe: gather, parse, resolve, check.

use std::path::PathBuf;

use crate::environment::SETTINGS;
use crate::findings::{Finding, settle};
use crate::gather::{self, Request};
use crate::parse::document::Document;
use crate::plan::Plan;
use crate::rules::{self, Assertions};
use crate::{parse, resolve};

/// What a configuration comes to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The resolved configuration; after an error, as much of it as can be used.
    pub plan: Plan,
    /// What is wrong, in the order of the sources.
    pub findings: Vec<Finding>,
    /// What the compiler asserts.
    pub assertions: Assertions,
    /// Every file that was read.
    pub files: Vec<PathBuf>,
    /// The configuration file, if there is one.
    pub file: Option<PathBuf>,
    /// Where it was looked for, if there is none.
    pub absent: Vec<PathBuf>,
    /// The workspace root, which paths in messages are relative to.
    pub root: PathBuf,
    /// Every environment variable that was consulted, set or not.
    pub variables: Vec<String>,
}

/// Does all that can be done: everything where the compilation target is known, and else all that does not depend on it.
#[must_use]
pub fn validate(request: &Request) -> Outcome {
    let mut findings = Vec::new();
    let gathered = gather::gather(request, &mut findings);
    let (document, readable) = match &gathered.config {
        Some(source) if gathered.complete => parse::parse(source, &gathered.cfgs, &mut findings),
        Some(source) => (parse::parse(source, &gathered.cfgs, &mut Vec::new()).0, false),
        None => (Document::default(), gathered.complete),
    };
    let plan = resolve::resolve(&document, &gathered, request, readable, &mut findings);
    let assertions = if readable { rules::check(&plan, &mut findings) } else { Assertions::default() };
    let findings = settle(&findings, plan.strict_mode);
    let variables = watched_variables(request, &plan, &gathered, &findings);
    let gather::Gathered { files, file, absent, root, .. } = gathered;
    Outcome { plan, findings, assertions, files, file, absent, root, variables }
}

fn watched_variables(request: &Request, plan: &Plan, gathered: &gather::Gathered, findings: &[Finding]) -> Vec<String> {
    if request.environment.is_none() {
        return Vec::new();
    }
    let mut variables = SETTINGS.map(str::to_owned).to_vec();
    for entry in &plan.crates {
        variables.push(entry.variable.clone());
    }
    for finding in findings {
        variables.extend(finding.unknown_variable());
    }
    // The compiler itself complains about a watched variable that is not Unicode.
    variables.retain(|name| gathered.environment.variable(name) != Some(&None));
    variables
}
