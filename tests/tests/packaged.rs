//! The packages as they are published: what is in them, and what becomes of a dependency that comes from one.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use memory_budgets_tests::markdown::blocks;
use memory_budgets_tests::sandbox::{DOCUMENTED_SCRIPT, Run, Sandbox, cargo, quoted, repository, write};

const PUBLISHED: [&str; 6] = [
    "memory-budgets",
    "memory-budgets-macros",
    "memory-budgets-validator",
    "wrt-memory-validator",
    "kiln-memory-validator",
    "cargo-memory-budget",
];

fn here() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// The folder in which each published package lies as Cargo packs and unpacks it.
fn packages() -> &'static Path {
    static PACKAGES: OnceLock<PathBuf> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let folder = here().join("packages");
        let _ = fs::remove_dir_all(&folder);
        let mut arguments = Vec::new();
        arguments.extend(PUBLISHED.iter().flat_map(|name| ["-p", name]));
        let run = pack(repository(), &arguments, &folder);
        assert!(run.success && !run.stderr.contains("warning"), "{}", run.stderr);
        folder
    })
}

/// Packs packages of a workspace and unpacks them into a folder, each under its name.
fn pack(workspace: &Path, arguments: &[&str], folder: &Path) -> Run {
    let target = tempfile::tempdir_in(here()).expect("a temporary folder");
    let mut all = vec!["package", "--no-verify", "--allow-dirty", "--target-dir", path_of(target.path())];
    all.extend(arguments);
    let run = cargo(workspace, &[], &all);
    let made = fs::read_dir(target.path().join("package")).into_iter().flatten().filter_map(Result::ok);
    for archive in made.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "crate")) {
        fs::create_dir_all(folder).expect("writable");
        let unpacked = Command::new("tar").arg("xf").arg(&archive).arg("-C").arg(folder).status();
        assert!(unpacked.expect("tar runs").success(), "{}", archive.display());
        let (versioned, name) = names(&archive);
        fs::rename(folder.join(&versioned), folder.join(&name)).expect("it was not there yet");
    }
    run
}

/// `app-core-0.2.0` and `app-core`.
fn names(archive: &Path) -> (String, String) {
    let versioned = archive.file_stem().and_then(|name| name.to_str()).expect("Cargo's own name").to_owned();
    let name = versioned.rsplit_once('-').expect("a name and a version").0.to_owned();
    (versioned, name)
}

fn path_of(path: &Path) -> &str {
    path.to_str().expect("Cargo's own name")
}

/// A folder of packages in the place of the registry: the published ones, and what `memory-budgets` depends on.
fn registry() -> &'static Path {
    static REGISTRY: OnceLock<PathBuf> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let registry = here().join("registry");
        let _ = fs::remove_dir_all(&registry);
        let user = Sandbox::new("packaged-user");
        user.write(
            "app/Cargo.toml",
            &manifest("packaged-user", "memory-budgets = \"0.2\"\nwrt-memory-validator = \"0.2\""),
        );
        let patches = PUBLISHED.map(|name| format!("{name} = {{ path = {} }}", quoted(&packages().join(name))));
        user.write(".cargo/config.toml", &format!("[patch.crates-io]\n{}\n", patches.join("\n")));
        let run = user.cargo_in(".", &["vendor", path_of(&registry)]);
        assert!(run.success, "{}", run.stderr);
        for name in PUBLISHED {
            put(&packages().join(name), &registry);
        }
        registry
    })
}

/// The target folder for users of the registry. Cargo takes what comes from one for unchanged as long as its version is, so
/// that another content wants another folder.
fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        include_bytes!("packaged.rs").hash(&mut hasher);
        for name in PUBLISHED {
            hash(&packages().join(name), &mut hasher);
        }
        let targets = here().join("targets");
        let target = targets.join(format!("{:x}", hasher.finish()));
        if !target.exists() {
            let _ = fs::remove_dir_all(&targets);
        }
        target
    })
}

fn hash(folder: &Path, hasher: &mut DefaultHasher) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash(&path, hasher);
        } else if !path.ends_with(".cargo_vcs_info.json") {
            path.hash(hasher);
            fs::read(&path).expect("readable").hash(hasher);
        }
    }
}

