//! One argument: how it is spelt, and what it was given.

use std::path::PathBuf;

use clap::builder::EnumValueParser;
use clap::{Arg, ArgAction, ArgMatches, ValueEnum, value_parser};

/// `--name VALUE`
pub(crate) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

pub(crate) fn path(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(value_parser!(PathBuf))
}

/// `--name`
pub(crate) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

/// `--name WORD`, and the first of the words without it.
pub(crate) fn one_of<T: Word>(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(EnumValueParser::<T>::new()).default_value(T::WORDS[0].0)
}

pub(crate) fn value<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Option<T> {
    matches.get_one::<T>(name).cloned()
}

pub(crate) fn values(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
}

/// An enum that stands for words of the command line. The first is the default.
pub(crate) trait Word: ValueEnum + Default + Send + Sync + 'static {
    /// Each word, and what is said of it.
    const WORDS: &'static [(&'static str, &'static str)];
}

macro_rules! words {
    ($name:ident: $($variant:ident $word:literal $help:literal),*) => {
        impl $crate::args::argument::Word for $name {
            const WORDS: &'static [(&'static str, &'static str)] = &[$(($word, $help)),*];
        }

        impl clap::ValueEnum for $name {
            fn value_variants<'a>() -> &'a [$name] {
                &[$($name::$variant),*]
            }

            fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
                let (word, help) = <$name as $crate::args::argument::Word>::WORDS[*self as usize];
                let value = clap::builder::PossibleValue::new(word);
                Some(if help.is_empty() { value } else { value.help(help) })
            }
        }
    };
}

pub(crate) use words;
