//! The wording of every finding but those of the rules, whose words stand in their rows. What was probably meant is for the
//! caller to find, who knows all names; the attribute alone has no search of its own.

use std::path::Path;

use super::{Edit, Finding, Kind, Origin};
use crate::printable::printable;
use crate::size;

/// What the attribute takes, each by its name.
pub const ARGUMENTS: [&str; 8] = [
    "config_file = \"…\"",
    "toml = \"…\"",
    "profile = \"…\"",
    "strict_mode = true",
    "env = false",
    "records = 64",
    "derive(…)",
    "crate = path",
];

/// For the solutions of its errors.
fn arguments() -> String {
    let (last, rest) = ARGUMENTS.split_last().unwrap_or((&"", &[]));
    format!("The attribute takes {} and {last}", rest.join(", "))
}

// The attribute. The macro puts the place: the token itself.

/// The attribute stands on `item`.
#[must_use]
pub fn not_a_module() -> Finding {
    let title = "`#[memory_budgets]` goes on an inline module".to_owned();
    Finding::new(Kind::NotAModule, title, "Write `pub mod budgets {}` under it".to_owned(), &Origin::Attribute)
}

/// The attribute stands twice on one module.
#[must_use]
pub fn repeated_attribute() -> Finding {
    let title = "`#[memory_budgets]` stands twice on this module".to_owned();
    Finding::new(Kind::RepeatedAttribute, title, "Remove one of the two".to_owned(), &Origin::Attribute)
}

/// An argument that there is not.
#[must_use]
pub fn unknown_argument(name: &str) -> Finding {
    let mut known = ARGUMENTS.iter().filter_map(|argument| argument.split([' ', '(']).next());
    let solution = match super::suggest::nearest(name, &mut known) {
        Some(meant) => format!("Did you mean `{meant}`? {}", arguments()),
        None => arguments(),
    };
    Finding::new(Kind::UnknownArgument, format!("Unknown argument `{}`", printable(name)), solution, &Origin::Attribute)
}

/// An argument given twice.
#[must_use]
pub fn repeated_argument(name: &str) -> Finding {
    let title = format!("The argument `{}` is given twice", printable(name));
    Finding::new(Kind::RepeatedArgument, title, "Leave one of the two".to_owned(), &Origin::Attribute)
}

/// An argument whose value is of the wrong form.
#[must_use]
pub fn argument_value(name: &str, accepted: &str) -> Finding {
    let title = format!("The argument `{}` takes {accepted}", printable(name));
    Finding::new(Kind::ArgumentValue, title, arguments(), &Origin::Attribute)
}

/// Something that is no argument at all.
#[must_use]
pub fn not_an_argument(found: &str) -> Finding {
    let title = format!("`{}` is no argument", printable(found));
    Finding::new(Kind::UnknownArgument, title, arguments(), &Origin::Attribute)
}

/// A file and an inline text.
#[must_use]
pub fn conflicting_arguments() -> Finding {
    let title = "`config_file` and `toml` exclude each other".to_owned();
    Finding::new(Kind::ConflictingArguments, title, "Keep the file or the inline text".to_owned(), &Origin::Attribute)
}

/// A derive of what is implemented anyway.
#[must_use]
pub fn repeated_derive(name: &str) -> Finding {
    let name = printable(name);
    let title = format!("`CrateId` already implements `{name}`");
    Finding::new(Kind::RepeatedDerive, title, format!("Remove `{name}` from `derive(…)`"), &Origin::Attribute)
}

// Files

pub(crate) fn no_manifest_dir() -> Finding {
    let title = "CARGO_MANIFEST_DIR is not set, so there is nowhere to look for the configuration".to_owned();
    let solution = "Build with Cargo, set the variable to the package's folder, or give the configuration inline with `toml = \"…\"`";
    Finding::new(Kind::NoManifestDir, title, solution.to_owned(), &Origin::Attribute)
}

