//! The attribute's arguments.

use memory_budgets_validator::for_macros::catalogue;
use memory_budgets_validator::{Finding, Origin};
use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::literal;

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
            if let [TokenTree::Ident(name), rest @ ..] = &argument[..] {
                args.read(name, rest, &mut seen, &mut problems);
            } else {
                let span = argument.first().map_or_else(Span::call_site, TokenTree::span);
                let argument = argument.into_iter().collect::<TokenStream>().to_string();
                problems.push((span, Box::new(catalogue::not_an_argument(&argument))));
            }
        }
        if let (Some(_), Some((_, span))) = (&args.config_file, &args.toml) {
            problems.push((*span, Box::new(catalogue::conflicting_arguments())));
            args.config_file = None;
        }
        (args, problems)
    }

    fn read(&mut self, name: &Ident, mut rest: &[TokenTree], seen: &mut Vec<String>, problems: &mut Vec<Problem>) {
        const TEXT: &str = "a string";
        const SWITCH: &str = "true or false";
        let argument = name.to_string();
        if seen.contains(&argument) {
            // The first one counts.
            problems.push((name.span(), Box::new(catalogue::repeated_argument(&argument))));
            return;
        }
        let value = &mut rest;
        let (understood, accepted) = match argument.as_str() {
            "config_file" => (string(value).map(|text| self.config_file = Some(text)), TEXT),
            "toml" => (string(value).map(|text| self.toml = Some(text)), TEXT),
            "profile" => (string(value).map(|text| self.profile = Some(text)), TEXT),
            "strict_mode" => (boolean(value).map(|on| self.strict_mode = Some(on)), SWITCH),
            "env" => (boolean(value).map(|on| self.env = on), SWITCH),
            "derive" => (derives(value).map(|paths| self.add_derives(paths, problems)), "traits in parentheses"),
            "crate" => (path(value).map(|path| self.support = path), "a path"),
            _ => {
                problems.push((name.span(), Box::new(catalogue::unknown_argument(&argument))));
                (Some(()), "")
            }
        };
        if understood.is_none() {
            // Where reading stopped, or the argument's name where nothing follows.
            let at = rest.first().map_or_else(|| name.span(), TokenTree::span);
            problems.push((at, Box::new(catalogue::argument_value(&argument, accepted))));
        }
        seen.push(argument);
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
    fn read(rest: &mut &[TokenTree]) -> Option<Path> {
        let start = *rest;
        let mut segments = Vec::new();
        separator(rest);
        loop {
            let (TokenTree::Ident(segment), behind) = rest.split_first()? else { return None };
            segments.push(segment.to_string());
            *rest = behind;
            if !separator(rest) {
                let tokens = start[..start.len() - rest.len()].iter().cloned().collect();
                return Some(Path { tokens, span: start[0].span(), segments });
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
fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut arguments = vec![Vec::new()];
    for token in tokens {
        match (&token, arguments.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => arguments.push(Vec::new()),
            (_, Some(argument)) => flatten(token, argument),
            (_, None) => {}
        }
    }
    // A comma may close the list.
    if arguments.last().is_some_and(Vec::is_empty) {
        arguments.pop();
    }
    arguments
}

/// What a `macro_rules!` passes on may be in a group that nobody has written.
fn flatten(token: TokenTree, into: &mut Vec<TokenTree>) {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().for_each(|token| flatten(token, into));
        }
        token => into.push(token),
    }
}

fn string(rest: &mut &[TokenTree]) -> Option<(String, Span)> {
    let TokenTree::Literal(text) = value(rest)? else { return None };
    Some((literal::text(text)?, text.span()))
}

fn boolean(rest: &mut &[TokenTree]) -> Option<bool> {
    let value = value(rest)?;
    is_boolean(value).then(|| value.to_string() == "true")
}

fn path(rest: &mut &[TokenTree]) -> Option<TokenStream> {
    if !punct(rest, '=') {
        return None;
    }
    let path = Path::read(rest)?;
    rest.is_empty().then_some(path.tokens)
}

fn derives(rest: &mut &[TokenTree]) -> Option<Vec<Path>> {
    let (token, behind) = rest.split_first()?;
    *rest = behind;
    let TokenTree::Group(group) = token else { return None };
    let mut tokens = Vec::new();
    group.stream().into_iter().for_each(|token| flatten(token, &mut tokens));
    let (mut list, mut paths) = (&tokens[..], Vec::new());
    while !list.is_empty() {
        paths.push(Path::read(&mut list)?);
        if !list.is_empty() && !punct(&mut list, ',') {
            return None;
        }
    }
    (group.delimiter() == Delimiter::Parenthesis && rest.is_empty()).then_some(paths)
}

/// The value behind `=`, if it is all that follows. Literals are read whether or not they serve; reading stops at anything else.
fn value<'t>(rest: &mut &'t [TokenTree]) -> Option<&'t TokenTree> {
    if !punct(rest, '=') {
        return None;
    }
    let (value, behind) = rest.split_first()?;
    if matches!(value, TokenTree::Literal(_)) || is_boolean(value) {
        *rest = behind;
    }
    rest.is_empty().then_some(value)
}

