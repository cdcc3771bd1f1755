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
    /// What is built for at once; any target, where there is none.
    pub(crate) targets: &'w [Target],
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
            false => dependency.kind != Kind::Dev && self.is_for_one(dependency),
        }
    }

    /// One target's dependency is every target's that is built for with it.
    fn is_for_one(&self, dependency: &Dependency) -> bool {
        let targets = self.unit.targets;
        targets.is_empty() || targets.iter().any(|target| dependency.is_for(target))
    }

    /// The member that a dependency has built for the target: build scripts and the compiler have one of their own.
    fn leads_to(&self, dependency: &Dependency) -> Option<usize> {
        let member = dependency.member?;
        let is_for_target = dependency.kind == Kind::Normal && !self.unit.packages[member].is_macro;
        (is_for_target || self.unit.unifies_all).then_some(member)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use memory_budgets_validator::Target;

    use super::{Unit, unified};
    use crate::workspace::Workspace;

    /// A workspace of these packages: what stands in their manifests but for the name.
    fn workspace(packages: &[(&str, &str)]) -> Workspace {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, more) in packages {
            let inside = folder.path().join(name);
            fs::create_dir_all(&inside).expect("writable");
            fs::write(inside.join("Cargo.toml"), format!("[package]\nname = '{name}'\n{more}")).expect("writable");
        }
        let root = "[workspace]\nmembers = ['*']\nresolver = '2'\n";
        fs::write(folder.path().join("Cargo.toml"), root).expect("writable");
        Workspace::read(&fs::canonicalize(folder.path()).expect("it is there"))
    }

    /// What is on in package `c` where `a` is built with these features: each with the package that turns it on, if another does.
    fn on(workspace: &Workspace, asked: &[&str], unifies_all: bool) -> Option<String> {
        let place = |name: &str| workspace.packages.iter().position(|package| package.name == name);
        let target = Target::from_rustc_cfg("board", "unix\ntarget_pointer_width=\"32\"\n").expect("a target");
        let roots = BTreeMap::from([(place("a").expect("it is there"), asked.to_vec())]);
        let unit = Unit { packages: &workspace.packages, unifies_all, targets: &[target], roots };
        let on = unified(&unit).swap_remove(place("c")?)?;
        let shown = on.into_iter().map(|(feature, by)| match by {
            Some(by) => format!("{feature}:{}", workspace.packages[by].name),
            None => feature.to_owned(),
        });
        Some(shown.collect::<Vec<_>>().join(" "))
    }

    const C: &str = "[features]\ndefault = ['d']\nd = []\nx = ['y']\ny = []\nz = []\n";

    #[test]
    fn every_way_to_turn_a_feature_on() {
        // What stands in the manifest of `a`; what is asked of it; what is on in `c`, with resolver 2 and with resolver 1.
        for (a, asked, expected, with_resolver_1) in [
            ("", &[][..], None, None),
            ("[dependencies]\nc = '1'\n", &[], None, None),
            ("[dependencies]\nc.path = '../c'\n", &[], Some("d:a default:a"), Some("d:a default:a")),
            ("[dependencies]\nc = { path = '../c', default-features = false }\n", &[], Some(""), Some("")),
            ("[dependencies]\nc = { path = '../c', default_features = false }\n", &[], Some(""), Some("")),
            (
                "[dependencies]\nc = { path = './../b/../c', default-features = false, features = ['x', 'none'] }\n",
                &[],
                Some("x:a y:a"),
                Some("x:a y:a"),
            ),
            (
                "[dependencies]\nother = { package = 'c', path = '../c', default-features = false }\n[features]\nf = ['other/z']\n",
                &["f"],
                Some("z:a"),
                Some("z:a"),
            ),
            ("[dependencies]\nc = { path = '../c', optional = true }\n", &[], None, None),
            (
                "[dependencies]\nc = { path = '../c', optional = true }\n",
                &["c"],
                Some("d:a default:a"),
                Some("d:a default:a"),
            ),
            (
                "[dependencies]\nc = { path = '../c', optional = true, default-features = false }\n[features]\nf = ['dep:c']\ng = ['c?/z']\n",
                &["g", "f"],
                Some("z:a"),
                Some("z:a"),
            ),
            (
                "[dependencies]\nc = { path = '../c', optional = true, default-features = false }\n[features]\nf = ['dep:c']\ng = ['c?/z']\n",
                &["f", "g"],
                Some("z:a"),
                Some("z:a"),
            ),
            ("[dependencies]\nc = { path = '../c', optional = true }\n[features]\ng = ['c?/z']\n", &["g"], None, None),
            // With `dep:` the name alone is no feature.
            ("[dependencies]\nc = { path = '../c', optional = true }\n[features]\nf = ['dep:c']\n", &["c"], None, None),
            (
                "[dependencies]\nc = { path = '../c', optional = true, default-features = false }\n[features]\nf = ['c/z', 'f']\n",
                &["f"],
                Some("z:a"),
                Some("z:a"),
            ),
            (
                "[target.'cfg(unix)'.dependencies]\nc = { path = '../c', default-features = false, features = ['z'] }\n\
                 [target.'cfg(not(unix))'.dependencies]\nc = { path = '../c', features = ['x'] }\n",
                &[],
                Some("z:a"),
                Some("d:a default:a x:a y:a z:a"),
            ),
            (
                "[target.board.dependencies]\nc = { path = '../c', default-features = false, features = ['z'] }\n\
                 [target.other.dependencies]\nc = { path = '../c', features = ['x'] }\n",
                &[],
                Some("z:a"),
                Some("d:a default:a x:a y:a z:a"),
            ),
            ("[target.'cfg(other)'.dependencies]\nc.path = '../c'\n", &[], None, Some("d:a default:a")),
            ("[build-dependencies]\nc.path = '../c'\n", &[], None, Some("d:a default:a")),
            ("[dev-dependencies]\nc.path = '../c'\n", &[], None, Some("d:a default:a")),
            ("[dev_dependencies]\nc.path = '../c'\n", &[], None, Some("d:a default:a")),
            // The tests of a dependency are nobody's, and what is for the compiler is not for the target.
            ("[dependencies]\ntests.path = '../tests'\n", &[], None, None),
            ("[dependencies]\nmacros.path = '../macros'\n", &[], None, Some("z:macros")),
            ("[dependencies]\nold-macros.path = '../old-macros'\n", &[], None, Some("z:old-macros")),
            ("[dependencies]\nb.path = '../b'\n[features]\nf = ['b/deep']\n", &["f"], Some("z:b"), Some("z:b")),
            (
                "[dependencies]\nb.path = '../b'\n[features]\nf = ['b/none', 'none/z', 'dep:none']\n",
                &["f"],
                Some(""),
                Some(""),
            ),
        ] {
            let manifests = [
                ("a", a),
                (
                    "b",
                    "[features]\ndeep = ['deeper', 'c/z']\ndeeper = ['deep']\n[dependencies]\nc = { path = '../c', default-features = false }\n",
                ),
                ("c", C),
                (
                    "macros",
                    "[lib]\nproc-macro = true\n[dependencies]\nc = { path = '../c', default-features = false, features = ['z'] }\n",
                ),
                (
                    "old-macros",
                    "[lib]\ncrate-type = ['proc-macro']\n[dependencies]\nc = { path = '../c', default-features = false, features = ['z'] }\n",
                ),
                ("tests", "[dev-dependencies]\nc.path = '../c'\n"),
            ];
            let workspace = workspace(&manifests);
            assert_eq!(on(&workspace, asked, false).as_deref(), expected, "{a}");
            assert_eq!(on(&workspace, asked, true).as_deref(), with_resolver_1, "{a}");
        }
    }

    #[test]
    fn an_optional_dependency_is_a_feature_of_its_package() {
        let features = "[features]\nwith = ['b/deep']\nweak = ['b?/deep']\nother = ['dep:hidden', 'hidden/deep']\n";
        let optional = "[dependencies]\nb = { path = '../b', optional = true }\nhidden = { path = '../b', package = 'b', optional = true }\n";
        let c = format!("{features}{optional}");
        for (asked, expected) in [
            ("weak", "weak:a"),
            ("b", "b:a"),
            ("with", "b:a with:a"),
            // One that is named with `dep:` is none.
            ("other", "other:a"),
        ] {
            let a = format!("[dependencies]\nc = {{ path = '../c', features = ['{asked}'] }}\n");
            let workspace = workspace(&[("a", &a), ("b", "[features]\ndeep = []\n"), ("c", &c)]);
            assert_eq!(on(&workspace, &[], false).as_deref(), Some(expected));
        }
    }

    #[test]
    fn long_chains_and_circles_end() {
        let chain: String = (0..20_000).map(|i| format!("f{i} = ['f{}', 'g']\n", i + 1)).collect();
        let features = format!("[features]\n{chain}f20000 = ['c/z', 'f0']\ng = ['f0']\n");
        let a =
            format!("{features}[dependencies]\nb.path = '../b'\nc = {{ path = '../c', default-features = false }}\n");
        let b = "[dependencies]\na.path = '../a'\n[dev-dependencies]\nb.path = '.'\n";
        let workspace = workspace(&[("a", &a), ("b", b), ("c", C)]);
        assert_eq!(on(&workspace, &["f0"], false).as_deref(), Some("z:a"));
        assert_eq!(on(&workspace, &["f0"], true).as_deref(), Some("z:a"));
    }
}
