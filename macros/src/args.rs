//! The attribute's arguments.

use memory_budgets_validator::for_macros::catalogue;
use memory_budgets_validator::{Finding, Origin};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitBool, LitInt, LitStr, Token};

/// A finding about the attribute itself, and the token that it is about.
pub(crate) type Problem = (Span, Box<Finding>);

pub(crate) struct Args {
    pub(crate) config_file: Option<(String, Span)>,
    pub(crate) toml: Option<(String, Span)>,
    pub(crate) profile: Option<(String, Span)>,
    pub(crate) strict_mode: Option<bool>,
    pub(crate) env: bool,
    /// How many records the program's ledger has room for.
    pub(crate) records: Option<u32>,
    /// Where the program's ledger warns, in percent.
    pub(crate) threshold: Option<u8>,
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
            records: None,
            threshold: None,
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
        const TEXT: &str = "a string";
        const SWITCH: &str = "true or false";
        let name = input.call(Ident::parse_any)?;
        let argument = name.to_string();
        if seen.contains(&argument) {
            // The first one counts.
            problems.push((name.span(), Box::new(catalogue::repeated_argument(&argument))));
            let _: TokenStream = input.parse()?;
            return Ok(());
        }
        let (understood, accepted) = match argument.as_str() {
            "config_file" => (string(input).map(|text| self.config_file = Some(text)), TEXT),
            "toml" => (string(input).map(|text| self.toml = Some(text)), TEXT),
            "profile" => (string(input).map(|text| self.profile = Some(text)), TEXT),
            "strict_mode" => (boolean(input).map(|on| self.strict_mode = Some(on)), SWITCH),
            "env" => (boolean(input).map(|on| self.env = on), SWITCH),
            "records" => (number(input).map(|count| self.records = Some(count)), "a number of records"),
            "threshold" => (percent(input).map(|percent| self.threshold = Some(percent)), "a percentage from 1 to 100"),
            "derive" => (derives(input).map(|paths| self.add_derives(paths, problems)), "traits in parentheses"),
            "crate" => (path(input).map(|path| self.support = path), "a path"),
            _ => {
                problems.push((name.span(), Box::new(catalogue::unknown_argument(&argument))));
                (Some(()), "")
            }
        };
        if understood.is_none() {
            problems.push((at(&name, input), Box::new(catalogue::argument_value(&argument, accepted))));
        }
        let _: TokenStream = input.parse()?; // of an argument that is already reported
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
        // syn's own way of printing a token would cost every user of the attribute its build.
        let printed = |colons: Option<Token![::]>| colons.map(|colons| quote_spanned!(colons.spans[0]=> ::));
        let leading = printed(input.parse()?);
        let mut tokens = quote!(#leading);
        let mut segments = Vec::new();
        loop {
            let segment = input.call(Ident::parse_any)?;
            segments.push(segment.to_string());
            let separator = printed(input.parse()?);
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

fn number(input: ParseStream<'_>) -> Option<u32> {
    let number: LitInt = value(input)?;
    number.base10_parse().ok().filter(|_| number.suffix().is_empty())
}

fn percent(input: ParseStream<'_>) -> Option<u8> {
    number(input).and_then(|percent| u8::try_from(percent).ok()).filter(|percent| (1..=100).contains(percent))
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

#[cfg(test)]
mod tests {
    use memory_budgets_validator::for_macros::catalogue::ARGUMENTS;

    use super::Args;

    fn parse(arguments: &str) -> (Args, Vec<String>) {
        let (args, problems) = Args::parse(arguments.parse().expect("tokens"));
        (args, problems.into_iter().map(|(_, finding)| finding.kind.name().to_owned()).collect())
    }

    #[test]
    fn every_argument_that_messages_offer_is_read_and_documented() {
        for argument in ARGUMENTS {
            let example = argument.replace('…', if argument.ends_with("(…)") { "Trait" } else { "a" });
            let name = argument.split([' ', '(']).next().unwrap_or_default();
            let (_, problems) = parse(&example.replace("= path", "= a::b"));
            assert!(problems.is_empty(), "{example}: {problems:?}");
            assert!(include_str!("lib.rs").contains(&format!("/// | `{name}")), "{name}");
        }
    }

    #[test]
    fn of_a_repeated_argument_the_first_counts() {
        let (args, problems) = parse(
            "config_file = \"a\", config_file = \"b\", profile = \"a\", profile = \"b\", strict_mode = true, strict_mode = false,
             env = false, env = true, records = 1, records = 2, threshold = 1, threshold = 2, derive(A), derive(B), crate = a, crate = b",
        );
        assert_eq!(problems, ["repeated-argument"; 8]);
        let first = |text: &Option<(String, _)>| text.as_ref().map(|(text, _)| text.clone());
        assert_eq!((first(&args.config_file).as_deref(), first(&args.profile).as_deref()), (Some("a"), Some("a")));
        assert_eq!((args.strict_mode, args.env), (Some(true), false));
        assert_eq!((args.records, args.threshold), (Some(1), Some(1)));
        let derives: Vec<_> = args.derives.iter().map(|path| path.tokens.to_string()).collect();
        assert_eq!((derives, args.support.to_string()), (vec!["A".to_owned()], "a".to_owned()));
        assert_eq!(first(&parse("toml = \"a\", toml = \"b\"").0.toml).as_deref(), Some("a"));
        // Also where it could not be used.
        let (args, problems) = parse("env = 3, env = false");
        assert_eq!((args.env, problems), (true, vec!["argument-value".to_owned(), "repeated-argument".to_owned()]));
    }

    #[test]
    fn traits_are_the_same_by_path_or_by_their_standard_name() {
        for different in ["Default, Other", "a::Default, b::Default", "Default, a::Default", "a::Hash, a::Debug"] {
            let (args, problems) = parse(&format!("derive({different})"));
            assert_eq!((args.derives.len(), problems), (2, vec![]), "{different}");
        }
        for same in
            ["Default, Default", "core::default::Default, Default", "::std::default::Default, Default", "a::B, a::B"]
        {
            let (args, problems) = parse(&format!("derive({same})"));
            assert_eq!((args.derives.len(), problems), (1, vec!["repeated-derive".to_owned()]), "{same}");
        }
        assert_eq!(parse("derive(Hash, core::fmt::Debug)").1, ["repeated-derive"; 2]);
        assert!(parse("derive(Default)").0.derives_default() && !parse("derive(a::Default)").0.derives_default());
    }
}
