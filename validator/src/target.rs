//! A compilation target, where it is known: in a build script, not while a macro expands.

use crate::predicate::Predicate;

/// A compilation target.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its name, as in `armv7-unknown-linux-gnueabihf`.
    pub triple: String,
    /// How many bits its `usize` has.
    pub pointer_width: u32,
    /// Its configuration: names, and names with values.
    pub cfgs: Vec<(String, Option<String>)>,
}

impl Target {
    /// Whether a predicate holds for this target.
    #[must_use]
    pub fn matches(&self, predicate: &Predicate) -> bool {
        match predicate {
            Predicate::All(parts) => parts.iter().all(|part| self.matches(part)),
            Predicate::Any(parts) => parts.iter().any(|part| self.matches(part)),
            Predicate::Not(part) => !self.matches(part),
            Predicate::Name(name) => self.has(name, None),
            Predicate::Equals(name, value) => self.has(name, Some(value)),
        }
    }

    fn has(&self, name: &str, value: Option<&str>) -> bool {
        self.cfgs.iter().any(|(known, known_value)| known == name && known_value.as_deref() == value)
    }

    /// How many bytes its addresses can tell apart.
    pub(crate) fn address_space(&self) -> u128 {
        1 << self.pointer_width.min(64)
    }
}
