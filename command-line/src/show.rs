//! `show`: what is in force.

use std::ffi::OsString;

use crate::Status;
use crate::args::{ShowFormat, ShowOptions};
use crate::asked::assumptions;
use crate::console::Console;
use crate::fault::Fault;
use crate::print::{html, human, json, markdown, svg};
use crate::subject::Subject;
use crate::survey::{Survey, Verdict};

pub(crate) fn show(
    options: &ShowOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let subject = Subject::find(&options.place, &options.build, variables, console)?;
    let surveys: Vec<Survey<'_>> =
        subject.configurations.iter().map(|configuration| Survey::of(&subject, configuration)).collect();
    let text = match options.format {
        ShowFormat::Human => human::each(&surveys, |survey| human::show(survey, &subject.workspace, console)),
        ShowFormat::Json => json::json(&surveys, &subject.workspace),
        ShowFormat::Markdown => markdown::show(&surveys, &subject.workspace),
        ShowFormat::Svg => svg::svg(&surveys, &subject.workspace),
        ShowFormat::Html => html::html(&surveys, &subject.workspace),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    let mut status = Status::Fine;
    for survey in &surveys {
        for assumption in assumptions(survey, &options.build) {
            console.note(&assumption);
        }
        if survey.verdict() == Verdict::Errors {
            status = Status::Wrong;
        }
        if survey.verdict() != Verdict::Ok {
            console.warning(&format!("{}; `cargo memory-budget check` shows what", human::counts(survey)));
        }
    }
    Ok(status)
}
