//! The integration check says which crates charge the budgets of others. It reads sources without compiling them, so that it
//! goes by what is handed to functions and macros.

use memory_budgets_tests::sandbox::{Sandbox, quoted, repository, write};
use memory_budgets_validator::{BudgetConfig, Finding, Kind, Request, Severity, check_integration};

const CONFIGURATION: &str = "preset = 'none'\ntotal_budget = '1MB'\nstrict_mode = true\n\
                             [crates.base]\nbudget = 1\n[crates.app]\nbudget = 1\n[crates.net]\nbudget = 1\n[crates.ui]\nbudget = 1\n";

/// What the check finds in a workspace whose member `app` has these files.
fn check(files: &[(&str, &str)], configuration: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let member = |name: &str, more: &str| {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n{more}");
        write(&folder.path().join(name).join("Cargo.toml"), &manifest);
        write(&folder.path().join(name).join("src/lib.rs"), "");
    };
    write(&folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"base\", \"app\", \"net\", \"ui\"]\n");
    member("base", "");
    member("net", "");
    member("ui", "");
    member("app", "[dependencies]\nbase = { path = \"../base\" }\n");
    for (path, text) in files {
        write(&folder.path().join("app").join(path), text);
    }
    let request = Request { inline: Some(configuration.to_owned()), ..Request::default() };
    let config = BudgetConfig::from_request(request);
    assert!(config.findings().is_empty(), "{:?}", config.findings());
    check_integration(folder.path(), &folder.path().join("base"), &config.outcome().plan).findings
}

fn charged(code: &str) -> Vec<String> {
    let findings = check(&[("src/lib.rs", code)], CONFIGURATION);
    assert!(findings.iter().all(|found| found.kind == Kind::ForeignBudget && found.severity == Severity::Note));
    let titles = findings.iter().map(|finding| finding.title.strip_prefix("app charges the budget of ").expect("it"));
    titles.map(str::to_owned).collect()
}

#[test]
fn what_charges() {
    for code in [
        "MEMORY.charge(CrateId::Net, 64)",
        "fn f() { let a = memory().charge( base :: CrateId :: Net , 64 )?; }",
        "scope(CrateId::Net, || {})",
        "safe_managed_alloc!(1024, CrateId::Net)?",
        "context!(dynamic(CrateId::Net, 32_768))",
        "provider::<1024>(CrateId::Net)",
        "use base::CrateId as Id; fn f() { charge(Id::Net) }",
        "f(a, CrateId::App, CrateId::Net)",
        "#[cfg(test)] use a::{b}; fn f() { charge(CrateId::Net, 1) }",
        "mod a { #![cfg(test)] } fn f() { charge(CrateId::Net, 1) }",
    ] {
        assert_eq!(charged(code), ["net"], "{code}");
    }
    assert_eq!(
        charged("charge(CrateId::Ui, 1); charge(CrateId::Net, 1); charge(CrateId::Base, 1);"),
        ["ui", "net", "base"]
    );
}

/// Neither the enum's own name nor the crate's own variant stands where the budget is charged.
#[test]
fn under_a_name_of_another_file() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\npub type Id = base::CrateId;\n"),
        ("src/a.rs", "pub type Own = crate::Id;\n"),
        ("src/b.rs", "fn f() { charge(crate::a::Own::Net, 1) }\n"),
    ];
    let findings = check(&files, CONFIGURATION);
    assert_eq!(
        findings.iter().filter_map(Finding::position).collect::<Vec<_>>(),
        ["app/src/b.rs:1:27"],
        "{findings:?}"
    );
}

