//! Reads, resolves and checks `memory_budget.toml`: the core of the attribute `#[memory_budgets]`, free of any compiler type.
//!
//! Data goes one way: [gather](Request) the texts, parse them, resolve the layers into a [`Plan`], run the rules.
//!
//! Build scripts use `BudgetConfig` and `validate_budgets`, with the feature `build-script`, which is on by default. With `measured`,
//! `judge` compares the budgets with what a program has been measured to have.

#![forbid(unsafe_code)]
// On docs.rs, which builds with nightly: what needs a feature says so.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "build-script")]
mod build_script;
#[cfg(feature = "build-script")]
mod cargo;
#[cfg(test)]
#[cfg(feature = "build-script")]
mod edges;
mod environment;
mod findings;
mod gather;
#[cfg(test)]
mod growth;
mod handed_on;
mod index;
#[cfg(feature = "build-script")]
mod integration;
mod name;
mod parse;
mod plan;
mod predicate;
mod preset;
mod printable;
mod profiles;
mod request;
mod resolve;
mod rules;
mod scripts;
pub mod size;
mod target;
mod validate;
#[cfg(not(any(test, fuzzing)))]
mod work;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod work;

#[cfg(feature = "build-script")]
pub use build_script::{BudgetConfig, BudgetError, CrateBudget, check_workspace, validate_budgets};
pub use findings::{Edit, Finding, Kind, Label, Origin, Severity, Source};
pub use gather::Watch;
#[cfg(feature = "build-script")]
pub use integration::{Integration, Members, check_integration, check_packaged, members};
pub use parse::linker_script::Region;
pub use plan::{BudgetedCrate, Layered, Margin, Plan, PlatformLimit, Value};
pub use predicate::Predicate;
pub use profiles::Profile;
pub use request::Request;
#[cfg(feature = "measured")]
#[cfg_attr(docsrs, doc(cfg(feature = "measured")))]
pub use rules::measured::{CrateJudgement, Judgement, Measured, MeasuredCrate, Standing, is_same_crate, judge};
#[cfg(feature = "build-script")]
pub use rules::rules;
pub use target::Target;
pub use validate::{Outcome, validate};

/// What the attribute alone needs, in the same version.
#[doc(hidden)]
pub mod for_macros {
    pub use crate::findings::catalogue;
    pub use crate::plan::{Choice, Scenario};
    pub use crate::rules::{Amount, Asserted, Assertions, Check, Part, Words};
}

/// What the command line alone needs, in the same version.
#[cfg(feature = "build-script")]
#[doc(hidden)]
pub mod for_command_line {
    use std::path::{Path, PathBuf};

    pub use crate::integration::{Form, Read, Token, folders, processors, side_by_side};

    /// How messages call a path: relative to the workspace root, with `/` on every system.
    #[must_use]
    pub fn display(path: &Path, root: &Path) -> String {
        crate::gather::path::display(path, root)
    }

    /// A path in a manifest without its `.` and `..`, which Cargo resolves by name alone.
    #[must_use]
    pub fn normal(path: &Path) -> PathBuf {
        crate::gather::path::normal(path)
    }
}
