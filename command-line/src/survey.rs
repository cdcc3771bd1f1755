//! A configuration on every target: what is in force, what is wrong, and what the targets have in common.

use std::collections::{BTreeSet, HashMap, HashSet};

use memory_budgets_validator::{Finding, Kind, Outcome, Plan, Request, Severity, Target, Value, validate};

use crate::listed::listed;
use crate::subject::{Configuration, Subject};

/// What a configuration comes to on the targets that were asked for.
#[derive(Debug)]
pub(crate) struct Survey<'s> {
    pub(crate) configuration: &'s Configuration,
    pub(crate) rows: Vec<Row>,
    /// In the order of the sources.
    pub(crate) findings: Vec<Shared>,
}

/// What a configuration comes to on one target.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) triple: String,
    pub(crate) outcome: Outcome,
    pub(crate) verdict: Verdict,
}

/// A finding, with the targets that it is true of.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    pub(crate) finding: Finding,
    /// As the finding says it, for all these targets.
    pub(crate) title: String,
    /// By their places among the rows.
    pub(crate) targets: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Ok,
    Warnings,
    Errors,
}

impl Verdict {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warnings => "warnings",
            Verdict::Errors => "errors",
        }
    }

    fn of(findings: &[Finding]) -> Verdict {
        let severest = |severity| findings.iter().any(|finding| finding.severity == severity);
        match () {
            () if severest(Severity::Error) => Verdict::Errors,
            () if severest(Severity::Warning) => Verdict::Warnings,
            () => Verdict::Ok,
        }
    }
}

impl<'s> Survey<'s> {
    /// Validates a configuration for every target.
    pub(crate) fn of(subject: &Subject, configuration: &'s Configuration) -> Survey<'s> {
        let rows = subject.targets.iter().map(|target| {
            let outcome = validate(&request_on(configuration, target));
            let verdict = Verdict::of(&outcome.findings);
            Row { triple: target.triple.clone(), outcome, verdict }
        });
        let mut survey = Survey { configuration, rows: rows.collect(), findings: Vec::new() };
        for row in 0..survey.rows.len() {
            survey.merge(row, &survey.rows[row].outcome.findings.clone());
        }
        for place in 0..survey.findings.len() {
            survey.findings[place].title = survey.title(place);
        }
        survey.add(subject.workspace.members.findings.clone());
        survey
    }

    /// Adds a target's findings to those that are known; what is known already is true of one more.
    ///
    /// Both are in the order of the sources, and so is what comes of them.
    fn merge(&mut self, row: usize, findings: &[Finding]) {
        let known = std::mem::take(&mut self.findings);
        let words = known.iter().map(|shared| self.words(shared.targets[0], &shared.finding));
        let places: HashMap<String, usize> = words.enumerate().map(|(place, words)| (words, place)).collect();
        let mut known: Vec<Option<Shared>> = known.into_iter().map(Some).collect();
        let mut also_true: Vec<Vec<&Finding>> = Vec::new();
        also_true.resize_with(known.len() + 1, Vec::new);
        let mut place = 0;
        for finding in findings {
            match places.get(&self.words(row, finding)) {
                Some(&same) => {
                    // Every one is still there: none has been moved out yet.
                    known[same].iter_mut().for_each(|shared| shared.targets.push(row));
                    place = place.max(same + 1);
                }
                None => also_true[place].push(finding),
            }
        }
        for (place, new) in also_true.into_iter().enumerate() {
            if let Some(shared) = place.checked_sub(1).and_then(|before| known[before].take()) {
                self.findings.push(shared);
            }
            let shared = |finding: &Finding| Shared {
                title: finding.title.clone(),
                finding: finding.clone(),
                targets: vec![row],
            };
            self.findings.extend(new.into_iter().map(shared));
        }
    }

    /// Adds what is true whatever the target is.
    pub(crate) fn add(&mut self, findings: Vec<Finding>) {
        if findings.is_empty() {
            return;
        }
        let mut known: HashSet<String> = self.findings.iter().map(|shared| shared.finding.to_string()).collect();
        for finding in findings {
            if !known.insert(finding.to_string()) {
                continue;
            }
            for row in &mut self.rows {
                row.verdict = row.verdict.max(Verdict::of(std::slice::from_ref(&finding)));
            }
            let targets = (0..self.rows.len()).collect();
            self.findings.push(Shared { title: finding.title.clone(), finding, targets });
        }
    }

    /// All that a finding says, whichever of the targets it is about.
    fn words(&self, row: usize, finding: &Finding) -> String {
        finding.to_string().replace(&format!("for target {}\n", self.rows[row].triple), "for target\n")
    }

    fn title(&self, shared: usize) -> String {
        let Shared { finding, targets, .. } = &self.findings[shared];
        let triples: Vec<&str> = targets.iter().map(|&row| self.rows[row].triple.as_str()).collect();
        let one = format!("for target {}", triples[0]);
        match finding.title.strip_suffix(&one) {
            Some(before) if triples.len() > 1 => format!("{before}for targets {}", listed(&triples)),
            _ => finding.title.clone(),
        }
    }

    /// The names of the targets that a finding is true of.
    pub(crate) fn triples(&self, shared: &Shared) -> Vec<&str> {
        shared.targets.iter().map(|&row| self.rows[row].triple.as_str()).collect()
    }

    pub(crate) fn verdict(&self) -> Verdict {
        self.rows.iter().map(|row| row.verdict).max().unwrap_or(Verdict::Ok)
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|shared| shared.finding.severity == severity).count()
    }

