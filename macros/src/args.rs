//! The attribute's arguments.

use memory_budgets_validator::for_macros::catalogue;
use memory_budgets_validator::{Finding, Origin};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Lit;

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
    pub(crate) threshold: Option<u32>,
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
        for argument in split_at_commas(&ungrouped(tokens)) {
            let mut rest = Rest(argument);
            if let Some(name) = rest.word() {
                args.read(name, &mut rest, &mut seen, &mut problems);
            } else {
                let span = span_of_first(argument, Span::call_site());
                let text = stream(argument).to_string();
                problems.push((span, Box::new(catalogue::not_an_argument(&text))));
            }
        }
        if let (Some(_), Some((_, span))) = (&args.config_file, &args.toml) {
            problems.push((*span, Box::new(catalogue::conflicting_arguments())));
            args.config_file = None;
        }
        (args, problems)
    }

    fn read(&mut self, name: &Ident, rest: &mut Rest<'_>, seen: &mut Vec<String>, problems: &mut Vec<Problem>) {
        let argument = name.to_string();
        if seen.contains(&argument) {
            // The first one counts.
            problems.push((name.span(), Box::new(catalogue::repeated_argument(&argument))));
            return;
        }
        let understood = match argument.as_str() {
            "config_file" => understood(&mut self.config_file, string(rest)),
            "toml" => understood(&mut self.toml, string(rest)),
            "profile" => understood(&mut self.profile, string(rest)),
            "strict_mode" => understood(&mut self.strict_mode, boolean(rest)),
            "env" => {
                let on = boolean(rest);
                self.env = on != Some(false);
                on.is_some()
            }
            "records" => understood(&mut self.records, number(rest)),
            "threshold" => understood(&mut self.threshold, percent(rest)),
            "derive" => {
                let paths = derives(rest);
                let understood = paths.is_some();
                self.add_derives(paths.unwrap_or_default(), problems);
                understood
            }
            "crate" => match path(rest) {
                Some(path) => {
                    self.support = path;
                    true
                }
                None => false,
            },
            _ => {
                problems.push((name.span(), Box::new(catalogue::unknown_argument(&argument))));
                true
            }
        };
        if !understood {
            let accepted = match argument.as_str() {
                "strict_mode" | "env" => "true or false",
                "records" => "a number of records",
                "threshold" => "a percentage from 1 to 100",
                "derive" => "traits in parentheses",
                "crate" => "a path",
                _ => "a string",
            };
            // At the token where reading stopped, or at the name where nothing follows.
            let span = span_of_first(rest.0, name.span());
            problems.push((span, Box::new(catalogue::argument_value(&argument, accepted))));
        }
        seen.push(argument);
    }

    fn add_derives(&mut self, paths: Vec<Path>, problems: &mut Vec<Problem>) {
        const IMPLEMENTED: [&str; 10] =
            ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Display", "FromStr"];
        for path in paths {
            let name = path.standard_trait();
            let mut repeated = IMPLEMENTED.contains(&name.unwrap_or_default());
            for other in &self.derives {
                repeated |= other.segments == path.segments || (name.is_some() && other.standard_trait() == name);
            }
            if repeated {
                problems.push((path.span, Box::new(catalogue::repeated_derive(&path.segments.join("::")))));
            } else {
                self.derives.push(path);
            }
        }
    }

    pub(crate) fn derives_default(&self) -> bool {
        let mut derives_default = false;
        for path in &self.derives {
            derives_default |= path.standard_trait() == Some("Default");
        }
        derives_default
    }

    /// Where the compiler shows a finding: at the argument that it is about, or at the attribute.
    pub(crate) fn span_of(&self, finding: &Finding) -> Span {
        let about = match finding.origin {
            Origin::Argument("config_file") => &self.config_file,
            Origin::Argument("toml") => &self.toml,
            Origin::Argument("profile") => &self.profile,
            _ => &None,
        };
        match about {
            Some((_, span)) => *span,
            None => Span::call_site(),
        }
    }
}

/// A path without generic arguments.
pub(crate) struct Path {
    pub(crate) tokens: TokenStream,
    span: Span,
    segments: Vec<String>,
}

impl Path {
    fn parse(rest: &mut Rest<'_>) -> Option<Path> {
        let all = rest.0;
        let span = all.first()?.span();
        let mut segments = Vec::new();
        rest.colons(); // it may begin with them
        loop {
            segments.push(rest.word()?.to_string());
            if !rest.colons() {
                let tokens = stream(&all[..all.len() - rest.0.len()]);
                return Some(Path { tokens, span, segments });
            }
        }
    }

    /// The trait's name, if the path is one of the standard library's or a bare name.
    fn standard_trait(&self) -> Option<&str> {
        let (last, before) = self.segments.split_last()?;
        match before.first() {
            Some(first) if first != "core" && first != "std" => None,
            _ => Some(last),
        }
    }
}

/// What is left to read of an argument.
struct Rest<'t>(&'t [TokenTree]);

