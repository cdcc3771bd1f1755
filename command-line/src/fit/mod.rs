//! `fit`: budgets that satisfy every rule, as near to those in force as they can be.

mod room;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use memory_budgets_validator::{Finding, Origin, Outcome, Predicate, Request, Severity, Target, rules, size, validate};

use self::room::{Room, sum, within_all_limits};
use crate::Status;
use crate::args::FitOptions;
use crate::console::Console;
use crate::edit::{self, Edit, Section};
use crate::escape;
use crate::fault::Fault;
use crate::ink::Ink;
use crate::listed::listed;
use crate::subject::{Configuration, Subject, root_file};
use crate::survey::request_on;

pub(crate) fn fit(
    options: &FitOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let subject = Subject::find(&options.place, &options.build, variables, console)?;
    let configuration = subject.first(console);
    let asked = options.total.as_deref().map(total).transpose()?;
    let file = File::read(&subject, configuration)?;
    file.refuse_errors(configuration)?;

    let job =
        Job { subject: &subject, configuration, asked, everywhere: options.build.target.is_empty() && asked.is_some() };
    let mut text = file.text.clone();
    let mut edits = Vec::new();
    for group in job.groups(&text) {
        let plans: Vec<Outcome> =
            group.targets.iter().map(|target| validate(&job.request(&text, Some(target)))).collect();
        match job.fitted(&group, &plans) {
            Ok(None) => {}
            Ok(Some(edit)) => {
                text = edit.applied(&text)?;
                edits.push(edit);
            }
            Err(too_little) => {
                console.deliver(&too_little.finish(), options.output.output.as_deref())?;
                return Ok(Status::Wrong);
            }
        }
    }
    job.prove(&text)?;
    if edits.is_empty() {
        console.done(&format!(
            "nothing to fit: {} holds every rule on {}",
            configuration.name(&subject.workspace),
            job.names()
        ));
        return Ok(Status::Fine);
    }
    if options.write {
        file.write(&text)?;
        console.done(&format!("wrote {}", file.path.display()));
        return Ok(Status::Fine);
    }
    let sections: Vec<String> = edits.iter().map(Edit::alone).collect();
    console.deliver(&sections.join("\n"), options.output.output.as_deref())?;
    Ok(Status::Fine)
}

/// The total that is asked for.
fn total(text: &str) -> Result<u64, Fault> {
    size::parse(text).map_err(|fault| {
        let wrong = Fault::new(format!("--total {text} is not a size: {}", fault.reason));
        match fault.suggestion {
            Some(meant) => wrong.help(format!("did you mean {meant}?")),
            None => wrong.help("write a number of bytes, or a size such as 512KB, 1.5MB or 2GB"),
        }
    })
}

/// The configuration file.
struct File {
    path: PathBuf,
    /// Empty where there is none yet.
    text: String,
    exists: bool,
}

impl File {
    fn read(subject: &Subject, configuration: &Configuration) -> Result<File, Fault> {
        if configuration.request.inline.is_some() {
            let name = configuration.name(&subject.workspace);
            return Err(Fault::new(format!("{name} is no file")).help("name a package that goes by a file with -p"));
        }
        match &configuration.open.file {
            Some(path) => {
                let text = fs::read_to_string(path).map_err(|error| Fault::file("read", path, &error))?;
                Ok(File { path: path.clone(), text, exists: true })
            }
            None => Ok(File {
                path: root_file(&subject.workspace, "memory_budget.toml"),
                text: String::new(),
                exists: false,
            }),
        }
    }

    /// What no other budget mends has to be mended first.
    fn refuse_errors(&self, configuration: &Configuration) -> Result<(), Fault> {
        let by_budgets =
            |finding: &Finding| rules().any(|kind| kind == finding.kind) && finding.kind.name() != "limits";
        let of_environment = |finding: &Finding| matches!(finding.origin, Origin::Variable(_));
        let others = configuration.open.findings.iter().filter(|finding| {
            finding.kind.severity() == Severity::Error && !by_budgets(finding) && !of_environment(finding)
        });
        let others: Vec<&Finding> = others.collect();
        match others.first() {
            None => Ok(()),
            Some(first) => {
                let place = first.position().map(|position| format!(" ({position})")).unwrap_or_default();
                let what = format!("{}{place}; there is nothing to fit while the configuration is wrong", first.title);
                Err(Fault::new(what).help("`cargo memory-budget check` shows all that is wrong"))
            }
        }
    }

    fn write(&self, text: &str) -> Result<(), Fault> {
        if self.exists {
            return edit::write(&self.path, &self.text, text);
        }
        crate::init::create(&self.path, text)
    }
}

/// What is to be fitted.
struct Job<'j> {
    subject: &'j Subject,
    configuration: &'j Configuration,
    /// The total that is asked for.
    asked: Option<u64>,
    /// Whether the budgets outside all target sections are meant.
    everywhere: bool,
}

/// The targets that one section is for.
struct Group<'g> {
    section: Section,
    targets: Vec<&'g Target>,
}

