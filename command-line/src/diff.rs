//! `diff`: what changes from one configuration to another, for a review.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::AtomicUsize;

use memory_budgets_validator::{Finding, Kind, Outcome, Request, Severity, Target, validate};

use crate::Status;
use crate::args::{DiffFormat, DiffOptions};
use crate::cargo_config::CargoConfig;
use crate::changes::{Changes, Compared, Pair};
use crate::console::Console;
use crate::fault::{Fault, unable};
use crate::git::Repository;
use crate::listed::{counted, listed};
use crate::past::{Asked, Past};
use crate::print::changes;
use crate::progress;
use crate::subject::{Configuration, Subject};
use crate::survey::{Row, Verdict, request_on, stops_reading};
use crate::targets::{Compiler, Named};

/// What is compared.
enum Side<'r> {
    /// As it is now.
    Now,
    File(String),
    Profile(String),
    Target(Box<Target>),
    Revision(Past<'r>),
}

pub(crate) fn diff(
    options: &DiffOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let subject = Subject::find(&options.place, &options.build, variables, console)?;
    let asked = Asked { place: &options.place, build: &options.build, variables };
    let folder = &subject.configurations[0].package().folder; // there is one at least
    let looking = "looking for the repository";
    let repository = progress::while_waiting(console, looking, &AtomicUsize::new(0), 1, || Repository::of(folder));
    let words = Words { subject: &subject, asked, environment: asked.environment()?, repository: &repository, console };
    let (before, after) = words.sides(&options.before, options.after.as_deref())?;
    let of_targets = (matches!(before, Side::Target(_)), matches!(after, Side::Target(_)));
    if of_targets.0 != of_targets.1 {
        return Err(Fault::new("a target is compared with another target")
            .help("name two targets, or none and choose some with --target"));
    }
    // A file or a profile is one configuration's.
    let of_one = [&before, &after].iter().any(|side| matches!(side, Side::File(_) | Side::Profile(_)));
    let configurations =
        if of_one { std::slice::from_ref(subject.first(console)) } else { subject.configurations.as_slice() };
    let mut compared = Vec::new();
    for configuration in configurations {
        let changes = Changes::of(&words.pairs(configuration, &before, &after)?, before.name(), after.name());
        compared.push(Compared {
            name: configuration.name(&subject.workspace),
            packages: configuration.packages.iter().map(|package| package.name.clone()).collect(),
            changes,
        });
    }
    let text = match options.format {
        DiffFormat::Human => changes::human(&compared, console),
        DiffFormat::Markdown => changes::markdown(&compared),
        DiffFormat::Json => changes::json(&compared),
    };
    console.deliver(&text, options.output.output.as_deref())?;
    let trouble = compared.iter().find_map(|compared| compared.changes.trouble());
    if let Some(trouble) = trouble.filter(|_| options.deny_growth) {
        console.error(&format!("{trouble}, which --deny-growth does not let pass"));
        return Ok(Status::Wrong);
    }
    Ok(Status::Fine)
}

impl Side<'_> {
    fn name(&self) -> String {
        match self {
            Side::Now => "the working tree".to_owned(),
            Side::File(path) => path.clone(),
            Side::Profile(name) => format!("profile {name}"),
            Side::Target(target) => target.triple.clone(),
            Side::Revision(past) => past.word.clone(),
        }
    }
}

/// What the words of the command line are about.
struct Words<'w> {
    subject: &'w Subject,
    asked: Asked<'w>,
    /// The variables that count today.
    environment: Vec<(OsString, OsString)>,
    repository: &'w Result<Option<Repository>, Fault>,
    console: &'w Console,
}

