//! Hygiene: the dependency has another name, there is no prelude, and every name that generated code might use means
//! something else here.
#![no_implicit_prelude]

#[allow(dead_code)]
mod shadows {
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct Self_;
    pub trait Clone {}
    pub trait Copy {}
    pub trait Debug {}
    pub trait Eq {}
    pub trait FromStr {}
    pub mod core {}
    pub mod std {}
    pub mod alloc {}
    pub mod memory_budgets {}
    pub mod memory_budgets_macros {}
    #[allow(non_camel_case_types)]
    pub struct usize;
    #[allow(non_camel_case_types)]
    pub struct u64;
    #[allow(non_camel_case_types)]
    pub struct bool;
    #[allow(non_camel_case_types)]
    pub struct str;
}

#[::budgets_support::memory_budgets(crate = ::budgets_support, env = false, derive(::core::default::Default), toml = r#"
    preset = "none"
    prefix = "wrt"
    total_budget = "16MB"
    safety_margin = "10%"

    # Names that mean something in Rust.
    [crates.wrt-core]
    budget = "1MB"
    min = "1KB"
    [crates.wrt-option]
    budget = "1MB"
    max = "2MB"
    [crates.wrt-some]
    budget = "1MB"
    [crates.wrt-result]
    budget = "1MB"
    [crates.crate-id]
    budget = "1MB"
    [crates.crate]
    budget = "1MB"
    [crates.usize]
    budget = "1MB"

    [target.'cfg(unix)']
    crate = "2MB"
    platform_limit = "16MB"
"#)]
pub mod budgets {
    #![allow(unused_imports)]
    use super::shadows::*;
    #[allow(unused_macros)]
    macro_rules! panic {
        ($($any:tt)*) => { not an expression };
    }
    #[allow(unused_macros)]
    macro_rules! cfg {
        ($($any:tt)*) => { not an expression };
    }
}

::budgets_support::assert_budget!(budgets::CrateId::Core, 1024);

/// The macro works where nothing else is in scope.
pub static BUDGETS: [::core::primitive::usize; 7] = budgets::map_crates!(budgets::CrateId::budget);
