//! The text of a string literal. The compiler has read the literal before: its escapes are right.

use proc_macro2::Literal;

/// `None` for a literal of another kind, and for one with a suffix.
pub(crate) fn text(literal: &Literal) -> Option<String> {
    let written = literal.to_string();
    if let Some(raw) = written.strip_prefix('r') {
        let quoted = raw.trim_start_matches('#');
        let hashes = &raw[..raw.len() - quoted.len()];
        return Some(quoted.strip_suffix(hashes)?.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    let mut rest = written.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let kind = escape.chars().next()?;
        rest = &escape[kind.len_utf8()..];
        match kind {
            // The end of a line, and what the next one begins with, is no part of the text.
            '\n' => rest = rest.trim_start_matches([' ', '\n', '\r', '\t']),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '0' => text.push('\0'),
            'x' => {
                let (digits, behind) = rest.split_at_checked(2)?;
                text.push(char(digits)?);
                rest = behind;
            }
            'u' => {
                let (digits, behind) = rest.strip_prefix('{')?.split_once('}')?;
                text.push(char(&digits.replace('_', ""))?);
                rest = behind;
            }
            same => text.push(same),
        }
    }
    text.push_str(rest);
    Some(text)
}

fn char(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::text;

    /// What stands between quotes, in each way to write it, as syn reads it.
    #[test]
    fn texts_are_what_syn_makes_of_them() {
        for written in [
            r#""""#,
            r#""budget.toml""#,
            r#""a\\b\"c\'d""#,
            r#""\n\r\t\0\\n""#,
            r#""\x41\x7f\u{e9}\u{1_F600}é\\u{41}""#,
            "\"one \\\n    \t\n two\\\n\"",
            "\"two\nlines\"",
            r#"r"a\nb""#,
            r###"r##"total = "8MB" # "# \"##"###,
            "r\"two\nlines\"",
            r#""suffix"u8"#,
            r##"r#"suffix"#u8"##,
            r#"b"bytes""#,
            r#"c"text""#,
            r#"br"raw""#,
            "'c'",
            "3",
            "1.5e3",
        ] {
            let literal: proc_macro2::Literal = written.parse().expect("a literal");
            let syns = syn::parse_str::<syn::LitStr>(written).ok().filter(|syns| syns.suffix().is_empty());
            assert_eq!(text(&literal), syns.map(|syns| syns.value()), "{written}");
        }
    }
}
