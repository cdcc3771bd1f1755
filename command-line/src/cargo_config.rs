//! Cargo's own configuration, as far as it decides what a build sees: the target, the compiler, its flags, and `[env]`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::fault::Fault;

/// What the files `.cargo/config.toml` and those that they include say, nearer ones first, and the variables that go before them.
#[derive(Debug, Default)]
pub(crate) struct CargoConfig {
    /// `build.target`
    pub(crate) targets: Vec<String>,
    /// `build.rustc`
    pub(crate) rustc: Option<PathBuf>,
    /// The flags of the environment, which stand for all others.
    flags_of_environment: Option<Vec<String>>,
    /// `build.rustflags`
    flags_of_build: Flags,
    /// `target.KEY.rustflags`, where the key is a triple or a `cfg(…)`.
    flags_of_targets: BTreeMap<String, Flags>,
    /// The variables `CARGO_TARGET_TRIPLE_RUSTFLAGS`, and the one for `build.rustflags`.
    flags_of_variables: BTreeMap<String, Vec<String>>,
    /// `[env]`: name, value, and whether it goes before a variable that is set.
    env: BTreeMap<String, (OsString, bool)>,
    /// The files that were read.
    pub(crate) files: Vec<PathBuf>,
}

/// Flags as files give them.
#[derive(Clone, Debug)]
enum Flags {
    /// Blanks part them; what a farther file says is dropped.
    Text(Vec<String>),
    /// What a farther file lists goes before it.
    List(Vec<String>),
}

impl Default for Flags {
    fn default() -> Flags {
        Flags::List(Vec::new())
    }
}

impl Flags {
    fn of(value: &DeValue<'_>) -> Flags {
        match value {
            DeValue::String(text) => Flags::Text(text.split_whitespace().map(str::to_owned).collect()),
            other => Flags::List(texts(other)),
        }
    }

    /// Takes over what a farther file says.
    fn add(&mut self, farther: Flags) {
        match (&mut *self, farther) {
            (Flags::List(near), Flags::List(mut far)) => {
                far.append(near);
                *near = far;
            }
            (Flags::List(near), text) if near.is_empty() => *self = text,
            _ => {}
        }
    }

    fn words(&self) -> &[String] {
        match self {
            Flags::Text(words) | Flags::List(words) => words,
        }
    }
}

/// The variable for the flags of `build`.
const OF_BUILD: &str = "CARGO_BUILD_RUSTFLAGS";

impl CargoConfig {
    /// Reads the configuration as Cargo would in this folder.
    pub(crate) fn read(folder: &Path, variables: &[(OsString, OsString)]) -> Result<CargoConfig, Fault> {
        CargoConfig::read_in(&folder.ancestors().map(Path::to_owned).collect::<Vec<_>>(), variables)
    }

