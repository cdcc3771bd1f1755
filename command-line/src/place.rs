//! Where a finding points: its places as data, and paths as the platforms want them.

use std::path::{Component, Path, PathBuf};

use memory_budgets_validator::{Finding, Origin};

/// A place in a file, or a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// Relative to the workspace root; the name alone of a file that shares no folder with it.
    pub(crate) path: String,
    /// The whole path, where it is known.
    pub(crate) file: Option<PathBuf>,
    /// Lines and columns from 1, and the end behind the last character; nothing for a file as a whole.
    pub(crate) span: Option<Span>,
    /// What stands there, where the finding itself does not say so.
    pub(crate) label: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    pub(crate) end_column: usize,
}

/// The places of a finding, its own first. What is inline has none.
pub(crate) fn locations(finding: &Finding) -> Vec<Location> {
    let own = location(&finding.origin, None);
    let others = finding.labels.iter().map(|label| location(&label.origin, Some(label.text.clone())));
    own.into_iter().chain(others.flatten()).collect()
}

fn location(origin: &Origin, label: Option<String>) -> Option<Location> {
    if matches!(origin, Origin::Text { source, .. } if source.file().is_none()) {
        return None; // inline
    }
    let path = origin.path()?.to_owned();
    let span = match (origin.line(), origin.column(), origin.end_line(), origin.end_column()) {
        (Some(line), Some(column), Some(end_line), Some(end_column)) => {
            Some(Span { line, column, end_line, end_column })
        }
        _ => None,
    };
    let file = match origin {
        Origin::Text { source, .. } => source.file().map(Path::to_owned),
        _ => None,
    };
    Some(Location { path, file, span, label })
}

/// The variable that a finding is about.
pub(crate) fn variable(finding: &Finding) -> Option<&str> {
    match &finding.origin {
        Origin::Variable(name) => Some(name),
        _ => None,
    }
}

/// How paths are written for whoever has the repository.
pub(crate) struct Paths<'w> {
    root: &'w Path,
    /// What a path relative to the workspace root begins with: `""`, `"firmware/"`.
    prefix: String,
}

impl Paths<'_> {
    /// That of a workspace, by its root.
    pub(crate) fn of(root: &Path) -> Paths<'_> {
        let repository = root.ancestors().find(|folder| folder.join(".git").exists());
        let inside = repository.and_then(|repository| root.strip_prefix(repository).ok()).unwrap_or(Path::new(""));
        let prefix =
            inside.components().fold(String::new(), |path, part| path + &part.as_os_str().to_string_lossy() + "/");
        Paths { root, prefix }
    }

    /// A path relative to the repository; the whole path of a file to which none leads, whose name alone is known otherwise.
    pub(crate) fn path(&self, location: &Location) -> String {
        let by_name = tidy(&self.root.join(&location.path).to_string_lossy());
        match &location.file {
            Some(file) if file.is_absolute() && tidy(&file.to_string_lossy()) != by_name => {
                file.to_string_lossy().into_owned()
            }
            _ => tidy(&format!("{}{}", self.prefix, location.path)),
        }
    }
}

/// A path with its `..` resolved where that is possible.
pub(crate) fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            Component::CurDir => {}
            other => parts.push(other.as_os_str().to_str().unwrap_or_default()),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn paths_without_detours() {
        for (path, shown) in
            [("a/b", "a/b"), ("firmware/../shared/b.toml", "shared/b.toml"), ("../b", "../b"), ("./a", "a")]
        {
            assert_eq!(tidy(path), shown);
        }
    }
}
