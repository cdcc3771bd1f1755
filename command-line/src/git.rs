//! The repository, as git knows it.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::fault::{Fault, unable};

/// The largest file that is taken, in bytes: the largest that anything here reads.
const MAX_FILE: u64 = 16 << 20;
/// By these git tells a hook what it works on. Where they are set, it takes any folder for the top of the working tree.
const OF_HOOKS: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/// The repository that a folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    folder: PathBuf,
    /// Whether git goes by the variables for hooks.
    by_variables: bool,
    /// The top of the working tree, without links.
    pub(crate) top: PathBuf,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// From the top, with `/` on every system.
    pub(crate) path: String,
    pub(crate) is_link: bool,
    object: String,
}

impl Repository {
    /// Finds the repository; `None` where there is none. What git refuses is a fault.
    pub(crate) fn of(folder: &Path) -> Result<Option<Repository>, Fault> {
        let mut repository = Repository { folder: folder.to_owned(), by_variables: false, top: PathBuf::new() };
        let mut found = repository.git(&["rev-parse", "--show-toplevel"])?;
        if !found.status.success() && env::var_os("GIT_DIR").is_some() {
            repository.by_variables = true;
            found = repository.git(&["rev-parse", "--show-toplevel"])?;
        }
        if !found.status.success() && said(&found).contains("not a git repository") {
            return Ok(None);
        }
        let top = text(&found, "find the repository")?;
        repository.top = real(Path::new(top.trim_end_matches('\n')));
        Ok(Some(repository))
    }

    /// What a word names: the commit, if it names any. `A...B` is where B has left A; either of them may be left out, and is
    /// the current commit then.
    pub(crate) fn commit(&self, word: &str) -> Result<Option<String>, Fault> {
        let Some((one, other)) = word.split_once("...") else { return self.named(word) };
        let [one, other] = [one, other].map(|word| if word.is_empty() { "HEAD" } else { word });
        let (Some(first), Some(second)) = (self.named(one)?, self.named(other)?) else { return Ok(None) };
        let base = self.git(&["merge-base", &first, &second])?;
        if base.status.code() == Some(1) {
            let help = "a shallow clone may lack it: `git fetch --unshallow`";
            return Err(Fault::new(format!("{one} and {other} have no commit in common")).help(help));
        }
        text(&base, "find where the branches part").map(|base| Some(base.trim().to_owned()))
    }

    fn named(&self, word: &str) -> Result<Option<String>, Fault> {
        if word.starts_with('-') {
            return Ok(None);
        }
        let found = self.git(&["rev-parse", "--verify", "--quiet", &format!("{word}^{{commit}}")])?;
        let commit = || String::from_utf8_lossy(&found.stdout).trim().to_owned();
        Ok(found.status.success().then(commit))
    }

