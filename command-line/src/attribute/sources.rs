//! The code of a workspace's packages, read as far as it is asked for: which attributes are in force, and what cannot be told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use memory_budgets_validator::for_command_line::{display, processors, side_by_side};

use super::Attribute;
use super::code::{Code, Seen, Within, may_matter, ours};
use crate::workspace::{Package, Workspace};

/// The code of the packages.
#[derive(Debug)]
pub(crate) struct Sources<'w> {
    workspace: &'w Workspace,
    /// By the packages' folders.
    packages: BTreeMap<PathBuf, Code>,
    /// Whether all of their code is looked at, and not only what may carry the attribute.
    all: bool,
    /// What could not be understood, in sentences.
    pub(crate) notes: Vec<String>,
    /// All that was read, in its order.
    pub(crate) files: Vec<PathBuf>,
}

impl<'w> Sources<'w> {
    pub(crate) fn of(workspace: &'w Workspace) -> Sources<'w> {
        Sources { workspace, packages: BTreeMap::new(), all: false, notes: Vec::new(), files: Vec::new() }
    }

    /// The attributes in the library and the programs of a package: what only its tests, examples and benches carry is in neither.
    pub(crate) fn attributes(&mut self, package: &Package) -> Vec<Attribute> {
        self.read([package]);
        let code = &self.packages[&package.folder];
        let own = ours(code.names.iter());
        // Another member may give it a name.
        if code.seen.iter().any(|seen| code.may_stand(seen) && !own.contains(&*seen.name)) {
            self.read(&*self.workspace.packages);
        }
        let others = self.packages.iter().filter(|(folder, _)| **folder != package.folder);
        let public = others.flat_map(|(_, code)| &code.names).filter(|rename| rename.is_public);
        let code = &self.packages[&package.folder];
        let names = ours(code.names.iter().chain(public));

        let (mut attributes, mut notes) = (Vec::new(), Vec::new());
        for seen in &code.seen {
            let (is_ours, may_stand) = (names.contains(&*seen.name), code.may_stand(seen));
            if is_ours && may_stand {
                attributes.push(seen.attribute.clone());
            }
            notes.extend(seen.note(is_ours, may_stand, &self.workspace.root));
        }
        let read = self.workspace.members.read(&package.folder);
        if let Some((path, why)) = read.and_then(|read| read.unreadable.as_ref()) {
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

    /// Reads packages, as many at once as there are processors; those that have been read before stay as they are.
    pub(crate) fn read<'p>(&mut self, packages: impl IntoIterator<Item = &'p Package>) {
        let packages = packages.into_iter().map(|package| package.folder.clone());
        let new: Vec<PathBuf> = packages.filter(|folder| !self.packages.contains_key(folder)).collect();
        self.look_at(&new);
        for folder in &new {
            let files = self.workspace.members.read(folder).into_iter().flat_map(|read| &read.files);
            self.files.extend(files.map(|file| file.path.clone()));
        }
        if !self.all && self.packages.values().any(Code::depends_on_others) {
            self.all = true;
            self.look_at(&self.packages.keys().cloned().collect::<Vec<_>>());
        }
    }

    fn look_at(&mut self, folders: &[PathBuf]) {
        let (members, all) = (&self.workspace.members, self.all);
        let looked = side_by_side(folders, processors(), |folder| {
            let mut code = Code::default();
            members.look_through(
                folder,
                &|text, modules| all || may_matter(text, modules),
                &[],
                &mut |path, text, tokens| {
                    code.look(path, text, tokens);
                },
            );
            code
        });
        self.packages.extend(folders.iter().cloned().zip(looked));
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
