//! Findings: what is wrong, how to mend it, and where it came from.

use std::fmt;

use crate::index;
use crate::origin::{Origin, Place};

/// Whether a finding stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It does.
    Error,
    /// It does in strict mode only.
    Warning,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $severity:ident),+ $(,)?) => {
        /// Every kind of finding. Its name is that of its compile-fail case and of its row in the README.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+];

            /// The stable name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)+ }
            }

            /// How severe it is outside strict mode.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Kind::$variant => Severity::$severity,)+ }
            }
        }
    };
}

kinds! {
    // the attribute
    NotAModule "not-a-module" Error,
    RepeatedAttribute "repeated-attribute" Error,
    UnknownArgument "unknown-argument" Error,
    RepeatedArgument "repeated-argument" Error,
    ArgumentValue "argument-value" Error,
    ConflictingArguments "conflicting-arguments" Error,
    RepeatedDerive "repeated-derive" Error,
    // files
    NoManifestDir "no-manifest-dir" Error,
    MissingFile "missing-file" Error,
    UnreadableFile "unreadable-file" Error,
    FileTooLarge "file-too-large" Error,
    NotUtf8 "not-utf8" Error,
    NoFile "no-file" Error,
    Malformed "malformed" Error,
    // settings
    UnknownKey "unknown-key" Error,
    MisplacedKey "misplaced-key" Error,
    WrongType "wrong-type" Error,
    InvalidSize "invalid-size" Error,
    InvalidMargin "invalid-margin" Error,
    UnknownPreset "unknown-preset" Error,
    MissingTotal "missing-total" Error,
    NoCrates "no-crates" Error,
    // crates
    DuplicateBudget "duplicate-budget" Error,
    MissingBudget "missing-budget" Error,
    InvalidCrateName "invalid-crate-name" Error,
    InvalidVariant "invalid-variant" Error,
    VariantCollision "variant-collision" Error,
    ConstantCollision "constant-collision" Error,
    VariableCollision "variable-collision" Error,
    // targets and profiles
    InvalidPredicate "invalid-predicate" Error,
    TargetTriple "target-triple" Error,
    UnknownTargetValue "unknown-target-value" Warning,
    UnknownProfile "unknown-profile" Error,
    // the environment
    EmptyVariable "empty-variable" Error,
    VariableNotUnicode "variable-not-unicode" Error,
    UnknownVariable "unknown-variable" Warning,
    HandedOnTotal "handed-on-total" Warning,
    // the rules
    Total "total" Error,
    BelowMinimum "below-minimum" Error,
    AboveMaximum "above-maximum" Error,
    Platform "platform" Error,
    AddressSpace "address-space" Error,
    Limits "limits" Error,
    Margin "margin" Warning,
    MarginSections "margin-sections" Error,
    // the integration check
    NotIntegrated "not-integrated" Warning,
    Unbudgeted "unbudgeted" Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind of thing.
    pub kind: Kind,
    /// An error, or a warning outside strict mode.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub title: String,
    /// How to mend it.
    pub solution: String,
    /// The origins of what it speaks of, as printed; empty where the attribute itself is the place.
    pub context: String,
    /// The position that it points at: `memory_budget.toml:3:17`, a variable, or nothing.
    pub position: String,
    place: Place,
    variable: Option<String>,
}

impl Finding {
    pub(crate) fn new(kind: Kind, title: String, solution: String, origin: &Origin) -> Self {
        let context = match origin {
            Origin::Attribute => String::new(),
            origin => origin.context(),
        };
        let variable = match origin {
            Origin::Variable(name) if kind == Kind::UnknownVariable => Some(name.clone()),
            _ => None,
        };
        let (position, place) = (origin.position(), origin.place());
        Finding { kind, severity: kind.severity(), title, solution, context, position, place, variable }
    }

    /// The variable that an `unknown-variable` is about: the warning goes when it does.
    pub(crate) fn unknown_variable(&self) -> Option<String> {
        self.variable.clone()
    }

    /// What is wrong, the solution and the position, for tools that take a line.
    #[cfg(feature = "build-script")]
    pub(crate) fn in_a_line(&self) -> String {
        let place = if self.position.is_empty() { String::new() } else { format!(" ({})", self.position) };
        format!("{}. Solution: {}{place}", self.title, self.solution)
    }

    /// Names the other party too.
    pub(crate) fn and(mut self, label: &str, other: &Origin) -> Self {
        self.context.push_str(&second_party(label, other));
        self
    }
}

/// How a context goes on with a second origin.
pub(crate) fn second_party(label: &str, origin: &Origin) -> String {
    match origin {
        Origin::Text { .. } | Origin::File(_) => format!("\n\n{label}:\n{}", origin.context()),
        _ => format!("\n\n{label}: {}", origin.context()),
    }
}

/// The whole message: what is wrong, the solution, the origins.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\nSolution: {}", self.title, self.solution)?;
        if !self.context.is_empty() {
            write!(f, "\n\n{}", self.context)?;
        }
        Ok(())
    }
}

/// Puts findings in the order of their sources, and makes errors of the warnings in strict mode.
pub(crate) fn settle(findings: &[Finding], strict: bool) -> Vec<Finding> {
    let order = index::sorted(findings.len(), &mut |a, b| findings[a].place.cmp(&findings[b].place));
    let mut settled: Vec<Finding> = order.into_iter().map(|i| findings[i].clone()).collect();
    if strict {
        make_errors(&mut settled);
    }
    settled
}

/// What strict mode does to warnings.
pub(crate) fn make_errors(findings: &mut [Finding]) {
    for finding in findings {
        finding.severity = Severity::Error;
    }
}
