//! Findings: what is wrong, how to mend it, and where it came from.

pub mod catalogue;
mod edit;
mod finding;
mod kind;
mod origin;
mod source;
pub(crate) mod suggest;

pub use edit::Edit;
#[cfg(feature = "build-script")]
pub(crate) use finding::make_errors;
pub(crate) use finding::settle;
pub use finding::{Finding, Label};
pub use kind::{Kind, Severity};
pub use origin::Origin;
pub use source::Source;
pub(crate) use source::{Role, printable};