impl<'t> Rest<'t> {
    fn word(&mut self) -> Option<&'t Ident> {
        let Some((TokenTree::Ident(word), rest)) = self.0.split_first() else { return None };
        self.0 = rest;
        Some(word)
    }

    /// Goes beyond a sign, if that comes next.
    fn sign(&mut self, sign: char) -> bool {
        match self.0 {
            [first, rest @ ..] if is_sign(first, sign) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes beyond `::`, if that comes next.
    fn colons(&mut self) -> bool {
        match self.0 {
            [first, second, rest @ ..] if is_sign(first, ':') && is_sign(second, ':') => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// The literal or the word behind `=`, which is not yet gone beyond.
    fn value(&mut self) -> Option<&'t TokenTree> {
        if self.sign('=') { self.0.first() } else { None }
    }

    /// Goes beyond a value that is understood, and whether it is all.
    fn ends(&mut self) -> bool {
        self.0 = &self.0[1..];
        self.0.is_empty()
    }
}

/// Puts what was read into its place, and whether it could be.
fn understood<T>(place: &mut Option<T>, read: Option<T>) -> bool {
    *place = read;
    place.is_some()
}

/// Tokens in a row.
pub(crate) fn stream(tokens: &[TokenTree]) -> TokenStream {
    let mut stream = TokenStream::new();
    for token in tokens {
        stream.extend(TokenStream::from(token.clone()));
    }
    stream
}

pub(crate) fn span_of_first(tokens: &[TokenTree], or_else: Span) -> Span {
    match tokens.first() {
        Some(first) => first.span(),
        None => or_else,
    }
}

pub(crate) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// The tokens, those in groups without delimiters among them: what a macro by example was given for its `$value:literal`.
fn ungrouped(tokens: TokenStream) -> Vec<TokenTree> {
    let mut ungrouped = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                ungrouped.append(&mut self::ungrouped(group.stream()));
            }
            token => ungrouped.push(token),
        }
    }
    ungrouped
}

/// The tokens between commas, the last of which may close the list. Commas within parentheses are in a group and do not count.
fn split_at_commas(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (i, token) in tokens.iter().enumerate() {
        if is_sign(token, ',') {
            parts.push(&tokens[start..i]);
            start = i + 1;
        }
    }
    if start < tokens.len() {
        parts.push(&tokens[start..]);
    }
    parts
}

fn string(rest: &mut Rest<'_>) -> Option<(String, Span)> {
    match literal(rest.value()?)? {
        Lit::Str(text) if text.suffix().is_empty() && rest.ends() => Some((text.value(), text.span())),
        _ => None,
    }
}

fn boolean(rest: &mut Rest<'_>) -> Option<bool> {
    let on = match rest.value()?.to_string().as_str() {
        "true" => true,
        "false" => false,
        _ => return None,
    };
    if rest.ends() { Some(on) } else { None }
}

fn number(rest: &mut Rest<'_>) -> Option<u32> {
    let number = unsuffixed(rest.value()?)?;
    if rest.ends() { Some(number) } else { None }
}

fn percent(rest: &mut Rest<'_>) -> Option<u32> {
    let percent = unsuffixed(rest.value()?)?;
    if percent != 0 && percent <= 100 && rest.ends() { Some(percent) } else { None }
}

fn unsuffixed(token: &TokenTree) -> Option<u32> {
    match literal(token)? {
        Lit::Int(number) if number.suffix().is_empty() => number.base10_parse().ok(),
        _ => None,
    }
}

fn literal(token: &TokenTree) -> Option<Lit> {
    match token {
        TokenTree::Literal(literal) => Some(Lit::new(literal.clone())),
        _ => None,
    }
}

fn path(rest: &mut Rest<'_>) -> Option<TokenStream> {
    if !rest.sign('=') {
        return None;
    }
    let path = Path::parse(rest)?;
    if rest.0.is_empty() { Some(path.tokens) } else { None }
}

fn derives(rest: &mut Rest<'_>) -> Option<Vec<Path>> {
    let Some((TokenTree::Group(group), after)) = rest.0.split_first() else { return None };
    if group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let mut paths = Vec::new();
    for path in split_at_commas(&ungrouped(group.stream())) {
        let mut path = Rest(path);
        paths.push(Path::parse(&mut path)?);
        if !path.0.is_empty() {
            return None;
        }
    }
    rest.0 = after;
    if after.is_empty() { Some(paths) } else { None }
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::for_macros::catalogue::ARGUMENTS;
    use proc_macro2::{Delimiter, Group, TokenTree};
    use quote::quote;

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
    fn a_value_may_come_from_a_macro_by_example() {
        let grouped = |tokens: &str| TokenTree::Group(Group::new(Delimiter::None, tokens.parse().expect("tokens")));
        let (text, path) = (grouped("\"a\""), grouped("a::b"));
        let (args, problems) = Args::parse(quote!(toml = #text, crate = #path, derive(#path)));
        assert_eq!((args.toml.map(|(text, _)| text), problems.len()), (Some("a".to_owned()), 0));
        assert_eq!((args.support.to_string(), args.derives.len()), ("a :: b".to_owned(), 1));
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
