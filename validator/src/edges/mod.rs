//! Tests at the edges: one more or one less, set or not set, is another answer there. Mutation testing has asked for them.

mod gather;
mod linker_script;
#[cfg(feature = "measured")]
mod measured;
mod parse;
mod resolve;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Finding, Outcome, Request, validate};

/// A folder of its own, which goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("memory-budgets-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Folder(fs::canonicalize(std::env::temp_dir()).expect("it is there").join(name));
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// What the package in this folder comes to.
    fn validate(&self, package: &str) -> Outcome {
        validate(&self.request(package))
    }

    fn request(&self, package: &str) -> Request {
        Request {
            manifest_dir: Some(self.path(package).components().collect()),
            environment: Some(Vec::new()),
            ..Request::default()
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn inline(text: &str) -> Outcome {
    validate(&Request { inline: Some(text.to_owned()), environment: Some(Vec::new()), ..Request::default() })
}

fn variables(set: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    set.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

fn kinds(outcome: &Outcome) -> Vec<&'static str> {
    outcome.findings.iter().map(|finding| finding.kind.name()).collect()
}

fn paths(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.origin.path().unwrap_or_default().to_owned()).collect()
}

fn is(path: &Path, other: &Path) -> bool {
    path.components().eq(other.components())
}
