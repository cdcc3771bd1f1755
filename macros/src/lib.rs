//! The attribute of `memory-budgets`, which re-exports it: depend on that crate.

#![forbid(unsafe_code)]

mod args;
mod assert_budget;
#[cfg(test)]
mod edges;
mod emit;
mod expand;
#[cfg(test)]
mod growth;
mod module;
mod report;
#[cfg(test)]
mod snapshots;

/// Turns a module into the checked memory budgets of a workspace.
///
/// ```ignore
/// #[memory_budgets::memory_budgets]
/// pub mod budgets {}
/// ```
///
/// Arguments, each at most once:
///
/// | argument | meaning |
/// | --- | --- |
/// | `config_file = "conf/budgets.toml"` | this file, relative to the manifest's folder |
/// | `toml = r#"…"#` | the configuration itself |
/// | `profile = "production"` | select a profile; the variable `WRT_BUDGET_PROFILE` wins |
/// | `strict_mode = true` | make every warning an error |
/// | `env = false` | ignore the environment |
/// | `records = 64` | how many live charges the program's ledger has records for, with `memory-monitoring` and `memory-debug`; 512 otherwise |
/// | `threshold = 90` | at how many percent of a budget, from 1 to 100, the program's ledger warns, with `memory-monitoring` and `budget-tracking`; 80 otherwise |
/// | `derive(Trait, …)` | more derives for `CrateId`; with `Default`, the first crate is the default |
/// | `crate = path` | where `memory_budgets` is re-exported, as seen from inside the module |
///
/// The module's own items stay; `CrateId`, `CRATE_BUDGETS`, a constant for each crate, the totals and the macro
/// `map_crates!` are added to them. Hover over `CrateId` for the table of what is in force.
///
/// # What the compiler does not let a macro do
///
/// - The module's body stands in place: `mod budgets;`, and a `mod part;` inside it, are refused (E0658) before the attribute
///   runs.
/// - A warning is the use of something deprecated, since no macro can raise another on stable Rust: hence its first words. It
///   shows where the lint `deprecated` is allowed too. Under `forbid(deprecated)` it is an error, and beside it stands E0453.
/// - `CrateId` is exhaustive, so that `CrateId::Runtime as usize` works everywhere; it allows itself `clippy::exhaustive_enums`,
///   which therefore cannot be forbidden, and a predicate's names that the consumer does not declare in
///   `[lints.rust] unexpected_cfgs`. No other lint is in the way of its `forbid`, the compiler's or clippy's.
/// - Whatever names are in scope, generated code means what it says, but for names that begin with `__budgets` or
///   `__BUDGETS_`.
#[proc_macro_attribute]
pub fn memory_budgets(args: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::expand(args.into(), item.into()).into()
}

/// `assert_budget!(CrateId::Component, 64 * 1024)` fails to compile where the bytes are more than the crate's budget.
#[proc_macro]
pub fn assert_budget(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    assert_budget::expand(input.into()).into()
}
