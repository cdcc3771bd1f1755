//! A program that Cargo builds first.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::args::MeasureOptions;
use crate::fault::Fault;

/// A program to measure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    /// The library files that it was linked from, where they are known.
    pub(crate) libraries: Vec<PathBuf>,
}

/// A line of `cargo build --message-format json`.
#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    target: Option<Target>,
    #[serde(default)]
    executable: Option<PathBuf>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Which Cargo to call: the one that called us.
pub(crate) fn cargo(variables: &[(OsString, OsString)]) -> PathBuf {
    let set = variables.iter().find(|(name, _)| name == "CARGO").map(|(_, value)| PathBuf::from(value));
    set.unwrap_or_else(|| "cargo".into())
}

/// Has Cargo build the program that the options name.
pub(crate) fn build(options: &MeasureOptions, cargo: &Path) -> Result<Program, Fault> {
    let mut command = Command::new(cargo);
    command.args(["build", "--message-format=json-render-diagnostics"]).args(arguments(options));
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| Fault::new(format!("cannot run {}: {error}", cargo.display())))?;
    if !output.status.success() {
        return Err(Fault::new("the program does not build, so that there is nothing to measure"));
    }
    of_messages(&String::from_utf8_lossy(&output.stdout))
}

fn arguments(options: &MeasureOptions) -> Vec<OsString> {
    let (place, build) = (&options.place, &options.build);
    let mut arguments: Vec<OsString> = Vec::new();
    let mut option = |name: &str, value: Option<&std::ffi::OsStr>| {
        if let Some(value) = value {
            arguments.extend([name.into(), value.to_owned()]);
        }
    };
    option("--manifest-path", place.manifest_path.as_ref().map(|path| path.as_os_str()));
    option("--package", place.package.as_ref().map(AsRef::as_ref));
    option("--bin", options.bin.as_ref().map(AsRef::as_ref));
    option("--profile", options.profile.as_ref().map(AsRef::as_ref));
    for target in &build.target {
        option("--target", Some(target.as_ref()));
    }
    if !build.features.is_empty() {
        option("--features", Some(build.features.join(",").as_ref()));
    }
    for (on, flag) in [
        (build.release, "--release"),
        (build.all_features, "--all-features"),
        (build.no_default_features, "--no-default-features"),
    ] {
        if on {
            arguments.push(flag.into());
        }
    }
    arguments
}

/// The one program of a build, and the libraries that were built for it.
fn of_messages(output: &str) -> Result<Program, Fault> {
    let mut programs: Vec<(String, PathBuf)> = Vec::new();
    let mut libraries = Vec::new();
    for message in output.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok()) {
        let Some(target) = message.target.filter(|_| message.reason == "compiler-artifact") else { continue };
        match message.executable {
            Some(path) if target.kind.iter().any(|kind| kind == "bin") => programs.push((target.name, path)),
            _ => libraries
                .extend(message.filenames.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rlib"))),
        }
    }
    match programs.as_slice() {
        [(_, path)] => Ok(Program { path: path.clone(), libraries }),
        [] => {
            Err(Fault::new("nothing that was built is a program").help("name a program's file, or a package with -p"))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(Fault::new(format!("these programs were built: {}", names.join(", ")))
                .help("choose one of them with --bin"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_messages;

    #[test]
    fn the_one_program_of_a_build() {
        let library = r#"{"reason":"compiler-artifact","target":{"name":"core","kind":["lib"]},"executable":null,"filenames":["/t/libcore-1.rlib","/t/libcore-1.rmeta"]}"#;
        let script = r#"{"reason":"compiler-artifact","target":{"name":"build-script-build","kind":["custom-build"]},"executable":"/t/build","filenames":["/t/build"]}"#;
        let program = |name: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"name":"{name}","kind":["bin"]}},"executable":"/t/{name}","filenames":["/t/{name}"]}}"#
            )
        };
        let built = of_messages(&[library, script, &program("app"), "no JSON"].join("\n")).expect("one program");
        assert_eq!(built.path.to_str(), Some("/t/app"));
        assert_eq!(built.libraries.len(), 1);
        let two = of_messages(&[program("app"), program("boot")].join("\n")).expect_err("two");
        assert_eq!(two.what, "these programs were built: app, boot");
        assert!(of_messages(script).is_err());
    }
}
