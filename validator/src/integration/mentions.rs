//! Whether a source file names a variant of `CrateId`: in its code, not in comments or texts.

use std::collections::BTreeSet;

/// Whether the code says `CrateId::Variant`, as a path or as an import.
pub(crate) fn names_variant(source: &str, variant: &str) -> bool {
    let tokens = tokens(source);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    // Other names of the enum: `use budgets::CrateId as Id`.
    let renamed = words.windows(3).filter(|three| three[0] == "CrateId" && three[1] == "as").map(|three| three[2]);
    let names: BTreeSet<&str> = std::iter::once("CrateId").chain(renamed).collect();
    // After a glob import the bare name is the variant.
    let anywhere = words.contains(&variant);
    let mut rest = &words[..];
    while let [name, after @ ..] = rest {
        rest = after;
        let [":", ":", what, after @ ..] = after else { continue };
        if !names.contains(name) {
            continue;
        }
        let found = match *what {
            "{" => {
                let (group, behind) = after.split_at(after.iter().position(|word| *word == "}").unwrap_or(after.len()));
                rest = behind;
                group.contains(&variant)
            }
            "*" => anywhere,
            word => word == variant,
        };
        if found {
            return true;
        }
    }
    false
}

/// Identifiers and signs; what stands in comments and literals is left out.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        if let Some(skipped) = comment(rest).or_else(|| literal(rest)) {
            rest = skipped;
        } else if c.is_alphanumeric() || c == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.push(word.to_owned());
            rest = after;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    tokens
}

/// What follows a comment.
fn comment(rest: &str) -> Option<&str> {
    if rest.starts_with("//") {
        return Some(rest.split_once('\n').map_or("", |(_, after)| after));
    }
    let mut inner = rest.strip_prefix("/*")?;
    let mut depth = 1;
    while depth > 0 {
        let Some(end) = inner.find(['/', '*']) else { return Some("") };
        inner = &inner[end..];
        let (change, length) = match inner.get(..2) {
            Some("/*") => (1, 2),
            Some("*/") => (-1, 2),
            _ => (0, 1),
        };
        depth += change;
        inner = &inner[length..];
    }
    Some(inner)
}

/// What follows a text or a character; `None` for a lifetime.
fn literal(rest: &str) -> Option<&str> {
    if let Some(raw) = ["r", "br", "cr"].into_iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        let inner = raw.trim_start_matches('#');
        let closing = format!("\"{}", &raw[..raw.len() - inner.len()]);
        if let Some(text) = inner.strip_prefix('"') {
            return Some(text.split_once(&closing).map_or("", |(_, after)| after));
        }
    }
    for (prefix, quote) in [("", '"'), ("b", '"'), ("c", '"'), ("", '\''), ("b", '\'')] {
        let Some(inner) = rest.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(quote)) else { continue };
        let mut chars = inner.char_indices();
        if quote == '\'' && !inner.starts_with('\\') {
            // One character and the other quote, or else a lifetime.
            chars.next()?;
            return match chars.next()? {
                (end, '\'') => Some(&inner[end + 1..]),
                _ => None,
            };
        }
        while let Some((i, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                return Some(&inner[i + 1..]);
            }
        }
        return Some("");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::names_variant;

    #[test]
    fn code_counts() {
        for source in [
            "CrateId::Runtime",
            "let a = budgets :: CrateId\n  ::Runtime.budget();",
            "use wrt_foundation::CrateId::{Host, Runtime};",
            "use CrateId::*; const C: usize = Runtime as usize;",
            "use budgets::CrateId as Id; fn f<'a>(c: char) { assert!(c != '\"'); Id::Runtime }",
            "assert_budget!(CrateId::Runtime, 64 * 1024);",
            "let s = r#\"\\\"#; let b = b'\\''; CrateId::Runtime",
            "/* a /* nested */ comment */ CrateId::Runtime",
        ] {
            assert!(names_variant(source, "Runtime"), "{source}");
        }
    }

    #[test]
    fn other_things_do_not() {
        for source in [
            "",
            "// CrateId::Runtime",
            "/* CrateId::Runtime",
            "//! [`CrateId::Runtime`]\nfn f() {}",
            "const S: &str = \"CrateId::Runtime\";",
            "const S: &str = r##\"\"# CrateId::Runtime\"##;",
            "CrateId::RuntimeError",
            "MyCrateId::Runtime",
            "CrateId::Host; Runtime",
            "CrateId.Runtime",
            "'a' '\\u{1f600}' b\"CrateId::Runtime\" c\"CrateId::Runtime",
        ] {
            assert!(!names_variant(source, "Runtime"), "{source}");
        }
    }
}
