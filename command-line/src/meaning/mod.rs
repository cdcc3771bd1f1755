//! What each finding means: for `explain`, and for the help that code scanning shows.

use memory_budgets_validator::Kind;

/// What a finding means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// In a sentence or two.
    pub(crate) what: &'static str,
    /// How to mend it.
    pub(crate) mend: &'static str,
    /// Something that shows it.
    pub(crate) example: Example,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    /// A `memory_budget.toml`.
    File(&'static str),
    /// Variables of the environment, in a shell.
    Shell(&'static str),
    /// Rust, with the attribute.
    Rust(&'static str),
    /// A manifest.
    Manifest(&'static str),
    /// What has no short one.
    None,
}

const fn meaning(what: &'static str, mend: &'static str, example: Example) -> Meaning {
    Meaning { what, mend, example }
}

/// What a kind means; a test holds every kind to have one.
#[allow(clippy::too_many_lines, reason = "a row a kind")]
pub(crate) fn of(kind: Kind) -> Option<Meaning> {
    use Example::{File, Manifest, None, Rust, Shell};
    Some(match kind {
        Kind::NotAModule => meaning(
            "The attribute stands on something that is no inline module, so there is nowhere to put the constants.",
            "Put it on an empty inline module.",
            Rust("#[memory_budgets::memory_budgets]\npub mod budgets;\n"),
        ),
        Kind::RepeatedAttribute => meaning(
            "The attribute stands twice on one module.",
            "Remove one of the two.",
            Rust("#[memory_budgets::memory_budgets]\n#[memory_budgets::memory_budgets]\npub mod budgets {}\n"),
        ),
        Kind::UnknownArgument => meaning(
            "The attribute has no such argument.",
            "Use config_file, toml, profile, strict_mode, env, derive or crate.",
            Rust("#[memory_budgets::memory_budgets(config = \"b.toml\")]\npub mod budgets {}\n"),
        ),
        Kind::RepeatedArgument => meaning(
            "An argument of the attribute is given twice, and only one can hold.",
            "Leave one of the two.",
            Rust("#[memory_budgets::memory_budgets(env = false, env = true)]\npub mod budgets {}\n"),
        ),
        Kind::ArgumentValue => meaning(
            "An argument of the attribute has a value of the wrong form.",
            "Give a string, true or false, or a list, as the message says.",
            Rust("#[memory_budgets::memory_budgets(strict_mode = \"yes\")]\npub mod budgets {}\n"),
        ),
        Kind::ConflictingArguments => meaning(
            "The attribute names a file and gives the configuration inline as well.",
            "Keep the file or the inline text.",
            Rust("#[memory_budgets::memory_budgets(config_file = \"b.toml\", toml = \"\")]\npub mod budgets {}\n"),
        ),
        Kind::RepeatedDerive => meaning(
            "The attribute derives for CrateId what that implements anyway.",
            "Remove the trait from derive(…).",
            Rust("#[memory_budgets::memory_budgets(derive(Debug))]\npub mod budgets {}\n"),
        ),
        Kind::NoManifestDir => meaning(
            "The compiler runs without Cargo, so nobody says where the package lies and where to look for the file.",
            "Build with Cargo, set CARGO_MANIFEST_DIR, or give the configuration inline.",
            None,
        ),
        Kind::MissingFile => meaning(
            "A file that is named does not exist: by an argument, a variable, or a manifest's memory_validation table. A named file has to be there, so that a typo does not put the defaults in force.",
            "Create the file, or correct its name. A package that goes to a registry has to hold its own file.",
            Manifest("[package.metadata.memory_validation]\nconfig_file = \"memory_budgets.toml\"\n"),
        ),
        Kind::UnreadableFile => meaning(
            "A file is there and cannot be read: no permission, a folder, or no regular file.",
            "Make it a file that this user may read, or name another.",
            None,
        ),
        Kind::FileTooLarge => meaning(
            "The file is larger than 1MB (1,048,576 bytes), which no real configuration is.",
            "Keep it below 1MB.",
            None,
        ),
        Kind::NotUtf8 => {
            meaning("The file, or the path to it, is not UTF-8.", "Save the file as UTF-8, or rename the folder.", None)
        }
        Kind::NoFile => meaning(
            "There is no memory_budget.toml, so the preset's budgets are in force: somebody else's numbers.",
            "Write a file (`cargo memory-budget init` writes a first one), or name one.",
            Manifest("[workspace.metadata.memory_validation]\nstrict_mode = true\n"),
        ),
        Kind::Malformed => meaning(
            "The file is not valid TOML, so nothing after this place can be relied on.",
            "Correct the syntax at this place; the rest is checked once the file can be read.",
            File("\"wrt-runtime\" = 32MB\n"),
        ),
        Kind::UnknownKey => meaning(
            "A key is neither a setting nor a crate that is known. Ignoring it would leave a budget at its default that somebody has tried to set.",
            "Correct the spelling, or declare the crate with `[crates.NAME]` and a budget.",
            File("\"wrt-runtme\" = \"32MB\"\n"),
        ),
        Kind::MisplacedKey => meaning(
            "A setting stands where it has no effect.",
            "Move it to where the message says.",
            File("[profile.production]\nplatform_limit = \"64MB\"\n"),
        ),
        Kind::WrongType => meaning(
            "A setting has a value of another type than it takes.",
            "Write what the message says it takes.",
            File("strict_mode = \"yes\"\n"),
        ),
        Kind::InvalidSize => meaning(
            "A size cannot be read. Sizes are whole bytes, or strings with B, KB, MB, GB (or KiB, MiB, GiB), all binary.",
            "Write a number of bytes, or a string such as \"512KB\", \"1.5MB\" or \"2GB\".",
            File("\"wrt-runtime\" = \"32mb\"\n"),
        ),
        Kind::InvalidMargin => meaning(
            "The safety margin is no percentage.",
            "Write a string such as \"20%\" or \"12.5%\".",
            File("safety_margin = 20\n"),
        ),
        Kind::MarginOfSum => meaning(
            "A total that is the sum of the crates leaves no room for a safety margin.",
            "Remove safety_margin, or write the total as a size.",
            File("total_budget = \"sum\"\nsafety_margin = \"20%\"\n"),
        ),
        Kind::InvalidPrefix => meaning(
            "The prefix is not what crate names can begin with.",
            "Write it without the dash behind it.",
            File("preset = \"none\"\nprefix = \"app-\"\ntotal_budget = \"2MB\"\n[crates.app-net]\nbudget = \"1MB\"\n"),
        ),
        Kind::UnknownPreset => meaning(
            "There is no preset of this name.",
            "Write one that there is; \"none\" is for budgets of your own crates alone.",
            File("preset = \"nothing\"\n"),
        ),
        Kind::MissingTotal => meaning(
            "Without a preset there is no default for the total.",
            "Add total_budget at the top of the file: a size, or \"sum\" for what the crates come to.",
            File("preset = \"none\"\n\n[crates.app]\nbudget = \"1MB\"\n"),
        ),
        Kind::NoCrates => meaning(
            "Without a preset each crate is declared, and none is.",
            "Declare a crate with `[crates.NAME]` and a budget.",
            File("preset = \"none\"\ntotal_budget = \"1MB\"\n"),
        ),
        Kind::DuplicateBudget => meaning(
            "A crate is given a budget twice, in the flat form and in its table.",
            "Keep one of the two.",
            File("\"wrt-runtime\" = \"8MB\"\n\n[crates.wrt-runtime]\nbudget = \"16MB\"\n"),
        ),
        Kind::MissingBudget => meaning(
            "A crate is declared without a budget, and it is no crate of the preset, which would have a default.",
            "Add `budget = \"…\"`.",
            File("[crates.app-net]\npurpose = \"networking\"\n"),
        ),
        Kind::InvalidCrateName => meaning(
            "A crate's name is none that Cargo takes.",
            "Use the package's name: ASCII letters, digits, `-` and `_`, starting with a letter.",
            File("[crates.\"app net\"]\nbudget = \"1MB\"\n"),
        ),
        Kind::InvalidVariant => meaning(
            "A crate's variant of CrateId cannot be one.",
            "Give `variant = \"…\"`: an identifier in UpperCamelCase.",
            File("[crates.wrt-self]\nbudget = \"1KB\"\n"),
        ),
        Kind::VariantCollision => meaning(
            "Two crates come to the same variant of CrateId.",
            "Give one of them another `variant = \"…\"`.",
            File("[crates.app-net]\nbudget = \"1KB\"\n\n[crates.appNet]\nbudget = \"1KB\"\nvariant = \"AppNet\"\n"),
        ),
        Kind::ConstantCollision => meaning(
            "Two crates come to the same constant, or one comes to a constant of the total.",
            "Give one of them another `variant = \"…\"`: the constant follows it.",
            File("[crates.total-system]\nbudget = \"1KB\"\n"),
        ),
        Kind::VariableCollision => meaning(
            "Two crates come to the same environment variable, which could then mean either.",
            "Rename one of the two: the variable is made of the whole name.",
            File("[crates.app-net]\nbudget = \"1KB\"\n\n[crates.app_net]\nbudget = \"1KB\"\nvariant = \"Other\"\n"),
        ),
        Kind::InvalidPredicate => meaning(
            "A target section's key is no `cfg(…)` predicate.",
            "Write it like `[target.'cfg(target_arch = \"arm\")']`.",
            File("[target.'cfg(target_arch = arm)']\ntotal_budget = \"24MB\"\n"),
        ),
        Kind::TargetTriple => meaning(
            "A target section's key is a target's name, and sections go by predicates.",
            "Write it as the `cfg(…)` that the message gives.",
            File("[target.armv7-unknown-linux-gnueabihf]\ntotal_budget = \"24MB\"\n"),
        ),
        Kind::UnknownTargetValue => meaning(
            "No target has this value, so the section matches nothing.",
            "Correct the value; `rustc --print cfg --target …` shows those of a target.",
            File("[target.'cfg(target_os = \"qnx\")']\ntotal_budget = \"64MB\"\n"),
        ),
        Kind::UnstablePredicate => meaning(
            "A predicate uses a name that only a nightly compiler takes, which would stop the build elsewhere.",
            "Use a name that every compiler knows.",
            File("[target.'cfg(overflow_checks)']\ntotal_budget = \"64MB\"\n"),
        ),
        Kind::UnknownTargetName => meaning(
            "No target sets this name, so the section matches nothing.",
            "Correct the spelling, or declare the name in `[lints.rust] unexpected_cfgs` where the build sets it.",
            File("[target.'cfg(target_arhc = \"arm\")']\ntotal_budget = \"24MB\"\n"),
        ),
        Kind::UndecidedSection => meaning(
            "A section depends on something that Cargo does not tell a build script, which then goes by a guess.",
            "Use a profile, or leave the file to the attribute, where the compiler decides.",
            None,
        ),
        Kind::OverriddenProfile => meaning(
            "A variable selects another profile than the code asks for, and the variable wins.",
            "Unset the variable, or write `env = false` in the attribute.",
            None,
        ),
        Kind::InvalidProfile => meaning(
            "A profile's name cannot become a variant of the enum `Profile`.",
            "Rename it: ASCII letters, digits, `-` and `_`, starting with a letter.",
            File("[profile.\"2 boards\"]\n\"wrt-debug\" = \"1MB\"\n"),
        ),
        Kind::ProfileCollision => meaning(
            "Two profiles come to one variant of the enum `Profile`.",
            "Rename one of them.",
            File("[profile.asil-b]\n\"wrt-debug\" = \"1MB\"\n\n[profile.asil_b]\n\"wrt-debug\" = \"512KB\"\n"),
        ),
        Kind::TooManyProfiles => meaning(
            "A file may have 64 profiles: each is a table of all budgets, checked by every rule.",
            "Split the file.",
            None,
        ),
        Kind::UnknownProfile => meaning(
            "The profile that is selected is not in the file.",
            "Select one that is there, or add `[profile.NAME]`.",
            Shell("WRT_BUDGET_PROFILE=prodution\n"),
        ),
        Kind::ConflictingFiles => meaning(
            "Two variables name a file each, and not the same one.",
            "Unset one of them: MEMORY_BUDGET_FILE alone serves every preset.",
            None,
        ),
        Kind::EmptyVariable => meaning(
            "A variable that sets something is set to nothing, which may mean a default or a mistake.",
            "Give it a value, or unset it.",
            Shell("WRT_RUNTIME_BUDGET=\n"),
        ),
        Kind::VariableNotUnicode => {
            meaning("A variable's value is not Unicode.", "Give it a readable value, or unset it.", None)
        }
        Kind::UnknownVariable => meaning(
            "A variable looks like one of ours and names no crate and no setting: it changes nothing.",
            "Correct its name, declare the crate, or unset it.",
            Shell("WRT_RUNTME_BUDGET=8MB\n"),
        ),
        Kind::HandedOnTotal => meaning(
            "The build script goes by another configuration than the attribute of the same package.",
            "Name the file and the profile of the build script in the attribute too.",
            None,
        ),
        Kind::HandedOnChoice => meaning(
            "The build script and the attribute of one package do not choose the same configuration.",
            "Name the file and the profile of the build script in the attribute too.",
            None,
        ),
        Kind::Total => meaning(
            "The crates' budgets come to more than the total: not all of them can be used up at once.",
            "Reduce budgets, or raise the total; `cargo memory-budget fit` proposes some.",
            File("total_budget = \"64MB\"\n"),
        ),
        Kind::BelowMinimum => meaning(
            "A crate's budget is less than the least that it works with.",
            "Raise the budget to the minimum, or lower `min` where it is too careful.",
            File("\"wrt-runtime\" = \"2MB\"\n"),
        ),
        Kind::AboveMaximum => meaning(
            "A crate's budget is more than it may be given.",
            "Reduce the budget to the maximum, or raise `max`.",
            File("total_budget = \"1GB\"\n\"wrt-runtime\" = \"512MB\"\n"),
        ),
        Kind::Platform => meaning(
            "The total is more than the platform has.",
            "Give the target a section of its own with a smaller total; `cargo memory-budget fit --target …` writes one.",
            File("platform_limit = \"32MB\"\n"),
        ),
        Kind::AddressSpace => meaning(
            "A budget or the total is more than the target's addresses can tell apart.",
            "Give the target a section with smaller budgets.",
            File("preset = \"none\"\ntotal_budget = \"4GB\"\n\n[crates.app]\nbudget = \"1GB\"\n"),
        ),
        Kind::Limits => meaning(
            "A crate's minimum is above its maximum, so that no budget would do.",
            "Lower `min` or raise `max`.",
            File("[crates.wrt-runtime]\nmin = \"512MB\"\n"),
        ),
        Kind::Margin => meaning(
            "The budgets with the safety margin come to more than the total: there is less headroom than was asked for.",
            "Reduce budgets, raise the total, or lower safety_margin.",
            File("safety_margin = \"20%\"\n"),
        ),
        Kind::MarginSections => meaning(
            "The margin is a warning that depends on too many target sections for the compiler to follow.",
            "Set strict_mode = true, where the compiler decides it, or keep to fewer sections.",
            None,
        ),
        Kind::NotIntegrated => meaning(
            "A crate has a budget with `memory_system = true` and does not use the memory system: nothing is charged to its budget.",
            "Make it depend on the memory system and name its CrateId, or set `memory_system = false`.",
            File("[crates.app-decoder]\nbudget = \"1MB\"\nmemory_system = true\n"),
        ),
        Kind::Unbudgeted => meaning(
            "A crate uses the memory system and has no budget.",
            "Declare it with `[crates.NAME]` and a budget, or drop its dependency.",
            None,
        ),
        Kind::UnknownCrate => meaning(
            "A name in the file is that of no member of the workspace, and of no package that it depends on.",
            "Correct the name, remove it, or add the crate to the workspace.",
            File("[integration]\nexempt = [\"cargo-wtr\"]\n"),
        ),
        Kind::ForeignBudget => meaning(
            "The code of a crate with a budget hands another crate's CrateId to a function or a macro, as one does to charge it: what it takes is then in the other's budget. That may be as it should be.",
            "Charge the crate's own CrateId where the memory is its own.",
            Rust("let memory = MEMORY.charge(CrateId::AppNet, 512)?; // in app-core\n"),
        ),
        Kind::UnpackagedFile => meaning(
            "A package that may go to a registry goes by a file outside its folder. The file is not in its .crate, so whoever depends on it gets the preset's budgets instead.",
            "Put the file or a link to it into the package's folder, or write `publish = false`.",
            Manifest("[package]\nname = \"app-core\"\npublish = true\n"),
        ),
        Kind::LinkerScript => meaning(
            "A limit is the length of a region in a linker script, and the script or its region cannot be read: a mistake in an expression, a name that nothing has, a file that includes itself.",
            "Correct the script, or write the limit as a size.",
            File("platform_limit = { linker_script = \"memory.x\" }\n"),
        ),
        Kind::OverBudget => meaning(
            "A crate has more in the measured program's RAM than its budget: its statics, and what was counted at run time beside them. Only what is known to be its counts.",
            "Reduce its statics, of which the largest are named, or raise its budget.",
            None,
        ),
        Kind::OverTotal => meaning(
            "All RAM that the measured program has is more than the total budget; or, as a warning, it is so with the safety margin.",
            "Reduce what the program has, of which the largest crates are named, or raise the total.",
            None,
        ),
        Kind::OverLimit => meaning(
            "All RAM that the measured program has is more than a platform limit of its target; or, as a warning, it is so with the safety margin.",
            "Reduce what the program has, of which the largest crates are named.",
            None,
        ),
        Kind::Undecided => meaning(
            "What is known to be a crate's is within its budget, and together with what nobody can attribute it is not.",
            "Let more be attributed: debug information, -C symbol-mangling-version=v0, or the linker's map.",
            None,
        ),
        _ => return Option::None,
    })
}

impl Example {
    /// The example, and what it is.
    pub(crate) fn text(self) -> Option<(&'static str, &'static str)> {
        match self {
            Example::File(text) => Some(("memory_budget.toml", text)),
            Example::Shell(text) => Some(("the environment", text)),
            Example::Rust(text) => Some(("src/lib.rs", text)),
            Example::Manifest(text) => Some(("Cargo.toml", text)),
            Example::None => None,
        }
    }

    /// The language of a code block.
    pub(crate) fn language(self) -> &'static str {
        match self {
            Example::File(_) | Example::Manifest(_) => "toml",
            Example::Shell(_) => "sh",
            Example::Rust(_) => "rust",
            Example::None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::{Kind, Request, Target, validate};

    use super::{Example, of};

    #[test]
    fn every_finding_has_one() {
        for &kind in Kind::ALL {
            assert!(of(kind).is_some(), "{} is not explained", kind.name());
        }
    }

    /// What is shown as an example of a finding raises it.
    #[test]
    fn examples_show_what_they_are_for() {
        let board = Target::from_rustc_cfg("board", "target_pointer_width=\"32\"").expect("a target");
        for &kind in Kind::ALL {
            let Some(meaning) = of(kind) else { continue };
            let (inline, environment) = match meaning.example {
                Example::File(text) => (text, Vec::new()),
                Example::Shell(text) => {
                    let (name, value) = text.trim().split_once('=').expect("NAME=value");
                    ("[profile.production]\ntotal_budget = '128MB'", vec![(name.into(), value.into())])
                }
                _ => continue,
            };
            if [Kind::NotIntegrated, Kind::UnknownCrate].contains(&kind) {
                continue; // depends on the workspace around it
            }
            let outcome = validate(&Request {
                inline: Some(inline.to_owned()),
                environment: Some(environment),
                target: Some(board.clone()),
                ..Request::default()
            });
            let shown: Vec<&str> = outcome.findings.iter().map(|finding| finding.kind.name()).collect();
            assert!(shown.contains(&kind.name()), "{} shows {shown:?}", kind.name());
        }
    }
}