    /// The same where these are the folders on the way up.
    pub(crate) fn read_in(folders: &[PathBuf], variables: &[(OsString, OsString)]) -> Result<CargoConfig, Fault> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_os_str());
        let mut config = CargoConfig::default();
        let words =
            |text: &OsStr| -> Vec<String> { text.to_string_lossy().split_whitespace().map(str::to_owned).collect() };
        config.targets =
            variable("CARGO_BUILD_TARGET").map(|text| vec![text.to_string_lossy().into_owned()]).unwrap_or_default();
        config.rustc = variable("RUSTC")
            .or_else(|| variable("CARGO_BUILD_RUSTC"))
            .filter(|name| !name.is_empty())
            .map(PathBuf::from);
        config.flags_of_environment = match (variable("CARGO_ENCODED_RUSTFLAGS"), variable("RUSTFLAGS")) {
            (Some(encoded), _) => Some(
                encoded.to_string_lossy().split('\x1f').filter(|flag| !flag.is_empty()).map(str::to_owned).collect(),
            ),
            (None, Some(flags)) => Some(words(flags)),
            (None, None) => None,
        };
        for (name, value) in variables {
            let name = name.to_string_lossy();
            if name == OF_BUILD || (name.starts_with("CARGO_TARGET_") && name.ends_with("_RUSTFLAGS")) {
                config.flags_of_variables.insert(name.into_owned(), words(value));
            }
        }
        for file in files(folders, variable("CARGO_HOME"), variable("HOME").or_else(|| variable("USERPROFILE"))) {
            config.take_with_included(file)?;
        }
        Ok(config)
    }

    /// Takes over a file, and then what it includes: of these the last goes first, each before what it includes itself.
    ///
    /// Cargo does so since 1.94; before, it ignores the key and says so.
    fn take_with_included(&mut self, file: PathBuf) -> Result<(), Fault> {
        let (mut seen, mut pending) = (BTreeSet::new(), vec![file]);
        while let Some(file) = pending.pop() {
            if !seen.insert(file.clone()) {
                return Err(Fault::new(format!("{} is included twice, which Cargo refuses", file.display())));
            }
            pending.extend(self.take(file)?);
        }
        Ok(())
    }

    /// Takes over what a file says and no nearer one has said; which files it includes.
    fn take(&mut self, file: PathBuf) -> Result<Vec<PathBuf>, Fault> {
        let text = fs::read_to_string(&file).map_err(|error| Fault::file("read", &file, &error))?;
        let table = DeTable::parse(&text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            Fault::new(format!("{}:{line} is not valid TOML: {}", file.display(), error.message()))
        })?;
        let table = table.get_ref();
        let base = file.parent().and_then(Path::parent).unwrap_or(Path::new(""));
        if let Some(build) = sub(table, "build") {
            if self.targets.is_empty() {
                let absolute = |target: String| match target.ends_with(".json") {
                    true => base.join(target).to_string_lossy().into_owned(),
                    false => target,
                };
                self.targets = build.get("target").map(|value| texts(value.get_ref())).unwrap_or_default();
                self.targets = std::mem::take(&mut self.targets).into_iter().map(absolute).collect();
            }
            if let (None, Some(DeValue::String(rustc))) = (&self.rustc, build.get("rustc").map(|value| value.get_ref()))
            {
                // A name alone is looked for where all programs are.
                let named = Path::new(&**rustc);
                self.rustc = Some(if named.components().count() > 1 { base.join(named) } else { named.to_owned() });
            }
            if let Some(flags) = build.get("rustflags") {
                self.flags_of_build.add(Flags::of(flags.get_ref()));
            }
        }
        for (key, value) in sub(table, "target").into_iter().flatten() {
            let rustflags = value.get_ref().as_table().and_then(|target| target.get("rustflags"));
            if let Some(rustflags) = rustflags {
                let known = self.flags_of_targets.entry(key.get_ref().to_string()).or_default();
                known.add(Flags::of(rustflags.get_ref()));
            }
        }
        for (key, value) in sub(table, "env").into_iter().flatten() {
            if let Some(setting) = setting(value.get_ref(), base) {
                self.env.entry(key.get_ref().to_string()).or_insert(setting);
            }
        }
        let included = included(table, &file)?;
        self.files.push(file);
        Ok(included)
    }

    /// The variables that a build sees.
    pub(crate) fn environment(&self, variables: &[(OsString, OsString)]) -> Vec<(OsString, OsString)> {
        let mut environment = variables.to_vec();
        for (name, (value, force)) in &self.env {
            match environment.iter_mut().find(|(known, _)| known == OsStr::new(name)) {
                Some((_, known)) if *force => known.clone_from(value),
                Some(_) => {}
                None => environment.push((name.into(), value.clone())),
            }
        }
        environment
    }

    /// The compiler's flags for a target; `holds` says whether a `cfg(…)` does there, where that is known.
    ///
    /// Of the environment, of the target and of `build` the first that gives any stands for those behind it. A variable for a
    /// key adds to what files say under it.
    pub(crate) fn flags(&self, triple: &str, holds: &dyn Fn(&str) -> bool) -> Vec<String> {
        if let Some(flags) = &self.flags_of_environment {
            return flags.clone();
        }
        let of_variable = |name: &str| self.flags_of_variables.get(name).into_iter().flatten();
        let own = self.flags_of_targets.get(triple).map(Flags::words).unwrap_or_default();
        let name = format!("CARGO_TARGET_{}_RUSTFLAGS", triple.to_uppercase().replace(['-', '.'], "_"));
        let conditions = self.flags_of_targets.iter().filter(|(key, _)| key.starts_with("cfg(") && holds(key));
        let conditional = conditions.flat_map(|(_, flags)| flags.words());
        let flags: Vec<String> = own.iter().chain(of_variable(&name)).chain(conditional).cloned().collect();
        if !flags.is_empty() {
            return flags;
        }
        self.flags_of_build.words().iter().chain(of_variable(OF_BUILD)).cloned().collect()
    }
}

