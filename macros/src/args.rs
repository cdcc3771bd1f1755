//! The attribute's arguments.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Ident, LitBool, LitStr, Path, Token};
use wrt_memory_validator::{Finding, Kind, catalogue};

/// A finding about the attribute itself, and the token that it is about.
pub(crate) type Problem = (Span, Finding);

pub(crate) struct Args {
    pub(crate) config_file: Option<(String, Span)>,
    pub(crate) toml: Option<(String, Span)>,
    pub(crate) profile: Option<(String, Span)>,
    pub(crate) strict_mode: Option<bool>,
    pub(crate) env: bool,
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
            support: quote::quote!(::wrt_memory_budgets),
        };
        let mut problems = Vec::new();
        let mut seen = Vec::new();
        for argument in split_at_commas(tokens) {
            let span = argument.span();
            let read = |input: ParseStream<'_>| args.read(input, &mut seen, &mut problems);
            if let Err(error) = read.parse2(argument.clone()) {
                // Only what follows a complete argument is left to syn's own complaint.
                let _ = error;
                problems.push((span, catalogue::not_an_argument(&argument.to_string())));
            }
        }
        if let (Some(_), Some((_, span))) = (&args.config_file, &args.toml) {
            problems.push((*span, catalogue::conflicting_arguments()));
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
                None => problems.push((at(&name, input), catalogue::argument_value(&argument, "a string"))),
            },
            "strict_mode" | "env" => match boolean(input) {
                Some(on) if argument == "env" => self.env = on,
                Some(on) => self.strict_mode = Some(on),
                None => problems.push((at(&name, input), catalogue::argument_value(&argument, "true or false"))),
            },
            "derive" => match derives(input) {
                Some(paths) => self.add_derives(paths, problems),
                None => problems.push((at(&name, input), catalogue::argument_value("derive", "traits in parentheses"))),
            },
            "crate" => match path(input) {
                Some(path) => self.support = path,
                None => problems.push((at(&name, input), catalogue::argument_value("crate", "a path"))),
            },
            _ => problems.push((name.span(), catalogue::unknown_argument(&argument))),
        }
        let _: TokenStream = input.parse()?; // of an argument that is already reported
        if seen.contains(&argument) {
            problems.push((name.span(), catalogue::repeated_argument(&argument)));
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

    fn add_derives(&mut self, paths: Punctuated<Path, Token![,]>, problems: &mut Vec<Problem>) {
        const IMPLEMENTED: [&str; 10] =
            ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Display", "FromStr"];
        for path in paths {
            let known = standard_trait(&path).filter(|name| IMPLEMENTED.contains(&name.as_str()));
            let text = path.to_token_stream().to_string();
            let again = self.derives.iter().any(|other| other.to_token_stream().to_string() == text);
            match known.or(again.then_some(text)) {
                Some(name) => problems.push((path.span(), catalogue::repeated_derive(&name))),
                None => self.derives.push(path),
            }
        }
    }

    pub(crate) fn derives_default(&self) -> bool {
        self.derives.iter().any(|path| standard_trait(path).as_deref() == Some("Default"))
    }

    /// Where the compiler shows a finding: at the argument that it is about, or at the attribute.
    pub(crate) fn span_of(&self, finding: &Finding) -> Span {
        let about = match finding.kind {
            _ if !finding.context.is_empty() => None,
            Kind::MissingFile | Kind::UnreadableFile | Kind::FileTooLarge | Kind::NotUtf8 => self.config_file.as_ref().or(self.toml.as_ref()),
            Kind::UnknownProfile => self.profile.as_ref(),
            _ => None,
        };
        about.map_or_else(Span::call_site, |(_, span)| *span)
    }
}

/// The trait's name, if the path is one of the standard library's or a bare name.
fn standard_trait(path: &Path) -> Option<String> {
    let last = path.segments.last()?.ident.to_string();
    let first = &path.segments.first()?.ident;
    (path.segments.len() == 1 || first == "core" || first == "std").then_some(last)
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
    let path = Path::parse_mod_style(input).ok()?;
    input.is_empty().then(|| path.into_token_stream())
}

fn derives(input: ParseStream<'_>) -> Option<Punctuated<Path, Token![,]>> {
    let parenthesized = |input: ParseStream<'_>| {
        let content;
        syn::parenthesized!(content in input);
        Punctuated::parse_terminated_with(&content, Path::parse_mod_style)
    };
    parenthesized(input).ok().filter(|_| input.is_empty())
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
