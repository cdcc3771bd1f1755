//! Linker scripts that limits are taken from: read, and watched, like the file that names them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, Role, Source, catalogue};
use crate::gather::path::display;
use crate::gather::{Gathered, Watch, disk};
use crate::index::{self, Index};
use crate::parse::document::{Document, WrittenRegion, WrittenSize};
use crate::parse::linker_script::{self, Fault, Region};
use crate::request::Request;

/// Puts the lengths of regions into the places of the limits that name them. Gives the regions of all scripts that hold for the
/// target, where it is known.
pub(crate) fn read(
    document: &mut Document,
    gathered: &Gathered,
    request: &Request,
    watch: &mut Watch,
    findings: &mut Vec<Finding>,
) -> Vec<Region> {
    let mut folders = Vec::new();
    if let Some(beside) = gathered.file.as_deref().and_then(Path::parent) {
        folders.push(beside.to_owned());
    }
    if let Some(dir) = &request.manifest_dir {
        folders.push(disk::settled(dir));
    }
    folders.push(gathered.root.clone());
    let mut limits = Vec::new();
    if let Some(written) = document.top.limit_region.take() {
        limits.push((written, &mut document.top, true));
    }
    for (predicate, overlay) in &mut document.targets {
        if let Some(written) = overlay.limit_region.take() {
            let holds = request.target.as_ref().is_none_or(|target| target.matches(predicate));
            limits.push((written, overlay, holds));
        }
    }
    let mut scripts = Scripts { folders, root: &gathered.root, watch, findings, known: Vec::new() };
    // However many limits name a script, it is read once.
    let mut names = Vec::new();
    for (written, _, _) in &limits {
        names.push(written.script.value.clone());
    }
    let earlier = index::earlier(names);
    let (mut read, mut of_limits) = (Vec::<Script>::new(), Vec::new());
    let (mut regions, mut search) = (Vec::new(), Search::default());
    for (written, overlay, holds) in &mut limits {
        let of_limit = if let Some(earlier) = earlier[of_limits.len()] {
            of_limits[earlier]
        } else {
            read.push(scripts.script(&written.script.value));
            read.len() - 1
        };
        of_limits.push(of_limit);
        let script = &mut read[of_limit];
        overlay.platform_limit = Some(script.limit(written, &mut search, scripts.findings));
        if *holds && !std::mem::replace(&mut script.shown, true) {
            if let Ok(of_script) = &script.regions {
                for (region, _) in of_script {
                    regions.push(region.clone());
                }
            }
        }
    }
    distinct(&regions)
}

/// Each once, in the order in which they come first: two scripts may include a third.
fn distinct(regions: &[Region]) -> Vec<Region> {
    let mut texts = Vec::new();
    for Region { name, origin, length } in regions {
        texts.push(format!("{origin} {length} {name}"));
    }
    let earlier = index::earlier(texts);
    let mut distinct = Vec::new();
    for (i, region) in regions.iter().enumerate() {
        if earlier[i].is_none() {
            distinct.push(region.clone());
        }
    }
    distinct
}

/// A script that limits name.
struct Script {
    /// Its regions, or what is wrong with it.
    regions: Result<Vec<(Region, Origin)>, Wrong>,
    by_name: Index,
    /// Whether its regions are among those that hold for the target.
    shown: bool,
}

enum Wrong {
    /// It is in none of these folders.
    Missing(Vec<String>),
    Unreadable(Box<Finding>),
    Malformed(Box<Fault>),
}

impl Script {
    /// The limit that is the length of a region; what is wrong is reported for each limit that it is wrong for.
    fn limit(&self, written: &WrittenRegion, search: &mut Search, findings: &mut Vec<Finding>) -> WrittenSize {
        let WrittenRegion { script, region } = written;
        let regions = match &self.regions {
            Ok(regions) => regions,
            Err(wrong) => {
                findings.push(match wrong {
                    Wrong::Missing(looked_in) => catalogue::missing_file(&script.value, looked_in, &script.origin),
                    Wrong::Unreadable(finding) => finding.as_ref().clone().and("the limit", &script.origin),
                    Wrong::Malformed(fault) => catalogue::linker_script(&fault.reason, &fault.origin, &script.origin),
                });
                return WrittenSize::new(Err(None), region.origin.clone());
            }
        };
        if let Some(i) = self.by_name.get(&region.value) {
            let (found, origin) = &regions[i];
            return WrittenSize::new(Ok(found.length), origin.clone());
        }
        let names = self.by_name.names();
        let meant = search.nearest(&region.value, &mut names.iter().map(String::as_str));
        findings.push(catalogue::no_region(&region.value, names, meant, &region.origin));
        WrittenSize::new(Err(None), region.origin.clone())
    }
}

struct Scripts<'s> {
    /// Where a script is looked for: beside the configuration, in the package's folder, in the workspace root.
    folders: Vec<PathBuf>,
    root: &'s Path,
    watch: &'s mut Watch,
    findings: &'s mut Vec<Finding>,
    /// Each is read once.
    known: Vec<(PathBuf, Arc<Source>)>,
}

impl Scripts<'_> {
    fn script(&mut self, name: &str) -> Script {
        let regions = self.regions(name);
        let by_name = match &regions {
            Ok(regions) => Index::of(regions, |(region, _)| &region.name),
            Err(_) => Index::default(),
        };
        Script { regions, by_name, shown: false }
    }

    fn regions(&mut self, name: &str) -> Result<Vec<(Region, Origin)>, Wrong> {
        let Some(source) = self.find(name, None) else {
            let mut looked_in = Vec::new();
            for folder in &self.folders {
                let folder = display(folder, self.root);
                if !looked_in.contains(&folder) {
                    looked_in.push(folder);
                }
            }
            return Err(Wrong::Missing(looked_in));
        };
        let source = match source {
            Ok(source) => source,
            Err(finding) => return Err(Wrong::Unreadable(Box::new(finding))),
        };
        let beside = source.file().and_then(Path::parent).map(Path::to_owned);
        let mut include = |name: &str| match self.find(name, beside.as_deref()) {
            Some(Ok(source)) => Ok(source),
            Some(Err(finding)) => Err(finding.title),
            None => Err(format!("there is no file {name} beside it")),
        };
        match linker_script::regions(&source, &mut include) {
            Ok(regions) => Ok(regions),
            Err(fault) => Err(Wrong::Malformed(Box::new(fault))),
        }
    }

    /// The text of the first script of this name; `None` where there is none.
    fn find(&mut self, name: &str, beside: Option<&Path>) -> Option<Result<Arc<Source>, Finding>> {
        let mut places = Vec::new();
        if let Some(beside) = beside {
            places.push(disk::settled(&beside.join(name)));
        }
        for folder in &self.folders {
            places.push(disk::settled(&folder.join(name)));
        }
        let path = disk::first_there(&places)?;
        for (known, source) in &self.known {
            if known == path {
                return Some(Ok(source.clone()));
            }
        }
        let shown = display(path, self.root);
        let text = disk::read(path, &shown, &Origin::File(shown.clone()), &mut self.watch.files);
        Some(match text {
            Ok(text) => {
                let source = Arc::new(Source::new(shown, Role::Script, text).at(path));
                self.known.push((path.to_owned(), source.clone()));
                Ok(source)
            }
            Err(finding) => Err(*finding),
        })
    }
}
