//! What is different between two configurations.

use std::collections::{BTreeMap, HashMap};

use memory_budgets_validator::BudgetedCrate;

use crate::survey::Row;

/// Two configurations on one target; `None` for one that is not there.
#[derive(Debug)]
pub(crate) struct Pair {
    /// The target's name; empty where two targets are compared.
    pub(crate) target: String,
    pub(crate) before: Option<Row>,
    pub(crate) after: Option<Row>,
}

/// All that is different, in the order of the later configuration.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) targets: Vec<String>,
    pub(crate) changes: Vec<Change>,
}

/// One number that is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The crate; `None` for the whole.
    pub(crate) name: Option<String>,
    pub(crate) what: What,
    /// In bytes; `None` where there was none.
    pub(crate) before: Option<u128>,
    pub(crate) after: Option<u128>,
    /// The targets where it is so.
    pub(crate) targets: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum What {
    Budget,
    Min,
    Max,
    Sum,
    Total,
    Limit,
}

/// What two changes have in common that are one on several targets.
type Identity = (Option<String>, What, Option<u128>, Option<u128>);
/// A size of a crate, if it has that.
type SizeOf = fn(&BudgetedCrate) -> Option<u64>;

impl What {
    pub(crate) fn name(self) -> &'static str {
        match self {
            What::Budget => "budget",
            What::Min => "min",
            What::Max => "max",
            What::Sum => "sum",
            What::Total => "total",
            What::Limit => "platform_limit",
        }
    }
}

impl Change {
    /// What has happened, in a word.
    pub(crate) fn verb(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(before), Some(after)) if after > before => "raised",
            _ => "lowered",
        }
    }

    /// Whether more memory is given away than before.
    fn grows(&self) -> bool {
        matches!(self.what, What::Budget | What::Total) && self.after.unwrap_or(0) > self.before.unwrap_or(0)
    }
}

impl Changes {
    pub(crate) fn of(pairs: &[Pair], before: String, after: String) -> Changes {
        let mut changes: Vec<Change> = Vec::new();
        let mut known: HashMap<Identity, usize> = HashMap::new();
        for pair in pairs {
            for change in pair.changes() {
                let key = (change.name.clone(), change.what, change.before, change.after);
                let place = *known.entry(key).or_insert_with(|| {
                    changes.push(change);
                    changes.len() - 1
                });
                changes[place].targets.push(pair.target.clone());
            }
        }
        // The crates in their order, and then the whole, however many targets differ.
        let names: Vec<Option<String>> = changes.iter().map(|change| change.name.clone()).collect();
        let first: HashMap<&Option<String>, usize> =
            names.iter().enumerate().rev().map(|(i, name)| (name, i)).collect();
        changes.sort_by_key(|change| (change.name.is_none(), first.get(&change.name).copied(), change.what));
        Changes { before, after, targets: pairs.iter().map(|pair| pair.target.clone()).collect(), changes }
    }

    pub(crate) fn grows(&self) -> bool {
        self.changes.iter().any(Change::grows)
    }
}

impl Pair {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut compare = |name: Option<&str>, what, before: Option<u128>, after: Option<u128>| {
            if before != after {
                changes.push(Change { name: name.map(str::to_owned), what, before, after, targets: Vec::new() });
            }
        };
        let crates = |row: &Option<Row>| -> Vec<BudgetedCrate> {
            row.as_ref().map_or(Vec::new(), |row| row.plan().crates.clone())
        };
        let (before, after) = (crates(&self.before), crates(&self.after));
        let old: BTreeMap<&str, &BudgetedCrate> = before.iter().map(|entry| (entry.name.as_str(), entry)).collect();
        let new: BTreeMap<&str, &BudgetedCrate> = after.iter().map(|entry| (entry.name.as_str(), entry)).collect();
        let removed = before.iter().filter(|entry| !new.contains_key(&*entry.name));
        for entry in after.iter().chain(removed) {
            let name = entry.name.as_str();
            let both = (old.get(name), new.get(name));
            let of = |entry: Option<&&BudgetedCrate>, value: fn(&BudgetedCrate) -> Option<u64>| {
                entry.and_then(|entry| value(entry)).map(u128::from)
            };
            let parts: [(What, SizeOf); 3] = [
                (What::Budget, |entry| Some(entry.budget.base.bytes)),
                (What::Min, |entry| entry.min.as_ref().map(|min| min.bytes)),
                (What::Max, |entry| entry.max.as_ref().map(|max| max.bytes)),
            ];
            for (what, value) in parts {
                // The limits of a crate that comes or goes come and go with it.
                if what == What::Budget || (both.0.is_some() && both.1.is_some()) {
                    compare(Some(name), what, of(both.0, value), of(both.1, value));
                }
            }
        }
        let (before, after) = (self.before.as_ref(), self.after.as_ref());
        compare(None, What::Sum, before.map(Row::sum), after.map(Row::sum));
        compare(
            None,
            What::Total,
            before.map(|row| row.total().bytes.into()),
            after.map(|row| row.total().bytes.into()),
        );
        let limit = |row: Option<&Row>| row.and_then(Row::limit).map(|limit| limit.bytes.into());
        compare(None, What::Limit, limit(before), limit(after));
        changes
    }
}
