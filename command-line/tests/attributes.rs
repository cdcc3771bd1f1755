//! Where the attribute stands decides what is checked: it is found where a build has it, and nowhere else.

mod sandbox;

use sandbox::{LINUX, Run, Sandbox};

const OWN: &str = "preset = 'none'\ntotal_budget = '1MB'\n[crates.app]\nbudget = '256KB'\n";
/// Over its total.
const PROD: &str = "preset = 'none'\ntotal_budget = '1KB'\n[crates.app]\nbudget = '256KB'\n";
const NAMED: &str = "memory_budgets::memory_budgets(config_file = \"prod.toml\")";

/// A workspace with both files, of which the attribute in `app` names one.
fn workspace() -> Sandbox {
    let sandbox = Sandbox::with(OWN);
    sandbox.write("app/prod.toml", PROD);
    sandbox.write("app/src/lib.rs", "");
    sandbox
}

fn check(sandbox: &Sandbox) -> Run {
    sandbox.run(&["check", "--target", LINUX])
}

/// The files that `check` is about.
fn files(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run(&["check", "--format", "json", "--target", LINUX]);
    assert!(run.status == Some(0) || run.status == Some(1), "{}", run.stderr);
    let json = run.json();
    let rows = json["targets"].as_array().expect("a list").iter();
    let files = rows.map(|row| row.get("file").unwrap_or(&json["file"]).as_str().unwrap_or("none").to_owned());
    files.collect()
}

