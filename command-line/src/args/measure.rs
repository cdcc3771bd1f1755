//! The arguments of `measure` and `suggest`.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use super::commands::ShowFormat;
use super::shared::{Build, Output, Place};

/// What the other commands read by hand, for the derive to take in.
macro_rules! flattened {
    ($($options:ident),*) => {$(
        impl Args for $options {
            fn augment_args(command: Command) -> Command {
                $options::arguments(command)
            }

            fn augment_args_for_update(command: Command) -> Command {
                $options::arguments(command)
            }
        }

        impl FromArgMatches for $options {
            fn from_arg_matches(matches: &ArgMatches) -> Result<$options, Error> {
                Ok($options::of(matches))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
                *self = $options::of(matches);
                Ok(())
            }
        }
    )*};
}

flattened!(Place, Build, Output);

#[derive(Args, Clone, Debug)]
pub(crate) struct MeasureOptions {
    /// The program, as it is shipped; without it Cargo builds one first
    #[arg(value_name = "PROGRAM")]
    pub(crate) program: Option<PathBuf>,
    /// The program that Cargo builds
    #[arg(long, value_name = "NAME", conflicts_with = "program")]
    pub(crate) bin: Option<String>,
    /// The profile that Cargo builds it with
    #[arg(long, value_name = "NAME", conflicts_with_all = ["program", "release"])]
    pub(crate) profile: Option<String>,
    /// The linker's map (-C link-arg=-Map=FILE), for what nothing else can attribute
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// What the program has counted at run time, as JSON; of several files the largest peaks count
    #[arg(long, value_name = "FILE")]
    pub(crate) peaks: Vec<PathBuf>,
    /// Write the measurement into a file, for --against
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Show what has grown since a saved measurement
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// Growth of a crate's RAM is an error
    #[arg(long, requires = "against")]
    pub(crate) deny_growth: bool,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    /// How to print what was measured
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: ShowFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Clone, Debug)]
pub(crate) struct SuggestOptions {
    /// Programs, or measurements that were saved with `measure --save`
    #[arg(value_name = "PROGRAM", required_unless_present = "peaks")]
    pub(crate) programs: Vec<PathBuf>,
    /// What a program has counted at run time, as JSON; the largest peaks count
    #[arg(long, value_name = "FILE")]
    pub(crate) peaks: Vec<PathBuf>,
    /// What is added to what was measured [default: `safety_margin`, else 25%]
    #[arg(long, value_name = "PERCENT")]
    pub(crate) margin: Option<String>,
    /// Change the configuration file; comments, order and notation stay
    #[arg(long)]
    pub(crate) write: bool,
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) build: Build,
    #[command(flatten)]
    pub(crate) output: Output,
}
