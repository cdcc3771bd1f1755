//! What the attribute costs while compiling, as ratios within one run. Linux only: it reads CPU times from `/proc`.
//!
//! `cargo bench -p memory-budgets-tests --bench compile_time`, with a registry for the peers; with `-- cold` the cold builds alone.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use memory_budgets_tests::median;
use memory_budgets_tests::sandbox::{self, repository};
use tempfile::TempDir;

fn main() {
    cold_builds();
    if !std::env::args().any(|argument| argument == "cold") {
        expansions();
        unchanged_build();
    }
}

/// A package of its own, built as one from a registry is: not incrementally.
struct Package {
    folder: TempDir,
}

impl Package {
    fn new(dependencies: &str, build_dependencies: &str, source: &str) -> Package {
        let package = Package { folder: tempfile::tempdir().expect("a temporary folder") };
        package.write(
            "Cargo.toml",
            &format!(
                "[workspace]\n[package]\nname = \"consumer\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
                 [dependencies]\n{dependencies}\n[build-dependencies]\n{build_dependencies}\n"
            ),
        );
        package.write("src/lib.rs", source);
        package
    }

    fn write(&self, path: &str, text: &str) {
        sandbox::write(&self.folder.path().join(path), text);
    }

    fn cargo(&self, arguments: &[&str]) -> String {
        self.cargo_with(arguments, &[])
    }

    fn cargo_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.folder.path())
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"))
            .stdin(Stdio::null())
            .output()
            .expect("cargo runs");
        let printed = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{printed}");
        printed
    }

    /// The CPU time of a build from nothing, in seconds. Lints are capped, as Cargo caps those of what comes from a registry:
    /// here that is the peers, and with a user the attribute too.
    fn cold(&self) -> f64 {
        let _ = fs::remove_dir_all(self.folder.path().join("target"));
        cpu(|| drop(self.cargo_with(&["build", "--offline"], &[("RUSTFLAGS", "--cap-lints=allow")])))
    }
}

/// The CPU time of the processes that are started, and have ended, in `work`.
fn cpu(work: impl FnOnce()) -> f64 {
    let ticks = || -> f64 {
        let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
        let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
        fields[13].parse::<f64>().expect("a number") + fields[14].parse::<f64>().expect("a number")
    };
    let before = ticks();
    work();
    (ticks() - before) / 100.0
}

const ATTRIBUTE: &str = "#[memory_budgets::memory_budgets]\npub mod budgets {}\n";

fn ours() -> String {
    format!("memory-budgets = {{ path = {} }}", sandbox::quoted(&repository().join("runtime-support")))
}

fn cold_builds() {
    const RUNS: usize = 5;
    let by_hand = Package::new(
        "",
        "",
        "pub const RUNTIME_BUDGET: usize = 16 << 20;\nconst _: () = assert!(RUNTIME_BUDGET <= 64 << 20);\n",
    );
    let attribute = Package::new(&ours(), "", ATTRIBUTE);

    let bare = Package::new("bare = { path = 'bare' }", "", "#[bare::bare]\npub mod budgets {}\n");
    bare.write(
        "bare/Cargo.toml",
        "[package]\nname = \"bare\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n[dependencies]\n\
         proc-macro2 = \"1\"\nquote = \"1\"\nsyn = { version = \"3\", default-features = false }\n\
         toml = { version = \"1\", default-features = false, features = [\"parse\"] }\n",
    );
    bare.write(
        "bare/src/lib.rs",
        "use proc_macro::TokenStream;\nuse quote::ToTokens;\n#[proc_macro_attribute]\npub fn bare(_: TokenStream, item: TokenStream) -> TokenStream {\n\
         let _ = toml::de::DeTable::parse(\"a = 1\");\n\
         let _ = syn::Lit::new(proc_macro2::Literal::u8_unsuffixed(1));\nproc_macro2::TokenStream::from(item).to_token_stream().into()\n}\n",
    );

    let toml_cfg = Package::new(
        "toml-cfg = \"0.2\"",
        "",
        "#[toml_cfg::toml_config]\npub struct Config { #[default(16)] pub runtime: usize }\n",
    );
    let static_toml = Package::new(
        "static-toml = \"1\"",
        "",
        "static_toml::static_toml! { pub static BUDGETS = include_toml!(\"budget.toml\"); }\n",
    );
    static_toml.write("budget.toml", "runtime = 16777216\n");
    let esp_config = Package::new(
        "esp-config = \"0.6\"",
        "esp-config = { version = \"0.6\", features = [\"build\"] }",
        "pub const RUNTIME: usize = esp_config::esp_config_int!(usize, \"CONSUMER_CONFIG_RUNTIME\");\n",
    );
    esp_config.write(
        "esp_config.yml",
        "crate: consumer\noptions:\n- name: runtime\n  description: Bytes.\n  default:\n    - value: 16777216\n",
    );
    esp_config.write("build.rs", "fn main() { let text = std::fs::read_to_string(\"esp_config.yml\").unwrap(); esp_config::generate_config_from_yaml_definition(&text, true, true, None).unwrap(); }\n");

    let named = [
        ("constants by hand", by_hand),
        ("a bare macro with the same syn, quote and toml", bare),
        ("toml-cfg 0.2", toml_cfg),
        ("static-toml 1", static_toml),
        ("esp-config 0.6", esp_config),
    ];
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); named.len()];
    for package in named.iter().map(|(_, package)| package).chain([&attribute]) {
        package.cargo(&["fetch"]);
    }
    for _ in 0..RUNS {
        let own = attribute.cold();
        for ((_, package), ratios) in named.iter().zip(&mut ratios) {
            ratios.push(own / package.cold());
        }
    }
    println!("CPU of a cold build with the attribute, medians of {RUNS} pairs:");
    for ((name, _), ratios) in named.iter().zip(ratios) {
        println!("  {:6.2} times that of {name}", median(ratios));
    }
}

