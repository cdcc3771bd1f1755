//! Every rule again, in constants that stand on their own.

use memory_budgets_validator::for_macros::{Amount, Asserted, Assertions, Check, Choice, Part, Words};
use memory_budgets_validator::{Layered, Origin, Outcome, Plan, Profile, Severity};
use proc_macro2::TokenStream;

use super::Code;

/// Room for a number in a message, in bytes: for the sum of a million of the largest sizes, with its unit.
const NUMBER: usize = 32;

/// Room for the text of an `assert_budget!` that fails, in bytes.
pub(super) fn room_of_assert_budget(plan: &Plan) -> usize {
    const WORDS: usize = 128;
    let longest = Longest::of(plan);
    WORDS + 5 * NUMBER + 2 * longest.name + longest.origin
}

pub(super) fn assertions(outcome: &Outcome) -> TokenStream {
    Code::tokens(&mut |code| every_rule(outcome, &outcome.plan, &outcome.assertions, None, code))
}

/// Those of a profile that may not be selected; they name it.
pub(super) fn of_profile(outcome: &Outcome, profile: &Profile, code: &mut Code) {
    every_rule(outcome, &profile.plan, &profile.assertions, Some(&profile.note()), code);
}

fn every_rule(outcome: &Outcome, plan: &Plan, assertions: &Assertions, note: Option<&str>, code: &mut Code) {
    let mut failed = false;
    for finding in &outcome.findings {
        failed |= finding.severity == Severity::Error;
    }
    let rules = &assertions.rules;
    let within = note.map(|note| Part::Text(format!("\n\n{note}")));
    let mut emitter = Emitter { plan, longest: Longest::of(plan), within, code };
    emitter.shared();
    // After an error the rules are decided already, and would fail here once more.
    if !failed {
        for Asserted { words, settled, .. } in rules {
            let mut of_crates = Vec::new();
            for check in settled {
                // The tables of all crates hold no sums, which may be larger than any size, and no total, which may be one.
                if check.of_crate().is_some() && !is_sum(check.left) && !is_sum(check.right) {
                    of_crates.push(check);
                } else {
                    emitter.one(words, check);
                }
            }
            emitter.of_all(words, &of_crates);
        }
    }
    for Asserted { words, open, .. } in rules {
        let mut of_few = Vec::new();
        for check in open {
            if fails_on_few_targets(check, plan) {
                of_few.push(check);
            } else {
                emitter.one(words, check);
            }
        }
        emitter.of_all(words, &of_few);
    }
}

fn is_sum(amount: Amount) -> bool {
    matches!(amount, Amount::Sum | Amount::SumWithMargin | Amount::Total)
}

/// Whether a crate's budget can exceed the address space of 16-bit targets alone: one loop does for all of those.
fn fails_on_few_targets(check: &Check, plan: &Plan) -> bool {
    let (Some(i), Amount::AddressSpace) = (check.of_crate(), check.right) else { return false };
    let budget = &plan.crates[i].budget;
    let mut is_small = budget.base.bytes <= u32::MAX.into();
    for (_, value) in &budget.overlays {
        is_small &= value.bytes <= u32::MAX.into();
    }
    is_small
}

struct Emitter<'e> {
    plan: &'e Plan,
    longest: Longest,
    /// What every message says besides.
    within: Option<Part>,
    code: &'e mut Code,
}