#[test]
fn what_does_not() {
    for code in [
        "MEMORY.charge(CrateId::App, 64)",
        "println!(\"{}\", CrateId::Net); assert_eq!(id, CrateId::Net)",
        "CrateId::Net.budget(); charge(CrateId::Net.budget())",
        "CRATE_BUDGETS[CrateId::Net as usize]; f(CRATE_BUDGETS[CrateId::Net as usize])",
        "MEMORY.usage(CrateId::Net); level.budget(CrateId::Net); check_fits(CrateId::Net, 4); assert_budget!(CrateId::Net, 4)",
        "match id { Some(CrateId::Net) => 1, _ => 2 }",
        "(CrateId::Net, 4); [CrateId::Net, CrateId::Ui]",
        "#[cfg(test)] mod tests { fn f() { charge(CrateId::Net, 64) } }",
        "fn f() {}\n# ! [cfg(test)] fn g() {} fn h() { charge(CrateId::Net, 64) }",
        "#[cfg(test)] impl<const N: usize> A<{ N }> for B { fn f() { charge(CrateId::Net, 64) } }",
        "// charge(CrateId::Net)\nconst S: &str = \"charge(CrateId::Net)\";",
        "charge(Other::Net, 1); charge(Net); charge(CrateId::Nett)",
        "use base::CrateId::{App, Net};",
    ] {
        assert_eq!(charged(code), [""; 0], "{code}");
    }
}

#[test]
fn the_first_place_and_how_many_there_are() {
    let files = [
        ("src/lib.rs", "mod a;\nfn f() { charge(CrateId::Net, 1) }\n"),
        ("src/a.rs", "g(CrateId::Net); g(CrateId::Net);"),
    ];
    let findings = check(&files, CONFIGURATION);
    let [net] = findings.as_slice() else { unreachable!("{findings:?}") };
    assert_eq!(net.position().as_deref(), Some("app/src/lib.rs:2:17"));
    assert_eq!((net.source_text(), &*net.notes), (Some("CrateId::Net"), &["the first of 3 places".to_owned()][..]));
    // Whatever names the enum has there.
    let code = "use base::CrateId as A;\nfn f() { charge(CrateId::Net, 1) }\nfn g() { charge(A::Net, 1) }\n";
    let other = "use base::CrateId as A;\nfn f() { charge(A::Net, 1) }\nfn g() { charge(CrateId::Net, 1) }\n";
    for code in [code, other] {
        let findings = check(&[("src/lib.rs", code)], CONFIGURATION);
        let [net] = findings.as_slice() else { unreachable!("{findings:?}") };
        assert_eq!(
            (net.line(), net.column(), &*net.notes),
            (Some(2), Some(17), &["the first of 2 places".to_owned()][..])
        );
    }
    // Whoever need not use the memory system is looked at too, and whoever is exempt is not.
    let exempt = format!("{CONFIGURATION}[integration]\nexempt = ['app']\n");
    assert_eq!(check(&files, &exempt).len(), 0);
    let integrated = CONFIGURATION.replace("[crates.app]\n", "[crates.app]\nmemory_system = true\n");
    let kinds: Vec<_> = check(&files, &integrated).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Kind::NotIntegrated, Kind::ForeignBudget]);
}

/// A note fails no test and stops no build.
#[test]
fn it_fails_nothing() {
    let sandbox = Sandbox::new("it-fails-nothing");
    let validator = quoted(&repository().join("validator/aliases/wrt"));
    sandbox.package("app", &format!("[dev-dependencies]\nwrt-memory-validator = {{ path = {validator} }}\n"));
    sandbox
        .write("app/tests/workspace.rs", "#[test]\nfn uses() { wrt_memory_validator::check_workspace().unwrap() }\n");
    sandbox.write("app/src/lib.rs", "");
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"wrt-host\"]\nresolver = \"2\"\n");
    let manifest = "[package]\nname = \"wrt-host\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[dependencies]\n";
    sandbox.write("wrt-host/Cargo.toml", &format!("{manifest}it-fails-nothing = {{ path = '../app' }}\n"));
    sandbox.write("wrt-host/src/lib.rs", "fn f() { charge(CrateId::Host); charge(CrateId::Runtime); }");
    sandbox.write("memory_budget.toml", "strict_mode = true\n");
    let test = || sandbox.cargo_in("app", &["test", "--test", "workspace"]);
    let run = test();
    assert!(run.success, "{}{}", run.stdout, run.stderr);
    // What is more than a note fails it, unless the file does without.
    sandbox.write("wrt-host/src/lib.rs", "fn f() { charge(CrateId::Runtime); }");
    let run = test();
    assert!(!run.success && run.stdout.contains("1 error in the memory budgets"), "{}{}", run.stdout, run.stderr);
    sandbox.write("memory_budget.toml", "strict_mode = true\nintegration_check = false\n");
    let run = test();
    assert!(run.success, "{}{}", run.stdout, run.stderr);
}
