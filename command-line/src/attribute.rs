//! The attribute `#[memory_budgets]` in a package's sources, with its arguments: they decide what is in force there.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The largest source that is looked into, in bytes: 16 MiB.
const MAX_SOURCE: u64 = 16 << 20;
/// How deep folders are followed: beyond any real package.
const DEPTH: usize = 64;

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

/// The attributes in the sources of a package itself: what only its tests, examples and benches carry is not in its library or
/// programs.
pub(crate) fn of_package(folder: &Path) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut pending = vec![(folder.join("src"), DEPTH)];
    while let Some((folder, depth)) = pending.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() && depth > 0 {
                pending.push((path, depth - 1));
            } else if path.extension() == Some(OsStr::new("rs")) {
                let small =
                    fs::metadata(&path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_SOURCE);
                let text = if small { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
                attributes.extend(of_source(&text));
            }
        }
    }
    attributes
}

/// The attributes in a source's code; comments, texts and what does not lex are none.
fn of_source(text: &str) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    if !text.contains("memory_budgets") {
        return attributes;
    }
    let Ok(tokens) = text.trim_start_matches('\u{feff}').parse::<TokenStream>() else { return attributes };
    let mut pending = vec![tokens];
    while let Some(tokens) = pending.pop() {
        let mut after_hash = false;
        for token in tokens {
            if let TokenTree::Group(group) = &token {
                let found = after_hash && group.delimiter() == Delimiter::Bracket;
                match found.then(|| attribute(group.stream())).flatten() {
                    Some(attribute) => attributes.push(attribute),
                    None => pending.push(group.stream()),
                }
            }
            after_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        }
    }
    attributes
}

/// What stands between `#[` and `]`, if it is our attribute: a path that ends in `memory_budgets`, and perhaps arguments.
fn attribute(tokens: TokenStream) -> Option<Attribute> {
    let mut tokens = tokens.into_iter().peekable();
    let mut name = None;
    while let Some(token) = tokens.next_if(|token| matches!(token, TokenTree::Ident(_) | TokenTree::Punct(_))) {
        name = match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => None,
            _ => return None,
        };
    }
    name.filter(|name| name == "memory_budgets")?;
    let mut attribute = Attribute::default();
    if let Some(TokenTree::Group(group)) = tokens.next() {
        let arguments: Vec<TokenTree> = group.stream().into_iter().collect();
        for argument in arguments.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')) {
            if let [TokenTree::Ident(name), TokenTree::Punct(_), value] = argument {
                attribute.set(&name.to_string(), value);
            }
        }
    }
    Some(attribute)
}

impl Attribute {
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
    use super::{Attribute, of_source};

    #[test]
    fn finds_the_attribute_and_reads_its_arguments() {
        let source = r##"
            mod inner {
                #[memory_budgets::memory_budgets(profile = "p\u{e9}\x41\"", config_file = r"a\b.toml", strict_mode = true)]
                pub mod budgets {}
            }
            #[memory_budgets]
            mod plain { #![allow(x)] }
            #[::budgets_support::memory_budgets(crate = ::budgets_support, env = false, derive(Default, Hash), toml = r#"a = "1""#)]
            mod inline {}
        "##;
        let found = of_source(source);
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(found.len(), 3);
        assert!(found.contains(&Attribute::default()));
        assert!(found.contains(&Attribute {
            config_file: text("a\\b.toml"),
            profile: text("p\u{e9}A\""),
            strict_mode: Some(true),
            ..Attribute::default()
        }));
        assert!(found.contains(&Attribute {
            inline: text("a = \"1\""),
            ignores_environment: true,
            ..Attribute::default()
        }));
    }

    #[test]
    fn other_things_are_none() {
        for source in [
            "",
            "// #[memory_budgets]",
            "/// # #[memory_budgets::memory_budgets(toml = \"\")]\nfn f() {}",
            "const S: &str = \"#[memory_budgets]\";",
            "use memory_budgets::memory_budgets;",
            "#[memory_budgets::other] mod a {}",
            "#[not_memory_budgets] mod a {}",
            "#[memory_budgets] mod unclosed {",
        ] {
            assert_eq!(of_source(source), [], "{source}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("#[memory_budgets] mod a {{}} fn f() {{ {}{} }}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(of_source(&deep).len(), 1);
    }
}
