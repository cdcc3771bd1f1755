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
/// Every variable that sets something other than a crate's budget.
pub(crate) const SETTINGS: [&str; 5] =
    [TOTAL_VARIABLE, PROFILE_VARIABLE, FILE_VARIABLE, TARGET_VARIABLE, HANDED_ON_VARIABLE];

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

    /// The variables that look like ours, whatever they name.
    pub(crate) fn suspects(&self) -> impl Iterator<Item = &str> {
        self.names.names().iter().map(String::as_str).filter(|name| {
            name.ends_with("_BUDGET") || name.starts_with("WRT_BUDGET_") || name.starts_with("WRT_MEMORY_BUDGET")
        })
    }
}