impl<'w> Words<'w> {
    /// What is compared: two words, a word and the working tree, or both ends of one word that git takes for a range.
    fn sides(&self, before: &str, after: Option<&str>) -> Result<(Side<'w>, Side<'w>), Fault> {
        let is_named = || Self::file(before).is_some() || self.profile(before).is_some();
        if let Some((begin, end)) = ends(before).filter(|_| !is_named()) {
            if let Ok(Some(begin)) = self.revision(begin) {
                if let Some(after) = after {
                    let what = format!("`{before}` says already what is compared, and `{after}` is one too many");
                    return Err(Fault::new(what));
                }
                let end = self.revision(end)?.ok_or_else(|| Fault::new(format!("there is no git revision `{end}`")))?;
                return Ok((begin, end));
            }
        }
        Ok((self.side(before)?, after.map_or(Ok(Side::Now), |word| self.side(word))?))
    }

    /// What a word means: what it says before a colon, or else the first of these that there is.
    fn side(&self, word: &str) -> Result<Side<'w>, Fault> {
        let no = |what: &str, name: &str| Fault::new(format!("there is no {what} `{name}`"));
        match word.split_once(':') {
            Some(("file", path)) => return Self::file(path).ok_or_else(|| no("file", path)),
            Some(("profile", name)) => return self.profile(name).ok_or_else(|| no("profile", name)),
            Some(("target", triple)) => return self.target(triple),
            Some(("git", word)) => return self.revision(word)?.ok_or_else(|| no("git revision", word)),
            _ => {}
        }
        if let Some(side) = Self::file(word).or_else(|| self.profile(word)) {
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

    fn file(path: &str) -> Option<Side<'w>> {
        Path::new(path).is_file().then(|| Side::File(path.to_owned()))
    }