impl Job<'_> {
    /// The request for a text, without the environment: a file cannot mend what a variable says.
    fn request(&self, text: &str, target: Option<&Target>) -> Request {
        let mut request = match target {
            Some(target) => request_on(self.configuration, target),
            None => self.configuration.request.clone(),
        };
        request.config_file = None;
        request.inline = Some(text.to_owned());
        request.environment = None;
        request
    }

    /// A section for each kind of target that needs one.
    fn groups(&self, text: &str) -> Vec<Group<'_>> {
        if self.everywhere {
            let profile = self.configuration.profile().map(str::to_owned);
            let section = profile.map_or(Section::Top, Section::Profile);
            return vec![Group { section, targets: self.subject.targets.iter().collect() }];
        }
        let mut groups: Vec<Group<'_>> = Vec::new();
        for target in &self.subject.targets {
            let outcome = validate(&self.request(text, Some(target)));
            if self.asked.is_none() && outcome.findings.iter().all(|finding| rules().all(|kind| kind != finding.kind)) {
                continue;
            }
            let section = Section::Target(self.predicate(target));
            match groups.iter_mut().find(|group| group.section == section) {
                Some(group) => group.targets.push(target),
                None => groups.push(Group { section, targets: vec![target] }),
            }
        }
        groups
    }

    /// The predicate of a section for a target: that of a limit which holds there, else that of a section which is for it
    /// and for no other target at hand, else its architecture and its system.
    fn predicate(&self, target: &Target) -> Predicate {
        let plan = &self.configuration.open.plan;
        let mut limits = plan.limits.iter().filter_map(|limit| limit.predicate.as_ref());
        let alone = |predicate: &&Predicate| {
            let others = self.subject.targets.iter().filter(|other| other.triple != target.triple);
            others.filter(|other| other.matches(predicate)).count() == 0
        };
        let limit = limits.rfind(|predicate| target.matches(predicate));
        let section = plan.sections.iter().filter(|predicate| target.matches(predicate)).rfind(alone);
        if let Some(predicate) = limit.or(section) {
            return predicate.clone();
        }
        let value =
            |name: &str| target.cfgs.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.clone());
        let part = |name: &str| value(name).map(|value| Predicate::Equals(name.to_owned(), value));
        let mut parts: Vec<Predicate> = ["target_arch", "target_os"].into_iter().filter_map(part).collect();
        if parts.len() == 1 { parts.remove(0) } else { Predicate::All(parts) }
    }

    /// The values that hold every rule on all targets of a group, as far as they are not in force; or why there are none.
    fn fitted(&self, group: &Group<'_>, outcomes: &[Outcome]) -> Result<Option<Edit>, Ink> {
        let plan = &outcomes[0].plan; // a group has a target at least
        let room = Room::of(plan, outcomes, self.asked, self.configuration.file());
        let budgets = room.shared_out(&within_all_limits(outcomes))?;
        let mut values = Vec::new();
        let total = &plan.total.base;
        let is_wrong = total.bytes > room.total || sum(&budgets) > u128::from(total.bytes);
        if self.asked.is_some() || !total.is_sum && is_wrong {
            values.push(("total_budget".to_owned(), room.total));
        }
        let crates = plan.crates.iter().zip(&budgets).filter(|(entry, budget)| entry.budget.base.bytes != **budget);
        values.extend(crates.map(|(entry, &budget)| (entry.name.clone(), budget)));
        let values: Vec<_> = values.into_iter().map(|(key, bytes)| (key, size::print(bytes.into()))).collect();
        Ok((!values.is_empty()).then(|| Edit { section: group.section.clone(), values }))
    }

    /// What is written has to hold: nothing is proposed that the rules refuse.
    fn prove(&self, text: &str) -> Result<(), Fault> {
        for target in &self.subject.targets {
            let outcome = validate(&self.request(text, Some(target)));
            let Some(broken) = outcome.findings.iter().find(|finding| rules().any(|kind| kind == finding.kind)) else {
                continue;
            };
            let line = match &broken.origin {
                Origin::Text { source, span } => format!(" (line {})", source.line(span.start)),
                _ => String::new(),
            };
            let (triple, title) = (&target.triple, &broken.title);
            let profile = outcome.profiles.iter().find(|profile| broken.notes.contains(&profile.note()));
            return Err(match profile {
                Some(profile) => {
                    let name = escape::line(&profile.name);
                    Fault::new(format!("on {triple}, the profile {name} does not hold the rules{line}: {title}")).help(
                        format!("mend it first: `cargo memory-budget fit --profile-name {name} --target {triple}`"),
                    )
                }
                None => {
                    Fault::new(format!("on {triple}, what fits is changed again by another section{line}: {title}"))
                        .help("put the section last, or fit every target at once with --target")
                }
            });
        }
        Ok(())
    }

    fn names(&self) -> String {
        let triples: Vec<&str> = self.subject.targets.iter().map(|target| target.triple.as_str()).collect();
        listed(&triples)
    }
}
