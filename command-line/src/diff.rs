//! `diff`: what changes from one configuration to another, for a review.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::AtomicUsize;

use memory_budgets_validator::{Finding, Kind, Outcome, Request, Severity, Target, validate};

use crate::Status;
use crate::args::{DiffFormat, DiffOptions};
use crate::cargo_config::CargoConfig;
use crate::changes::{Changes, Pair};
use crate::console::Console;
use crate::fault::{Fault, unable};
use crate::git::Repository;
use crate::past::{Asked, Past};
use crate::print::changes;
use crate::progress;
use crate::subject::{Configuration, Subject};
use crate::survey::{Row, Verdict, request_on, stops_reading};
use crate::targets::{Compiler, Named};

/// What is compared.
#[derive(Debug)]
enum Side {
    /// As it is now.
    Now,
    File(String),
    Profile(String),
    Target(Box<Target>),
    /// The word and the commit.
    Revision(String, String),
}

pub(crate) fn diff(
    options: &DiffOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let subject = Subject::find(&options.place, &options.build, variables, console)?;
    let configuration = subject.first(console);
    let asked = Asked { place: &options.place, build: &options.build, variables };
    let folder = &configuration.package().folder;
    let repository = progress::while_waiting(console, "looking for the repository", &AtomicUsize::new(0), 1, || {
        Repository::of(folder)
    });
    let words =
        Words { subject: &subject, configuration, asked, environment: asked.environment()?, repository, console };
    let before = words.side(&options.before)?;
    let after = options.after.as_ref().map_or(Ok(Side::Now), |word| words.side(word))?;
    let of_targets = (matches!(before, Side::Target(_)), matches!(after, Side::Target(_)));
    if of_targets.0 != of_targets.1 {
        return Err(Fault::new("a target is compared with another target")
            .help("name two targets, or none and choose some with --target"));
    }
    let mut pairs = Vec::new();
    if let (Side::Target(one), Side::Target(other)) = (&before, &after) {
        let rows = (words.row_of(&before, one)?, words.row_of(&after, other)?);
        pairs.push(Pair { target: String::new(), before: rows.0, after: rows.1 });
    } else {
        let rows = |side: &Side| words.rows(side);
        for (before, after) in rows(&before)?.into_iter().zip(rows(&after)?) {
            let target = before.as_ref().or(after.as_ref()).map_or(String::new(), |row| row.triple.clone());
            pairs.push(Pair { target, before, after });
        }
    }
    let changes = Changes::of(&pairs, before.name(), after.name());
    let text = match options.format {
        DiffFormat::Human => changes::human(&changes, console),
        DiffFormat::Markdown => changes::markdown(&changes),
        DiffFormat::Json => changes::json(&changes),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    if let Some(trouble) = options.deny_growth.then(|| changes.trouble()).flatten() {
        console.error(&format!("{trouble}, which --deny-growth does not let pass"));
        return Ok(Status::Wrong);
    }
    Ok(Status::Fine)
}

impl Side {
    fn name(&self) -> String {
        match self {
            Side::Now => "the working tree".to_owned(),
            Side::File(path) => path.clone(),
            Side::Profile(name) => format!("profile {name}"),
            Side::Target(target) => target.triple.clone(),
            Side::Revision(word, _) => word.clone(),
        }
    }
}

/// What the words of the command line are about.
struct Words<'w> {
    subject: &'w Subject,
    configuration: &'w Configuration,
    asked: Asked<'w>,
    /// The variables that count today.
    environment: Vec<(OsString, OsString)>,
    repository: Result<Option<Repository>, Fault>,
    console: &'w Console,
}

