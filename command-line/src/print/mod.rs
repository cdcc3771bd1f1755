//! What a survey looks like: a format a file.

pub(crate) mod bar;
pub(crate) mod escape;
pub(crate) mod human;
pub(crate) mod ink;
pub(crate) mod table;
