//! The crates of a program, by number.

use std::collections::{BTreeMap, HashMap};

/// A crate that something is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) disambiguator: Option<u64>,
    /// Whether a name in the program says that a variable is its.
    has_variables: bool,
}

/// The crates of a program. Names in the legacy form have no disambiguator: they stand for the one crate of that name, where there is one.
pub(crate) struct Owners {
    list: Vec<Owner>,
    /// The numbers of all crates of a name.
    by_name: HashMap<String, BTreeMap<Option<u64>, u32>>,
    /// Those that were asked for last, by a part of their names: most symbols are of few crates.
    recent: [u32; RECENT],
}

const RECENT: usize = 64;

impl Default for Owners {
    fn default() -> Self {
        Owners { list: Vec::new(), by_name: HashMap::new(), recent: [0; RECENT] }
    }
}

impl Owners {
    /// The number of a crate.
    pub(crate) fn number(&mut self, name: &str, disambiguator: Option<u64>) -> u32 {
        let place = name.bytes().fold(name.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % RECENT;
        let recent = self.recent[place];
        let is_it = |owner: &Owner| owner.name == name && owner.disambiguator == disambiguator;
        if self.list.get(recent as usize).is_some_and(is_it) {
            return recent;
        }
        let number = self.look_up(name, disambiguator);
        self.recent[place] = number;
        number
    }

    fn look_up(&mut self, name: &str, disambiguator: Option<u64>) -> u32 {
        if let Some(&number) = self.by_name.get(name).and_then(|known| known.get(&disambiguator)) {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX - 1);
        self.by_name.entry(name.to_owned()).or_default().insert(disambiguator, number);
        self.list.push(Owner { name: name.to_owned(), disambiguator, has_variables: false });
        number
    }

    /// The name of a crate, by its number.
    pub(crate) fn name(&self, number: u32) -> Option<&String> {
        self.list.get(number as usize).map(|owner| &owner.name)
    }

    /// Says that a variable is a crate's, by its mangled name.
    pub(crate) fn has_variables(&mut self, number: u32) {
        if let Some(owner) = self.list.get_mut(number as usize) {
            owner.has_variables = true;
        }
    }

    /// Which number each crate is counted under: one that is known by its name alone under the only other of that name.
    ///
    /// Variables are not generic, and the compiler gives those of a crate names of one form: where both have some, they are two crates, such
    /// as the standard library's own copy of one and the program's.
    pub(crate) fn counted(&self) -> Vec<u32> {
        let mut counted: Vec<u32> = (0..u32::try_from(self.list.len()).unwrap_or(u32::MAX)).collect();
        for numbers in self.by_name.values() {
            let others: Vec<u32> =
                numbers.iter().filter(|(hash, _)| hash.is_some()).map(|(_, number)| *number).take(2).collect();
            if let (Some(&vague), &[other]) = (numbers.get(&None), others.as_slice()) {
                let are_two = [vague, other].iter().all(|&number| self.list[number as usize].has_variables);
                if !are_two {
                    counted[vague as usize] = other;
                }
            }
        }
        counted
    }

    pub(crate) fn into_list(self) -> Vec<Owner> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::Owners;

    /// The standard library has a `memchr` of its own, with names of the newer form.
    #[test]
    fn a_name_alone_is_the_only_one_of_that_name() {
        let mut owners = Owners::default();
        let [vague, own, other] = [None, Some(1), Some(2)].map(|hash| owners.number("memchr", hash));
        assert_eq!(owners.counted(), [vague, own, other], "it may be either");

        let mut owners = Owners::default();
        let [vague, own] = [None, Some(1)].map(|hash| owners.number("memchr", hash));
        owners.number("app", None);
        assert_eq!(owners.counted(), [own, own, 2]);
        owners.has_variables(vague);
        assert_eq!(owners.counted(), [own, own, 2]);
        owners.has_variables(own);
        assert_eq!(owners.counted(), [vague, own, 2], "both have variables");
    }
}
