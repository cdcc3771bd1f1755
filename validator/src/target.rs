//! A compilation target, where it is known: in a build script and on the command line, not while a macro expands.

#[cfg(feature = "build-script")]
use std::ffi::{OsStr, OsString};

use crate::predicate::Predicate;
#[cfg(any(feature = "build-script", test))]
use crate::printable::printable;

/// What Cargo tells a build script of no target: its profile and what is being built of the package decide it.
#[cfg(feature = "build-script")]
const NEVER_TOLD: [&str; 5] = ["panic", "test", "doc", "doctest", "proc_macro"];
/// What a compiler says of itself; other names come from flags.
#[cfg(feature = "build-script")]
const OF_THE_COMPILER: [&str; 11] = [
    "debug_assertions",
    "feature",
    "fmt_debug",
    "overflow_checks",
    "panic",
    "proc_macro",
    "relocation_model",
    "sanitize",
    "ub_checks",
    "unix",
    "windows",
];

/// A compilation target.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Target {
    /// Its name, as in `armv7-unknown-linux-gnueabihf`.
    pub triple: String,
    /// How many bits its `usize` has.
    pub pointer_width: u32,
    /// Its configuration: names, and names with values.
    pub cfgs: Vec<(String, Option<String>)>,
    /// The names of which is not known for certain whether they are set.
    untold: Vec<String>,
}

