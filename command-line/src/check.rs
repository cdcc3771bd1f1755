//! `check`: every rule, for every target, and who uses the memory system.

use std::ffi::OsString;

use memory_budgets_validator::{Finding, check_packaged};

use crate::Status;
use crate::args::{CheckFormat, CheckOptions};
use crate::console::Console;
use crate::fault::Fault;
use crate::print::{github, human, json, markdown, sarif};
use crate::subject::Subject;
use crate::survey::{Survey, Verdict};

pub(crate) fn check(
    options: &CheckOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let subject = Subject::find(&options.place, &options.build, variables, console)?;
    let surveys = surveys(&subject, console);
    let text = match options.format {
        CheckFormat::Human => human::each(&surveys, |survey| human::check(survey, &subject.workspace, console)),
        CheckFormat::Json => json::json(&surveys, &subject.workspace),
        CheckFormat::Sarif => sarif::sarif(&surveys, &subject.workspace),
        CheckFormat::Github => github::github(&surveys, &subject.workspace),
        CheckFormat::Markdown => markdown::check(&surveys, &subject.workspace),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    let wrong = surveys.iter().any(|survey| survey.verdict() == Verdict::Errors);
    Ok(if wrong { Status::Wrong } else { Status::Fine })
}

/// Every configuration on every target, with what is true whatever the target is.
pub(crate) fn surveys<'s>(subject: &'s Subject, console: &Console) -> Vec<Survey<'s>> {
    let checked = subject.configurations.iter().map(|configuration| {
        let mut survey = Survey::of(subject, configuration);
        let mut findings = integration(subject, &survey, console);
        findings.extend(unpackaged(subject, &survey));
        survey.add(findings);
        survey
    });
    checked.collect()
}

/// Who uses the memory system, which is each package that carries the attribute. The file may say that nobody wants to know.
fn integration(subject: &Subject, survey: &Survey<'_>, console: &Console) -> Vec<Finding> {
    let plan = survey.rows[0].plan(); // a survey has a row at least
    let packages = survey.configuration.packages.iter().filter(|package| !package.name.is_empty());
    let packages = packages.filter(|_| plan.integration_check);
    let checks = packages.flat_map(|package| {
        let check = subject.workspace.members.check_integration(&package.folder, plan);
        console.detail(&format!("who uses {}:", package.name));
        for file in &check.files {
            console.detail(&format!("  read {}", file.display()));
        }
        check.findings
    });
    checks.collect()
}

/// The packages that go to a registry without their file.
fn unpackaged(subject: &Subject, survey: &Survey<'_>) -> Vec<Finding> {
    let Some(file) = &survey.configuration.open.file else { return Vec::new() };
    let published = survey.configuration.packages.iter().filter(|package| package.is_published);
    let plan = survey.rows[0].plan(); // a survey has a row at least
    let root = &subject.workspace.root;
    published.filter_map(|package| check_packaged(root, &package.folder, &package.name, file, plan)).collect()
}
