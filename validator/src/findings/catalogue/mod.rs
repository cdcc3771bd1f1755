//! The wording of every finding. Each family of [kinds](super::Kind) has the file of its name; a rule says in its row, in
//! `rules`, what it has to say.
//!
//! What was probably meant is for the caller to find, who knows all names; the attribute alone has no search of its own.

mod attribute;
#[cfg(feature = "build-script")]
mod command_line;
mod crates;
mod environment;
mod files;
#[cfg(any(feature = "build-script", feature = "measured"))]
mod integration;
#[cfg(feature = "measured")]
mod measured;
mod profiles;
mod rules;
mod settings;
mod targets;

pub use self::attribute::*;
#[cfg(feature = "build-script")]
pub(crate) use self::command_line::*;
pub(crate) use self::crates::*;
pub(crate) use self::environment::*;
pub(crate) use self::files::*;
#[cfg(any(feature = "build-script", feature = "measured"))]
pub(crate) use self::integration::*;
#[cfg(feature = "measured")]
pub(crate) use self::measured::*;
pub(crate) use self::profiles::*;
pub(crate) use self::rules::*;
pub(crate) use self::settings::*;
pub(crate) use self::targets::*;
use crate::printable::printable;

/// `a, b or c`, of all these.
fn joined(names: &[&str], before_the_last: &str) -> String {
    let mut joined = String::new();
    for (i, name) in names.iter().enumerate() {
        joined.push_str(match i {
            0 => "",
            i if i + 1 == names.len() => before_the_last,
            _ => ", ",
        });
        joined.push_str(name);
    }
    joined
}

/// Names from outside, as many as are of use.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut listed = String::new();
    for (i, name) in names.iter().enumerate() {
        if i == SHOWN {
            return format!("{listed} and {} more", names.len() - SHOWN);
        }
        let comma = if i == 0 { "" } else { ", " };
        listed.push_str(comma);
        listed.push_str(&printable(name));
    }
    listed
}
