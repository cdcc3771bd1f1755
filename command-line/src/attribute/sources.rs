//! The code of a workspace's packages, read as far as it is asked for: which attributes are in force, and what cannot be told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use memory_budgets_validator::for_command_line::{Read, Token, display};

use super::Attribute;
use super::code::{Code, Seen, Within, may_matter, ours};
use crate::workspace::{Package, Workspace};

/// The code of the packages.
#[derive(Debug)]
pub(crate) struct Sources<'w> {
    workspace: &'w Workspace,
    /// By the packages' folders.
    packages: BTreeMap<PathBuf, (Code, Read)>,
    /// What could not be understood, in sentences.
    pub(crate) notes: Vec<String>,
    /// All that was read, in its order.
    pub(crate) files: Vec<PathBuf>,
}

impl<'w> Sources<'w> {
    pub(crate) fn of(workspace: &'w Workspace) -> Sources<'w> {
        Sources { workspace, packages: BTreeMap::new(), notes: Vec::new(), files: Vec::new() }
    }

    /// The attributes in the library and the programs of a package: what only its tests, examples and benches carry is in neither.
    pub(crate) fn attributes(&mut self, package: &Package) -> Vec<Attribute> {
        self.read(&package.folder);
        let code = &self.packages[&package.folder].0;
        let own = ours(code.names.iter());
        // Another member may give it a name.
        if code.seen.iter().any(|seen| code.may_stand(seen) && !own.contains(&*seen.name)) {
            let folders: Vec<PathBuf> = self.workspace.packages.iter().map(|package| package.folder.clone()).collect();
            folders.iter().for_each(|folder| self.read(folder));
        }
        let others = self.packages.iter().filter(|(folder, _)| **folder != package.folder);
        let public = others.flat_map(|(_, (code, _))| &code.names).filter(|rename| rename.is_public);
        let (code, read) = &self.packages[&package.folder];
        let names = ours(code.names.iter().chain(public));

        let (mut attributes, mut notes) = (Vec::new(), Vec::new());
        for seen in &code.seen {
            let (is_ours, may_stand) = (names.contains(&*seen.name), code.may_stand(seen));
            if is_ours && may_stand {
                attributes.push(seen.attribute.clone());
            }
            notes.extend(seen.note(is_ours, may_stand, &self.workspace.root));
        }
        if let Some((path, why)) = &read.unreadable {
            let path = display(path, &self.workspace.root);
            notes.push(format!("{path} cannot be read: {why}; no attribute is seen there"));
        }
        for note in notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        attributes
    }

    fn read(&mut self, folder: &Path) {
        if self.packages.contains_key(folder) {
            return;
        }
        let mut code = Code::default();
        let mut look = |path: &Path, text: &str, tokens: &[Token<'_>]| code.look(path, text, tokens);
        let read = self.workspace.members.look_through(folder, &may_matter, &mut look);
        self.files.extend(read.files.iter().cloned());
        self.packages.insert(folder.to_owned(), (code, read));
    }
}

impl Seen {
    /// What is said of it where it is not understood.
    fn note(&self, is_ours: bool, may_stand: bool, root: &Path) -> Option<String> {
        let (place, name) = (format!("{}:{}", display(&self.file, root), self.line), &self.name);
        let names = "--config names the file that is meant";
        match &self.within {
            Within::Macro(other) if is_ours => Some(format!(
                "{place}: `#[{name}]` is handed to `{other}!`, and taken to stand where that does; if not, {names}"
            )),
            Within::Rules(rules) if is_ours && !may_stand => {
                Some(format!("{place}: `#[{name}]` in the macro `{rules}` is not seen where that is used; {names}"))
            }
            _ if !is_ours && may_stand && self.attribute.names_a_configuration() => Some(format!(
                "{place}: `#[{name}]` has the arguments of `#[memory_budgets]`, but where its name comes from cannot be told; {names}"
            )),
            _ => None,
        }
    }
}
