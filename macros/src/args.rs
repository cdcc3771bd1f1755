//! The attribute's arguments.

use memory_budgets_validator::for_macros::catalogue;
use memory_budgets_validator::{Finding, Origin};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitBool, LitStr, Token};

/// A finding about the attribute itself, and the token that it is about.
pub(crate) type Problem = (Span, Box<Finding>);

pub(crate) struct Args {
    pub(crate) config_file: Option<(String, Span)>,
    pub(crate) toml: Option<(String, Span)>,
    pub(crate) profile: Option<(String, Span)>,
    pub(crate) strict_mode: Option<bool>,
    pub(crate) env: bool,
    /// Paths of traits.
    pub(crate) derives: Vec<Path>,
    /// The path of the support crate.
    pub(crate) support: TokenStream,
}

impl Args {
    /// Reads the arguments; what is wrong with one leaves the others in force.
    pub(crate) fn parse(tokens: TokenStream) -> (Args, Vec<Problem>) {
        let mut args = Args {
            config_file: None,
            toml: None,
            profile: None,
            strict_mode: None,
            env: true,
            derives: Vec::new(),
            support: quote!(::memory_budgets),
        };
        let mut problems = Vec::new();
        let mut seen = Vec::new();
        for argument in split_at_commas(tokens) {
            let span = argument.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            let read = |input: ParseStream<'_>| args.read(input, &mut seen, &mut problems);
            // Only an argument without a name is left to report here.
            if read.parse2(argument.clone()).is_err() {
                problems.push((span, Box::new(catalogue::not_an_argument(&argument.to_string()))));
            }
        }
        if let (Some(_), Some((_, span))) = (&args.config_file, &args.toml) {
            problems.push((*span, Box::new(catalogue::conflicting_arguments())));
            args.config_file = None;
        }
        (args, problems)
    }

    fn read(&mut self, input: ParseStream<'_>, seen: &mut Vec<String>, problems: &mut Vec<Problem>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        let argument = name.to_string();
        let mut value = None;
        match argument.as_str() {
            "config_file" | "toml" | "profile" => match string(input) {
                Some(text) => value = Some(text),
                None => problems.push((at(&name, input), Box::new(catalogue::argument_value(&argument, "a string")))),
            },
            "strict_mode" | "env" => match boolean(input) {
                Some(on) if argument == "env" => self.env = on,
                Some(on) => self.strict_mode = Some(on),
                None => {
                    problems.push((at(&name, input), Box::new(catalogue::argument_value(&argument, "true or false"))));
                }
            },
            "derive" => match derives(input) {
                Some(paths) => self.add_derives(paths, problems),
                None => problems
                    .push((at(&name, input), Box::new(catalogue::argument_value("derive", "traits in parentheses")))),
            },
            "crate" => match path(input) {
                Some(path) => self.support = path,
                None => problems.push((at(&name, input), Box::new(catalogue::argument_value("crate", "a path")))),
            },
            _ => problems.push((name.span(), Box::new(catalogue::unknown_argument(&argument)))),
        }
        let _: TokenStream = input.parse()?; // of an argument that is already reported
        if seen.contains(&argument) {
            problems.push((name.span(), Box::new(catalogue::repeated_argument(&argument))));
            return Ok(());
        }
        match argument.as_str() {
            "config_file" => self.config_file = value,
            "toml" => self.toml = value,
            "profile" => self.profile = value,
            _ => {}
        }
        seen.push(argument);
        Ok(())
    }

    fn add_derives(&mut self, paths: Vec<Path>, problems: &mut Vec<Problem>) {
        const IMPLEMENTED: [&str; 10] =
            ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Display", "FromStr"];
        for path in paths {
            let name = path.standard_trait();
            let implemented = name.is_some_and(|name| IMPLEMENTED.contains(&name));
            let same =
                |other: &Path| other.segments == path.segments || (name.is_some() && other.standard_trait() == name);
            if implemented || self.derives.iter().any(same) {
                problems.push((path.span, Box::new(catalogue::repeated_derive(&path.segments.join("::")))));
            } else {
                self.derives.push(path);
            }
        }
    }

    pub(crate) fn derives_default(&self) -> bool {
        self.derives.iter().any(|path| path.standard_trait() == Some("Default"))
    }

    /// Where the compiler shows a finding: at the argument that it is about, or at the attribute.
    pub(crate) fn span_of(&self, finding: &Finding) -> Span {
        let about = match finding.origin {
            Origin::Argument("config_file") => &self.config_file,
            Origin::Argument("toml") => &self.toml,
            Origin::Argument("profile") => &self.profile,
            _ => &None,
        };
        about.as_ref().map_or_else(Span::call_site, |(_, span)| *span)
    }
}

/// A path without generic arguments.
pub(crate) struct Path {
    pub(crate) tokens: TokenStream,
    span: Span,
    segments: Vec<String>,
}

impl Path {
    fn parse(input: ParseStream<'_>) -> syn::Result<Path> {
        let span = input.span();
        let leading: Option<Token![::]> = input.parse()?;
        let mut tokens = quote!(#leading);
        let mut segments = Vec::new();
        loop {
            let segment = input.call(Ident::parse_any)?;
            segments.push(segment.to_string());
            let separator: Option<Token![::]> = input.parse()?;
            tokens.extend(quote!(#segment #separator));
            if separator.is_none() {
                return Ok(Path { tokens, span, segments });
            }
        }
    }

    /// The trait's name, if the path is one of the standard library's or a bare name.
    fn standard_trait(&self) -> Option<&str> {
        let (last, before) = self.segments.split_last()?;
        let standard = before.first().is_none_or(|first| first == "core" || first == "std");
        standard.then_some(last)
    }
}

/// The tokens between commas. Commas within parentheses are in a group and do not count.
fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut arguments = vec![TokenStream::new()];
    for token in tokens {
        match (&token, arguments.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => arguments.push(TokenStream::new()),
            (_, Some(argument)) => argument.extend([token]),
            (_, None) => {}
        }
    }
    // A comma may close the list.
    if arguments.last().is_some_and(TokenStream::is_empty) {
        arguments.pop();
    }
    arguments
}

fn string(input: ParseStream<'_>) -> Option<(String, Span)> {
    let text: LitStr = value(input)?;
    text.suffix().is_empty().then(|| (text.value(), text.span()))
}

fn boolean(input: ParseStream<'_>) -> Option<bool> {
    value::<LitBool>(input).map(|on| on.value)
}

fn path(input: ParseStream<'_>) -> Option<TokenStream> {
    input.parse::<Token![=]>().ok()?;
    let path = Path::parse(input).ok()?;
    input.is_empty().then_some(path.tokens)
}

fn derives(input: ParseStream<'_>) -> Option<Vec<Path>> {
    let TokenTree::Group(group) = input.parse().ok()? else { return None };
    let list = |input: ParseStream<'_>| {
        let mut paths = Vec::new();
        while !input.is_empty() {
            paths.push(Path::parse(input)?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(paths)
    };
    let parenthesized = group.delimiter() == Delimiter::Parenthesis && input.is_empty();
    list.parse2(group.stream()).ok().filter(|_| parenthesized)
}

fn value<T: syn::parse::Parse>(input: ParseStream<'_>) -> Option<T> {
    input.parse::<Token![=]>().ok()?;
    let value = input.parse().ok()?;
    input.is_empty().then_some(value)
}

/// The token where reading stopped, or the argument's name where nothing follows.
fn at(name: &Ident, input: ParseStream<'_>) -> Span {
    if input.is_empty() { name.span() } else { input.span() }
}