pub(crate) fn missing_file(path: &str, looked_in: &[String], origin: &Origin) -> Finding {
    let solution =
        format!("Create the file, or correct the path; looked for in {}", listed(looked_in.iter().map(String::as_str)));
    Finding::new(Kind::MissingFile, format!("The file {} does not exist", printable(path)), solution, origin)
}

pub(crate) fn unreadable_file(path: &str, why: &str, origin: &Origin) -> Finding {
    let solution = "Make it a file that this user may read, or name another".to_owned();
    Finding::new(Kind::UnreadableFile, format!("Cannot read {}: {why}", printable(path)), solution, origin)
}

pub(crate) fn file_too_large(path: &str, origin: &Origin) -> Finding {
    let title = format!("{} is larger than 1MB", printable(path));
    Finding::new(Kind::FileTooLarge, title, "Keep the file below 1MB (1,048,576 bytes)".to_owned(), origin)
}

pub(crate) fn not_utf8(path: &str, line: usize, column: usize) -> Finding {
    let title = format!("{} is not UTF-8: line {line} holds a byte that no character has", printable(path));
    let origin = Origin::Spot { path: path.to_owned(), line, column };
    Finding::new(Kind::NotUtf8, title, "Save the file as UTF-8".to_owned(), &origin)
}

pub(crate) fn path_not_utf8(path: &Path) -> Finding {
    let title = format!("The path {} is not UTF-8", printable(&path.to_string_lossy()));
    let solution = "Rename the folder, or give the configuration inline with `toml = \"…\"`".to_owned();
    Finding::new(Kind::NotUtf8, title, solution, &Origin::Attribute)
}

/// What is wrong in a linker script, and which setting it is read for.
pub(crate) fn linker_script(reason: &str, origin: &Origin, setting: &Origin) -> Finding {
    let solution = "Correct the script, or write the limit as a size".to_owned();
    Finding::new(Kind::LinkerScript, format!("This linker script gives no limit: {reason}"), solution, origin)
        .and("the limit", setting)
}