impl Target {
    /// The target of this name, from what `rustc --print cfg --target …` prints: names, and names with values in quotes, a line
    /// each. The width of its addresses is that of `target_pointer_width`, in bits.
    ///
    /// ```
    /// use memory_budgets_validator::{Predicate, Target};
    ///
    /// let printed = "target_arch=\"arm\"\ntarget_pointer_width=\"32\"\nunix\n";
    /// let target = Target::from_rustc_cfg("armv7-unknown-linux-gnueabihf", printed).expect("it has a pointer width");
    /// assert_eq!(target.pointer_width, 32);
    /// assert!(target.matches(&Predicate::parse("cfg(all(unix, target_arch = \"arm\"))").expect("a predicate")));
    /// ```
    ///
    /// # Errors
    /// What is wrong with the text, to follow a colon: a line of another form, or no width that a `usize` can have.
    #[cfg(any(feature = "build-script", test))]
    pub fn from_rustc_cfg(triple: &str, printed: &str) -> Result<Target, String> {
        let mut cfgs = Vec::new();
        let mut pointer_width = None;
        for (i, line) in printed.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let (name, value) = match line.split_once('=') {
                None => (line, None),
                // A value is printed as it is, quotes in it too.
                Some((name, value)) => (name, value.strip_prefix('"').and_then(|value| value.strip_suffix('"'))),
            };
            if !is_cfg_name(name) || (value.is_none() && line.contains('=')) {
                let shown = printable(line);
                return Err(format!("line {} is neither a name nor `name=\"value\"`: `{shown}`", i + 1));
            }
            if name == "target_pointer_width" {
                pointer_width = value.and_then(|bits| bits.parse().ok()).filter(|bits| (8..=128).contains(bits));
            }
            cfgs.push((name.to_owned(), value.map(str::to_owned)));
        }
        let pointer_width = pointer_width.ok_or("it names no `target_pointer_width`")?;
        Ok(Target { triple: triple.to_owned(), pointer_width, cfgs, untold: Vec::new() })
    }

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

    /// Whether it is known for certain that a predicate holds, or that it does not.
    pub(crate) fn decides(&self, predicate: &Predicate) -> bool {
        let known = |part: &Predicate| match part {
            Predicate::Name(name) | Predicate::Equals(name, _) if self.is_untold(name) => None,
            part => Some(self.matches(part)),
        };
        predicate.decided(&known).is_some()
    }

    fn is_untold(&self, name: &str) -> bool {
        self.untold.iter().any(|untold| untold.eq_ignore_ascii_case(name))
    }

    fn has(&self, name: &str, value: Option<&str>) -> bool {
        // Of what a build script sees in capitals the case is not known.
        let same = |known: &str| known == name || (known.eq_ignore_ascii_case(name) && self.is_untold(name));
        self.cfgs.iter().any(|(known, known_value)| same(known) && known_value.as_deref() == value)
    }

    /// The target that Cargo names to a build script in `TARGET` and `CARGO_CFG_…`; `None` where these are missing.
    ///
    /// Of what flags have set these lose much: the case of a name, an empty value, a comma in a value. `print_cfg` is asked
    /// for what `rustc --print cfg` says, where there is such a name and only then.
    #[cfg(feature = "build-script")]
    pub(crate) fn of_build_script(
        environment: &[(OsString, OsString)],
        print_cfg: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Target> {
        let mut target = Target { triple: String::new(), pointer_width: 0, cfgs: Vec::new(), untold: Vec::new() };
        let mut optimized = true;
        for (name, value) in environment {
            let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else { continue };
            match name {
                "TARGET" => value.clone_into(&mut target.triple),
                "OPT_LEVEL" => optimized = value != "0",
                _ => {}
            }
            let Some(cfg) = name.strip_prefix("CARGO_CFG_").map(str::to_ascii_lowercase) else { continue };
            if cfg == "target_pointer_width" {
                target.pointer_width = value.parse().ok()?;
            }
            if !cfg.starts_with("target_") && !OF_THE_COMPILER.contains(&cfg.as_str()) {
                target.untold.push(cfg.clone());
            }
            // Nothing after the name is a plain one, but for a target's property that is the empty text.
            if value.is_empty() && !cfg.starts_with("target_") {
                target.cfgs.push((cfg, None));
            } else {
                let values = value.split(',').map(|value| (cfg.clone(), Some(value.to_owned())));
                target.cfgs.extend(values);
            }
        }
        if target.pointer_width == 0 || target.triple.is_empty() {
            return None;
        }
        if !target.untold.is_empty() {
            let printed = print_cfg(&target.triple).map(|printed| Target::from_rustc_cfg(&target.triple, &printed));
            if let Some(Ok(mut exact)) = printed {
                // The profile and the package's features are Cargo's to know.
                let of_cargo = |(name, _): &(String, _)| ["feature", "debug_assertions"].contains(&name.as_str());
                exact.cfgs.retain(|cfg| !of_cargo(cfg));
                exact.cfgs.extend(target.cfgs.into_iter().filter(of_cargo));
                target = exact;
            }
        }
        target.add_features(environment);
        target.untold.extend(NEVER_TOLD.map(str::to_owned));
        if optimized && target.has("debug_assertions", None) {
            // Older Cargos say so of every profile.
            target.untold.push("debug_assertions".to_owned());
        }
        Some(target)
    }

    /// Older Cargos name a feature in the name of a variable alone, in capitals and with `_` for `-`.
    #[cfg(feature = "build-script")]
    fn add_features(&mut self, environment: &[(OsString, OsString)]) {
        if self.cfgs.iter().any(|(name, _)| name == "feature") {
            return;
        }
        for name in environment.iter().filter_map(|(name, _)| OsStr::to_str(name)) {
            if let Some(feature) = name.strip_prefix("CARGO_FEATURE_") {
                let feature = feature.to_ascii_lowercase();
                self.cfgs.push(("feature".to_owned(), Some(feature.replace('_', "-"))));
                self.cfgs.push(("feature".to_owned(), Some(feature)));
            }
        }
    }

    /// How many bits of its addresses count.
    pub(crate) fn width(&self) -> u32 {
        self.pointer_width.min(64)
    }
}

/// Names of flags may be in any script.
#[cfg(any(feature = "build-script", test))]
fn is_cfg_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(all(test, feature = "build-script"))]
mod tests {
    use std::ffi::OsString;

