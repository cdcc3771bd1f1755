//! What a crate's name becomes: a `CrateId` variant, a constant, an environment variable.

/// Cargo's rule for a package name: ASCII letters, digits, `-` and `_`, starting with a letter.
pub(crate) fn is_crate_name(name: &str) -> bool {
    begins(name, u8::is_ascii_alphabetic)
        && name.as_bytes().iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn begins(text: &str, with: fn(&u8) -> bool) -> bool {
    text.as_bytes().first().is_some_and(with)
}

/// The name without a leading prefix and the dash behind it: under `wrt`, `wrt-runtime` gives `runtime`.
pub(crate) fn short<'n>(name: &'n str, prefix: &str) -> &'n str {
    if prefix.is_empty() {
        return name;
    }
    match name.strip_prefix(prefix) {
        Some(rest) => rest.strip_prefix('-').unwrap_or(name),
        None => name,
    }
}

/// The short name `runtime` gives `Runtime`.
pub(crate) fn variant(short: &str) -> String {
    let mut variant = String::new();
    let mut begins = true;
    for letter in short.chars() {
        match letter {
            '-' | '_' => {}
            letter if begins => variant.push(letter.to_ascii_uppercase()),
            letter => variant.push(letter),
        }
        begins = matches!(letter, '-' | '_');
    }
    variant
}

/// The short name `runtime` gives `RUNTIME_BUDGET`.
pub(crate) fn constant(short: &str) -> String {
    variable(short)
}

/// The constant of a crate that chose its variant, so that choosing one settles both: `WasiHost` gives `WASI_HOST_BUDGET`.
pub(crate) fn constant_of_variant(variant: &str) -> String {
    let mut words = String::new();
    for (i, letter) in variant.char_indices() {
        let hump = letter.is_ascii_uppercase()
            && (variant.as_bytes()[..i].last().is_some_and(|before| !before.is_ascii_uppercase())
                || (i > 0 && begins(&variant[i + 1..], u8::is_ascii_lowercase)));
        if hump {
            words.push('_');
        }
        words.push(letter);
    }
    variable(&words)
}

/// `wrt-runtime` gives `WRT_RUNTIME_BUDGET`.
pub(crate) fn variable(name: &str) -> String {
    in_capitals(name) + "_BUDGET"
}

/// `my-app` gives `MY_APP`.
pub(crate) fn in_capitals(name: &str) -> String {
    let mut capitals = String::new();
    for letter in name.chars() {
        capitals.push(if letter == '-' { '_' } else { letter.to_ascii_uppercase() });
    }
    capitals
}

/// Whether `text` can be an enum's variant: an identifier in `UpperCamelCase` that is no keyword and no constant of `CrateId`.
pub(crate) fn is_variant(text: &str) -> bool {
    begins(text, u8::is_ascii_uppercase)
        && text.as_bytes().iter().all(u8::is_ascii_alphanumeric)
        && !matches!(text, "Self" | "ALL" | "COUNT")
}

/// Whether `text` is a keyword in some edition.
pub(crate) fn is_keyword(text: &str) -> bool {
    const KEYWORDS: &str = " abstract as async await become box break const continue crate do dyn else enum extern false \
        final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self Self static \
        struct super trait true try type typeof unsafe unsized use virtual where while yield _ ";
    let mut is_keyword = false;
    for keyword in KEYWORDS.split(' ') {
        is_keyword |= keyword == text;
    }
    is_keyword
}

#[cfg(test)]
mod tests {
    use super::{constant, constant_of_variant, is_crate_name, is_keyword, is_variant, short, variable, variant};

    #[test]
    fn derives_the_three_names() {
        for (name, as_variant, as_constant, as_variable) in [
            ("wrt-runtime", "Runtime", "RUNTIME_BUDGET", "WRT_RUNTIME_BUDGET"),
            ("wrt-foo_bar-2", "FooBar2", "FOO_BAR_2_BUDGET", "WRT_FOO_BAR_2_BUDGET"),
            ("app", "App", "APP_BUDGET", "APP_BUDGET"),
            ("wrt", "Wrt", "WRT_BUDGET", "WRT_BUDGET"),
            ("MyCrate", "MyCrate", "MYCRATE_BUDGET", "MYCRATE_BUDGET"),
            ("wrt-self", "Self", "SELF_BUDGET", "WRT_SELF_BUDGET"),
            ("wrt-", "", "_BUDGET", "WRT__BUDGET"),
        ] {
            assert_eq!(variant(short(name, "wrt")), as_variant);
            assert_eq!(constant(short(name, "wrt")), as_constant);
            assert_eq!(variable(name), as_variable);
        }
    }

    #[test]
    fn takes_off_a_prefix_and_its_dash() {
        for (name, prefix, own) in [
            ("kiln-runtime", "kiln", "runtime"),
            ("wrt-runtime", "kiln", "wrt-runtime"),
            ("wrtd-runtime", "wrt", "wrtd-runtime"),
            ("my-app-net", "my-app", "net"),
            ("my-app", "my-app", "my-app"),
            ("app_net", "app", "app_net"),
            ("-x", "", "-x"),
        ] {
            assert_eq!(short(name, prefix), own);
        }
    }

    #[test]
    fn splits_a_chosen_variant_at_its_humps() {
        for (chosen, as_constant) in [
            ("Wasi", "WASI_BUDGET"),
            ("WasiHost", "WASI_HOST_BUDGET"),
            ("TCPStack", "TCP_STACK_BUDGET"),
            ("ThreeD", "THREE_D_BUDGET"),
            ("V2x", "V2X_BUDGET"),
        ] {
            assert_eq!(constant_of_variant(chosen), as_constant);
        }
    }

    #[test]
    fn knows_what_is_no_name() {
        assert!(is_crate_name("a-_9"));
        for bad in ["", "1a", "-a", "_a", "a b", "é", "a.b"] {
            assert!(!is_crate_name(bad), "{bad}");
        }
        assert!(is_variant("Wasi") && is_variant("V2"));
        for bad in ["", "Self", "ALL", "wasi", "2d", "A_b", "É"] {
            assert!(!is_variant(bad), "{bad}");
        }
        assert!(!is_keyword("unix") && !is_keyword("_x") && !is_keyword("union"));
        for keyword in ["crate", "_", "gen", "async", "true"] {
            assert!(is_keyword(keyword), "{keyword}");
        }
    }
}