/// A region that the script does not have.
pub(crate) fn no_region(
    name: &str,
    known: &mut dyn ExactSizeIterator<Item = &'_ str>,
    meant: Option<&str>,
    origin: &Origin,
) -> Finding {
    let title = format!("The linker script has no region `{}`", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{}`?", printable(meant)),
        None if known.len() == 0 => "Name a script with a `MEMORY` command".to_owned(),
        None => format!("Name one of its regions: {}", listed(known)),
    };
    Finding::new(Kind::LinkerScript, title, solution, origin)
}

/// A limit that names a script and no region of it, or a region and no script.
pub(crate) fn incomplete_limit(missing: &str, origin: &Origin) -> Finding {
    let title = format!("platform_limit does not name its {missing}");
    let solution = "Write `platform_limit = { linker_script = \"memory.x\", region = \"RAM\" }`, or a size".to_owned();
    Finding::new(Kind::LinkerScript, title, solution, origin)
}

pub(crate) fn no_file(looked_in: &[String]) -> Finding {
    let title = "There is no configuration file, so all budgets are those of the preset".to_owned();
    let solution = format!(
        "Write one with `cargo memory-budget init`, or by hand with `preset = \"none\"` for crates of your own; looked for in {}",
        listed(looked_in.iter().map(String::as_str))
    );
    Finding::new(Kind::NoFile, title, solution, &Origin::Attribute)
}

pub(crate) fn malformed(path: &str, parser_says: &str, origin: &Origin) -> Finding {
    let title = format!("{path} is not valid TOML: {}", printable(&parser_says.replace('\n', ", ")));
    let unquoted =
        matches!(origin, Origin::Text { source, span } if source.line_text(span.start).starts_with("[target.cfg("));
    let solution = if unquoted {
        "Put the predicate in quotes: `[target.'cfg(…)']`"
    } else {
        "Correct the syntax here; the rest of the file is checked once it can be read"
    };
    Finding::new(Kind::Malformed, title, solution.to_owned(), origin)
}

// Settings

/// A table of settings.
pub(crate) enum Context {
    Root,
    Target,
    Profile,
    Crate,
    SectionCrate,
    Limit,
    Metadata,
    Integration,
}

impl Context {
    /// All that such a table takes besides crates: the one list of it.
    pub(crate) fn settings(&self) -> &'static [&'static str] {
        match self {
            Context::Root => &[
                "total_budget",
                "platform_limit",
                "strict_mode",
                "safety_margin",
                "integration_check",
                "integration",
                "preset",
                "prefix",
                "crates",
                "target",
                "profile",
            ],
            Context::Target => &["total_budget", "platform_limit", "crates"],
            Context::Profile => &["total_budget", "strict_mode"],
            Context::Crate => &["budget", "min", "max", "purpose", "variant", "memory_system"],
            Context::SectionCrate => &["budget", "min", "max"],
            Context::Limit => &["linker_script", "region"],
            Context::Integration => &["exempt"],
            Context::Metadata => &["config_file", "strict_mode", "targets"],
        }
    }
}

pub(crate) fn unknown_key(key: &str, context: &Context, suggestion: Option<&str>, origin: &Origin) -> Finding {
    let shown = printable(key);
    let declared = if crate::name::is_crate_name(key) { &*shown } else { "NAME" };
    let declare = format!("Declare a crate with `[crates.{declared}]` and a `budget`");
    let settings = context.settings();
    let solution = match (suggestion, context) {
        (Some(meant), _) => format!("Did you mean `{}`?", printable(meant)),
        (None, Context::Root) => declare,
        (None, Context::Target | Context::Profile) => format!("{declare}, or use one of: {}", settings.join(", ")),
        (None, _) => format!("Use {}", alternatives(settings)),
    };
    let title = match context {
        Context::Root | Context::Target | Context::Profile => {
            format!("`{shown}` is neither a setting nor a known crate")
        }
        Context::Crate => format!("`{shown}` is no setting of a crate"),
        Context::SectionCrate => format!("`{shown}` is no setting of a crate in a target section"),
        Context::Limit => format!("`{shown}` is no setting of platform_limit"),
        Context::Metadata => format!("`{shown}` is no setting of memory_validation"),
        Context::Integration => format!("`{shown}` is no setting of the integration check"),
    };
    let edit = suggestion.and_then(|meant| Edit::replace(origin, meant.to_owned()));
    Finding::new(Kind::UnknownKey, title, solution, origin).with_edit(edit)
}

/// `a, b or c`
fn alternatives(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

pub(crate) fn misplaced_key(key: &str, belongs: &str, origin: &Origin) -> Finding {
    let title = format!("`{key}` cannot be set here");
    Finding::new(Kind::MisplacedKey, title, format!("Move it to {belongs}"), origin)
}

pub(crate) fn wrong_type(key: &str, accepted: &str, found: &str, origin: &Origin) -> Finding {
    let article = if found.starts_with(['a', 'i']) { "an" } else { "a" };
    let title = format!("`{}` takes {accepted}, not {article} {found}", printable(key));
    Finding::new(Kind::WrongType, title, format!("Write {accepted}"), origin)
}

pub(crate) fn invalid_size(what: &str, shown: &str, fault: &size::Fault, origin: &Origin) -> Finding {
    let shown = if shown.is_empty() { String::new() } else { format!(" {}", printable(shown)) };
    let title = format!("{}{shown} is not a size: {}", printable(what), fault.reason);
    let solution = match &fault.suggestion {
        Some(meant) => format!("Write \"{meant}\"; {}", size::ACCEPTED),
        None => capitalised(size::ACCEPTED),
    };
    let solution = if what == "total_budget" { solution + ", or \"sum\": what the crates come to" } else { solution };
    let edit = fault.suggestion.as_ref().and_then(|meant| Edit::replace(origin, format!("\"{meant}\"")));
    Finding::new(Kind::InvalidSize, title, solution, origin).with_edit(edit)
}

pub(crate) fn invalid_margin(shown: &str, origin: &Origin) -> Finding {
    let title = format!("safety_margin {} is not a percentage", printable(shown));
    let solution = "Write a string such as \"20%\" or \"12.5%\", from \"0%\" to \"1000%\" with at most two decimals";
    Finding::new(Kind::InvalidMargin, title, solution.to_owned(), origin)
}

/// A margin beside a total that leaves none.
pub(crate) fn margin_of_sum(total: &Origin, margin: &Origin) -> Finding {
    let title = "safety_margin cannot hold where total_budget is \"sum\": the crates leave nothing of it".to_owned();
    let solution = "Remove safety_margin, or write the total as a size".to_owned();
    Finding::new(Kind::MarginOfSum, title, solution, total).and("the margin", margin)
}

pub(crate) fn unknown_preset(shown: &str, origin: &Origin) -> Finding {
    let title = format!("There is no preset \"{}\"", printable(shown));
    Finding::new(Kind::UnknownPreset, title, "Write \"wrt\", \"kiln\" or \"none\"".to_owned(), origin)
}

pub(crate) fn invalid_prefix(shown: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("`{}` is no prefix of crate names", printable(shown));
    let solution = "Write what the names begin with, without the dash behind it: ASCII letters, digits, `-` and `_`, starting \
                    with a letter and not ending with `-`";
    let edit = meant.and_then(|meant| Edit::replace(origin, format!("\"{meant}\"")));
    Finding::new(Kind::InvalidPrefix, title, solution.to_owned(), origin).with_edit(edit)
}

/// A crate of the other project's, where the file does not say that it goes by that preset.
pub(crate) fn other_preset(key: &str, preset: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is a crate of the preset \"{preset}\"", printable(key));
    Finding::new(Kind::UnknownKey, title, format!("Write `preset = \"{preset}\"` at the top of the file"), origin)
}

/// Two variables that each name a file, and not the same.
pub(crate) fn conflicting_files(name: &str, other: &str) -> Finding {
    let title = format!("{name} and {other} name different files");
    let solution = format!("Unset one of them: {other} alone serves everybody");
    let origins = [name, other].map(|name| Origin::Variable(name.to_owned()));
    Finding::new(Kind::ConflictingFiles, title, solution, &origins[0]).and("the other", &origins[1])
}

pub(crate) fn missing_total(origin: &Origin) -> Finding {
    let title = "total_budget is missing: without a preset there is no default".to_owned();
    let solution = "Add `total_budget = \"…\"` at the top of the file; \"sum\" is what the crates come to".to_owned();
    Finding::new(Kind::MissingTotal, title, solution, origin)
}

pub(crate) fn no_crates(origin: &Origin) -> Finding {
    let title = "No crate has a budget: without a preset each one is declared".to_owned();
    Finding::new(Kind::NoCrates, title, "Declare a crate with `[crates.NAME]` and a `budget`".to_owned(), origin)
}

// Crates

pub(crate) fn duplicate_budget(name: &str, origin: &Origin, other: &Origin) -> Finding {
    let name = printable(name);
    let title = format!("{name} is given a budget twice");
    let solution = format!("Keep either the flat entry or the `budget` of `[crates.{name}]`");
    Finding::new(Kind::DuplicateBudget, title, solution, origin).and("the other", other)
}

pub(crate) fn missing_budget(name: &str, origin: &Origin) -> Finding {
    let title = format!("{} is declared without a budget", printable(name));
    Finding::new(
        Kind::MissingBudget,
        title,
        "Add `budget = \"…\"`: only a crate of the preset has a default".to_owned(),
        origin,
    )
}

pub(crate) fn invalid_crate_name(name: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is not a crate's name", printable(name));
    let solution = "Use the package's name: ASCII letters, digits, `-` and `_`, starting with a letter".to_owned();
    Finding::new(Kind::InvalidCrateName, title, solution, origin)
}

pub(crate) fn invalid_variant(name: &str, variant: &str, chosen: bool, origin: &Origin) -> Finding {
    let (name, shown) = (printable(name), printable(variant));
    let title = if chosen {
        format!("`{shown}` cannot be the variant of {name}")
    } else {
        format!("{name} comes to the variant `{shown}`, which cannot be one")
    };
    let solution = format!(
        "{} an identifier in UpperCamelCase that is not Self, ALL or COUNT",
        if chosen { "Give".to_owned() } else { format!("Give `variant = \"…\"` in `[crates.{name}]`:") }
    );
    Finding::new(Kind::InvalidVariant, title, solution, origin)
}

pub(crate) fn collision(kind: Kind, names: (&str, &str), both: &str, origins: (&Origin, &Origin)) -> Finding {
    let (name, other, both) = (printable(names.0), printable(names.1), printable(both));
    let what = match kind {
        Kind::VariantCollision => "variant",
        Kind::ConstantCollision => "constant",
        _ => "environment variable",
    };
    let title = format!("{name} and {other} come to the same {what} `{both}`");
    let solution = match kind {
        Kind::VariableCollision => {
            "Rename one of the two: the variable is made of the whole name, which `variant` does not change".to_owned()
        }
        _ => format!("Give one of them another `variant = \"…\"` (in `[crates.{name}]`)"),
    };
    Finding::new(kind, title, solution, origins.0).and(&other, origins.1)
}

pub(crate) fn reserved(kind: Kind, name: &str, both: &str, origin: &Origin) -> Finding {
    let (name, both) = (printable(name), printable(both));
    let (title, solution) = if kind == Kind::ConstantCollision {
        (
            format!("{name} comes to the constant `{both}`, which is that of the total"),
            format!("Give `variant = \"…\"` in `[crates.{name}]`: the constant follows it"),
        )
    } else {
        (
            format!("{name} comes to the environment variable `{both}`, which is that of the total"),
            "Rename the crate: the variable is made of its whole name, which `variant` does not change".to_owned(),
        )
    };
    Finding::new(kind, title, solution, origin)
}

// Targets and profiles

pub(crate) fn invalid_predicate(text: &str, reason: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is not a target predicate: {reason}", printable(text));
    let solution = "Write it like `[target.'cfg(target_arch = \"arm\")']`, with all(…), any(…), not(…), names and name = \"value\"";
    Finding::new(Kind::InvalidPredicate, title, solution.to_owned(), origin)
}

pub(crate) fn target_triple(triple: &str, predicate: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` is a target's name, not a predicate", printable(triple));
    let edit = Edit::replace(origin, format!("'{predicate}'"));
    Finding::new(Kind::TargetTriple, title, format!("Write `[target.'{predicate}']`"), origin).with_edit(edit)
}

pub(crate) fn unknown_target_value(key: &str, value: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("No target has `{key} = \"{}\"`: this matches nothing", printable(value));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{key} = \"{meant}\"`?"),
        None => format!("Use a value that `rustc --print cfg --target …` shows for {key}"),
    };
    let edit = meant.and_then(|meant| Edit::replace_part(origin, &format!("\"{value}\""), format!("\"{meant}\"")));
    Finding::new(Kind::UnknownTargetValue, title, solution, origin).with_edit(edit)
}

