//! The build script of WRT's documentation beside the attribute: real runs of Cargo.

use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Run, Sandbox, quoted, repository};

fn documented(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.build_script(DOCUMENTED_SCRIPT, "");
    sandbox
}

/// What a message says, without what Cargo and the compiler put around it and how far they indent it.
fn message(run: &Run, title: &str) -> Vec<String> {
    let lines: Vec<&str> = run.stderr.lines().collect();
    let first = lines.iter().rposition(|line| line.ends_with(title)).expect(title);
    let message = lines[first..].iter().take_while(|line| !line.contains("--> app/src") && !line.contains("--> src"));
    let mut message: Vec<String> = message.map(|line| line.trim().to_owned()).collect();
    title.clone_into(&mut message[0]);
    let end =
        message.iter().position(|line| line.starts_with('|') && line.ends_with('^')).expect("carets under the value");
    message.truncate(end + 1);
    message
}

#[test]
fn the_total_keeps_its_origin() {
    let mut sandbox = documented("the-total-keeps-its-origin");
    sandbox.write("memory_budget.toml", "\ntotal_budget = \"128MB\"\n");
    assert_eq!(sandbox.prints(), "134217728 memory_budget.toml:2 134217728");
    sandbox.assert_fresh();
    sandbox.set("WRT_TOTAL_BUDGET", "96MB");
    assert_eq!(sandbox.prints(), "100663296 WRT_TOTAL_BUDGET 100663296");
    sandbox.assert_fresh();
    // The same number as in the file, and yet the user's.
    sandbox.set("WRT_TOTAL_BUDGET", "134217728");
    assert_eq!(sandbox.prints(), "134217728 WRT_TOTAL_BUDGET 134217728");
    sandbox.assert_fresh();
    sandbox.unset("WRT_TOTAL_BUDGET");
    assert_eq!(sandbox.prints(), "134217728 memory_budget.toml:2 134217728");
    sandbox.write("memory_budget.toml", "\n\ntotal_budget = \"80MB\"\n");
    assert_eq!(sandbox.prints(), "83886080 memory_budget.toml:3 83886080");
    sandbox.assert_fresh();
    // What the script says otherwise is its own word.
    sandbox.build_script(&DOCUMENTED_SCRIPT.replace("config.total_budget)", "config.total_budget * 2)"), "");
    assert_eq!(sandbox.prints(), "167772160 WRT_TOTAL_BUDGET 167772160");
}

#[test]
fn no_file_yet() {
    let sandbox = documented("no-file-yet");
    assert_eq!(sandbox.prints(), "68681728 preset 68681728");
    // Every build looks again, so that a file that appears is noticed: in any of the folders.
    assert!(!sandbox.run().is_fresh());
    sandbox.write("memory_budget.toml", "total_budget = \"96MB\"\n");
    assert_eq!(sandbox.prints(), "100663296 memory_budget.toml:1 100663296");
    sandbox.assert_fresh();
    sandbox.remove("memory_budget.toml");
    assert_eq!(sandbox.prints(), "68681728 preset 68681728");
    sandbox.write("app/memory_budget.toml", "total_budget = \"80MB\"\n");
    assert_eq!(sandbox.prints(), "83886080 app/memory_budget.toml:1 83886080");
    sandbox.assert_fresh();
}

#[test]
fn the_same_words_as_the_attribute() {
    let sandbox = documented("the-same-words-as-the-attribute");
    sandbox.write("memory_budget.toml", "# too small\n\"wrt-runtime\" = \"2MB\"\ntotal_bugdet = 1\n");
    let by_script = sandbox.run();
    assert!(!by_script.success);
    sandbox.remove("app/build.rs");
    let by_attribute = sandbox.run();
    for title in [
        "wrt-runtime budget (2MB) below minimum requirement (4MB)",
        "`total_bugdet` is neither a setting nor a known crate",
    ] {
        let message_of_script = message(&by_script, title);
        assert_eq!(message_of_script, message(&by_attribute, title));
        assert!(message_of_script[2].starts_with("Solution: "), "{message_of_script:?}");
        assert_eq!(by_script.stderr.matches(title).count(), 1, "{}", by_script.stderr);
    }
    assert!(by_script.stderr.contains("Memory budget validation failed: 2 errors in the memory budgets"));
    assert!(!by_script.stderr.contains("cannot find"), "{}", by_script.stderr);
}

