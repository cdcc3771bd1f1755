//! Text from outside changes nothing where it is shown: no terminal, no annotation, no table, no page, no picture.

mod sandbox;

use sandbox::{ARM, LINUX, Sandbox};

/// Control characters of both kinds, a change of direction, what closes things, and what platforms act upon.
const EVIL: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\u{200b}</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\
                    \"'`|&amp;--> ::error::x %0A @octocat #1 !1 https://example.com [a](javascript:b) ${{ x }}";

/// A workspace in which everything that may be chosen is chosen by an enemy: a key, a purpose, a value, a path, a profile.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::empty();
    let quoted =
        EVIL.replace('\\', "\\\\").replace('"', "\\\"").replace('\u{1b}', "\\u001b").replace('\u{7}', "\\u0007");
    let folder = "it's <b>&`|@octocat %0A::error::x";
    let member = format!("{folder}/app");
    sandbox.write("Cargo.toml", &format!("[workspace]\nmembers = [\"{folder}/*\"]\nresolver = \"2\"\n"));
    sandbox.package(&member, "");
    sandbox.write(
        &format!("{member}/src/lib.rs"),
        "#[memory_budgets::memory_budgets(config_file = \"@team <i>.toml\")]\npub mod budgets {}\n",
    );
    sandbox.write(
        &format!("{member}/@team <i>.toml"),
        &format!(
            "preset = 'none'\ntotal_budget = '1MB'\nsafety_margin = \"{quoted}\"\n\"{quoted}\" = 1\n\
             [crates.app]\nbudget = \"{quoted}\"\npurpose = \"{quoted}\"\nvariant = \"{quoted}\"\n\
             [crates.\"{quoted}\"]\nbudget = 1\n[crates.fine]\nbudget = 1\npurpose = \"{quoted}\"\n\
             [target.\"{quoted}\"]\n[target.'cfg(feature = \"<b>|`\")']\nfine = 2\n[profile.\"{quoted}\"]\nfine = 1\n"
        ),
    );
    sandbox
}

/// Nothing that a terminal or an editor obeys.
fn is_plain(text: &str, allowed: &[char]) -> Result<(), String> {
    let disturbs = |c: char| {
        (c.is_control() && !allowed.contains(&c) && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
    };
    match text.char_indices().find(|&(_, c)| disturbs(c)) {
        None => Ok(()),
        Some((i, c)) => Err(format!("{c:?} after {:?}", text[..i].lines().last())),
    }
}

const TARGETS: [&str; 4] = ["--target", LINUX, "--target", ARM];

fn run(sandbox: &Sandbox, arguments: &[&str]) -> sandbox::Run {
    let run = sandbox.run(&[arguments, &TARGETS].concat());
    assert!(run.status != Some(101) && run.status.is_some(), "{arguments:?}: {}", run.stderr);
    run
}

#[test]
fn a_terminal() {
    let sandbox = hostile();
    for command in [&["check"][..], &["show"], &["explain", "fine"], &["explain", "app"], &["check", "-v"], &["fit"]] {
        let run = run(&sandbox, command);
        assert_eq!(is_plain(&run.stdout, &[]), Ok(()), "{command:?}");
        assert_eq!(is_plain(&run.stderr, &[]), Ok(()), "{command:?}");
        let run = sandbox.run(&[command, &TARGETS, &["--color", "always"]].concat());
        for rest in run.stdout.split('\u{1b}').skip(1) {
            // Our own styles alone: `ESC [ digits m`.
            let style = rest.strip_prefix('[').and_then(|rest| rest.split_once('m')).map(|(style, _)| style);
            let ours = style.is_some_and(|style| style.chars().all(|c| c.is_ascii_digit() || c == ';'));
            assert!(ours, "{command:?}: {:?}", rest.get(..20));
        }
        assert_eq!(is_plain(&run.stdout, &['\u{1b}']), Ok(()), "{command:?}");
    }
    let said = sandbox.run(&["check", "-p", EVIL.split('\0').next().expect("a text")]);
    assert_eq!((said.status, is_plain(&said.stderr, &[])), (Some(2), Ok(())));
}

#[test]
fn an_annotation() {
    let text = run(&hostile(), &["check", "--format", "github"]).stdout;
    assert!(text.lines().count() > 5, "{text}");
    assert_eq!(is_plain(&text, &[]), Ok(()));
    for line in text.lines() {
        let rest = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning ")).expect(line);
        let (properties, message) = rest.split_once("::").expect("a message");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("NAME=VALUE");
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&name), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        // Every percent sign is one of ours.
        for (i, _) in message.match_indices('%') {
            assert!(["%25", "%0A"].contains(&&message[i..i + 3]), "{line}");
        }
    }
}

