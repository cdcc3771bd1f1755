//! `init`: a first `memory_budget.toml` for a workspace.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use memory_budgets_validator::{Kind, Outcome, Plan, Request, Severity, size, validate};

use crate::Status;
use crate::args::{Build, InitOptions, Place};
use crate::attribute::Sources;
use crate::cargo_config::CargoConfig;
use crate::console::Console;
use crate::escape;
use crate::fault::{Fault, unable};
use crate::features::Features;
use crate::schema;
use crate::subject::{Configuration, configurations};
use crate::workspace::{Package, Workspace, manifest_folder};

/// What a crate is given until somebody has measured it, in bytes.
const FIRST: u64 = 256 << 10;
/// The presets that a workspace's crates may be those of.
const PRESETS: [&str; 2] = ["wrt", "kiln"];
const FILE: &str = "memory_budget.toml";
const SCHEMA: &str = "memory_budget.schema.json";

pub(crate) fn init(
    options: &InitOptions,
    variables: &[(OsString, OsString)],
    console: &Console,
) -> Result<Status, Fault> {
    let folder = env::current_dir().map_err(unable("find the current folder"))?;
    let manifest_folder = manifest_folder(options.manifest_path.as_deref(), &folder)?;
    let root = validate(&Request { manifest_dir: Some(manifest_folder.clone()), ..Request::default() }).root;
    let workspace = Workspace::read(&root);
    if let Some(trouble) = workspace.trouble() {
        let what = format!("{trouble}; without all of its members no file for this workspace is whole");
        return Err(Fault::new(what).help("`cargo memory-budget check` shows all that is wrong"));
    }
    if workspace.packages.is_empty() {
        return Err(Fault::new(format!("{} has no packages that can be read", root.display())));
    }
    let config = CargoConfig::read(&folder, variables)?;
    let (place, mut sources) = (Place::default(), Sources::of(&workspace));
    let features = Features::of_build(&workspace, None, &manifest_folder, &Build::default());
    let environment = config.environment(variables);
    let folders = (&*manifest_folder, &*folder);
    let configurations = configurations(&workspace, &mut sources, (&place, &features), folders, &environment)?;
    sources.notes.iter().for_each(|note| console.note(note));
    if configurations.iter().all(|configuration| configuration.request.inline.is_some()) {
        let what = format!(
            "{} has its configuration in the attribute itself, and reads no file",
            configurations[0].package().name
        );
        return Err(Fault::new(what).help("take `toml = \"…\"` out of the attribute first"));
    }
    let path = wanted(&configurations, &root);
    create(&path, &text(&workspace))?;
    let schema = path.with_file_name(SCHEMA);
    // Whatever is there is somebody's.
    if fs::symlink_metadata(&schema).is_ok() {
        console.done(&format!("wrote {}", path.display()));
    } else {
        create(&schema, schema::FILE).inspect_err(|_| drop(fs::remove_file(&path)))?;
        console.done(&format!("wrote {} and {SCHEMA}, which editors read", path.display()));
    }
    console.note("every budget is a first guess: correct them, then `cargo memory-budget check`");
    Ok(Status::Fine)
}

/// The file that `check` would read if it were there: the first that is missing, or else one that is there already.
fn wanted(configurations: &[Configuration], root: &Path) -> PathBuf {
    let missing = configurations.iter().find_map(|configuration| missing(&configuration.open));
    let known = || configurations.iter().find_map(|configuration| configuration.open.file.clone());
    missing.or_else(known).unwrap_or_else(|| root.join(FILE))
}

/// Where a configuration was looked for in vain: beside the manifest that names it, or else as far up as it may be.
fn missing(outcome: &Outcome) -> Option<PathBuf> {
    let looked_for = &outcome.watch.absent;
    let named = outcome.findings.iter().find(|finding| finding.kind == Kind::MissingFile);
    let manifest = named.and_then(|finding| finding.origin.path()).map(|path| outcome.root.join(path));
    let beside = |manifest: PathBuf| {
        let folder = manifest.parent()?.to_owned();
        looked_for.iter().rfind(|place| place.starts_with(&folder)).cloned()
    };
    manifest.and_then(beside).or_else(|| looked_for.last().cloned())
}