/// Puts a package into a folder that Cargo takes for a registry.
fn put(package: &Path, registry: &Path) {
    let place = registry.join(package.file_name().expect("a package's folder"));
    copy(package, &place);
    write(&place.join(".cargo-checksum.json"), r#"{"files":{}}"#);
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("readable")) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::create_dir_all(to.parent().expect("in a folder")).expect("writable");
            fs::copy(&from, &to).expect("writable");
        }
    }
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n\
         description = \"A test's\"\ndocumentation = \"https://docs.rs/{name}\"\n\n[dependencies]\n{dependencies}\n"
    )
}

const BUDGETS: &str = "preset = \"none\"\ntotal_budget = \"8KB\"\n[crates.sampler]\nbudget = \"4KB\"\n";

/// A workspace that takes `memory-budgets` from the registry. Its member of this name carries the attribute.
fn library(name: &str, attribute: &str, more: &str) -> Sandbox {
    let library = user(name);
    library.write("app/Cargo.toml", &format!("{}{more}", manifest(name, "memory-budgets = \"0.2\"")));
    library.write("app/src/lib.rs", &format!("#[memory_budgets::memory_budgets{attribute}]\npub mod budgets {{}}\n"));
    library.remove("app/src/main.rs");
    library
}

fn user(name: &str) -> Sandbox {
    let mut user = Sandbox::new(name);
    user.set("CARGO_TARGET_DIR", path_of(target()));
    let sources = format!(
        "[source.crates-io]\nreplace-with = \"packaged\"\n[source.packaged]\ndirectory = {}\n",
        quoted(registry())
    );
    user.write(".cargo/config.toml", &sources);
    user.remove("Cargo.lock");
    user
}

/// Publishes a library, and builds and runs a program elsewhere that prints what came of its budgets.
fn published(library: &Sandbox, name: &str) -> (Sandbox, Run) {
    let packed = tempfile::tempdir_in(here()).expect("a temporary folder");
    let run = pack(&library.path("."), &["-p", name], packed.path());
    assert!(run.success, "{}", run.stderr);
    put(&packed.path().join(name), registry());

    let program = format!("{name}-user");
    let user = user(&program);
    user.write("app/Cargo.toml", &manifest(&program, &format!("{name} = \"0.1\"")));
    let main = format!(
        "use {}::budgets::{{CrateId, TOTAL_SYSTEM_BUDGET, TOTAL_BUDGET_ORIGIN}};\n\
         fn main() {{ println!(\"{{}} {{TOTAL_SYSTEM_BUDGET}} {{TOTAL_BUDGET_ORIGIN}}\", CrateId::ALL[0]) }}\n",
        name.replace('-', "_")
    );
    user.write("app/src/main.rs", &main);
    let run = user.run();
    (user, run)
}

#[test]
fn each_has_what_a_package_needs() {
    let licence = fs::read_to_string(repository().join("LICENSE")).expect("the licence");
    for name in PUBLISHED {
        let package = packages().join(name);
        let read =
            |file: &str| fs::read_to_string(package.join(file)).map_err(|_| format!("{name}/{file}")).expect("a file");
        assert_eq!(read("LICENSE"), licence, "{name}");
        assert!(package.join("LICENSE").symlink_metadata().expect("it is there").is_file(), "{name}");
        let readme = read("README.md");
        assert!(readme.starts_with(&format!("# {name}\n")), "{name}");
        // A link that is relative leads nowhere from a registry.
        assert!(!readme.contains("]("), "{name}");
        let manifest = read("Cargo.toml");
        for key in ["description", "documentation", "keywords", "categories", "rust-version", "readme"] {
            assert!(manifest.contains(&format!("\n{key} = ")), "{name} has no {key}");
        }
        assert!(!manifest.contains("\nrepository = ") && !manifest.contains("\nhomepage = "), "{name}");
    }
}

