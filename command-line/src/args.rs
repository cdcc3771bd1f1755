//! The command line itself.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::measure::options::{MeasureOptions, SuggestOptions};

/// How Cargo colours its own help.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().bold())
    .usage(AnsiColor::BrightGreen.on_default().bold())
    .literal(AnsiColor::BrightCyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::BrightRed.on_default().bold())
    .valid(AnsiColor::BrightCyan.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default().bold());

/// Checks, shows and fits the memory budgets of a workspace
#[derive(Debug, Parser)]
#[command(name = "cargo-memory-budget", bin_name = "cargo memory-budget", version, styles = STYLES)]
#[command(max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "\
Exit status: 0 nothing is wrong (or only warnings), 1 an error or something over its budget, \
2 it could not be done, 101 a defect of this program.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) manner: Manner,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check every rule for every target
    #[command(after_help = "\
Examples:
  cargo memory-budget check
  cargo memory-budget check --target thumbv7em-none-eabihf --target riscv32imac-unknown-none-elf
  cargo memory-budget check --format sarif --output budgets.sarif")]
    Check(CheckOptions),
    /// Show what is in force: budgets, where they come from, limits, and what is left
    #[command(after_help = "\
Examples:
  cargo memory-budget show
  cargo memory-budget show --target x86_64-unknown-linux-gnu --target armv7-unknown-linux-gnueabihf
  cargo memory-budget show --format html --output budgets.html")]
    Show(ShowOptions),
    /// Compare the budgets with a program: what each crate has in its RAM
    #[command(after_help = "\
Examples:
  cargo memory-budget measure target/thumbv7em-none-eabihf/release/app
  cargo memory-budget measure --release --bin app --target thumbv7em-none-eabihf
  cargo memory-budget measure --peaks usage.json --save main.json target/release/app
  cargo memory-budget measure --against main.json --deny-growth target/release/app")]
    Measure(Box<MeasureOptions>),
    /// Propose budgets that hold what was measured
    #[command(after_help = "\
Examples:
  cargo memory-budget suggest target/thumbv7em-none-eabihf/release/app
  cargo memory-budget suggest --peaks idle.json --peaks busy.json target/release/app
  cargo memory-budget suggest --margin 40% --write target/release/app")]
    Suggest(Box<SuggestOptions>),
    /// Explain why a crate has the budget that it has, or what a finding means
    #[command(after_help = "\
Examples:
  cargo memory-budget explain wrt-runtime --target armv7-unknown-linux-gnueabihf
  cargo memory-budget explain below-minimum")]
    Explain(ExplainOptions),
    /// Write a first memory_budget.toml for this workspace; never over one that is there
    #[command(after_help = "\
Example:
  cargo memory-budget init")]
    Init(InitOptions),
    /// Propose budgets that hold every rule on a target or under a total
    #[command(after_help = "\
Examples:
  cargo memory-budget fit --target armv7-unknown-linux-gnueabihf
  cargo memory-budget fit --total 64MB --write")]
    Fit(FitOptions),
    /// Show what changes from one configuration, profile, target or git revision to another
    #[command(after_help = "\
Examples:
  cargo memory-budget diff main
  cargo memory-budget diff main HEAD --format markdown --deny-growth
  cargo memory-budget diff profile:production now.toml
  cargo memory-budget diff target:x86_64-unknown-linux-gnu target:armv7-unknown-linux-gnueabihf")]
    Diff(DiffOptions),
    /// Print the JSON Schema of the file, or of the output
    #[command(after_help = "\
Example:
  cargo memory-budget schema --output memory_budget.schema.json")]
    Schema(SchemaOptions),
    /// Print a script that completes arguments in a shell
    #[command(after_help = "\
Example:
  cargo memory-budget completions bash > ~/.local/share/bash-completion/completions/cargo-memory-budget")]
    Completions(CompletionsOptions),
}

/// How the program speaks.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Manner {
    /// When to use colours; NO_COLOR and CARGO_TERM_COLOR are respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, hide_possible_values = true)]
    #[arg(help = "When to use colours: auto, always or never (NO_COLOR and CARGO_TERM_COLOR are respected)")]
    pub(crate) color: Option<Color>,
    /// Print nothing but the result and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say what was read and asked
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Which configuration.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Place {
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package that carries the attribute
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The configuration file, before all that would name one
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A profile of the file: `[profile.NAME]`
    #[arg(long, value_name = "NAME")]
    pub(crate) profile_name: Option<String>,
    /// Make errors of warnings
    #[arg(long)]
    pub(crate) strict: bool,
}

/// For which builds.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Targets")]
pub(crate) struct Build {
    /// A target, or a JSON target file; again for each [default: the host, build.target, and targets of memory_validation]
    #[arg(long, value_name = "TRIPLE")]
    pub(crate) target: Vec<String>,
    /// Features of the package that are on, beside the default ones
    #[arg(short = 'F', long, value_name = "FEATURES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,
    /// All features of the package are on
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Its default features are off
    #[arg(long)]
    pub(crate) no_default_features: bool,
    /// As in `cargo build --release`: debug_assertions is off
    #[arg(short, long)]
    pub(crate) release: bool,
    /// What else the build sets: NAME, or NAME="VALUE"
    #[arg(long, value_name = "SPEC")]
    pub(crate) cfg: Vec<String>,
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Output {
    /// Write the result into a file
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: CheckFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Human,
    Json,
    Sarif,
    Github,
    Markdown,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ShowOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// How to print what is in force
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: ShowFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    #[default]
    Human,
    Json,
    Markdown,
    Svg,
    Html,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct ExplainOptions {
    /// A crate, total_budget, or a finding's name
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: ExplainFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    #[default]
    Human,
    Json,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct InitOptions {
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct FitOptions {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// The total to fit into, instead of the one in force
    #[arg(long, value_name = "SIZE")]
    pub(crate) total: Option<String>,
    /// Put the section into the file
    #[arg(long, conflicts_with = "output")]
    pub(crate) write: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct DiffOptions {
    /// What it was: a file, a profile, a git revision or a target
    pub(crate) before: String,
    /// What it is [default: the working tree]
    pub(crate) after: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// Make an error of a budget or a total that grows
    #[arg(long)]
    pub(crate) deny_growth: bool,
    /// How to print the changes
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: DiffFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    #[default]
    Human,
    Markdown,
    Json,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct SchemaOptions {
    /// Whose schema
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    pub(crate) of: SchemaOf,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// memory_budget.toml
    #[default]
    File,
    /// What `--format json` prints
    Output,
    /// What `measure --format json` prints
    Measurement,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct CompletionsOptions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

impl Arguments {
    /// Reads `argv`, whose second word is `memory-budget` where Cargo called us.
    pub(crate) fn read(
        arguments: impl Iterator<Item = OsString>,
        variables: &[(OsString, OsString)],
    ) -> Result<Arguments, clap::Error> {
        let mut arguments: Vec<OsString> = arguments.collect();
        if arguments.get(1).is_some_and(|word| word == "memory-budget") {
            arguments.remove(1);
        }
        let color = match Color::of_environment(variables) {
            Some(Color::Always) => clap::ColorChoice::Always,
            Some(Color::Never) => clap::ColorChoice::Never,
            _ => clap::ColorChoice::Auto,
        };
        let matches = Arguments::command().color(color).try_get_matches_from(arguments)?;
        Arguments::from_arg_matches(&matches)
    }
}