#[test]
fn a_warning() {
    let sandbox = documented("a-warning");
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\n");
    let run = sandbox.run();
    assert!(run.success, "{}", run.stderr);
    let line = run.stderr.lines().find(|line| line.starts_with("warning: a-warning@0.0.0: Crate budgets (64.5MB)"));
    let expected = "exceed system budget (65.5MB). Solution: Reduce individual crate budgets, increase total budget, or lower safety_margin";
    assert!(line.is_some_and(|line| line.contains(expected)), "{}", run.stderr);
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\nstrict_mode = true\n");
    let run = sandbox.run();
    assert!(!run.success && run.stderr.contains("error: Crate budgets (64.5MB)"), "{}", run.stderr);
}

#[test]
fn what_was_read_is_watched() {
    let mut sandbox = documented("what-was-read-is-watched");
    sandbox.write("conf/board.toml", "total_budget = \"96MB\"\n[profile.small]\ntotal_budget = \"80MB\"\n");
    sandbox.write("memory_budget.toml", "");
    assert_eq!(sandbox.prints(), "68681728 preset 68681728");
    sandbox.write(".cargo/config.toml", "[env]\nWRT_MEMORY_BUDGET_FILE = \"conf/board.toml\"\n");
    assert_eq!(sandbox.prints(), "100663296 conf/board.toml:1 100663296");
    sandbox.assert_fresh();
    sandbox.set("WRT_BUDGET_PROFILE", "small");
    assert_eq!(sandbox.prints(), "83886080 conf/board.toml:3 83886080");
    sandbox.set("WRT_RUNTIME_BUDGET", "1MB");
    let run = sandbox.run();
    assert!(run.stderr.contains("from the environment variable WRT_RUNTIME_BUDGET"), "{}", run.stderr);
    sandbox.unset("WRT_RUNTIME_BUDGET");
    sandbox.unset("WRT_BUDGET_PROFILE");
    assert_eq!(sandbox.prints(), "100663296 conf/board.toml:1 100663296");
    sandbox.write("conf/board.toml", "total_budget = \"97MB\"\n");
    assert_eq!(sandbox.prints(), "101711872 conf/board.toml:1 101711872");
    sandbox.remove(".cargo/config.toml");
    // The table of a manifest, which the document names too.
    sandbox
        .build_script(DOCUMENTED_SCRIPT, "[package.metadata.memory_validation]\nconfig_file = \"conf/board.toml\"\n");
    assert_eq!(sandbox.prints(), "101711872 conf/board.toml:1 101711872");
    sandbox.assert_fresh();
}