fn is_boolean(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "true" || word == "false")
}

/// Reads this character, if it is the next.
fn punct(rest: &mut &[TokenTree], char: char) -> bool {
    let is_next = matches!(rest.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == char);
    *rest = &rest[usize::from(is_next)..];
    is_next
}

/// Reads `::`, if it is next.
fn separator(rest: &mut &[TokenTree]) -> bool {
    let is_joint = matches!(rest.first(), Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint);
    let mut behind = *rest;
    let is_next = is_joint && punct(&mut behind, ':') && punct(&mut behind, ':');
    if is_next {
        *rest = behind;
    }
    is_next
}

#[cfg(test)]
mod tests {
    use memory_budgets_validator::for_macros::catalogue::ARGUMENTS;
    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
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
             env = false, env = true, derive(A), derive(B), crate = a, crate = b",
        );
        assert_eq!(problems, ["repeated-argument"; 6]);
        let first = |text: &Option<(String, _)>| text.as_ref().map(|(text, _)| text.clone());
        assert_eq!((first(&args.config_file).as_deref(), first(&args.profile).as_deref()), (Some("a"), Some("a")));
        assert_eq!((args.strict_mode, args.env), (Some(true), false));
        let derives: Vec<_> = args.derives.iter().map(|path| path.tokens.to_string()).collect();
        assert_eq!((derives, args.support.to_string()), (vec!["A".to_owned()], "a".to_owned()));
        assert_eq!(first(&parse("toml = \"a\", toml = \"b\"").0.toml).as_deref(), Some("a"));
        // Also where it could not be used.
        let (args, problems) = parse("env = 3, env = false");
        assert_eq!((args.env, problems), (true, vec!["argument-value".to_owned(), "repeated-argument".to_owned()]));
    }

    /// As `config_file = $file`, `crate = $path` and `derive($path)` come out of a `macro_rules!`.
    #[test]
    fn what_a_macro_passes_on_counts_as_if_it_were_written() {
        let passed_on = |tokens: &str| {
            let tokens = tokens.parse().expect("tokens");
            TokenStream::from(TokenTree::Group(Group::new(Delimiter::None, tokens)))
        };
        let (file, path) = (passed_on("\"a\""), passed_on("::a::b"));
        let (args, problems) = Args::parse(quote!(config_file = #file, crate = #path, derive(#path, A), env = false));
        assert!(problems.is_empty());
        assert_eq!(args.config_file.map(|(file, _)| file).as_deref(), Some("a"));
        assert_eq!((args.support.to_string(), args.derives.len(), args.env), (quote!(::a::b).to_string(), 2, false));
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