fn expansions() {
    const RUNS: usize = 5;
    println!("one expansion, medians of {RUNS}:");
    let mut per_crate = Vec::new();
    for crates in [16, 1_000, 10_000] {
        let attribute = Package::new(&ours(), "", ATTRIBUTE);
        attribute.write("memory_budget.toml", &configuration(crates));
        let by_hand = Package::new("", "", &hand_written(crates));
        let (mut ratios, mut shares, mut own) = (Vec::new(), Vec::new(), Vec::new());
        attribute.cargo(&["fetch"]);
        attribute.cargo(&["build"]);
        for run in 0..RUNS {
            attribute.write("src/lib.rs", &format!("{ATTRIBUTE}// {run}\n"));
            by_hand.write("src/lib.rs", &format!("{}// {run}\n", hand_written(crates)));
            let (all, expansion) = passes(&attribute);
            let (all_by_hand, _) = passes(&by_hand);
            ratios.push(all / all_by_hand);
            shares.push(expansion / all);
            own.push(expansion);
        }
        println!(
            "  {crates:6} crates: the compiler's work {:.2} times that on the same by hand, {:.0} % of it the expansion",
            median(ratios),
            median(shares) * 100.0
        );
        per_crate.push(median(own) / f64::from(crates));
    }
    println!("  growth: {:.2} times as much for a crate of 10,000 as for one of 1,000", per_crate[2] / per_crate[1]);
}

/// The compiler's account: the time of all passes, and of the expansion of macros.
fn passes(package: &Package) -> (f64, f64) {
    let arguments = ["rustc", "--offline", "--", "-Ztime-passes", "-Ztime-passes-format=json"];
    let printed = package.cargo_with(&arguments, &[("RUSTC_BOOTSTRAP", "1")]);
    let of = |pass: &str| -> f64 {
        let lines = printed.lines().filter(|line| line.contains(&format!("\"pass\":\"{pass}\"")));
        lines.filter_map(|line| line.split("\"time\":").nth(1)?.split(',').next()?.parse::<f64>().ok()).sum()
    };
    (of("total"), of("macro_expand_crate"))
}

fn unchanged_build() {
    let package = Package::new(&ours(), "", ATTRIBUTE);
    package.write("memory_budget.toml", &configuration(16));
    package.cargo(&["fetch"]);
    package.cargo(&["build"]);
    let built = package.cargo(&["build", "--verbose"]).lines().filter(|line| line.contains("Compiling")).count();
    println!("a build with nothing changed compiles {built} packages");
}

fn configuration(crates: u32) -> String {
    let mut text = "preset = \"none\"\ntotal_budget = \"64GB\"\n".to_owned();
    for i in 0..crates {
        let _ = writeln!(text, "[crates.crate-{i}]\nbudget = \"{}KB\"", i % 64 + 1);
    }
    text
}

/// The cheapest form of the same: an enum without a derived `Debug`, tables, a constant for each crate, one loop that sums.
fn hand_written(crates: u32) -> String {
    let mut text =
        "#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u16)]\npub enum CrateId {".to_owned();
    let mut each = |before: &str, one: &dyn Fn(u32) -> String, after: &str| {
        text.push_str(before);
        for i in 0..crates {
            text.push_str(&one(i));
        }
        text.push_str(after);
    };
    let bytes = |i: u32| (i % 64 + 1) * 1024;
    each("", &|i| format!("/// crate-{i}\nCrate{i} = {i},"), "}");
    each(&format!("impl CrateId {{ pub const ALL: [Self; {crates}] = ["), &|i| format!("Self::Crate{i},"), "];");
    each("pub const fn name(self) -> &'static str { NAMES[self as usize] } }", &|_| String::new(), "");
    each(&format!("const NAMES: &[&str; {crates}] = &["), &|i| format!("\"crate-{i}\","), "];");
    each(&format!("pub const CRATE_BUDGETS: [usize; {crates}] = ["), &|i| format!("{},", bytes(i)), "];");
    each("", &|i| format!("pub const CRATE_{i}_BUDGET: usize = {};", bytes(i)), "");
    text.push_str(
        "const _: () = {
            let (budgets, mut sum, mut i) = (&CRATE_BUDGETS, 0, 0);
            while i < budgets.len() { sum += budgets[i]; i += 1; }
            assert!(sum <= 64 << 30);
        };\n",
    );
    text
}
