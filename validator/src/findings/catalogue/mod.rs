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

/// Names from outside, as many as are of use.
fn listed(names: &mut dyn ExactSizeIterator<Item = &str>) -> String {
    const SHOWN: usize = 12;
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<String> = names.take(SHOWN).map(printable).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}
