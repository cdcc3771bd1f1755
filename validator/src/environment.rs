//! The environment: the name of every variable that is consulted, their values as they were found, and what the compiler
//! and Cargo watch of them.

use std::ffi::OsString;

use crate::findings::{Finding, Origin, catalogue};
use crate::index::Index;
use crate::name::in_capitals;
use crate::preset::Preset;

/// Those that name the file, before anything is read: everybody's, and those that WRT's and Kiln's documents name.
pub(crate) const FILE_VARIABLES: [&str; 3] =
    ["MEMORY_BUDGET_FILE", "WRT_MEMORY_BUDGET_FILE", "KILN_MEMORY_BUDGET_FILE"];
/// The name of the compilation target, from the build script to the attribute.
pub(crate) const TARGET_VARIABLE: &str = "MEMORY_BUDGET_TARGET";
/// The total in bytes that a build script may hand on as the user's variable although no user has set that.
pub(crate) const HANDED_ON_VARIABLE: &str = "MEMORY_BUDGET_TOTAL";
/// The configuration and the profile that the build script goes by, from there to the attribute.
pub(crate) const CHOICE_VARIABLE: &str = "MEMORY_BUDGET_CHOICE";
/// Which warnings the build script has shown, from there to the attribute: it has not to show them again.
pub(crate) const SHOWN_VARIABLE: &str = "MEMORY_BUDGET_SHOWN";
/// For the linker that measures, which says itself what is wrong with it.
const LINKER_VARIABLE: &str = "MEMORY_BUDGET_LINKER";
/// Those that a build script sets for the attribute.
pub(crate) const HANDED_ON: [&str; 4] = [TARGET_VARIABLE, HANDED_ON_VARIABLE, CHOICE_VARIABLE, SHOWN_VARIABLE];

/// Sets the total: `WRT_TOTAL_BUDGET`, or `MEMORY_TOTAL_BUDGET` where crates have no prefix.
pub(crate) fn total_variable(prefix: &str) -> String {
    format!("{}_TOTAL_BUDGET", stem(prefix))
}

/// Selects a profile: `WRT_BUDGET_PROFILE`, or `MEMORY_BUDGET_PROFILE` where crates have no prefix.
pub(crate) fn profile_variable(prefix: &str) -> String {
    format!("{}_BUDGET_PROFILE", stem(prefix))
}

fn stem(prefix: &str) -> String {
    if prefix.is_empty() { "MEMORY".to_owned() } else { in_capitals(prefix) }
}

/// Every variable that sets something other than a crate's budget.
pub(crate) fn settings(prefix: &str) -> Vec<String> {
    let mut settings = vec![total_variable(prefix), profile_variable(prefix)];
    for &name in &FILE_VARIABLES {
        settings.push(name.to_owned());
    }
    for &name in &HANDED_ON {
        settings.push(name.to_owned());
    }
    settings
}

/// The variables, as they were found.
#[derive(Debug, Default)]
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
        Some(&self.values[self.names.get(name)?])
    }

    /// A variable's value, if it is set to a usable one; what is wrong with it otherwise becomes a finding.
    pub(crate) fn usable(&self, name: &str, findings: &mut Vec<Finding>) -> Option<&str> {
        let trouble = match self.variable(name)? {
            None => catalogue::variable_not_unicode,
            Some(value) if value.is_empty() => catalogue::empty_variable,
            Some(value) => return Some(value),
        };
        findings.push(trouble(name, &Origin::Variable(name.to_owned())));
        None
    }

    /// Whether the user has set the total: what a build script only hands on is none of the user's doing.
    pub(crate) fn sets_total(&self, prefix: &str) -> bool {
        let total = self.variable(&total_variable(prefix));
        total.is_some() && total != self.variable(HANDED_ON_VARIABLE)
    }

    /// The variables that look like those of a configuration with this prefix, whatever they name: anybody's budgets, and
    /// all under the prefix.
    pub(crate) fn suspects(&self, prefix: &str) -> Vec<&str> {
        let own = own(prefix);
        let mut suspects = Vec::new();
        for name in self.names.names() {
            if name != LINKER_VARIABLE && (speaks_of_budgets(name) || has_prefix(name, &own)) {
                suspects.push(name.as_str());
            }
        }
        suspects
    }
}