    /// The rows that agree in every budget with its limits, the total and the platform limit: the places of each group, first come first.
    pub(crate) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (place, row) in self.rows.iter().enumerate() {
            match groups.iter_mut().find(|group| self.rows[group[0]].sizes() == row.sizes()) {
                Some(group) => group.push(place),
                None => groups.push(vec![place]),
            }
        }
        groups
    }
}

/// Whether a configuration that this is found in was not read to its end.
pub(crate) fn stops_reading(kind: Kind) -> bool {
    use Kind::{FileTooLarge, Malformed, MissingFile, NoManifestDir, NotUtf8, UnreadableFile};
    matches!(kind, Malformed | MissingFile | UnreadableFile | FileTooLarge | NotUtf8 | NoManifestDir)
}

/// What is asked of the validator for one target.
pub(crate) fn request_on(configuration: &Configuration, target: &Target) -> Request {
    let on = configuration.features.on(target);
    let mut target = target.clone();
    target.cfgs.extend(on.names().map(|feature| ("feature".to_owned(), Some(feature.clone()))));
    Request { target: Some(target), ..configuration.request.clone() }
}

impl Row {
    pub(crate) fn plan(&self) -> &Plan {
        &self.outcome.plan
    }

    /// The sum of the crates' budgets in bytes.
    pub(crate) fn sum(&self) -> u128 {
        self.plan().sum(&[])
    }

    pub(crate) fn total(&self) -> &Value {
        &self.plan().total.base
    }

    /// The smallest of the limits that hold for the target.
    pub(crate) fn limit(&self) -> Option<&Value> {
        self.plan().limits.iter().map(|limit| &limit.value).min_by_key(|value| value.bytes)
    }

    /// What the crates leave of the total, in bytes; below zero where they exceed it.
    pub(crate) fn left(&self) -> i128 {
        if self.total().is_sum {
            return 0;
        }
        i128::from(self.total().bytes) - i128::try_from(self.sum()).unwrap_or(i128::MAX)
    }

    /// Whether every budget and the total could be read; where one could not, what is left says nothing.
    pub(crate) fn is_readable(&self) -> bool {
        self.sum_is_readable() && self.total_is_readable()
    }

    pub(crate) fn sum_is_readable(&self) -> bool {
        self.was_read() && self.plan().crates.iter().all(|entry| entry.budget.readable)
    }

    pub(crate) fn total_is_readable(&self) -> bool {
        self.was_read() && self.plan().total.readable
    }

    fn was_read(&self) -> bool {
        !self.outcome.findings.iter().any(|finding| stops_reading(finding.kind))
    }

    /// Whether all that is written could be read, limits and names too.
    pub(crate) fn is_certain(&self) -> bool {
        let leaves_open = |finding: &Finding| matches!(finding.kind, Kind::InvalidSize | Kind::LinkerScript);
        self.is_readable() && !self.plan().unsure && !self.outcome.findings.iter().any(leaves_open)
    }

    /// All sizes with their origins.
    fn sizes(&self) -> Vec<Option<(u64, String)>> {
        let crates = &self.plan().crates;
        let of_crates =
            crates.iter().flat_map(|entry| [Some(&entry.budget.base), entry.min.as_ref(), entry.max.as_ref()]);
        let values = of_crates.chain([Some(self.total()), self.limit()]);
        values.map(|value| value.map(|value| (value.bytes, value.origin.short()))).collect()
    }
}

/// The names of a list, every one once, in their order.
pub(crate) fn distinct<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(*name)).collect()
}