#[test]
fn a_file_by_another_name_and_a_profile() {
    let script = "use wrt_memory_validator::{BudgetConfig, validate_budgets};
        fn main() {
            assert!(BudgetConfig::from_file(\"conf/absent.toml\").unwrap_err().to_string().contains(\"conf/absent.toml\"));
            let config = BudgetConfig::from_file(\"conf/board.toml\").unwrap().profile(\"small\");
            validate_budgets(&config).unwrap();
            let runtime = config.crates.iter().find(|entry| entry.name == \"wrt-runtime\").unwrap();
            assert_eq!((runtime.budget, runtime.min, &*runtime.origin), (8 << 20, Some(4 << 20), \"conf/board.toml:2\"));
            assert_eq!(config.platform_limit, None);
            println!(\"cargo::rustc-env=WRT_TOTAL_BUDGET={}\", config.total_budget);
        }";
    let sandbox = Sandbox::new("a-file-by-another-name-and-a-profile");
    sandbox.build_script(script, "");
    sandbox.write("conf/board.toml", "[profile.small]\n\"wrt-runtime\" = \"8MB\"\ntotal_budget = \"80MB\"\n");
    // The attribute was not told of the file: it shows what it goes by, and says so.
    let run = sandbox.run();
    assert_eq!(run.stdout.trim_end(), "68681728 preset 83886080");
    let warning = "The build script goes by a total of 80MB, and the attribute by 65.5MB";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let main = std::fs::read_to_string(sandbox.path("app/src/main.rs")).expect("written");
    let told = "memory_budgets(config_file = \"../conf/board.toml\", profile = \"small\")";
    sandbox.write("app/src/main.rs", &main.replacen("memory_budgets]", &format!("{told}]"), 1));
    assert_eq!(sandbox.prints(), "83886080 conf/board.toml:3 83886080");
    sandbox.assert_fresh();
}

/// What the build script hands on is in the attribute's message, here with a target that cannot be mistaken for the host.
#[test]
fn the_targets_name_reaches_the_attribute() {
    let sandbox = Sandbox::new("the-targets-name-reaches-the-attribute");
    let script = "fn main() { println!(\"cargo::rustc-env=MEMORY_BUDGET_TARGET=armv7-unknown-linux-gnueabihf\"); }";
    sandbox.build_script(script, "");
    sandbox.write("memory_budget.toml", "[target.'cfg(any(unix, windows))']\nplatform_limit = \"32MB\"\n");
    let title = "Total budget (65.5MB) exceeds platform limit (32MB) for";
    let run = sandbox.run();
    assert!(run.stderr.contains(&format!("{title} target armv7-unknown-linux-gnueabihf\n")), "{}", run.stderr);
    sandbox.remove("app/build.rs");
    let run = sandbox.run();
    assert!(run.stderr.contains(&format!("{title} any(unix, windows)\n")), "{}", run.stderr);
}

#[test]
fn the_integration_check_is_asked_for() {
    let sandbox = documented("the-integration-check-is-asked-for");
    let manifest = "[package]\nname = \"plugin\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\n";
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"plugin\"]\nresolver = \"2\"\n");
    sandbox
        .write("plugin/Cargo.toml", &format!("{manifest}the-integration-check-is-asked-for = {{ path = '../app' }}\n"));
    sandbox.write("plugin/src/lib.rs", "");
    sandbox.write("app/src/lib.rs", "");
    sandbox.write("memory_budget.toml", "");
    let warning = "plugin uses the memory system but has no budget";
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains(warning), "{}", run.stderr);
    // What the file asks for is for the command line: a script that runs at every edit has to want it itself.
    sandbox.write("memory_budget.toml", "integration_check = true\n");
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains(warning), "{}", run.stderr);
    sandbox.assert_fresh();
    sandbox.write("plugin/src/lib.rs", "//! Nothing yet.\n");
    sandbox.assert_fresh();
    let asking = DOCUMENTED_SCRIPT.replace(".unwrap_or_default()", ".unwrap_or_default().integration_check(true)");
    sandbox.write("app/build.rs", &asking);
    let run = sandbox.run();
    assert!(
        run.success && run.stderr.contains(warning) && run.stderr.contains("(plugin/Cargo.toml:6:1)"),
        "{}",
        run.stderr
    );
    sandbox.assert_fresh();
    sandbox.write("memory_budget.toml", "[crates.plugin]\nbudget = 0\nmemory_system = true\n");
    let run = sandbox.run();
    assert!(run.stderr.contains("plugin has a budget but does not use the memory system"), "{}", run.stderr);
    assert!(run.stderr.contains("Name `CrateId::Plugin`"), "{}", run.stderr);
    // An edit of a source is noticed.
    sandbox.write("plugin/src/lib.rs", "//! Something.\nfn f() { let _ = CrateId::Plugin; }");
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("plugin has a budget"), "{}", run.stderr);
    sandbox.assert_fresh();
    // And so is the manifest of a member.
    sandbox.write("plugin/Cargo.toml", manifest);
    let run = sandbox.run();
    assert!(run.success && run.stderr.contains("plugin has a budget but"), "{}", run.stderr);
    assert!(run.stderr.contains("Make it depend on the-integration-check-is-asked-for"), "{}", run.stderr);
    sandbox.assert_fresh();
    sandbox.write("memory_budget.toml", "strict_mode = true\n[crates.plugin]\nbudget = 0\nmemory_system = true\n");
    let run = sandbox.run();
    assert!(!run.success && run.stderr.contains("error: plugin has a budget but"), "{}", run.stderr);
}

/// One line in a test: nothing is printed, nothing watched, and what is only a warning fails it all the same.
#[test]
fn the_integration_check_as_a_test() {
    let sandbox = Sandbox::new("the-integration-check-as-a-test");
    let validator = quoted(&repository().join("validator/aliases/wrt"));
    sandbox.package("app", &format!("[dev-dependencies]\nwrt-memory-validator = {{ path = {validator} }}\n"));
    sandbox
        .write("app/tests/workspace.rs", "#[test]\nfn uses() { wrt_memory_validator::check_workspace().unwrap() }\n");
    sandbox.write("app/src/lib.rs", "");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"plugin\"]\nresolver = \"2\"\n");
    let manifest = "[package]\nname = \"plugin\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\n";
    sandbox.write("plugin/Cargo.toml", &format!("{manifest}the-integration-check-as-a-test = {{ path = '../app' }}\n"));
    sandbox.write("plugin/src/lib.rs", "");
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\n");
    let test = || sandbox.cargo_in("app", &["test", "--verbose", "--test", "workspace"]);
    let run = test();
    assert!(!run.success && run.stdout.contains("1 error in the memory budgets"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("error: plugin uses the memory system but has no budget"), "{}", run.stdout);
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\n[integration]\nexempt = [\"plugin\"]\n");
    let run = test();
    assert!(run.success, "{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("cargo::") && !run.stdout.contains("margin"), "{}", run.stdout);
    sandbox.write("plugin/src/lib.rs", "//! An edit.\n");
    let run = test();
    assert!(run.success && run.is_fresh(), "{}", run.stderr);
}

/// Cargo refuses directives that are newer than the compiler a package declares.
#[test]
fn a_package_that_declares_an_old_compiler() {
    let sandbox = documented("a-package-that-declares-an-old-compiler");
    let manifest = std::fs::read_to_string(sandbox.path("app/Cargo.toml")).expect("written");
    sandbox.write("app/Cargo.toml", &manifest.replace("edition", "rust-version = \"1.70\"\nedition"));
    sandbox.write("memory_budget.toml", "safety_margin = \"20%\"\n");
    let run = sandbox.run();
    assert!(run.success && run.stderr.contains("Crate budgets (64.5MB)"), "{}", run.stderr);
    sandbox.write("memory_budget.toml", "total_budget = \"1MB\"\n");
    let run = sandbox.run();
    assert!(run.stderr.contains("Total crate budgets (64.5MB) exceed system budget (1MB)"), "{}", run.stderr);
}

/// Cargo tells a build script of flags in capitals, and with values run together; the compiler tells it all.
#[test]
fn names_that_flags_have_set() {
    let mut sandbox = documented("names-that-flags-have-set");
    sandbox.set("RUSTFLAGS", "--cfg Board --cfg empty=\"\" --cfg list=\"a,b\"");
    sandbox.write(
        "memory_budget.toml",
        "total_budget = \"128MB\"\n\
         [target.'cfg(Board)']\ntotal_budget = \"96MB\"\n\
         [target.'cfg(any(board, BOARD))']\ntotal_budget = \"1MB\"\n",
    );
    let agrees = |expected: &str| {
        let run = sandbox.run();
        assert_eq!(run.stdout.trim_end(), expected, "{}", run.stderr);
        assert!(
            !run.stderr.contains("The build script goes by") && !run.stderr.contains("cannot tell"),
            "{}",
            run.stderr
        );
    };
    agrees("100663296 memory_budget.toml:3 100663296");
    for (predicate, not_it) in [("empty = \"\"", "empty"), ("list = \"a,b\"", "any(list = \"a\", list = \"b\", list)")]
    {
        sandbox.write(
            "memory_budget.toml",
            &format!(
                "total_budget = \"128MB\"\n[target.'cfg({predicate})']\ntotal_budget = \"97MB\"\n\
                 [target.'cfg({not_it})']\ntotal_budget = \"1MB\"\n"
            ),
        );
        agrees("101711872 memory_budget.toml:3 101711872");
    }
}

/// How a panic ends is the profile's, of which Cargo tells a build script nothing: both front ends say so.
#[test]
fn what_the_profile_decides() {
    let sandbox = documented("what-the-profile-decides");
    let manifest = std::fs::read_to_string(sandbox.path("Cargo.toml")).expect("written");
    sandbox.write("Cargo.toml", &(manifest + "[profile.dev]\npanic = \"abort\"\n"));
    let section = "[target.'cfg(panic = \"abort\")']\n\"wrt-runtime\" = \"8MB\"\ntotal_budget = \"96MB\"\n";
    sandbox.write("memory_budget.toml", &format!("total_budget = \"128MB\"\n{section}"));
    let run = sandbox.run();
    assert_eq!(run.stdout.trim_end(), "100663296 memory_budget.toml:4 134217728", "{}", run.stderr);
    let by_script = "A build script cannot tell whether cfg(panic = \"abort\") holds, and takes it that it does not";
    let line = run.stderr.lines().find(|line| line.contains(by_script)).expect(&run.stderr);
    assert!(line.ends_with("(memory_budget.toml:3:17)"), "{line}");
    let by_attribute = "The build script goes by a total of 128MB, and the attribute by 96MB";
    assert_eq!(run.stderr.matches(by_attribute).count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("--> memory_budget.toml:4:16"), "{}", run.stderr);
    // A script that is not strict, and an attribute that is: an error of the compiler's, under just that configuration.
    sandbox.write("app/build.rs", &DOCUMENTED_SCRIPT.replace("_default()", "_default().strict_mode(false)"));
    sandbox.write("memory_budget.toml", &format!("strict_mode = true\ntotal_budget = \"128MB\"\n{section}"));
    let run = sandbox.run();
    assert_eq!(run.errors(), [format!("error: {by_attribute}")], "{}", run.stderr);
    sandbox.write(
        "Cargo.toml",
        &std::fs::read_to_string(sandbox.path("Cargo.toml")).expect("written").replace("abort", "unwind"),
    );
    assert_eq!(sandbox.prints(), "134217728 memory_budget.toml:2 134217728");
    // More sections than predicates can be made for: that is said, and not passed over.
    let sections: Vec<_> = (0..9).map(|i| format!("[target.'cfg(board_{i})']\ntotal_budget = \"9{i}MB\"\n")).collect();
    sandbox.write("memory_budget.toml", &sections.concat());
    let run = sandbox.run();
    assert!(run.stderr.contains("total of 65.5MB cannot be followed through 9 [target] sections"), "{}", run.stderr);
}

/// Two profiles of one total are two configurations all the same.
#[test]
fn the_same_total_by_another_profile() {
    let sandbox = documented("the-same-total-by-another-profile");
    sandbox.write("memory_budget.toml", "[profile.small]\n\"wrt-runtime\" = \"8MB\"\n");
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("The build script goes by"), "{}", run.stderr);
    sandbox.write("app/build.rs", &DOCUMENTED_SCRIPT.replace("_default()", "_default().profile(\"small\")"));
    let run = sandbox.run();
    let said = "The build script goes by memory_budget.toml with the profile \"small\", and the attribute by memory_budget.toml";
    assert_eq!(run.stderr.matches(said).count(), 1, "{}", run.stderr);
    let main = std::fs::read_to_string(sandbox.path("app/src/main.rs")).expect("written");
    sandbox.write("app/src/main.rs", &main.replacen("memory_budgets]", "memory_budgets(profile = \"small\")]", 1));
    let run = sandbox.run();
    assert!(run.success && !run.stderr.contains("The build script goes by"), "{}", run.stderr);
}

/// A total that is the sum goes to the attribute as every other does, and follows what a section or a variable changes.
#[test]
fn the_total_is_the_sum() {
    let mut sandbox = documented("the-total-is-the-sum");
    sandbox.write(
        "memory_budget.toml",
        "total_budget = \"sum\"\n[target.'cfg(any(unix, windows))']\n\"wrt-runtime\" = \"8MB\"\n",
    );
    let agrees = |sandbox: &Sandbox, expected: &str| {
        let run = sandbox.run();
        assert_eq!(run.stdout.trim_end(), expected, "{}", run.stderr);
        assert!(!run.stderr.contains("The build script goes by"), "{}", run.stderr);
        sandbox.assert_fresh();
    };
    agrees(&sandbox, "59244544 sum (memory_budget.toml:1) 59244544");
    sandbox.set("WRT_RUNTIME_BUDGET", "5MB");
    agrees(&sandbox, "56098816 sum (memory_budget.toml:1) 56098816");
    sandbox.set("WRT_TOTAL_BUDGET", "96MB");
    agrees(&sandbox, "100663296 WRT_TOTAL_BUDGET 100663296");
    sandbox.unset("WRT_TOTAL_BUDGET");
    sandbox.unset("WRT_RUNTIME_BUDGET");
    // What the two do not agree about is found out on the target that it is so on.
    sandbox.write("other.toml", "total_budget = \"96MB\"\n");
    let script = DOCUMENTED_SCRIPT.replace("\"memory_budget.toml\"", "\"other.toml\"");
    sandbox.write("app/build.rs", &script);
    let run = sandbox.run();
    let said = "The build script goes by a total of 96MB, and the attribute by 56.5MB";
    assert_eq!(run.stderr.matches(said).count(), 1, "{}", run.stderr);
    assert_eq!(run.stderr.matches("The build script goes by").count(), 1, "{}", run.stderr);
}

/// The sentences of warnings that both front ends have to say: of the file, of a rule, of the environment.
const SENTENCES: [&str; 3] = [
    "No target has `target_os = \"qnx\"`",
    "with a 20% safety margin",
    "The environment variable WRT_RUNTME_BUDGET names no known crate or setting",
];
const WARNED: &str = "safety_margin = \"20%\"\n[target.'cfg(target_os = \"qnx\")']\ntotal_budget = \"70MB\"\n";
const NO_FILE: &str = "There is no configuration file";

/// How often each is said.
fn counts(run: &Run) -> [usize; 4] {
    [SENTENCES[0], SENTENCES[1], SENTENCES[2], NO_FILE].map(|sentence| run.stderr.matches(sentence).count())
}

#[test]
fn each_warning_is_shown_once() {
    let mut sandbox = documented("each-warning-is-shown-once");
    sandbox.write("memory_budget.toml", WARNED);
    sandbox.set("WRT_RUNTME_BUDGET", "1MB");
    for _ in 0..2 {
        let run = sandbox.run();
        assert!(run.success, "{}", run.stderr);
        assert_eq!(counts(&run), [1, 1, 1, 0], "{}", run.stderr);
    }
    // Strict, the script fails; with an error beside them the warnings are warnings still.
    for (before, after) in [("strict_mode = true\n", ""), ("", "[crates.wrt-host]\ncolour = 1\n")] {
        sandbox.write("memory_budget.toml", &format!("{before}{WARNED}{after}"));
        let run = sandbox.run();
        assert!(!run.success);
        assert_eq!(counts(&run), [1, 1, 1, 0], "{}", run.stderr);
    }
    sandbox.remove("memory_budget.toml");
    let run = sandbox.run();
    assert!(run.success, "{}", run.stderr);
    assert_eq!(counts(&run), [0, 0, 1, 1], "{}", run.stderr);
    sandbox.write("app/build.rs", &DOCUMENTED_SCRIPT.replace("_default()", "_default().strict_mode(true)"));
    let run = sandbox.run();
    assert!(!run.success);
    assert_eq!(counts(&run), [0, 0, 1, 1], "{}", run.stderr);

    // What the attribute alone has to say it says: a file of its own, errors of its own, what only the target decides.
    sandbox.write("app/build.rs", DOCUMENTED_SCRIPT);
    sandbox.write("memory_budget.toml", WARNED);
    sandbox.write("other.toml", WARNED);
    let main = std::fs::read_to_string(sandbox.path("app/src/main.rs")).expect("written");
    let with = |argument: &str| main.replacen("memory_budgets]", &format!("memory_budgets({argument})]"), 1);
    sandbox.write("app/src/main.rs", &with("config_file = \"../other.toml\""));
    let run = sandbox.run();
    assert_eq!(counts(&run)[0], 2, "{}", run.stderr);
    sandbox.write("app/src/main.rs", &with("strict_mode = true"));
    let run = sandbox.run();
    assert!(!run.success);
    for sentence in SENTENCES {
        assert_eq!(run.errors().iter().filter(|error| error.contains(sentence)).count(), 1, "{}", run.stderr);
    }
}

/// A flag that makes errors of the compiler's warnings still does: Cargo's own never are.
#[test]
fn warnings_that_are_denied() {
    let mut sandbox = documented("warnings-that-are-denied");
    sandbox.write("memory_budget.toml", WARNED);
    sandbox.set("RUSTFLAGS", "-D warnings");
    let run = sandbox.run();
    assert!(!run.success);
    assert!(run.errors().iter().any(|error| error.contains(SENTENCES[0])), "{}", run.stderr);
}

/// A script that goes on all the same stops the build, and says so in a line.
#[test]
fn an_error_that_the_script_passes_over() {
    let sandbox = documented("an-error-that-the-script-passes-over");
    sandbox.write("memory_budget.toml", "total_bugdet = 1\n");
    let careless = DOCUMENTED_SCRIPT.replace(
        "    validate_budgets(&config)\n        .expect(\"Memory budget validation failed\");",
        "    let _ = validate_budgets(&config);",
    );
    sandbox.write("app/build.rs", &careless);
    let run = sandbox.run();
    assert!(!run.success);
    let said =
        "error: an-error-that-the-script-passes-over@0.0.0: 1 error in the memory budgets: `validate_budgets` returns";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}
