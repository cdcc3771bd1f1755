//! Order and look-up. One sort serves every stage: each further one would add a hundredth to what a user builds.

use std::cmp::Ordering;

use crate::work;

/// The indices from 0 to `count`, in the order that `compare` gives; equals keep their order.
pub(crate) fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order = Vec::new();
    for i in 0..count {
        order.push(i);
    }
    order.sort_by(|&a, &b| {
        work::steps(1);
        compare(a, b)
    });
    order
}

/// For each of the names the last one before it that is the same, if there is one.
pub(crate) fn earlier(names: Vec<String>) -> Vec<Option<usize>> {
    let mut earlier = vec![None; names.len()];
    let Index { names, order } = Index::new(names);
    for k in 1..order.len() {
        if names[order[k - 1]] == names[order[k]] {
            earlier[order[k]] = Some(order[k - 1]);
        }
    }
    earlier
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

    /// The first of this name.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        let at = self.order.partition_point(|&i| {
            work::steps(1);
            self.names[i].as_str() < name
        });
        let first = *self.order.get(at)?;
        if self.names[first] == name { Some(first) } else { None }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}