impl Words<'_> {
    /// What a word means: what it says before a colon, or else the first of these that there is.
    fn side(&self, word: &str) -> Result<Side, Fault> {
        let no = |what: &str, name: &str| Fault::new(format!("there is no {what} `{name}`"));
        match word.split_once(':') {
            Some(("file", path)) => return self.file(path).ok_or_else(|| no("file", path)),
            Some(("profile", name)) => return self.profile(name).ok_or_else(|| no("profile", name)),
            Some(("target", triple)) => return self.target(triple),
            Some(("git", word)) => return self.revision(word)?.ok_or_else(|| no("git revision", word)),
            _ => {}
        }
        if let Some(side) = self.file(word).or_else(|| self.profile(word)) {
            return Ok(side);
        }
        let revision = self.revision(word);
        if let Ok(Some(side)) = revision {
            return Ok(side);
        }
        self.target(word).map_err(|_| match revision {
            Ok(_) => Fault::new(format!("`{word}` is no file, no profile, no git revision and no target"))
                .help("say which is meant: file:PATH, profile:NAME, git:REVISION or target:TRIPLE"),
            Err(Fault { what, help, is_defect }) => {
                Fault { what: format!("`{word}` is no file, no profile and no target, and {what}"), help, is_defect }
            }
        })
    }

    fn file(&self, path: &str) -> Option<Side> {
        Path::new(path).is_file().then(|| Side::File(path.to_owned()))
    }

    fn profile(&self, name: &str) -> Option<Side> {
        let mut request = self.configuration.request.clone();
        request.profile = Some(name.to_owned());
        request.environment = None;
        request.config_file = self.configuration.open.file.as_ref().and_then(|file| file.to_str()).map(str::to_owned);
        let speaks_against = |finding: &Finding| finding.kind == Kind::UnknownProfile || stops_reading(finding.kind);
        let is_known =
            self.configuration.open.file.is_some() && !validate(&request).findings.iter().any(speaks_against);
        is_known.then(|| Side::Profile(name.to_owned()))
    }

    fn revision(&self, word: &str) -> Result<Option<Side>, Fault> {
        let Some(repository) = self.repository.as_ref().map_err(Fault::clone)? else { return Ok(None) };
        let asking = format!("asking git for {word}");
        let commit =
            progress::while_waiting(self.console, &asking, &AtomicUsize::new(0), 1, || repository.commit(word))?;
        Ok(commit.map(|commit| Side::Revision(word.to_owned(), commit)))
    }

    fn target(&self, word: &str) -> Result<Side, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let config = CargoConfig::read(&folder, self.asked.variables)?;
        let compiler = Compiler::new(&config, &self.subject.workspace.root, self.asked.variables);
        let target = compiler.target(&Named::of(word, &folder))?;
        Ok(Side::Target(Box::new(target)))
    }

    /// A side on every target; `None` where nothing is configured.
    fn rows(&self, side: &Side) -> Result<Vec<Option<Row>>, Fault> {
        match side {
            Side::Revision(word, commit) => self.past_rows(word, commit),
            _ => self.rows_of_today(side),
        }
    }

    fn rows_of_today(&self, side: &Side) -> Result<Vec<Option<Row>>, Fault> {
        let request = self.request(side)?;
        if matches!(side, Side::Now) && !is_configured(&validate(&request)) {
            self.console.note(&format!("{} has no configuration file", side.name()));
            return Ok(self.subject.targets.iter().map(|_| None).collect());
        }
        let resolved = |target| {
            let request = Request { target: request_on(self.configuration, target).target, ..request.clone() };
            self.row(&side.name(), &request, target).map(Some)
        };
        self.subject.targets.iter().map(resolved).collect()
    }

    fn past_rows(&self, word: &str, commit: &str) -> Result<Vec<Option<Row>>, Fault> {
        let none = || self.subject.targets.iter().map(|_| None).collect();
        let Ok(Some(repository)) = &self.repository else { return Ok(none()) };
        let root = &self.subject.workspace.root;
        if repository.inside(root).is_none() {
            let (root, top) = (root.display(), repository.top.display());
            return Err(Fault::new(format!(
                "the workspace {root} is not in the repository {top}, and no revision holds it"
            )));
        }
        let past = Past::lay_out(repository, (word, commit), self.asked, self.console)?;
        let Some(configuration) = past.configuration(self.subject, self.configuration, self.asked, self.console)?
        else {
            return Ok(none());
        };
        if !is_configured(&configuration.open) {
            past.has_none(self.console);
            return Ok(none());
        }
        let resolved = |target| {
            let row = self.row(word, &request_on(&configuration, target), target);
            let row = row.map_err(|fault| past.at_home(fault))?;
            past.holds(&row.outcome).map(|()| Some(row))
        };
        self.subject.targets.iter().map(resolved).collect()
    }

    /// What a target's side is, on that target.
    fn row_of(&self, side: &Side, target: &Target) -> Result<Option<Row>, Fault> {
        let request = Request { target: request_on(self.configuration, target).target, ..self.request(side)? };
        self.row(&side.name(), &request, target).map(Some)
    }

    fn row(&self, name: &str, request: &Request, target: &Target) -> Result<Row, Fault> {
        let outcome = validate(request);
        if let Some(fault) = outcome.findings.iter().find(|finding| stops_reading(finding.kind)) {
            let place = fault.position().map(|position| format!(" ({position})")).unwrap_or_default();
            return Err(Fault::new(format!("{name} cannot be compared: {}{place}", fault.title)));
        }
        let errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if errors > 0 {
            let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
            self.console
                .warning(&format!("{name} has {errors} on {}; what can be read of it is compared", target.triple));
        }
        Ok(Row { triple: target.triple.clone(), outcome, verdict: Verdict::Ok })
    }

    /// The request for a side of today.
    fn request(&self, side: &Side) -> Result<Request, Fault> {
        let mut request = self.configuration.request.clone();
        if let Some(environment) = &mut request.environment {
            environment.clone_from(&self.environment);
        }
        match side {
            Side::Now | Side::Target(_) | Side::Revision(..) => {}
            Side::File(path) => {
                let path = std::path::absolute(path).map_err(unable("find the file"))?;
                request.inline = None;
                request.config_file = path.to_str().map(str::to_owned);
            }
            Side::Profile(name) => {
                if let Some(environment) = &mut request.environment {
                    environment.retain(|(name, _)| name.to_str().is_some_and(|name| !name.ends_with("_PROFILE")));
                }
                request.profile = Some(name.clone());
            }
        }
        Ok(request)
    }
}

/// Whether somebody has said what the budgets are. Without a file a preset that nobody has asked for would stand in.
fn is_configured(outcome: &Outcome) -> bool {
    !outcome.findings.iter().any(|finding| finding.kind == Kind::NoFile)
}
