//! Findings: what is wrong, how to mend it, and where it came from.

pub mod catalogue;
mod edit;
mod finding;
mod kind;
mod origin;
mod source;
pub(crate) mod suggest;

pub use edit::Edit;
pub use finding::{Finding, Label};
pub(crate) use finding::{make_errors, retain, settle};
pub use kind::{Kind, Severity};
pub use origin::Origin;
pub(crate) use source::Role;
pub use source::Source;