/// `check` goes by the file that the attribute names, and says what is wrong with it.
fn goes_by_the_named_file(sandbox: &Sandbox, what: &str) {
    let run = check(sandbox);
    assert_eq!(run.status, Some(1), "{what}: {}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("error[total]") && run.stdout.contains("app/prod.toml"), "{what}: {}", run.stdout);
    assert!(!run.stderr.contains("note"), "{what}: {}", run.stderr);
}

#[test]
fn the_manifest_says_where_sources_begin() {
    for (manifest, path) in [
        ("[lib]\npath = \"lib/mod.rs\"\n", "lib/mod.rs"),
        ("[lib]\npath = \"../shared/app.rs\"\n", "shared/app.rs"),
        ("[[bin]]\nname = \"app\"\npath = \"main.rs\"\n", "app/main.rs"),
    ] {
        let sandbox = workspace();
        sandbox.package("app", manifest);
        sandbox.write(
            if path.starts_with("shared") {
                path.to_owned()
            } else {
                format!("app/{}", path.trim_start_matches("app/"))
            }
            .as_str(),
            &format!("#[{NAMED}]\nmod b {{}}\n"),
        );
        goes_by_the_named_file(&sandbox, manifest);
    }
}

#[test]
fn modules_lead_on() {
    for (lib, path) in [
        ("mod inner;", "app/src/inner.rs"),
        ("mod inner;", "app/src/inner/mod.rs"),
        ("#[path = \"../else/where.rs\"]\nmod inner;", "app/else/where.rs"),
        ("#[cfg_attr(all(), path = \"there.rs\")]\nmod inner;", "app/src/there.rs"),
        ("mod a { mod inner; }", "app/src/a/inner.rs"),
        ("include!(\"made.rs\");", "app/src/made.rs"),
    ] {
        let sandbox = workspace();
        sandbox.write("app/src/lib.rs", lib);
        sandbox.write(path, &format!("#[{NAMED}]\nmod b {{}}\n"));
        goes_by_the_named_file(&sandbox, path);
    }
    // A file that no module leads to is in no build.
    let sandbox = workspace();
    sandbox.write("app/src/left_over.rs", &format!("#[{NAMED}]\nmod b {{}}\n"));
    assert_eq!(files(&sandbox), ["memory_budget.toml"]);
}

#[test]
fn under_any_name_and_condition() {
    let name = "use memory_budgets::memory_budgets as x;";
    for code in [
        format!("#[cfg_attr(all(), {NAMED})] mod b {{}}"),
        format!("#[cfg_attr(unix, allow(unused), cfg_attr(not(windows), {NAMED}))] mod b {{}}"),
        format!("#[cfg(not(test))] #[{NAMED}] mod b {{}}"),
        format!("{name} #[x(config_file = \"prod.toml\")] mod b {{}}"),
        format!("mod a {{ {name} }} #[a::x(config_file = r\"prod.toml\")] mod b {{}}"),
        "use memory_budgets::{self, memory_budgets as x}; use x as y; #[y(config_file = \"prod.toml\")] mod b {}"
            .to_owned(),
        format!("fn f() {{ #[{NAMED}] mod b {{}} }}"),
        format!("macro_rules! budgets {{ ($v:vis) => {{ #[{NAMED}] $v mod b {{}} }} }} budgets!(pub);"),
        format!("macro_rules! c {{ ($(#[$m:meta])*) => {{ #[{NAMED}] $(#[$m])* mod b {{}} }} }} c!();"),
        format!("cfg_if::cfg_if! {{ if #[cfg(unix)] {{ #[{NAMED}] mod b {{}} }} }}"),
    ] {
        let sandbox = workspace();
        sandbox.write("app/src/lib.rs", &code);
        goes_by_the_named_file(&sandbox, &code);
    }
    // A macro that gives it is used in a file that says nothing else of it.
    let sandbox = workspace();
    let rules =
        format!("#[macro_use] mod rules {{ macro_rules! own {{ () => {{ #[{NAMED}] pub mod b {{}} }} }} }} mod used;");
    sandbox.write("app/src/lib.rs", &rules);
    sandbox.write("app/src/used.rs", "own!();");
    goes_by_the_named_file(&sandbox, "a macro of another file's");
    // Its name is handed on by files that do not say where it came from.
    let sandbox = workspace();
    sandbox.write("app/src/lib.rs", "mod a; mod b; #[b::z(config_file = \"prod.toml\")] mod c {}");
    sandbox.write("app/src/a.rs", "pub use memory_budgets::memory_budgets as x; pub use super::b::y as z;");
    sandbox.write("app/src/b.rs", "pub use super::a::x as y; pub use super::a::z;");
    goes_by_the_named_file(&sandbox, "names of names");
    // Another member gives it its name.
    let sandbox = workspace();
    sandbox.write("app-net/src/lib.rs", "pub use memory_budgets::memory_budgets as budgets;");
    sandbox.write("app/src/lib.rs", "#[app_net::budgets(config_file = \"prod.toml\")] mod b {}");
    goes_by_the_named_file(&sandbox, "a name of another member's");
}

#[test]
fn none_is_seen_where_none_is() {
    for code in [
        format!("#[cfg(test)] mod tests {{ #[{NAMED}] mod b {{}} }}"),
        format!("#[{NAMED}] #[cfg(test)] mod b {{}}"),
        format!("#[cfg_attr(test, {NAMED})] mod b {{}}"),
        format!("#[cfg(feature = \"none\")] #[{NAMED}] mod b {{}}"),
        format!("fn f() -> TokenStream {{ quote! {{ #[{NAMED}] mod b {{}} }} }}"),
        format!("fn f() -> T {{ g(quote::quote_spanned!(s=> #[{NAMED}] mod b {{}})) }}"),
        format!("fn f() -> T {{ syn::parse_quote![#[{NAMED}] mod b {{}}] }}"),
        format!("const S: &str = stringify!(#[{NAMED}] mod b {{}});"),
        format!("// #[{NAMED}]\n/// #[{NAMED}] mod b {{}}\nfn f() {{}}"),
    ] {
        let sandbox = workspace();
        sandbox.write("app/src/lib.rs", &code);
        let run = check(&sandbox);
        assert_eq!((run.status, &*run.stderr), (Some(0), ""), "{code}: {}", run.stdout);
        assert_eq!(files(&sandbox), ["memory_budget.toml"], "{code}");
    }
}

/// What cannot be understood is said.
#[test]
fn what_cannot_be_told_is_a_note() {
    for (code, note) in [
        (
            format!("#[macro_export] macro_rules! budgets {{ () => {{ #[{NAMED}] mod b {{}} }} }}"),
            "note: app/src/lib.rs:1: `#[memory_budgets]` in the macro `budgets` is not seen where that is used",
        ),
        (
            "macro_rules! budgets { ($v:vis $f:literal) => {\n#[memory_budgets(config_file = $f)] $v mod b {} } }\nbudgets!(\"prod.toml\");".to_owned(),
            "note: app/src/lib.rs:2: `#[memory_budgets]` in the macro `budgets` is not seen where that is used",
        ),
        (
            "#[mystery(config_file = \"prod.toml\")]\nmod b {}".to_owned(),
            "note: app/src/lib.rs:1: `#[mystery]` has the arguments of `#[memory_budgets]`",
        ),
    ] {
        let sandbox = workspace();
        sandbox.write("app/src/lib.rs", &code);
        let run = check(&sandbox);
        assert_eq!(run.status, Some(0), "{code}: {}", run.stdout);
        assert!(run.stderr.contains(note), "{code}: {}", run.stderr);
        assert!(run.stderr.contains("--config"), "{code}: {}", run.stderr);
        assert!(sandbox.run(&["check", "--quiet"]).stderr.is_empty());
    }
    let sandbox = workspace();
    sandbox.write("app/src/lib.rs", &format!("my_cfg! {{ #[{NAMED}] mod b {{}} }}"));
    let run = check(&sandbox);
    assert_eq!(run.status, Some(1), "it is taken to be there: {}", run.stdout);
    assert!(run.stderr.contains("app/src/lib.rs:1: `#[memory_budgets]` is handed to `my_cfg!`"), "{}", run.stderr);
    // Who depends on the attribute's package may well have it under a name that is nowhere to be read.
    let sandbox = workspace();
    sandbox.package("app", "[dependencies]\nmemory-budgets = \"0.2\"\n");
    let run = check(&sandbox);
    assert_eq!(run.status, Some(0), "{}", run.stdout);
    assert!(run.stderr.contains("note: app depends on memory-budgets, but no attribute"), "{}", run.stderr);
    let sandbox = workspace();
    sandbox.write("app/src/lib.rs", "mod b;");
    std::fs::create_dir(sandbox.path("app/src/b.rs")).expect("writable");
    let run = check(&sandbox);
    assert!(run.stderr.contains("note: app/src/b.rs cannot be read"), "{}{}", run.stdout, run.stderr);
}

/// A folder that leads to itself is no longer than it is.
#[cfg(unix)]
#[test]
fn folders_that_lead_to_themselves() {
    use std::os::unix::fs::symlink;

    let sandbox = workspace();
    sandbox.write("app/src/lib.rs", &format!("mod inner;\n#[{NAMED}]\nmod b {{}}\n"));
    sandbox.write("app/src/inner.rs", "#[path = \"a/b/inner.rs\"] mod again; #[path = \"b/a/lib.rs\"] mod all;");
    for link in ["a", "b", "bin"] {
        symlink(".", sandbox.path("app/src").join(link)).expect("a link");
    }
    goes_by_the_named_file(&sandbox, "links");
}

/// The repository of this program is a workspace as well: quoted attributes in it are nobody's.
#[test]
fn this_repository() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let run = |arguments: &[&str]| Run::of(&sandbox::command(&root).args(arguments).output().expect("it runs"));
    let checked = run(&["check", "--target", LINUX]);
    assert_eq!(checked.status, Some(0), "{}{}", checked.stdout, checked.stderr);
    assert!(!checked.stdout.contains("memory-budgets-macros"), "{}", checked.stdout);
    let shown = run(&["show", "--target", LINUX]);
    assert_eq!(shown.status, Some(0), "{}{}", shown.stdout, shown.stderr);
    let tables = shown.stdout.matches("\nmemory_budget.toml").count()
        + usize::from(shown.stdout.starts_with("memory_budget.toml"));
    assert_eq!(tables, 1, "{}", shown.stdout);
}
