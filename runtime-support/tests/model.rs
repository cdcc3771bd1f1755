//! The ledger against a model of it: any sequence of steps comes out as with plain numbers.

use memory_budgets::{SubBudget, Usage};
use proptest::prelude::*;

const KB: usize = 1024;

#[memory_budgets::memory_budgets(
    toml = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '64KB'\n[crates.net]\nbudget = 100\n[crates.idle]\nbudget = 0",
    env = false
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

#[derive(Clone, Copy, Debug)]
enum Step {
    Charge(usize, usize),
    Drop(usize),
    Keep(usize),
    Release(usize, usize),
    Grow(usize, usize),
    Shrink(usize, usize),
    Split(usize, usize),
    Lower(usize, usize),
    ResetPeaks,
    SubBudget(usize, usize),
    DropSubBudget(usize),
    /// Charges bytes within a part, and keeps them.
    ChargeWithin(usize, usize),
    ReleaseWithin(usize, usize),
    /// A part of a part, which is gone with the step.
    SubBudgetWithin(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let amount = || prop_oneof![0..130usize, Just(usize::MAX), Just(64 * KB), 0..70 * KB];
    let (id, guard, part) = (0..3usize, 0..8usize, 0..4usize);
    let step = prop_oneof![
        3 => (id.clone(), amount()).prop_map(|(id, bytes)| Step::Charge(id, bytes)),
        1 => guard.clone().prop_map(Step::Drop),
        1 => guard.clone().prop_map(Step::Keep),
        1 => (id.clone(), amount()).prop_map(|(id, bytes)| Step::Release(id, bytes)),
        1 => (guard.clone(), amount()).prop_map(|(guard, bytes)| Step::Grow(guard, bytes)),
        1 => (guard.clone(), amount()).prop_map(|(guard, bytes)| Step::Shrink(guard, bytes)),
        1 => (guard, amount()).prop_map(|(guard, bytes)| Step::Split(guard, bytes)),
        1 => (id.clone(), amount()).prop_map(|(id, bytes)| Step::Lower(id, bytes)),
        1 => Just(Step::ResetPeaks),
        2 => (id, amount()).prop_map(|(id, bytes)| Step::SubBudget(id, bytes)),
        1 => part.clone().prop_map(Step::DropSubBudget),
        2 => (part.clone(), amount()).prop_map(|(part, bytes)| Step::ChargeWithin(part, bytes)),
        1 => (part.clone(), amount()).prop_map(|(part, bytes)| Step::ReleaseWithin(part, bytes)),
        1 => (part, amount()).prop_map(|(part, bytes)| Step::SubBudgetWithin(part, bytes)),
    ];
    prop::collection::vec(step, 0..60)
}

/// The declared budgets and others, with totals around their sums.
fn budgets_and_total() -> impl Strategy<Value = ([usize; 3], usize)> {
    let chosen =
        (prop::array::uniform3(prop_oneof![Just(0), 1..200usize, 1..70 * KB, Just(usize::MAX / 2)]), -2..3isize);
    let near = |(budgets, more): ([usize; 3], isize)| {
        let sum = budgets.into_iter().fold(0usize, usize::saturating_add);
        (budgets, sum.saturating_add_signed(more))
    };
    prop_oneof![Just((CrateId::ALL.map(CrateId::budget), 1024 * KB)), chosen.prop_map(near)]
}

/// An account in plain numbers.
#[derive(Clone, Copy)]
struct Model {
    usage: Usage,
    kept: usize,
    kept_charges: usize,
}

/// What was refused last: the crate, and the bytes that were asked for, in use, and its budget.
type Refusal = (&'static str, usize, usize, usize);

impl Model {
    fn of(usage: Usage) -> Model {
        Model { usage, kept: 0, kept_charges: 0 }
    }

    /// As [`add`](Self::add), on an account of a crate: what is refused there is the last refusal.
    fn add_for(&mut self, id: usize, bytes: usize, last: &mut Option<Refusal>) -> bool {
        let Usage { used, budget, .. } = self.usage;
        let fits = self.add(bytes);
        if !fits {
            *last = Some((CrateId::ALL[id].name(), bytes, used, budget));
        }
        fits
    }

    /// Whether bytes were granted, as the ledger has to say too.
    fn add(&mut self, bytes: usize) -> bool {
        let usage = &mut self.usage;
        let fits = bytes <= usage.budget - usage.used;
        if fits {
            usage.used += bytes;
            usage.peak = usage.peak.max(usage.used);
        } else {
            usage.refused += 1;
        }
        fits
    }

    fn release(&mut self, bytes: usize) -> bool {
        if bytes > self.kept {
            self.usage.refused += 1;
            return false;
        }
        let charges = self.kept_charges.min(1);
        self.kept -= bytes;
        self.kept_charges -= charges;
        self.usage.used -= bytes;
        self.usage.live -= charges;
        true
    }

    fn lower(&mut self, budget: usize) -> bool {
        let usage = &mut self.usage;
        let possible = budget <= usage.budget && usage.used <= budget;
        if possible && budget < usage.budget {
            usage.budget = budget;
            usage.peak = usage.used;
        }
        possible
    }
}

proptest! {
    /// Budgets that are chosen at run time make a ledger just where the total holds them.
    #[test]
    fn any_budgets((budgets, total) in budgets_and_total()) {
        let sum = budgets.into_iter().try_fold(0usize, usize::checked_add);
        match MemorySystem::with_budgets(budgets, total) {
            Ok(memory) => {
                prop_assert!(sum.is_some_and(|sum| sum <= total));
                prop_assert_eq!(CrateId::ALL.map(|id| memory.usage(id).budget), budgets);
                prop_assert_eq!((memory.total(), memory.used(), memory.last_refusal()), (total, 0, None));
            }
            Err(error) => {
                prop_assert!(sum.is_none_or(|sum| sum > total));
                prop_assert_eq!((error.sum, error.total), (sum.unwrap_or(usize::MAX), total));
            }
        }
    }

    /// Against a model that does the same in order, with plain numbers.
    #[test]
    fn any_sequence_of_steps((budgets, total) in budgets_and_total(), steps in steps()) {
        let Ok(memory) = MemorySystem::with_budgets(budgets, total) else { return Ok(()) };
        let mut model = CrateId::ALL.map(|id| Model::of(memory.usage(id)));
        let (mut guards, mut parts) = (Vec::new(), Vec::<(SubBudget<'_, CrateId, 3>, Model)>::new());
        let mut last = None;
        for step in steps {
            match step {
                Step::Charge(id, bytes) => {
                    let used = model[id].usage.used;
                    let granted = memory.charge(CrateId::ALL[id], bytes);
                    prop_assert_eq!(granted.is_ok(), model[id].add_for(id, bytes, &mut last));
                    match granted {
                        Ok(guard) => {
                            model[id].usage.live += 1;
                            guards.push(guard);
                        }
                        Err(refused) => prop_assert_eq!((refused.used, refused.requested), (used, bytes)),
                    }
                }
                Step::Drop(i) if i < guards.len() => {
                    let guard = guards.swap_remove(i);
                    let usage = &mut model[guard.crate_id().index()].usage;
                    usage.used -= guard.bytes();
                    usage.live -= 1;
                    drop(guard);
                }
                Step::Keep(i) if i < guards.len() => {
                    let account = &mut model[guards[i].crate_id().index()];
                    account.kept += guards.swap_remove(i).keep();
                    account.kept_charges += 1;
                }
                Step::Grow(i, more) if i < guards.len() => {
                    let id = guards[i].crate_id().index();
                    prop_assert_eq!(guards[i].try_grow(more).is_ok(), model[id].add_for(id, more, &mut last));
                }
                Step::Shrink(i, less) if i < guards.len() => {
                    let fits = less <= guards[i].bytes();
                    model[guards[i].crate_id().index()].usage.used -= if fits { less } else { 0 };
                    prop_assert_eq!(guards[i].shrink(less).is_ok(), fits);
                }
                Step::Split(i, bytes) if i < guards.len() => {
                    let (fits, id) = (bytes <= guards[i].bytes(), guards[i].crate_id());
                    let part = guards[i].split(bytes);
                    prop_assert_eq!(part.is_ok(), fits);
                    model[id.index()].usage.live += usize::from(fits);
                    guards.extend(part);
                }
                Step::Release(id, bytes) => {
                    prop_assert_eq!(memory.release(CrateId::ALL[id], bytes).is_ok(), model[id].release(bytes));
                }
                Step::Lower(id, budget) => {
                    prop_assert_eq!(memory.lower_budget(CrateId::ALL[id], budget).is_ok(), model[id].lower(budget));
                }
                Step::ResetPeaks => {
                    memory.reset_peaks();
                    for account in &mut model {
                        account.usage.peak = account.usage.used;
                    }
                }
                Step::SubBudget(id, bytes) => {
                    let part = memory.sub_budget(CrateId::ALL[id], bytes);
                    prop_assert_eq!(part.is_ok(), model[id].add_for(id, bytes, &mut last));
                    if let Ok(part) = part {
                        model[id].usage.live += 1;
                        let own = Model::of(part.usage());
                        prop_assert_eq!(part.budget(), bytes);
                        parts.push((part, own));
                    }
                }
                // With all that is kept in it.
                Step::DropSubBudget(i) if i < parts.len() => {
                    let (part, _) = parts.swap_remove(i);
                    let usage = &mut model[part.crate_id().index()].usage;
                    usage.used -= part.budget();
                    usage.live -= 1;
                    drop(part);
                }
                Step::ChargeWithin(i, bytes) if i < parts.len() => {
                    let (part, own) = &mut parts[i];
                    let granted = part.charge(bytes);
                    prop_assert_eq!(granted.is_ok(), own.add(bytes));
                    if let Ok(guard) = granted {
                        own.usage.live += 1;
                        own.kept_charges += 1;
                        own.kept += guard.keep();
                    }
                }
                Step::ReleaseWithin(i, bytes) if i < parts.len() => {
                    let (part, own) = &mut parts[i];
                    prop_assert_eq!(part.release(bytes).is_ok(), own.release(bytes));
                }
                Step::SubBudgetWithin(i, bytes) if i < parts.len() => {
                    let (part, own) = &mut parts[i];
                    let inner = part.sub_budget(bytes);
                    let fits = own.add(bytes);
                    prop_assert_eq!(inner.is_ok(), fits);
                    own.usage.used -= if fits { bytes } else { 0 };
                }
                _ => {} // no such guard, or part
            }
            let report = memory.report();
            for ((_, row), account) in report.iter().zip(&model) {
                prop_assert_eq!(*row, account.usage);
                prop_assert!(row.used <= row.peak && row.peak <= row.budget);
            }
            for (part, own) in &parts {
                prop_assert_eq!(part.usage(), own.usage);
                prop_assert_eq!(part.used(), own.usage.used);
            }
            let refused = memory.last_refusal();
            prop_assert_eq!(refused.map(|last| (last.crate_name, last.requested, last.used, last.budget)), last);
            prop_assert_eq!(memory.used(), model.iter().map(|account| account.usage.used).sum::<usize>());
        }
    }
}
