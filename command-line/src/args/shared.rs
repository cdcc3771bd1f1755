//! The options that several commands have.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::argument::{flag, option, path, value, values, words};

/// How the program speaks.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    pub(crate) color: Option<Color>,
    pub(crate) quiet: bool,
    pub(crate) verbose: u8,
}

impl Manner {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let arguments = [
            option(
                "color",
                "WHEN",
                "When to use colours: auto, always or never (NO_COLOR and CARGO_TERM_COLOR are respected)",
            )
            .value_parser(value_parser!(Color))
            .hide_possible_values(true),
            flag("quiet", "Print nothing but the result and errors").short('q').conflicts_with("verbose"),
            flag("verbose", "Say what was read and asked").short('v').action(ArgAction::Count),
        ];
        command.args(arguments.map(|argument| argument.global(true).help_heading("Output")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> Manner {
        Manner {
            color: value(matches, "color"),
            quiet: matches.get_flag("quiet"),
            verbose: matches.get_count("verbose"),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// What the arguments ask for, where they cannot be read, or ask for help.
    pub(crate) fn of_arguments(arguments: &[OsString]) -> Option<Color> {
        let words = arguments.iter().take_while(|argument| *argument != "--");
        let words: Vec<&str> = words.map(|argument| argument.to_str().unwrap_or_default()).collect();
        let at = words.iter().rposition(|word| *word == "--color" || word.starts_with("--color="))?;
        match words[at].strip_prefix("--color=").or_else(|| words.get(at + 1).copied())? {
            "always" => Some(Color::Always),
            "never" => Some(Color::Never),
            "auto" => Some(Color::Auto),
            _ => None,
        }
    }
}

words!(Color: Auto "auto" "", Always "always" "", Never "never" "");

/// Which configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package that carries the attribute.
    pub(crate) package: Option<String>,
    /// The configuration file, before all that would name one.
    pub(crate) config: Option<PathBuf>,
    /// A profile of the file: `[profile.NAME]`.
    pub(crate) profile_name: Option<String>,
    /// Make errors of warnings.
    pub(crate) strict: bool,
}

impl Place {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let arguments = [
            manifest_path(),
            option("package", "NAME", "The package that carries the attribute").short('p'),
            path("config", "FILE", "The configuration file, before all that would name one"),
            option("profile-name", "NAME", "A profile of the file: `[profile.NAME]`"),
            flag("strict", "Make errors of warnings"),
        ];
        command.args(arguments.map(|argument| argument.help_heading("Configuration")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> Place {
        Place {
            manifest_path: value(matches, "manifest-path"),
            package: value(matches, "package"),
            config: value(matches, "config"),
            profile_name: value(matches, "profile-name"),
            strict: matches.get_flag("strict"),
        }
    }
}

pub(crate) fn manifest_path() -> Arg {
    path("manifest-path", "PATH", "Path to Cargo.toml")
}

/// For which builds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Build {
    /// Triples, or JSON target files.
    pub(crate) target: Vec<String>,
    /// Features that the build is asked for, each `NAME` or `PACKAGE/NAME`.
    pub(crate) features: Vec<String>,
    pub(crate) all_features: bool,
    pub(crate) no_default_features: bool,
    pub(crate) release: bool,
    /// What else the build sets: `NAME`, or `NAME="VALUE"`.
    pub(crate) cfg: Vec<String>,
}

impl Build {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let arguments = [
            option(
                "target",
                "TRIPLE",
                "A target, or a JSON target file; again for each [default: the host, build.target, and targets of memory_validation]",
            )
            .action(ArgAction::Append),
            option("features", "FEATURES", "Features that the build is asked for: NAME, or PACKAGE/NAME")
                .short('F')
                .value_delimiter(',')
                .action(ArgAction::Append),
            flag("all-features", "All features of the packages that are built"),
            flag("no-default-features", "Without their default features"),
            flag("release", "As in `cargo build --release`: debug_assertions is off").short('r'),
            option("cfg", "SPEC", "What else the build sets: NAME, or NAME=\"VALUE\"").action(ArgAction::Append),
        ];
        command.args(arguments.map(|argument| argument.help_heading("Targets")))
    }

    /// Nothing is asked of the features.
    pub(crate) fn without_features(&mut self) {
        self.features.clear();
        (self.all_features, self.no_default_features) = (false, false);
    }

    pub(crate) fn of(matches: &ArgMatches) -> Build {
        Build {
            target: values(matches, "target"),
            features: values(matches, "features"),
            all_features: matches.get_flag("all-features"),
            no_default_features: matches.get_flag("no-default-features"),
            release: matches.get_flag("release"),
            cfg: values(matches, "cfg"),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Output {
    /// The file that the result goes into.
    pub(crate) output: Option<PathBuf>,
}

impl Output {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        command.arg(path("output", "FILE", "Write the result into a file").short('o').help_heading("Output"))
    }

    pub(crate) fn of(matches: &ArgMatches) -> Output {
        Output { output: value(matches, "output") }
    }
}
