//! Linker scripts that limits are taken from: read, and watched, like the file that names them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::findings::suggest::Search;
use crate::findings::{Finding, Origin, Role, Source, catalogue};
use crate::gather::path::display;
use crate::gather::{Gathered, Watch, disk};
use crate::index;
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
    folders.extend(gathered.file.as_deref().and_then(Path::parent).map(Path::to_owned));
    folders.extend(request.manifest_dir.as_deref().map(disk::settled));
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
    let order = index::sorted(limits.len(), &mut |a, b| limits[a].0.script.value.cmp(&limits[b].0.script.value));
    let (mut read, mut of_limit) = (Vec::<Script>::new(), vec![0; limits.len()]);
    for (k, &i) in order.iter().enumerate() {
        let name = &limits[i].0.script.value;
        if k == 0 || limits[order[k - 1]].0.script.value != *name {
            read.push(scripts.script(name));
        }
        of_limit[i] = read.len() - 1;
    }
    let (mut regions, mut search) = (Vec::new(), Search::default());
    for (i, (written, overlay, holds)) in limits.iter_mut().enumerate() {
        let script = &mut read[of_limit[i]];
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
    let key = |i: usize| (&regions[i].name, regions[i].origin, regions[i].length);
    let order = index::sorted(regions.len(), &mut |a, b| key(a).cmp(&key(b)));
    let mut first = vec![true; regions.len()];
    for pair in order.windows(2) {
        first[pair[1]] = regions[pair[0]] != regions[pair[1]];
    }
    let mut distinct = Vec::new();
    for (i, region) in regions.iter().enumerate() {
        if first[i] {
            distinct.push(region.clone());
        }
    }
    distinct
}

/// A script that limits name.
struct Script {
    /// Its regions, or what is wrong with it.
    regions: Result<Vec<(Region, Origin)>, Wrong>,
    /// Their indices by name, the first of equals first.
    by_name: Vec<usize>,
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
        let name = |i: usize| regions[i].0.name.as_str();
        let at = self.by_name.partition_point(|&i| name(i) < region.value.as_str());
        if let Some(&i) = self.by_name.get(at).filter(|&&i| name(i) == region.value) {
            let (found, origin) = &regions[i];
            return WrittenSize::new(Ok(found.length), origin.clone());
        }
        let mut names = Vec::new();
        for (known, _) in regions {
            names.push(known.name.as_str());
        }
        let meant = search.nearest(&region.value, &mut names.iter().copied());
        findings.push(catalogue::no_region(&region.value, &names, meant, &region.origin));
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
        let known = regions.as_ref().map(Vec::as_slice).unwrap_or_default();
        let by_name = index::sorted(known.len(), &mut |a, b| known[a].0.name.cmp(&known[b].0.name));
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
        let source = source.map_err(|finding| Wrong::Unreadable(Box::new(finding)))?;
        let beside = source.file().and_then(Path::parent).map(Path::to_owned);
        let mut include = |name: &str| match self.find(name, beside.as_deref()) {
            Some(Ok(source)) => Ok(source),
            Some(Err(finding)) => Err(finding.title),
            None => Err(format!("there is no file {name} beside it")),
        };
        linker_script::regions(&source, &mut include).map_err(|fault| Wrong::Malformed(Box::new(fault)))
    }

    /// The text of the first script of this name; `None` where there is none.
    fn find(&mut self, name: &str, beside: Option<&Path>) -> Option<Result<Arc<Source>, Finding>> {
        let place = |folder: &Path| Some(disk::settled(&folder.join(name))).filter(|path| disk::exists(path));
        let path = beside.and_then(place).or_else(|| self.folders.iter().find_map(|folder| place(folder)))?;
        if let Some((_, source)) = self.known.iter().find(|(known, _)| *known == path) {
            return Some(Ok(source.clone()));
        }
        let shown = display(&path, self.root);
        let text = disk::read(&path, &shown, &Origin::File(shown.clone()), &mut self.watch.files);
        Some(match text {
            Ok(text) => {
                let source = Arc::new(Source::new(shown, Role::Script, text).at(&path));
                self.known.push((path, source.clone()));
                Ok(source)
            }
            Err(finding) => Err(*finding),
        })
    }
}
