//! The options of each command.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};

use super::argument::{Word, flag, one_of, option, value, words};
use super::shared::{Build, Output, Place, manifest_path};

fn format<T: Word>(help: &'static str) -> Arg {
    one_of::<T>("format", "FORMAT", help).help_heading("Output")
}

#[derive(Clone, Debug)]
pub(crate) struct CheckOptions {
    pub(crate) place: Place,
    pub(crate) build: Build,
    pub(crate) format: CheckFormat,
    pub(crate) output: Output,
}

impl CheckOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let command = Build::arguments(Place::arguments(command));
        Output::arguments(command.arg(format::<CheckFormat>("How to print what is found")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> CheckOptions {
        CheckOptions {
            place: Place::of(matches),
            build: Build::of(matches),
            format: value(matches, "format").unwrap_or_default(),
            output: Output::of(matches),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CheckFormat {
    #[default]
    Human,
    Json,
    Sarif,
    Github,
    Markdown,
}

words!(CheckFormat: Human "human" "", Json "json" "", Sarif "sarif" "", Github "github" "", Markdown "markdown" "");

#[derive(Clone, Debug)]
pub(crate) struct ShowOptions {
    pub(crate) place: Place,
    pub(crate) build: Build,
    pub(crate) format: ShowFormat,
    pub(crate) output: Output,
}

impl ShowOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let command = Build::arguments(Place::arguments(command));
        Output::arguments(command.arg(format::<ShowFormat>("How to print what is in force")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> ShowOptions {
        ShowOptions {
            place: Place::of(matches),
            build: Build::of(matches),
            format: value(matches, "format").unwrap_or_default(),
            output: Output::of(matches),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ShowFormat {
    #[default]
    Human,
    Json,
    Markdown,
    Svg,
    Html,
}

words!(ShowFormat: Human "human" "", Json "json" "", Markdown "markdown" "", Svg "svg" "", Html "html" "");

#[derive(Clone, Debug)]
pub(crate) struct ExplainOptions {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) build: Build,
    pub(crate) format: ExplainFormat,
    pub(crate) output: Output,
}

impl ExplainOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let name = Arg::new("name").value_name("NAME").required(true);
        let command = command.arg(name.help("A crate, total_budget, or a finding's name"));
        let command = Build::arguments(Place::arguments(command));
        Output::arguments(command.arg(format::<ExplainFormat>("How to print it")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> ExplainOptions {
        ExplainOptions {
            name: value(matches, "name").unwrap_or_default(),
            place: Place::of(matches),
            build: Build::of(matches),
            format: value(matches, "format").unwrap_or_default(),
            output: Output::of(matches),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ExplainFormat {
    #[default]
    Human,
    Json,
}

words!(ExplainFormat: Human "human" "", Json "json" "");

#[derive(Clone, Debug)]
pub(crate) struct InitOptions {
    pub(crate) manifest_path: Option<PathBuf>,
}

impl InitOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        command.arg(manifest_path())
    }

    pub(crate) fn of(matches: &ArgMatches) -> InitOptions {
        InitOptions { manifest_path: value(matches, "manifest-path") }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct FitOptions {
    pub(crate) place: Place,
    pub(crate) build: Build,
    /// The total to fit into, instead of the one in force.
    pub(crate) total: Option<String>,
    pub(crate) write: bool,
    pub(crate) output: Output,
}

impl FitOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let command = Build::arguments(Place::arguments(command));
        Output::arguments(command.args([
            option("total", "SIZE", "The total to fit into, instead of the one in force").help_heading("Targets"),
            flag("write", "Put the section into the file").help_heading("Targets").conflicts_with("output"),
        ]))
    }

    pub(crate) fn of(matches: &ArgMatches) -> FitOptions {
        FitOptions {
            place: Place::of(matches),
            build: Build::of(matches),
            total: value(matches, "total"),
            write: matches.get_flag("write"),
            output: Output::of(matches),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct DiffOptions {
    pub(crate) before: String,
    pub(crate) after: Option<String>,
    pub(crate) place: Place,
    pub(crate) build: Build,
    pub(crate) deny_growth: bool,
    pub(crate) format: DiffFormat,
    pub(crate) output: Output,
}

impl DiffOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let command = command.args([
            Arg::new("before")
                .value_name("BEFORE")
                .required(true)
                .help("What it was: a file, a profile, a git revision (`main...`: where the branch has left main) or a target; or both ends, as git has them (`main...HEAD`)"),
            Arg::new("after").value_name("AFTER").help("What it is [default: the working tree]"),
        ]);
        let command = Build::arguments(Place::arguments(command));
        Output::arguments(
            command.args([
                flag("deny-growth", "Make an error of a budget or a total that grows, or cannot be read")
                    .help_heading("Targets"),
                format::<DiffFormat>("How to print the changes"),
            ]),
        )
    }

    pub(crate) fn of(matches: &ArgMatches) -> DiffOptions {
        DiffOptions {
            before: value(matches, "before").unwrap_or_default(),
            after: value(matches, "after"),
            place: Place::of(matches),
            build: Build::of(matches),
            deny_growth: matches.get_flag("deny-growth"),
            format: value(matches, "format").unwrap_or_default(),
            output: Output::of(matches),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    #[default]
    Human,
    Markdown,
    Json,
}

words!(DiffFormat: Human "human" "", Markdown "markdown" "", Json "json" "");

#[derive(Clone, Debug)]
pub(crate) struct SchemaOptions {
    pub(crate) of: SchemaOf,
    pub(crate) output: Output,
}

impl SchemaOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        Output::arguments(command.arg(one_of::<SchemaOf>("of", "WHAT", "Whose schema")))
    }

    pub(crate) fn of(matches: &ArgMatches) -> SchemaOptions {
        SchemaOptions { of: value(matches, "of").unwrap_or_default(), output: Output::of(matches) }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SchemaOf {
    #[default]
    File,
    Output,
    Measurement,
}

words!(
    SchemaOf:
    File "file" "memory_budget.toml",
    Output "output" "What `--format json` prints",
    Measurement "measurement" "What `measure --format json` prints"
);

#[derive(Clone, Debug)]
pub(crate) struct CompletionsOptions {
    pub(crate) shell: clap_complete::Shell,
}

impl CompletionsOptions {
    pub(crate) fn arguments(command: clap::Command) -> clap::Command {
        let shells = value_parser!(clap_complete::Shell);
        command.arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(shells).help("The shell"))
    }

    pub(crate) fn of(matches: &ArgMatches) -> CompletionsOptions {
        CompletionsOptions { shell: value(matches, "shell").unwrap_or(clap_complete::Shell::Bash) }
    }
}