pub(crate) fn unknown_target_name(name: &str, value: Option<&str>, meant: &str, origin: &Origin) -> Finding {
    let title = match value {
        Some(value) => format!("No target has `{} = \"{}\"`: this matches nothing", printable(name), printable(value)),
        None => format!("No target has `{}`: this matches nothing", printable(name)),
    };
    let solution = format!(
        "Did you mean `{meant}`? A name that the build sets itself is declared in `[lints.rust] unexpected_cfgs`"
    );
    // Quotes would have to be written as the key's own are.
    let edit = Some(meant).filter(|meant| !meant.contains('"'));
    let edit = edit.and_then(|meant| Edit::replace_part(origin, name, meant.to_owned()));
    Finding::new(Kind::UnknownTargetName, title, solution, origin)
        .with_edit(edit.filter(|_| value.is_none_or(|_| meant != name)))
}

pub(crate) fn unstable_predicate(text: &str, name: &str, origin: &Origin) -> Finding {
    let title = format!("`{}` asks for `{name}`, which stable compilers do not tell", printable(text));
    let solution = "Ask for another name, or for one that the build sets itself".to_owned();
    Finding::new(Kind::UnstablePredicate, title, solution, origin)
}

pub(crate) fn undecided_section(predicate: &str, taken: bool, profile: &str, origin: &Origin) -> Finding {
    let taken = if taken { "it does" } else { "it does not" };
    let title =
        format!("A build script cannot tell whether cfg({}) holds, and takes it that {taken}", printable(predicate));
    let solution = format!(
        "Set it with a `[profile.NAME]` and {profile}, or leave this file to the attribute, where the compiler decides"
    );
    Finding::new(Kind::UndecidedSection, title, solution, origin)
}

