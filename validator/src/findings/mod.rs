//! Findings: what is wrong, how to mend it, and where it came from.

pub mod catalogue;
mod finding;
mod kind;
mod origin;
mod source;
pub(crate) mod suggest;

pub use finding::Finding;
#[cfg(feature = "build-script")]
pub(crate) use finding::make_errors;
pub(crate) use finding::{second_party, settle};
pub use kind::{Kind, Severity};
pub use origin::Origin;
pub use source::Source;
pub(crate) use source::{is_visible, printable};