    fn profile(&self, name: &str) -> Option<Side<'w>> {
        let configuration = &self.subject.configurations[0];
        let mut request = configuration.request.clone();
        request.profile = Some(name.to_owned());
        request.environment = None;
        request.config_file = configuration.open.file.as_ref().and_then(|file| file.to_str()).map(str::to_owned);
        let speaks_against = |finding: &Finding| finding.kind == Kind::UnknownProfile || stops_reading(finding.kind);
        let is_known = configuration.open.file.is_some() && !validate(&request).findings.iter().any(speaks_against);
        is_known.then(|| Side::Profile(name.to_owned()))
    }

    fn revision(&self, word: &str) -> Result<Option<Side<'w>>, Fault> {
        let Some(repository) = self.repository.as_ref().map_err(Fault::clone)? else { return Ok(None) };
        self.console.detail(&format!("ask git for {word}"));
        let asking = format!("asking git for {word}");
        let commit =
            progress::while_waiting(self.console, &asking, &AtomicUsize::new(0), 1, || repository.commit(word))?;
        let Some(commit) = commit else { return Ok(None) };
        let root = &self.subject.workspace.root;
        if repository.inside(root).is_none() {
            let (root, top) = (root.display(), repository.top.display());
            let what = format!("the workspace {root} is not in the repository {top}, and no revision holds it");
            return Err(Fault::new(what));
        }
        Past::lay_out(repository, (word, &commit), self.asked, self.console).map(|past| Some(Side::Revision(past)))
    }

    fn target(&self, word: &str) -> Result<Side<'w>, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let config = CargoConfig::read(&folder, self.asked.variables)?;
        let compiler = Compiler::new(&config, &self.subject.workspace.root, self.asked.variables);
        let named = Named::of(word, &folder);
        compiler.tell(std::slice::from_ref(&named), self.console);
        let target = compiler.target(&named)?;
        Ok(Side::Target(Box::new(target)))
    }

    /// Both sides of a configuration.
    fn pairs(&self, configuration: &Configuration, before: &Side<'_>, after: &Side<'_>) -> Result<Vec<Pair>, Fault> {
        if let (Side::Target(one), Side::Target(other)) = (before, after) {
            let row = |side, target: &Target| {
                let request = self.request(configuration, side)?;
                self.row(
                    &target.triple,
                    &Request { target: request_on(configuration, target).target, ..request },
                    target,
                )
            };
            let (before, after) = (Some(row(before, one)?), Some(row(after, other)?));
            return Ok(vec![Pair { target: String::new(), before, after }]);
        }
        let (before, after) = (self.rows(configuration, before)?, self.rows(configuration, after)?);
        let pairs = self.subject.targets.iter().zip(before.into_iter().zip(after));
        Ok(pairs.map(|(target, (before, after))| Pair { target: target.triple.clone(), before, after }).collect())
    }

    /// A side on every target; `None` where nothing is configured.
    fn rows(&self, configuration: &Configuration, side: &Side<'_>) -> Result<Vec<Option<Row>>, Fault> {
        let targets = &self.subject.targets;
        let none = || Ok(targets.iter().map(|_| None).collect());
        if let Side::Revision(past) = side {
            let then = match past.configuration(self.subject, configuration, self.asked)? {
                Ok(then) => then,
                Err(lacks) => {
                    self.has_none(side, lacks, configuration);
                    return none();
                }
            };
            if !is_configured(&then.open) {
                self.has_none(side, FILE.to_owned(), configuration);
                return none();
            }
            let resolved = |target| {
                let row = self.row(&side.name(), &request_on(&then, target), target);
                let row = row.map_err(|fault| past.at_home(fault))?;
                past.holds(&row.outcome).map(|()| Some(row))
            };
            return targets.iter().map(resolved).collect();
        }
        let request = self.request(configuration, side)?;
        if matches!(side, Side::Now) && !is_configured(&validate(&request)) {
            self.has_none(side, FILE.to_owned(), configuration);
            return none();
        }
        let resolved = |target| {
            let request = Request { target: request_on(configuration, target).target, ..request.clone() };
            self.row(&side.name(), &request, target).map(Some)
        };
        targets.iter().map(resolved).collect()
    }

    /// Says that a side lacks something, and whose that is where it may be several's.
    fn has_none(&self, side: &Side<'_>, lacks: String, configuration: &Configuration) {
        let packages: Vec<&str> = configuration.packages.iter().map(|package| package.name.as_str()).collect();
        let whose =
            if self.subject.configurations.len() > 1 { format!(" of {}", listed(&packages)) } else { String::new() };
        self.console.note(&format!("{} has no {lacks}{whose}", side.name()));
    }

    fn row(&self, name: &str, request: &Request, target: &Target) -> Result<Row, Fault> {
        let outcome = validate(request);
        if let Some(fault) = outcome.findings.iter().find(|finding| stops_reading(finding.kind)) {
            let place = fault.position().map(|position| format!(" ({position})")).unwrap_or_default();
            return Err(Fault::new(format!("{name} cannot be compared: {}{place}", fault.title)));
        }
        let errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if errors > 0 {
            let errors = counted(errors, "error");
            self.console
                .warning(&format!("{name} has {errors} on {}; what can be read of it is compared", target.triple));
        }
        Ok(Row { triple: target.triple.clone(), outcome, verdict: Verdict::Ok })
    }

    /// The request for a side of today.
    fn request(&self, configuration: &Configuration, side: &Side<'_>) -> Result<Request, Fault> {
        let mut request = configuration.request.clone();
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

/// Both ends of a range as git writes it: `A..B`, or `A...B`, which begins where B has left A. The end of `A...` is the working
/// tree.
fn ends(word: &str) -> Option<(&str, &str)> {
    let range = word.strip_prefix("git:").unwrap_or(word);
    match range.split_once("...") {
        Some((_, end)) => Some((range, end)).filter(|_| !end.is_empty()),
        None => range.split_once("..").filter(|(begin, end)| !begin.is_empty() && !end.is_empty()),
    }
}

/// What a side lacks that has no budgets.
const FILE: &str = "configuration file";

/// Whether somebody has said what the budgets are. Without a file a preset that nobody has asked for would stand in.
fn is_configured(outcome: &Outcome) -> bool {
    !outcome.findings.iter().any(|finding| finding.kind == Kind::NoFile)
}
