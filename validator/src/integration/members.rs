//! The packages of a workspace, with the code of each.

use std::path::{Path, PathBuf};

use super::globs::Globs;
use super::sources::{self, Read};
use super::tokens::Token;
use super::workspace::{self, Workspace};
use crate::findings::{Finding, settle};
use crate::gather::disk::settled;

/// The packages of a workspace.
#[derive(Debug)]
pub struct Members {
    workspace: Workspace,
    /// What is wrong with the manifests: packages may be missing where something is.
    pub findings: Vec<Finding>,
}

/// Finds the packages of the workspace at `root`, by Cargo's rules.
#[must_use]
pub fn members(root: &Path) -> Members {
    let mut findings = Vec::new();
    let workspace = workspace::read(&settled(root), &mut findings);
    Members { workspace, findings: settle(findings, false) }
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

    /// Shows the code of the package in `folder`, a file at a time: its path, its text, and the tokens that some build has. A
    /// text that leads to no other and is not `wanted` is passed over.
    #[doc(hidden)]
    pub fn look_through(
        &self,
        folder: &Path,
        wanted: &dyn Fn(&str) -> bool,
        look: &mut dyn FnMut(&Path, &str, &[Token<'_>]),
    ) -> Read {
        let member = self.workspace.members.get(folder);
        member.map_or_else(Read::default, |member| sources::look_through(folder, member, wanted, look))
    }
}