/// Writes a file that is not there yet, whole or not at all.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Fault::file("create", folder, &error))?;
    }
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Fault::new(format!("{} is there already, and is left as it is", path.display()))
            .help("`cargo memory-budget show` shows what it says"),
        _ => Fault::file("write", path, &error),
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| {
        let _ = fs::remove_file(path);
        Fault::file("write", path, &error)
    })
}

/// The plan of a preset, where there is one of this name.
fn preset(name: &str) -> Option<Plan> {
    let outcome = validate(&Request { inline: Some(format!("preset = \"{name}\"")), ..Request::default() });
    (outcome.findings.iter().all(|finding| finding.severity != Severity::Error)).then_some(outcome.plan)
}

/// The first file of a workspace.
fn text(workspace: &Workspace) -> String {
    let is_of = |plan: &Plan, package: &Package| plan.crates.iter().any(|entry| entry.name == package.name);
    let presets = PRESETS.into_iter().filter_map(|name| Some((name, preset(name)?)));
    let preset = presets.into_iter().find(|(_, plan)| workspace.packages.iter().any(|package| is_of(plan, package)));
    let known = |package: &Package| preset.as_ref().is_some_and(|(_, plan)| is_of(plan, package));
    let declared: Vec<&Package> =
        workspace.packages.iter().filter(|package| !package.is_macro && !known(package)).collect();

    let mut text = format!(
        "#:schema ./{SCHEMA}\n# What each crate of this workspace may use of the memory. Sizes are bytes, or texts with KB, MB and GB (binary).\n\
         # `cargo memory-budget check` checks it for every target, and `cargo memory-budget show` shows what is in force.\n\n"
    );
    let own = FIRST * declared.len() as u64;
    match &preset {
        Some((name, plan)) => {
            let of_preset: u128 = plan.sum(&[]);
            let total = u128::from(plan.total.base.bytes).max(with_room(of_preset + u128::from(own)));
            let _ = write!(
                text,
                "preset = \"{name}\"\ntotal_budget = \"{}\"  # or \"sum\": whatever the crates come to\n\n# The crates of the preset, with its budgets; remove the mark before one to change it.\n",
                size::print(total)
            );
            for entry in &plan.crates {
                let limits = match (&entry.min, &entry.max) {
                    (Some(min), Some(max)) => {
                        format!(", {} to {}", size::print(min.bytes.into()), size::print(max.bytes.into()))
                    }
                    _ => String::new(),
                };
                let bytes = size::print(entry.budget.base.bytes.into());
                let _ = writeln!(text, "# \"{}\" = \"{bytes}\"  # {}{limits}", entry.name, entry.purpose);
            }
        }
        None => {
            let total = size::print(with_room(own.into()));
            let _ = write!(
                text,
                "preset = \"none\"\ntotal_budget = \"{total}\"  # or \"sum\": whatever the crates come to\n"
            );
        }
    }
    text.push_str("\n# Warns where the crates leave less than this of the total.\n# safety_margin = \"20%\"\n");
    for package in declared {
        let _ = write!(text, "\n[crates.{}]\nbudget = \"{}\"\n", package.name, size::print(FIRST.into()));
        if package.description.is_empty() {
            text.push_str("# purpose = \"what it is for\"\n");
        } else {
            let _ = writeln!(text, "purpose = {}", quoted(&package.description));
        }
    }
    let macros: Vec<&str> =
        workspace.packages.iter().filter(|package| package.is_macro).map(|package| &*package.name).collect();
    if !macros.is_empty() {
        let _ = write!(text, "\n# Without a budget, because only the compiler runs them: {}\n", macros.join(", "));
    }
    text.push_str(
        "\n# A board with less memory: `cargo memory-budget fit --target thumbv7em-none-eabihf` shows a section that holds every rule\n\
         # there, and `--write` puts it in: [target.'cfg(target_arch = \"arm\")'] counts on every target that matches.\n",
    );
    text
}

/// A fifth more, in steps that read well.
fn with_room(sum: u128) -> u128 {
    (sum + sum / 5).div_ceil(FIRST.into()) * u128::from(FIRST)
}

/// A text of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in escape::line(text).chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
