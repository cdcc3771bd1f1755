//! What holds of an account after every step, and two proofs of it for one step after the other: by Kani, for any amounts
//! (`cargo kani -p memory-budgets`), and by trying every step from every state that small amounts lead to. Threads beside each
//! other are for the models of loom.

use super::account::Account;

/// What may be done to an account.
#[derive(Clone, Copy, Debug)]
enum Step {
    Charge(usize),
    /// Of the oldest guard.
    Drop,
    Keep,
    ReleaseKept(usize),
    Grow(usize),
    Shrink(usize),
    Split(usize),
    Lower(usize),
    ResetPeak,
}

/// The guards that somebody holds, and what an account has to say if it counts right.
struct Model<const GUARDS: usize> {
    /// Bytes that are charged for good.
    filled: usize,
    guards: [usize; GUARDS],
    count: usize,
    kept: usize,
    budget: usize,
    /// How often it was lowered.
    lowered: usize,
}

impl<const GUARDS: usize> Model<GUARDS> {
    fn new(account: &Account, filled: usize) -> Self {
        let budget = account.budget();
        assert!(account.charge(filled).is_ok() == (filled <= budget));
        Model { filled, guards: [0; GUARDS], count: 0, kept: 0, budget, lowered: 0 }
    }

    fn used(&self) -> usize {
        self.filled + self.guards[..self.count].iter().sum::<usize>() + self.kept
    }

    /// Does a step, and checks what comes of it.
    fn step(&mut self, account: &Account, step: Step) {
        let free = self.budget - self.used();
        match step {
            Step::Charge(bytes) if self.count < GUARDS => {
                assert!(account.charge(bytes).is_ok() == (bytes <= free));
                if bytes <= free {
                    self.guards[self.count] = bytes;
                    self.count += 1;
                }
            }
            Step::Drop if self.count > 0 => account.release(self.take()),
            Step::Keep if self.count > 0 => {
                let bytes = self.take();
                account.keep(bytes);
                self.kept += bytes;
            }
            Step::ReleaseKept(bytes) => {
                assert!(account.release_kept(bytes).is_ok() == (bytes <= self.kept));
                self.kept -= if bytes <= self.kept { bytes } else { 0 };
            }
            Step::Grow(more) if self.count > 0 => {
                assert!(account.grow(more).is_ok() == (more <= free));
                self.guards[0] += if more <= free { more } else { 0 };
            }
            Step::Shrink(less) if self.count > 0 && less <= self.guards[0] => {
                account.shrink(less);
                self.guards[0] -= less;
            }
            Step::Split(bytes) if (1..GUARDS).contains(&self.count) && bytes <= self.guards[0] => {
                account.split();
                self.guards[0] -= bytes;
                self.guards[self.count] = bytes;
                self.count += 1;
            }
            Step::Lower(budget) => {
                let possible = budget <= self.budget && self.used() <= budget;
                assert!(account.lower(budget, |_, _| {}).is_ok() == possible);
                if possible {
                    self.lowered += usize::from(budget < self.budget);
                    self.budget = budget;
                }
            }
            Step::ResetPeak => account.reset_peak(),
            _ => {} // nobody to do it to
        }
        let usage = account.usage();
        assert!(usage.used <= usage.peak && usage.peak <= usage.budget);
        assert!(usage.used == self.used() && usage.budget == self.budget && usage.live > self.count);
    }

    fn take(&mut self) -> usize {
        let bytes = self.guards[0];
        self.guards.copy_within(1.., 0);
        self.guards[GUARDS - 1] = 0;
        self.count -= 1;
        bytes
    }
}

#[cfg(test)]
mod exhaustive {
    extern crate std;

    use std::collections::{BTreeSet, VecDeque};
    use std::vec::Vec;

    use super::{Account, Model, Step};

    /// How many bytes there are to be charged.
    const ROOM: usize = if cfg!(any(miri, not(target_arch = "x86_64"))) { 2 } else { 5 };

    /// Every step from every state that can be reached at all, with up to three guards. Where bytes and live charges share a
    /// word, and at the upper end of a budget that takes a word of its own.
    #[test]
    fn every_state_and_every_step() {
        let large = usize::MAX >> 1;
        let (small, wide) = (explore(ROOM, 0), explore(large, large - ROOM));
        assert!(small == wide && (small > 1000 || ROOM < 5), "{small} {wide}");
    }

    /// How many states there are when so many bytes are charged at first.
    fn explore(budget: usize, filled: usize) -> usize {
        let mut steps = Vec::from([Step::Drop, Step::Keep, Step::ResetPeak]);
        for bytes in [0, 1, 2, 3, 4, 5, 6, usize::MAX] {
            steps.extend([Step::Charge(bytes), Step::ReleaseKept(bytes), Step::Grow(bytes), Step::Shrink(bytes)]);
            steps.extend([Step::Split(bytes), Step::Lower(filled.saturating_add(bytes))]);
        }
        steps.push(Step::Lower(0));
        let mut states = BTreeSet::new();
        // A state is come to again by the steps that led there: accounts are not copied.
        let mut open = VecDeque::from([Vec::new()]);
        while let Some(path) = open.pop_front() {
            for &step in &steps {
                let account = Account::new(budget);
                let mut model = Model::<3>::new(&account, filled);
                for &step in path.iter().chain([&step]) {
                    model.step(&account, step);
                }
                let state =
                    (model.guards, model.count, model.kept, model.budget, model.lowered % 2, account.usage().peak);
                if states.insert(state) {
                    open.push_back(path.iter().copied().chain([step]).collect());
                }
            }
        }
        states.len()
    }
}

/// What Kani proves. Its attributes alone are for Kani: the rest is compiled and run by the tests as well.
mod any_amounts {
    #[cfg(not(kani))]
    use super::some as kani;
    use super::{Account, Model, Step};

    fn any_step() -> Step {
        match kani::any::<u8>() % 9 {
            0 => Step::Charge(kani::any()),
            1 => Step::Drop,
            2 => Step::Keep,
            3 => Step::ReleaseKept(kani::any()),
            4 => Step::Grow(kani::any()),
            5 => Step::Shrink(kani::any()),
            6 => Step::Split(kani::any()),
            7 => Step::Lower(kani::any()),
            _ => Step::ResetPeak,
        }
    }

    /// Any four steps, with any amounts, under any budget.
    #[cfg_attr(kani, kani::proof, kani::unwind(6))]
    pub(super) fn any_steps() {
        // A larger one is never lowered, which the model does not say.
        let account = Account::new(kani::any::<usize>() >> 1);
        let mut model = Model::<3>::new(&account, 0);
        for _ in 0..4 {
            model.step(&account, any_step());
        }
    }
}

/// In place of Kani, for which a value is any value: some of proptest's.
#[cfg(not(kani))]
mod some {
    extern crate std;

    use proptest::arbitrary::Arbitrary;
    use proptest::strategy::{Strategy as _, ValueTree as _};
    use proptest::test_runner::TestRunner;

    /// Printed, which the harness shows where a test fails.
    pub(super) fn any<T: Arbitrary>() -> T {
        let value = T::arbitrary().new_tree(&mut TestRunner::default()).expect("nothing is filtered out").current();
        std::println!("{value:?}");
        value
    }

    #[test]
    fn some_steps() {
        for _ in 0..if cfg!(miri) { 4 } else { 200 } {
            std::println!("new steps");
            super::any_amounts::any_steps();
        }
    }
}
