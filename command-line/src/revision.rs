//! The files of a revision that may decide about budgets, laid out in a folder of their own: what is gathered from the working
//! tree is gathered from there in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, process};

use crate::console::Console;
use crate::fault::Fault;
use crate::git::{Entry, Repository};
use crate::progress;

/// What stands in a text that may name a file of any ending: the keys, the variables, and the statement of linker scripts.
const NAMING: [&str; 4] = ["config_file", "linker_script", "BUDGET_FILE", "INCLUDE"];
/// What the folders are called: with the process that makes one, and when, in nanoseconds.
const FOLDER: &str = "cargo-memory-budget-";
/// A folder so old is a leftover of a process that was killed.
const OLD: Duration = Duration::from_secs(60 * 60);

/// The files of a revision; the folder goes with it.
#[derive(Debug)]
pub(crate) struct Revision<'r> {
    repository: &'r Repository,
    /// Where the top of the repository is laid out, without links.
    pub(crate) folder: PathBuf,
}

impl Drop for Revision<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl<'r> Revision<'r> {
    /// Lays out a commit: sources, manifests and all of TOML, and the files that these name, or that are `named` elsewhere.
    pub(crate) fn lay_out(
        repository: &'r Repository,
        commit: &str,
        named: &[String],
        word: &str,
        console: &Console,
    ) -> Result<Revision<'r>, Fault> {
        let listed = |files: usize| (format!("reading {word} from git"), AtomicUsize::new(0), files);
        let (what, count, of) = listed(1);
        let files = progress::while_waiting(console, &what, &count, of, || repository.files(commit))?;
        let mut pending = Pending::new(&files);
        let mut chosen = pending.take(|file| file.is_link || decides(&file.path));
        for text in named {
            chosen.extend(pending.mentioned_in(text));
        }
        let mut taken = Vec::new();
        while !chosen.is_empty() {
            let (what, count, of) = listed(chosen.len());
            let contents =
                progress::while_waiting(console, &what, &count, of, || repository.contents(&chosen, &count))?;
            let mut mentioned = Vec::new();
            for (file, content) in chosen.into_iter().zip(contents) {
                let Some(content) = content else { continue };
                let text = String::from_utf8_lossy(&content);
                if file.is_link || NAMING.iter().any(|name| text.contains(name)) {
                    mentioned.extend(pending.mentioned_in(&text));
                }
                taken.push((file, content));
            }
            chosen = mentioned;
        }
        let revision = Revision { repository, folder: empty_folder()? };
        // Links come last, so that nothing is written through them.
        let (links, regular): (Vec<_>, Vec<_>) = taken.into_iter().partition(|(file, _)| file.is_link);
        for (file, content) in regular {
            write(&revision.folder.join(&file.path), &content)?;
        }
        for (file, leads_to) in links {
            link(&revision.folder, &file.path, &String::from_utf8_lossy(&leads_to))?;
        }
        Ok(revision)
    }

    /// Where a path of the working tree is laid out; `None` for one outside the repository.
    pub(crate) fn moved(&self, path: &Path) -> Option<PathBuf> {
        Some(self.folder.join(self.repository.inside(path)?))
    }

    /// The folders whose `.cargo` Cargo looks into from a folder of the working tree: those above the repository are as they are now.
    pub(crate) fn folders_above(&self, folder: &Path) -> Vec<PathBuf> {
        let Some(moved) = self.moved(folder) else { return folder.ancestors().map(Path::to_owned).collect() };
        let inside = moved.ancestors().take_while(|folder| folder.starts_with(&self.folder));
        inside.chain(self.repository.top.ancestors().skip(1)).map(Path::to_owned).collect()
    }
}

/// Whether a file may decide about budgets, whatever names it.
fn decides(path: &str) -> bool {
    path.ends_with(".toml") || path.ends_with(".rs") || path == ".cargo/config" || path.ends_with("/.cargo/config")
}

