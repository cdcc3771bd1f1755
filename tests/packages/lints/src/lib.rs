//! A consumer that denies every lint there is, on a public and on a private module.
#![deny(
    warnings,
    missing_docs,
    unsafe_code,
    unused,
    future_incompatible,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms
)]
#![deny(
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results
)]
#![deny(
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unnameable_types,
    variant_size_differences,
    unused_crate_dependencies
)]
#![deny(
    unexpected_cfgs,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    unit_bindings,
    unused_import_braces
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::cargo, clippy::restriction)]
#![deny(rustdoc::all)]
#![allow(clippy::blanket_clippy_restriction_lints, reason = "switching the group on is a lint of the group")]
#![allow(clippy::cargo_common_metadata, reason = "it looks at every package of this workspace")]

#[memory_budgets::memory_budgets(
    env = false,
    derive(Default),
    toml = r#"
    total_budget = "128MB"
    safety_margin = "1%"

    [crates.wrt-wasi]
    budget = "1MB"
    purpose = "WASI *host* `functions`, <b>FooBar</b> [link] https://example.invalid | foo_bar"

    [target.'cfg(target_arch = "arm")']
    "wrt-wasi" = "512KB"

    [target.'cfg(board_with_little_memory)']
    total_budget = "96MB"
    "wrt-host" = "2MB"
    platform_limit = "96MB"
"#
)]
pub mod budgets {}

#[memory_budgets::memory_budgets(env = false, toml = "")]
mod private {}

memory_budgets::assert_budget!(budgets::CrateId::Runtime, 1024);
