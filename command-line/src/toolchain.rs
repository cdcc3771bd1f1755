//! The compiler behind rustup's proxy. The proxy takes as long to start as the compiler takes to answer.

use std::env::consts::EXE_SUFFIX;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// What the proxy of this name would run, where a variable says which toolchain that is: Cargo's own proxy sets it for what Cargo runs.
pub(crate) fn behind_proxy(program: &Path, variables: &[(OsString, OsString)]) -> Option<PathBuf> {
    let variable = |name: &str| {
        let value = variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_os_str());
        value.filter(|value| !value.is_empty())
    };
    if program.components().count() > 1 {
        return None;
    }
    let toolchain = variable("RUSTUP_TOOLCHAIN")?;
    let paths = variable("PATH")?;
    // All proxies are one program, which rustup is too. Another compiler of the same name may stand before them.
    if size(program.as_os_str(), paths)? != size(OsStr::new("rustup"), paths)? {
        return None;
    }
    let user = || Some(Path::new(variable("HOME").or_else(|| variable("USERPROFILE"))?).join(".rustup"));
    let home = variable("RUSTUP_HOME").map(PathBuf::from).or_else(user)?;
    let program = home.join("toolchains").join(toolchain).join("bin").join(executable(program.as_os_str()));
    program.is_file().then_some(program)
}

/// The size of the first program of this name.
fn size(name: &OsStr, paths: &OsStr) -> Option<u64> {
    let programs = std::env::split_paths(paths).map(|folder| folder.join(executable(name)));
    programs.filter_map(|program| fs::metadata(program).ok()).find(fs::Metadata::is_file).map(|found| found.len())
}

fn executable(name: &OsStr) -> OsString {
    let mut name = name.to_owned();
    name.push(EXE_SUFFIX);
    name
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::path::Path;

    use super::{behind_proxy, executable};

    #[test]
    fn the_compiler_of_the_toolchain_that_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writable");
            let name = executable(path.file_name().expect("a file"));
            fs::write(path.with_file_name(name), text).expect("writable");
        };
        write("proxies/rustc", "proxy");
        write("proxies/rustup", "proxy");
        write("other/rustc", "a compiler");
        write("home/toolchains/nightly/bin/rustc", "the compiler");
        let path = |name: &str| folder.path().join(name).into_os_string();
        let find = |program: &str, paths: &[&str], toolchain: &str| {
            let paths = std::env::join_paths(paths.iter().map(|name| path(name))).expect("paths");
            let variables: [(OsString, OsString); 3] = [
                ("PATH".into(), paths),
                ("RUSTUP_HOME".into(), path("home")),
                ("RUSTUP_TOOLCHAIN".into(), toolchain.into()),
            ];
            behind_proxy(Path::new(program), &variables)
        };
        let found = find("rustc", &["proxies", "other"], "nightly").expect("a compiler");
        assert_eq!(fs::read_to_string(found).expect("readable"), "the compiler");
        assert_eq!(find("rustc", &["other", "proxies"], "nightly"), None);
        assert_eq!(find("rustc", &["other"], "nightly"), None);
        assert_eq!(find("rustc", &["proxies"], "stable"), None);
        assert_eq!(find("rustc", &["proxies"], ""), None);
        assert_eq!(find("./rustc", &["proxies"], "nightly"), None);
    }
}