/// The files that nothing has asked for yet, by their names without folders.
struct Pending<'f> {
    files: BTreeMap<&'f str, Vec<&'f Entry>>,
}

impl<'f> Pending<'f> {
    fn new(files: &'f [Entry]) -> Pending<'f> {
        let mut by_name: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for file in files {
            by_name.entry(file.path.rsplit('/').next().unwrap_or_default()).or_default().push(file);
        }
        Pending { files: by_name }
    }

    fn take(&mut self, is_wanted: impl Fn(&Entry) -> bool) -> Vec<&'f Entry> {
        let mut taken = Vec::new();
        for files in self.files.values_mut() {
            files.retain(|file| {
                let wanted = is_wanted(file);
                taken.extend(wanted.then_some(*file));
                !wanted
            });
        }
        taken
    }

    /// The files whose names stand in a text, alone or behind a path. Where a path leads is found out by who follows it.
    fn mentioned_in(&mut self, text: &str) -> Vec<&'f Entry> {
        let parts = text.split(['"', '\'', '/', '\\', '\n']);
        let words: BTreeSet<&str> = parts.flat_map(|part| part.split_whitespace().chain([part])).collect();
        words.into_iter().filter_map(|word| self.files.remove(word)).flatten().collect()
    }
}

/// An empty folder that nobody else can look into. What a killed process has left goes.
fn empty_folder() -> Result<PathBuf, Fault> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let parent = env::temp_dir();
    sweep(&parent, now);
    let folder = parent.join(format!("{FOLDER}{}-{}", process::id(), now.as_nanos()));
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(|error| Fault::file("create", &folder, &error))?;
    Ok(fs::canonicalize(&folder).unwrap_or(folder))
}

fn sweep(parent: &Path, now: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let made =
            entry.file_name().to_str().and_then(|name| name.strip_prefix(FOLDER)?.split_once('-')?.1.parse().ok());
        if made.is_some_and(|made: u128| now.as_nanos().saturating_sub(made) > OLD.as_nanos()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn write(place: &Path, content: &[u8]) -> Result<(), Fault> {
    let folder = place.parent().unwrap_or(place);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(place, content));
    written.map_err(|error| Fault::file("write", place, &error))
}

/// A link, where it leads to something of the revision.
fn link(top: &Path, path: &str, leads_to: &str) -> Result<(), Fault> {
    let mut target: Vec<&str> = path.split('/').collect();
    target.pop();
    for part in leads_to.split('/') {
        match part {
            "" | "." => {}
            ".." if target.pop().is_none() => return Ok(()),
            ".." => {}
            name => target.push(name),
        }
    }
    if leads_to.starts_with('/') {
        return Ok(());
    }
    let (place, target) = (top.join(path), top.join(target.join("/")));
    let folder = place.parent().unwrap_or(top);
    let made = fs::create_dir_all(folder).and_then(|()| symbolic(&target, &place));
    made.map_err(|error| Fault::file("write", &place, &error))
}

#[cfg(unix)]
fn symbolic(target: &Path, place: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

/// Links are not everybody's there; a copy of a file serves as well.
#[cfg(not(unix))]
fn symbolic(target: &Path, place: &Path) -> std::io::Result<()> {
    if target.is_file() { fs::copy(target, place).map(drop) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{FOLDER, OLD, sweep};

    #[test]
    fn leftovers_go_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let now = OLD * 3;
        let at = |name: &str, made: Duration| format!("{name}7-{}", made.as_nanos());
        let (old, young) = (at(FOLDER, OLD), at(FOLDER, now - Duration::from_secs(1)));
        let names = [old.clone(), young, at("other-", OLD), format!("{FOLDER}page")];
        for name in &names {
            fs::create_dir_all(folder.path().join(name).join("in")).expect("writable");
        }
        sweep(folder.path(), now);
        for name in &names {
            assert_eq!(folder.path().join(name).exists(), *name != old, "{name}");
        }
    }
}