#[test]
fn a_table_of_markdown() {
    let sandbox = hostile();
    for command in ["check", "show"] {
        let text = run(&sandbox, &[command, "--format", "markdown", "--quiet"]).stdout;
        assert_eq!(is_plain(&text, &[]), Ok(()), "{command}");
        assert!(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>"), "{command}: {text}");
        for line in text.lines().filter(|line| line.starts_with('|')) {
            // A bar without a backslash before it ends a cell.
            let cells = line.match_indices('|').filter(|&(i, _)| !line[..i].ends_with('\\')).count();
            assert!([5, 7, 8].contains(&cells), "{command}: {line}");
        }
        // Outside code nobody is mentioned, and nothing is linked.
        let outside: String =
            text.split("<code>").map(|part| part.split_once("</code>").map_or(part, |(_, after)| after)).collect();
        assert!(
            !outside.contains("@octocat")
                && !outside.contains("https://")
                && !outside.replace("\\]", "").contains("]("),
            "{outside}"
        );
    }
}

#[test]
fn a_page_and_a_picture() {
    let sandbox = hostile();
    for format in ["html", "svg"] {
        let text = run(&sandbox, &["show", "--format", format, "--quiet"]).stdout;
        assert_eq!(is_plain(&text, &[]), Ok(()), "{format}");
        for tag in ["<img", "<script>alert", "<b>", "<i>", "</title></script>"] {
            assert!(!text.contains(tag), "{format}: {tag}");
        }
        let scripts = text.matches("<script").count();
        assert_eq!(scripts, usize::from(format == "html"), "{format}");
        assert!(text.contains("&lt;script&gt;") || format == "svg", "it is shown");
    }
}

#[test]
fn json_is_json() {
    let sandbox = hostile();
    for arguments in
        [&["check", "--format", "json"][..], &["check", "--format", "sarif"], &["show", "--format", "json", "--quiet"]]
    {
        let run = run(&sandbox, arguments);
        assert!(run.json().is_object());
        assert!(run.stdout.is_ascii() || is_plain(&run.stdout, &[]).is_ok() || run.stdout.contains('\u{202e}'));
        assert!(!run.stdout.contains('\u{1b}'), "JSON escapes what controls a terminal");
    }
}

/// Many findings and long lines cost no more than they are long.
#[test]
fn a_large_file() {
    let mut text = String::from("preset = 'none'\ntotal_budget = '1MB'\n");
    while text.len() < 150_000 {
        text.push_str(&format!("k{} = 'x'\n", text.len()));
    }
    let sandbox = Sandbox::with(&text);
    let run = sandbox.run(&["check", "--format", "json", "--target", LINUX]);
    assert_eq!(run.status, Some(1));
    assert!(run.json()["findings"].as_array().expect("a list").len() > 5_000);
    let one_line = text.lines().skip(2).map(|line| format!("{line},")).collect::<String>();
    let text =
        format!("preset = 'none'\ntotal_budget = 1\nprofile = {{ p = {{ {} }} }}\n", one_line.trim_end_matches(','));
    let sandbox = Sandbox::with(&text);
    let run = sandbox.run(&["check", "--target", LINUX]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stdout.lines().all(|line| line.chars().count() < 400));
}