/// Cargo's configuration files, nearest first, that of the user last.
fn files(folders: &[PathBuf], cargo_home: Option<&OsStr>, home: Option<&OsStr>) -> Vec<PathBuf> {
    let home = cargo_home.map(PathBuf::from).or_else(|| home.map(|home| Path::new(home).join(".cargo")));
    let folders = folders.iter().map(|folder| folder.join(".cargo")).chain(home);
    let mut files = Vec::new();
    for folder in folders {
        // Without the ending is the older name, which goes before the newer one.
        let file = ["config", "config.toml"].map(|name| folder.join(name)).into_iter().find(|file| file.is_file());
        files.extend(file.filter(|file| !files.contains(file)));
    }
    files
}

/// The files that one includes, in its order, but for those that may be missing and are.
fn included(table: &DeTable<'_>, file: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut included = Vec::new();
    for entry in table.get("include").and_then(|value| value.get_ref().as_array()).into_iter().flatten() {
        let key = |key: &str| entry.get_ref().as_table().and_then(|table| table.get(key)).map(|value| value.get_ref());
        let Some(path) = entry.get_ref().as_str().or_else(|| key("path")?.as_str()) else { continue };
        let path = file.with_file_name(path);
        if path.extension().is_none_or(|ending| ending != "toml") {
            let what = format!("{} includes {}, which Cargo refuses", file.display(), path.display());
            return Err(Fault::new(what).help("the path has to end in .toml"));
        }
        let may_be_missing = key("optional").and_then(DeValue::as_bool) == Some(true);
        included.extend((path.exists() || !may_be_missing).then_some(path));
    }
    Ok(included)
}

fn sub<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}

