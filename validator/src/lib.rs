//! Reads, resolves and checks `memory_budget.toml`: the core of the attribute `#[memory_budgets]`, free of any compiler type.
//!
//! Data goes one way: [gather](Request) the texts, parse them, resolve the layers into a [`Plan`], run the rules.
//!
//! Build scripts use `BudgetConfig` and `validate_budgets`, with the feature `build-script`, which is on by default. With `measured`,
//! `judge` compares the budgets with what a program has been measured to have.

#![forbid(unsafe_code)]

#[cfg(feature = "build-script")]
mod build_script;
mod environment;
mod findings;
mod gather;
mod index;
#[cfg(feature = "build-script")]
mod integration;
mod name;
mod parse;
mod plan;
mod predicate;
mod preset;
mod request;
mod resolve;
mod rules;
pub mod size;
mod target;
mod validate;

#[cfg(feature = "build-script")]
pub use build_script::{BudgetConfig, BudgetError, CrateBudget, validate_budgets};
pub use findings::{Edit, Finding, Kind, Label, Origin, Severity, Source, catalogue};
pub use gather::Watch;
#[cfg(feature = "build-script")]
pub use integration::{Integration, check_integration, members};
pub use plan::{BudgetedCrate, Choice, Evidence, Layered, Margin, Plan, PlatformLimit, Scenario, Value};
pub use predicate::Predicate;
pub use request::Request;
#[cfg(feature = "measured")]
pub use rules::measured::{CrateJudgement, Judgement, Measured, MeasuredCrate, Standing, judge};
pub use rules::{Amount, Assertions, Check, rules};
pub use target::Target;
pub use validate::{Outcome, validate};
