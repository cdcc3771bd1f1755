//! `diff`: what changes from one configuration to another, for a review.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use memory_budgets_validator::{Finding, Kind, Request, Severity, Target, validate};

use crate::Status;
use crate::args::{DiffFormat, DiffOptions};
use crate::cargo_config::CargoConfig;
use crate::changes::{Changes, Pair};
use crate::console::Console;
use crate::fault::{Fault, unable};
use crate::print::changes;
use crate::revision::{self, Revision};
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
    let words = Words { subject: &subject, configuration, variables };
    let before = words.side(&options.before)?;
    let after = options.after.as_ref().map_or(Ok(Side::Now), |word| words.side(word))?;
    let of_targets = (matches!(before, Side::Target(_)), matches!(after, Side::Target(_)));
    if of_targets.0 != of_targets.1 {
        return Err(Fault::new("a target is compared with another target")
            .help("name two targets, or none and choose some with --target"));
    }
    let mut pairs = Vec::new();
    if let (Side::Target(one), Side::Target(other)) = (&before, &after) {
        let rows = (words.row(&before, one, console)?, words.row(&after, other, console)?);
        pairs.push(Pair { target: String::new(), before: rows.0, after: rows.1 });
    } else {
        let rows = |side: &Side| words.rows(side, console);
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
    let grows = options.deny_growth && changes.grows();
    if grows {
        console.warning("the budgets grow, which --deny-growth makes an error");
    }
    Ok(if grows { Status::Wrong } else { Status::Fine })
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
    variables: &'w [(OsString, OsString)],
}

impl Words<'_> {
    /// What a word means: what it says before a colon, or else the first of these that there is.
    fn side(&self, word: &str) -> Result<Side, Fault> {
        let no = |what: &str, name: &str| Fault::new(format!("there is no {what} `{name}`"));
        match word.split_once(':') {
            Some(("file", path)) => return self.file(path).ok_or_else(|| no("file", path)),
            Some(("profile", name)) => return self.profile(name).ok_or_else(|| no("profile", name)),
            Some(("target", triple)) => return self.target(triple),
            Some(("git", word)) => return self.revision(word).ok_or_else(|| no("git revision", word)),
            _ => {}
        }
        let first = self.file(word).or_else(|| self.profile(word)).or_else(|| self.revision(word));
        first.or_else(|| self.target(word).ok()).ok_or_else(|| {
            Fault::new(format!("`{word}` is no file, no profile, no git revision and no target"))
                .help("say which is meant: file:PATH, profile:NAME, git:REVISION or target:TRIPLE")
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

    fn revision(&self, word: &str) -> Option<Side> {
        let commit = revision::commit(&self.subject.workspace.root, word)?;
        Some(Side::Revision(word.to_owned(), commit))
    }

    fn target(&self, word: &str) -> Result<Side, Fault> {
        let folder = env::current_dir().map_err(unable("find the current folder"))?;
        let config = CargoConfig::read(&folder, self.variables)?;
        let compiler = Compiler::new(&config, &self.subject.workspace.root, self.variables);
        let target = compiler.target(&Named::of(word, &folder))?;
        Ok(Side::Target(Box::new(target)))
    }

    /// A side on every target; `None` where nothing is configured.
    fn rows(&self, side: &Side, console: &Console) -> Result<Vec<Option<Row>>, Fault> {
        let revision = self.laid_out(side)?;
        self.subject.targets.iter().map(|target| self.resolved(side, revision.as_ref(), target, console)).collect()
    }

    fn row(&self, side: &Side, target: &Target, console: &Console) -> Result<Option<Row>, Fault> {
        self.resolved(side, None, target, console)
    }

    fn laid_out(&self, side: &Side) -> Result<Option<Revision>, Fault> {
        let Side::Revision(_, commit) = side else { return Ok(None) };
        let file = self.configuration.open.file.as_deref();
        Revision::lay_out(&self.subject.workspace.root, commit, file).map(Some)
    }

    fn resolved(
        &self,
        side: &Side,
        revision: Option<&Revision>,
        target: &Target,
        console: &Console,
    ) -> Result<Option<Row>, Fault> {
        let mut request = self.request(side, revision)?;
        let on_target = request_on(self.configuration, target);
        request.target = on_target.target;
        let outcome = validate(&request);
        let is_configured = outcome.file.is_some() || request.inline.is_some();
        // A revision that has no file yet has nothing to compare with.
        let package_is_there = request.manifest_dir.as_ref().is_some_and(|folder| folder.join("Cargo.toml").is_file());
        if matches!(side, Side::Revision(..)) && !(is_configured && package_is_there) {
            console.note(&format!("{} has no configuration file", side.name()));
            return Ok(None);
        }
        if let Some(fault) = outcome.findings.iter().find(|finding| stops_reading(finding.kind)) {
            let place = fault.position().map(|position| format!(" ({position})")).unwrap_or_default();
            return Err(Fault::new(format!("{} cannot be compared: {}{place}", side.name(), fault.title)));
        }
        let errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if errors > 0 {
            console.warning(&format!(
                "{} has {errors} errors on {}; what can be read of it is compared",
                side.name(),
                target.triple
            ));
        }
        Ok(Some(Row { triple: target.triple.clone(), outcome, verdict: Verdict::Ok }))
    }

    /// The request for a side. Budgets of the environment are not part of any.
    fn request(&self, side: &Side, revision: Option<&Revision>) -> Result<Request, Fault> {
        let mut request = self.configuration.request.clone();
        if let Some(environment) = &mut request.environment {
            environment.retain(|(name, _)| {
                name.to_str().is_some_and(|name| name.ends_with("_FILE") || name.ends_with("_PROFILE"))
            });
        }
        match side {
            Side::Now | Side::Target(_) => {}
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
            Side::Revision(..) => {
                let root = &self.subject.workspace.root;
                let Some(revision) = revision else { return Ok(request) };
                let moved = |path: &Path| path.strip_prefix(root).ok().map(|inside| revision.root.join(inside));
                // A package that was not there yet goes by what the workspace has.
                let folders = self.configuration.packages.iter().map(|package| &*package.folder).chain([&**root]);
                let mut then = folders.filter_map(moved);
                request.manifest_dir = then.find(|folder| folder.join("Cargo.toml").is_file());
                if let Some(moved) = request.config_file.as_ref().and_then(|file| moved(Path::new(file))) {
                    request.config_file = moved.to_str().map(str::to_owned);
                }
            }
        }
        Ok(request)
    }
}