/// A text, or a list of texts.
fn texts(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Array(values) => {
            values.iter().filter_map(|value| value.get_ref().as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// An entry of `[env]`.
fn setting(value: &DeValue<'_>, base: &Path) -> Option<(OsString, bool)> {
    let table = match value {
        DeValue::String(text) => return Some((text.to_string().into(), false)),
        other => other.as_table()?,
    };
    let is = |key: &str| table.get(key).and_then(|value| value.get_ref().as_bool()) == Some(true);
    let text = table.get("value")?.get_ref().as_str()?;
    let value = if is("relative") { base.join(text).into_os_string() } else { text.into() };
    Some((value, is("force")))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::path::Path;

    use super::CargoConfig;

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a file")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn set(name: &str, value: &str) -> (OsString, OsString) {
        (name.into(), value.into())
    }

    #[test]
    fn nearer_files_and_variables_go_first() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        write(
            &root.join(".cargo/config.toml"),
            "[build]\ntarget = 'far'\nrustflags = '--cfg far'\n[env]\nA = 'far'\nB = { value = 'b.toml', relative = true }\n\
             C = { value = 'forced', force = true }\n[target.thumb]\nrustflags = ['--cfg', 'thumb']\n",
        );
        write(
            &root.join("in/.cargo/config.toml"),
            "[build]\ntarget = ['near', 'spec.json']\nrustc = 'tools/rustc'\n[env]\nA = 'near'\n",
        );
        let home = set("CARGO_HOME", "/nowhere");
        let config = CargoConfig::read(&root.join("in"), std::slice::from_ref(&home)).expect("readable");
        assert_eq!(config.targets, ["near".to_owned(), root.join("in/spec.json").display().to_string()]);
        assert_eq!(config.rustc, Some(root.join("in/tools/rustc")));
        assert_eq!(config.files.len(), 2);
        let environment = config.environment(&[set("A", "set"), set("C", "set")]);
        assert_eq!(environment[0], set("A", "set"));
        assert_eq!(environment[1], set("C", "forced"));
        assert_eq!(environment[2], set("B", &root.join("b.toml").display().to_string()));
        assert_eq!(config.environment(&[])[0], set("A", "near"));
        assert_eq!(config.flags("thumb", &|_| false), ["--cfg", "thumb"]);
        assert_eq!(config.flags("x86", &|_| false), ["--cfg", "far"]);

        let variables =
            [home, set("RUSTFLAGS", "--cfg set"), set("CARGO_BUILD_TARGET", "set"), set("RUSTC", "rustc-set")];
        let config = CargoConfig::read(&root.join("in"), &variables).expect("readable");
        assert_eq!(config.flags("thumb", &|_| true), ["--cfg", "set"]);
        assert_eq!((config.targets, config.rustc), (vec!["set".to_owned()], Some("rustc-set".into())));
    }

    #[test]
    fn included_files_go_behind_the_one_that_includes_them() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let home = [set("CARGO_HOME", "/nowhere")];
        let read = || CargoConfig::read(&root.join("in"), &home);
        write(&root.join(".cargo/config.toml"), "[env]\nA = 'far'\nE = 'far'\n[build]\nrustflags = ['far']\n");
        let includes =
            "include = ['one.toml', { path = '../conf/two.toml' }, { path = 'none.toml', optional = true }]\n";
        write(
            &root.join("in/.cargo/config.toml"),
            &format!("{includes}[env]\nA = 'own'\n[build]\nrustflags = ['own']\n"),
        );
        write(
            &root.join("in/.cargo/one.toml"),
            "[env]\nA = 'one'\nB = 'one'\nC = 'one'\n[build]\nrustflags = ['one']\n",
        );
        write(
            &root.join("in/conf/two.toml"),
            "[[include]]\npath = 'three.toml'\n[env]\nB = 'two'\n[build]\nrustflags = ['two']\nrustc = 'tools/rustc'\n",
        );
        write(
            &root.join("in/conf/three.toml"),
            "[env]\nB = 'three'\nC = 'three'\nD = 'three'\n[build]\nrustflags = ['three']\n",
        );
        let config = read().expect("readable");
        let environment = config.environment(&[]);
        let expected = [("A", "own"), ("B", "two"), ("C", "three"), ("D", "three"), ("E", "far")];
        assert_eq!(environment, expected.map(|(name, value)| set(name, value)));
        assert_eq!(config.flags("x86", &|_| false), ["far", "one", "three", "two", "own"]);
        // A path is relative to the folder above that of the file that has it.
        assert_eq!(
            config
                .rustc
                .map(|rustc| fs::canonicalize(rustc.parent().and_then(Path::parent).expect("two folders")).ok()),
            Some(fs::canonicalize(root.join("in")).ok())
        );
        assert_eq!(config.files.len(), 5);

        for (text, says) in [
            ("include = ['none.toml']\n", "none.toml"),
            ("include = ['one.txt']\n", "one.txt, which Cargo refuses"),
            ("include = ['config.toml']\n", "config.toml is included twice"),
            ("include = ['one.toml', 'one.toml']\n", "one.toml is included twice"),
            ("include = ['../.cargo/config.toml']\n", "config.toml"),
        ] {
            write(&root.join("in/.cargo/config.toml"), text);
            let fault = read().expect_err("Cargo refuses it");
            assert!(fault.what.contains(says), "{}", fault.what);
        }
    }

    #[test]
    fn a_file_that_does_not_parse_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&folder.path().join(".cargo/config.toml"), "[build]\ntarget = = 1\n");
        let fault = CargoConfig::read(folder.path(), &[]).expect_err("it does not parse");
        assert!(fault.what.contains("config.toml:2 is not valid TOML"), "{}", fault.what);
    }
}