pub(crate) fn unknown_profile(name: &str, known: &[&str], meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("There is no profile \"{}\"", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean \"{}\"?", printable(meant)),
        None if known.is_empty() => format!("Add `[profile.{}]` to the configuration file", printable(name)),
        None => format!("Select one of: {}", listed(known.iter().copied())),
    };
    Finding::new(Kind::UnknownProfile, title, solution, origin)
}

pub(crate) fn overridden_profile(own: &str, selected: &str, variable: &str) -> Finding {
    let (own, selected) = (printable(own), printable(selected));
    let title = format!("{variable} selects the profile \"{selected}\" where \"{own}\" is asked for");
    let solution =
        format!("Unset {variable}, or write `env = false` in the attribute where its own profile has to hold");
    Finding::new(Kind::OverriddenProfile, title, solution, &Origin::Variable(variable.to_owned()))
}

pub(crate) fn invalid_profile(name: &str, origin: &Origin) -> Finding {
    let title = format!("The profile \"{}\" has no name that a variant of `Profile` can have", printable(name));
    let solution = "Use ASCII letters, digits, `-` and `_`, starting with a letter; not self, and no name that comes to ALL or COUNT";
    Finding::new(Kind::InvalidProfile, title, solution.to_owned(), origin)
}

pub(crate) fn profile_collision(names: (&str, &str), origins: (&Origin, &Origin)) -> Finding {
    let (name, other) = (printable(names.0), printable(names.1));
    let title = format!("The profiles \"{name}\" and \"{other}\" come to the same variant of `Profile`");
    let finding = Finding::new(Kind::ProfileCollision, title, "Rename one of them".to_owned(), origins.0);
    finding.and("the other", origins.1)
}