    /// The files of a commit.
    pub(crate) fn files(&self, commit: &str) -> Result<Vec<Entry>, Fault> {
        let listing = self.git(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        Ok(entries(&text(&listing, "list the files of the revision")?))
    }

    /// What files hold, in their order; `None` for one that is too large. `count` says how many are done.
    pub(crate) fn contents(&self, files: &[&Entry], count: &AtomicUsize) -> Result<Vec<Option<Vec<u8>>>, Fault> {
        let asked: String = files.iter().map(|file| format!("{}\n", file.object)).collect();
        let mut git = self.command(&["cat-file", "--batch"]);
        let mut git =
            git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(cannot_run)?;
        let (Some(mut input), Some(output)) = (git.stdin.take(), git.stdout.take()) else {
            return Err(Fault::new("cannot talk to git"));
        };
        let mut contents = Vec::new();
        let read = thread::scope(|scope| {
            // Git answers while it is still being asked.
            scope.spawn(move || drop(input.write_all(asked.as_bytes())));
            let mut output = BufReader::new(output);
            read_batch(&mut output, &mut contents, count)
        });
        let _ = git.wait();
        read.map_err(unable("read the files of the revision"))?;
        if contents.len() != files.len() {
            return Err(Fault::new("cannot read the files of the revision: git ended too early"));
        }
        Ok(contents)
    }

    /// Whether git is told to leave a file alone: it is this machine's.
    pub(crate) fn ignores(&self, file: &Path) -> Result<bool, Fault> {
        Ok(self
            .command(&["check-ignore", "-q", "--"])
            .arg(file)
            .stdin(Stdio::null())
            .output()
            .map_err(cannot_run)?
            .status
            .success())
    }

    /// A path from the top of the repository; `None` for one outside. What it leads to need not be there.
    pub(crate) fn inside(&self, path: &Path) -> Option<PathBuf> {
        let top = path.ancestors().find(|folder| real(folder) == self.top)?;
        let mut inside = PathBuf::new();
        for part in path.strip_prefix(top).ok()?.components() {
            match part {
                Component::ParentDir if inside.pop() => {}
                Component::Normal(name) => inside.push(name),
                Component::CurDir => {}
                _ => return None,
            }
        }
        Some(inside)
    }

    fn git(&self, arguments: &[&str]) -> Result<Output, Fault> {
        self.command(arguments).stdin(Stdio::null()).output().map_err(cannot_run)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments).env("LC_ALL", "C");
        if !self.by_variables {
            for name in OF_HOOKS {
                command.env_remove(name);
            }
        }
        command
    }
}

fn entries(listing: &str) -> Vec<Entry> {
    let entries = listing.split('\0').filter_map(|entry| {
        let (attributes, path) = entry.split_once('\t')?;
        let mut attributes = attributes.split(' ');
        let (mode, kind, object) = (attributes.next()?, attributes.next()?, attributes.next()?);
        // Git itself never writes a path that leads out of its tree, and neither is one followed.
        let stays = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
        let entry = || Entry { path: path.to_owned(), is_link: mode == "120000", object: object.to_owned() };
        (kind == "blob" && stays).then(entry)
    });
    entries.collect()
}

fn read_batch(output: &mut impl BufRead, contents: &mut Vec<Option<Vec<u8>>>, count: &AtomicUsize) -> io::Result<()> {
    let mut header = String::new();
    while output.read_line(&mut header)? > 0 {
        let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(header.trim_end().to_owned()))?;
        let mut rest = output.by_ref().take(size + 1);
        if size > MAX_FILE {
            io::copy(&mut rest, &mut io::sink())?;
            contents.push(None);
        } else {
            let mut content = Vec::new();
            rest.read_to_end(&mut content)?;
            content.truncate(usize::try_from(size).unwrap_or(content.len()));
            contents.push(Some(content));
        }
        count.fetch_add(1, Ordering::Relaxed);
        header.clear();
    }
    Ok(())
}

/// The path without links, where something is there.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn cannot_run(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::new("cannot run git: it is not installed"),
        _ => Fault::new(format!("cannot run git: {error}")),
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What git prints, or else what it says is wrong, with its own advice.
fn text(output: &Output, doing: &str) -> Result<String, Fault> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = said(output);
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("git says nothing").trim_start_matches("fatal: ");
    let fault = Fault::new(format!("cannot {doing}: git says: {first}"));
    let advice = lines.collect::<Vec<_>>().join(" ");
    Err(if advice.is_empty() { fault } else { fault.help(advice) })
}

#[cfg(test)]
mod tests {
    use super::{Entry, entries};

    #[test]
    fn files_of_a_listing() {
        let listing = [
            "100644 blob aaa\tCargo.toml",
            "160000 commit bbb\tsub",
            "120000 blob ccc\ta link",
            "100644 blob ddd\t../out.toml",
            "100644 blob eee\t/out.toml",
        ];
        let entry = |path: &str, is_link, object: &str| Entry { path: path.into(), is_link, object: object.into() };
        assert_eq!(entries(&listing.join("\0")), [entry("Cargo.toml", false, "aaa"), entry("a link", true, "ccc")]);
    }
}
