//! The packages of a workspace, with the code of each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::globs::Globs;
use super::sources::{self, Read, SourceFile};
use super::tokens::Token;
use super::workspace::{self, Workspace};
use crate::findings::{Finding, settle};
use crate::gather::disk::settled;

/// The packages of a workspace.
#[derive(Debug)]
pub struct Members {
    pub(super) root: PathBuf,
    pub(super) workspace: Workspace,
    /// The files of each, by its folder, as soon as somebody asks.
    read: BTreeMap<PathBuf, OnceLock<Read>>,
    /// What is wrong with the manifests: packages may be missing where something is.
    pub findings: Vec<Finding>,
}

/// Finds the packages of the workspace at `root`, by Cargo's rules.
#[must_use]
pub fn members(root: &Path) -> Members {
    let (root, mut findings) = (settled(root), Vec::new());
    let workspace = workspace::read(&root, &mut findings);
    let read = workspace.members.keys().map(|folder| (folder.clone(), OnceLock::new())).collect();
    Members { root, workspace, read, findings: settle(findings, false) }
}

/// The folders of packages that a list such as `members` names, where these are not behind too many others.
#[must_use]
pub fn folders(root: &Path, listed: &[String]) -> Vec<PathBuf> {
    let (root, mut globs) = (settled(root), Globs::new());
    listed.iter().filter_map(|entry| globs.packages(&root, entry)).flatten().collect()
}

impl Members {
    /// Name and folder of each, in the order of the folders.
    pub fn packages(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.workspace.members.iter().map(|(folder, member)| (member.name.as_str(), folder.as_path()))
    }

    /// The files of the package in `folder`.
    #[doc(hidden)]
    #[must_use]
    pub fn read(&self, folder: &Path) -> Option<&Read> {
        let member = self.workspace.members.get(folder)?;
        Some(self.read.get(folder)?.get_or_init(|| sources::read(folder, member, &mut |_, _| {})))
    }

    /// Shows the code of the package in `folder`, a file at a time: its path, its text, and the tokens that some build has. A
    /// text that is not `wanted`, which is asked with the places where modules may begin, is passed over, and so are the items that
    /// hold none of the `words`, where there are some.
    #[doc(hidden)]
    pub fn look_through(
        &self,
        folder: &Path,
        wanted: &dyn Fn(&str, &[usize]) -> bool,
        words: &[&str],
        look: &mut dyn FnMut(&Path, &str, &[Token<'_>]),
    ) {
        let (Some(member), Some(known)) = (self.workspace.members.get(folder), self.read.get(folder)) else { return };
        let each = &mut |file: &SourceFile, text: &str| {
            if wanted(text, &file.modules) {
                look(&file.path, text, &sources::code(file, text, member, words));
            }
        };
        match known.get() {
            Some(read) => sources::read_again(read, each),
            None => drop(known.set(sources::read(folder, member, each))),
        }
    }
}
