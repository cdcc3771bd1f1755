//! The command line itself. It is written by hand, because clap's derive takes longer to compile than clap.

mod argument;
mod commands;
#[cfg(feature = "measure")]
mod measure;
mod shared;

use std::ffi::OsString;

use clap::ArgMatches;
use clap::builder::styling::{AnsiColor, Styles};

pub(crate) use self::commands::{
    CheckFormat, CheckOptions, CompletionsOptions, DiffFormat, DiffOptions, ExplainFormat, ExplainOptions, FitOptions,
    InitOptions, SchemaOf, SchemaOptions, ShowFormat, ShowOptions,
};
#[cfg(feature = "measure")]
pub(crate) use self::measure::{MeasureOptions, SuggestOptions};
pub(crate) use self::shared::{Build, Color, Manner, Place};

/// How Cargo colours its own help.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().bold())
    .usage(AnsiColor::BrightGreen.on_default().bold())
    .literal(AnsiColor::BrightCyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::BrightRed.on_default().bold())
    .valid(AnsiColor::BrightCyan.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default().bold());

pub(crate) struct Arguments {
    pub(crate) command: Command,
    pub(crate) manner: Manner,
}

pub(crate) enum Command {
    Check(CheckOptions),
    Show(ShowOptions),
    #[cfg(feature = "measure")]
    Measure(Box<MeasureOptions>),
    #[cfg(feature = "measure")]
    Suggest(Box<SuggestOptions>),
    Explain(ExplainOptions),
    Init(InitOptions),
    Fit(FitOptions),
    Diff(DiffOptions),
    Schema(SchemaOptions),
    Completions(CompletionsOptions),
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
        let color = match Color::of_arguments(&arguments).or_else(|| Color::of_environment(variables)) {
            Some(Color::Always) => clap::ColorChoice::Always,
            Some(Color::Never) => clap::ColorChoice::Never,
            _ => clap::ColorChoice::Auto,
        };
        let matches = program().color(color).try_get_matches_from(arguments)?;
        Ok(Arguments { command: Command::of(&matches)?, manner: Manner::of(&matches) })
    }
}

/// The program, as clap and the shells know it.
pub(crate) fn program() -> clap::Command {
    let program = clap::Command::new("cargo-memory-budget")
        .bin_name("cargo memory-budget")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Checks, shows and fits the memory budgets of a workspace")
        .styles(STYLES)
        .max_term_width(100)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "Exit status: 0 nothing is wrong (or only warnings), 1 an error or something over its budget, \
             2 it could not be done, 101 a defect of this program.",
        );
    Manner::arguments(program.subcommands(Command::all()))
}

impl Command {
    fn all() -> Vec<clap::Command> {
        let command = |name: &'static str, about: &'static str, examples: &'static str| {
            clap::Command::new(name).about(about).after_help(examples)
        };
        vec![
            CheckOptions::arguments(command(
                "check",
                "Check every rule for every target",
                "\
Examples:
  cargo memory-budget check
  cargo memory-budget check --target thumbv7em-none-eabihf --target riscv32imac-unknown-none-elf
  cargo memory-budget check --format sarif --output budgets.sarif",
            )),
            ShowOptions::arguments(command(
                "show",
                "Show what is in force: budgets, where they come from, limits, and what is left",
                "\
Examples:
  cargo memory-budget show
  cargo memory-budget show --target x86_64-unknown-linux-gnu --target armv7-unknown-linux-gnueabihf
  cargo memory-budget show --format html --output budgets.html",
            )),
            #[cfg(feature = "measure")]
            <MeasureOptions as clap::Args>::augment_args(command(
                "measure",
                "Compare the budgets with a program: what each crate has in its RAM",
                "\
Examples:
  cargo memory-budget measure target/thumbv7em-none-eabihf/release/app
  cargo memory-budget measure --release --bin app --target thumbv7em-none-eabihf
  cargo memory-budget measure --peaks usage.json --save main.json target/release/app
  cargo memory-budget measure --against main.json --deny-growth target/release/app",
            )),
            #[cfg(feature = "measure")]
            <SuggestOptions as clap::Args>::augment_args(command(
                "suggest",
                "Propose budgets that hold what was measured",
                "\
Examples:
  cargo memory-budget suggest target/thumbv7em-none-eabihf/release/app
  cargo memory-budget suggest --peaks idle.json --peaks busy.json target/release/app
  cargo memory-budget suggest --margin 40% --write target/release/app",
            )),
            ExplainOptions::arguments(command(
                "explain",
                "Explain why a crate has the budget that it has, or what a finding means",
                "\
Examples:
  cargo memory-budget explain wrt-runtime --target armv7-unknown-linux-gnueabihf
  cargo memory-budget explain below-minimum",
            )),
            InitOptions::arguments(command(
                "init",
                "Write a first memory_budget.toml for this workspace; never over one that is there",
                "\
Example:
  cargo memory-budget init",
            )),
            FitOptions::arguments(command(
                "fit",
                "Propose budgets that hold every rule on a target or under a total",
                "\
Examples:
  cargo memory-budget fit --target armv7-unknown-linux-gnueabihf
  cargo memory-budget fit --total 64MB --write",
            )),
            DiffOptions::arguments(command(
                "diff",
                "Show what changes from one configuration, profile, target or git revision to another",
                "\
Examples:
  cargo memory-budget diff main
  cargo memory-budget diff main... --deny-growth
  cargo memory-budget diff main...HEAD --deny-growth
  cargo memory-budget diff main HEAD --format markdown
  cargo memory-budget diff profile:production now.toml
  cargo memory-budget diff target:x86_64-unknown-linux-gnu target:armv7-unknown-linux-gnueabihf",
            )),
            SchemaOptions::arguments(command(
                "schema",
                "Print the JSON Schema of the file, or of the output",
                "\
Example:
  cargo memory-budget schema --output memory_budget.schema.json",
            )),
            CompletionsOptions::arguments(command(
                "completions",
                "Print a script that completes arguments in a shell",
                "\
Examples:
  cargo memory-budget completions bash > ~/.local/share/bash-completion/completions/cargo-memory-budget
  cargo memory-budget completions fish > ~/.config/fish/completions/cargo-memory-budget.fish
  cargo memory-budget completions zsh > ~/.zfunc/_cargo-memory-budget   # a folder of $fpath

They complete `cargo-memory-budget`; that of zsh also what follows `cargo memory-budget`, where Cargo's own is loaded.",
            )),
        ]
    }

    fn of(matches: &ArgMatches) -> Result<Command, clap::Error> {
        Ok(match matches.subcommand() {
            Some(("check", options)) => Command::Check(CheckOptions::of(options)),
            Some(("show", options)) => Command::Show(ShowOptions::of(options)),
            #[cfg(feature = "measure")]
            Some(("measure", options)) => Command::Measure(clap::FromArgMatches::from_arg_matches(options)?),
            #[cfg(feature = "measure")]
            Some(("suggest", options)) => Command::Suggest(clap::FromArgMatches::from_arg_matches(options)?),
            Some(("explain", options)) => Command::Explain(ExplainOptions::of(options)),
            Some(("init", options)) => Command::Init(InitOptions::of(options)),
            Some(("fit", options)) => Command::Fit(FitOptions::of(options)),
            Some(("diff", options)) => Command::Diff(DiffOptions::of(options)),
            Some(("schema", options)) => Command::Schema(SchemaOptions::of(options)),
            Some(("completions", options)) => Command::Completions(CompletionsOptions::of(options)),
            // clap has asked for one of them.
            _ => return Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
        })
    }
}
