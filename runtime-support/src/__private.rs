//! The names that generated code calls things by.

pub use core::clone::Clone;
pub use core::cmp::{Eq, Ord, PartialEq, PartialOrd};
pub use core::default::Default;
pub use core::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use core::hash::Hash;
pub use core::marker::Copy;
pub use core::option::Option;
pub use core::primitive::{bool, str, u8, u64, u128, usize};
pub use core::result::Result;
pub use core::str::FromStr;
pub use core::{cfg, compile_error, include_bytes, option_env, panic};

pub use crate::generated::*;
pub use crate::message::size_message;
pub use crate::{
    __budgets_implement as implement, __budgets_implement_profile as implement_profile,
    __budgets_map_crates as map_crates, __budgets_memory_monitor as memory_monitor,
    __budgets_memory_system as memory_system,
};
