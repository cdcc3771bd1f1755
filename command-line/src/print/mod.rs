//! What a survey looks like: a format a file.

pub(crate) mod amount;
pub(crate) mod bar;
pub(crate) mod changes;
pub(crate) mod diagnostic;
pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod markdown;
#[cfg(feature = "measure")]
pub(crate) mod measured;
pub(crate) mod picture;
pub(crate) mod sarif;
pub(crate) mod squarify;
pub(crate) mod svg;
pub(crate) mod table;
