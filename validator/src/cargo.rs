//! What a build script prints for Cargo: directives, a line each.

use std::env;
use std::path::PathBuf;

use crate::environment::{
    CHOICE_VARIABLE, HANDED_ON, HANDED_ON_VARIABLE, SHOWN_VARIABLE, TARGET_VARIABLE, total_variable,
};
use crate::findings::{Finding, Origin};
use crate::handed_on;
use crate::request::Request;
use crate::validate::Outcome;

/// The Cargo that runs this build script.
pub(crate) struct Cargo {
    /// What its directives begin with.
    prefix: &'static str,
    /// Whether it takes an error in a line.
    pub(crate) knows_errors: bool,
}

impl Cargo {
    /// `None` where this is no build script.
    pub(crate) fn around() -> Option<Cargo> {
        let set = |name| env::var_os(name).is_some();
        if !["OUT_DIR", "TARGET", "HOST", "CARGO_CFG_TARGET_ARCH"].into_iter().all(set) {
            return None;
        }
        // Cargo refuses what is newer than the `rust-version` that the package declares.
        let declared = env::var("CARGO_PKG_RUST_VERSION").unwrap_or_default();
        let minor = declared.strip_prefix("1.").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
        let since = |version| minor.is_none_or(|minor| minor >= version);
        Some(Cargo { prefix: if since(77) { "cargo::" } else { "cargo:" }, knows_errors: since(84) })
    }

    pub(crate) fn say(&self, directive: &str, value: &str) {
        println!("{}{directive}={}", self.prefix, value.replace(['\n', '\r'], " "));
    }

    /// What the script runs again for.
    pub(crate) fn watch(&self, files: &[PathBuf], outcome: &Outcome) {
        for file in files.iter().chain(&outcome.watch.absent).filter_map(|file| file.to_str()) {
            self.say("rerun-if-changed", file);
        }
        for variable in &outcome.watch.variables {
            if !HANDED_ON.contains(&variable.as_str()) {
                self.say("rerun-if-env-changed", variable);
            }
        }
    }

    /// Tells the attribute of the same package what the script goes by and has shown.
    pub(crate) fn hand_on(&self, request: &Request, outcome: &Outcome, warnings: &[Finding]) {
        let plan = &outcome.plan;
        let choice = handed_on::choice(outcome.file.as_deref(), &outcome.root, request, plan);
        self.say("rustc-env", &format!("{CHOICE_VARIABLE}={choice}"));
        if let Some(triple) = &plan.triple {
            self.say("rustc-env", &format!("{TARGET_VARIABLE}={triple}"));
        }
        let total = &plan.total.base;
        if !matches!(&total.origin, Origin::Variable(name) if *name == total_variable(&plan.prefix)) {
            self.say("rustc-env", &format!("{HANDED_ON_VARIABLE}={}", total.bytes));
        }
        let shown = handed_on::shown(warnings);
        // Where warnings are errors they have to be the compiler's: Cargo's never are.
        if !shown.is_empty() && !denies_warnings(&env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default()) {
            self.say("rustc-env", &format!("{SHOWN_VARIABLE}={shown}"));
        }
    }
}

/// Whether flags of the build, as Cargo tells a script of them, make errors of the compiler's warnings.
fn denies_warnings(flags: &str) -> bool {
    let joined = flags.replace(['\u{1f}', '='], "");
    ["-Dwarnings", "-Fwarnings", "--denywarnings", "--forbidwarnings"].into_iter().any(|flag| joined.contains(flag))
}

#[cfg(test)]
mod tests {
    use super::denies_warnings;

    #[test]
    fn flags_that_make_errors_of_warnings() {
        for flags in [
            "-Dwarnings",
            "-D\u{1f}warnings",
            "-F\u{1f}warnings",
            "--deny=warnings",
            "--cfg\u{1f}a\u{1f}--forbid\u{1f}warnings",
        ] {
            assert!(denies_warnings(flags), "{flags}");
        }
        for flags in ["", "-Wwarnings", "-D\u{1f}unused", "--cfg\u{1f}warnings"] {
            assert!(!denies_warnings(flags), "{flags}");
        }
    }
}