/// The README of each package that shows code, tried as it stands: the files that it names, in a new package.
#[test]
fn their_readmes_work() {
    for name in PUBLISHED {
        let files: Vec<_> = blocks(&packages().join(name).join("README.md"))
            .into_iter()
            .filter_map(|block| block.file.map(|file| (file, block.text)))
            .collect();
        if files.is_empty() {
            continue;
        }
        let reader = user(&format!("reader-of-{name}"));
        reader.write("app/src/main.rs", "fn main() {}\n");
        for (file, text) in files {
            let text = if file == "Cargo.toml" { manifest(&format!("reader-of-{name}"), "") + &text } else { text };
            reader
                .write(&format!("app/{file}"), &text.replacen("[dependencies]\n\n[dependencies]", "[dependencies]", 1));
        }
        let run = reader.cargo_in("app", &["run"]);
        assert!(run.success, "{name}: {}", run.stderr);
    }
}

#[test]
fn a_file_in_the_package() {
    let library = library("with-its-file", "", "");
    library.write("app/memory_budget.toml", BUDGETS);
    let (_, run) = published(&library, "with-its-file");
    assert_eq!(run.stdout, "sampler 8192 memory_budget.toml:2\n", "{}", run.stderr);
}

/// A link to the workspace's file is packaged as the file.
#[cfg(unix)]
#[test]
fn a_link_in_the_package() {
    let library =
        library("with-a-link", "", "[package.metadata.memory_validation]\nconfig_file = \"memory_budget.toml\"\n");
    library.write("memory_budget.toml", BUDGETS);
    std::os::unix::fs::symlink("../memory_budget.toml", library.path("app/memory_budget.toml")).expect("writable");
    let (_, run) = published(&library, "with-a-link");
    assert_eq!(run.stdout, "sampler 8192 memory_budget.toml:2\n", "{}", run.stderr);
}

/// The file of the workspace's root stays behind. What names it fails …
#[test]
fn a_named_file_that_stayed_behind() {
    let metadata = "[package.metadata.memory_validation]\nconfig_file = \"memory_budget.toml\"\n";
    let library = library("without-its-file", "", metadata);
    library.write("memory_budget.toml", BUDGETS);
    assert!(library.cargo_in("app", &["check"]).success);
    let (_, run) = published(&library, "without-its-file");
    assert!(
        !run.success && run.errors().contains(&"error: The file memory_budget.toml does not exist"),
        "{}",
        run.stderr
    );
}

/// The build script of WRT's document, with the line of its manifest, in a package that others depend on.
#[test]
fn a_package_with_a_build_script() {
    let build = "[build-dependencies]\nwrt-memory-validator = \"0.2\"\n";
    for (name, in_package) in [("scripted-with-its-file", true), ("scripted-without-its-file", false)] {
        let metadata = "[package.metadata.memory_validation]\nconfig_file = \"memory_budget.toml\"\n";
        let library = library(name, "", &format!("{build}{metadata}"));
        library.write("app/build.rs", DOCUMENTED_SCRIPT);
        library.write(if in_package { "app/memory_budget.toml" } else { "memory_budget.toml" }, BUDGETS);
        let own = library.cargo_in("app", &["check"]);
        assert!(own.success, "{}", own.stderr);
        let (_, run) = published(&library, name);
        if in_package {
            assert_eq!(run.stdout, "sampler 8192 memory_budget.toml:2\n", "{}", run.stderr);
        } else {
            assert!(
                !run.success && run.stderr.contains("The file memory_budget.toml does not exist"),
                "{}",
                run.stderr
            );
        }
    }
}

/// … and in strict mode so does what would have found it. Else the preset is in force, and nobody hears of it: Cargo shows no
/// warning of a dependency that comes from a registry.
#[test]
fn a_file_that_stayed_behind() {
    let strict = library("strict-without-its-file", "(strict_mode = true)", "");
    strict.write("memory_budget.toml", BUDGETS);
    let (_, run) = published(&strict, "strict-without-its-file");
    assert!(!run.success && run.stderr.contains("configuration file"), "{}", run.stderr);

    let lax = library("lax-without-its-file", "", "");
    lax.write("memory_budget.toml", BUDGETS);
    let (mut user, run) = published(&lax, "lax-without-its-file");
    assert_eq!(run.stdout, "wrt-foundation 68681728 preset\n", "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);

    // The program can name one.
    user.write("budgets.toml", BUDGETS);
    user.set("WRT_MEMORY_BUDGET_FILE", path_of(&user.path("budgets.toml")).to_owned().as_str());
    assert!(user.prints().starts_with("sampler 8192 "));
}
