//! The kinds of findings, with their stable names.

/// Whether a finding stops the build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Severity {
    /// It does.
    Error,
    /// It does in strict mode only.
    Warning,
    /// It never does, and nothing need be wrong.
    Note,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $severity:ident),+ $(,)?) => {
        /// Every kind of finding. Its name is that of its compile-fail case and of its row in the README.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+];

            /// The stable name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                const NAMES: &[&str] = &[$($name,)+];
                NAMES[self as usize]
            }

            /// How severe it is outside strict mode.
            #[must_use]
            pub fn severity(self) -> Severity {
                const SEVERITIES: &[Severity] = &[$(Severity::$severity,)+];
                SEVERITIES[self as usize]
            }
        }
    };
}

impl Kind {
    /// Whether what it is about may have set any budget.
    pub(crate) fn leaves_budgets_open(self) -> bool {
        matches!(
            self,
            Kind::UnknownKey
                | Kind::MisplacedKey
                | Kind::WrongType
                | Kind::UnknownPreset
                | Kind::NoCrates
                | Kind::InvalidCrateName
                | Kind::InvalidPredicate
                | Kind::UnstablePredicate
                | Kind::TargetTriple
                | Kind::UnknownProfile
                | Kind::EmptyVariable
                | Kind::VariableNotUnicode
        )
    }
}

// By family: its words have the file of that name in `catalogue`, and in the command line's `meaning`.
kinds! {
    // attribute
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
    NoFile "no-file" Warning,
    Malformed "malformed" Error,
    LinkerScript "linker-script" Error,
    // settings
    UnknownKey "unknown-key" Error,
    MisplacedKey "misplaced-key" Error,
    WrongType "wrong-type" Error,
    InvalidSize "invalid-size" Error,
    InvalidMargin "invalid-margin" Error,
    MarginOfSum "margin-of-sum" Error,
    UnknownPreset "unknown-preset" Error,
    InvalidPrefix "invalid-prefix" Error,
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
    // targets
    InvalidPredicate "invalid-predicate" Error,
    UnstablePredicate "unstable-predicate" Error,
    TargetTriple "target-triple" Error,
    UnknownTargetName "unknown-target-name" Warning,
    UnknownTargetValue "unknown-target-value" Warning,
    UndecidedSection "undecided-section" Warning,
    // profiles
    UnknownProfile "unknown-profile" Error,
    OverriddenProfile "overridden-profile" Warning,
    InvalidProfile "invalid-profile" Error,
    ProfileCollision "profile-collision" Error,
    TooManyProfiles "too-many-profiles" Error,
    // environment
    EmptyVariable "empty-variable" Error,
    VariableNotUnicode "variable-not-unicode" Error,
    ConflictingFiles "conflicting-files" Error,
    UnknownVariable "unknown-variable" Warning,
    HandedOnTotal "handed-on-total" Warning,
    HandedOnChoice "handed-on-choice" Warning,
    // rules
    Total "total" Error,
    BelowMinimum "below-minimum" Error,
    AboveMaximum "above-maximum" Error,
    Platform "platform" Error,
    AddressSpace "address-space" Error,
    Limits "limits" Error,
    Margin "margin" Warning,
    MarginSections "margin-sections" Error,
    // integration
    NotIntegrated "not-integrated" Warning,
    Unbudgeted "unbudgeted" Warning,
    UnknownCrate "unknown-crate" Warning,
    ForeignBudget "foreign-budget" Note,
    // measured
    OverBudget "over-budget" Error,
    OverTotal "over-total" Error,
    OverLimit "over-limit" Error,
    Undecided "undecided" Warning,
    // command_line
    UnpackagedFile "unpackaged-file" Warning,
}
