//! What is different between two configurations.

use std::collections::{BTreeMap, HashMap};

use memory_budgets_validator::{BudgetedCrate, Value};

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
    /// The sides that not all of could be read.
    pub(crate) unread: Vec<String>,
    /// Whether there are no budgets any more on some target.
    is_gone: bool,
}

/// What is different in one configuration of a workspace.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) name: String,
    pub(crate) packages: Vec<String>,
    pub(crate) changes: Changes,
}

/// A number on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Amount {
    None,
    /// There may be one, which could not be read.
    Unread,
    Bytes(u128),
}

/// One number that is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The crate; `None` for the whole.
    pub(crate) name: Option<String>,
    pub(crate) what: What,
    pub(crate) before: Amount,
    pub(crate) after: Amount,
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
type Identity = (Option<String>, What, Amount, Amount);
/// A limit of a crate, if it has that.
type LimitOf = fn(&BudgetedCrate) -> &Option<Value>;

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
            (Amount::Unread, _) | (_, Amount::Unread) => "unreadable",
            (Amount::None, _) => "added",
            (_, Amount::None) => "removed",
            (Amount::Bytes(before), Amount::Bytes(after)) if after > before => "raised",
            _ => "lowered",
        }
    }

    /// Whether more memory is given away than before.
    fn grows(&self) -> bool {
        let bytes = |amount| match amount {
            Amount::Bytes(bytes) => Some(bytes),
            Amount::None => Some(0),
            Amount::Unread => None,
        };
        let more = bytes(self.before).zip(bytes(self.after)).is_some_and(|(before, after)| after > before);
        more && matches!(self.what, What::Budget | What::Total)
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
        let in_part = |row: &Option<Row>| row.as_ref().is_some_and(|row| !row.is_certain());
        let mut unread = Vec::new();
        if pairs.iter().any(|pair| in_part(&pair.before)) {
            unread.push(before.clone());
        }
        if pairs.iter().any(|pair| in_part(&pair.after)) {
            unread.push(after.clone());
        }
        Changes {
            targets: pairs.iter().map(|pair| pair.target.clone()).collect(),
            changes,
            unread,
            is_gone: pairs.iter().any(|pair| pair.before.is_some() && pair.after.is_none()),
            before,
            after,
        }
    }

    /// Why a gate for growth is shut, if it is.
    pub(crate) fn trouble(&self) -> Option<String> {
        match self.unread.first() {
            Some(side) => Some(format!("not all of {side} can be read")),
            None if self.is_gone => Some(format!("{} has no budgets any more", self.after)),
            None => self.grows().then(|| "the budgets grow".to_owned()),
        }
    }

    pub(crate) fn grows(&self) -> bool {
        self.changes.iter().any(Change::grows)
    }
}

impl Pair {
    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut compare = |name: Option<&str>, what, before: Amount, after: Amount| {
            if before != after || before == Amount::Unread {
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
        let limits = |before: Option<&Value>, after: Option<&Value>| {
            (limit(self.before.as_ref(), before, after), limit(self.after.as_ref(), after, before))
        };
        for entry in after.iter().chain(removed) {
            let name = entry.name.as_str();
            let (old, new) = (old.get(name).copied(), new.get(name).copied());
            compare(Some(name), What::Budget, budget(old), budget(new));
            // The limits of a crate that comes or goes come and go with it.
            let (Some(old), Some(new)) = (old, new) else { continue };
            let parts: [(What, LimitOf); 2] = [(What::Min, |entry| &entry.min), (What::Max, |entry| &entry.max)];
            for (what, of) in parts {
                let (before, after) = limits(of(old).as_ref(), of(new).as_ref());
                compare(Some(name), what, before, after);
            }
        }
        let (before, after) = (self.before.as_ref(), self.after.as_ref());
        let whole = |is_readable: fn(&Row) -> bool, bytes: fn(&Row) -> u128| {
            let of = |row: &Row| if is_readable(row) { Amount::Bytes(bytes(row)) } else { Amount::Unread };
            (before.map_or(Amount::None, of), after.map_or(Amount::None, of))
        };
        let sums = whole(Row::sum_is_readable, Row::sum);
        compare(None, What::Sum, sums.0, sums.1);
        let totals = whole(Row::total_is_readable, |row| row.total().bytes.into());
        compare(None, What::Total, totals.0, totals.1);
        let platform = limits(before.and_then(Row::limit), after.and_then(Row::limit));
        compare(None, What::Limit, platform.0, platform.1);
        changes
    }
}

fn budget(entry: Option<&BudgetedCrate>) -> Amount {
    match entry {
        None => Amount::None,
        Some(entry) if entry.budget.readable => Amount::Bytes(entry.budget.base.bytes.into()),
        Some(_) => Amount::Unread,
    }
}

/// A limit on one side. One that is there on the other alone may be written here as something that could not be read.
fn limit(row: Option<&Row>, here: Option<&Value>, there: Option<&Value>) -> Amount {
    match here {
        Some(value) => Amount::Bytes(value.bytes.into()),
        None if there.is_some() && row.is_some_and(|row| !row.is_certain()) => Amount::Unread,
        None => Amount::None,
    }
}
