//! The configuration at a revision of the repository: its manifests and its files of TOML, laid out in a folder of their own.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::fault::{Fault, unable};

/// The largest file that is taken, in bytes: what is larger is no configuration.
const MAX_FILE: usize = 2 << 20;

/// The files of a revision; the folder goes with it.
#[derive(Debug)]
pub(crate) struct Revision {
    folder: PathBuf,
    /// The workspace's root in it.
    pub(crate) root: PathBuf,
}

impl Drop for Revision {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What a word names for git: the commit, if it names any.
pub(crate) fn commit(root: &Path, word: &str) -> Option<String> {
    if word.starts_with('-') {
        return None;
    }
    let output = git(root, &["rev-parse", "--verify", "--quiet", &format!("{word}^{{commit}}")]).ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

impl Revision {
    /// Lays out a commit's files, as far as they may decide about budgets. `file` is the one in force now.
    pub(crate) fn lay_out(root: &Path, commit: &str, file: Option<&Path>) -> Result<Revision, Fault> {
        let top = PathBuf::from(
            text(&git(root, &["rev-parse", "--show-toplevel"])?, "find the repository")?.trim_end_matches('\n'),
        );
        let inside = text(&git(root, &["rev-parse", "--show-prefix"])?, "find the repository")?;
        let inside = inside.trim_end_matches('\n').to_owned();
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = file.and_then(|file| {
            real(file).strip_prefix(real(&top)).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
        });
        let listing = git(root, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let wanted = entries(&text(&listing, "list the files of the revision")?, file.as_deref());

        let revision = Revision::empty(&inside)?;
        let contents = contents(root, wanted.values().map(|(_, object)| object.as_str()))?;
        let mut links = Vec::new();
        for ((path, (mode, _)), content) in wanted.iter().zip(contents) {
            let Some(content) = content else { continue };
            let place = revision.folder.join(path);
            match mode.as_str() {
                "120000" => links.push((place, content)),
                _ => write(&place, &content)?,
            }
        }
        // Last, so that nothing is written through them.
        for (place, leads_to) in links {
            link(&place, &leads_to)?;
        }
        Ok(revision)
    }

    fn empty(inside: &str) -> Result<Revision, Fault> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_nanos());
        let folder = std::env::temp_dir().join(format!("cargo-memory-budget-{}-{now}", std::process::id()));
        fs::create_dir(&folder).map_err(|error| Fault::file("create", &folder, &error))?;
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        let root = folder.join(inside.trim_end_matches('/'));
        let revision = Revision { folder, root };
        fs::create_dir_all(&revision.root).map_err(|error| Fault::file("create", &revision.root, &error))?;
        Ok(revision)
    }
}

/// The files of TOML in a listing, and the one that is named: mode and object by path.
fn entries(listing: &str, file: Option<&str>) -> BTreeMap<String, (String, String)> {
    let entries = listing.split('\0').filter_map(|entry| {
        let (attributes, path) = entry.split_once('\t')?;
        let mut attributes = attributes.split(' ');
        let (mode, kind, object) = (attributes.next()?, attributes.next()?, attributes.next()?);
        let is_wanted = kind == "blob" && (path.ends_with(".toml") || Some(path) == file);
        // Git itself never writes a path that leads out of its tree, and neither is one followed.
        let stays = !path.starts_with('/') && !path.split('/').any(|part| part == "..");
        (is_wanted && stays).then(|| (path.to_owned(), (mode.to_owned(), object.to_owned())))
    });
    entries.collect()
}

/// What objects hold, in their order; `None` for one that is too large.
fn contents<'o>(root: &Path, objects: impl Iterator<Item = &'o str>) -> Result<Vec<Option<Vec<u8>>>, Fault> {
    let asked: String = objects.map(|object| format!("{object}\n")).collect();
    let mut git = command(root, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(unable("run git"))?;
    let (Some(mut input), Some(output)) = (git.stdin.take(), git.stdout.take()) else {
        return Err(Fault::new("cannot talk to git"));
    };
    let mut contents = Vec::new();
    let read = thread::scope(|scope| {
        // Git answers while it is still being asked.
        scope.spawn(move || drop(input.write_all(asked.as_bytes())));
        let mut output = BufReader::new(output);
        read_batch(&mut output, &mut contents)
    });
    let _ = git.wait();
    read.map_err(unable("read the files of the revision"))?;
    Ok(contents)
}

fn read_batch(output: &mut impl BufRead, contents: &mut Vec<Option<Vec<u8>>>) -> io::Result<()> {
    let mut header = String::new();
    while output.read_line(&mut header)? > 0 {
        let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(header.trim_end().to_owned()))?;
        let mut content = Vec::new();
        output.take(size + 1).read_to_end(&mut content)?;
        content.pop();
        contents.push((content.len() <= MAX_FILE).then_some(content));
        header.clear();
    }
    Ok(())
}

fn write(place: &Path, content: &[u8]) -> Result<(), Fault> {
    let folder = place.parent().unwrap_or(place);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(place, content));
    written.map_err(|error| Fault::file("write", place, &error))
}

/// A link, which leads to a file of the revision.
fn link(place: &Path, leads_to: &[u8]) -> Result<(), Fault> {
    let folder = place.parent().unwrap_or(place);
    let leads_to = String::from_utf8_lossy(leads_to).into_owned();
    fs::create_dir_all(folder).map_err(|error| Fault::file("create", folder, &error))?;
    // A copy serves as well, and works on every system.
    match fs::read(folder.join(&leads_to)) {
        Ok(content) if Path::new(&leads_to).is_relative() => write(place, &content),
        _ => Ok(()),
    }
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    command
}

fn git(root: &Path, arguments: &[&str]) -> Result<Output, Fault> {
    command(root, arguments).stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Fault::new("cannot run git: it is not installed"),
        _ => Fault::new(format!("cannot run git: {error}")),
    })
}

fn text(output: &Output, doing: &str) -> Result<String, Fault> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("git says nothing").trim_start_matches("fatal: ");
    Err(Fault::new(format!("cannot {doing}: {first}")))
}
