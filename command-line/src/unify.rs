//! Cargo's unification of features: each package is built once, with all that somebody in the build turns on in it.

use std::collections::{BTreeMap, BTreeSet};

use memory_budgets_validator::Target;

use crate::dependencies::{Dependency, Kind};
use crate::workspace::Package;

/// The features of a package that are on, each with the place of a package that turns it on; `None` is the build itself.
pub(crate) type On<'w> = BTreeMap<&'w str, Option<usize>>;

/// A build, as far as it decides about features.
pub(crate) struct Unit<'w> {
    pub(crate) packages: &'w [Package],
    /// Whether targets, tests and build scripts make no difference: resolver 1.
    pub(crate) unifies_all: bool,
    /// Any, where there is none.
    pub(crate) target: Option<&'w Target>,
    /// What is built, with what is asked of each: as it may stand in a list of features.
    pub(crate) roots: BTreeMap<usize, Vec<&'w str>>,
}

/// The features of every package; `None` for one that does not take part.
pub(crate) fn unified<'w>(unit: &Unit<'w>) -> Vec<Option<On<'w>>> {
    let mut state = State::of(unit);
    loop {
        // What the build asks for comes first, so that it is the one that has turned a feature on.
        if let Some((package, value, by)) = state.asked.pop() {
            state.turn_on(package, value, by);
        } else if let Some(package) = state.pending.pop() {
            state.need_of(package);
        } else {
            return state.on;
        }
    }
}

struct State<'u, 'w> {
    unit: &'u Unit<'w>,
    on: Vec<Option<On<'w>>>,
    /// The optional dependencies that are taken, by package and name.
    taken: BTreeSet<(usize, &'w str)>,
    /// What is turned on in optional dependencies if something else takes them.
    waiting: BTreeMap<(usize, &'w str), BTreeSet<&'w str>>,
    /// In which package, what, and by which.
    asked: Vec<(usize, &'w str, Option<usize>)>,
    /// The packages that take part, whose dependencies nobody has looked at.
    pending: Vec<usize>,
}

impl<'u, 'w> State<'u, 'w> {
    fn of(unit: &'u Unit<'w>) -> State<'u, 'w> {
        let mut state = State {
            unit,
            on: vec![None; unit.packages.len()],
            taken: BTreeSet::new(),
            waiting: BTreeMap::new(),
            asked: Vec::new(),
            pending: Vec::new(),
        };
        for (&package, asked) in &unit.roots {
            state.reach(package);
            state.asked.extend(asked.iter().map(|&value| (package, value, None)));
        }
        state
    }

    /// A package takes part.
    fn reach(&mut self, package: usize) {
        if self.on[package].is_none() {
            self.on[package] = Some(On::new());
            self.pending.push(package);
        }
    }

    /// What a package cannot do without takes part as well.
    fn need_of(&mut self, package: usize) {
        for dependency in self.unit.packages[package].dependencies.values().flatten() {
            if !dependency.is_optional && self.counts(package, dependency) {
                self.take(package, dependency);
            }
        }
    }

    /// A dependency takes part, with what its package asks of it.
    fn take(&mut self, package: usize, dependency: &'w Dependency) {
        let Some(member) = self.leads_to(dependency) else { return };
        self.reach(member);
        let default = dependency.default_features.then_some("default");
        let features = dependency.features.iter().map(String::as_str).chain(default);
        self.asked.extend(features.map(|feature| (member, feature, Some(package))));
    }

    /// Does what an entry in a list of features says.
    fn turn_on(&mut self, package: usize, value: &'w str, by: Option<usize>) {
        if let Some((name, feature)) = value.split_once('/') {
            self.turn_on_in_dependency(package, name, feature, by);
        } else if let Some(name) = value.strip_prefix("dep:") {
            self.take_optional(package, name);
        } else if let Some((name, turns_on)) = self.unit.packages[package].features.get_key_value(value) {
            self.reach(package);
            let on = self.on[package].get_or_insert_default();
            if !on.contains_key(&**name) {
                on.insert(name, by);
                self.asked.extend(turns_on.iter().map(|value| (package, value.as_str(), by)));
            }
        }
    }

    fn turn_on_in_dependency(&mut self, package: usize, name: &'w str, feature: &'w str, by: Option<usize>) {
        let (name, is_weak) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        for dependency in self.named(package, name) {
            if dependency.is_optional {
                if is_weak && !self.taken.contains(&(package, name)) {
                    self.waiting.entry((package, name)).or_default().insert(feature);
                    continue;
                }
                self.take_optional(package, name);
                if !is_weak {
                    // The feature that an optional dependency is, where it is one.
                    self.asked.push((package, name, by));
                }
            }
            self.asked.extend(self.leads_to(dependency).map(|member| (member, feature, Some(package))));
        }
    }

    fn take_optional(&mut self, package: usize, name: &'w str) {
        if !self.taken.insert((package, name)) {
            return;
        }
        let waiting = self.waiting.remove(&(package, name)).unwrap_or_default();
        for dependency in self.named(package, name) {
            self.take(package, dependency);
            let member = self.leads_to(dependency);
            self.asked.extend(waiting.iter().filter_map(|feature| Some((member?, *feature, Some(package)))));
        }
    }

    /// The dependencies of this name that the build looks at.
    fn named(&self, package: usize, name: &str) -> Vec<&'w Dependency> {
        let several = self.unit.packages[package].dependencies.get(name).into_iter().flatten();
        several.filter(|one| self.counts(package, one)).collect()
    }

    fn counts(&self, package: usize, dependency: &Dependency) -> bool {
        match self.unit.unifies_all {
            // Tests count where they are those of a package that is built itself.
            true => dependency.kind != Kind::Dev || self.unit.roots.contains_key(&package),
            false => dependency.kind != Kind::Dev && self.unit.target.is_none_or(|target| dependency.is_for(target)),
        }
    }

    /// The member that a dependency has built for the target: build scripts and the compiler have one of their own.
    fn leads_to(&self, dependency: &Dependency) -> Option<usize> {
        let member = dependency.member?;
        let is_for_target = dependency.kind == Kind::Normal && !self.unit.packages[member].is_macro;
        (is_for_target || self.unit.unifies_all).then_some(member)
    }
}