impl Emitter<'_> {
    /// What many items refer to: written into each of them, it would grow with their number times its length.
    fn shared(&mut self) {
        let plan = self.plan;
        if !plan.total.overlays.is_empty() {
            self.code.add(format_args!("const __BUDGETS_TOTAL_ORIGIN: &__budgets::str = "));
            self.code.text(&plan.total.texts(&|value| value.origin.context()));
            self.code.add(format_args!(";"));
        }
    }

    /// A rule in one item for all crates; it names the first that breaks it. A crate that is checked more than once is so in
    /// as many items.
    fn of_all(&mut self, words: &Words, checks: &[&Check]) {
        let mut rest = checks;
        while let Some(first) = rest.first() {
            let mut rising = 1;
            while rising < rest.len() && rest[rising - 1].of_crate() < rest[rising].of_crate() {
                rising += 1;
            }
            let (checks, others) = rest.split_at(rising);
            rest = others;
            let mut parts = words.message_of_all(first, self.plan);
            parts.extend(self.within.clone());
            let room = self.room_of(&parts);
            self.code.add(format_args!(
                "const _: () = match __budgets::first_violation::<{room}>(__BUDGETS_NAMES, __BUDGETS_ORIGINS, "
            ));
            self.side(checks, |check| check.left, 0);
            self.side(checks, |check| check.right, u64::MAX);
            self.parts(&parts);
        }
    }

    /// One amount for each crate, or one for all; where nothing is checked, one that holds.
    fn side(&mut self, checks: &[&Check], of: fn(&Check) -> Amount, neutral: u64) {
        let everywhere = checks.len() == self.plan.crates.len();
        if checks.iter().all(|check| check.of_crate().map(Amount::Budget) == Some(of(check))) {
            return self.code.add(format_args!("&__BUDGETS_SIZES, "));
        }
        self.code.add(format_args!("&["));
        if everywhere && checks.iter().all(|check| of(check) == of(checks[0])) {
            self.size(of(checks[0]), neutral);
        } else {
            let mut amounts = vec![Amount::Bytes(neutral); self.plan.crates.len()];
            for check in checks {
                if let Some(i) = check.of_crate() {
                    amounts[i] = of(check);
                }
            }
            for amount in amounts {
                self.size(amount, neutral);
                self.code.add(format_args!(","));
            }
        }
        self.code.add(format_args!("], "));
    }

    /// A check in an item of its own, with the origins that are in force on the target.
    fn one(&mut self, words: &Words, check: &Check) {
        let mut parts = words.message(check, self.plan);
        // As a finding has it: notes before labels.
        let labels = parts.iter().position(|part| matches!(part, Part::Label(..))).unwrap_or(parts.len());
        if let Some(within) = &self.within {
            parts.insert(labels, within.clone());
        }
        let room = self.room_of(&parts);
        self.code.add(format_args!("const _: () = match __budgets::violation::<{room}>("));
        for (side, neutral) in [(check.left, 0), (check.right, u64::MAX)] {
            self.amount(side, neutral);
            self.code.add(format_args!(", "));
        }
        self.parts(&parts);
    }

    /// What is said where the two sides are the wrong way round; it ends the item.
    fn parts(&mut self, parts: &[Part]) {
        self.code.add(format_args!("&["));
        for part in parts {
            self.part(part);
            self.code.add(format_args!(","));
        }
        self.code.add(format_args!(
            "]) {{
                __budgets::Option::Some(__budgets_message) => {{
                    __budgets::panic!(\"{{}}\", __budgets_message.as_str())
                }}
                __budgets::Option::None => {{}}
            }};"
        ));
    }

    fn part(&mut self, part: &Part) {
        self.code.add(format_args!("__budgets::Part::"));
        match part {
            Part::Crate => self.code.add(format_args!("Crate")),
            Part::Budget => self.code.add(format_args!("Origin")),
            Part::Left => self.code.add(format_args!("Left")),
            Part::Right => self.code.add(format_args!("Right")),
            Part::Width => self.code.add(format_args!("Width")),
            Part::Space => self.code.add(format_args!("Space")),
            Part::Sum => self.code.add(format_args!("Amount(__BUDGETS_SUM)")),
            Part::Largest => {
                self.code.add(format_args!("Largest(__BUDGETS_NAMES, &__BUDGETS_SIZES, __BUDGETS_ORIGINS)"));
            }
            Part::Text(text) => self.code.add(format_args!("Text({text:?})")),
            Part::Origin(Amount::Total) if !self.plan.total.overlays.is_empty() => {
                self.code.add(format_args!("Text(__BUDGETS_TOTAL_ORIGIN)"));
            }
            Part::Origin(amount) => self.origin(*amount, &Origin::context),
            Part::Label(label, amount, always) => self.origin(*amount, &|origin| labelled(label, origin, *always)),
        }
    }

    fn origin(&mut self, amount: Amount, text: &dyn Fn(&Origin) -> String) {
        self.code.add(format_args!("Text("));
        self.code.text(&amount.texts(self.plan, text));
        self.code.add(format_args!(")"));
    }

    /// How much room a message takes, in bytes.
    fn room_of(&self, parts: &[Part]) -> usize {
        let mut room = 0;
        for part in parts {
            room += self.room(part);
        }
        room
    }

    /// How much room a part takes, in bytes.
    fn room(&self, part: &Part) -> usize {
        let longest = |choice: &Choice| {
            let mut longest = choice.base.len();
            for (_, text) in &choice.overlays {
                longest = longest.max(text.len());
            }
            longest
        };
        match part {
            Part::Text(text) => text.len(),
            Part::Crate => self.longest.name,
            Part::Budget => self.longest.origin,
            Part::Left | Part::Right | Part::Sum | Part::Width | Part::Space => NUMBER,
            Part::Origin(Amount::Total) => self.longest.total,
            Part::Origin(amount) => longest(&amount.texts(self.plan, &Origin::context)),
            Part::Label(label, amount, always) => {
                longest(&amount.texts(self.plan, &|origin| labelled(label, origin, *always)))
            }
            Part::Largest => 32 + 3 * (self.longest.name + self.longest.origin + NUMBER + 8),
        }
    }

    /// An expression of type `u128`. Where there is nothing to compare it is `neutral`, with which the comparison holds.
    fn amount(&mut self, amount: Amount, neutral: u64) {
        match amount {
            Amount::Sum => self.code.add(format_args!("__BUDGETS_SUM")),
            Amount::Total => self.code.add(format_args!("__BUDGETS_TOTAL")),
            // Where it does not hold it is no bound, not even for what is more than any size.
            Amount::Limit(i) => {
                let limit = self.plan.limits[i].value.bytes;
                self.code
                    .add(format_args!("if __BUDGETS_LIMITS[{i}] {{ {limit}u128 }} else {{ __budgets::u128::MAX }}"));
            }
            Amount::SumWithMargin => {
                let hundredths = self.plan.margin.as_ref().map_or(0, |margin| margin.hundredths);
                self.code.add(format_args!("__budgets::with_margin(__BUDGETS_SUM, {hundredths})"));
            }
            _ => {
                self.code.add(format_args!("__budgets::wide("));
                self.size(amount, neutral);
                self.code.add(format_args!(")"));
            }
        }
    }

    /// An amount that is no sum, as an expression of type `u64`.
    fn size(&mut self, amount: Amount, neutral: u64) {
        let (plan, code) = (self.plan, &mut *self.code);
        match amount {
            Amount::Bytes(bytes) => code.add(format_args!("{bytes}u64")),
            Amount::Min(i) => code.bytes(plan.crates[i].min.as_ref().map_or(0, |min| min.bytes), amount.overlays(plan)),
            Amount::Max(i) => {
                code.bytes(plan.crates[i].max.as_ref().map_or(u64::MAX, |max| max.bytes), amount.overlays(plan));
            }
            // On targets where a section speaks of the budget it is not the base that is in force.
            Amount::Base(i) => {
                let budget = &plan.crates[i].budget;
                let mut overlays = Vec::new();
                for (section, _) in &budget.overlays {
                    overlays.push((*section, format!("{neutral}u64")));
                }
                code.by_target(format_args!("{}u64", budget.base.bytes), &overlays);
            }
            Amount::Budget(i) => code.size(&plan.crates[i].budget),
            Amount::AddressSpace => code.add(format_args!("__budgets::address_space()")),
            Amount::Limit(i) => {
                let limit = plan.limits[i].value.bytes;
                code.add(format_args!("if __BUDGETS_LIMITS[{i}] {{ {limit}u64 }} else {{ {neutral}u64 }}"));
            }
            Amount::Sum | Amount::SumWithMargin | Amount::Total => {} // in an item of their own
        }
    }
}

/// How a message goes on with an origin beside the one to blame.
fn labelled(label: &str, origin: &Origin, always: bool) -> String {
    let is_shown = always || !matches!(origin, Origin::Preset);
    if is_shown { format!("\n\n{}", origin.labelled(label)) } else { String::new() }
}

/// How long the texts are at most that the compiler chooses from, in bytes.
struct Longest {
    name: usize,
    origin: usize,
    total: usize,
}

fn longest_of(layered: &Layered, text: fn(&Origin) -> String) -> usize {
    let mut longest = text(&layered.base.origin).len();
    for (_, value) in &layered.overlays {
        longest = longest.max(text(&value.origin).len());
    }
    longest
}

impl Longest {
    fn of(plan: &Plan) -> Longest {
        let mut longest = Longest { name: 0, origin: 0, total: 0 };
        for entry in &plan.crates {
            longest.name = longest.name.max(entry.name.len());
            longest.origin = longest.origin.max(longest_of(&entry.budget, Origin::short));
        }
        longest.total = longest_of(&plan.total, Origin::context);
        longest
    }
}
