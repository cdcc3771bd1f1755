//! The crates of a program, by number.

use std::collections::HashMap;

/// A crate that something is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) disambiguator: Option<u64>,
}

/// The crates of a program. Names in the legacy form have no disambiguator: they stand for the one crate of that name, where there is one.
#[derive(Default)]
pub(crate) struct Owners {
    list: Vec<Owner>,
    /// The numbers of all crates of a name.
    by_name: HashMap<String, Vec<u32>>,
}

impl Owners {
    /// The number of a crate.
    pub(crate) fn number(&mut self, name: &str, disambiguator: Option<u64>) -> u32 {
        if !self.by_name.contains_key(name) {
            self.by_name.insert(name.to_owned(), Vec::new());
        }
        let Some(numbers) = self.by_name.get_mut(name) else { return 0 }; // it was just put there
        let known = numbers.iter().find(|&&number| self.list[number as usize].disambiguator == disambiguator);
        if let Some(&number) = known {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1);
        numbers.push(number);
        self.list.push(Owner { name: name.to_owned(), disambiguator });
        number
    }

    /// The name of a crate, by its number.
    pub(crate) fn name(&self, number: u32) -> Option<&String> {
        self.list.get(number as usize).map(|owner| &owner.name)
    }

    /// Which number each crate is counted under: one that is known by its name alone under the only other of that name.
    pub(crate) fn counted(&self) -> Vec<u32> {
        let mut counted: Vec<u32> = (0..u32::try_from(self.list.len()).unwrap_or(u32::MAX)).collect();
        for numbers in self.by_name.values() {
            if let [one, two] = numbers[..] {
                for (vague, other) in [(one, two), (two, one)] {
                    if self.list[vague as usize].disambiguator.is_none() {
                        counted[vague as usize] = other;
                    }
                }
            }
        }
        counted
    }

    pub(crate) fn into_list(self) -> Vec<Owner> {
        self.list
    }
}