/// What the variables of a configuration begin with. WRT and Kiln are one project under two names, and who has moved from one
/// to the other may have set the other's.
fn own(prefix: &str) -> Vec<String> {
    let (wrt, kiln) = (Preset::Wrt.prefix(), Preset::Kiln.prefix());
    if prefix.is_empty() {
        Vec::new()
    } else if prefix == wrt || prefix == kiln {
        vec![stem(wrt) + "_", stem(kiln) + "_"]
    } else {
        vec![stem(prefix) + "_"]
    }
}

fn has_prefix(name: &str, own: &[String]) -> bool {
    without(name, own).is_some()
}

fn without<'n>(name: &'n str, own: &[String]) -> Option<&'n str> {
    for prefix in own {
        if let Some(rest) = name.strip_prefix(prefix.as_str()) {
            return Some(rest);
        }
    }
    None
}

fn speaks_of_budgets(name: &str) -> bool {
    name.contains("BUDGET")
}

/// Whether a variable that names nothing is reported although it is not close to one that does.
pub(crate) fn is_ours(name: &str, prefix: &str) -> bool {
    has_prefix(name, &own(prefix)) && speaks_of_budgets(name)
}

/// What a variable in an old spelling may be called today: `WRT_BUDGET_WRT_RUNTIME` was WRT's, `KILN_BUDGET_KILN_RUNTIME`
/// Kiln's, and what was WRT's is Kiln's.
pub(crate) fn new_spellings(name: &str, prefix: &str) -> Vec<String> {
    let own = own(prefix);
    let Some(rest) = without(name, &own) else { return Vec::new() };
    let mut spellings = Vec::new();
    for prefix in &own {
        spellings.push(format!("{prefix}{rest}"));
    }
    if let Some(whole) = rest.strip_prefix("BUDGET_") {
        let short = without(whole, &own).unwrap_or(whole);
        spellings.push(format!("{whole}_BUDGET"));
        spellings.push(format!("{short}_BUDGET"));
        for prefix in &own {
            spellings.push(format!("{prefix}{short}_BUDGET"));
        }
    }
    spellings
}

/// The old spelling of a crate's variable, for a build to notice when it is set: there is a warning then.
pub(crate) fn old_spelling(variable: &str, prefix: &str) -> Option<String> {
    let whole = variable.strip_suffix("_BUDGET")?;
    if prefix.is_empty() { None } else { Some(format!("{}_BUDGET_{whole}", stem(prefix))) }
}

#[cfg(test)]
mod tests {
    use super::{Environment, new_spellings, old_spelling, profile_variable, total_variable};

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
            ("MEMORY_BUDGET_LINKER", false),
        ] {
            let environment = Environment::new(&[(name.into(), "1".into())]);
            assert_eq!(environment.suspects("wrt").len() == 1, suspect, "{name}");
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
            ("WRT_BUDGET_PROFILE", "KILN_BUDGET_PROFILE"),
            ("WRT_RUNTIME_BUDGET", "KILN_RUNTIME_BUDGET"),
        ] {
            assert!(new_spellings(old, "kiln").iter().any(|spelling| spelling == new), "{old}");
        }
        assert!(new_spellings("APP_BUDGET_X", "wrt").is_empty());
        assert!(new_spellings("APP_BUDGET_NET", "app").iter().any(|spelling| spelling == "APP_NET_BUDGET"));
        assert_eq!(old_spelling("KILN_RUNTIME_BUDGET", "kiln").as_deref(), Some("KILN_BUDGET_KILN_RUNTIME"));
        assert_eq!(old_spelling("APP_BUDGET", ""), None);
    }

    #[test]
    fn follow_the_prefix() {
        for (prefix, total, profile) in [
            ("wrt", "WRT_TOTAL_BUDGET", "WRT_BUDGET_PROFILE"),
            ("kiln", "KILN_TOTAL_BUDGET", "KILN_BUDGET_PROFILE"),
            ("my-app", "MY_APP_TOTAL_BUDGET", "MY_APP_BUDGET_PROFILE"),
            ("", "MEMORY_TOTAL_BUDGET", "MEMORY_BUDGET_PROFILE"),
        ] {
            assert_eq!((total_variable(prefix), profile_variable(prefix)), (total.to_owned(), profile.to_owned()));
        }
    }
}
