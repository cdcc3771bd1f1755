//! Linker scripts that limits are taken from: read, and watched, like the file that names them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::findings::{Finding, Origin, Role, Source, catalogue};
use crate::gather::path::display;
use crate::gather::{Gathered, Watch, disk};
use crate::parse::document::{Document, Overlay, Written, WrittenRegion};
use crate::parse::linker_script::{self, Region};
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
    let mut scripts = Scripts { folders, root: &gathered.root, watch, findings, known: Vec::new() };
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    scripts.limit(&mut document.top, &mut shown);
    for (predicate, overlay) in &mut document.targets {
        let holds = request.target.as_ref().is_none_or(|target| target.matches(predicate));
        scripts.limit(overlay, if holds { &mut shown } else { &mut hidden });
    }
    shown
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
    fn limit(&mut self, overlay: &mut Overlay, shown: &mut Vec<Region>) {
        let Some(WrittenRegion { script, region }) = overlay.limit_region.take() else { return };
        let mut limit = Written { value: Err(None), origin: region.origin.clone() };
        if let Some(regions) = self.regions(&script) {
            if let Some((found, origin)) = regions.iter().find(|(known, _)| known.name == region.value) {
                limit = Written { value: Ok(found.length), origin: origin.clone() };
            } else {
                let names: Vec<&str> = regions.iter().map(|(known, _)| known.name.as_str()).collect();
                self.findings.push(catalogue::no_region(&region.value, &names, &region.origin));
            }
            for (region, _) in regions {
                if !shown.contains(&region) {
                    shown.push(region);
                }
            }
        }
        overlay.platform_limit = Some(limit);
    }

    /// The regions of a script; `None` where it is not to be had, which is reported.
    fn regions(&mut self, script: &Written<String>) -> Option<Vec<(Region, Origin)>> {
        let Some(source) = self.find(&script.value, None) else {
            let mut looked_in = Vec::new();
            for folder in &self.folders {
                let folder = display(folder, self.root);
                if !looked_in.contains(&folder) {
                    looked_in.push(folder);
                }
            }
            self.findings.push(catalogue::missing_file(&script.value, &looked_in, &script.origin));
            return None;
        };
        let source = match source {
            Ok(source) => source,
            Err(finding) => {
                self.findings.push(finding.and("the limit", &script.origin));
                return None;
            }
        };
        let beside = source.file().and_then(Path::parent).map(Path::to_owned);
        let regions = linker_script::regions(&source, &mut |name| match self.find(name, beside.as_deref()) {
            Some(Ok(source)) => Ok(source),
            Some(Err(finding)) => Err(finding.title),
            None => Err(format!("there is no file {name} beside it")),
        });
        match regions {
            Ok(regions) => Some(regions),
            Err(fault) => {
                self.findings.push(catalogue::linker_script(&fault.reason, &fault.origin, &script.origin));
                None
            }
        }
    }

    /// The text of the first script of this name; `None` where there is none.
    fn find(&mut self, name: &str, beside: Option<&Path>) -> Option<Result<Arc<Source>, Finding>> {
        let folders = beside.into_iter().chain(self.folders.iter().map(PathBuf::as_path));
        let path = folders.map(|folder| disk::settled(&folder.join(name))).find(|path| disk::exists(path))?;
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
