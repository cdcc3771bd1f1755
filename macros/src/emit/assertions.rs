//! Every rule again, in constants that stand on their own.

use memory_budgets_validator::for_macros::{Amount, Asserted, Check, Choice, Part, Words};
use memory_budgets_validator::{Origin, Outcome, Plan, Predicate, Severity};

use super::{Code, NAMES, ORIGINS, SIZES, SUM, TOTAL, TOTAL_ORIGIN, allow_cfgs};

/// Room for a number in a message, in bytes.
const NUMBER: usize = 24;

pub(super) fn assertions(outcome: &Outcome, code: &mut Code) {
    let plan = &outcome.plan;
    let failed = outcome.findings.iter().any(|finding| finding.severity == Severity::Error);
    let rules = &outcome.assertions.rules;
    let mut emitter = Emitter { plan, allow: allow_cfgs(plan), longest: Longest::of(plan), code };
    emitter.shared();
    // After an error the rules are decided already, and would fail here once more.
    if !failed {
        for Asserted { words, settled, .. } in rules {
            let mut of_crates = Vec::new();
            for check in settled {
                if check.of_crate().is_some() {
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

/// Whether a crate's budget can exceed the address space of 16-bit targets alone: one loop does for all of those.
fn fails_on_few_targets(check: &Check, plan: &Plan) -> bool {
    let small = |i: usize| plan.crates[i].budget.alternatives().all(|value| u32::try_from(value.bytes).is_ok());
    check.right == Amount::AddressSpace && check.of_crate().is_some_and(small)
}

struct Emitter<'e> {
    plan: &'e Plan,
    /// What an item with a `cfg` in it begins with.
    allow: &'static str,
    longest: Longest,
    code: &'e mut Code,
}

impl Emitter<'_> {
    /// What many items refer to: written into each of them, it would grow with their number times its length.
    fn shared(&mut self) {
        let (plan, allow) = (self.plan, self.allow);
        self.code.add(format_args!("const {SUM}: __budgets::u64 = __budgets::sum(&{SIZES});"));
        if !plan.total.overlays.is_empty() {
            self.code.add(format_args!("{allow} const {TOTAL_ORIGIN}: &__budgets::str = "));
            self.code.text(&plan.total.texts(&|value| value.origin.context()), plan);
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
            let parts = words.message_of_all(first, self.plan);
            let room = self.room_of(&parts);
            self.code.add(format_args!(
                "{} const _: () = match __budgets::first_violation::<{room}>({NAMES}, {ORIGINS}, ",
                self.allow
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
            return self.code.add(format_args!("&{SIZES}, "));
        }
        self.code.add(format_args!("&["));
        if everywhere && checks.iter().all(|check| of(check) == of(checks[0])) {
            self.amount(of(checks[0]));
        } else {
            let mut amounts = vec![Amount::Bytes(neutral); self.plan.crates.len()];
            for check in checks {
                if let Some(i) = check.of_crate() {
                    amounts[i] = of(check);
                }
            }
            for amount in amounts {
                self.amount(amount);
                self.code.add(format_args!(","));
            }
        }
        self.code.add(format_args!("], "));
    }

    /// A check in an item of its own, with the origins that are in force on the target.
    fn one(&mut self, words: &Words, check: &Check) {
        let parts = words.message(check, self.plan);
        let room = self.room_of(&parts);
        let only = self.without_sections(check.left).or_else(|| self.without_sections(check.right));
        self.code.add(format_args!("{} const _: () = ", self.allow));
        if let Some(only) = &only {
            // The lint's level counts where the `cfg` stands, so that it is set outside.
            self.code.add(format_args!("{{ #[cfg({only})] const _: () = "));
        }
        self.code.add(format_args!("match __budgets::violation::<{room}>("));
        for side in [check.left, check.right] {
            self.amount(side);
            self.code.add(format_args!(", "));
        }
        self.parts(&parts);
        if only.is_some() {
            self.code.add(format_args!("}};"));
        }
    }

    /// The targets on which no section speaks of a crate's budget.
    fn without_sections(&self, amount: Amount) -> Option<Predicate> {
        let Amount::Base(i) = amount else { return None };
        let overlays = &self.plan.crates[i].budget.overlays;
        let sections = overlays.iter().map(|(section, _)| self.plan.sections[*section].clone()).collect();
        Some(Predicate::none_of(sections))
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
                __budgets::Option::Some(message) => __budgets::panic!(\"{{}}\", message.as_str()),
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
            Part::Sum => self.code.add(format_args!("Size({SUM})")),
            Part::Largest => self.code.add(format_args!("Largest({NAMES}, &{SIZES}, {ORIGINS})")),
            Part::Text(text) => self.code.add(format_args!("Text({text:?})")),
            Part::Origin(Amount::Total) if !self.plan.total.overlays.is_empty() => {
                self.code.add(format_args!("Text({TOTAL_ORIGIN})"));
            }
            Part::Origin(amount) => self.origin(*amount, &Origin::context),
            Part::Label(label, amount) => self.origin(*amount, &|origin| labelled(label, origin)),
        }
    }

    fn origin(&mut self, amount: Amount, text: &dyn Fn(&Origin) -> String) {
        self.code.add(format_args!("Text("));
        self.code.text(&self.choice(amount, text), self.plan);
        self.code.add(format_args!(")"));
    }

    /// A text for wherever an amount may have come from.
    fn choice(&self, amount: Amount, text: &dyn Fn(&Origin) -> String) -> Choice {
        match amount.layered(self.plan) {
            Some(layered) => layered.texts(&|value| text(&value.origin)),
            None => amount.origin(self.plan).map(text).unwrap_or_default().into(),
        }
    }

    /// How much room a message takes, in bytes.
    fn room_of(&self, parts: &[Part]) -> usize {
        let mut room = 0;
        for part in parts {
            room += self.room(part);
        }
        room
    }

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
            Part::Origin(amount) => longest(&self.choice(*amount, &Origin::context)),
            Part::Label(label, amount) => longest(&self.choice(*amount, &|origin| labelled(label, origin))),
            Part::Largest => 32 + 3 * (self.longest.name + self.longest.origin + NUMBER + 8),
        }
    }

    fn amount(&mut self, amount: Amount) {
        let (plan, code) = (self.plan, &mut *self.code);
        match amount {
            Amount::Bytes(bytes) => code.add(format_args!("{bytes}u64")),
            Amount::Min(i) => code.add(format_args!("{}u64", plan.crates[i].min.as_ref().map_or(0, |min| min.bytes))),
            Amount::Max(i) => {
                code.add(format_args!("{}u64", plan.crates[i].max.as_ref().map_or(u64::MAX, |max| max.bytes)));
            }
            Amount::Base(i) => code.add(format_args!("{}u64", plan.crates[i].budget.base.bytes)),
            Amount::Budget(i) => code.size(&plan.crates[i].budget, plan),
            Amount::Total => code.add(format_args!("{TOTAL}")),
            Amount::Limit(i) => {
                let (limit, unlimited) = (plan.limits[i].value.bytes, u64::MAX);
                match &plan.limits[i].predicate {
                    None => code.add(format_args!("{limit}u64")),
                    Some(only) => {
                        code.add(format_args!("if __budgets::cfg!({only}) {{ {limit}u64 }} else {{ {unlimited}u64 }}"));
                    }
                }
            }
            Amount::Sum => code.add(format_args!("{SUM}")),
            Amount::SumWithMargin => {
                let hundredths = plan.margin.as_ref().map_or(0, |margin| margin.hundredths);
                code.add(format_args!("__budgets::with_margin({SUM}, {hundredths}u64)"));
            }
            Amount::AddressSpace => code.add(format_args!("__budgets::address_space()")),
        }
    }
}

/// How a message goes on with an origin beside the one to blame.
fn labelled(label: &str, origin: &Origin) -> String {
    format!("\n\n{}", origin.labelled(label))
}

/// How long the texts are at most that the compiler chooses from, in bytes.
struct Longest {
    name: usize,
    origin: usize,
    total: usize,
}

impl Longest {
    fn of(plan: &Plan) -> Longest {
        let mut longest = Longest { name: 0, origin: 0, total: 0 };
        for entry in &plan.crates {
            longest.name = longest.name.max(entry.name.len());
            for value in entry.budget.alternatives() {
                longest.origin = longest.origin.max(value.origin.short().len());
            }
        }
        for value in plan.total.alternatives() {
            longest.total = longest.total.max(value.origin.context().len());
        }
        longest
    }
}
