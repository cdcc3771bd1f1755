//! How much there is to share out among the crates, and who gets what of it.

use memory_budgets_validator::{BudgetedCrate, Origin, Outcome, Plan, Value, size};

use crate::ink::{BOLD, DIM, Ink, PLAIN, RED};
use crate::print::table::{Cell, Table};

/// The crates with the limits that hold on all of a group's targets.
pub(super) fn within_all_limits(outcomes: &[Outcome]) -> Vec<BudgetedCrate> {
    let mut crates = outcomes[0].plan.crates.clone();
    for outcome in &outcomes[1..] {
        for (entry, other) in crates.iter_mut().zip(&outcome.plan.crates) {
            let bytes = |value: &Option<Value>, none| value.as_ref().map_or(none, |value| value.bytes);
            if bytes(&other.min, 0) > bytes(&entry.min, 0) {
                entry.min.clone_from(&other.min);
            }
            if bytes(&other.max, u64::MAX) < bytes(&entry.max, u64::MAX) {
                entry.max.clone_from(&other.max);
            }
        }
    }
    crates
}

/// How much there is to share out.
pub(super) struct Room {
    /// The total that the section will have.
    pub(super) total: u64,
    /// Where it comes from, for a sentence.
    because: String,
    /// The most that a sum may be, with the margin left aside.
    sum: u128,
    /// The most that a budget may be on the narrowest target.
    most: u64,
    /// How the file is called.
    file: String,
}

impl Room {
    pub(super) fn of(plan: &Plan, outcomes: &[Outcome], asked: Option<u64>, file: Option<String>) -> Room {
        let mut room = Room {
            total: plan.total.base.bytes,
            because: "the total".to_owned(),
            sum: 0,
            most: u64::MAX,
            file: file.unwrap_or_default(),
        };
        if plan.total.base.is_sum {
            // Whatever the crates come to: the limits and the addresses alone bound it.
            (room.total, room.because) = (u64::MAX, "the address space".to_owned());
        }
        if let Some(asked) = asked {
            (room.total, room.because) = (asked, "the total that is asked for".to_owned());
        }
        for outcome in outcomes {
            for limit in &outcome.plan.limits {
                if limit.value.bytes < room.total {
                    (room.total, room.because) =
                        (limit.value.bytes, format!("the platform limit ({})", room.said(&limit.value.origin)));
                }
            }
            let width = outcome.plan.target.as_ref().map_or(64, |target| target.pointer_width);
            room.most = room.most.min(if width >= 64 { u64::MAX } else { (1 << width) - 1 });
        }
        if room.most < room.total {
            (room.total, room.because) = (room.most, "the address space".to_owned());
        }
        let hundredths = plan.margin.as_ref().map_or(0, |margin| margin.hundredths);
        if hundredths > 0 {
            room.sum = u128::from(room.total) * 10_000 / (10_000 + u128::from(hundredths));
            // Down to a size that reads well: budgets do not come to odd bytes.
            room.sum -= if room.sum >= 1 << 20 { room.sum % (1 << 10) } else { 0 };
        } else {
            room.sum = room.total.into();
        }
        room
    }

    /// Where something came from, in the file and not in what was made of it.
    fn said(&self, origin: &Origin) -> String {
        origin.short().replace("inline toml", &self.file)
    }

    /// A budget for each crate: between its limits, those above their minimum smaller in proportion where that is needed.
    pub(super) fn shared_out(&self, crates: &[BudgetedCrate]) -> Result<Vec<u64>, Ink> {
        let least = |entry: &BudgetedCrate| entry.min.as_ref().map_or(0, |min| min.bytes);
        let most = |entry: &BudgetedCrate| entry.max.as_ref().map_or(u64::MAX, |max| max.bytes).min(self.most);
        let minima: Vec<u64> = crates.iter().map(least).collect();
        let wanted: Vec<u64> =
            crates.iter().map(|entry| entry.budget.base.bytes.max(least(entry)).min(most(entry))).collect();
        if sum(&wanted) <= self.sum {
            return Ok(wanted);
        }
        let (needed, above) = (sum(&minima), sum(&wanted) - sum(&minima).min(sum(&wanted)));
        let (Some(room), true) = (self.sum.checked_sub(needed), above > 0) else {
            return Err(self.too_little(crates, &minima));
        };
        let budgets = wanted.iter().zip(&minima).map(|(&wanted, &least)| {
            let part = u128::from(wanted - least) * room / above;
            // Both are parts of budgets, which are 64 bits wide.
            let shrunk = least + u64::try_from(part).unwrap_or(u64::MAX - least);
            rounded(shrunk).max(least)
        });
        Ok(budgets.collect())
    }

    /// Which minima are in the way, and by how much.
    fn too_little(&self, crates: &[BudgetedCrate], minima: &[u64]) -> Ink {
        let needed = sum(minima);
        let over = needed - self.sum.min(needed);
        let margin = if self.sum < u128::from(self.total) {
            format!(", {} with the safety margin left aside", size::print(self.sum))
        } else {
            String::new()
        };
        let mut ink = Ink::new().paint(RED, "nothing fits").plain(&format!(
            ": the minima come to {}, {} more than {}, {}{margin}\n\n",
            size::print(needed),
            size::print(over),
            self.because,
            size::print(self.total.into()),
        ));
        let mut order: Vec<usize> = (0..crates.len()).filter(|&i| minima[i] > 0).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(minima[i]));
        let mut table = Table::default().left("crate", 0).right("min", 0).left("origin", 0);
        for i in order {
            let origin = crates[i].min.as_ref().map_or(String::new(), |min| self.said(&min.origin));
            let origin = Cell::new(DIM, origin);
            table.row(vec![crates[i].name.clone().into(), size::print(minima[i].into()).into(), origin]);
        }
        table.print(&mut ink, None);
        ink.push(PLAIN, "\n");
        ink.push(BOLD, "help");
        ink.push(
            PLAIN,
            &format!(": lower `min` of some by {} together, or raise what they have to fit into\n", size::print(over)),
        );
        ink
    }
}

pub(super) fn sum(budgets: &[u64]) -> u128 {
    budgets.iter().map(|&budget| u128::from(budget)).sum()
}

/// A size that reads well and is no larger: quarters of a megabyte, steps of 16KB or 1KB below one.
fn rounded(bytes: u64) -> u64 {
    let step = match bytes {
        0x10_0000.. => 0x4_0000,
        0x1_0000.. => 0x4000,
        0x400.. => 0x400,
        _ => 1,
    };
    bytes / step * step
}