pub(crate) fn too_many_profiles(profiles: usize, limit: usize, origin: &Origin) -> Finding {
    let title = format!("There are {profiles} profiles, and a file may have {limit}");
    let solution = "Split the file: an attribute, a build script and a variable can each name one".to_owned();
    Finding::new(Kind::TooManyProfiles, title, solution, origin)
}

// The environment

pub(crate) fn empty_variable(name: &str, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} is set but empty", printable(name));
    Finding::new(Kind::EmptyVariable, title, "Give it a value, or unset it".to_owned(), origin)
}

pub(crate) fn variable_not_unicode(name: &str, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} is not Unicode", printable(name));
    Finding::new(Kind::VariableNotUnicode, title, "Give it a readable value, or unset it".to_owned(), origin)
}

pub(crate) fn unknown_variable(name: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("The environment variable {} names no known crate or setting", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean {}?", printable(meant)),
        None => "Declare the crate with `[crates.NAME]`, or unset the variable".to_owned(),
    };
    Finding::new(Kind::UnknownVariable, title, solution, origin)
}

pub(crate) fn handed_on_total(script: u64, attribute: u128, in_sections: bool, origin: &Origin) -> Finding {
    let (script, attribute) = (size::print(script.into()), size::print(attribute));
    let title = format!("The build script goes by a total of {script}, and the attribute by {attribute}");
    let solution = if in_sections {
        "Name the file and the profile of the build script in the attribute too; where they are the same, Cargo does not tell the \
         script all that the [target] sections ask for: set the total with a `[profile.NAME]`"
    } else {
        "Name the file and the profile of the build script in the attribute too: `config_file = \"…\"`, `profile = \"…\"`"
    };
    Finding::new(Kind::HandedOnTotal, title, solution.to_owned(), origin)
}

