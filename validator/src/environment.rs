//! The environment: the name of every variable that is consulted, their values as they were found, and what the compiler
//! and Cargo watch of them.

use std::ffi::OsString;

use crate::findings::{Finding, Origin, catalogue};
use crate::index::Index;

/// Names the file.
pub(crate) const FILE_VARIABLE: &str = "WRT_MEMORY_BUDGET_FILE";
/// Sets the total.
pub(crate) const TOTAL_VARIABLE: &str = "WRT_TOTAL_BUDGET";
/// Selects a profile.
pub(crate) const PROFILE_VARIABLE: &str = "WRT_BUDGET_PROFILE";
/// The name of the compilation target, from the build script to the attribute.
pub(crate) const TARGET_VARIABLE: &str = "WRT_MEMORY_BUDGET_TARGET";
/// The total in bytes that a build script may hand on as [`TOTAL_VARIABLE`] although no user has set that.
pub(crate) const HANDED_ON_VARIABLE: &str = "WRT_MEMORY_BUDGET_TOTAL";
/// The configuration and the profile that the build script goes by, from there to the attribute.
pub(crate) const CHOICE_VARIABLE: &str = "WRT_MEMORY_BUDGET_CHOICE";
/// Every variable that sets something other than a crate's budget.
pub(crate) const SETTINGS: [&str; 6] =
    [TOTAL_VARIABLE, PROFILE_VARIABLE, FILE_VARIABLE, TARGET_VARIABLE, HANDED_ON_VARIABLE, CHOICE_VARIABLE];

/// The variables, as they were found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    names: Index,
    /// In the order of the names; `None` for a value that is not Unicode.
    values: Vec<Option<String>>,
}

impl Environment {
    pub(crate) fn new(variables: &[(OsString, OsString)]) -> Self {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (name, value) in variables {
            if let Some(name) = name.to_str() {
                names.push(name.to_owned());
                values.push(value.to_str().map(str::to_owned));
            }
        }
        Environment { names: Index::new(names), values }
    }

    /// A variable's value as it is set; `Some(None)` where it is not Unicode.
    pub(crate) fn variable(&self, name: &str) -> Option<&Option<String>> {
        self.names.get(name).map(|i| &self.values[i])
    }

    /// A variable's value, if it is set to a usable one; what is wrong with it otherwise becomes a finding.
    pub(crate) fn usable(&self, name: &str, findings: &mut Vec<Finding>) -> Option<&str> {
        let origin = || Origin::Variable(name.to_owned());
        match self.variable(name)? {
            None => findings.push(catalogue::variable_not_unicode(name, &origin())),
            Some(value) if value.is_empty() => findings.push(catalogue::empty_variable(name, &origin())),
            Some(value) => return Some(value),
        }
        None
    }

    /// Whether the user has set the total: what a build script only hands on is none of the user's doing.
    pub(crate) fn sets_total(&self) -> bool {
        let total = self.variable(TOTAL_VARIABLE);
        total.is_some() && total != self.variable(HANDED_ON_VARIABLE)
    }

    /// The variables that look like ours, whatever they name: anybody's budgets, and all under our prefixes.
    pub(crate) fn suspects(&self) -> impl Iterator<Item = &str> {
        self.names.names().iter().map(String::as_str).filter(|name| speaks_of_budgets(name) || has_prefix(name))
    }
}

/// The prefix of what is set in WRT's name, and that of its later name.
const PREFIXES: [&str; 2] = ["WRT_", "KILN_"];

fn has_prefix(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn speaks_of_budgets(name: &str) -> bool {
    name.contains("BUDGET")
}

/// Whether a variable that names nothing is reported although it is not close to one that does.
pub(crate) fn is_ours(name: &str) -> bool {
    has_prefix(name) && speaks_of_budgets(name)
}

/// What a variable in the old spelling is called: `WRT_BUDGET_WRT_RUNTIME` was WRT's, and `KILN_BUDGET_KILN_RUNTIME` Kiln's.
pub(crate) fn new_spellings(name: &str) -> Vec<String> {
    let rest = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)?.strip_prefix("BUDGET_"));
    let Some(rest) = rest else { return Vec::new() };
    let short = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)).unwrap_or(rest);
    let with_prefix = PREFIXES.iter().map(|prefix| format!("{prefix}{short}_BUDGET"));
    [format!("{rest}_BUDGET"), format!("{short}_BUDGET")].into_iter().chain(with_prefix).collect()
}

#[cfg(test)]
mod tests {
    use super::{Environment, new_spellings};

    #[test]
    fn suspects() {
        for (name, suspect) in [
            ("WRT_RUNTIME_BUDGET", true),
            ("WRT_TOTAL_BUDGETS", true),
            ("WRT_BUDGETARY", true),
            ("WRT_RUNTIME_BUGDET", true),
            ("KILN_BUDGET_KILN_RUNTIME", true),
            ("APP_NET_BUDGET", true),
            ("APP_NET_BUDGETS", true),
            ("ERROR_BUDGET", true),
            ("BUDGET", true),
            ("wrt_runtime_budget", false),
            ("PATH", false),
        ] {
            let environment = Environment::new(&[(name.into(), "1".into())]);
            assert_eq!(environment.suspects().count() == 1, suspect, "{name}");
        }
    }

    #[test]
    fn old_spellings() {
        for (old, new) in [
            ("WRT_BUDGET_WRT_RUNTIME", "WRT_RUNTIME_BUDGET"),
            ("WRT_BUDGET_RUNTIME", "WRT_RUNTIME_BUDGET"),
            ("WRT_BUDGET_APP_NET", "APP_NET_BUDGET"),
            ("KILN_BUDGET_KILN_RUNTIME", "KILN_RUNTIME_BUDGET"),
            ("KILN_BUDGET_KILN_RUNTIME", "WRT_RUNTIME_BUDGET"),
            ("WRT_BUDGET_TOTAL", "WRT_TOTAL_BUDGET"),
        ] {
            assert!(new_spellings(old).iter().any(|spelling| spelling == new), "{old}");
        }
        assert!(new_spellings("WRT_RUNTIME_BUDGET").is_empty() && new_spellings("APP_BUDGET_X").is_empty());
    }
}
