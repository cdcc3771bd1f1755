//! Which package a crate of the program comes from: Cargo's metadata say what its libraries and programs are called.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// The packages that a workspace is made of, by the names of their crates.
#[derive(Debug, Default)]
pub(crate) struct Packages {
    by_crate: HashMap<String, Named>,
}

#[derive(Clone, Debug)]
struct Named {
    package: String,
    member: bool,
    is_library: bool,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    id: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// What Cargo says, without going to a registry for it.
fn answer(cargo: &Path, root: &Path, more: &[&str]) -> Option<Metadata> {
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version=1", "--offline"]).args(more);
    command.arg("--manifest-path").arg(root.join("Cargo.toml"));
    let output = command.current_dir(root).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let answer = output.ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&answer.stdout).ok()
}

impl Packages {
    /// Asks Cargo about what is built for a target; where not all of that is at hand, about the members alone. Where Cargo does not
    /// answer nothing is known, and names alone count.
    pub(crate) fn ask(cargo: &Path, root: &Path, triple: &str) -> Packages {
        let more: [&[&str]; 2] = [&["--filter-platform", triple], &["--no-deps"]];
        more.iter().find_map(|more| answer(cargo, root, more)).map(Packages::of).unwrap_or_default()
    }

    fn of(metadata: Metadata) -> Packages {
        let mut packages = Packages::default();
        for package in metadata.packages {
            let member = metadata.workspace_members.contains(&package.id);
            for target in package.targets {
                let is = |kinds: &[&str]| target.kind.iter().any(|kind| kinds.contains(&kind.as_str()));
                // A build script and a macro are in no target's memory.
                if is(&["custom-build", "proc-macro"]) {
                    continue;
                }
                let is_library = !is(&["bin", "example", "test", "bench"]);
                if !is_library && !member {
                    continue; // what a dependency brings along beside its library is not built
                }
                let new = Named { package: package.name.clone(), member, is_library };
                let known = packages.by_crate.entry(target.name.replace('-', "_")).or_insert_with(|| new.clone());
                if new.is_library && !known.is_library {
                    *known = new;
                }
            }
        }
        packages
    }

    /// The package of a crate, where it is known.
    pub(crate) fn package(&self, name: &str) -> Option<&str> {
        self.by_crate.get(name).map(|named| named.package.as_str())
    }

    /// Whether a crate is a member of the workspace.
    pub(crate) fn is_member(&self, name: &str) -> bool {
        self.by_crate.get(name).is_some_and(|named| named.member)
    }
}

#[cfg(test)]
mod tests {
    use super::Packages;

    #[test]
    fn crates_come_from_packages() {
        let text = r#"{"packages":[
            {"name":"firmware","id":"f","targets":[{"name":"app","kind":["bin"]},{"name":"build-script-build","kind":["custom-build"]}]},
            {"name":"app-core","id":"c","targets":[{"name":"core_of_app","kind":["lib"]},{"name":"other","kind":["bin"]}]},
            {"name":"other","id":"o","targets":[{"name":"other","kind":["lib"]}]}
        ],"workspace_members":["f","c"]}"#;
        let packages = Packages::of(serde_json::from_str(text).expect("metadata"));
        let known = |name| (packages.package(name), packages.is_member(name));
        assert_eq!(known("app"), (Some("firmware"), true));
        assert_eq!(known("core_of_app"), (Some("app-core"), true));
        assert_eq!(known("other"), (Some("other"), false));
        assert_eq!(known("build_script_build"), (None, false));
    }
}
