//! What sections say of a crate's budget and of its limits. A section that sees a rule broken on every target that it is for is
//! reported whatever the target is; what depends on which sections match together is for the target to decide.

use super::amount::{Amount, Case};
use super::check::Check;
use super::verdict::Verdict;
use crate::findings::Origin;
use crate::plan::Said;

impl Said {
    fn says(&self, amount: Amount) -> bool {
        match amount {
            Amount::Budget(_) => self.budget.is_some(),
            Amount::Min(_) => self.min.is_some(),
            Amount::Max(_) => self.max.is_some(),
            _ => false,
        }
    }

    /// With what is said outside, where this says nothing.
    fn over(&self, outside: &Said) -> Said {
        Said {
            section: self.section,
            budget: self.budget.as_ref().or(outside.budget.as_ref()).cloned(),
            min: self.min.as_ref().or(outside.min.as_ref()).cloned(),
            max: self.max.as_ref().or(outside.max.as_ref()).cloned(),
        }
    }
}

/// The least and the most that an amount comes to, whatever is in force.
#[derive(Clone, Copy)]
struct Span {
    least: u128,
    most: u128,
}

impl Span {
    const NONE: Span = Span { least: u128::MAX, most: 0 };

    fn with(self, other: Span) -> Span {
        Span { least: self.least.min(other.least), most: self.most.max(other.most) }
    }
}

impl Verdict<'_> {
    /// Requires of a crate that one of its budget and its limits is no larger than another. `check` puts the blame, by what
    /// somebody says of the two.
    pub(super) fn require_wherever_said(&mut self, i: usize, check: &dyn Fn(&Said) -> Check) {
        let entry = &self.plan.crates[i];
        let (outside, inside) = (&entry.outside, &entry.inside);
        let (left, right) = (check(outside).left, check(outside).right);
        let somebody_says = |amount| {
            let mut says = outside.says(amount);
            for said in inside {
                says |= said.says(amount);
            }
            says
        };
        let of_budget = left == Amount::Budget(i) || right == Amount::Budget(i);
        if (of_budget && !entry.budget.readable) || !somebody_says(left) || !somebody_says(right) {
            return;
        }
        let base = self.base;
        let bytes = |said: &Said, amount| Case { said: Some((i, said)), ..base }.bytes(amount);
        let span = |said: &Said, amount| {
            let (is_said, bytes) = (said.says(amount), bytes(said, amount));
            if is_said { Span { least: bytes, most: bytes } } else { Span::NONE }
        };
        let (of_left, of_right) = (bytes(outside, left), bytes(outside, right));
        let mut lefts = Span { least: of_left, most: of_left };
        let mut rights = Span { least: of_right, most: of_right };
        let (mut limited, mut budgeted) = (false, false);
        // What may come to be in force beside each section, of what it does not say: all that earlier ones say, and what
        // those of the later ones say that leave in force what it says.
        let mut beside = vec![(lefts, rights); inside.len()];
        let (mut later_lefts, mut later_rights) = (Span::NONE, Span::NONE);
        for k in (0..inside.len()).rev() {
            let said = &inside[k];
            beside[k] = (later_lefts, later_rights);
            match (said.says(left), said.says(right)) {
                (true, false) => later_lefts = later_lefts.with(span(said, left)),
                (false, true) => later_rights = later_rights.with(span(said, right)),
                _ => {}
            }
        }
        for (k, said) in inside.iter().enumerate() {
            beside[k] = (beside[k].0.with(lefts), beside[k].1.with(rights));
            lefts = lefts.with(span(said, left));
            rights = rights.with(span(said, right));
            limited |= said.min.is_some() || said.max.is_some();
            budgeted |= said.budget.is_some();
        }

        // Outside: limits are judged where they are declared, a budget where it is in force on all targets.
        let is_wrong = if of_budget { !budgeted && lefts.least > rights.most } else { of_left > of_right };
        if is_wrong {
            self.report(&check(outside), i, outside);
            return;
        }
        let (mut reported, mut in_force_is_reported) = (false, false);
        // A variable is set for this build, and not for those of other targets.
        let of_this_build = of_budget && matches!(entry.budget.base.origin, Origin::Variable(_));
        let judged = if of_this_build { &[] } else { &inside[..] };
        for (k, said) in judged.iter().enumerate() {
            let (own_left, own_right) = (said.says(left), said.says(right));
            if of_budget && said.min.is_some() && bytes(said, Amount::Min(i)) > bytes(said, Amount::Max(i)) {
                reported = true; // by the rule of the limits: no budget is to blame
                continue;
            }
            if !(own_left || own_right) {
                continue;
            }
            let least = if own_left { bytes(said, left) } else { beside[k].0.least };
            let most = if own_right { bytes(said, right) } else { beside[k].1.most };
            if least > most {
                self.report(&check(said), i, &said.over(outside));
                reported = true;
                if let Some(budget) = &said.budget {
                    in_force_is_reported |= budget.origin.place() == entry.budget.base.origin.place();
                }
            }
        }
        if reported && limited {
            return; // what else is wrong is found once this is right
        }

        let mut of_min = outside;
        for said in inside.iter().rev() {
            if said.min.is_some() {
                of_min = said;
            }
        }
        let check = check(of_min);
        if self.plan.target.is_some() {
            if !in_force_is_reported {
                self.require(check);
            }
        } else if !limited && of_left > of_right {
            // Whether some target goes without all sections is the compiler's to say.
            self.rule().open.push(check.of_the_base());
        } else if lefts.most > rights.least && !reported {
            self.rule().open.push(check);
        } else if !reported {
            self.rule().settled.push(check);
        }
    }

    fn report(&mut self, check: &Check, i: usize, said: &Said) {
        let finding = self.words().finding(check, &Case { said: Some((i, said)), ..self.base });
        self.findings.push(finding);
    }
}
