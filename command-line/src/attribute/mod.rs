//! The attribute `#[memory_budgets]` in a package's code, with its arguments: they decide what is in force there.

mod code;
mod sources;

use proc_macro2::{TokenStream, TokenTree};

pub(crate) use self::sources::Sources;

/// One attribute, as far as it decides about the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The file that it names, relative to the package's folder.
    pub(crate) config_file: Option<String>,
    /// The configuration itself.
    pub(crate) inline: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) strict_mode: Option<bool>,
    /// `env = false`
    pub(crate) ignores_environment: bool,
}

/// An attribute of any name: the last part of its path, and its arguments.
struct Named {
    name: String,
    arguments: TokenStream,
}

/// What stands between `#[` and `]`: one attribute, or those of a `cfg_attr`. `None` where it is nothing that can be read.
fn named(text: &str) -> Option<Vec<Named>> {
    let (mut named, mut pending) = (Vec::new(), vec![text.parse::<TokenStream>().ok()?]);
    while let Some(tokens) = pending.pop() {
        let mut tokens = tokens.into_iter().peekable();
        let mut name = String::new();
        while let Some(token) = tokens.next_if(|token| matches!(token, TokenTree::Ident(_) | TokenTree::Punct(_))) {
            match token {
                TokenTree::Ident(word) => name = word.to_string(),
                TokenTree::Punct(punct) if punct.as_char() == ':' => name.clear(),
                _ => break, // `name = value`
            }
        }
        let arguments = match tokens.next() {
            Some(TokenTree::Group(group)) => group.stream(),
            _ => TokenStream::new(),
        };
        if name == "cfg_attr" {
            // The first is the predicate.
            let inner = listed(arguments).into_iter().skip(1).map(TokenStream::from_iter);
            pending.extend(inner.collect::<Vec<_>>().into_iter().rev());
        } else {
            named.push(Named { name, arguments });
        }
    }
    Some(named)
}

/// What commas part.
fn listed(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let parts = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
    parts.map(<[TokenTree]>::to_vec).collect()
}

impl Attribute {
    fn of(arguments: TokenStream) -> Attribute {
        let mut attribute = Attribute::default();
        for argument in listed(arguments) {
            if let [TokenTree::Ident(name), TokenTree::Punct(_), value] = argument.as_slice() {
                attribute.set(&name.to_string(), value);
            }
        }
        attribute
    }

    /// Whether there is a file that it goes by, and not its own text.
    pub(crate) fn goes_by_a_file(&self) -> bool {
        self.inline.is_none()
    }

    /// Whether it says itself where the configuration is.
    fn names_a_configuration(&self) -> bool {
        self.config_file.is_some() || self.inline.is_some()
    }

    fn set(&mut self, name: &str, value: &TokenTree) {
        let value = value.to_string();
        match name {
            "config_file" => self.config_file = text(&value),
            "toml" => self.inline = text(&value),
            "profile" => self.profile = text(&value),
            "strict_mode" => self.strict_mode = value.parse().ok(),
            "env" => self.ignores_environment = value == "false",
            _ => {}
        }
    }
}

/// The text that a literal stands for.
fn text(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        return Some(raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        text.push(match rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'x' => char::from_u32(u32::from_str_radix(rest.by_ref().take(2).collect::<String>().as_str(), 16).ok()?)?,
            'u' => {
                let digits: String = rest.by_ref().skip(1).take_while(|&c| c != '}').filter(|&c| c != '_').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            '\n' => {
                let after = rest.as_str().trim_start();
                rest = after.chars();
                continue;
            }
            same => same,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{Attribute, named};

    fn read(text: &str) -> Vec<(String, Attribute)> {
        let named = named(text).into_iter().flatten();
        named.map(|named| (named.name, Attribute::of(named.arguments))).collect()
    }

    #[test]
    fn arguments() {
        let text = |text: &str| Some(text.to_owned());
        let ours = |attribute| vec![("memory_budgets".to_owned(), attribute)];
        let plain = "memory_budgets";
        assert_eq!(read(plain), ours(Attribute::default()));
        let escaped = "memory_budgets::memory_budgets(profile = \"p\\u{e9}\\x41\\\"\", config_file = r\"a\\b.toml\", strict_mode = true)";
        let attribute = Attribute {
            config_file: text("a\\b.toml"),
            profile: text("p\u{e9}A\""),
            strict_mode: Some(true),
            ..Attribute::default()
        };
        assert_eq!(read(escaped), ours(attribute));
        let inline = "::budgets_support::memory_budgets(crate = ::budgets_support, env = false, derive(Default, Hash), toml = r#\"a = \"1\"\"#)";
        let attribute = Attribute { inline: text("a = \"1\""), ignores_environment: true, ..Attribute::default() };
        assert_eq!(read(inline), ours(attribute));
    }

    #[test]
    fn alternatives() {
        let names = |text: &str| read(text).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("cfg_attr(all(a, b), c, d::e(f), cfg_attr(g, h), i = \"j\",)"), ["c", "e", "h", "i", ""]);
        assert_eq!(names("cfg_attr(a)"), [""; 0]);
        assert_eq!(names("unclosed("), [""; 0]);
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("cfg_attr(a, {}memory_budgets{})", "cfg_attr(a, ".repeat(20_000), ")".repeat(20_000));
        assert_eq!(read(&deep).len(), 1);
        let deep = format!("memory_budgets({}{})", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(read(&deep).len(), 1);
    }
}