pub(crate) fn handed_on_sections(script: u64, sections: usize, limit: usize, origin: &Origin) -> Finding {
    let script = size::print(script.into());
    let title = format!("The build script's total of {script} cannot be followed through {sections} [target] sections");
    let solution = format!(
        "Keep to {limit} sections that change the total, or name the file in the attribute: `config_file = \"…\"`"
    );
    Finding::new(Kind::HandedOnTotal, title, solution, origin)
}

pub(crate) fn handed_on_choice(script: &str, attribute: &str) -> Finding {
    let title = format!("The build script goes by {}, and the attribute by {attribute}", printable(script));
    let solution = "Name the file and the profile of the build script in the attribute too: `config_file = \"…\"`, `profile = \"…\"`";
    Finding::new(Kind::HandedOnChoice, title, solution.to_owned(), &Origin::Attribute)
}

// The rules; what each says stands in its row.

pub(crate) fn too_many_sections(setting: &str, sections: usize, limit: usize, origin: &Origin) -> Finding {
    let title = format!("{setting} cannot be followed through {sections} [target] sections that change budgets");
    let solution = format!("Set strict_mode = true, where the compiler decides it, or keep to {limit} such sections");
    Finding::new(Kind::MarginSections, title, solution, origin)
}

// The integration check

#[cfg(feature = "build-script")]
pub(crate) fn no_dependency(name: &str, system: &str, origin: &Origin) -> Finding {
    let (system, none_needed) = (printable(system), none_needed(name));
    let solution = format!("Make it depend on {system}, directly or through another member; {none_needed}");
    Finding::new(Kind::NotIntegrated, not_integrated(name), solution, origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn not_named(name: &str, variant: &str, origin: &Origin) -> Finding {
    let solution = format!("Name `CrateId::{}` where it takes memory; {}", printable(variant), none_needed(name));
    Finding::new(Kind::NotIntegrated, not_integrated(name), solution, origin)
}

#[cfg(feature = "build-script")]
fn not_integrated(name: &str) -> String {
    format!("{} has a budget but does not use the memory system", printable(name))
}

#[cfg(feature = "build-script")]
fn none_needed(name: &str) -> String {
    format!("or set `memory_system = false` in `[crates.{}]`", printable(name))
}

#[cfg(feature = "build-script")]
pub(crate) fn unbudgeted(name: &str, system: &str, origin: &Origin) -> Finding {
    let (name, system) = (printable(name), printable(system));
    let title = format!("{name} uses the memory system but has no budget");
    let solution = format!("Declare it with `[crates.{name}]` and a `budget`, or drop its dependency on {system}");
    Finding::new(Kind::Unbudgeted, title, solution, origin)
}

#[cfg(feature = "build-script")]
pub(crate) fn unknown_crate(name: &str, what: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let title = format!("{} {what} but is no crate of this workspace", printable(name));
    let solution = match meant {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => "Remove it, or add the crate to the workspace or to the dependencies of a member".to_owned(),
    };
    let edit = meant.and_then(|meant| Edit::replace_part(origin, name, meant.to_owned()));
    Finding::new(Kind::UnknownCrate, title, solution, origin).with_edit(edit)
}

#[cfg(feature = "build-script")]
pub(crate) fn foreign_budget(name: &str, variant: &str, other: &str, places: usize, origin: &Origin) -> Finding {
    let (name, variant) = (printable(name), printable(variant));
    let title = format!("{name} charges the budget of {}", printable(other));
    let solution = format!(
        "Charge `CrateId::{variant}` where the memory is {name}'s own; where it is not, all is as it should be"
    );
    let mut finding = Finding::new(Kind::ForeignBudget, title, solution, origin);
    if places > 1 {
        finding.notes.push(format!("the first of {places} places"));
    }
    finding
}

#[cfg(feature = "build-script")]
pub(crate) fn endless_members(pattern: &str, limit: usize, origin: &Origin) -> Finding {
    let title = format!("`{}` leads to more than {limit} entries of folders", printable(pattern));
    let solution = "List the members one by one, or remove the link that leads out of the workspace".to_owned();
    Finding::new(Kind::UnreadableFile, title, solution, origin)
}

// The command line

#[cfg(feature = "build-script")]
pub(crate) fn unpackaged_file(package: &str, file: &str, manifest: &str) -> Finding {
    let title = format!("{} may be published, and {} is not in its package", printable(package), printable(file));
    let solution = "Put the file or a link to it into the package's folder, or write `publish = false`".to_owned();
    Finding::new(Kind::UnpackagedFile, title, solution, &Origin::File(manifest.to_owned()))
}

/// Names from outside, as many as are of use.
fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<String> = names.take(SHOWN).map(printable).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}

// A measured program

#[cfg(feature = "measured")]
pub(crate) fn over_budget(name: &str, used: &str, over: &str, budget: &str, origin: &Origin) -> Finding {
    let title = format!("{name} has {used} in RAM, and a budget of {budget}");
    let solution = format!("Reduce what {name} has by {over}, or increase its budget");
    Finding::new(Kind::OverBudget, title, solution, origin)
}

#[cfg(feature = "measured")]
pub(crate) fn undecided(name: &str, used: &str, most: &str, budget: &str, origin: &Origin) -> Finding {
    let title = format!("{name} has between {used} and {most} in RAM, and a budget of {budget}");
    let solution = "Let more of the program be attributed: build it with debug information or with \
                    `-C symbol-mangling-version=v0`, or give the linker's map";
    Finding::new(Kind::Undecided, title, solution.to_owned(), origin)
}

#[cfg(feature = "measured")]
pub(crate) fn over_total(used: &str, total: &str, origin: &Origin) -> Finding {
    let title = format!("The program has {used} in RAM, more than the system budget ({total})");
    Finding::new(Kind::OverTotal, title, "Reduce what the program has, or increase total budget".to_owned(), origin)
}

#[cfg(feature = "measured")]
pub(crate) fn over_limit(used: &str, limit: &str, origin: &Origin) -> Finding {
    let title = format!("The program has {used} in RAM, more than the platform limit ({limit})");
    Finding::new(Kind::OverLimit, title, "Reduce what the program has".to_owned(), origin)
}

/// The same with the safety margin: the program fits, and what is to be left free does not.
#[cfg(feature = "measured")]
pub(crate) fn over_with_margin(kind: Kind, used: (&str, &str), margin: &str, bound: &str, origin: &Origin) -> Finding {
    let what = if kind == Kind::OverLimit { "the platform limit" } else { "the system budget" };
    let title = format!(
        "The program has {} in RAM, with a {margin} safety margin ({}) more than {what} ({bound})",
        used.0, used.1
    );
    let mut finding =
        Finding::new(kind, title, "Reduce what the program has, or lower safety_margin".to_owned(), origin);
    finding.severity = super::Severity::Warning;
    finding
}

#[cfg(feature = "measured")]
pub(crate) fn unbudgeted_in_program(name: &str, used: &str, origin: &Origin) -> Finding {
    let name = printable(name);
    let title = format!("{name} has {used} in RAM and no budget");
    Finding::new(Kind::Unbudgeted, title, format!("Declare it with `[crates.{name}]` and a `budget`"), origin)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
