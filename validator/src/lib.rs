//! Reads, resolves and checks `memory_budget.toml`: the core of the attribute `#[memory_budgets]`, free of any compiler type.
//!
//! Data goes one way: [`gather`](Request) the texts, parse them, resolve the layers into a [`Plan`], run the rules.
//!
//! Build scripts use `BudgetConfig` and `validate_budgets`, with the feature `build-script`, which is on by default.

#![forbid(unsafe_code)]

#[cfg(feature = "build-script")]
mod cargo;
pub mod catalogue;
mod document;
mod findings;
mod gather;
mod index;
#[cfg(feature = "build-script")]
mod integration;
mod manifest;
#[cfg(feature = "build-script")]
mod mentions;
mod name;
mod origin;
mod parse;
mod plan;
mod predicate;
mod preset;
mod resolve;
mod rules;
pub mod size;
mod source;
mod suggest;
mod target;
#[cfg(feature = "build-script")]
mod workspace;

use std::path::PathBuf;

#[cfg(feature = "build-script")]
pub use cargo::{BudgetConfig, BudgetError, CrateBudget, validate_budgets};
pub use findings::{Finding, Kind, Severity};
pub use gather::Request;
#[cfg(feature = "build-script")]
pub use integration::{Integration, check_integration};
pub use origin::Origin;
pub use plan::{BudgetedCrate, Choice, Evidence, Layered, Margin, Plan, PlatformLimit, Scenario, Value};
pub use predicate::Predicate;
pub use rules::{Amount, Assertions, Check, rules};
pub use source::Source;
pub use target::Target;

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
        Some(source) if gathered.complete => parse::parse(source, &mut findings),
        Some(source) => (parse::parse(source, &mut Vec::new()).0, false),
        None => (document::Document::default(), gathered.complete),
    };
    let plan = resolve::resolve(&document, &gathered, request, readable, &mut findings);
    let assertions = if readable { rules::check(&plan, &mut findings) } else { Assertions::default() };
    let findings = findings::settle(&findings, plan.strict_mode);
    let variables = watched_variables(request, &plan, &gathered, &findings);
    let gather::Gathered { files, file, absent, root, .. } = gathered;
    Outcome { plan, findings, assertions, files, file, absent, root, variables }
}

fn watched_variables(request: &Request, plan: &Plan, gathered: &gather::Gathered, findings: &[Finding]) -> Vec<String> {
    if request.environment.is_none() {
        return Vec::new();
    }
    let mut variables = resolve::SETTINGS.map(str::to_owned).to_vec();
    for entry in &plan.crates {
        variables.push(entry.variable.clone());
    }
    for finding in findings {
        variables.extend(finding.unknown_variable());
    }
    // The compiler itself complains about a watched variable that is not Unicode.
    variables.retain(|name| gathered.variable(name) != Some(&None));
    variables
}
