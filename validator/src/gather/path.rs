//! Paths by name alone: nothing here looks at the disk.

use std::path::{Component, Path, PathBuf};

/// The path with its `.` and `..` resolved by name alone, as Cargo does with every path in a manifest, links or not.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir if normal.has_root() => {}
            other => normal.push(other),
        }
    }
    normal
}

/// How messages call a path: relative to the workspace root, with `/` on every system. A file that shares no folder
/// with it is called by its name alone, so that no absolute path reaches a binary.
pub(crate) fn display(path: &Path, root: &Path) -> String {
    let parts = |path: &Path| {
        let mut parts = Vec::new();
        for part in path.components() {
            parts.push(part.as_os_str().to_string_lossy().into_owned());
        }
        parts
    };
    let (path_parts, root_parts) = (parts(path), parts(root));
    let mut shared = 0;
    while shared < path_parts.len().min(root_parts.len()) && path_parts[shared] == root_parts[shared] {
        shared += 1;
    }
    let bare = usize::from(path.has_root()); // the root folder itself is shared by everything
    if shared <= bare && !root_parts.is_empty() {
        return path_parts.last().cloned().unwrap_or_default();
    }
    if shared == path_parts.len() && shared == root_parts.len() {
        return ".".to_owned();
    }
    let mut name = String::new();
    for _ in shared..root_parts.len() {
        name.push_str("../");
    }
    for (i, part) in path_parts[shared..].iter().enumerate() {
        if i > 0 {
            name.push('/');
        }
        name.push_str(part);
    }
    name
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{display, normal};

    #[test]
    fn paths_are_relative_to_the_workspace_root() {
        for (path, shown) in [
            ("/w/app/memory_budget.toml", "memory_budget.toml"),
            ("/w/app/conf/b.toml", "conf/b.toml"),
            ("/w/app", "."),
            ("/w/app/none/../b.toml", "none/../b.toml"),
            ("/w/shared/b.toml", "../shared/b.toml"),
            ("/etc/b.toml", "b.toml"),
        ] {
            assert_eq!(display(Path::new(path), Path::new("/w/app")), shown);
        }
        assert_eq!(normal(Path::new("/a/./b/../../../c")), Path::new("/c"));
        assert_eq!(normal(Path::new("../a/..")), Path::new(".."));
    }
}
