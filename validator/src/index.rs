//! Order and look-up. One sort serves every stage: each further one would add a hundredth to what a user builds.

use std::cmp::Ordering;

use crate::work;

/// The indices from 0 to `count`, in the order that `compare` gives; equals keep their order.
pub(crate) fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| {
        work::steps(1);
        compare(a, b)
    });
    order
}

/// Finds names in a list of them.
#[derive(Debug, Default)]
pub(crate) struct Index {
    names: Vec<String>,
    order: Vec<usize>,
}

impl Index {
    pub(crate) fn new(names: Vec<String>) -> Self {
        let order = sorted(names.len(), &mut |a, b| names[a].cmp(&names[b]));
        Index { names, order }
    }

    /// Of what these are called.
    pub(crate) fn of<T>(items: &[T], name: fn(&T) -> &String) -> Self {
        let mut names = Vec::new();
        for item in items {
            names.push(name(item).clone());
        }
        Index::new(names)
    }

    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let found = self.order.binary_search_by(|&i| {
            work::steps(1);
            self.names[i].as_str().cmp(name)
        });
        found.ok().map(|i| self.order[i])
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}
