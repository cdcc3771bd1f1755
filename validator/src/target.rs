//! A compilation target, where it is known: in a build script, not while a macro expands.

#[cfg(feature = "build-script")]
use std::ffi::OsString;

use crate::predicate::Predicate;

/// A compilation target.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its name, as in `armv7-unknown-linux-gnueabihf`.
    pub triple: String,
    /// How many bits its `usize` has.
    pub pointer_width: u32,
    /// Its configuration: names, in any case, and names with values.
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
        // A build script sees names in capitals. Those of the compiler are in small letters; of others the case is not known.
        let compilers =
            |known: &str| known.starts_with("target_") || ["unix", "windows", "feature", "panic"].contains(&known);
        let same = |known: &str| known == name || (known.eq_ignore_ascii_case(name) && !compilers(known));
        self.cfgs.iter().any(|(known, known_value)| same(known) && known_value.as_deref() == value)
    }

    /// The target that Cargo names to a build script in `TARGET` and `CARGO_CFG_…`; `None` where these are missing.
    #[cfg(feature = "build-script")]
    pub(crate) fn of_build_script(environment: &[(OsString, OsString)]) -> Option<Target> {
        let mut target = Target { triple: String::new(), pointer_width: 0, cfgs: Vec::new() };
        for (name, value) in environment {
            let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else { continue };
            if name == "TARGET" {
                value.clone_into(&mut target.triple);
            }
            let Some(cfg) = name.strip_prefix("CARGO_CFG_").map(str::to_ascii_lowercase) else { continue };
            if cfg == "target_pointer_width" {
                target.pointer_width = value.parse().ok()?;
            }
            // Nothing after the name is a plain one, but for a target's property that is the empty text.
            if value.is_empty() && !cfg.starts_with("target_") {
                target.cfgs.push((cfg, None));
            } else {
                let values = value.split(',').map(|value| (cfg.clone(), Some(value.to_owned())));
                target.cfgs.extend(values);
            }
        }
        (target.pointer_width > 0 && !target.triple.is_empty()).then_some(target)
    }

    /// How many bits of its addresses count.
    pub(crate) fn width(&self) -> u32 {
        self.pointer_width.min(64)
    }
}