    use super::Target;
    use crate::predicate::Predicate;

    const COMMON: [(&str, &str); 6] = [
        ("TARGET", "riscv32imc-unknown-none-elf"),
        ("OPT_LEVEL", "0"),
        ("CARGO_CFG_TARGET_POINTER_WIDTH", "32"),
        ("CARGO_CFG_TARGET_ENV", ""),
        ("CARGO_CFG_PANIC", "unwind"),
        ("CARGO_CFG_TARGET_HAS_ATOMIC", "8,16"),
    ];

    fn target(more: &[(&str, &str)], rustc: Option<&str>) -> Target {
        let variables = COMMON.iter().chain(more).map(|(name, value)| ((*name).into(), (*value).into()));
        let environment: Vec<(OsString, OsString)> = variables.collect();
        Target::of_build_script(&environment, &|triple| {
            assert_eq!(triple, COMMON[0].1);
            rustc.map(str::to_owned)
        })
        .expect("a target")
    }

    /// What is known of a predicate: whether it holds, if that.
    fn known(target: &Target, predicate: &str) -> Option<bool> {
        let predicate = Predicate::parse(predicate).expect("a predicate");
        target.decides(&predicate).then(|| target.matches(&predicate))
    }

    #[test]
    fn the_compilers_own_names() {
        // With no name from a flag the compiler is not asked.
        let target = target(&[("CARGO_CFG_DEBUG_ASSERTIONS", ""), ("CARGO_FEATURE_A_B", "1")], None);
        for (predicate, holds) in [
            ("cfg(target_env = \"\")", Some(true)),
            ("cfg(target_has_atomic = \"16\")", Some(true)),
            ("cfg(unix)", Some(false)),
            ("cfg(board)", Some(false)),
            ("cfg(debug_assertions)", Some(true)),
            ("cfg(all(feature = \"a-b\", not(feature = \"c\")))", Some(true)),
            ("cfg(panic = \"abort\")", None),
            ("cfg(not(test))", None),
            ("cfg(all(unix, panic = \"abort\"))", Some(false)),
            ("cfg(any(not(unix), test))", Some(true)),
            ("cfg(any(unix, test))", None),
            ("cfg(all(not(unix), test))", None),
        ] {
            assert_eq!(known(&target, predicate), holds, "{predicate}");
        }
    }

    #[test]
    fn names_from_flags() {
        let variables = [("CARGO_CFG_BOARD", ""), ("CARGO_CFG_LIST", "a,b"), ("CARGO_CFG_FEATURE", "default,x")];
        let exact = "Board\nlist=\"a,b\"\ntarget_pointer_width=\"32\"\npanic=\"unwind\"\ndebug_assertions\n";
        let told = target(&variables, Some(exact));
        // Where the compiler does not say, as for a target of one's own, nothing is taken for granted.
        let untold = target(&variables, None);
        for (predicate, holds) in [
            ("cfg(Board)", Some(true)),
            ("cfg(board)", Some(false)),
            ("cfg(Board = \"\")", Some(false)),
            ("cfg(list = \"a,b\")", Some(true)),
            ("cfg(list = \"a\")", Some(false)),
        ] {
            assert_eq!((known(&told, predicate), known(&untold, predicate)), (holds, None), "{predicate}");
        }
        for target in [told, untold] {
            assert_eq!(known(&target, "cfg(all(feature = \"x\", not(debug_assertions)))"), Some(true));
            assert_eq!(known(&target, "cfg(panic = \"abort\")"), None);
        }
    }

    #[test]
    fn what_older_cargos_say_of_every_profile() {
        let release = [("OPT_LEVEL", "3"), ("CARGO_CFG_DEBUG_ASSERTIONS", "")];
        assert_eq!(known(&target(&release, None), "cfg(debug_assertions)"), None);
        assert_eq!(known(&target(&release[..1], None), "cfg(debug_assertions)"), Some(false));
    }
}
